//! A payer who chooses while something else happens: an update, a payment, another choice, a table that fails.

use futures::future::join;
use paydesk_local::connector::Fault;
use serde_json::json;

use crate::choosing::{CART, cart, cart_of, payer, shown};
use crate::crash::{CRASHES, Span, at_every_operation};
use crate::payer::{GOOD, Payer, by_card, goes_on, shop};
use crate::races::{at_every_offset, offset};

const FAILURES: [Fault; 4] = [Fault::Throttle, Fault::Unavailable, Fault::TimeoutBefore, Fault::TimeoutAfter];

#[tokio::test]
async fn a_choice_beside_an_update_loses_neither() {
    let merchant = shop();
    let form = cart(&merchant).await;
    at_every_offset(async |first, second| {
        let payer = Payer::of(&merchant, &form).await;
        let (chosen, updated) = join(
            offset(first, payer.chooses("quantity-1-4", "")),
            offset(second, merchant.update(&payer.id, "metadata[note]=kept")),
        )
        .await;
        assert_eq!((chosen.status, updated.status), (200, 200), "{} {}", chosen.text, updated.text);
        let session = payer.session().await;
        assert_eq!(
            (&session["amount_total"], &session["metadata"]["note"]),
            (&json!(CART + 1000), &json!("kept"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_choice_beside_a_payment_is_paid_for_or_is_not_made() {
    let merchant = shop();
    let form = cart(&merchant).await;
    let (before, after) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    at_every_offset(async |first, second| {
        let payer = Payer::of(&merchant, &form).await;
        let pays = payer.sends("b", &format!("amount={CART}&{}", by_card(GOOD)));
        let (chosen, paid) =
            join(offset(first, payer.chooses("quantity-1-4", "")), offset(second, pays)).await;
        assert!([200, 409].contains(&chosen.status), "{}", chosen.text);
        let session = payer.session().await;
        match session["status"].as_str() {
            Some("complete") => {
                assert_eq!((&session["amount_total"], goes_on(&paid)), (&json!(CART), true), "{}", paid.text);
                before.set(before.get() + 1);
            }
            _ => {
                assert_eq!((&session["amount_total"], shown(&paid)), (&json!(CART + 1000), CART + 1000));
                after.set(after.get() + 1);
            }
        }
        payer.assert_true().await;
    })
    .await;
    assert!(before.get() > 3 && after.get() > 3, "{before:?} {after:?}");
}

#[tokio::test]
async fn two_choices_at_once_are_both_made() {
    let merchant = shop();
    let form = cart(&merchant).await;
    at_every_offset(async |first, second| {
        let payer = Payer::of(&merchant, &form).await;
        join(offset(first, payer.chooses("quantity-1-4", "")), offset(second, payer.chooses("add-0", "")))
            .await;
        assert_eq!(payer.lines().await, cart_of(&[("Tea", 4), ("Strainer", 2), ("Cup", 1)]));
        assert_eq!(payer.due().await, CART + 1800);
    })
    .await;
}

#[tokio::test]
async fn a_choice_whose_table_dies_is_made_or_is_not_and_can_be_made_again() {
    for fault in FAILURES.into_iter().chain(CRASHES) {
        let calls = at_every_operation("pay", fault, Span::Once, async |strike| {
            let merchant = shop();
            merchant.makes("coupons", "id=TEN&percent_off=10").await;
            merchant.makes("promotion_codes", "promotion[type]=coupon&promotion[coupon]=TEN&code=TEN").await;
            let payer = payer(&merchant).await;
            let chooses = payer.sends("a", "change=code&quantity-1=4&promotion_code=ten");
            let answer = strike.during(&merchant, chooses).await;
            assert!([200, 500, 503].contains(&answer.status), "{}: {}", answer.status, answer.text);
            let made = CART + 1000 - 378;
            let due = payer.due().await;
            assert!([CART, made].contains(&due), "{due}");
            assert!(answer.status != 200 || shown(&answer) == due && due == made, "{}", answer.text);
            payer.chooses("code", "&quantity-1=4&promotion_code=ten").await;
            assert_eq!(payer.due().await, made);
        })
        .await;
        assert!(calls > 4, "the session, the code's name, the code, its coupon, the session");
    }
}
