//! Expiry on time: reads tell the truth at once, the announcement leaves within two minutes, and there is one.

use aws_lambda_events::event::dynamodb::Event;
use paydesk_local::deployment::{Options, removal};
use paydesk_service::app::App;
use paydesk_service::config::Config;
use paydesk_service::handlers::expired;
use serde_json::{Value, json};

use crate::merchant::{DAY, HOUR, Merchant, TEA};
use crate::world::{START, kept_at, timers};

const ONCE: [&str; 1] = ["checkout.session.expired"];

/// A session that lives an hour.
async fn an_hour(merchant: &Merchant) -> String {
    merchant.opens(&format!("{TEA}&expires_at={}", merchant.deployment.clock().now().seconds() + 3600)).await
}

/// A deployment on which nothing happens by itself.
fn idle() -> Merchant {
    Merchant::hourly(Options { sweep: false, ttl: false, ..Options::default() })
}

/// The record that DynamoDB's time to live makes of every timer that is due.
fn records(merchant: &Merchant) -> Vec<Value> {
    let (engine, now) = (merchant.deployment.engine(), merchant.deployment.clock().now());
    let due = engine.due(now.seconds(), 1000).unwrap();
    (1..)
        .zip(&due)
        .map(|(number, item)| removal(&merchant.deployment.template().table, item, now, number))
        .collect()
}

/// Hands records to the handler of the stream, as Lambda would; returns how many it wants again.
async fn deliver(merchant: &Merchant, records: &[Value]) -> usize {
    let functions = &merchant.deployment.template().functions;
    let function = functions.iter().find(|function| function.name == "expired").unwrap();
    let config = Config::from_vars(&|name| function.variables.get(name).cloned()).unwrap();
    let client = merchant.deployment.client("expired").unwrap().clone();
    let app = App::new(config, client, merchant.deployment.clock().clone());
    let event: Event = serde_json::from_value(json!({"Records": records})).unwrap();
    expired::handle(app, event).await.batch_item_failures.len()
}

#[tokio::test]
async fn reads_tell_the_truth_in_the_first_second() {
    let merchant = idle();
    let id = an_hour(&merchant).await;
    merchant.advance(3599).await;
    assert_eq!(merchant.status(&id).await, "open");
    merchant.advance(1).await;
    let read = merchant.retrieve(&id).await.done();
    assert_eq!(
        (&read["status"], &read["url"], &read["payment_status"]),
        (&json!("expired"), &Value::Null, &json!("unpaid"))
    );
    assert_eq!(read["expires_at"], START.seconds() + 3600);
    assert_eq!(merchant.list("").await.done()["data"][0], read);
    assert_eq!(merchant.listed("status=expired").await, std::slice::from_ref(&id));
    assert!(merchant.listed("status=open").await.is_empty());
    assert_eq!(merchant.expire(&id).await.status, 400);
}

#[tokio::test]
async fn the_sweep_announces_an_expiry_within_two_minutes_and_once() {
    let merchant = Merchant::hourly(Options { ttl: false, ..Options::default() });
    let id = an_hour(&merchant).await;
    merchant.advance(59 * 60).await;
    assert!(merchant.announced(&id).is_empty());
    merchant.advance(60).await;
    merchant.advance(60).await;
    assert_eq!(merchant.announced(&id), ONCE);
    let said = merchant.deployment.announcements().unwrap().remove(0);
    assert!((3600..=3720).contains(&(said.created - START.seconds())), "{said:?}");
    merchant.advance(HOUR).await;
    assert_eq!(merchant.announced(&id), ONCE);
}

#[tokio::test]
async fn the_stream_alone_expires_a_session_through_the_events_real_shape() {
    let merchant = idle();
    let id = an_hour(&merchant).await;
    merchant.advance(3601).await;
    assert_eq!(deliver(&merchant, &records(&merchant)).await, 0);
    assert_eq!(merchant.announced(&id), ONCE);
    assert_eq!(merchant.status(&id).await, "expired");
}

#[tokio::test]
async fn records_that_come_twice_late_and_out_of_order_announce_each_session_once() {
    let merchant = idle();
    let (one, two) = (an_hour(&merchant).await, an_hour(&merchant).await);
    merchant.expire(&two).await.done();
    merchant.advance(5 * DAY).await;
    let mut records = records(&merchant);
    records.reverse();
    records.extend(records.clone());
    assert_eq!(deliver(&merchant, &records).await, 0);
    assert_eq!(deliver(&merchant, &records).await, 0);
    assert_eq!(
        (merchant.announced(&one), merchant.announced(&two)),
        (ONCE.map(String::from).into(), ONCE.map(String::from).into())
    );
}

#[tokio::test]
async fn deletions_by_anyone_else_and_changes_that_are_no_deletions_do_nothing() {
    let merchant = idle();
    let id = an_hour(&merchant).await;
    merchant.advance(3601).await;
    let mut by_hand = records(&merchant).remove(0);
    let mut inserted = by_hand.clone();
    by_hand.as_object_mut().unwrap().remove("userIdentity");
    inserted["eventName"] = json!("INSERT");
    let mut by_another = inserted.clone();
    by_another["eventName"] = json!("REMOVE");
    by_another["userIdentity"]["principalId"] = json!("somebody.example.com");
    assert_eq!(deliver(&merchant, &[by_hand, inserted, by_another]).await, 0);
    assert!(merchant.announced(&id).is_empty());
}

#[tokio::test]
async fn sweep_and_stream_together_announce_once_whoever_is_first() {
    let sweeping = Merchant::hourly(Options { ttl: false, ..Options::default() });
    let id = an_hour(&sweeping).await;
    sweeping.deployment.clock().advance_seconds(3601);
    let records = records(&sweeping);
    sweeping.advance(60).await;
    assert_eq!(sweeping.announced(&id), ONCE);
    assert_eq!(deliver(&sweeping, &records).await, 0);
    assert_eq!(sweeping.announced(&id), ONCE);
    let next = an_hour(&sweeping).await;
    sweeping.deployment.clock().advance_seconds(3601);
    assert_eq!(deliver(&sweeping, &self::records(&sweeping)).await, 0);
    assert_eq!(sweeping.announced(&next), ONCE);
    sweeping.advance(120).await;
    assert_eq!(sweeping.announced(&next), ONCE);
}

#[tokio::test]
async fn a_timer_that_rings_too_early_leaves_the_session_open_and_sets_the_next() {
    let merchant = idle();
    let id = an_hour(&merchant).await;
    merchant.advance(60).await;
    let due = merchant.deployment.engine().due(i64::MAX, 10).unwrap();
    let early = removal(&merchant.deployment.template().table, &due[0], merchant.deployment.clock().now(), 1);
    assert_eq!(deliver(&merchant, &[early]).await, 0);
    assert_eq!((merchant.status(&id).await.as_str(), merchant.announced(&id).len()), ("open", 0));
    assert_eq!(merchant.deployment.engine().due(START.seconds() + 3600, 10).unwrap().len(), 1);
}

#[tokio::test]
async fn an_update_of_a_session_whose_time_is_over_makes_the_expiry_true() {
    let merchant = idle();
    let id = an_hour(&merchant).await;
    merchant.advance(3600).await;
    let updated = merchant.update(&id, "metadata[note]=late").await.done();
    assert_eq!((&updated["status"], &updated["metadata"]["note"]), (&json!("expired"), &json!("late")));
    assert_eq!(merchant.announced(&id), ONCE);
    assert_eq!(deliver(&merchant, &records(&merchant)).await, 0);
    assert_eq!(merchant.announced(&id), ONCE);
}

#[tokio::test]
async fn the_sweep_catches_up_after_minutes_and_hours_it_missed() {
    let merchant = Merchant::hourly(Options { ttl: false, ..Options::default() });
    merchant.advance(60).await;
    let mut ids = vec![an_hour(&merchant).await];
    for _ in 0..6 {
        merchant.deployment.clock().advance_seconds(601);
        ids.push(an_hour(&merchant).await);
    }
    merchant.deployment.clock().advance_seconds(3 * HOUR);
    merchant.advance(60).await;
    for id in &ids {
        assert_eq!(merchant.announced(id), ONCE, "{id}");
    }
    assert_eq!(timers(&merchant.deployment), 0);
}

/// The schedule may be off, or fail, from the first day on.
#[tokio::test]
async fn the_first_sweep_ever_finds_what_fell_due_long_before_it() {
    let merchant = Merchant::hourly(Options { ttl: false, ..Options::default() });
    let id = an_hour(&merchant).await;
    merchant.deployment.clock().advance_seconds(3 * HOUR);
    merchant.advance(60).await;
    assert_eq!(merchant.announced(&id), ONCE);
}

#[tokio::test]
async fn a_restart_keeps_sessions_timers_and_announcements() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("paydesk.db");
    let before = Merchant::hourly(kept_at(&path));
    let (ended, open) = (an_hour(&before).await, before.opens(TEA).await);
    before.expire(&ended).await.done();
    let shown = before.retrieve(&open).await.done();
    drop(before);
    let after = Merchant::hourly(kept_at(&path));
    assert_eq!(
        (after.retrieve(&open).await.done(), after.announced(&ended)),
        (shown, vec![ONCE[0].to_string()])
    );
    after.advance(HOUR + 60).await;
    assert_eq!((after.announced(&open), after.announced(&ended).len()), (vec![ONCE[0].to_string()], 1));
    drop(after);
    let again = Merchant::hourly(kept_at(&path));
    again.advance(HOUR).await;
    assert_eq!((again.announced(&open).len(), again.listed("").await.len()), (1, 2));
}

#[tokio::test]
async fn an_expiry_ends_in_time_also_at_the_borders_of_its_range() {
    let merchant = Merchant::new();
    let now = START.seconds();
    for (after, taken) in [(1798, false), (1799, true), (86_401, true), (86_402, false)] {
        let answer = merchant.create(&format!("{TEA}&expires_at={}", now + after)).await;
        assert_eq!(answer.status == 200, taken, "{after}: {}", answer.text);
    }
    merchant.advance(1800).await;
    assert_eq!(merchant.listed("status=expired").await.len(), 1);
    let week = [("ShortestExpirySeconds", "300"), ("LongestExpirySeconds", "604800"), ("TimerShards", "1")];
    let parameters = week.map(|(name, value)| (name.to_string(), value.to_string())).into();
    let tickets = Merchant::on(Options { parameters, ..Options::default() });
    tickets.opens(&format!("{TEA}&expires_at={}", now + 300)).await;
    let week = tickets.opens(&format!("{TEA}&expires_at={}", now + 604_800)).await;
    tickets.deployment.clock().advance_seconds(7 * DAY);
    assert_eq!(deliver(&tickets, &records(&tickets)).await, 0);
    assert_eq!(tickets.announced(&week), ONCE);
}

#[tokio::test]
async fn an_expiry_by_hand_names_the_request_that_asked_for_it() {
    let merchant = idle();
    let id = merchant.opens(&format!("{TEA}&after_expiration[recovery][enabled]=true")).await;
    let expired = merchant.expire(&id).keyed("end").await;
    let body = expired.done();
    assert_eq!(body["after_expiration"]["recovery"]["expires_at"], START.seconds() + 30 * DAY);
    assert!(body["after_expiration"]["recovery"]["url"].as_str().unwrap().contains("/c/recover/"));
    let items = merchant.deployment.engine().attributes("S#", ["outbox", "account"]).unwrap();
    let outbox: Value = serde_json::from_str(items[0].1[0].as_deref().unwrap()).unwrap();
    let request = expired.header("request-id").unwrap();
    let expiry = outbox.as_array().unwrap().last().unwrap();
    assert_eq!(expiry["request"], json!({"id": request, "idempotency_key": "end"}));
}
