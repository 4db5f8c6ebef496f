//! Receivers in trouble, endpoints that change meanwhile, and trouble of our own: what is owed is paid, once it can be.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use paydesk_local::connector::Fault;
use paydesk_local::deployment::Options;
use paydesk_model::delivery::Outcome;
use paydesk_service::metrics::Sink;
use serde_json::{Value, json};

use crate::crash::CRASHES;
use crate::merchant::{DAY, HOUR};
use crate::receiver::{Receiver, Reply, Taken};
use crate::still_time::StillTime;
use crate::told::{EXPIRED, Told};

/// For how long a receiver is waited for.
const PATIENCE: Duration = Duration::from_secs(15);

#[tokio::test]
async fn who_answers_gone_is_disabled_and_told_if_enabled_again_in_time() {
    let told = Told::new().await;
    told.receiver.replies([Reply::Status(410)]);
    let event = told.expires().await;
    assert!(!told.is_enabled("we_1").await);
    assert_eq!(told.attempts(&event).await[0].next, None);
    for _ in 0..5 {
        told.advance(HOUR).await;
    }
    assert_eq!(told.receiver.count(), 1);
    told.changes("we_1", |endpoint| endpoint.enabled = true).await;
    told.advance(HOUR).await;
    assert_eq!(told.taken(&event).len(), 2);
    assert_eq!(told.attempts(&event).await[1].outcome, Outcome::Succeeded);
    told.assert_done();
}

#[tokio::test]
async fn nobody_waits_for_a_disabled_endpoint_for_more_than_three_days() {
    let told = Told::new().await;
    told.expires_untold().await;
    told.changes("we_1", |endpoint| endpoint.enabled = false).await;
    told.merchant.deployment.deliver_webhooks().await;
    let mut looks = 0;
    while told.goes_on().await.is_some() {
        looks += 1;
    }
    assert_eq!(looks, 72);
    assert_eq!((told.receiver.count(), told.given_up().len()), (0, 1));
    told.assert_done();
}

#[tokio::test]
async fn what_waits_for_an_endpoint_that_is_deleted_is_forgotten() {
    let told = Told::new().await;
    told.receiver.always(Reply::Status(500));
    told.expires().await;
    told.app.store.delete_endpoint(&told.account, false, "we_1").await.unwrap();
    told.goes_on().await.unwrap();
    assert_eq!((told.receiver.count(), told.given_up()), (1, vec![]));
    told.assert_done();
}

#[tokio::test]
async fn an_endpoint_that_hangs_is_let_be_and_its_neighbour_hears_at_once() {
    let told = Told::new().await;
    let neighbour = Receiver::start().await;
    told.listens("we_2", &neighbour.url, &[EXPIRED]).await;
    told.receiver.always(Reply::Hangs(b""));
    let time = StillTime::begin();
    for number in 1..=6 {
        tokio::join!(told.expires(), async {
            neighbour.has_taken(number).await;
            if number <= 2 {
                told.receiver.has_taken(number).await;
                time.passes(PATIENCE).await;
            }
        });
    }
    assert_eq!(told.receiver.count(), 2, "two are enough to see it");
    assert_eq!(neighbour.count(), 6);
    assert_eq!(told.put_off().len(), 6);
    // While it is in trouble, one of them at a time looks whether it still is.
    for (minutes, attempts) in [(2, 3), (3, 4)] {
        tokio::join!(told.advance(minutes * 60), async {
            told.receiver.has_taken(attempts).await;
            time.passes(PATIENCE).await;
        });
    }
    assert_eq!(told.receiver.count(), 4);
    drop(time);
    told.receiver.always(Reply::Status(200));
    let mut rounds = 0;
    while told.goes_on().await.is_some() {
        rounds += 1;
        assert!(rounds < 50);
    }
    let taken: std::collections::BTreeSet<String> = told.receiver.taken().iter().map(Taken::event).collect();
    assert_eq!(taken.len(), 6, "everything that waited was told");
    assert_eq!(neighbour.count(), 6);
    told.assert_done();
}

#[tokio::test]
async fn an_endpoint_that_is_in_trouble_hears_what_somebody_sends_by_hand_and_is_well_again() {
    let told = Told::new().await;
    told.receiver.always(Reply::Status(503));
    let mut events = Vec::new();
    for _ in 0..7 {
        events.push(told.expires().await);
    }
    assert_eq!(told.receiver.count(), 5);
    told.receiver.always(Reply::Status(200));
    told.advance(1).await;
    told.resends(&events[6]).await;
    assert_eq!(told.taken(&events[6]).len(), 1);
    events.push(told.expires().await);
    assert_eq!(told.receiver.count(), 7, "it is told at once again");
    while told.goes_on().await.is_some() {}
    for event in &events {
        assert!(!told.taken(event).is_empty());
    }
}

#[tokio::test]
async fn an_endpoint_that_is_well_costs_no_writes_but_the_attempts() {
    let told = Told::new().await;
    told.expires_untold().await;
    told.merchant.deployment.meter().reset();
    told.merchant.deployment.deliver_webhooks().await;
    let usage = told.merchant.deployment.meter().snapshot();
    let calls: Vec<(String, usize)> =
        usage.calls.into_iter().map(|((_, operation), totals)| (operation, totals.calls)).collect();
    let expected = [("BatchGetItem", 1), ("BatchWriteItem", 1), ("Query", 1)];
    assert_eq!(calls, expected.map(|(operation, calls)| (operation.to_string(), calls)));
}

#[tokio::test]
async fn a_message_that_nobody_can_read_is_put_aside_and_holds_nobody_up() {
    let told = Told::new().await;
    told.sends(&json!({"what": "is this"}));
    told.sends(&json!({"account": "a", "livemode": false, "event": "no event", "endpoint": "we_1"}));
    let event = told.expires().await;
    assert_eq!(told.taken(&event).len(), 1);
    assert_eq!(told.given_up().len(), 2);
    assert_eq!(told.given_up()[0], json!({"what": "is this"}));
    told.assert_done();
}

#[tokio::test]
async fn while_the_table_is_away_nothing_is_sent_and_nothing_is_lost() {
    for fault in [Fault::Throttle, Fault::Unavailable, Fault::TimeoutBefore] {
        let told = Told::new().await;
        let event = told.expires_untold().await;
        told.merchant.deployment.faults().set(move |call| match call.name {
            "Query" | "BatchGetItem" => fault,
            _ => Fault::None,
        });
        told.merchant.deployment.deliver_webhooks().await;
        told.merchant.deployment.faults().clear();
        assert_eq!((told.receiver.count(), told.put_off().len()), (0, 1));
        told.goes_on().await.unwrap();
        assert_eq!(told.taken(&event).len(), 1);
        told.assert_done();
    }
}

#[tokio::test]
async fn who_dies_after_the_post_and_before_the_note_posts_the_same_again() {
    for fault in CRASHES.into_iter().chain([Fault::Unavailable, Fault::TimeoutAfter]) {
        let told = Told::new().await;
        let event = told.expires_untold().await;
        let (calls, once) = (AtomicUsize::new(0), fault == CRASHES[0] || fault == CRASHES[1]);
        told.merchant.deployment.faults().set(move |call| {
            let ours = call.function == "deliver" && call.name == "BatchWriteItem";
            if ours && (!once || calls.fetch_add(1, Ordering::SeqCst) == 0) { fault } else { Fault::None }
        });
        told.merchant.deployment.deliver_webhooks().await;
        told.merchant.deployment.faults().clear();
        assert_eq!((told.taken(&event).len(), told.put_off().len()), (1, 1), "{fault:?}");
        told.goes_on().await.unwrap();
        let noted = matches!(fault, Fault::CrashAfter | Fault::TimeoutAfter);
        let taken = told.taken(&event);
        assert_eq!(taken.len(), if noted { 1 } else { 2 }, "{fault:?}");
        assert!(taken.iter().all(|one| one.header("webhook-id") == event && one.body == taken[0].body));
        told.assert_done();
    }
}

#[tokio::test]
async fn who_cannot_put_a_message_off_finds_that_it_is_not_its_time() {
    let told = Told::new().await;
    told.receiver.replies([Reply::Whole(503, "Retry-After: 7200\r\n", String::new())]);
    let event = told.expires_untold().await;
    told.merchant.deployment.faults().set(|call| match call.name {
        "ChangeMessageVisibility" => Fault::Unavailable,
        _ => Fault::None,
    });
    told.merchant.deployment.deliver_webhooks().await;
    told.merchant.deployment.faults().clear();
    assert!(told.goes_on().await.unwrap() < HOUR);
    assert_eq!(told.receiver.count(), 1);
    told.goes_on().await.unwrap();
    assert_eq!(told.taken(&event).len(), 2);
    assert_eq!(
        told.attempts(&event).await[1].at.seconds() - told.attempts(&event).await[0].at.seconds(),
        7200
    );
    told.assert_done();
}

#[tokio::test]
async fn what_becomes_of_webhooks_is_measured() {
    let lines = Arc::new(std::sync::Mutex::new(Vec::<Value>::new()));
    let kept = lines.clone();
    let metrics = Sink::to(move |line| kept.lock().unwrap().push(serde_json::from_str(line).unwrap()));
    let told = Told::of(Options { metrics, ..Options::default() }, &[EXPIRED]).await;
    told.receiver.replies([Reply::Status(500)]);
    told.expires_untold().await;
    told.merchant.deployment.clock().advance_seconds(3);
    told.merchant.deployment.deliver_webhooks().await;
    told.goes_on().await.unwrap();
    told.receiver.always(Reply::Status(500));
    told.expires().await;
    while told.goes_on().await.is_some() {}
    assert!(told.now().seconds() > 3 * DAY);
    let of = |name: &str| -> Vec<i64> {
        let lines = lines.lock().unwrap();
        lines.iter().filter_map(|line| line[name].as_i64()).collect()
    };
    assert_eq!(of("WebhooksDelivered"), [1]);
    assert_eq!(of("WebhookAttemptsFailed"), [1; 11]);
    assert_eq!(of("WebhooksGivenUp"), [1]);
    assert_eq!(of("DeliveryLag"), [3000, 0]);
}
