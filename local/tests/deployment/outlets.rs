//! The SDKs of queue and bus without a network: what arrives, what is refused, and what can be made to go wrong.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_sdk_sqs::error::ProvideErrorMetadata;
use futures::FutureExt;
use paydesk_local::connector::{Bus, Connector, Crashed, Fault, Faults, Meter, Outlets, eventbridge, sqs};
use paydesk_local::deployment::Data;
use paydesk_local::engine::Engine;
use paydesk_local::queues::Queues;
use paydesk_service::clock::Clock;
use paydesk_service::outlets::{Bus as EventBus, Entry, Message, Queue};
use serde_json::json;

use crate::world::{START, template};

const EVERY_RIGHT: [&str; 4] =
    ["sqs:SendMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "events:PutEvents"];

/// Queues and a bus of their own, and clients with some rights.
struct Away {
    queues: Arc<Queues>,
    bus: Arc<Bus>,
    meter: Arc<Meter>,
    faults: Arc<Faults>,
    sqs: aws_sdk_sqs::Client,
    eventbridge: aws_sdk_eventbridge::Client,
}

fn away(rights: &[&str]) -> Away {
    let template = template();
    let engine = Arc::new(Engine::open(&Data::Temporary, &template.table).unwrap());
    let queues = Arc::new(Queues::new(engine.clone(), template.queues, Clock::frozen(START)));
    let (bus, meter, faults) = (Arc::<Bus>::default(), Arc::<Meter>::default(), Arc::<Faults>::default());
    let connector = Connector {
        engine,
        meter: meter.clone(),
        faults: faults.clone(),
        function: "test".into(),
        actions: Arc::new(rights.iter().map(ToString::to_string).collect()),
        outlets: Some(Outlets { queues: queues.clone(), bus: bus.clone() }),
    };
    Away { queues, bus, meter, faults, sqs: sqs(connector.clone()), eventbridge: eventbridge(connector) }
}

impl Away {
    fn url(name: &str) -> String {
        let queues = template().queues;
        queues.into_iter().find(|queue| queue.url.ends_with(name)).unwrap().url
    }

    fn queue(&self) -> Queue {
        Queue::new(self.sqs.clone(), Self::url("Deliveries"), Self::url("Undelivered"))
    }

    fn event_bus(&self) -> EventBus {
        EventBus::new(self.eventbridge.clone(), "shop".into())
    }

    /// The events in a queue, in the order of their arrival.
    fn in_queue(&self, name: &str) -> Vec<String> {
        let contents = self.queues.contents(&Self::url(name)).unwrap();
        let event = |body: &str| serde_json::from_str::<Message>(body).unwrap().event;
        contents.waiting.iter().map(|message| event(&message.body)).collect()
    }
}

fn messages(count: usize) -> Vec<Message> {
    let message = |number| Message {
        account: "acct_1".into(),
        livemode: false,
        event: format!("evt_{number}"),
        endpoint: "we_1".into(),
        again: false,
        first_sent: None,
    };
    (0..count).map(message).collect()
}

fn entries(count: usize) -> Vec<Entry> {
    let entry = |number| Entry {
        account: "acct_1".into(),
        detail_type: "checkout.session.completed".into(),
        detail: json!({"id": format!("evt_{number}")}).to_string(),
        at: START,
    };
    (0..count).map(entry).collect()
}

/// The ids of as many events.
fn events(count: usize) -> BTreeSet<String> {
    (0..count).map(|number| format!("evt_{number}")).collect()
}

#[tokio::test]
async fn what_is_sent_is_in_its_queue() {
    let away = away(&EVERY_RIGHT);
    away.queue().send(&messages(25)).await.unwrap();
    assert_eq!(BTreeSet::from_iter(away.in_queue("Deliveries")), events(25));
    assert_eq!(away.meter.reset().of_operation("SendMessageBatch").calls, 3);
    away.queue().give_up(&messages(1)[0]).await.unwrap();
    assert_eq!(away.in_queue("Undelivered"), ["evt_0"]);
    assert_eq!(away.in_queue("Deliveries").len(), 25);
    let group = away.queues.contents(&Away::url("Undelivered")).unwrap().waiting[0].group.clone();
    assert_eq!(group, "we_1");
}

#[tokio::test]
async fn what_is_put_on_the_bus_can_be_looked_at() {
    let away = away(&EVERY_RIGHT);
    away.event_bus().put(&entries(11)).await.unwrap();
    let found = away.bus.entries();
    assert_eq!(found.len(), 11);
    assert_eq!(
        serde_json::to_value(&found[10]).unwrap(),
        json!({
            "bus": "shop",
            "source": "paydesk",
            "detail-type": "checkout.session.completed",
            "time": 1_795_305_600.0,
            "resources": ["acct_1"],
            "detail": {"id": "evt_10"},
        })
    );
    assert_eq!(away.meter.reset().of_operation("PutEvents").calls, 2);
}

#[tokio::test]
async fn a_bus_takes_objects_only() {
    let away = away(&EVERY_RIGHT);
    let refused = away.event_bus().put(&[Entry { detail: "[]".into(), ..entries(1)[0].clone() }]).await;
    assert!(refused.unwrap_err().0.contains("MalformedDetail"));
    assert!(away.bus.entries().is_empty());
}

#[tokio::test]
async fn of_a_batch_taken_in_part_the_rest_is_sent_again() {
    let away = away(&EVERY_RIGHT);
    away.faults.set(|call| if call.index == 0 { Fault::Unprocessed } else { Fault::None });
    away.queue().send(&messages(7)).await.unwrap();
    let found = away.in_queue("Deliveries");
    assert_eq!((found.len(), BTreeSet::from_iter(found)), (7, events(7)));
    away.faults.set(|call| if call.index == 0 { Fault::Unprocessed } else { Fault::None });
    away.event_bus().put(&entries(7)).await.unwrap();
    let found: Vec<String> =
        away.bus.entries().iter().map(|entry| entry.detail["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!((found.len(), BTreeSet::from_iter(found)), (7, events(7)));
}

#[tokio::test]
async fn what_is_never_taken_in_whole_is_a_failure() {
    let away = away(&EVERY_RIGHT);
    away.faults.set(|_| Fault::Unprocessed);
    let refused = away.queue().send(&messages(10)).await.unwrap_err();
    assert_eq!(refused.0, "2 of 3 messages: InternalError");
    let refused = away.event_bus().put(&entries(10)).await.unwrap_err();
    assert_eq!(refused.0, "the bus did not take 2 events: InternalFailure");
}

#[tokio::test]
async fn a_throttled_call_is_tried_again_by_the_sdks() {
    for fault in [Fault::Throttle, Fault::Unavailable, Fault::TimeoutBefore] {
        let away = away(&EVERY_RIGHT);
        away.faults.set(move |call| if call.index < 2 { fault } else { Fault::None });
        away.queue().send(&messages(1)).await.unwrap();
        assert_eq!(away.in_queue("Deliveries"), ["evt_0"], "{fault:?}");
        away.faults.set(move |call| if call.index < 2 { fault } else { Fault::None });
        away.event_bus().put(&entries(1)).await.unwrap();
        assert_eq!(away.bus.entries().len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_message_whose_answer_was_lost_is_there_twice() {
    let away = away(&EVERY_RIGHT);
    away.faults.set(|call| if call.index == 0 { Fault::TimeoutAfter } else { Fault::None });
    away.queue().send(&messages(1)).await.unwrap();
    assert_eq!(away.in_queue("Deliveries"), ["evt_0", "evt_0"]);
}

#[tokio::test]
async fn a_crash_ends_the_sender_before_or_after_the_message_is_there() {
    for (fault, sent) in [(Fault::CrashBefore, 0), (Fault::CrashAfter, 1)] {
        let away = away(&EVERY_RIGHT);
        away.faults.set(move |call| if call.name == "SendMessageBatch" { fault } else { Fault::None });
        let queue = away.queue();
        let sending = std::panic::AssertUnwindSafe(async { queue.send(&messages(1)).await });
        assert!(sending.catch_unwind().await.unwrap_err().is::<Crashed>());
        assert_eq!(away.in_queue("Deliveries").len(), sent, "{fault:?}");
    }
}

#[tokio::test]
async fn who_has_no_right_to_tell_is_refused_by_each_service() {
    let away = away(&["PutItem", "sqs:ChangeMessageVisibility"]);
    let send = away.sqs.send_message().queue_url(Away::url("Deliveries")).message_body("{}");
    let refused = send.send().await.unwrap_err();
    assert_eq!(refused.code(), Some("AccessDeniedException"));
    assert!(refused.message().unwrap().contains("test is not authorized to perform: sqs:SendMessage on"));
    // A batch needs the right to send, not one of its own.
    let refused = away.queue().send(&messages(1)).await.unwrap_err();
    assert!(refused.0.contains("sqs:SendMessage on"), "{}", refused.0);
    let refused = away.event_bus().put(&entries(1)).await.unwrap_err();
    assert!(refused.0.contains("AccessDeniedException"), "{}", refused.0);
    assert!(away.bus.entries().is_empty());
}

#[tokio::test]
async fn only_queues_of_the_template_exist() {
    let away = away(&EVERY_RIGHT);
    let send = away.sqs.send_message().queue_url("http://sqs.local/000000000000/other").message_body("{}");
    assert_eq!(send.send().await.unwrap_err().code(), Some("QueueDoesNotExist"));
}

#[tokio::test]
async fn what_functions_need_not_do_is_refused() {
    let away = away(&["sqs:ReceiveMessage"]);
    let refused = away.sqs.receive_message().queue_url(Away::url("Deliveries")).send().await.unwrap_err();
    assert_eq!(refused.code(), Some("UnknownOperationException"));
}

#[tokio::test]
async fn only_who_has_a_message_can_put_it_off_and_for_half_a_day_at_most() {
    let away = away(&EVERY_RIGHT);
    away.queue().send(&messages(1)).await.unwrap();
    assert!(away.queue().postpone("nobody's", 60).await.unwrap_err().0.contains("ReceiptHandleIsInvalid"));
    let url = Away::url("Deliveries");
    let receipt = away.queues.receive(&url, 10, &[]).unwrap().unwrap()[0].receipt.clone();
    let refused = away.queue().postpone(&receipt, 43_201).await.unwrap_err();
    assert!(refused.0.contains("InvalidParameterValue"), "{}", refused.0);
    away.queue().postpone(&receipt, 43_200).await.unwrap();
    let hidden = away.queues.contents(&url).unwrap().hidden;
    assert_eq!(hidden[0].visible_at, START.plus_seconds(43_200).millis());
    // Visible at once, it may be somebody else's.
    away.queue().postpone(&receipt, 0).await.unwrap();
    assert!(away.queue().postpone(&receipt, 60).await.unwrap_err().0.contains("MessageNotInflight"));
    assert_eq!(away.queues.receive(&url, 10, &[]).unwrap().unwrap()[0].receives, 2);
}

#[tokio::test]
async fn what_is_sent_to_come_later_is_not_in_flight_until_somebody_has_it() {
    let away = away(&EVERY_RIGHT);
    let url = Away::url("Deliveries");
    let [later, at_once] = &messages(2)[..] else { panic!("two") };
    away.queue().send_later(later, 900).await.unwrap();
    away.queue().send(std::slice::from_ref(at_once)).await.unwrap();
    assert_eq!(away.queue().in_flight().await, Ok(0));
    let received = away.queues.receive(&url, 10, &[]).unwrap().unwrap();
    assert_eq!(received.len(), 1, "the other is not to be had yet");
    assert_eq!(away.queue().in_flight().await, Ok(1));
    away.queue().postpone(&received[0].receipt, 3600).await.unwrap();
    assert_eq!(away.queue().in_flight().await, Ok(1));
    let hidden = away.queues.contents(&url).unwrap().hidden;
    assert_eq!(hidden[0].visible_at, START.plus_seconds(900).millis());
    let refused = away.queue().send_later(later, 901).await.unwrap_err();
    assert!(refused.0.contains("InvalidParameterValue"), "{}", refused.0);
}

#[tokio::test]
async fn what_went_wrong_is_told_in_a_line() {
    let away = away(&EVERY_RIGHT);
    let refused = away.queue().postpone("nobody's", 60).await.unwrap_err();
    assert_eq!(refused.0, "400 ReceiptHandleIsInvalid: The input receipt handle is invalid.");
    away.faults.set(|_| Fault::TimeoutBefore);
    let unanswered = away.queue().send(&messages(1)).await.unwrap_err();
    assert_eq!(unanswered.0, "dispatch failure: timeout: the injected fault");
}
