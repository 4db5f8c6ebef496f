//! A merchant who changes what a session costs while its page is open.

use crate::merchant::TEA;
use crate::payer::{CHALLENGED, GOOD, Payer, by_card, leads_to, shop};

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
    leads_to(&payer.sends("b", &format!("amount={}&{}", shown(&back.text), by_card(GOOD))).await);
    payer.assert_ends_true().await;
}
