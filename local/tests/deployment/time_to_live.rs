//! The time to live, by the deployment's clock: late, with DynamoDB's own identity, and never lost.

use aws_lambda_events::event::dynamodb::Event;
use paydesk_local::connector::Fault;
use paydesk_local::deployment::{Deployment, Options, removal};
use serde_json::{Value, json};

use crate::world::{START, create, started, table, template, timers};

const DAY: i64 = 24 * 60 * 60;
/// The template's limit: six hours.
const GIVEN_UP_AFTER: i64 = 6 * 60 * 60;

fn expirations(deployment: &Deployment) -> Vec<String> {
    let announcements = deployment.announcements().unwrap();
    assert!(announcements.iter().all(|announcement| announcement.kind == "checkout.session.expired"));
    announcements.into_iter().map(|announcement| announcement.session).collect()
}

/// Every path through an object, sorted.
fn paths(value: &Value, prefix: &str) -> Vec<String> {
    match value {
        Value::Object(fields) => {
            fields.iter().flat_map(|(name, value)| paths(value, &format!("{prefix}.{name}"))).collect()
        }
        _ => vec![prefix.to_string()],
    }
}

#[tokio::test]
async fn a_removal_has_the_shape_of_the_sample_that_aws_would_send() {
    let table = table();
    table.put_timer("cs_test_1", 100).await;
    let [due] = &table.engine.due(100, 10).unwrap()[..] else { panic!() };
    let record = removal(&template().table, due, START, 1);
    let sample: Value = serde_json::from_str(include_str!("../../../events/expired.json")).unwrap();
    let (mut ours, mut theirs) = (paths(&record, ""), paths(&sample["Records"][0], ""));
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs);
    let event: Event = serde_json::from_value(json!({"Records": [record]})).unwrap();
    let identity = event.records[0].user_identity.clone().unwrap();
    assert_eq!(identity.principal_id, "dynamodb.amazonaws.com");
    assert_eq!(event.records[0].event_name, "REMOVE");
    assert!(event.records[0].change.sequence_number.as_ref().unwrap().len() >= 21);
}

#[tokio::test]
async fn the_stream_alone_expires_a_session_when_the_sweep_is_off() {
    let deployment = started(Options { sweep: false, ..Options::default() });
    let id = create(&deployment).await;
    deployment.advance(DAY - 60).await.unwrap();
    assert!(expirations(&deployment).is_empty());
    deployment.advance(120).await.unwrap();
    assert_eq!(expirations(&deployment), [id]);
    assert_eq!(timers(&deployment), 0);
}

#[tokio::test]
async fn the_sweep_alone_expires_a_session_when_the_time_to_live_is_off() {
    let deployment = started(Options { ttl: false, ..Options::default() });
    let id = create(&deployment).await;
    deployment.advance(DAY + 120).await.unwrap();
    assert_eq!(expirations(&deployment), [id]);
}

#[tokio::test]
async fn both_together_announce_one_expiry() {
    let deployment = started(Options::default());
    let id = create(&deployment).await;
    for _ in 0..3 {
        deployment.advance(DAY).await.unwrap();
    }
    assert_eq!(expirations(&deployment), [id]);
    assert_eq!(timers(&deployment), 0);
}

#[tokio::test]
async fn a_time_to_live_that_is_late_deletes_late() {
    let deployment = started(Options { sweep: false, ttl_lag_seconds: 2 * DAY, ..Options::default() });
    let id = create(&deployment).await;
    deployment.advance(2 * DAY).await.unwrap();
    assert!(expirations(&deployment).is_empty());
    deployment.advance(2 * DAY).await.unwrap();
    assert_eq!(expirations(&deployment), [id]);
}

#[tokio::test]
async fn a_timer_that_was_not_taken_stays_until_it_is() {
    let deployment = started(Options { sweep: false, ..Options::default() });
    let ids = [create(&deployment).await, create(&deployment).await];
    deployment.faults().set(|call| if call.function == "expired" { Fault::CrashBefore } else { Fault::None });
    deployment.advance(DAY + 60).await.unwrap();
    assert!(expirations(&deployment).is_empty());
    assert_eq!(timers(&deployment), 2);
    deployment.faults().clear();
    deployment.advance(60).await.unwrap();
    let mut expired = expirations(&deployment);
    expired.sort();
    let mut expected = ids.to_vec();
    expected.sort();
    assert_eq!(expired, expected);
    assert_eq!(timers(&deployment), 0);
}

#[tokio::test]
async fn many_timers_at_once_are_all_rung() {
    let deployment = started(Options { sweep: false, ..Options::default() });
    for _ in 0..120 {
        create(&deployment).await;
    }
    deployment.advance(DAY + 60).await.unwrap();
    assert_eq!(expirations(&deployment).len(), 120);
    assert_eq!(timers(&deployment), 0);
}

#[tokio::test]
async fn a_timer_that_was_given_up_is_kept_whole_and_its_session_expires_when_it_is_given_again() {
    let deployment = started(Options { sweep: false, ..Options::default() });
    let id = create(&deployment).await;
    deployment.faults().set(|call| if call.function == "expired" { Fault::CrashBefore } else { Fault::None });
    deployment.advance(DAY + GIVEN_UP_AFTER - 60).await.unwrap();
    assert_eq!((timers(&deployment), deployment.failures().len()), (1, 0), "it is still being tried");
    deployment.advance(60).await.unwrap();
    assert_eq!((timers(&deployment), deployment.failures().len()), (0, 1), "it was tried for long enough");
    deployment.faults().clear();
    deployment.advance(DAY).await.unwrap();
    assert!(expirations(&deployment).is_empty(), "nothing else remembers it");

    let object: Value = serde_json::from_slice(&std::fs::read(&deployment.failures()[0]).unwrap()).unwrap();
    let payload: Value = serde_json::from_str(object["payload"].as_str().unwrap()).unwrap();
    let response = deployment.invoke("expired", payload).await.unwrap();
    assert!(response.batch_item_failures.is_empty());
    assert_eq!(expirations(&deployment), [id]);
}
