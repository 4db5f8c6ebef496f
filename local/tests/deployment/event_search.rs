//! Looking for few events among many: what is read for it, where that ends, and that nothing is missed.

use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{PutRequest, WriteRequest};
use futures::stream::{self, StreamExt as _};
use paydesk_local::connector::{Connector, Usage, client};
use paydesk_model::delivery::Outcome;
use paydesk_model::ids::{EventId, SessionId};
use paydesk_service::store::events::{Published, Snapshot};
use paydesk_service::store::keys::{self, EVENT_SHARDS};
use serde_json::Value;

use crate::merchant::{Merchant, TEA};
use crate::payer::{DECLINED, GOOD, Payer};
use crate::told::undelivered;
use crate::world::{EVERY_VERB, s};

const COMPLETED: &str = "type=checkout.session.completed";
const OF_SESSIONS: &str = "type=checkout.session.*&limit=50";

fn shop() -> Merchant {
    Merchant::hourly(undelivered())
}

/// What one event of this type is made of.
async fn published(merchant: &Merchant, kind: &str) -> Published {
    let event = merchant.events(&format!("type={kind}")).await.ids().remove(0);
    let id = EventId::parse(&event).unwrap();
    let store = &merchant.deployment.admin().unwrap().store;
    store.published(&merchant.account().await, false, &id).await.unwrap().unwrap().0
}

/// The same of other sessions, one second after the other.
async fn happens_to_others(merchant: &Merchant, first: &Published, count: i64) {
    let store = &merchant.deployment.admin().unwrap().store;
    let copies = (1..=count).map(|number| {
        let mut copy = first.clone();
        let Snapshot::Session(stored) = &mut copy.of else { panic!("{first:?}") };
        stored.session.id = SessionId::new(false, &format!("copy{number}"));
        copy.announcement.at = first.announcement.at.plus_seconds(number);
        copy
    });
    let put = stream::iter(copies).map(|copy| async move { store.publish(&copy).await.unwrap() });
    put.buffer_unordered(64).collect::<Vec<_>>().await;
    merchant.deployment.clock().advance_seconds(count);
}

async fn cost(merchant: &Merchant, query: &str) -> (Vec<String>, Usage) {
    merchant.deployment.meter().reset();
    let ids = merchant.events(query).await.ids();
    (ids, merchant.deployment.meter().reset())
}

/// A shop where an authorisation was given back, and many sessions were opened since.
async fn busy(sessions: i64) -> Merchant {
    let merchant = shop();
    let payer = Payer::of(&merchant, &format!("{TEA}&payment_intent_data[capture_method]=manual")).await;
    payer.pays("a", GOOD).await;
    payer.cancels().await.done();
    merchant.deployment.pump().await;
    let opened = published(&merchant, "product.created").await;
    happens_to_others(&merchant, &opened, sessions).await;
    merchant
}

#[tokio::test]
async fn a_type_that_hardly_ever_happens_is_found_without_bringing_the_others_along() {
    let merchant = busy(1500).await;
    let (all, _) = cost(&merchant, "limit=100").await;
    let (found, usage) = cost(&merchant, "type=charge.refunded").await;
    println!("one of many: {usage:?}");
    assert_eq!(found.len(), 1);
    assert!(usage.round_trips <= 6, "{usage:?}");
    assert!(usage.total().bytes < 40_000 && usage.total().read_units < 400.0, "{usage:?}");
    let (nothing, usage) = cost(&merchant, "type=charge.dispute.created").await;
    assert_eq!((nothing.len(), usage.of_operation("Query").calls), (0, 0), "what never happens");
    let (common, usage) = cost(&merchant, "type=price.created&limit=50").await;
    assert_eq!(common.len(), 50);
    assert!(all.contains(&common[0]) && usage.round_trips <= 2, "{usage:?}");
}

/// So many attempts, ten a second, at what nobody looks for. They have outlived their announcements.
async fn is_told_of(merchant: &Merchant, count: i64) {
    let (deployment, account) = (&merchant.deployment, merchant.account().await);
    let connector = Connector {
        engine: deployment.engine().clone(),
        meter: Arc::default(),
        faults: Arc::default(),
        function: "test".into(),
        actions: Arc::new(EVERY_VERB.map(str::to_owned).into()),
        outlets: None,
    };
    let (table, client): (_, Client) = (&deployment.template().table.name, client(connector));
    let start = deployment.clock().now().millis();
    let row = |number: i64| {
        let at = start + number * 100;
        let shard = u32::try_from(number).unwrap() % EVENT_SHARDS;
        let announcement = format!("evt_gone{number}_{at:013}_1");
        let sk = format!("{at:013}#{announcement}#{announcement}#we_1#{at}");
        let put = PutRequest::builder().item("pk", s(&keys::events(&account, false, shard)));
        let put = put.item("sk", s(&sk)).item("attempt", s("{}")).build().unwrap();
        WriteRequest::builder().put_request(put).build()
    };
    let rows: Vec<WriteRequest> = (1..=count).map(row).collect();
    for rows in rows.chunks(25) {
        client.batch_write_item().request_items(table, rows.to_vec()).send().await.unwrap();
    }
    deployment.clock().advance_seconds(count / 10 + 1);
}

/// A session that is paid, and told of; the id of its completion.
async fn sale(merchant: &Merchant) -> String {
    Payer::of(merchant, TEA).await.pays("a", GOOD).await;
    merchant.deployment.pump().await;
    merchant.events(COMPLETED).await.ids().remove(0)
}

#[tokio::test]
async fn a_page_ends_early_rather_than_to_look_for_more_for_long() {
    let merchant = shop();
    let first = sale(&merchant).await;
    is_told_of(&merchant, 2500).await;
    let second = sale(&merchant).await;
    let page = merchant.events(COMPLETED).await.done();
    let ids = |page: &Value| {
        page["data"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((ids(&page), &page["has_more"]), (vec![second.clone().into()], &true.into()));
    let rest = merchant.events(&format!("{COMPLETED}&starting_after={second}")).await.done();
    assert_eq!((ids(&rest), &rest["has_more"]), (vec![first.into()], &false.into()));
}

#[tokio::test]
async fn a_search_in_vain_ends_with_a_word_on_where_to_go_on() {
    let merchant = shop();
    let first = sale(&merchant).await;
    merchant.deployment.clock().advance_seconds(60);
    is_told_of(&merchant, 6000).await;
    let last = Payer::of(&merchant, TEA).await.id;
    merchant.deployment.pump().await;
    let newest = merchant.told_of(&last).await;
    assert_eq!(newest, ["product.created", "price.created"]);

    let tired = merchant.events(OF_SESSIONS).await;
    assert_eq!(tired.refusal(), (400, "-".into(), "created".into()));
    let on = going_on(&tired.text);
    assert!(on.starts_with("created[lte]="), "{on}");
    assert_eq!(merchant.events(&format!("{OF_SESSIONS}&{on}")).await.ids(), [first.as_str()]);

    let back = format!("{OF_SESSIONS}&ending_before={first}");
    let on = going_on(&merchant.events(&back).await.text);
    assert!(on.starts_with("created[gte]="), "{on}");
    assert_eq!(merchant.events(&format!("{back}&{on}")).await.ids(), [""; 0]);
    assert_eq!(merchant.all_events().await.len(), 9, "who asks for all gets all");
}

/// What the error says to ask for next.
fn going_on(error: &str) -> String {
    let (_, on) = error.split_once("created: ").unwrap_or_else(|| panic!("{error}"));
    on.split(' ').next().unwrap().to_owned()
}

/// All events that pass a filter, by pages of so many, newest first.
async fn pages(merchant: &Merchant, filter: &str, limit: usize, oldest: Option<&str>) -> Vec<String> {
    let (mut found, mut at): (Vec<String>, _) = (Vec::new(), oldest.map(str::to_owned));
    loop {
        let cursor = if oldest.is_some() { "ending_before" } else { "starting_after" };
        let from = at.map(|id| format!("&{cursor}={id}")).unwrap_or_default();
        let page = merchant.events(&format!("{filter}&limit={limit}{from}")).await;
        let ids = page.ids();
        assert!(!ids.is_empty() || page.json()["has_more"] == false, "a loop by pages would end here");
        at = if oldest.is_some() { ids.first().cloned() } else { ids.last().cloned() };
        found = if oldest.is_some() { [ids, found].concat() } else { [found, ids].concat() };
        if page.json()["has_more"] == false {
            return found;
        }
    }
}

#[tokio::test]
async fn filtered_pages_hold_what_the_filter_wants_and_nothing_else_forwards_and_backwards() {
    let merchant = shop();
    let endpoint = merchant.hears(&["charge.*", "checkout.session.completed", "product.created"]).await;
    for number in 0..12_u8 {
        let payer = Payer::of(&merchant, TEA).await;
        match number % 4 {
            0 => drop(payer.pays("a", GOOD).await),
            1 => drop(payer.pays("a", DECLINED).await),
            2 => drop(merchant.expire(&payer.id).await),
            _ => {}
        }
        merchant.deployment.pump().await;
        merchant.deployment.clock().advance_seconds(i64::from(number % 3));
    }
    let all = merchant.all_events().await;
    for (number, event) in all.iter().filter(|event| event["pending_webhooks"] == 1).enumerate() {
        let outcome = if number % 2 == 0 { Outcome::Succeeded } else { Outcome::Failed };
        merchant.tried(event["id"].as_str().unwrap(), &endpoint, outcome).await;
    }
    let all = merchant.all_events().await;
    type Wants = fn(&str, bool) -> bool;
    let filters: [(&str, Wants); 6] = [
        ("type=charge.*", |kind, _| kind.starts_with("charge.")),
        ("type=checkout.session.*", |kind, _| kind.starts_with("checkout.session.")),
        ("types[]=price.created&types[]=charge.failed", |kind, _| {
            ["price.created", "charge.failed"].contains(&kind)
        }),
        ("delivery_success=false", |_, waits| waits),
        ("delivery_success=true", |_, waits| !waits),
        ("type=product.created&delivery_success=false", |kind, waits| kind == "product.created" && waits),
    ];
    for (filter, wants) in filters {
        let is_wanted =
            |event: &&Value| wants(event["type"].as_str().unwrap(), event["pending_webhooks"] == 1);
        let wanted: Vec<&str> =
            all.iter().filter(is_wanted).map(|event| event["id"].as_str().unwrap()).collect();
        assert!(wanted.len() > 2, "{filter}: {wanted:?}");
        for limit in [1, 7] {
            assert_eq!(pages(&merchant, filter, limit, None).await, wanted, "{filter} by {limit}");
            let (oldest, newer) = wanted.split_last().unwrap();
            assert_eq!(
                pages(&merchant, filter, limit, Some(oldest)).await,
                newer,
                "{filter} by {limit}, back"
            );
        }
    }
}
