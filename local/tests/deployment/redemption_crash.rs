//! A payment with a coupon's last use that dies between any two operations, or whose table does not answer: the use is
//! held by one session or by none, and never lost.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;

use paydesk_local::connector::{Fault, Operation};

use crate::crash::{CRASHES, Span, Strike, at_every_operation};
use crate::merchant::{Merchant, TEA};
use crate::payer::{CHALLENGED, GOOD, POOR, Payer, by_iban, goes_on, leads_to, shop};
use crate::redemptions::{assert_counted, with};

/// The other failures are nothing else to the store.
const FAULTS: [Fault; 3] = [Fault::Throttle, Fault::TimeoutAfter, Fault::Conflict];

/// A merchant with one use of a coupon.
async fn one_use() -> Merchant {
    let merchant = shop();
    merchant.limits("ONE", 1).await;
    merchant
}

/// However it came to this: whoever pays next has the use if nobody holds it, and in the end one has it.
async fn assert_whole(merchant: &Merchant, payer: &Payer<'_>, form: &str) {
    assert_counted(merchant, "ONE", &[payer]).await;
    // What was begun is over by then, and nobody who did not pay keeps a use from others.
    merchant.advance(20 * 60).await;
    payer.assert_true().await;
    assert_eq!(payer.holds(), payer.status().await == "complete");
    assert_counted(merchant, "ONE", &[payer]).await;
    let next = Payer::of(merchant, &with("TWO")).await;
    let next = if payer.holds() { next } else { Payer::of(merchant, form).await };
    leads_to(&next.pays("next", GOOD).await);
    assert_eq!(merchant.redeemed("coupons/ONE").await, 1);
    payer.assert_ends_true().await;
    assert_eq!(merchant.redeemed("coupons/ONE").await, 1);
}

async fn story(strike: &Strike, form: &str, card: &str) {
    let merchant = one_use().await;
    merchant.makes("coupons", "id=TWO&percent_off=10").await;
    let payer = Payer::of(&merchant, form).await;
    strike.during(&merchant, payer.pays("a", card)).await;
    assert_whole(&merchant, &payer, form).await;
}

async fn pay_survives(strike: Strike) {
    story(&strike, &with("ONE"), GOOD).await;
}

async fn pay_of_a_new_customer_survives(strike: Strike) {
    story(&strike, &format!("{}&customer_creation=always", with("ONE")), GOOD).await;
}

async fn decline_survives(strike: Strike) {
    story(&strike, &with("ONE"), POOR).await;
}

/// Sent again at once, the form is answered as if it had come once.
async fn repeat_survives(strike: Strike) {
    let merchant = one_use().await;
    let payer = Payer::of(&merchant, &with("ONE")).await;
    let first = strike.during(&merchant, payer.pays("a", GOOD)).await;
    payer.pays("a", GOOD).await;
    assert_counted(&merchant, "ONE", &[&payer]).await;
    merchant.advance(120).await;
    assert_counted(&merchant, "ONE", &[&payer]).await;
    payer.pays("b", GOOD).await;
    assert_eq!(payer.status().await, "complete", "{}", first.text);
    assert_eq!(merchant.redeemed("coupons/ONE").await, 1);
    payer.assert_ends_true().await;
}

async fn bank_survives(strike: Strike) {
    for yes in [true, false] {
        let merchant = one_use().await;
        let payer = Payer::of(&merchant, &with("ONE")).await;
        payer.pays("a", CHALLENGED).await;
        strike.during(&merchant, payer.answers(yes)).await;
        assert_counted(&merchant, "ONE", &[&payer]).await;
        merchant.advance(20 * 60).await;
        assert_counted(&merchant, "ONE", &[&payer]).await;
        payer.pays("b", GOOD).await;
        assert_eq!((payer.status().await.as_str(), merchant.redeemed("coupons/ONE").await), ("complete", 1));
    }
}

/// The payer leaves their bank and begins anew.
async fn anew_survives(strike: Strike) {
    let merchant = one_use().await;
    let payer = Payer::of(&merchant, &with("ONE")).await;
    payer.pays("a", CHALLENGED).await;
    strike.during(&merchant, payer.pays("b", GOOD)).await;
    assert_counted(&merchant, "ONE", &[&payer]).await;
    merchant.advance(20 * 60).await;
    assert_counted(&merchant, "ONE", &[&payer]).await;
    payer.pays("c", GOOD).await;
    assert_eq!((payer.status().await.as_str(), merchant.redeemed("coupons/ONE").await), ("complete", 1));
}

async fn free_order_survives(strike: Strike) {
    let merchant = shop();
    merchant.makes("coupons", "id=ONE&percent_off=100&max_redemptions=1").await;
    let payer = Payer::of(&merchant, &with("ONE")).await;
    let fields = "billing[country]=DE";
    strike.during(&merchant, payer.sends("a", fields)).await;
    assert_counted(&merchant, "ONE", &[&payer]).await;
    assert!(goes_on(&payer.sends("a", fields).await));
    assert_eq!((payer.status().await.as_str(), merchant.redeemed("coupons/ONE").await), ("complete", 1));
}

async fn giving_up_survives(strike: Strike) {
    let merchant = one_use().await;
    let payer = Payer::of(&merchant, &with("ONE")).await;
    payer.pays("a", CHALLENGED).await;
    strike.during(&merchant, merchant.advance(16 * 60)).await;
    assert_counted(&merchant, "ONE", &[&payer]).await;
    merchant.advance(60).await;
    assert_eq!((payer.holds(), merchant.redeemed("coupons/ONE").await), (false, 0));
    payer.assert_ends_true().await;
    assert_eq!(merchant.redeemed("coupons/ONE").await, 0);
}

async fn settlement_survives(strike: Strike) {
    for (iban, kept) in [("DE89370400440532013000", 1), ("DE62370400440532013001", 0)] {
        let merchant = one_use().await;
        let payer =
            Payer::of(&merchant, &format!("{}&payment_method_types[0]=sepa_debit", with("ONE"))).await;
        payer.sends("a", &by_iban(iban)).await;
        strike.during(&merchant, merchant.advance(120)).await;
        assert_counted(&merchant, "ONE", &[&payer]).await;
        merchant.advance(120).await;
        payer.assert_ends_true().await;
        assert_eq!(merchant.redeemed("coupons/ONE").await, kept);
    }
}

async fn expire_survives(strike: Strike) {
    let merchant = one_use().await;
    let payer = Payer::of(&merchant, &with("ONE")).await;
    payer.pays("a", CHALLENGED).await;
    strike.during(&merchant, merchant.expire(&payer.id).keyed("end")).await;
    assert_counted(&merchant, "ONE", &[&payer]).await;
    assert_eq!(merchant.expire(&payer.id).keyed("end").await.done()["status"], "expired");
    assert_eq!(merchant.redeemed("coupons/ONE").await, 0);
}

async fn helper_survives(strike: Strike) {
    let merchant = one_use().await;
    let payer = Payer::of(&merchant, &with("ONE")).await;
    strike.during(&merchant, payer.plays("complete", "").keyed("play")).await;
    assert_counted(&merchant, "ONE", &[&payer]).await;
    merchant.advance(120).await;
    payer.plays("complete", "").keyed("play").await.done();
    assert_eq!((payer.status().await.as_str(), merchant.redeemed("coupons/ONE").await), ("complete", 1));
}

async fn change_survives(strike: Strike) {
    let merchant = one_use().await;
    leads_to(&Payer::of(&merchant, &with("ONE")).await.pays("a", GOOD).await);
    strike.during(&merchant, merchant.post("/v1/coupons/ONE", "metadata[a]=1")).await;
    assert_eq!(merchant.redeemed("coupons/ONE").await, 1);
    let changed = merchant.post("/v1/coupons/ONE", "metadata[a]=1").await.done();
    assert_eq!((&changed["metadata"]["a"], &changed["times_redeemed"]), (&"1".into(), &1.into()));
}

#[tokio::test]
async fn a_payment_that_dies_anywhere_holds_its_use_once_or_not_at_all() {
    for fault in CRASHES {
        assert!(at_every_operation("pay", fault, Span::UntilCleared, pay_survives).await >= 5);
        at_every_operation("pay", fault, Span::UntilCleared, pay_of_a_new_customer_survives).await;
        at_every_operation("pay", fault, Span::UntilCleared, repeat_survives).await;
        at_every_operation("pay", fault, Span::UntilCleared, free_order_survives).await;
    }
}

#[tokio::test]
async fn a_failure_that_dies_anywhere_gives_its_use_back_once() {
    for fault in CRASHES {
        assert!(at_every_operation("pay", fault, Span::UntilCleared, decline_survives).await >= 4);
        assert!(at_every_operation("pay", fault, Span::UntilCleared, bank_survives).await >= 5);
        at_every_operation("pay", fault, Span::UntilCleared, anew_survives).await;
        assert!(at_every_operation("expire", fault, Span::UntilCleared, expire_survives).await >= 3);
    }
}

#[tokio::test]
async fn a_sweep_that_dies_anywhere_gives_back_what_is_due_once() {
    for fault in CRASHES {
        assert!(at_every_operation("sweep", fault, Span::UntilCleared, giving_up_survives).await >= 4);
        assert!(at_every_operation("sweep", fault, Span::UntilCleared, settlement_survives).await >= 4);
    }
}

#[tokio::test]
async fn what_a_test_plays_and_what_a_merchant_changes_dies_anywhere_without_losing_a_use() {
    for fault in CRASHES {
        assert!(at_every_operation("simulate", fault, Span::UntilCleared, helper_survives).await >= 5);
        assert!(at_every_operation("catalog", fault, Span::UntilCleared, change_survives).await >= 2);
    }
}

#[tokio::test]
async fn one_bad_answer_of_the_table_counts_nothing_twice() {
    for fault in FAULTS {
        at_every_operation("pay", fault, Span::Once, repeat_survives).await;
        at_every_operation("pay", fault, Span::Once, decline_survives).await;
        at_every_operation("pay", fault, Span::Once, anew_survives).await;
        at_every_operation("pay", fault, Span::Once, free_order_survives).await;
        at_every_operation("sweep", fault, Span::Once, giving_up_survives).await;
        at_every_operation("expire", fault, Span::Once, expire_survives).await;
        at_every_operation("catalog", fault, Span::Once, change_survives).await;
    }
}

#[tokio::test]
async fn a_transaction_of_somebody_else_is_not_even_noticed() {
    for nth in 0..2 {
        let merchant = one_use().await;
        let payer = Payer::of(&merchant, &format!("{}&customer_creation=always", with("ONE"))).await;
        let transactions = AtomicUsize::new(0);
        merchant.deployment.faults().set(move |call| {
            let meets = call.name == "TransactWriteItems" && transactions.fetch_add(1, SeqCst) == nth;
            if meets { Fault::Conflict } else { Fault::None }
        });
        if nth == 0 {
            assert_eq!(payer.pays("a", POOR).await.status, 402);
        }
        leads_to(&payer.pays("b", GOOD).await);
        merchant.deployment.faults().clear();
        payer.assert_true().await;
        assert_eq!(merchant.redeemed("coupons/ONE").await, 1);
    }
    for form in [TEA.to_owned(), with("TEN")] {
        at_every_operation("expire", Fault::Conflict, Span::Once, async |strike: Strike| {
            let merchant = shop();
            merchant.limits("TEN", 10).await;
            let payer = Payer::of(&merchant, &form).await;
            payer.pays("a", CHALLENGED).await;
            assert_eq!(
                strike.during(&merchant, merchant.expire(&payer.id)).await.done()["status"],
                "expired"
            );
            assert_eq!(merchant.redeemed("coupons/TEN").await, 0);
        })
        .await;
    }
}

#[tokio::test]
async fn a_use_is_never_held_without_what_gives_it_back() {
    let merchant = one_use().await;
    let payer = Payer::of(&merchant, &with("ONE")).await;
    let beside = |call: &Operation<'_>| call.function == "pay" && call.name == "BatchWriteItem";
    merchant.deployment.faults().set(
        move |call| {
            if beside(call) { Fault::TimeoutBefore } else { Fault::None }
        },
    );
    assert_eq!(payer.pays("a", GOOD).await.status, 503);
    merchant.deployment.faults().clear();
    assert_eq!((payer.holds(), merchant.redeemed("coupons/ONE").await), (true, 1));
    merchant.advance(120).await;
    assert_eq!((payer.holds(), merchant.redeemed("coupons/ONE").await), (false, 0));
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn a_table_that_stays_away_loses_no_use() {
    let fault = Fault::TimeoutAfter;
    at_every_operation("pay", fault, Span::UntilCleared, pay_survives).await;
    at_every_operation("pay", fault, Span::UntilCleared, bank_survives).await;
    at_every_operation("pay", fault, Span::UntilCleared, anew_survives).await;
    at_every_operation("sweep", fault, Span::UntilCleared, settlement_survives).await;
}
