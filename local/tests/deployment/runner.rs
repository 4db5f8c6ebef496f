//! The binary itself, as somebody starts it on their own machine: forwarding, its log, and a restart.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use standardwebhooks::Webhook;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::merchant::TEA;
use crate::receiver::{Receiver, Reply};

/// Longer than anything here takes on a machine with much else to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process that is killed with the test.
pub struct Process(Child);

impl Process {
    pub fn of(command: &mut Command) -> Self {
        Self(command.spawn().unwrap())
    }

    /// Waits for its end, and says whether that was as it should be.
    async fn ends(&mut self) -> bool {
        let ends = async {
            loop {
                match self.0.try_wait().unwrap() {
                    Some(status) => return status.success(),
                    None => tokio::task::yield_now().await,
                }
            }
        };
        timeout(PATIENCE, ends).await.expect("it does not end")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have gone already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A running `paydesk`.
pub struct Paydesk {
    process: Process,
    said: Option<BufReader<ChildStdout>>,
    /// What it greeted with.
    pub greeting: String,
}

pub fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_paydesk"));
    command.arg("--data").arg(data).args(["--port", "0"]).args(arguments);
    command
}

impl Paydesk {
    pub async fn start(data: &Path, arguments: &[&str]) -> Self {
        Self::of(&mut command(data, arguments)).await
    }

    pub async fn of(command: &mut Command) -> Self {
        let mut process = Process::of(command.stdout(Stdio::piped()));
        let said = Some(BufReader::new(process.0.stdout.take().unwrap()));
        let mut paydesk = Self { process, said, greeting: String::new() };
        paydesk.greeting = paydesk.says("Ctrl-C stops it.").await;
        paydesk
    }

    /// What it says, up to a line that has this in it.
    async fn says(&mut self, expected: &'static str) -> String {
        let text = self.heard(
            move |said, text| {
                while !text.contains(expected) && said.read_line(text).unwrap() > 0 {}
            },
        );
        let text = text.await;
        assert!(text.contains(expected), "it did not say '{expected}', but:\n{text}");
        text
    }

    /// What is read of what it says. If that takes too long, it is killed, so that there is an end to it.
    async fn heard(
        &mut self,
        read: impl FnOnce(&mut BufReader<ChildStdout>, &mut String) + Send + 'static,
    ) -> String {
        let mut said = self.said.take().unwrap();
        let mut reading = spawn_blocking(move || {
            let mut text = String::new();
            read(&mut said, &mut text);
            (said, text)
        });
        let in_time = timeout(PATIENCE, &mut reading).await;
        let (said, text) = match in_time {
            Ok(read) => read.unwrap(),
            Err(_) => {
                self.process.0.kill().unwrap();
                reading.await.unwrap()
            }
        };
        self.said = Some(said);
        text
    }

    /// Is told to stop, as by Ctrl-C. Whether it ended well, and what it had said that nobody had read.
    async fn stops(mut self) -> (bool, String) {
        let number = self.process.0.id().to_string();
        assert!(Command::new("kill").args(["-INT", &number]).status().unwrap().success());
        let well = self.process.ends().await;
        let unread = self
            .heard(|said, text| {
                said.read_to_string(text).unwrap();
            })
            .await;
        (well, unread)
    }

    pub fn greeted(&self, name: &str) -> String {
        let line = self.greeting.lines().find_map(|line| line.trim().strip_prefix(name)).unwrap();
        line.trim().to_owned()
    }

    pub async fn post(&self, path: &str, form: &str) -> Value {
        timeout(PATIENCE, self.answer(path, form)).await.expect("it answers nothing")
    }

    async fn answer(&self, path: &str, form: &str) -> Value {
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
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    for (arguments, why) in [
        (&["--seed", "/nowhere/shop.toml"][..], "/nowhere/shop.toml: No such file"),
        (&["--seed", manifest][..], "Cargo.toml: there is no '"),
        (&["--tax", manifest][..], "Cargo.toml: it has no [[taxes]]"),
        (&["--forward-events", "*"][..], "--forward-to"),
        (&["--forward-to", "ftp://shop.example"][..], "--forward-to ftp://shop.example: "),
        (
            &["--forward-to", "localhost", "--forward-dialect", "klingon"][..],
            "a dialect is stripe, camel or event_data",
        ),
        (&["--webhook-faults", "lose"][..], "there is no fault 'lose'"),
    ] {
        let mut refused = Process::of(command(&data, arguments).stderr(Stdio::piped()));
        let well = refused.ends().await;
        let mut said = String::new();
        refused.0.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(!well && said.contains(why), "{said}");
        assert!(!data.exists());
    }
}

/// A session of a hundred lines, each with a product and a price of its own: two hundred events, and a line for each.
fn crowded() -> String {
    let lines = (0..100).map(|line| {
        let start = format!("&line_items[{line}]");
        format!(
            "{start}[quantity]=1{start}[price_data][currency]=eur{start}[price_data][unit_amount]=100\
             {start}[price_data][product_data][name]=Tea"
        )
    });
    format!("mode=payment&success_url=https%3A%2F%2Fshop.example{}", lines.collect::<String>())
}

#[tokio::test]
async fn a_log_that_nobody_reads_holds_nothing_up() {
    let directory = tempfile::tempdir().unwrap();
    let paydesk = Paydesk::start(&directory.path().join("paydesk.db"), &[]).await;
    // More than a pipe holds, and than waits to be written to it.
    for moved in 1..=10 {
        paydesk.post("/v1/checkout/sessions", &crowded()).await;
        // Answered when all there was to tell was told.
        let clock = paydesk.post("/_local/clock", r#"{"advance": 1}"#).await;
        assert_eq!(clock["offset"], moved);
    }
    paydesk.expires().await;
    let (well, unread) = paydesk.stops().await;
    assert!(well);
    assert!(unread.len() > 60_000 && unread.lines().count() < 1900, "{} bytes were unread", unread.len());
}
