//! Truth under races: whoever comes at the same time as a payer, one of them wins, and both are told what is true.

use std::future::IntoFuture;

use futures::future::join;
use serde_json::json;

use crate::merchant::{Answer, HOUR, TEA};
use crate::payer::{CHALLENGED, GOOD, Payer, approved, by_iban, entries, goes_on, leads_to, shop};

const MASTERCARD: &str = "5555555555554444";
/// As far into the first that the second begins after the first's end.
const OFFSETS: usize = 26;

/// Starts the second so many turns after the first: a turn is half a call of the table.
pub async fn offset<T>(turns: usize, late: impl IntoFuture<Output = T>) -> T {
    for _ in 0..turns {
        tokio::task::yield_now().await;
    }
    late.await
}

/// Runs a story with the second at every distance from the first, either of them ahead.
pub async fn at_every_offset(story: impl AsyncFn(usize, usize)) {
    for turns in (0..OFFSETS).step_by(2) {
        story(turns, 0).await;
        story(0, turns + 1).await;
    }
}

fn tells_the_truth(answer: &Answer) {
    assert!([200, 303, 400, 402, 410, 429].contains(&answer.status), "{}: {}", answer.status, answer.text);
}

#[tokio::test]
async fn an_expiry_and_a_payment_at_once_leave_one_of_them() {
    let merchant = shop();
    let (paid, expired) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    at_every_offset(async |first, second| {
        let payer = Payer::of(&merchant, TEA).await;
        let (pay, expire) =
            join(offset(first, payer.pays("a", GOOD)), offset(second, merchant.expire(&payer.id))).await;
        tells_the_truth(&pay);
        let status = payer.status().await;
        match status.as_str() {
            "complete" => assert_eq!((goes_on(&pay), expire.status), (true, 400)),
            "expired" => assert_eq!((pay.status, expire.status), (410, 200)),
            other => panic!("{other}"),
        }
        paid.set(paid.get() + usize::from(status == "complete"));
        expired.set(expired.get() + usize::from(status == "expired"));
        payer.assert_true().await;
    })
    .await;
    assert!(paid.get() > 3 && expired.get() > 3, "{paid:?} {expired:?}");
}

#[tokio::test]
async fn two_tabs_with_different_cards_take_money_once() {
    let merchant = shop();
    at_every_offset(async |first, second| {
        let payer = Payer::of(&merchant, TEA).await;
        let (one, two) =
            join(offset(first, payer.pays("a", GOOD)), offset(second, payer.pays("b", MASTERCARD))).await;
        tells_the_truth(&one);
        tells_the_truth(&two);
        assert_ne!(goes_on(&one), goes_on(&two), "{} {}", one.text, two.text);
        assert_eq!(
            (payer.status().await.as_str(), approved(&entries(&merchant, &payer.id))),
            ("complete", 1)
        );
        payer.assert_true().await;
    })
    .await;
}

#[tokio::test]
async fn a_double_click_is_one_attempt_with_one_outcome_for_both() {
    let merchant = shop();
    for (card, status) in [(GOOD, 200), (crate::payer::POOR, 402), (CHALLENGED, 303)] {
        at_every_offset(async |first, second| {
            let payer = Payer::of(&merchant, TEA).await;
            let (one, two) =
                join(offset(first, payer.pays("a", card)), offset(second, payer.pays("a", card))).await;
            assert_eq!((one.status, two.status), (status, status), "{} {}", one.text, two.text);
            assert_eq!((goes_on(&one), one.header("location")), (goes_on(&two), two.header("location")));
            assert_eq!(entries(&merchant, &payer.id).len(), 1);
            payer.assert_true().await;
        })
        .await;
    }
}

#[tokio::test]
async fn a_yes_and_a_no_at_the_bank_are_taken_once() {
    let merchant = shop();
    at_every_offset(async |first, second| {
        let payer = Payer::of(&merchant, TEA).await;
        payer.pays("a", CHALLENGED).await;
        let (yes, no) = join(offset(first, payer.answers(true)), offset(second, payer.answers(false))).await;
        tells_the_truth(&yes);
        tells_the_truth(&no);
        payer.assert_true().await;
        assert!(payer.session().await["status"] != "expired");
        payer.pays("b", GOOD).await;
        assert_eq!(payer.status().await, "complete");
        payer.assert_true().await;
    })
    .await;
}

#[tokio::test]
async fn a_payer_at_their_bank_while_the_merchant_expires_or_another_tab_pays() {
    let merchant = shop();
    at_every_offset(async |first, second| {
        let payer = Payer::of(&merchant, TEA).await;
        payer.pays("a", CHALLENGED).await;
        let (yes, expire) =
            join(offset(first, payer.answers(true)), offset(second, merchant.expire(&payer.id))).await;
        tells_the_truth(&yes);
        assert_eq!(expire.status == 200, payer.status().await == "expired", "{}", expire.text);
        payer.assert_true().await;
        let payer = Payer::of(&merchant, TEA).await;
        payer.pays("a", CHALLENGED).await;
        let (yes, anew) =
            join(offset(first, payer.answers(true)), offset(second, payer.pays("b", GOOD))).await;
        tells_the_truth(&yes);
        tells_the_truth(&anew);
        assert_eq!(payer.status().await, "complete");
        payer.assert_true().await;
    })
    .await;
}

#[tokio::test]
async fn a_capture_and_a_cancel_at_once_do_one_thing() {
    let merchant = shop();
    let authorising = format!("{TEA}&payment_intent_data[capture_method]=manual");
    at_every_offset(async |first, second| {
        let payer = Payer::of(&merchant, &authorising).await;
        payer.pays("a", GOOD).await;
        let (capture, cancel) =
            join(offset(first, payer.captures("")), offset(second, payer.cancels())).await;
        assert_eq!(
            (capture.status == 200, cancel.status == 200),
            (cancel.status == 400, capture.status == 400)
        );
        let state = entries(&merchant, &payer.id)[0].1["state"].clone();
        let (said, paid) = if capture.status == 200 { ("captured", "paid") } else { ("released", "unpaid") };
        assert_eq!((state, payer.session().await["payment_status"].clone()), (json!(said), json!(paid)));
    })
    .await;
}

#[tokio::test]
async fn an_update_beside_a_payment_loses_neither() {
    let merchant = shop();
    at_every_offset(async |first, second| {
        let payer = Payer::of(&merchant, TEA).await;
        let (pay, update) = join(
            offset(first, payer.pays("a", GOOD)),
            offset(second, merchant.update(&payer.id, "metadata[note]=kept")),
        )
        .await;
        assert_eq!((goes_on(&pay), update.status), (true, 200), "{} {}", pay.text, update.text);
        let session = payer.session().await;
        assert_eq!((&session["status"], &session["metadata"]["note"]), (&json!("complete"), &json!("kept")));
        payer.assert_true().await;
    })
    .await;
}

#[tokio::test]
async fn a_payment_that_begins_in_the_last_second_counts_and_one_second_later_none_does() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    merchant.deployment.clock().advance_seconds(HOUR - 1);
    payer.pays("a", CHALLENGED).await;
    merchant.advance(60).await;
    assert_eq!((payer.status().await.as_str(), payer.announced().len()), ("open", 0));
    leads_to(&payer.answers(true).await);
    payer.assert_ends_true().await;
    assert_eq!(payer.announced(), ["checkout.session.completed"]);
    let late = Payer::of(&merchant, TEA).await;
    merchant.deployment.clock().advance_seconds(HOUR);
    let answer = late.pays("a", GOOD).await;
    assert_eq!(crate::payer::notice(&answer), Some("expired"));
    assert!(entries(&merchant, &late.id).is_empty());
    late.assert_ends_true().await;
    // At the bank until it was too late to try again.
    let failed = Payer::of(&merchant, TEA).await;
    merchant.deployment.clock().advance_seconds(HOUR - 1);
    failed.pays("a", CHALLENGED).await;
    merchant.deployment.clock().advance_seconds(60);
    let back = failed.comes_back(&failed.answers(false).await).await;
    assert_eq!(crate::payer::notice(&back), Some("expired"));
    assert_eq!(failed.announced(), ["checkout.session.expired"]);
    failed.assert_ends_true().await;
}

#[tokio::test]
async fn the_sweep_that_gives_an_attempt_up_meets_the_payer_who_comes_back() {
    let merchant = shop();
    at_every_offset(async |first, second| {
        let payer = Payer::of(&merchant, TEA).await;
        payer.pays("a", CHALLENGED).await;
        merchant.deployment.clock().advance_seconds(16 * 60);
        let (yes, ()) = join(offset(first, payer.answers(true)), offset(second, merchant.advance(60))).await;
        tells_the_truth(&yes);
        payer.assert_true().await;
        merchant.advance(120).await;
        payer.assert_true().await;
        tells_the_truth(&payer.pays("b", GOOD).await);
        assert_eq!(payer.status().await, "complete");
        payer.assert_true().await;
    })
    .await;
}

#[tokio::test]
async fn a_settlement_told_twice_or_both_ways_at_once_is_taken_once() {
    let merchant = shop();
    let debited = format!("{TEA}&payment_method_types[0]=sepa_debit");
    at_every_offset(async |first, second| {
        for other in ["succeeded", "failed"] {
            let payer = Payer::of(&merchant, &debited).await;
            payer.sends("a", &by_iban("DE89370400440532013000")).await;
            let (one, two) = join(
                offset(first, payer.plays("settle", "outcome=succeeded")),
                offset(second, payer.plays("settle", &format!("outcome={other}"))),
            )
            .await;
            let both = usize::from(one.status == 200) + usize::from(two.status == 200);
            assert_eq!(both, if other == "succeeded" { 2 } else { 1 }, "{} {}", one.text, two.text);
            assert_eq!(payer.announced().len(), 2, "{:?}", payer.announced());
            payer.assert_true().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_settlement_by_hand_meets_the_sweeps() {
    let merchant = shop();
    let debited = format!("{TEA}&payment_method_types[0]=sepa_debit");
    at_every_offset(async |first, second| {
        let payer = Payer::of(&merchant, &debited).await;
        payer.sends("a", &by_iban("DE89370400440532013000")).await;
        merchant.deployment.clock().advance_seconds(60);
        let (_, ()) = join(
            offset(first, payer.plays("settle", "outcome=failed")),
            offset(second, merchant.advance(60)),
        )
        .await;
        assert_eq!(payer.announced().len(), 2, "{:?}", payer.announced());
        payer.assert_true().await;
    })
    .await;
}
