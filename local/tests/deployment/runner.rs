//! The binary itself, as somebody starts it on their own machine: forwarding, its log, and a restart.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;
use standardwebhooks::Webhook;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::spawn_blocking;

use crate::merchant::TEA;
use crate::receiver::{Receiver, Reply};

/// A running `paydesk`; it is killed with the test.
struct Paydesk {
    process: Child,
    said: Option<BufReader<ChildStdout>>,
    /// What it greeted with.
    greeting: String,
}

impl Drop for Paydesk {
    fn drop(&mut self) {
        // It may have gone already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Paydesk {
    async fn start(data: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paydesk"));
        command.arg("--data").arg(data).args(["--port", "0"]).args(arguments);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let said = Some(BufReader::new(process.stdout.take().unwrap()));
        let mut paydesk = Self { process, said, greeting: String::new() };
        paydesk.greeting = paydesk.says("Ctrl-C stops it.").await;
        paydesk
    }

    /// What it says, up to a line that has this in it.
    async fn says(&mut self, expected: &'static str) -> String {
        let mut said = self.said.take().unwrap();
        let (said, text) = spawn_blocking(move || {
            let mut text = String::new();
            while !text.contains(expected) {
                assert_ne!(said.read_line(&mut text).unwrap(), 0, "it ended, and had said:\n{text}");
            }
            (said, text)
        })
        .await
        .unwrap();
        self.said = Some(said);
        text
    }

    fn greeted(&self, name: &str) -> String {
        let line = self.greeting.lines().find_map(|line| line.trim().strip_prefix(name)).unwrap();
        line.trim().to_owned()
    }

    async fn post(&self, path: &str, form: &str) -> Value {
        let host = self.greeted("Paydesk is at http://");
        let mut stream = TcpStream::connect(&host).await.unwrap();
        let length = form.len();
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\nauthorization: Bearer sk_test_paydesk_local\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{form}"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
    }

    /// Lets a session expire; its id.
    async fn expires(&self) -> String {
        let session = self.post("/v1/checkout/sessions", TEA).await;
        let id = session["id"].as_str().unwrap().to_owned();
        self.post(&format!("/v1/checkout/sessions/{id}/expire"), "").await;
        id
    }
}

#[tokio::test]
async fn events_are_forwarded_and_told_of_and_the_secret_and_the_queue_outlive_a_kill() {
    let (directory, receiver) = (tempfile::tempdir().unwrap(), Receiver::start().await);
    let data = directory.path().join("paydesk.db");
    let events = "checkout.session.expired,checkout.session.completed";
    let arguments = ["--forward-to", &receiver.url, "--forward-events", events];
    let mut paydesk = Paydesk::start(&data, &arguments).await;
    assert_eq!(paydesk.greeted("events"), receiver.url);
    let secret = paydesk.greeted("secret");
    receiver.replies([Reply::Status(200), Reply::Status(500)]);
    let session = paydesk.expires().await;
    let line = paydesk.says("→ 200 in ").await;
    assert!(line.contains("checkout.session.expired  evt_") && line.contains("we_forward"), "{line}");
    let taken = receiver.taken().remove(0);
    assert_eq!(taken.json()["data"]["object"]["id"], session.as_str());
    Webhook::new(&secret).unwrap().verify(taken.body.as_bytes(), &taken.headers).unwrap();
    // The second fails, and is in the queue when the process is killed.
    paydesk.expires().await;
    let line = paydesk.says("→ 500 in ").await;
    assert!(line.contains(", again in "), "{line}");
    drop(paydesk);
    let mut paydesk = Paydesk::start(&data, &arguments).await;
    assert_eq!(paydesk.greeted("secret"), secret);
    paydesk.says("→ 200 in ").await;
    let heard: Vec<String> = receiver.taken().iter().map(crate::receiver::Taken::event).collect();
    assert_eq!(heard.len(), 3);
    assert_eq!(heard[1], heard[2]);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_before_anything_is_made() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("paydesk.db");
    for (arguments, why) in [
        (&["--forward-events", "*"][..], "--forward-to"),
        (&["--forward-to", "ftp://shop.example"][..], "--forward-to ftp://shop.example: "),
        (
            &["--forward-to", "localhost", "--forward-dialect", "klingon"][..],
            "a dialect is stripe, camel or event_data",
        ),
        (&["--webhook-faults", "lose"][..], "there is no fault 'lose'"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paydesk"));
        let command = command.arg("--data").arg(&data).args(["--port", "0"]).args(arguments);
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(why), "{said}");
        assert!(!data.exists());
    }
}
