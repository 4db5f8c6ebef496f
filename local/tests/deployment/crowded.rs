//! More webhooks put off than a queue stands: what has to wait waits where it keeps no other from coming, and nothing
//! else about it changes.

use paydesk_local::connector::Fault;
use paydesk_local::deployment::Options;
use paydesk_local::engine::Message;
use paydesk_model::delivery::{Outcome, PATIENCE_SECONDS};
use serde_json::{Value, json};

use crate::merchant::{DAY, HOUR};
use crate::receiver::Reply;
use crate::told::{EXPIRED, TRIES, Told, body};

/// However few wait, they are too many.
async fn crowded() -> Told {
    Told::of(Options { most_in_flight: Some(0), ..Options::default() }, &[EXPIRED]).await
}

impl Told {
    /// Messages that count for SQS's limit, and will for more than a minute.
    fn crowding(&self) -> Vec<Message> {
        let mut in_flight = self.put_off();
        let soon = self.now().plus_seconds(60).millis();
        in_flight.retain(|message| message.receives > 0 && message.visible_at > soon);
        in_flight
    }

    fn asked(&self) -> usize {
        self.merchant.deployment.meter().reset().of_operation("GetQueueAttributes").calls
    }

    /// The message of an event as deliver sends it that was first sent a while ago.
    fn goes_on_from(&self, event: &str, seconds: i64) -> Value {
        json!({
            "account": self.account, "livemode": false, "event": event, "endpoint": "we_1",
            "first_sent": self.now().plus_seconds(-seconds),
        })
    }
}

#[tokio::test]
async fn what_is_tried_for_three_days_is_never_in_flight_for_long_and_comes_when_it_would_have() {
    let told = crowded().await;
    told.receiver.always(Reply::Status(500));
    let event = told.expires().await;
    let (mut looks, began) = (0, told.now());
    while told.goes_on().await.is_some() {
        assert_eq!(told.crowding(), []);
        looks += 1;
        assert!(looks < 400);
    }
    assert!(looks > 250, "it is looked at every quarter of an hour: {looks}");
    assert_eq!(told.now().seconds() - began.seconds(), PATIENCE_SECONDS);
    let attempts = told.attempts(&event).await;
    assert!(TRIES.contains(&attempts.len()), "{}", attempts.len());
    let planned = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000];
    for (attempts, planned) in attempts.windows(2).zip(planned) {
        assert!((0..1000).contains(&(attempts[1].at.millis() - attempts[0].next.unwrap().millis())));
        let waited = attempts[1].at.seconds() - attempts[0].at.seconds();
        assert!((planned * 9 / 10..=planned * 11 / 10 + 1).contains(&waited), "{waited} for {planned}");
    }
    let [given_up] = &told.given_up()[..] else { panic!("{:?}", told.given_up()) };
    assert_eq!((&given_up["event"], &given_up["first_sent"]), (&json!(event), &Value::Null));
    told.assert_done();
}

#[tokio::test]
async fn what_was_given_up_is_redriven_for_three_days_again_and_so_is_what_somebody_asked_for() {
    let told = crowded().await;
    told.receiver.always(Reply::Status(500));
    let event = told.expires().await;
    while told.goes_on().await.is_some() {}
    assert_eq!(told.redrive(), 1);
    told.merchant.deployment.deliver_webhooks().await;
    let began = told.now();
    told.resends(&event).await;
    while told.goes_on().await.is_some() {
        assert_eq!(told.crowding(), []);
    }
    // The endpoint is in trouble from the first on: a few minutes later somebody looks.
    assert!(told.now().seconds() - began.seconds() >= PATIENCE_SECONDS);
    let attempts = told.attempts(&event).await;
    assert!(attempts.len() > 10, "{}", attempts.len());
    let mut again: Vec<bool> = told.given_up().iter().map(|one| one["again"] == true).collect();
    again.sort_unstable();
    assert_eq!(again, [false, true]);
    told.assert_done();
}

#[tokio::test]
async fn what_sqs_itself_took_for_dead_begins_again_when_it_is_redriven() {
    let told = crowded().await;
    told.receiver.always(Reply::Status(500));
    let event = told.expires().await;
    while told.goes_on().await.is_some() {}
    told.receiver.always(Reply::Status(200));
    told.sends(&told.goes_on_from(&event, PATIENCE_SECONDS));
    told.merchant.deployment.deliver_webhooks().await;
    while told.goes_on().await.is_some() {}
    assert_eq!(told.attempts(&event).await.last().unwrap().outcome, Outcome::Succeeded);
    assert_eq!(told.given_up().len(), 1, "the first time");
}

#[tokio::test]
async fn a_disabled_endpoint_is_waited_for_where_there_is_room_and_for_no_longer() {
    let told = crowded().await;
    told.expires_untold().await;
    told.changes("we_1", |endpoint| endpoint.enabled = false).await;
    let began = told.now();
    told.merchant.deployment.deliver_webhooks().await;
    while told.goes_on().await.is_some() {
        assert_eq!(told.crowding(), []);
    }
    assert_eq!(told.now().seconds() - began.seconds(), PATIENCE_SECONDS);
    assert_eq!(told.receiver.count(), 0);
    told.assert_done();
}

#[tokio::test]
async fn the_queue_is_asked_once_in_a_minute_and_only_where_somebody_waits_for_long() {
    let told = crowded().await;
    told.asked();
    told.expires().await;
    told.receiver.replies([Reply::Status(500)]);
    told.expires().await;
    assert_eq!(told.asked(), 0, "five seconds are not long");
    told.goes_on().await.unwrap();
    told.receiver.always(Reply::Whole(503, "Retry-After: 7200\r\n", String::new()));
    for _ in 0..3 {
        told.expires().await;
        told.advance(10).await;
    }
    assert_eq!(told.asked(), 1);
    told.advance(60).await;
    told.expires().await;
    assert_eq!(told.asked(), 1);
    assert_eq!(told.crowding(), []);
}

#[tokio::test]
async fn while_there_is_room_who_waits_is_put_off_in_one_piece() {
    let told = Told::new().await;
    told.receiver.replies([Reply::Whole(503, "Retry-After: 7200\r\n", String::new())]);
    told.expires().await;
    assert_eq!(told.crowding().len(), 1);
    assert_eq!(told.goes_on().await, Some(7200));
    told.assert_done();
}

#[tokio::test]
async fn a_queue_that_does_not_say_or_takes_nothing_has_it_put_off_as_ever() {
    for call in ["GetQueueAttributes", "SendMessage"] {
        let told = crowded().await;
        told.receiver.replies([Reply::Whole(503, "Retry-After: 7200\r\n", String::new())]);
        let event = told.expires_untold().await;
        let fails = move |name: &str| if name == call { Fault::Unavailable } else { Fault::None };
        told.merchant.deployment.faults().set(move |called| fails(called.name));
        told.merchant.deployment.deliver_webhooks().await;
        told.merchant.deployment.faults().clear();
        assert_eq!(told.crowding().len(), 1, "{call}");
        while told.goes_on().await.is_some() {}
        assert_eq!(told.taken(&event).len(), 2, "{call}");
        told.assert_done();
    }
}

#[tokio::test]
async fn who_dies_between_sending_anew_and_forgetting_has_two_and_delivers_once() {
    let told = crowded().await;
    told.receiver.replies([Reply::Whole(503, "Retry-After: 900\r\n", String::new())]);
    let event = told.expires_untold().await;
    let dies = |name: &str| if name == "SendMessage" { Fault::CrashAfter } else { Fault::None };
    told.merchant.deployment.faults().set(move |called| dies(called.name));
    told.merchant.deployment.deliver_webhooks().await;
    told.merchant.deployment.faults().clear();
    let bodies: Vec<Value> = told.put_off().iter().map(body).collect();
    let anew: Vec<bool> = bodies.iter().map(|one| one["first_sent"].is_i64()).collect();
    assert_eq!(anew, [false, true]);
    while told.goes_on().await.is_some() {}
    assert_eq!(told.taken(&event).len(), 2);
    told.assert_done();
}

#[tokio::test]
async fn the_same_in_one_batch_is_sent_once_also_where_one_goes_on_from_before() {
    let told = crowded().await;
    let event = told.expires_untold().await;
    told.sends(&told.goes_on_from(&event, HOUR));
    told.merchant.deployment.deliver_webhooks().await;
    assert_eq!(told.taken(&event).len(), 1);
    told.advance(DAY).await;
    assert_eq!(told.taken(&event).len(), 1);
    told.assert_done();
}
