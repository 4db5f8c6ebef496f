//! Telling again what was announced: events that got lost are made anew as they were, and nobody is told twice of what
//! they were told.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use paydesk_local::connector::Fault;
use paydesk_local::deployment::Options;
use paydesk_model::delivery::Outcome;
use paydesk_model::ids::SessionId;
use paydesk_model::time::Moment;
use paydesk_service::reannounce::{Report, Whose};
use serde_json::{Value, json};

use crate::merchant::{DAY, HOUR, Merchant, SHOP, TEA};
use crate::payer::{CHALLENGED, DECLINED, GOOD, Payer, by_iban};
use crate::told::undelivered;
use crate::world::{START, s};

const ALL: Whose = Whose::Since(Moment(0));
/// After so long the stream brings nothing any more.
const STREAM: i64 = 7 * HOUR + 1;

/// A shop in which everything happened, and was told.
async fn lively() -> Merchant {
    let merchant = Merchant::hourly(undelivered());
    let next = async || {
        merchant.deployment.clock().advance_seconds(7);
        merchant.deployment.pump().await;
    };
    Payer::of(&merchant, SHOP).await.pays("a", GOOD).await;
    next().await;
    let tried = Payer::of(&merchant, &format!("{TEA}&customer_creation=always")).await;
    tried.pays("a", DECLINED).await;
    next().await;
    tried.pays("b", CHALLENGED).await;
    next().await;
    tried.answers(true).await;
    next().await;
    for iban in ["DE89370400440532013000", "DE62370400440532013001"] {
        let debited = format!("{TEA}&payment_method_types[0]=card&payment_method_types[1]=sepa_debit");
        Payer::of(&merchant, &debited).await.sends("a", &by_iban(iban)).await;
        next().await;
    }
    let manual = format!("{TEA}&payment_intent_data[capture_method]=manual");
    let authorised = Payer::of(&merchant, &manual).await;
    authorised.pays("a", GOOD).await;
    next().await;
    authorised.captures("").keyed("take it").await.done();
    next().await;
    let ended = merchant.opens(TEA).await;
    merchant.expire(&ended).keyed("stop").await.done();
    merchant.opens("mode=setup&currency=eur&success_url=https://shop.example").await;
    merchant.advance(HOUR + 60).await;
    merchant.deployment.pump().await;
    merchant.deployment.clock().advance_seconds(STREAM);
    merchant
}

async fn again(merchant: &Merchant, whose: &Whose) -> Report {
    let teller = merchant.deployment.teller().unwrap();
    let mut looked_at = 0;
    let done = teller.reannounce(whose, |done| looked_at = done.looked_at).await.unwrap();
    assert!(looked_at <= done.looked_at);
    done
}

/// The table loses the events that `lost` chooses.
async fn lose(merchant: &Merchant, lost: impl Fn(usize) -> bool) -> usize {
    let client = merchant.deployment.client("sweep").unwrap();
    let engine = merchant.deployment.engine();
    let mut gone = 0;
    for shard in 0..paydesk_service::store::keys::EVENT_SHARDS {
        let pk = paydesk_service::store::keys::events(&merchant.account().await, false, shard);
        let rows = merchant.deployment.client("events").unwrap().query().table_name(&engine.table().name);
        let rows = rows.key_condition_expression("pk = :pk").expression_attribute_values(":pk", s(&pk));
        let items = rows.send().await.unwrap().items.unwrap();
        for (_, item) in items.iter().enumerate().filter(|(at, _)| lost(*at)) {
            let key = [("pk", &item["pk"]), ("sk", &item["sk"])];
            let key = key.map(|(name, value): (_, &AttributeValue)| (name.to_string(), value.clone()));
            let delete = aws_sdk_dynamodb::types::DeleteRequest::builder().set_key(Some(key.into()));
            let delete = aws_sdk_dynamodb::types::WriteRequest::builder()
                .delete_request(delete.build().unwrap())
                .build();
            let write = client.batch_write_item().request_items(&engine.table().name, vec![delete]);
            write.send().await.unwrap();
            gone += 1;
        }
    }
    gone
}

#[tokio::test]
async fn events_that_were_all_lost_are_there_again_as_they_were() {
    let merchant = lively().await;
    let before = merchant.all_events().await;
    let announcements = lose(&merchant, |_| true).await;
    assert!(announcements > 15 && before.len() > 40, "{announcements}, {}", before.len());
    assert!(merchant.all_events().await.is_empty());
    let done = again(&merchant, &ALL).await;
    assert_eq!((done.known, done.published, done.unreadable), (0, announcements, 0), "{done:?}");
    let after = merchant.all_events().await;
    let ids = |events: &[Value]| events.iter().map(|event| event["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&after), ids(&before));
    for (after, before) in after.iter().zip(&before) {
        assert_eq!(after, before);
    }
    let done = again(&merchant, &ALL).await;
    assert_eq!((done.known, done.published, done.messages), (announcements, 0, 0), "{done:?}");
}

#[tokio::test]
async fn only_what_is_missing_is_told_and_the_rest_is_left_as_it_is() {
    let merchant = lively().await;
    let before = merchant.all_events().await;
    let late = merchant.hears(&["*"]).await;
    let lost = lose(&merchant, |at| at % 2 == 0).await;
    let left: BTreeSet<String> = merchant.events("limit=100").await.ids().into_iter().collect();
    let done = again(&merchant, &ALL).await;
    assert_eq!(done.published, lost, "{done:?}");
    assert_eq!(merchant.all_events().await.len(), before.len());
    let told: BTreeSet<String> = merchant.waiting(&late).into_iter().map(|message| message.event).collect();
    assert_eq!((told.len(), done.messages), (before.len() - left.len(), before.len() - left.len()));
    assert!(told.is_disjoint(&left), "nobody asked for these when they happened");
}

#[tokio::test]
async fn an_endpoint_that_was_never_tried_is_told_and_one_that_was_is_not() {
    let merchant = Merchant::hourly(undelivered());
    let (tried, forgotten) = (merchant.hears(&["*"]).await, merchant.hears(&["*"]).await);
    let id = merchant.opens(TEA).await;
    merchant.deployment.pump().await;
    for event in merchant.events("").await.ids() {
        merchant.tried(&event, &tried, Outcome::Failed).await;
    }
    let done = again(&merchant, &Whose::Session(SessionId::parse(&id).unwrap())).await;
    assert_eq!((done.known, done.published, done.messages), (1, 0, 2), "{done:?}");
    let waiting = |endpoint: &str| merchant.waiting(endpoint).len();
    assert_eq!((waiting(&tried), waiting(&forgotten)), (2, 4));
}

#[tokio::test]
async fn a_session_is_told_of_alone_with_its_customer() {
    let merchant = Merchant::hourly(undelivered());
    let payer = Payer::of(&merchant, &format!("{TEA}&customer_creation=always")).await;
    payer.pays("a", GOOD).await;
    merchant.opens(TEA).await;
    merchant.deployment.pump().await;
    let before = merchant.all_events().await;
    lose(&merchant, |_| true).await;
    again(&merchant, &Whose::Session(SessionId::parse(&payer.id).unwrap())).await;
    let after = merchant.all_events().await;
    assert_eq!(after.len(), before.len() - 2);
    assert!(after.iter().any(|event| event["type"] == "customer.created"));
    let nobody = Whose::Session(SessionId::parse("cs_test_nobody").unwrap());
    let teller = merchant.deployment.teller().unwrap();
    assert!(teller.reannounce(&nobody, |_| {}).await.is_err());
}

#[tokio::test]
async fn what_was_announced_before_a_time_or_thirty_days_ago_is_not_told() {
    let merchant = Merchant::hourly(undelivered());
    merchant.opens(TEA).await;
    merchant.advance(HOUR + 60).await;
    lose(&merchant, |_| true).await;
    let since = Whose::Since(START.plus_seconds(60));
    merchant.deployment.clock().advance_seconds(STREAM);
    assert_eq!(again(&merchant, &since).await.published, 1, "the expiry alone");
    merchant.advance(31 * DAY).await;
    let done = again(&merchant, &ALL).await;
    assert_eq!((done.published, done.known, done.messages), (0, 0, 0), "{done:?}");
}

#[tokio::test]
async fn a_large_cart_that_grew_is_told_of_as_it_grew() {
    let merchant = Merchant::hourly(undelivered());
    let line = |at: usize| {
        format!(
            "&line_items[{at}][quantity]=1&line_items[{at}][price_data][currency]=eur\
             &line_items[{at}][price_data][unit_amount]=100&line_items[{at}][price_data][product_data][name]={}",
            "long ".repeat(40)
        )
    };
    let lines: String = (0..30).map(line).collect();
    let id = merchant.opens(&format!("mode=payment&success_url=https://shop.example{lines}")).await;
    merchant.deployment.pump().await;
    merchant.deployment.clock().advance_seconds(1);
    let kept = merchant.line_items(&id, "limit=100").await.ids();
    let kept = kept.iter().enumerate().map(|(at, id)| format!("&line_items[{at}][id]={id}"));
    merchant.update(&id, &(kept.collect::<String>() + &line(30))[1..]).await.done();
    merchant.deployment.pump().await;
    let before = merchant.all_events().await;
    assert_eq!(before.len(), 62);
    lose(&merchant, |_| true).await;
    merchant.deployment.clock().advance_seconds(STREAM);
    assert_eq!(again(&merchant, &ALL).await.published, 2);
    assert_eq!(merchant.all_events().await, before);
}

#[tokio::test]
async fn a_run_that_was_cut_off_is_finished_by_the_next() {
    let merchant = lively().await;
    let before = merchant.all_events().await;
    lose(&merchant, |_| true).await;
    let teller = merchant.deployment.teller().unwrap();
    for nth in [2, 9, 20] {
        let count = std::sync::atomic::AtomicUsize::new(0);
        merchant.deployment.faults().set(move |call| {
            let mine = call.function == "reannounce";
            let struck = mine && count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) >= nth;
            if struck { Fault::Throttle } else { Fault::None }
        });
        assert!(teller.reannounce(&ALL, |_| {}).await.is_err());
    }
    merchant.deployment.faults().clear();
    again(&merchant, &ALL).await;
    assert_eq!(json!(merchant.all_events().await), json!(before));
}

#[tokio::test]
async fn what_the_stream_may_yet_bring_is_left_to_it_unless_a_session_is_named() {
    let merchant = Merchant::hourly(undelivered());
    let old = merchant.opens(TEA).await;
    merchant.deployment.clock().advance_seconds(1);
    let young = merchant.opens(TEA).await;
    merchant.deployment.pump().await;
    lose(&merchant, |_| true).await;
    let done = again(&merchant, &Whose::Since(START.plus_seconds(-DAY))).await;
    assert_eq!((done.published, done.too_young), (0, 2), "{done:?}");
    merchant.deployment.clock().advance_seconds(STREAM - 1);
    let done = again(&merchant, &ALL).await;
    assert_eq!((done.published, done.too_young), (1, 1), "{done:?}");
    assert_eq!((merchant.told_of(&old).await.len(), merchant.told_of(&young).await.len()), (2, 0));
    let done = again(&merchant, &Whose::Since(merchant.deployment.clock().now())).await;
    assert_eq!((done.published, done.too_young), (0, 0), "these were not asked for: {done:?}");
    again(&merchant, &Whose::Session(SessionId::parse(&young).unwrap())).await;
    assert_eq!(merchant.told_of(&young).await.len(), 2);
}

#[tokio::test]
async fn what_is_there_already_is_not_put_on_the_bus_again() {
    let parameters = [("EventBus".to_string(), "shop".to_string())].into();
    let merchant = Merchant::on(Options { parameters, ..undelivered() });
    merchant.opens(TEA).await;
    merchant.opens(TEA).await;
    merchant.deployment.pump().await;
    assert_eq!(merchant.deployment.bus().entries().len(), 4);
    merchant.deployment.clock().advance_seconds(STREAM + 1);
    assert_eq!(again(&merchant, &ALL).await.known, 2);
    assert_eq!(merchant.deployment.bus().entries().len(), 4);
    lose(&merchant, |_| true).await;
    assert_eq!(again(&merchant, &ALL).await.published, 2);
    assert_eq!(merchant.deployment.bus().entries().len(), 8);
}
