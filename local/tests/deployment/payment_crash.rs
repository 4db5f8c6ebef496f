//! A payment that dies between any two operations, or whose table does not answer: one outcome, and never stuck.

use paydesk_local::connector::Fault;

use crate::crash::{CRASHES, Span, Strike, at_every_operation};
use crate::merchant::{Answer, HOUR, TEA};
use crate::payer::{CHALLENGED, GOOD, POOR, Payer, approved, by_iban, entries, path_of, shop};

const FAILURES: [Fault; 4] = [Fault::Throttle, Fault::Unavailable, Fault::TimeoutBefore, Fault::TimeoutAfter];
const KEPT: &str = "&customer_creation=always&client_reference_id=cart";

/// A payer is told something, or that it cannot be told now; never that it failed when it may have happened.
#[track_caller]
fn assert_honest(answer: &Answer) {
    let known = [200, 303, 402, 410, 500, 503].contains(&answer.status);
    assert!(known, "{}: {}", answer.status, answer.text);
}

async fn pay_survives(strike: Strike) {
    let merchant = shop();
    let payer = Payer::of(&merchant, &format!("{TEA}{KEPT}")).await;
    assert_honest(&strike.during(&merchant, payer.pays("a", GOOD)).await);
    payer.assert_safe().await;
    // At once, the same form: it waits, or it is told; after the deadline it is paid.
    assert_honest(&payer.pays("a", GOOD).await);
    payer.assert_safe().await;
    merchant.advance(120).await;
    payer.assert_true().await;
    assert_honest(&payer.pays("b", GOOD).await);
    assert_eq!(payer.status().await, "complete");
    assert_eq!(merchant.listed("client_reference_id=cart").await, std::slice::from_ref(&payer.id));
    let customer = payer.session().await["customer"].as_str().unwrap().to_string();
    merchant.get(format!("/v1/customers/{customer}")).await.done();
    assert_eq!(merchant.listed(&format!("customer={customer}")).await, std::slice::from_ref(&payer.id));
    payer.assert_ends_true().await;
}

/// The payer never comes back: whatever was begun, the sweep finishes.
async fn leaving_survives(strike: Strike) {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    let answer = strike.during(&merchant, payer.pays("a", GOOD)).await;
    let led_on =
        answer.status == 303 && answer.header("location").unwrap().starts_with("https://shop.example");
    assert!(!led_on || payer.status().await == "complete");
    payer.assert_ends_true().await;
    assert!(!led_on || payer.status().await == "complete");
}

async fn decline_survives(strike: Strike) {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    assert_honest(&strike.during(&merchant, payer.pays("a", POOR)).await);
    merchant.advance(120).await;
    assert_eq!((payer.status().await.as_str(), approved(&entries(&merchant, &payer.id))), ("open", 0));
    assert_honest(&payer.pays("b", GOOD).await);
    assert_eq!(payer.status().await, "complete");
    payer.assert_ends_true().await;
}

async fn bank_survives(strike: Strike) {
    for yes in [true, false] {
        let merchant = shop();
        let payer = Payer::of(&merchant, TEA).await;
        assert_eq!(payer.pays("a", CHALLENGED).await.status, 303);
        assert_honest(&strike.during(&merchant, payer.answers(yes)).await);
        payer.assert_safe().await;
        assert_honest(&payer.answers(yes).await);
        payer.assert_safe().await;
        merchant.advance(20 * 60).await;
        payer.assert_true().await;
        assert_honest(&payer.pays("b", GOOD).await);
        assert_eq!(payer.status().await, "complete");
        payer.assert_ends_true().await;
    }
}

async fn debit_survives(strike: Strike) {
    let merchant = shop();
    let payer = Payer::of(&merchant, &format!("{TEA}&payment_method_types[0]=sepa_debit")).await;
    let fields = by_iban("DE89370400440532013000");
    assert_honest(&strike.during(&merchant, payer.sends("a", &fields)).await);
    merchant.advance(120).await;
    assert_honest(&payer.sends("b", &fields).await);
    merchant.advance(120).await;
    merchant.advance(120).await;
    let arrived = ["checkout.session.completed", "checkout.session.async_payment_succeeded"];
    assert_eq!(payer.announced(), arrived);
    payer.assert_ends_true().await;
    assert_eq!(payer.announced(), arrived);
}

async fn settlement_survives(strike: Strike) {
    let merchant = shop();
    let payer = Payer::of(&merchant, &format!("{TEA}&payment_method_types[0]=sepa_debit")).await;
    payer.sends("a", &by_iban("DE62370400440532013001")).await;
    strike.during(&merchant, merchant.advance(120)).await;
    merchant.advance(120).await;
    let bounced = ["checkout.session.completed", "checkout.session.async_payment_failed"];
    assert_eq!(payer.announced(), bounced);
    payer.assert_ends_true().await;
    assert_eq!(payer.announced(), bounced);
}

/// The sweep dies while it asks after an attempt that nobody heard of any more.
async fn giving_up_survives(strike: Strike) {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    payer.pays("a", CHALLENGED).await;
    strike.during(&merchant, merchant.advance(16 * 60)).await;
    payer.assert_true().await;
    merchant.advance(60).await;
    payer.assert_true().await;
    assert_eq!(entries(&merchant, &payer.id)[0].1["state"], "given_up");
    payer.assert_ends_true().await;
}

async fn helper_survives(strike: Strike) {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    let answer = strike.during(&merchant, payer.plays("complete", "").keyed("play")).await;
    assert!(answer.status == 200 || answer.status >= 500, "{}", answer.text);
    payer.assert_safe().await;
    merchant.advance(120).await;
    let again = payer.plays("complete", "").keyed("play").await.done();
    assert_eq!(again["status"], "complete", "{}", answer.text);
    payer.assert_ends_true().await;
}

async fn capture_survives(strike: Strike) {
    let merchant = shop();
    let payer = Payer::of(&merchant, &format!("{TEA}&payment_intent_data[capture_method]=manual")).await;
    payer.pays("a", GOOD).await;
    let part = "amount_to_capture=300";
    let answer = strike.during(&merchant, payer.captures(part).keyed("ship")).await;
    strike.assert_answer(&answer);
    let again = payer.captures(part).keyed("ship").await.done();
    assert_eq!((&again["status"], &again["amount_received"]), (&"succeeded".into(), &300.into()));
    assert_eq!(entries(&merchant, &payer.id)[0].1["amount"], 300);
    assert_eq!(payer.cancels().await.status, 400);
    payer.assert_ends_true().await;
}

async fn recovery_survives(strike: Strike) {
    let merchant = shop();
    let payer = Payer::of(&merchant, &format!("{TEA}&after_expiration[recovery][enabled]=true")).await;
    merchant.advance(HOUR + 60).await;
    let session = payer.session().await;
    let link = path_of(session["after_expiration"]["recovery"]["url"].as_str().unwrap());
    assert_honest(&strike.during(&merchant, merchant.follow(&link)).await);
    let opened = merchant.follow(&link).await;
    assert_eq!(opened.status, 303, "{}", opened.text);
    let path = path_of(opened.header("location").unwrap());
    let id = path.split('/').nth(3).unwrap().to_string();
    let copy = Payer { merchant: &merchant, id, path };
    assert_eq!(copy.pays("a", GOOD).await.status, 303);
    copy.assert_ends_true().await;
}

#[tokio::test]
async fn a_payment_that_dies_anywhere_is_paid_once_or_not_at_all() {
    for fault in CRASHES {
        assert!(at_every_operation("pay", fault, Span::UntilCleared, pay_survives).await >= 5);
        assert!(at_every_operation("pay", fault, Span::UntilCleared, leaving_survives).await >= 5);
    }
}

#[tokio::test]
async fn a_decline_that_dies_anywhere_leaves_the_session_open() {
    for fault in CRASHES {
        assert!(at_every_operation("pay", fault, Span::UntilCleared, decline_survives).await >= 4);
    }
}

#[tokio::test]
async fn an_answer_at_the_bank_that_dies_anywhere_is_taken_once() {
    for fault in CRASHES {
        assert!(at_every_operation("pay", fault, Span::UntilCleared, bank_survives).await >= 5);
    }
}

#[tokio::test]
async fn a_debit_that_dies_anywhere_ends_as_it_should() {
    for fault in CRASHES {
        assert!(at_every_operation("pay", fault, Span::UntilCleared, debit_survives).await >= 5);
        assert!(at_every_operation("sweep", fault, Span::UntilCleared, settlement_survives).await >= 4);
        assert!(at_every_operation("sweep", fault, Span::UntilCleared, giving_up_survives).await >= 4);
    }
}

#[tokio::test]
async fn what_a_test_plays_survives_a_crash_anywhere() {
    for fault in CRASHES {
        assert!(at_every_operation("simulate", fault, Span::UntilCleared, helper_survives).await >= 5);
    }
}

#[tokio::test]
async fn a_capture_that_dies_anywhere_is_made_by_its_retry() {
    for fault in CRASHES {
        assert!(at_every_operation("capture", fault, Span::UntilCleared, capture_survives).await >= 4);
    }
}

#[tokio::test]
async fn a_recovery_that_dies_anywhere_opens_again() {
    for fault in CRASHES {
        assert!(at_every_operation("open", fault, Span::UntilCleared, recovery_survives).await >= 3);
    }
}

#[tokio::test]
async fn one_bad_answer_of_the_table_changes_no_outcome_of_a_payment() {
    for fault in FAILURES.into_iter().chain([Fault::Unprocessed]) {
        at_every_operation("pay", fault, Span::Once, pay_survives).await;
        at_every_operation("pay", fault, Span::Once, bank_survives).await;
        at_every_operation("capture", fault, Span::Once, capture_survives).await;
        at_every_operation("simulate", fault, Span::Once, helper_survives).await;
        at_every_operation("open", fault, Span::Once, recovery_survives).await;
    }
}

#[tokio::test]
async fn a_table_that_stays_away_leaves_no_payment_in_doubt() {
    for fault in FAILURES {
        at_every_operation("pay", fault, Span::UntilCleared, pay_survives).await;
        at_every_operation("pay", fault, Span::UntilCleared, bank_survives).await;
        at_every_operation("capture", fault, Span::UntilCleared, capture_survives).await;
        at_every_operation("simulate", fault, Span::UntilCleared, helper_survives).await;
        at_every_operation("open", fault, Span::UntilCleared, recovery_survives).await;
    }
}
