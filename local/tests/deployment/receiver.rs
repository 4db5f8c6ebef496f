//! A merchant's server that receives webhooks: it remembers what it was sent, and answers as it was told to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// How a request is answered.
#[derive(Clone, Debug)]
pub enum Reply {
    Status(u16),
    /// Status, headers and body.
    Whole(u16, &'static str, String),
    /// These bytes, and then nothing.
    Bytes(&'static [u8]),
    /// These bytes, and then the connection stays open without a word.
    Hangs(&'static [u8]),
}

/// A request that came.
#[derive(Clone, Debug)]
pub struct Taken {
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
}

impl Taken {
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub fn event(&self) -> String {
        self.json()["id"].as_str().unwrap().to_string()
    }

    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_string()
    }
}

/// It listens on this machine until it is dropped.
#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    taken: Arc<Mutex<Vec<Taken>>>,
    replies: Arc<Mutex<VecDeque<Reply>>>,
    otherwise: Arc<Mutex<Reply>>,
}

impl Receiver {
    /// One that answers everything with 200.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/webhooks?for=paydesk", listener.local_addr().unwrap());
        let otherwise = Arc::new(Mutex::new(Reply::Status(200)));
        let receiver = Self { url, taken: Arc::default(), replies: Arc::default(), otherwise };
        let own = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(own.clone().serve(stream));
            }
        });
        receiver
    }

    /// What the next requests are answered with, one each.
    pub fn replies(&self, replies: impl IntoIterator<Item = Reply>) {
        self.replies.lock().unwrap().extend(replies);
    }

    /// What all others are answered with.
    pub fn always(&self, reply: Reply) {
        *self.otherwise.lock().unwrap() = reply;
    }

    /// Every request so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }

    pub fn count(&self) -> usize {
        self.taken.lock().unwrap().len()
    }

    async fn serve(self, mut stream: TcpStream) {
        let Some(taken) = read(&mut stream).await else { return };
        self.taken.lock().unwrap().push(taken);
        let next = self.replies.lock().unwrap().pop_front();
        let reply = next.unwrap_or_else(|| self.otherwise.lock().unwrap().clone());
        match reply {
            Reply::Status(status) => answer(&mut stream, status, "", "").await,
            Reply::Whole(status, headers, body) => answer(&mut stream, status, headers, &body).await,
            Reply::Bytes(bytes) => {
                let _ = stream.write_all(bytes).await;
            }
            Reply::Hangs(bytes) => {
                let _ = stream.write_all(bytes).await;
                // Until the other side has had enough.
                let _ = stream.read(&mut [0; 1]).await;
            }
        }
    }
}

async fn answer(stream: &mut TcpStream, status: u16, headers: &str, body: &str) {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status} Told\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n");
    // Nobody has to read it all.
    let _ = stream.write_all(head.as_bytes()).await;
    let _ = stream.write_all(body.as_bytes()).await;
}

async fn read(stream: &mut TcpStream) -> Option<Taken> {
    let mut bytes = Vec::new();
    loop {
        if let Some(taken) = parse(&bytes) {
            return Some(taken);
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

/// The request, if all of it is there.
fn parse(bytes: &[u8]) -> Option<Taken> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.lines();
    let path = lines.next()?.split(' ').nth(1)?.to_string();
    let headers: HeaderMap = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse::<HeaderValue>().unwrap()))
        .collect();
    let length: usize = headers.get("content-length")?.to_str().ok()?.parse().ok()?;
    (body.len() == length).then(|| Taken { path, headers, body: body.to_string() })
}
