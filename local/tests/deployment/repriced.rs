//! A merchant who changes what a session costs while its page is open.

use futures::future::join;
use serde_json::json;

use crate::merchant::TEA;
use crate::payer::{CHALLENGED, GOOD, Payer, by_card, entries, leads_to, shop};
use crate::races::{at_every_offset, offset};

const NOT_PAID: &str = "The payment did not go through.";

/// What the page said the session costs.
fn shown(text: &str) -> &str {
    let (_, after) = text.split_once("name=\"amount\" value=\"").expect("the form says what it shows");
    after.split('"').next().unwrap()
}

#[tokio::test]
async fn nobody_pays_what_they_did_not_see() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    let page = payer.looks().await;
    let session = payer.session().await;
    assert_eq!(shown(&page.text), session["amount_total"].to_string());

    let lines = merchant.get(format!("/v1/checkout/sessions/{}/line_items", payer.id)).await.done();
    let line = lines["data"][0]["id"].as_str().unwrap();
    merchant.update(&payer.id, &format!("line_items[0][id]={line}&line_items[0][quantity]=7")).await.done();

    let old = format!("amount={}&{}", shown(&page.text), by_card(GOOD));
    let again = payer.sends("a", &old).await;
    assert!(again.text.contains("The amount has changed"), "{}", again.text);
    assert_eq!((payer.status().await.as_str(), payer.announced().len()), ("open", 0));

    let new = format!("amount={}&{}", shown(&again.text), by_card(GOOD));
    leads_to(&payer.sends("b", &new).await);
    let paid = payer.session().await;
    assert_eq!(paid["payment_status"], "paid");
    assert_eq!(paid["amount_total"].to_string(), shown(&again.text));
}

#[tokio::test]
async fn a_payer_at_their_bank_is_not_charged_what_the_session_cost_before() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    leads_to(&payer.pays("a", CHALLENGED).await);
    let lines = merchant.get(format!("/v1/checkout/sessions/{}/line_items", payer.id)).await.done();
    let line = lines["data"][0]["id"].as_str().unwrap();
    merchant.update(&payer.id, &format!("line_items[0][id]={line}&line_items[0][quantity]=7")).await.done();

    let back = payer.comes_back(&payer.answers(true).await).await;
    let session = payer.session().await;
    assert_eq!(
        (&session["status"], shown(&back.text)),
        (&"open".into(), session["amount_total"].to_string().as_str())
    );
    assert!(back.text.contains(NOT_PAID), "they read what became of it: {}", back.text);
    leads_to(&payer.sends("b", &format!("amount={}&{}", shown(&back.text), by_card(GOOD))).await);
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn an_amount_that_nobody_can_have_seen_is_not_paid() {
    let merchant = shop();
    for amount in ["7,00", "7.00", "-700", "99999999999999999999", "seven"] {
        let payer = Payer::of(&merchant, TEA).await;
        let again = payer.sends("a", &format!("amount={amount}&{}", by_card(GOOD))).await;
        assert_eq!((shown(&again.text), payer.status().await.as_str()), ("700", "open"), "{amount}");
        assert!(entries(&merchant, &payer.id).is_empty(), "nobody was asked for money");
    }
}

#[tokio::test]
async fn who_pays_beside_an_update_pays_what_they_saw_or_nothing() {
    let merchant = shop();
    for amount in ["amount=700&", ""] {
        let counts = std::cell::Cell::new((0, 0));
        at_every_offset(async |first, second| {
            let payer = Payer::of(&merchant, TEA).await;
            let lines = merchant.line_items(&payer.id, "").await.done();
            let line = lines["data"][0]["id"].as_str().unwrap();
            let seven = format!("line_items[0][id]={line}&line_items[0][quantity]=7");
            let pays = payer.sends("a", &format!("{amount}{}", by_card(GOOD)));
            let (_, update) =
                join(offset(first, pays), offset(second, merchant.update(&payer.id, &seven))).await;
            let session = payer.session().await;
            let (paid, unpaid) = counts.get();
            if session["status"] == "complete" {
                // Whoever does not say what they saw pays what it cost when they came.
                let late = amount.is_empty() && second < first;
                assert!(session["amount_total"] == 700 || late, "{first} {second}: {session}");
                counts.set((paid + 1, unpaid));
            } else {
                assert_eq!((update.status, &session["amount_total"]), (200, &json!(4900)));
                counts.set((paid, unpaid + 1));
            }
            payer.assert_true().await;
        })
        .await;
        let (paid, unpaid) = counts.get();
        assert!(paid > 3 && (unpaid > 0 || amount.is_empty()), "{amount}: {paid} {unpaid}");
    }
}
