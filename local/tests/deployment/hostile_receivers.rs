//! Receivers that mean no good, or have no idea: none gets us to where we must not go, to keep what we must not keep, or
//! to wait for longer than we wait for anybody.

use std::time::Duration;

use aws_lambda_events::event::sqs::SqsEvent;
use paydesk_model::delivery::{DeliveryAttempt, KEPT_ANSWER_BYTES, Outcome};
use paydesk_service::app::App;
use paydesk_service::config::Config;
use paydesk_service::handlers::{Handler, find};
use serde_json::json;

use crate::observability::logged;
use crate::receiver::{Receiver, Reply};
use crate::still_time::StillTime;
use crate::told::{EXPIRED, SECRET, Told, body};

/// The one attempt to tell of a session by a receiver that replies so.
async fn attempted(reply: Reply) -> (Told, DeliveryAttempt) {
    let told = Told::new().await;
    told.receiver.replies([reply]);
    let event = told.expires().await;
    let [attempt] = &told.attempts(&event).await[..] else { panic!("one attempt") };
    let attempt = attempt.clone();
    (told, attempt)
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in [301, 302, 307, 308] {
        let elsewhere = Receiver::start().await;
        let told = Told::new().await;
        let location = format!("Location: {}\r\n", elsewhere.url).leak();
        told.receiver.replies([Reply::Whole(status, location, String::new())]);
        let event = told.expires().await;
        let attempts = told.attempts(&event).await;
        assert_eq!((attempts[0].outcome, attempts[0].status), (Outcome::Failed, Some(status)));
        assert_eq!((elsewhere.count(), told.receiver.count()), (0, 1));
    }
}

#[tokio::test]
async fn of_an_answer_without_end_the_first_kilobyte_is_kept() {
    let (told, attempt) = attempted(Reply::Whole(200, "", "x".repeat(50_000_000))).await;
    assert_eq!((attempt.outcome, attempt.answer.len()), (Outcome::Succeeded, KEPT_ANSWER_BYTES));
    told.assert_done();
}

#[tokio::test]
async fn what_is_no_http_is_no_answer() {
    for bytes in [&b""[..], b"\x16\x03\x01\x00\xa5", b"SSH-2.0-OpenSSH_9.9\r\n", b"HTTP/1.1 200 OK\r\nx"] {
        let (told, attempt) = attempted(Reply::Bytes(bytes)).await;
        assert_eq!((attempt.outcome, attempt.status), (Outcome::Failed, None));
        let error = attempt.error.unwrap();
        assert_eq!(error, "the connection ended without an HTTP answer");
        assert_eq!(told.put_off().len(), 1);
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_still_an_answer() {
    let broken = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nall is w";
    let (told, attempt) = attempted(Reply::Bytes(broken)).await;
    assert_eq!((attempt.outcome, attempt.answer.as_str()), (Outcome::Succeeded, "all is w"));
    told.assert_done();
}

#[tokio::test]
async fn nobody_is_waited_for_longer_than_fifteen_seconds() {
    for silence in [&b""[..], b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"] {
        let told = Told::new().await;
        told.receiver.replies([Reply::Hangs(silence)]);
        let event = told.expires_untold().await;
        let time = StillTime::begin();
        tokio::join!(told.merchant.deployment.deliver_webhooks(), async {
            told.receiver.has_taken(1).await;
            time.passes(Duration::from_millis(14_990)).await;
            assert_eq!(told.receiver.given_up(), 0);
            time.passes(Duration::from_millis(10)).await;
        });
        let [attempt] = &told.attempts(&event).await[..] else { panic!("one attempt") };
        assert_eq!(attempt.error.as_deref(), Some("no answer in time"));
        assert_eq!(told.put_off().len(), 1);
    }
}

#[tokio::test]
async fn who_said_yes_is_believed_though_the_rest_never_comes() {
    let told = Told::new().await;
    let promising = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nwait for it";
    told.receiver.replies([Reply::Hangs(promising)]);
    let event = told.expires_untold().await;
    let time = StillTime::begin();
    tokio::join!(told.merchant.deployment.deliver_webhooks(), async {
        told.receiver.has_taken(1).await;
        time.passes(Duration::from_millis(1990)).await;
        assert_eq!(told.receiver.given_up(), 0);
        time.passes(Duration::from_millis(10)).await;
    });
    let [attempt] = &told.attempts(&event).await[..] else { panic!("one attempt") };
    assert_eq!((attempt.outcome, attempt.answer.as_str()), (Outcome::Succeeded, "wait for it"));
    told.assert_done();
}

#[tokio::test]
async fn a_receiver_that_is_not_there_is_tried_again() {
    let told = Told::new().await;
    // Held by somebody who does not listen, so that nobody else gets it meanwhile.
    let absent = tokio::net::TcpSocket::new_v4().unwrap();
    absent.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let nowhere = format!("http://{}/", absent.local_addr().unwrap());
    let there = told.receiver.url.clone();
    told.changes("we_1", |endpoint| endpoint.url = nowhere).await;
    let event = told.expires().await;
    let attempts = told.attempts(&event).await;
    assert_eq!(attempts[0].error.as_deref(), Some("no connection: it was refused"));
    told.changes("we_1", |endpoint| endpoint.url = there).await;
    told.goes_on().await.unwrap();
    assert_eq!(told.taken(&event).len(), 1);
}

#[tokio::test]
async fn not_even_here_is_a_metadata_service_called() {
    for url in ["http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://0.0.0.0/"] {
        let told = Told::new().await;
        told.changes("we_1", |endpoint| endpoint.url = url.into()).await;
        let event = told.expires().await;
        let attempts = told.attempts(&event).await;
        let error = attempts[0].error.as_deref();
        assert_eq!(error, Some("the host is on a network that webhooks do not go to"), "{url}");
    }
}

#[tokio::test]
async fn where_the_functions_run_nothing_near_them_is_called() {
    let told = Told::new().await;
    told.expires_untold().await;
    let message = body(&told.waiting()[0]);
    let record = json!({"messageId": "1", "receiptHandle": "r", "body": message.to_string()});
    let batch: SqsEvent = serde_json::from_value(json!({"Records": [record]})).unwrap();
    let deployment = &told.merchant.deployment;
    let table = deployment.template().table.name.clone();
    let config = Config::from_vars(&|name| (name == "TABLE_NAME").then(|| table.clone())).unwrap();
    let app = App::new(config, deployment.client("deliver").unwrap().clone(), deployment.clock().clone());
    let Some(Handler::Queue(deliver)) = find("deliver") else { panic!("it takes messages") };
    let by_name = told.receiver.url.replace("127.0.0.1", "localhost");
    for url in [told.receiver.url.clone(), by_name] {
        told.changes("we_1", |endpoint| endpoint.url = url).await;
        let answer = deliver(app.clone(), batch.clone()).await;
        assert_eq!(answer.batch_item_failures.len(), 1, "it is tried again");
        let attempts = told.attempts(message["event"].as_str().unwrap()).await;
        let error = attempts.last().unwrap().error.as_deref();
        assert_eq!(error, Some("the host is on a network that webhooks do not go to"));
        told.merchant.deployment.clock().advance_seconds(10);
    }
    assert_eq!(told.attempts(message["event"].as_str().unwrap()).await.len(), 2);
    assert_eq!(told.receiver.count(), 0);
}

#[tokio::test]
async fn what_the_log_says_of_an_attempt_holds_no_secret_and_nothing_that_was_said() {
    let log = logged(async {
        let told = Told::new().await;
        told.receiver.replies([
            Reply::Whole(500, "", "the database password is swordfish".into()),
            Reply::Status(200),
        ]);
        let event = told.expires().await;
        told.goes_on().await.unwrap();
        assert_eq!(told.taken(&event).len(), 2);
    })
    .await;
    let lines = log.text();
    let attempts: Vec<serde_json::Value> = lines
        .lines()
        .filter(|line| line.contains(r#""target":"paydesk::events""#))
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let [failed, taken] = &attempts[..] else { panic!("{lines}") };
    assert_eq!((&failed["kind"], &failed["endpoint"]), (&EXPIRED.into(), &"we_1".into()));
    assert_eq!((&failed["status"], &taken["status"]), (&500.into(), &200.into()));
    assert!(failed["next_s"].is_i64() && taken["next_s"].is_null() && taken["took_ms"].is_u64());
    assert!(failed["session"].as_str().unwrap().starts_with("cs_test_"));
    for never in [SECRET, &SECRET[6..], "v1=", "swordfish", "for=paydesk", "/webhooks"] {
        assert!(!lines.contains(never), "{never}");
    }
}
