//! The queues: what SQS promises, kept by the runner, also across a restart.

use std::collections::BTreeMap;

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use futures::future::BoxFuture;
use paydesk_local::deployment::{Deployment, Options};
use paydesk_local::engine::Message;
use paydesk_local::template::QueueDefinition;
use paydesk_service::app::App;
use paydesk_service::handlers::{Handler, QueueHandler};
use serde_json::{Value, json};

use crate::world::{kept_at, started, until};

/// What the deliver function gets, and what it could not take.
fn queue(deployment: &Deployment, name: &str) -> QueueDefinition {
    let queues = deployment.template().queues.iter();
    queues.clone().find(|queue| queue.url.ends_with(name)).unwrap().clone()
}

fn taken_by(handler: QueueHandler) -> Options {
    let handlers = BTreeMap::from([("deliver", Handler::Queue(handler))]);
    // No timer rings here, and two weeks of sweeps take their time.
    Options { handlers, sweep: false, ..Options::default() }
}

/// Takes whatever it is given.
fn takes(_: App, _: SqsEvent) -> BoxFuture<'static, SqsBatchResponse> {
    Box::pin(async { SqsBatchResponse::default() })
}

/// Takes what says so.
fn chooses(_: App, event: SqsEvent) -> BoxFuture<'static, SqsBatchResponse> {
    let left = event.records.into_iter().filter(|record| record.body.as_deref() != Some("take me"));
    let failures: Vec<Value> = left.map(|record| json!({"itemIdentifier": record.message_id})).collect();
    Box::pin(async move { serde_json::from_value(json!({"batchItemFailures": failures})).unwrap() })
}

/// Names a message that was not there.
fn errs(_: App, _: SqsEvent) -> BoxFuture<'static, SqsBatchResponse> {
    Box::pin(async {
        serde_json::from_value(json!({"batchItemFailures": [{"itemIdentifier": "?"}]})).unwrap()
    })
}

fn dies(_: App, _: SqsEvent) -> BoxFuture<'static, SqsBatchResponse> {
    Box::pin(async { panic!("the function dies") })
}

/// Puts everything off for an hour.
fn puts_off(app: App, event: SqsEvent) -> BoxFuture<'static, SqsBatchResponse> {
    Box::pin(async move {
        let outlets = app.outlets.as_ref().unwrap();
        let mut failures = Vec::new();
        for record in event.records {
            outlets.queue.postpone(&record.receipt_handle.unwrap(), 3600).await.unwrap();
            failures.push(json!({"itemIdentifier": record.message_id}));
        }
        serde_json::from_value(json!({"batchItemFailures": failures})).unwrap()
    })
}

/// The endpoint of one group never answers.
fn hangs(_: App, event: SqsEvent) -> BoxFuture<'static, SqsBatchResponse> {
    let hangs = event.records.into_iter().any(|record| record.attributes["MessageGroupId"] == "we_hanging");
    Box::pin(async move {
        if hangs {
            std::future::pending::<()>().await;
        }
        SqsBatchResponse::default()
    })
}

fn send(deployment: &Deployment, group: &str, body: &str) {
    deployment.queues().send(&queue(deployment, "Deliveries").url, &[(group, body)]).unwrap();
}

/// What waits, and what is hidden: bodies, in the order they were sent.
fn left(deployment: &Deployment, name: &str) -> (Vec<String>, Vec<String>) {
    let contents = deployment.queues().contents(&queue(deployment, name).arn).unwrap();
    let bodies = |messages: Vec<Message>| messages.into_iter().map(|message| message.body).collect();
    (bodies(contents.waiting), bodies(contents.hidden))
}

fn nothing() -> (Vec<String>, Vec<String>) {
    (Vec::new(), Vec::new())
}

#[tokio::test]
async fn a_message_that_was_taken_is_gone() {
    let deployment = started(taken_by(takes));
    send(&deployment, "we_1", "one");
    assert_eq!(left(&deployment, "Deliveries"), (vec!["one".into()], vec![]));
    deployment.deliver_webhooks().await;
    assert_eq!(left(&deployment, "Deliveries"), nothing());
}

#[tokio::test]
async fn a_message_that_was_not_taken_comes_back_when_its_time_is_over() {
    for handler in [errs as QueueHandler, dies] {
        let deployment = started(taken_by(handler));
        let hidden = queue(&deployment, "Deliveries").visibility_seconds;
        send(&deployment, "we_1", "one");
        deployment.deliver_webhooks().await;
        assert_eq!(left(&deployment, "Deliveries"), (vec![], vec!["one".into()]));
        deployment.advance(hidden - 1).await.unwrap();
        let received = |deployment: &Deployment| {
            deployment.queues().contents(&queue(deployment, "Deliveries").arn).unwrap().hidden[0].receives
        };
        assert_eq!(received(&deployment), 1);
        deployment.advance(1).await.unwrap();
        assert_eq!(received(&deployment), 2);
    }
}

#[tokio::test]
async fn of_a_batch_only_what_was_not_taken_stays() {
    let deployment = started(taken_by(chooses));
    for body in ["take me", "leave me", "take me"] {
        send(&deployment, "we_1", body);
    }
    deployment.deliver_webhooks().await;
    assert_eq!(left(&deployment, "Deliveries"), (vec![], vec!["leave me".into()]));
}

#[tokio::test]
async fn a_message_that_was_put_off_comes_back_at_its_new_time() {
    let deployment = started(taken_by(puts_off));
    send(&deployment, "we_1", "one");
    deployment.deliver_webhooks().await;
    let until = |deployment: &Deployment| {
        deployment.queues().contents(&queue(deployment, "Deliveries").arn).unwrap().hidden[0].visible_at
    };
    assert_eq!(until(&deployment), deployment.clock().now().plus_seconds(3600).millis());
    deployment.advance(3599).await.unwrap();
    assert_eq!(until(&deployment), deployment.clock().now().plus_seconds(1).millis());
    deployment.advance(1).await.unwrap();
    assert_eq!(until(&deployment), deployment.clock().now().plus_seconds(3600).millis());
}

#[tokio::test]
async fn messages_are_there_after_a_restart_also_those_that_somebody_had() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("paydesk.db");
    let before = started(Options { handlers: taken_by(puts_off).handlers, ..kept_at(&path) });
    send(&before, "we_1", "put off");
    before.deliver_webhooks().await;
    send(&before, "we_1", "sent");
    send(&before, "we_2", "received");
    let deliveries = queue(&before, "Deliveries").arn;
    let received = before.queues().receive(&deliveries, 1, &["we_1".into()]).unwrap().unwrap();
    assert_eq!(received[0].body, "received");
    assert_eq!(left(&before, "Deliveries").0, ["sent"]);
    drop(before);
    let after = started(Options { handlers: taken_by(takes).handlers, ..kept_at(&path) });
    assert_eq!(left(&after, "Deliveries"), (vec!["sent".into(), "received".into()], vec!["put off".into()]));
    after.deliver_webhooks().await;
    assert_eq!(left(&after, "Deliveries"), (vec![], vec!["put off".into()]));
}

#[tokio::test]
async fn what_was_received_too_often_is_a_dead_letter_until_it_is_redriven() {
    let deployment = started(taken_by(chooses));
    let Some(redrive) = queue(&deployment, "Deliveries").redrive else { panic!("there are dead letters") };
    let (deliveries, hidden) = {
        let queue = queue(&deployment, "Deliveries");
        (queue.arn, queue.visibility_seconds)
    };
    send(&deployment, "we_1", "leave me");
    for _ in 0..redrive.most_receives {
        let received = deployment.queues().receive(&deliveries, 10, &[]).unwrap().unwrap();
        assert_eq!(received.len(), 1);
        deployment.clock().advance_seconds(hidden);
    }
    deployment.deliver_webhooks().await;
    assert_eq!(left(&deployment, "Deliveries"), nothing());
    assert_eq!(left(&deployment, "Undelivered"), (vec!["leave me".into()], vec![]));
    let now = deployment.clock().now().millis();
    assert_eq!(deployment.queues().redrive(&deliveries).unwrap(), 1);
    let again = deployment.queues().contents(&deliveries).unwrap().waiting;
    assert_eq!((again[0].receives, again[0].sent), (0, now));
    assert_eq!(left(&deployment, "Undelivered"), nothing());
}

#[tokio::test]
async fn what_nobody_took_in_fourteen_days_is_lost() {
    let deployment = started(taken_by(chooses));
    send(&deployment, "we_1", "leave me");
    deployment.advance(14 * 24 * 60 * 60).await.unwrap();
    assert_eq!(left(&deployment, "Deliveries"), (vec![], vec!["leave me".into()]));
    deployment.advance(1).await.unwrap();
    assert_eq!(left(&deployment, "Deliveries"), nothing());
}

#[tokio::test]
async fn an_endpoint_that_hangs_holds_up_nobody_else() {
    let deployment = started(taken_by(hangs));
    for number in 0..100 {
        send(&deployment, "we_hanging", &format!("hangs {number}"));
    }
    let others: Vec<String> = (0..20).map(|number| format!("we_{number}")).collect();
    let postman = tokio::spawn({
        let deployment = deployment.clone();
        async move { deployment.deliver_webhooks().await }
    });
    // Nothing but the hanging ones is left, though one batch of them was there before all others.
    for group in others.iter().chain(&others) {
        send(&deployment, group, "other");
    }
    until("that the others get theirs", || {
        let (waiting, hidden) = left(&deployment, "Deliveries");
        waiting.iter().chain(&hidden).all(|body| body.starts_with("hangs"))
    })
    .await;
    let (waiting, hidden) = left(&deployment, "Deliveries");
    // Two batches of ten are under way, and no more.
    assert_eq!((waiting.len(), hidden.len()), (80, 20));
    assert!(!postman.is_finished());
    postman.abort();
}

#[tokio::test]
async fn a_function_is_handed_messages_as_lambda_hands_them_over() {
    fn looks(_: App, event: SqsEvent) -> BoxFuture<'static, SqsBatchResponse> {
        let record = serde_json::to_value(event.records.into_iter().next()).unwrap();
        let fits = record["attributes"]["ApproximateReceiveCount"] == "1"
            && record["attributes"]["SentTimestamp"] == "1795305600000"
            && record["attributes"]["MessageGroupId"] == "we_1"
            && record["body"] == "one"
            && record["md5OfBody"] == "f97c5d29941bfb1b2fdab0874906ab82"
            && record["eventSource"] == "aws:sqs"
            && record["eventSourceARN"] == "arn:aws:sqs:us-east-1:000000000000:paydesk-Deliveries";
        Box::pin(async move { if fits { SqsBatchResponse::default() } else { panic!("{record:#}") } })
    }
    let deployment = started(taken_by(looks));
    send(&deployment, "we_1", "one");
    deployment.deliver_webhooks().await;
    assert_eq!(left(&deployment, "Deliveries"), nothing());
}
