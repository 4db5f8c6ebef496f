//! Money that comes later: direct debits that arrive, late or not at all, announced in order and taken once.

use serde_json::{Value, json};

use crate::merchant::{Merchant, TEA};
use crate::payer::{Payer, by_iban, leads_to, shop};

const ARRIVED: [&str; 2] = ["checkout.session.completed", "checkout.session.async_payment_succeeded"];
const BOUNCED: [&str; 2] = ["checkout.session.completed", "checkout.session.async_payment_failed"];
const ARRIVES: &str = "DE89370400440532013000";
const ARRIVES_LATE: &str = "DE08370400440532013003";
const FAILS: &str = "DE62370400440532013001";

fn debited() -> String {
    format!("{TEA}&payment_method_types[0]=card&payment_method_types[1]=sepa_debit")
}

fn in_currency(currency: &str, method: &str) -> String {
    format!("{}&payment_method_types[0]={method}", TEA.replace("=eur", &format!("={currency}")))
}

async fn intent(payer: &Payer<'_>) -> Value {
    payer.merchant.get(payer.intent()).await.done()
}

/// Everything about a payment that is on its way.
async fn assert_on_its_way(payer: &Payer<'_>) {
    let session = payer.session().await;
    assert_eq!((&session["status"], &session["payment_status"]), (&json!("complete"), &json!("unpaid")));
    assert_eq!(payer.announced(), ARRIVED[..1]);
    assert_eq!(intent(payer).await["status"], "processing");
}

async fn assert_ended(payer: &Payer<'_>, arrived: bool) {
    let session = payer.session().await;
    let (payment_status, announced, status) =
        if arrived { ("paid", ARRIVED, "succeeded") } else { ("unpaid", BOUNCED, "requires_payment_method") };
    assert_eq!(
        (&session["status"], &session["payment_status"]),
        (&json!("complete"), &json!(payment_status))
    );
    assert_eq!(payer.announced(), announced);
    assert_eq!(intent(payer).await["status"], status);
    payer.assert_ends_true().await;
    assert_eq!(payer.announced(), announced);
}

#[tokio::test]
async fn a_debit_is_on_its_way_until_its_time_comes() {
    let merchant = shop();
    for (iban, arrived) in [(ARRIVES, true), (FAILS, false)] {
        let payer = Payer::of(&merchant, &debited()).await;
        leads_to(&payer.sends("a", &by_iban(iban)).await);
        assert_on_its_way(&payer).await;
        merchant.deployment.clock().advance_seconds(59);
        merchant.advance(0).await;
        assert_on_its_way(&payer).await;
        merchant.advance(61).await;
        assert_ended(&payer, arrived).await;
    }
}

#[tokio::test]
async fn a_debit_that_takes_its_time_takes_three_minutes() {
    let merchant = shop();
    let payer = Payer::of(&merchant, &debited()).await;
    leads_to(&payer.sends("a", &by_iban(ARRIVES_LATE)).await);
    merchant.advance(120).await;
    assert_on_its_way(&payer).await;
    merchant.advance(120).await;
    assert_ended(&payer, true).await;
}

#[tokio::test]
async fn american_and_british_accounts_are_debited_too() {
    let merchant = shop();
    let ach = "payment_method=us_bank_account&us_bank_account[routing_number]=110000000\
        &us_bank_account[name]=Ada&us_bank_account[account_number]=";
    let bacs = "payment_method=bacs_debit&bacs_debit[sort_code]=108800&bacs_debit[name]=Ada\
        &bacs_debit[account_number]=";
    for (currency, method, fields, account, arrived) in [
        ("usd", "us_bank_account", ach, "000123456789", true),
        ("usd", "us_bank_account", ach, "000111111113", false),
        ("gbp", "bacs_debit", bacs, "00012345", true),
        ("gbp", "bacs_debit", bacs, "33333335", false),
    ] {
        let payer = Payer::of(&merchant, &in_currency(currency, method)).await;
        leads_to(&payer.sends("a", &format!("{fields}{account}")).await);
        assert_on_its_way(&payer).await;
        merchant.advance(300).await;
        assert_ended(&payer, arrived).await;
    }
}

#[tokio::test]
async fn a_test_chooses_when_and_how_a_debit_ends() {
    let merchant = shop();
    let payer = Payer::of(&merchant, &debited()).await;
    payer.plays("complete", "payment_method=sepa_debit&settle_after=1800").await.done();
    merchant.advance(1740).await;
    assert_on_its_way(&payer).await;
    merchant.advance(120).await;
    assert_ended(&payer, true).await;
    for (outcome, arrived) in [("succeeded", true), ("failed", false)] {
        let payer = Payer::of(&merchant, &debited()).await;
        payer.plays("complete", "payment_method=sepa_debit&settle_after=1800").await.done();
        payer.plays("settle", &format!("outcome={outcome}")).await.done();
        // The same word again is no news, and the opposite comes too late.
        payer.plays("settle", &format!("outcome={outcome}")).await.done();
        let opposite = if arrived { "failed" } else { "succeeded" };
        assert_eq!(payer.plays("settle", &format!("outcome={opposite}")).await.status, 400);
        assert_ended(&payer, arrived).await;
    }
}

#[tokio::test]
async fn a_deployment_settles_as_fast_as_its_parameter_says() {
    let parameters =
        [("TestSettlementSeconds", "600"), ("LongestExpirySeconds", "3600"), ("TimerShards", "1")];
    let parameters = parameters.map(|(name, value)| (name.to_string(), value.to_string())).into();
    let slow = Merchant::on(paydesk_local::deployment::Options { parameters, ..Default::default() });
    let payer = Payer::of(&slow, &debited()).await;
    leads_to(&payer.sends("a", &by_iban(ARRIVES)).await);
    slow.advance(540).await;
    assert_on_its_way(&payer).await;
    slow.advance(120).await;
    assert_ended(&payer, true).await;
}

#[tokio::test]
async fn a_debit_that_begins_in_time_arrives_after_the_session_would_have_expired() {
    let merchant = shop();
    let payer = Payer::of(&merchant, &debited()).await;
    payer.plays("complete", "payment_method=sepa_debit&settle_after=86400").await.done();
    merchant.advance(7200).await;
    assert_on_its_way(&payer).await;
    assert_eq!(merchant.expire(&payer.id).await.status, 400);
    merchant.advance(86_400).await;
    assert_ended(&payer, true).await;
}
