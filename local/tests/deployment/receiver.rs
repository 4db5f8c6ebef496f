//! A merchant's server that receives webhooks: it remembers what it was sent, and answers as it was told to.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

/// For a request to come that is on its way.
const PATIENCE: Duration = Duration::from_secs(30);

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
    /// What it was called in the TLS handshake.
    pub server_name: Option<String>,
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
    given_up: Arc<AtomicUsize>,
    news: Arc<Notify>,
}

impl Receiver {
    /// One that answers everything with 200.
    pub async fn start() -> Self {
        let (listener, receiver) = Self::listening("http://127.0.0.1").await;
        let own = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(own.clone().serve(stream, None));
            }
        });
        receiver
    }

    /// The same behind TLS, known by this name.
    pub async fn behind(tls: TlsAcceptor, name: &str) -> Self {
        let (listener, receiver) = Self::listening(&format!("https://{name}")).await;
        let own = receiver.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Who does not believe us says no more.
                let Ok(stream) = tls.accept(stream).await else { continue };
                let name = stream.get_ref().1.server_name().map(str::to_owned);
                tokio::spawn(own.clone().serve(stream, name));
            }
        });
        receiver
    }

    async fn listening(origin: &str) -> (TcpListener, Self) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let url = format!("{origin}:{port}/webhooks?for=paydesk");
        let otherwise = Arc::new(Mutex::new(Reply::Status(200)));
        let (taken, replies) = (Arc::default(), Arc::default());
        let (given_up, news) = (Arc::default(), Arc::default());
        (listener, Self { url, taken, replies, otherwise, given_up, news })
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

    /// How many of those that it left without an answer did not wait any longer.
    pub fn given_up(&self) -> usize {
        self.given_up.load(Ordering::SeqCst)
    }

    /// Waits until so many requests came.
    pub async fn has_taken(&self, count: usize) {
        let came = async {
            loop {
                let news = self.news.notified();
                if self.count() >= count {
                    return;
                }
                news.await;
            }
        };
        let in_time = timeout(PATIENCE, came).await;
        assert!(in_time.is_ok(), "{} requests came, not {count}", self.count());
    }

    async fn serve(self, mut stream: impl Connection, server_name: Option<String>) {
        let Some(taken) = read(&mut stream).await else { return };
        let taken = Taken { server_name, ..taken };
        self.taken.lock().unwrap().push(taken);
        self.news.notify_waiters();
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
                self.given_up.fetch_add(1, Ordering::SeqCst);
            }
        }
    }
}

/// What requests come over.
trait Connection: AsyncRead + AsyncWrite + Unpin {}
impl<Stream: AsyncRead + AsyncWrite + Unpin> Connection for Stream {}

async fn answer(stream: &mut impl Connection, status: u16, headers: &str, body: &str) {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status} Told\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n");
    // At once, so that whoever has the head has the beginning of the body. Nobody has to read it all.
    let _ = stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).await;
    let _ = stream.shutdown().await;
}

async fn read(stream: &mut impl Connection) -> Option<Taken> {
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
    (body.len() == length).then(|| Taken { server_name: None, path, headers, body: body.to_string() })
}
