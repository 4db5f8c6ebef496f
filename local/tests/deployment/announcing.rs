//! From a change to its events: what each transition tells, in which order, to whom, and once.

use paydesk_local::connector::Fault;
use paydesk_local::deployment::Options;
use paydesk_model::webhook::EventDialect;
use paydesk_service::handlers::announce;
use serde_json::{Value, json};

use crate::merchant::{HOUR, Merchant, SHOP, TEA};
use crate::payer::{CHALLENGED, DECLINED, GOOD, Payer, by_card, by_iban};
use crate::told::undelivered;

const MADE: [&str; 2] = ["product.created", "price.created"];

fn shop() -> Merchant {
    Merchant::hourly(undelivered())
}

fn debited() -> String {
    format!("{TEA}&payment_method_types[0]=card&payment_method_types[1]=sepa_debit")
}

/// Everything told about a session since its products and prices were.
async fn told(payer: &Payer<'_>) -> Vec<String> {
    payer.merchant.deployment.pump().await;
    let told = payer.merchant.told_of(&payer.id).await;
    assert_eq!(told[..2], MADE);
    told[2..].to_vec()
}

#[tokio::test]
async fn what_is_opened_tells_of_its_products_and_prices() {
    let merchant = shop();
    let id = merchant.opens(SHOP).await;
    assert_eq!(merchant.told_of(&id).await, [""; 0], "nobody took the change yet");
    merchant.deployment.pump().await;
    assert_eq!(merchant.told_of(&id).await, [MADE, MADE, MADE].concat());
}

#[tokio::test]
async fn a_payment_by_card_is_told_in_the_order_in_which_it_happened() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    payer.pays("a", GOOD).await;
    let paid = [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
        "charge.updated",
    ];
    assert_eq!(told(&payer).await, paid);
}

#[tokio::test]
async fn a_decline_and_a_challenge_are_told_before_the_payment_that_follows() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    payer.pays("a", DECLINED).await;
    let declined = ["payment_intent.created", "charge.failed", "payment_intent.payment_failed"];
    assert_eq!(told(&payer).await, declined);
    merchant.deployment.clock().advance_seconds(1);
    payer.pays("b", CHALLENGED).await;
    assert_eq!(told(&payer).await[3..], ["payment_intent.requires_action"]);
    merchant.deployment.clock().advance_seconds(1);
    payer.answers(true).await;
    let told = told(&payer).await;
    assert!(told.contains(&"checkout.session.completed".to_string()), "{told:?}");
    assert_eq!(told.iter().filter(|kind| *kind == "payment_intent.created").count(), 1, "{told:?}");
}

#[tokio::test]
async fn delayed_money_is_told_twice_on_its_way_and_when_it_came_or_did_not() {
    for (iban, ends) in [
        ("DE89370400440532013000", "checkout.session.async_payment_succeeded"),
        ("DE62370400440532013001", "checkout.session.async_payment_failed"),
    ] {
        let merchant = shop();
        let payer = Payer::of(&merchant, &debited()).await;
        payer.sends("a", &by_iban(iban)).await;
        let before = told(&payer).await;
        assert!(before.contains(&"checkout.session.completed".to_string()), "{before:?}");
        assert!(before.contains(&"payment_intent.processing".to_string()), "{before:?}");
        merchant.advance(120).await;
        let after = told(&payer).await;
        assert!(after[before.len()..].contains(&ends.to_string()), "{after:?}");
    }
}

#[tokio::test]
async fn an_expiry_is_told_whoever_brought_it_about() {
    let merchant = shop();
    let (asked, alone) = (Payer::of(&merchant, TEA).await, Payer::of(&merchant, TEA).await);
    merchant.expire(&asked.id).keyed("stop it").await.done();
    assert_eq!(told(&asked).await, ["checkout.session.expired"]);
    merchant.advance(HOUR + 60).await;
    assert_eq!(told(&alone).await, ["checkout.session.expired"]);

    let events = merchant.events("type=checkout.session.expired").await.done();
    let [late, early] = &events["data"].as_array().unwrap()[..] else { panic!("{events}") };
    assert_eq!(late["request"], json!({"id": null, "idempotency_key": null}), "time asked nobody");
    assert_eq!(early["request"]["idempotency_key"], "stop it");
    assert!(early["request"]["id"].as_str().unwrap().starts_with("req_"));
    assert_eq!(
        (&early["data"]["object"]["status"], &early["data"]["object"]["url"]),
        (&json!("expired"), &Value::Null)
    );
}

#[tokio::test]
async fn an_event_shows_its_session_as_it_was_whatever_came_later() {
    let merchant = shop();
    let payer = Payer::of(&merchant, &debited()).await;
    payer.sends("a", &by_iban("DE89370400440532013000")).await;
    merchant.advance(120).await;
    merchant.update(&payer.id, "metadata[late]=1").await.done();
    merchant.deployment.pump().await;
    let of = async |kind: &str| {
        let page = merchant.events(&format!("type=checkout.session.{kind}")).await.done();
        page["data"][0]["data"]["object"].clone()
    };
    let (completed, succeeded) = (of("completed").await, of("async_payment_succeeded").await);
    assert_eq!(
        (&completed["payment_status"], &succeeded["payment_status"]),
        (&json!("unpaid"), &json!("paid"))
    );
    assert_eq!((&completed["metadata"], &completed["id"]), (&json!({}), &json!(payer.id)));
}

#[tokio::test]
async fn every_endpoint_that_wants_an_event_gets_one_message_and_no_other_does() {
    let merchant = shop();
    let all = merchant.hears(&["*"]).await;
    let some = merchant.hears(&["checkout.session.completed", "charge.succeeded"]).await;
    let camel = merchant.hears_in(EventDialect::Camel, &["*"]).await;
    let others = merchant.neighbour().hears(&["*"]).await;
    let payer = Payer::of(&merchant, TEA).await;
    payer.pays("a", GOOD).await;
    let told = told(&payer).await;
    let kinds = |endpoint: &str| {
        let messages = merchant.waiting(endpoint);
        assert!(messages.iter().all(|message| !message.again && !message.livemode));
        messages.into_iter().map(|message| message.event).collect::<Vec<_>>()
    };
    let ids: Vec<String> = merchant.events("limit=100").await.ids().into_iter().rev().collect();
    assert_eq!(kinds(&all), ids);
    assert_eq!(ids.len(), told.len() + 2);
    assert_eq!(kinds(&some).len(), 2);
    assert_eq!(kinds(&camel).len(), 1, "it has no words for anything but sessions");
    assert_eq!(kinds(&others), [""; 0]);
}

#[tokio::test]
async fn a_change_that_comes_twice_is_told_again_to_the_same_endpoints_under_the_same_ids() {
    let merchant = shop();
    let first = merchant.hears(&["*"]).await;
    merchant.opens(TEA).await;
    let records = records(&merchant);
    merchant.deployment.pump().await;
    let before = merchant.all_events().await;
    let late = merchant.hears(&["*"]).await;
    let records = json!({"Records": records});
    let known = merchant.deployment.invoke("announce", records.clone()).await.unwrap();
    assert!(known.batch_item_failures.is_empty());
    assert_eq!(merchant.waiting(&first).len(), 2, "the process that told it knows");
    let other_process = merchant.deployment.teller().unwrap();
    let again = announce::handle(other_process, serde_json::from_value(records).unwrap()).await;
    assert!(again.batch_item_failures.is_empty());
    assert_eq!(merchant.waiting(&first).len(), 4, "any other does not, and the first may have died at it");
    assert_eq!(merchant.all_events().await, before);
    assert_eq!(merchant.waiting(&late), [], "it was not there when this happened");
}

#[tokio::test]
async fn a_change_that_cannot_be_told_holds_up_its_own_session_and_no_other() {
    let merchant = shop();
    let (one, other) = (merchant.opens(TEA).await, merchant.opens(TEA).await);
    merchant.expire(&one).await.done();
    let mut records = records(&merchant);
    assert_eq!(records.len(), 3);
    records[0]["dynamodb"]["NewImage"]["format"] = json!({"N": "99"});
    let taken = merchant.deployment.invoke("announce", json!({"Records": records})).await.unwrap();
    let failed: Vec<_> = taken.batch_item_failures.iter().map(|one| one.item_identifier.clone()).collect();
    assert_eq!(failed, [Some(records[0]["dynamodb"]["SequenceNumber"].as_str().unwrap().to_string())]);
    assert_eq!(merchant.told_of(&one).await, [""; 0], "its expiry waits");
    assert_eq!(merchant.told_of(&other).await, MADE);
}

#[tokio::test]
async fn announce_that_dies_anywhere_has_told_everything_once_it_is_asked_again() {
    for fault in [Fault::CrashBefore, Fault::CrashAfter, Fault::TimeoutAfter, Fault::Throttle] {
        for nth in 0..12 {
            let merchant = shop();
            let endpoint = merchant.hears(&["*"]).await;
            let payer = Payer::of(&merchant, TEA).await;
            payer.pays("a", GOOD).await;
            let count = std::sync::atomic::AtomicUsize::new(0);
            merchant.deployment.faults().set(move |call| {
                let of_announce = call.function == "announce";
                let struck = of_announce && count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == nth;
                if struck { fault } else { Fault::None }
            });
            merchant.deployment.pump().await;
            merchant.deployment.faults().clear();
            let events = merchant.events("limit=100").await.ids();
            assert_eq!(events.len(), 7, "{fault:?} at {nth}");
            let told: std::collections::BTreeSet<_> =
                merchant.waiting(&endpoint).into_iter().map(|message| message.event).collect();
            assert_eq!(told, events.into_iter().collect(), "{fault:?} at {nth}");
        }
    }
}

#[tokio::test]
async fn a_customer_is_told_of_when_they_come_to_be_and_when_they_change() {
    let merchant = shop();
    let payer = Payer::of(&merchant, &format!("{TEA}&customer_creation=always")).await;
    payer.pays("a", GOOD).await;
    let customer = payer.session().await["customer"].as_str().unwrap().to_string();
    merchant.advance(60).await;
    let known = format!("{TEA}&customer={customer}&customer_update[name]=auto&customer_update[address]=auto");
    let moved = by_card(GOOD).replace("10115", "20095");
    Payer::of(&merchant, &known).await.sends("a", &moved).await;
    merchant.deployment.pump().await;
    let page = merchant.events("type=customer.*").await.done();
    let [updated, created] = &page["data"].as_array().unwrap()[..] else { panic!("{page}") };
    assert_eq!(
        (&created["type"], &updated["type"]),
        (&json!("customer.created"), &json!("customer.updated"))
    );
    for event in [created, updated] {
        assert_eq!(
            (&event["data"]["object"]["id"], &event["request"]["id"]),
            (&json!(customer), &Value::Null)
        );
        assert_eq!(merchant.event(event["id"].as_str().unwrap()).await.done(), *event);
    }
    assert!(updated["data"]["previous_attributes"].is_object(), "{updated}");
}

#[tokio::test]
async fn a_large_cart_tells_of_every_line_and_is_not_kept_twice() {
    let merchant = shop();
    let lines: String = (0..80)
        .map(|at| {
            format!(
                "&line_items[{at}][quantity]=1&line_items[{at}][price_data][currency]=eur\
                 &line_items[{at}][price_data][unit_amount]={}\
                 &line_items[{at}][price_data][product_data][name]={}",
                100 + at,
                "long ".repeat(40)
            )
        })
        .collect();
    let id = merchant.opens(&format!("mode=payment&success_url=https://shop.example{lines}")).await;
    merchant.deployment.meter().reset();
    merchant.deployment.pump().await;
    let usage = merchant.deployment.meter().reset();
    println!("large cart: {usage:?}");
    assert!(usage.of_function("announce").write_units <= 3.0, "{usage:?}");
    assert_eq!(merchant.told_of(&id).await.len(), 160);
}

#[tokio::test]
async fn the_runners_own_endpoint_hears_of_every_account() {
    let merchant = Merchant::hourly(Options { forwards: true, ..undelivered() });
    let mut everyone = paydesk_model::webhook::WebhookEndpoint {
        account: paydesk_service::store::endpoints::EVERYONE.into(),
        ..endpoint(&merchant).await
    };
    everyone.id = "we_everyone".into();
    merchant.keep_endpoint(&everyone).await;
    merchant.opens(TEA).await;
    merchant.neighbour().opens(TEA).await;
    merchant.deployment.pump().await;
    let accounts: std::collections::BTreeSet<_> =
        merchant.waiting("we_everyone").into_iter().map(|message| message.account).collect();
    assert_eq!(accounts, [merchant.account().await, merchant.neighbour().account().await].into());
}

async fn endpoint(merchant: &Merchant) -> paydesk_model::webhook::WebhookEndpoint {
    let id = merchant.hears(&["*"]).await;
    let store = &merchant.deployment.admin().unwrap().store;
    store.endpoint(&merchant.account().await, false, &id).await.unwrap().unwrap().endpoint
}

/// The records that announce would get next, as made now.
pub fn records(merchant: &Merchant) -> Vec<Value> {
    let engine = merchant.deployment.engine();
    let changes =
        engine.changes(engine.position().unwrap(), 500, paydesk_local::engine::Images::Read).unwrap();
    let mut records: Vec<Value> = changes.into_iter().map(|change| change.record).collect();
    records.retain(|record| record["dynamodb"]["NewImage"]["outbox"].is_object());
    records.retain(|record| record["dynamodb"]["Keys"]["sk"]["S"] == "S");
    let now = merchant.deployment.clock().now().seconds();
    records.iter_mut().for_each(|one| one["dynamodb"]["ApproximateCreationDateTime"] = json!(now));
    records
}
