//! The HTTP front over a real socket: the API, the clock, and clients that misbehave.

use std::net::SocketAddr;

use paydesk_local::deployment::{Deployment, Options};
use paydesk_local::front;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use crate::world::{CART, FORM, KEY, SESSIONS, START, deployment, started};

/// A served deployment.
pub struct Front {
    address: SocketAddr,
    pub deployment: Deployment,
    stop: oneshot::Sender<()>,
    served: tokio::task::JoinHandle<()>,
}

async fn front() -> Front {
    served(deployment()).await
}

pub async fn served(deployment: Deployment) -> Front {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let stopped = async move {
        let _ = stopped.await;
    };
    let served = tokio::spawn(front::serve(listener, deployment.clone(), stopped));
    Front { address, deployment, stop, served }
}

/// An answer: its status, its head and its body.
pub struct Answer {
    pub status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Front {
    async fn send(&self, head: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let (mut read, mut write) = stream.split();
        let head = format!("{head}\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address);
        let sending = async {
            // A server that stops reading is not an error of the test's.
            let _ = write.write_all(head.as_bytes()).await;
            let _ = write.write_all(body).await;
        };
        let mut bytes = Vec::new();
        let (_, received) = tokio::join!(sending, read.read_to_end(&mut bytes));
        received.unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_lowercase(), body: body.as_bytes().to_vec() }
    }

    pub async fn post(&self, path: &str, kind: &str, body: &[u8]) -> Answer {
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nauthorization: Bearer {KEY}\r\ncontent-type: {kind}\r\ncontent-length: {length}"
        );
        self.send(&head, body).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nauthorization: Bearer {KEY}"), b"").await
    }
}

#[tokio::test]
async fn the_api_is_served() {
    let front = front().await;
    let created = front.post(SESSIONS, FORM, CART.as_bytes()).await;
    assert_eq!(created.status, 200);
    let id = created.json()["id"].as_str().unwrap().to_string();
    let found = front.get(&format!("{SESSIONS}/{id}")).await;
    assert_eq!((found.status, found.json()["id"].as_str()), (200, Some(id.as_str())));
}

#[tokio::test]
async fn the_clock_is_read_moved_and_never_turned_back() {
    let front = front().await;
    let now = START.seconds();
    assert_eq!(front.get("/_local/clock").await.json(), json!({"now": now, "offset": 0}));
    let moved = front.post("/_local/clock", "application/json", br#"{"advance": 90}"#).await;
    assert_eq!((moved.status, moved.json()), (200, json!({"now": now + 90, "offset": 90})));
    let set = format!(r#"{{"set": {}}}"#, now + 100);
    assert_eq!(
        front.post("/_local/clock", "", set.as_bytes()).await.json(),
        json!({"now": now + 100, "offset": 100})
    );
    for wrong in
        [r#"{"advance": -1}"#, r#"{"set": 5}"#, r#"{"advance": 1.5}"#, "{}", "", r#"{"advance":1,"set":2}"#]
    {
        let refused = front.post("/_local/clock", "application/json", wrong.as_bytes()).await;
        assert_eq!(refused.status, 400, "{wrong}");
        assert_eq!(refused.json()["error"]["type"], "invalid_request_error", "{wrong}");
    }
    assert_eq!(front.deployment.clock().now(), START.plus_seconds(100));
}

#[tokio::test]
async fn announcements_are_listed_newest_first() {
    let front = front().await;
    assert_eq!(front.get("/_local/announcements").await.json(), json!({"data": []}));
    let mut ids = Vec::new();
    for _ in 0..2 {
        let created = front.post(SESSIONS, FORM, CART.as_bytes()).await;
        ids.insert(0, created.json()["id"].as_str().unwrap().to_string());
        front.deployment.advance(24 * 60 * 60 + 60).await.unwrap();
    }
    let listed = front.get("/_local/announcements").await.json();
    let sessions: Vec<&str> =
        listed["data"].as_array().unwrap().iter().map(|one| one["session"].as_str().unwrap()).collect();
    assert_eq!(sessions, ids);
    let first = &listed["data"][0];
    assert_eq!(first["type"], "checkout.session.expired");
    assert!(first["account"].is_string() && first["created"].is_i64(), "{first}");
}

#[tokio::test]
async fn the_documents_say_where_they_were_asked_for() {
    let front = front().await;
    for dialect in ["stripe", "camel"] {
        let document = front.get(&format!("/_local/openapi/{dialect}.json")).await;
        assert_eq!((document.status, &document.json()["openapi"]), (200, &json!("3.1.0")));
        let server = document.json()["servers"][0]["url"].clone();
        assert_eq!(server, format!("http://{}", front.address));
    }
}

#[tokio::test]
async fn with_a_stage_documents_and_page_lead_behind_it() {
    let parameters = [("StageName".to_owned(), "beta".to_owned())].into();
    let front = served(started(Options { parameters, ..Options::default() })).await;
    let document = front.get("/_local/openapi/stripe.json").await.json();
    let server = document["servers"][0]["url"].as_str().unwrap();
    let page = String::from_utf8(front.get("/_local/docs").await.body).unwrap();
    assert!(page.contains(&format!("curl {server}{SESSIONS} ")), "{server}");
    let path = server.strip_prefix(&format!("http://{}", front.address)).unwrap();
    assert_eq!(front.get(&format!("{path}{SESSIONS}")).await.status, 200, "{path}");
    assert_eq!(front.get(SESSIONS).await.status, 404);
}

#[tokio::test]
async fn the_page_needs_nothing_but_itself_and_its_links_lead_somewhere() {
    let front = front().await;
    for (path, word) in [
        ("/_local/docs", "line_items[][price_data][unit_amount]"),
        ("/_local/docs/camel", "lineItems[].priceData.unitAmount"),
    ] {
        let page = front.get(path).await;
        assert!(page.head.contains("content-type: text/html; charset=utf-8"), "{}", page.head);
        assert!(page.head.contains("content-security-policy: default-src 'none'"), "{}", page.head);
        let html = String::from_utf8(page.body).unwrap();
        for part in [
            word,
            "Expire a session",
            "Idempotent-Replayed",
            "id=\"LineItem\"",
            "curl http://",
            "id=\"GatewayError\"",
            "/$SESSION/expire",
            "list of objects; 1 to 200",
        ] {
            assert!(html.contains(part), "{path} lacks {part}");
        }
        for foreign in ["<script", "src=", "@import", "url("] {
            assert!(!html.contains(foreign), "{path} has {foreign}");
        }
        let links = html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        for link in links {
            match link.strip_prefix('#') {
                Some(anchor) => assert!(html.contains(&format!("id=\"{anchor}\"")), "{path}: #{anchor}"),
                None => assert_eq!(front.get(link).await.status, 200, "{link}"),
            }
        }
    }
}

#[tokio::test]
async fn what_is_not_local_is_not_found() {
    let front = front().await;
    assert_eq!(front.get("/_local/nothing").await.status, 404);
    assert_eq!(front.post("/_local/announcements", FORM, b"").await.status, 405);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_read_to_its_end_and_refused() {
    let front = front().await;
    let refused = front.post(SESSIONS, FORM, &vec![b'x'; 7 * 1024 * 1024]).await;
    assert_eq!(refused.status, 413);
    assert!(refused.head.contains("\r\nrequest-id: req_"), "{}", refused.head);
    assert_eq!(refused.json()["error"]["type"], "invalid_request_error");
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let front = front().await;
    let answer = front.send(&format!("GET / HTTP/1.1\r\nx-large: {}", "x".repeat(400_000)), b"").await;
    assert_eq!(answer.status, 431);
    let many: String = (0..200).map(|number| format!("\r\nx-{number}: y")).collect();
    assert_eq!(front.send(&format!("GET / HTTP/1.1{many}"), b"").await.status, 431);
}

#[tokio::test]
async fn a_server_told_to_stop_stops() {
    let front = front().await;
    front.get("/_local/clock").await;
    front.stop.send(()).unwrap();
    front.served.await.unwrap();
    assert!(TcpStream::connect(front.address).await.is_err());
}
