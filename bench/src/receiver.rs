//! A merchant's handler that takes whatever it is sent, at once, and says what came and when.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::stopwatch;

/// Longer than any of them may take; then something is wrong.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Receiver {
    address: SocketAddr,
    came: mpsc::Receiver<(Instant, Vec<u8>)>,
}

impl Receiver {
    pub fn start() -> Result<Self, String> {
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let (tell, came) = mpsc::channel();
        // One after another: a webhook has a connection of its own, and is answered before the next is looked at.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(body) = stream.and_then(|stream| take(&stream)) else { continue };
                if tell.send((stopwatch::now(), body)).is_err() {
                    return;
                }
            }
        });
        Ok(Self { address, came })
    }

    pub fn url(&self) -> String {
        format!("http://{}/webhook", self.address)
    }

    /// The next event that comes, and when it was here.
    pub fn next(&self) -> Result<(Instant, Value), String> {
        let (at, body) = self.came.recv_timeout(PATIENCE).map_err(|_| "no webhook came")?;
        let event = serde_json::from_slice(&body).map_err(|error| format!("no event came: {error}"))?;
        Ok((at, event))
    }
}

fn take(stream: &TcpStream) -> io::Result<Vec<u8>> {
    let mut reader = BufReader::new(stream);
    let (mut length, mut line) = (0, String::new());
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(digits) = line.strip_prefix("content-length:") {
            length = digits.trim().parse().map_err(io::Error::other)?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut stream = stream;
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")?;
    Ok(body)
}
