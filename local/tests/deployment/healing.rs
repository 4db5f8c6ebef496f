//! What a retry makes of a create that died, where it is hardest: after its moment has passed, and with many lines.

use std::sync::atomic::{AtomicUsize, Ordering};

use paydesk_local::connector::Fault;
use paydesk_local::deployment::{Data, Options};
use serde_json::json;

use crate::announcing::records;
use crate::crash::{CRASHES, Span, Strike, assert_whole, at_every_operation, quiet};
use crate::merchant::{DAY, HOUR, Merchant, TEA};
use crate::told::undelivered;
use crate::world::START;

const LINES: usize = 30;

/// A cart whose lines live in an item of their own.
fn large_cart() -> String {
    let price = "[price_data][currency]=eur";
    let lines = (1..LINES).map(|line| {
        let place = format!("line_items[{line}]");
        format!(
            "&{place}[quantity]=1&{place}{price}&{place}[price_data][unit_amount]={}&{place}[price_data][product_data]\
             [name]=Tea+number+{line}&{place}[price_data][product_data][description]={}",
            200 + line,
            "long+".repeat(20)
        )
    });
    format!("{TEA}&client_reference_id=cart{}", lines.collect::<String>())
}

async fn large_create_survives(strike: Strike) {
    let merchant = quiet(true, false);
    let cart = large_cart();
    let answer = strike.during(&merchant, merchant.create(&cart).keyed("order")).await;
    strike.assert_answer(&answer);
    let again = merchant.create(&format!("{cart}&expand[]=line_items")).keyed("order").await.done();
    assert_eq!(again["line_items"]["data"].as_array().map(Vec::len), Some(10));
    let id = again["id"].as_str().unwrap();
    assert_eq!(merchant.line_items(id, "limit=100").await.ids().len(), LINES);
    assert_whole(&merchant, id).await;
}

/// The retry comes when `expires_at` is too near to be asked for anew.
async fn hurried_create_survives(strike: Strike) {
    let merchant = quiet(true, false);
    let cart = format!("{TEA}&client_reference_id=cart&expires_at={}", START.seconds() + 3600);
    let answer = strike.during(&merchant, merchant.create(&cart).keyed("order")).await;
    strike.assert_answer(&answer);
    merchant.deployment.clock().advance_seconds(120);
    let again = merchant.create(&cart).keyed("order").await;
    if again.status == 200 {
        assert_whole(&merchant, again.done()["id"].as_str().unwrap()).await;
    } else {
        assert_eq!(again.refusal().2, "expires_at");
        assert_ne!(answer.status, 200);
    }
}

#[tokio::test]
async fn a_large_create_that_dies_anywhere_is_healed_with_all_its_lines() {
    for fault in CRASHES {
        at_every_operation("create", fault, Span::UntilCleared, large_create_survives).await;
        at_every_operation("create", fault, Span::Once, large_create_survives).await;
    }
}

#[tokio::test]
async fn a_create_is_healed_by_a_retry_that_comes_after_its_moment() {
    for fault in CRASHES {
        at_every_operation("create", fault, Span::UntilCleared, hurried_create_survives).await;
    }
}

/// The create of a large cart whose lines do not get into the table, until nobody waits for them any more.
async fn dies_before_its_lines(merchant: &Merchant) {
    let batches = AtomicUsize::new(0);
    merchant.deployment.faults().set(move |call| match (call.function, call.name) {
        // Timer and rows go before the lines.
        ("create", "BatchWriteItem") if batches.fetch_add(1, Ordering::SeqCst) == 0 => Fault::Unprocessed,
        ("create", "BatchWriteItem") => Fault::Unavailable,
        _ => Fault::None,
    });
    assert_eq!(merchant.create(&large_cart()).keyed("order").await.status, 503);
    merchant.deployment.faults().clear();
    let event = json!({"Records": records(merchant)});
    // Here the stream waits for nothing: it gives up what was not taken.
    merchant.deployment.pump().await;
    merchant.deployment.clock().advance_seconds(59);
    let waits = merchant.deployment.invoke("announce", event.clone()).await.unwrap();
    assert_eq!(waits.batch_item_failures.len(), 1);
    merchant.deployment.clock().advance_seconds(1);
    let taken = merchant.deployment.invoke("announce", event).await.unwrap();
    assert!(taken.batch_item_failures.is_empty());
    assert_eq!(merchant.all_events().await.len(), 0);
}

#[tokio::test]
async fn a_large_create_that_is_healed_late_tells_of_its_products_and_prices_once() {
    for later in [1, DAY] {
        let merchant = Merchant::hourly(Options { sweep: false, ttl: false, ..undelivered() });
        let endpoint = merchant.hears(&["*"]).await;
        dies_before_its_lines(&merchant).await;
        merchant.deployment.clock().advance_seconds(later);
        let healed = merchant.create(&large_cart()).keyed("order").await.done();
        merchant.deployment.pump().await;
        assert_eq!(merchant.told_of(healed["id"].as_str().unwrap()).await.len(), 2 * LINES, "{later}");
        let events = merchant.all_events().await;
        assert!(events.iter().all(|event| event["created"] == START.seconds()), "when it was announced");
        assert_eq!(merchant.waiting(&endpoint).len(), 2 * LINES, "each once");
        merchant.create(&large_cart()).keyed("order").await.done();
        merchant.deployment.pump().await;
        assert_eq!(merchant.waiting(&endpoint).len(), 2 * LINES, "another repeat is no news");
    }
}

#[tokio::test]
async fn a_large_create_that_expired_before_it_was_healed_is_told_of_all_the_same() {
    let merchant = Merchant::hourly(undelivered());
    dies_before_its_lines(&merchant).await;
    merchant.advance(2 * HOUR).await;
    assert_eq!(merchant.all_events().await.len(), 1, "that it expired");
    merchant.create(&large_cart()).keyed("order").await.done();
    merchant.deployment.pump().await;
    assert_eq!(merchant.all_events().await.len(), 1 + 2 * LINES);
}

#[tokio::test]
async fn what_an_update_does_to_a_large_cart_tells_nothing_twice() {
    let directory = tempfile::tempdir().unwrap();
    let started = || {
        let data = Data::File(directory.path().join("paydesk.db"));
        Merchant::hourly(Options { data, ..undelivered() })
    };
    let merchant = started();
    let endpoint = merchant.hears(&["*"]).await;
    let id = merchant.opens(&large_cart()).await;
    merchant.deployment.meter().reset();
    merchant.deployment.pump().await;
    let usage = merchant.deployment.meter().reset();
    assert_eq!(usage.of_operation("GetItem").calls, 2, "the lines, and for these the session");
    drop(merchant);
    // Announce remembers nothing of what it told.
    let merchant = started();
    merchant.deployment.clock().advance_seconds(120);
    let kept = merchant.line_items(&id, "limit=100").await.ids();
    let kept: String =
        kept.iter().skip(1).enumerate().map(|(at, id)| format!("line_items[{at}][id]={id}&")).collect();
    merchant.update(&id, kept.trim_end_matches('&')).await.done();
    merchant.deployment.pump().await;
    assert_eq!(merchant.waiting(&endpoint).len(), 2 * LINES);
}

#[tokio::test]
async fn a_session_that_could_be_made_can_be_expired_however_large() {
    let merchant = quiet(true, false);
    let text = "x".repeat(490);
    let metadata = |line: usize| {
        let pairs = (0..45).map(|key| format!("&line_items[{line}][metadata][k{key}]={text}"));
        pairs.collect::<String>()
    };
    let lines = (1..15).map(|line| {
        let place = format!("line_items[{line}]");
        format!(
            "&{place}[quantity]=1&{place}[price_data][currency]=eur&{place}[price_data][unit_amount]=200\
             &{place}[price_data][product_data][name]=Tea{}",
            metadata(line)
        )
    });
    let id = merchant.opens(&format!("{TEA}{}", lines.collect::<String>())).await;
    merchant.update(&id, "metadata[a]=1").keyed("change").await.done();
    assert_eq!(merchant.expire(&id).keyed("end").await.done()["status"], "expired");
}
