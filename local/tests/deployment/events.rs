//! The events API: everything that happened for thirty days, in order, and what came of telling it.

use paydesk_local::deployment::Options;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde_json::{Value, json};

use crate::merchant::{DAY, HOUR, Merchant, TEA};
use crate::payer::{GOOD, Payer};
use crate::told::{EVENTS, undelivered};
use crate::world::START;

pub fn shop() -> Merchant {
    Merchant::hourly(undelivered())
}

pub fn id(event: &Value) -> String {
    event["id"].as_str().unwrap().to_string()
}

/// A shop where a session was paid; its events, newest first.
pub async fn paid() -> (Merchant, Vec<Value>) {
    let merchant = shop();
    Payer::of(&merchant, TEA).await.pays("a", GOOD).await;
    merchant.deployment.pump().await;
    let events = merchant.all_events().await;
    assert_eq!(events.len(), 7);
    (merchant, events)
}

#[tokio::test]
async fn an_event_is_retrieved_as_it_is_listed() {
    let (merchant, events) = paid().await;
    for event in &events {
        assert_eq!(&merchant.event(&id(event)).await.done(), event);
        assert_eq!((&event["object"], &event["livemode"]), (&json!("event"), &json!(false)));
        assert_eq!((&event["created"], &event["pending_webhooks"]), (&json!(START.seconds()), &json!(0)));
        assert_eq!(event["api_version"], paydesk_service::wire::version::NEWEST);
    }
}

#[tokio::test]
async fn pages_forwards_and_backwards_hold_every_event_once_in_one_order() {
    let config =
        Config { cases: 4, failure_persistence: None, rng_seed: RngSeed::Fixed(5), ..Config::default() };
    let mut runner = TestRunner::new(config);
    let strategy = (prop::collection::vec((0..3_u8, 0..3_i64), 4..14), 1..9_usize);
    let mut cases = Vec::new();
    for _ in 0..4 {
        cases.push(strategy.new_tree(&mut runner).unwrap().current());
    }
    for (sessions, limit) in cases {
        let merchant = shop();
        for (how, seconds) in sessions {
            let payer = Payer::of(&merchant, TEA).await;
            match how {
                0 => {}
                1 => drop(payer.pays("a", GOOD).await),
                _ => drop(merchant.expire(&payer.id).await),
            }
            merchant.deployment.clock().advance_seconds(seconds);
        }
        merchant.deployment.pump().await;
        let all: Vec<String> = merchant.all_events().await.iter().map(id).collect();
        let created = |id: &String| id.split('_').nth(2).unwrap().to_string();
        assert!(all.is_sorted_by_key(|id| std::cmp::Reverse(created(id))), "newest first");
        assert_eq!(walk(&merchant, limit, "starting_after").await, all);
        let mut back = walk(&merchant, limit, "ending_before").await;
        back.push(all.last().unwrap().clone());
        assert_eq!(back, all);
    }
}

/// All events, by pages of so many; backwards, from the oldest.
async fn walk(merchant: &Merchant, limit: usize, cursor: &str) -> Vec<String> {
    let forwards = cursor == "starting_after";
    let mut found: Vec<String> = Vec::new();
    let mut at = (!forwards).then_some(merchant.all_events().await).map(|all| id(all.last().unwrap()));
    loop {
        let from = at.as_ref().map(|id| format!("&{cursor}={id}")).unwrap_or_default();
        let page = merchant.events(&format!("limit={limit}{from}")).await;
        let ids = page.ids();
        assert!(ids.len() <= limit && (page.json()["has_more"] == false || ids.len() == limit));
        at = if forwards { ids.last().cloned() } else { ids.first().cloned() };
        found = if forwards { [found, ids].concat() } else { [ids, found].concat() };
        if page.json()["has_more"] == false {
            return found;
        }
    }
}

#[tokio::test]
async fn events_are_found_by_type_and_by_when_they_happened() {
    let (merchant, events) = paid().await;
    merchant.deployment.clock().advance_seconds(100);
    let late = merchant.opens(TEA).await;
    merchant.expire(&late).await.done();
    merchant.deployment.pump().await;
    let count = async |query: &str| merchant.events(query).await.ids().len();
    assert_eq!(count("type=charge.*").await, 2);
    assert_eq!(count("type=charge.succeeded").await, 1);
    assert_eq!(count("types[]=charge.succeeded&types[]=checkout.session.*").await, 3);
    assert_eq!(count("type=coupon.created").await, 0);
    assert_eq!(count(&format!("created={}", START.seconds())).await, 7);
    assert_eq!(count(&format!("created[gt]={}", START.seconds())).await, 3);
    assert_eq!(count(&format!("created[lt]={}&limit=100", START.seconds() + 100)).await, 7);
    assert_eq!(
        count(&format!("created[gt]={}&created[lt]={}", START.seconds(), START.seconds() + 100)).await,
        0
    );
    let after = format!("limit=1&type=product.created&starting_after={}", id(&events[0]));
    assert_eq!(merchant.events(&after).await.ids(), [id(&events[6])]);
    let one_of_two = merchant.events("type=product.created&limit=1").await.done();
    assert_eq!(
        (one_of_two["has_more"].clone(), one_of_two["data"].as_array().unwrap().len()),
        (json!(true), 1)
    );
}

#[tokio::test]
async fn what_is_asked_wrongly_gets_one_clear_error() {
    let (merchant, _) = paid().await;
    let refusal = async |query: &str| merchant.events(query).await.refusal();
    let refused = |code: &str, param: &str| (400, code.to_string(), param.to_string());
    assert_eq!(refusal("limit=0").await, refused("parameter_invalid_integer", "limit"));
    assert_eq!(refusal("type=a&types[]=b").await, refused("parameters_exclusive", "types"));
    assert_eq!(refusal("kind=a").await, refused("parameter_unknown", "kind"));
    assert_eq!(
        refusal("starting_after=evt_abc_1795305600000_1").await,
        refused("resource_missing", "starting_after")
    );
    assert_eq!(refusal("ending_before=me").await, refused("resource_missing", "ending_before"));
    let many: String = (0..21).map(|at| format!("types[{at}]=a&")).collect();
    assert_eq!(refusal(&many).await.2, "types");
}

#[tokio::test]
async fn accounts_and_modes_never_meet() {
    let (merchant, events) = paid().await;
    let neighbour = merchant.neighbour();
    assert_eq!(neighbour.events("").await.ids(), [""; 0]);
    for path in ["", "/delivery_attempts"] {
        let theirs = neighbour.get(format!("{EVENTS}/{}{path}", id(&events[0]))).await;
        assert_eq!(theirs.status, 404, "{}", theirs.text);
    }
    let account = merchant.account().await;
    let live = merchant.with_made_key(&account, "sk_live_the_tea_shop").await;
    assert_eq!(live.events("").await.ids(), [""; 0]);
    let hint = live.event(&id(&events[0])).await;
    assert_eq!(hint.status, 404);
    assert!(hint.text.contains("a similar object exists in test mode"), "{}", hint.text);
    for nothing in ["evt_1", "evt_abc_1795305600000_1", "we_1", &format!("{}x", id(&events[0]))] {
        let refusal = merchant.event(nothing).await.refusal();
        assert_eq!(refusal, (404, "resource_missing".into(), "-".into()), "{nothing}");
    }
}

#[tokio::test]
async fn events_are_shown_for_thirty_days_however_late_they_are_deleted() {
    let merchant = Merchant::hourly(Options { ttl: false, ..undelivered() });
    merchant.opens(TEA).await;
    merchant.advance(60).await;
    let first: Vec<String> = merchant.all_events().await.iter().map(id).collect();
    assert_eq!(first.len(), 2);
    merchant.advance(30 * DAY - 60).await;
    assert_eq!(merchant.all_events().await.len(), 3);
    merchant.advance(60).await;
    let left = merchant.all_events().await;
    assert_eq!(left.len(), 1, "only the expiry, an hour later");
    assert_eq!(merchant.event(&first[0]).await.status, 404);
    let table = merchant.deployment.engine().attributes("E#", ["announcement"]).unwrap();
    assert_eq!(table.len(), 2, "they are still there");
}

#[tokio::test]
async fn the_time_to_live_deletes_events_after_thirty_days() {
    let merchant = shop();
    merchant.opens(TEA).await;
    merchant.deployment.pump().await;
    merchant.advance(HOUR + 60).await;
    let kept = || merchant.deployment.engine().attributes("E#", ["announcement"]).unwrap().len();
    assert_eq!(kept(), 2);
    merchant.advance(30 * DAY - 120).await;
    assert_eq!(kept(), 1, "the expiry came an hour later");
    merchant.advance(120).await;
    assert_eq!(kept(), 0);
}

#[tokio::test]
async fn nothing_of_an_event_can_be_expanded_and_that_is_said_by_name() {
    let (merchant, events) = paid().await;
    let one = format!("{EVENTS}/{}", id(&events[0]));
    let refused = (400, "-".to_string(), "expand[0]".to_string());
    for path in [EVENTS.to_string(), one.clone(), format!("{one}/delivery_attempts")] {
        let refusal = merchant.get(format!("{path}?expand[]=data.object.customer")).await;
        assert_eq!(refusal.refusal(), refused, "{path}");
        assert!(refusal.text.contains("cannot be expanded (data.object.customer)"), "{}", refusal.text);
    }
    let endpoint = merchant.hears(&["*"]).await;
    let retry = merchant.post(format!("{one}/retry"), &format!("webhook_endpoint={endpoint}&expand[]=data"));
    assert_eq!(retry.await.refusal(), refused);
    assert!(merchant.messages().is_empty());
}
