//! Webhooks to a receiver that is well: signed, once, in order; again when it was not, or when somebody asks.

use std::collections::BTreeSet;

use paydesk_local::deployment::Options;
use paydesk_local::engine::Message;
use paydesk_model::delivery::{Outcome, PATIENCE_SECONDS};
use paydesk_model::time::Moment;
use paydesk_model::webhook::Secret;
use paydesk_service::clock::Clock;
use paydesk_service::store::endpoints::EVERYONE;
use serde_json::{Value, json};
use standardwebhooks::Webhook;

use crate::merchant::{DAY, HOUR, TEA};
use crate::payer::Payer;
use crate::receiver::{Receiver, Reply, Taken};
use crate::told::{EXPIRED, SECRET, TRIES, Told};

const NEW_SECRET: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// Whether the receiver would believe it, with this secret.
fn is_believed(taken: &Taken, secret: &str) -> bool {
    Webhook::new(secret).unwrap().verify(taken.body.as_bytes(), &taken.headers).is_ok()
}

#[tokio::test]
async fn an_event_is_posted_once_in_words_that_receivers_know() {
    let told = Told::new().await;
    let event = told.expires().await;
    let [taken] = &told.taken(&event)[..] else { panic!("once") };
    assert_eq!(taken.path, "/webhooks?for=paydesk");
    assert_eq!(taken.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(taken.header("user-agent"), "Paydesk/0.1");
    assert_eq!(taken.header("webhook-id"), event);
    let json = taken.json();
    assert_eq!((&json["object"], &json["type"]), (&"event".into(), &EXPIRED.into()));
    assert_eq!(json["data"]["object"]["status"], "expired");
    assert_eq!(json["pending_webhooks"], 1);
    told.assert_done();
    told.advance(4 * DAY).await;
    assert_eq!(told.receiver.count(), 1);
}

#[tokio::test]
async fn an_attempt_is_signed_by_every_secret_that_is_valid() {
    let told = Told::new().await;
    let now = told.now();
    told.changes("we_1", |endpoint| *endpoint = endpoint.clone().rolled(NEW_SECRET.into(), HOUR, now)).await;
    let event = told.expires().await;
    let both = &told.taken(&event)[0];
    assert!(is_believed(both, SECRET) && is_believed(both, NEW_SECRET));
    assert_eq!(both.header("stripe-signature").matches(",v1=").count(), 2);
    told.advance(HOUR).await;
    let event = told.expires().await;
    let new = &told.taken(&event)[0];
    assert!(is_believed(new, NEW_SECRET) && !is_believed(new, SECRET));
    assert_eq!(new.header("stripe-signature").matches(",v1=").count(), 1);
}

#[tokio::test]
async fn each_attempt_says_the_same_and_is_signed_anew() {
    let told = Told::new().await;
    told.receiver.replies([Reply::Status(500), Reply::Status(500)]);
    let event = told.expires().await;
    // What a signature is dated by, receivers compare with clocks of their own: it is none of the deployment's.
    let real = Moment::from_seconds(told.taken(&event)[0].header("webhook-timestamp").parse().unwrap());
    assert!((Clock::system().now().seconds() - real.seconds()).abs() < 60);
    for pause in [7, 60] {
        told.merchant.deployment.clock().pretend_seconds(pause);
        told.goes_on().await.unwrap();
    }
    let taken = told.taken(&event);
    assert_eq!(taken.len(), 3);
    let different = |of: &dyn Fn(&Taken) -> String| taken.iter().map(of).collect::<BTreeSet<_>>().len();
    for once in ["webhook-timestamp", "webhook-signature", "stripe-signature"] {
        assert_eq!(different(&|one| one.header(once).to_owned()), 3, "{once}");
    }
    assert_eq!(different(&|one| one.header("webhook-id").to_owned()), 1);
    assert_eq!(different(&|one| one.body.clone()), 1);
    for one in &taken {
        assert!(is_believed(one, SECRET));
        let stripe = format!("t={},v1=", one.header("webhook-timestamp"));
        assert!(one.header("stripe-signature").starts_with(&stripe));
    }
    told.assert_done();
}

#[tokio::test]
async fn what_came_of_an_attempt_is_noted_with_the_beginning_of_the_answer() {
    let told = Told::new().await;
    told.receiver.replies([Reply::Whole(500, "", "é".repeat(1000)), Reply::Whole(202, "", "thanks".into())]);
    let event = told.expires().await;
    let [failed] = &told.attempts(&event).await[..] else { panic!("one attempt") };
    assert_eq!((failed.outcome, failed.status, failed.at), (Outcome::Failed, Some(500), told.now()));
    assert_eq!((failed.answer.as_str(), failed.error.as_deref()), ("é".repeat(512).as_str(), None));
    assert_eq!((failed.endpoint.as_str(), failed.url.as_str()), ("we_1", told.receiver.url.as_str()));
    assert!(failed.next.is_some_and(|next| next > told.now()));
    told.goes_on().await.unwrap();
    let [_, taken] = &told.attempts(&event).await[..] else { panic!("two attempts") };
    assert_eq!((taken.outcome, taken.status, taken.next), (Outcome::Succeeded, Some(202), None));
    assert_eq!(taken.answer, "thanks");
    told.assert_done();
}

#[tokio::test]
async fn a_receiver_that_fails_is_tried_for_three_days_and_the_same_event_may_be_redriven() {
    let told = Told::new().await;
    told.receiver.always(Reply::Status(500));
    let event = told.expires().await;
    let (mut waits, began) = (Vec::new(), told.now());
    while let Some(seconds) = told.goes_on().await {
        waits.push(seconds);
        assert!(waits.len() < 100, "{waits:?}");
    }
    assert_eq!(told.now().seconds() - began.seconds(), PATIENCE_SECONDS);
    let attempts = told.attempts(&event).await;
    let planned = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000];
    for (attempts, planned) in attempts.windows(2).zip(planned) {
        let waited = attempts[1].at.seconds() - attempts[0].at.seconds();
        assert!((planned * 9 / 10..=planned * 11 / 10 + 1).contains(&waited), "{waited} for {planned}");
    }
    assert!(TRIES.contains(&attempts.len()), "{}", attempts.len());
    assert!(attempts.iter().all(|attempt| attempt.outcome == Outcome::Failed));
    assert_eq!(told.given_up().len(), 1);
    assert_eq!(told.given_up()[0]["event"], event);
    told.receiver.always(Reply::Status(200));
    assert_eq!(told.redrive(), 1);
    // The endpoint was in trouble until now: somebody looks first whether it is well again.
    told.merchant.deployment.deliver_webhooks().await;
    assert!(told.goes_on().await.unwrap() <= HOUR);
    assert_eq!(told.taken(&event).len(), attempts.len() + 1);
    assert_eq!(told.attempts(&event).await.last().unwrap().outcome, Outcome::Succeeded);
    told.assert_done();
}

#[tokio::test]
async fn a_receiver_that_asks_for_time_is_left_alone_for_so_long() {
    for asked in ["Retry-After: 900\r\n", "Retry-After: 0\r\n"] {
        let told = Told::new().await;
        told.receiver.replies([Reply::Whole(429, asked, String::new())]);
        told.expires().await;
        let waited = told.goes_on().await.unwrap();
        assert!(if asked.contains("900") { waited == 900 } else { (5..=6).contains(&waited) }, "{waited}");
        assert_eq!(told.receiver.count(), 2);
        told.assert_done();
    }
}

#[tokio::test]
async fn what_was_delivered_is_sent_again_only_if_somebody_asks() {
    let told = Told::new().await;
    let event = told.expires().await;
    let mut message = json!({
        "account": told.account, "livemode": false, "event": event, "endpoint": "we_1",
    });
    told.sends(&message);
    told.merchant.deployment.deliver_webhooks().await;
    assert_eq!(told.taken(&event).len(), 1);
    told.advance(1).await;
    told.resends(&event).await;
    assert_eq!(told.taken(&event).len(), 2);
    assert_eq!(told.attempts(&event).await.len(), 2);
    message["event"] = "evt_nobody_1795305600000_1".into();
    told.sends(&message);
    told.merchant.deployment.deliver_webhooks().await;
    assert_eq!(told.receiver.count(), 2);
    told.assert_done();
}

#[tokio::test]
async fn a_new_secret_and_url_are_used_from_the_next_attempt_on() {
    let told = Told::new().await;
    let moved = Receiver::start().await;
    told.receiver.replies([Reply::Status(500)]);
    let event = told.expires().await;
    told.changes("we_1", |endpoint| {
        endpoint.url.clone_from(&moved.url);
        endpoint.secrets = vec![Secret { text: NEW_SECRET.into(), until: None }];
    })
    .await;
    told.goes_on().await.unwrap();
    let [taken] = &moved.taken()[..] else { panic!("once") };
    assert_eq!(taken.event(), event);
    assert!(is_believed(taken, NEW_SECRET) && !is_believed(taken, SECRET));
    assert_eq!(taken.body, told.taken(&event)[0].body);
}

#[tokio::test]
async fn every_endpoint_has_its_own_attempts() {
    let told = Told::new().await;
    let other = Receiver::start().await;
    told.listens("we_2", &other.url, &["*"]).await;
    told.listens("we_3", &other.url, &["charge.succeeded"]).await;
    told.receiver.replies([Reply::Status(500)]);
    let event = told.expires().await;
    let expired: Vec<_> = other.taken().into_iter().filter(|taken| taken.kind() == EXPIRED).collect();
    assert_eq!(expired.len(), 1);
    told.goes_on().await.unwrap();
    assert_eq!(told.taken(&event).len(), 2);
    assert_eq!(told.taken(&event)[1].json()["pending_webhooks"], 1);
    assert_eq!(other.taken().iter().filter(|taken| taken.kind() == EXPIRED).count(), 1);
    told.assert_done();
}

#[tokio::test]
async fn the_events_of_a_session_arrive_in_the_order_they_happened() {
    let told = Told::of(Options::default(), &["*"]).await;
    let mut sessions = Vec::new();
    for _ in 0..3 {
        let payer = Payer::of(&told.merchant, TEA).await;
        payer.plays("complete", "").await.done();
        sessions.push(payer.id);
    }
    told.merchant.deployment.pump().await;
    // The queue promises no order: the worst one would be this.
    let records: Vec<Value> = told.waiting().iter().rev().map(record).collect();
    let count = records.len();
    let taken = told.merchant.deployment.invoke_queue("deliver", json!({"Records": records})).await;
    assert!(taken.unwrap().batch_item_failures.is_empty());
    let (came, mut happened) = (told.receiver.taken(), told.merchant.all_events().await);
    happened.reverse();
    assert_eq!((came.len(), happened.len()), (count, count));
    for session in sessions {
        let of = format!("evt_{}_", session.rsplit('_').next().unwrap());
        let came: Vec<String> = came.iter().map(Taken::event).filter(|id| id.starts_with(&of)).collect();
        let happened: Vec<&str> = happened
            .iter()
            .filter_map(|event| event["id"].as_str())
            .filter(|id| id.starts_with(&of))
            .collect();
        assert_eq!(came, happened);
        assert!(came.len() > 3, "{came:?}");
    }
    // Each was noted, so that the queue's own copies are nobody's any more.
    told.merchant.deployment.deliver_webhooks().await;
    assert_eq!(told.receiver.count(), count);
    told.assert_done();
}

/// A message as Lambda hands it over.
fn record(message: &Message) -> Value {
    let attributes = json!({"SentTimestamp": message.sent.to_string()});
    json!({"messageId": message.id, "receiptHandle": message.receipt, "body": message.body, "attributes": attributes})
}

#[tokio::test]
async fn an_endpoint_for_everyone_hears_of_every_account() {
    let told = Told::of(Options { forwards: true, ..Options::default() }, &["charge.succeeded"]).await;
    let heard = Receiver::start().await;
    let mut endpoint = told.listens("we_2", &heard.url, &[EXPIRED]).await;
    told.app.store.delete_endpoint(&told.account, false, "we_2").await.unwrap();
    endpoint.account = EVERYONE.into();
    endpoint.id = "we_everyone".into();
    told.merchant.keep_endpoint(&endpoint).await;
    let neighbour = told.merchant.neighbour();
    let session = neighbour.opens(TEA).await;
    neighbour.expire(&session).await.done();
    told.merchant.deployment.pump().await;
    told.merchant.deployment.deliver_webhooks().await;
    let [taken] = &heard.taken()[..] else { panic!("once") };
    assert_eq!(taken.json()["data"]["object"]["id"], session);
    assert_eq!(told.receiver.count(), 0);
    told.assert_done();
}
