//! What a retry makes of a create that died, where it is hardest: after its moment has passed, and with many lines.

use crate::crash::{CRASHES, Span, Strike, assert_whole, at_every_operation, quiet};
use crate::merchant::TEA;
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
