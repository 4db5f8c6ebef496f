//! Paying on the page: the form and where it leads, cards that are declined, banks and sites that ask the payer.

use serde_json::{Value, json};

use crate::merchant::TEA;
use crate::payer::{
    CHALLENGED, CHALLENGED_AND_DECLINED, DECLINED, GOOD, POOR, Payer, approved, by_card, entries, leads_to,
    notice, shop,
};

const COMPLETED: [&str; 1] = ["checkout.session.completed"];
const REPLACED_TWICE: &str = "mode=payment&success_url=https%3A%2F%2Fshop.example%2F{CHECKOUT_SESSION_ID}%3Fid%3D{CHECKOUT_SESSION_ID}\
    &line_items[0][quantity]=1&line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=700\
    &line_items[0][price_data][product_data][name]=Tea";

#[tokio::test]
async fn the_form_of_the_page_pays_and_leads_back_with_the_sessions_id_wherever_it_was_asked_for() {
    let merchant = shop();
    let payer = Payer::of(&merchant, REPLACED_TWICE).await;
    let page = payer.looks().await;
    assert_eq!(page.status, 200);
    let form = page.text.split("name=\"form\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let paid = payer.pays(form, GOOD).await;
    assert_eq!(leads_to(&paid), format!("https://shop.example/{0}?id={0}", payer.id));
    let session = payer.session().await;
    assert_eq!((&session["status"], &session["payment_status"]), (&json!("complete"), &json!("paid")));
    assert_eq!(session["payment_intent"], payer.id.replace("cs_test", "pi"));
    assert_eq!((&session["url"], &session["customer"]), (&Value::Null, &Value::Null));
    assert_eq!(session["customer_details"]["email"], "ada@lovelace.example");
    assert_eq!(payer.announced(), COMPLETED);
    let intent = merchant.get(payer.intent()).await.done();
    assert_eq!((&intent["status"], &intent["amount_received"]), (&json!("succeeded"), &json!(700)));
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn a_declined_card_leaves_the_session_open_and_another_one_pays_it() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    for (form, card) in [("a", DECLINED), ("b", POOR)] {
        let declined = payer.pays(form, card).await;
        assert_eq!(declined.status, 402);
        assert!(declined.text.contains("id=\"alert\""), "{}", declined.text);
        assert_eq!(payer.status().await, "open");
    }
    let intent = merchant.get(payer.intent()).await.done();
    assert_eq!(intent["status"], "requires_payment_method");
    assert_eq!(intent["last_payment_error"]["decline_code"], "insufficient_funds");
    leads_to(&payer.pays("c", GOOD).await);
    assert_eq!(
        (payer.announced(), entries(&merchant, &payer.id).len()),
        (COMPLETED.map(String::from).into(), 3)
    );
    let intent = merchant.get(format!("{}?expand[]=latest_charge", payer.intent())).await.done();
    assert_eq!((&intent["status"], &intent["last_payment_error"]), (&json!("succeeded"), &Value::Null));
    assert!(intent["latest_charge"]["id"].as_str().unwrap().ends_with("_3"), "{intent}");
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn a_form_with_mistakes_names_them_and_tries_nothing() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    let wrong = [
        by_card("4242424242424241"),
        by_card("4242"),
        by_card(GOOD).replace("12/34", "12/20"),
        by_card(GOOD).replace("987", "9"),
        by_card(GOOD).replace("payment_method=card", "payment_method=oxxo"),
        by_card(GOOD).replace("country]=DE", "country]="),
        "payment_method=card".into(),
    ];
    for fields in wrong {
        let again = payer.sends("a", &fields).await;
        assert!([200, 402, 422].contains(&again.status), "{}", again.status);
        assert!(again.text.contains("class=\"error\""), "{fields}");
    }
    assert!(entries(&merchant, &payer.id).is_empty() && payer.session().await["payment_intent"].is_null());
    leads_to(&payer.pays("a", GOOD).await);
    payer.assert_true().await;
}

#[tokio::test]
async fn a_bank_that_asks_the_payer_is_answered_yes() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    let asked = payer.pays("a", CHALLENGED).await;
    assert!(leads_to(&asked).ends_with(&format!("{}/bank", payer.path)));
    let bank = merchant.follow(&format!("{}/bank", payer.path)).await;
    assert!(
        bank.text.contains(&payer.attempt()) && bank.text.contains("value=\"authorise\""),
        "{}",
        bank.text
    );
    let open = payer.session().await;
    assert_eq!((&open["status"], &open["payment_status"]), (&json!("open"), &json!("unpaid")));
    assert_eq!(merchant.get(payer.intent()).await.done()["status"], "requires_action");
    assert_eq!(approved(&entries(&merchant, &payer.id)), 0);
    assert!(leads_to(&payer.answers(true).await).starts_with("https://shop.example"));
    assert_eq!(payer.announced(), COMPLETED);
    let charge = merchant.get(format!("{}?expand[]=latest_charge", payer.intent())).await.done();
    let secure = &charge["latest_charge"]["payment_method_details"]["card"]["three_d_secure"];
    assert_eq!(secure["result"], "authenticated", "{charge}");
    // Going back and answering again changes nothing.
    for yes in [true, false] {
        payer.answers(yes).await;
        assert_eq!(payer.status().await, "complete");
    }
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn a_payer_who_fails_at_their_bank_tries_again() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    payer.pays("a", CHALLENGED).await;
    let failed = payer.comes_back(&payer.answers(false).await).await;
    assert!(failed.text.contains("id=\"alert\""), "{}", failed.text);
    let intent = merchant.get(payer.intent()).await.done();
    assert_eq!(intent["last_payment_error"]["code"], "payment_intent_authentication_failure");
    // A late yes to what was refused is too late.
    payer.comes_back(&payer.answers(true).await).await;
    payer.pays("b", CHALLENGED_AND_DECLINED).await;
    payer.comes_back(&payer.answers(true).await).await;
    assert_eq!(payer.status().await, "open");
    leads_to(&payer.pays("c", GOOD).await);
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn a_payer_who_leaves_their_bank_may_start_anew_and_the_first_try_is_over() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    payer.pays("a", CHALLENGED).await;
    let left = payer.attempt();
    assert_eq!(payer.looks().await.status, 200);
    leads_to(&payer.pays("b", GOOD).await);
    assert_eq!(notice(&payer.answers_for(&left, true).await), Some("complete"));
    let states: Vec<Value> =
        entries(&merchant, &payer.id).into_iter().map(|(_, entry)| entry["state"].clone()).collect();
    assert_eq!(states, ["given_up", "approved"]);
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn a_payer_who_stays_at_their_bank_for_too_long_is_told_that_nothing_was_paid() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    payer.pays("a", CHALLENGED).await;
    let left = payer.attempt();
    merchant.advance(20 * 60).await;
    let late = payer.comes_back(&payer.answers_for(&left, true).await).await;
    assert!(late.text.contains("You have not been charged."), "{}", late.text);
    assert!(payer.sends("a", &by_card(CHALLENGED)).await.text.contains("You have not been charged."));
    assert_eq!(approved(&entries(&merchant, &payer.id)), 0);
    leads_to(&payer.pays("b", GOOD).await);
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn a_method_with_a_site_of_its_own_is_authorised_there_or_not() {
    let merchant = shop();
    let payer =
        Payer::of(&merchant, &format!("{TEA}&payment_method_types[0]=card&payment_method_types[1]=ideal"))
            .await;
    let fields = "payment_method=ideal&billing[name]=Ada";
    assert!(leads_to(&payer.sends("a", fields).await).ends_with("/bank"));
    payer.comes_back(&payer.answers(false).await).await;
    leads_to(&payer.sends("b", fields).await);
    assert!(leads_to(&payer.answers(true).await).starts_with("https://shop.example"));
    let session = payer.session().await;
    assert_eq!(session["payment_status"], "paid");
    let charge = merchant.get(format!("{}?expand[]=latest_charge", payer.intent())).await.done();
    assert_eq!(charge["latest_charge"]["payment_method_details"]["type"], "ideal");
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn the_payer_who_paid_goes_on_and_anyone_else_reads_that_it_is_complete() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    leads_to(&payer.pays("a", GOOD).await);
    assert_eq!(leads_to(&payer.pays("a", GOOD).await), "https://shop.example/thanks");
    let other = payer.pays("b", "5555555555554444").await;
    assert_eq!((other.status, notice(&other)), (200, Some("complete")));
    assert_eq!(notice(&payer.looks().await), Some("complete"));
    assert_eq!(entries(&merchant, &payer.id).len(), 1);
}

#[tokio::test]
async fn the_helpers_of_tests_play_what_a_payer_does() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    payer.plays("fail", "decline_code=lost_card").await.done();
    let intent = merchant.get(payer.intent()).await.done();
    assert_eq!(intent["last_payment_error"]["decline_code"], "lost_card");
    let declined = payer.plays("complete", "payment_method=pm_card_chargeDeclinedInsufficientFunds").await;
    assert_eq!(declined.status, 402);
    assert_eq!(declined.json()["error"]["decline_code"], "insufficient_funds");
    let complete = payer.plays("complete", "payment_method=pm_card_threeDSecureRequired").await.done();
    assert_eq!((&complete["status"], &complete["payment_status"]), (&json!("complete"), &json!("paid")));
    assert_eq!(payer.plays("complete", "").await.status, 400);
    assert_eq!(payer.plays("fail", "").await.status, 400);
    assert_eq!(payer.plays("settle", "outcome=succeeded").await.status, 400);
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn a_helper_with_a_key_is_played_once_and_answers_the_same_again() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    let poor = "payment_method=pm_card_chargeDeclinedInsufficientFunds";
    for _ in 0..2 {
        let declined = payer.plays("complete", poor).keyed("poor").await;
        assert_eq!((declined.status, entries(&merchant, &payer.id).len()), (402, 1));
    }
    for again in [false, true] {
        let failed = payer.plays("fail", "").keyed("fail").await;
        assert_eq!((failed.status, failed.replayed(), entries(&merchant, &payer.id).len()), (200, again, 2));
    }
    assert_eq!(payer.plays("complete", "").keyed("fail").await.json()["error"]["type"], "idempotency_error");
    for again in [false, true] {
        let complete = payer.plays("complete", "").keyed("good").await;
        assert_eq!((complete.done()["status"].clone(), complete.replayed()), (json!("complete"), again));
    }
    let both = [payer.plays("complete", poor).keyed("poor"), payer.plays("fail", "").keyed("fail")];
    for ask in both {
        assert_eq!(ask.await.done()["status"], "complete", "a replay shows the session as it is now");
    }
    assert_eq!(entries(&merchant, &payer.id).len(), 3);
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn a_page_of_the_merchants_own_shows_the_session_and_confirms_it() {
    let merchant = shop();
    let form =
        TEA.replace("success_url=https://shop.example/thanks", "return_url=https://shop.example/thanks");
    let session = merchant.create(&format!("{form}&ui_mode=elements")).await.done();
    let secret = session["client_secret"].as_str().unwrap();
    let (id, token) = secret.split_once("_secret_").unwrap();
    let path = format!("/c/api/{id}/{token}");
    assert_eq!(merchant.follow_json(&path).await.done()["status"], "open");
    let fields = |card: &str| format!("form=a{card}&email=ada@lovelace.example&{}", by_card(card));
    let declined = merchant.confirm(&path, &fields(POOR)).await;
    assert_eq!((declined.status, &declined.json()["error"]["code"]), (402, &json!("card_declined")));
    let asked = merchant.confirm(&path, &fields(CHALLENGED)).await.done();
    assert_eq!(asked["next_action"]["type"], "redirect_to_url", "{asked}");
    let payer = Payer { merchant: &merchant, id: id.into(), path: format!("/c/pay/{id}/{token}") };
    let failed = payer.answers(false).await;
    assert_eq!(
        (notice(&failed), leads_to(&failed).as_str()),
        (Some("canceled"), "https://shop.example/thanks")
    );
    merchant.confirm(&path, &fields(CHALLENGED).replace("form=a", "form=b")).await.done();
    let paid = payer.answers(true).await;
    assert_eq!((notice(&paid), leads_to(&paid).as_str()), (Some("complete"), "https://shop.example/thanks"));
    assert_eq!(merchant.follow_json(&path).await.done()["status"], "complete");
    payer.assert_ends_true().await;
}
