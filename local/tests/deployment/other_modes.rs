//! What is completed without being paid at once: free orders, saved methods, subscriptions, trials, authorisations.

use serde_json::{Value, json};

use crate::merchant::{Merchant, TEA};
use crate::payer::{CHALLENGED, GOOD, POOR, Payer, approved, entries, leads_to, shop};

const SETUP: &str = "mode=setup&currency=eur&success_url=https://shop.example/thanks";
const CLUB: &str = "mode=subscription&success_url=https://shop.example/thanks&line_items[0][quantity]=1\
    &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=2000\
    &line_items[0][price_data][recurring][interval]=month&line_items[0][price_data][product_data][name]=Club";
const TRIAL: &str = "&subscription_data[trial_period_days]=7";

/// The customer's saved methods.
async fn kept(payer: &Payer<'_>, customer: &Value) -> Vec<Value> {
    let path = format!("/v1/customers/{}/payment_methods", customer.as_str().unwrap());
    payer.merchant.get(path).await.done()["data"].as_array().unwrap().clone()
}

/// The id of a customer whom an earlier payment made.
async fn returning(merchant: &Merchant) -> String {
    let payer = Payer::of(merchant, &format!("{TEA}&customer_creation=always")).await;
    leads_to(&payer.pays("a", GOOD).await);
    payer.session().await["customer"].as_str().unwrap().into()
}

#[tokio::test]
async fn a_free_order_asks_for_no_method_and_makes_no_payment_intent() {
    let merchant = shop();
    let payer = Payer::of(&merchant, &TEA.replace("=700", "=0")).await;
    let page = payer.looks().await;
    assert!(!page.text.contains("card[number]") && page.text.contains("id=\"pay\""));
    assert_eq!(leads_to(&payer.sends("a", "").await), "https://shop.example/thanks");
    let session = payer.session().await;
    assert_eq!((&session["status"], &session["payment_intent"]), (&json!("complete"), &Value::Null));
    assert_eq!(session["payment_status"], "no_payment_required");
    assert!(entries(&merchant, &payer.id).is_empty());
    assert_eq!(merchant.get(payer.intent()).await.status, 404);
    // Twice the same form, and one more from another tab.
    leads_to(&payer.sends("a", "").await);
    assert_eq!(payer.sends("b", "").await.status, 200);
    assert_eq!(payer.announced(), ["checkout.session.completed"]);
}

#[tokio::test]
async fn a_setup_saves_a_card_also_one_that_asks_the_payer() {
    let merchant = shop();
    for card in [GOOD, CHALLENGED] {
        let customer = returning(&merchant).await;
        let payer = Payer::of(&merchant, &format!("{SETUP}&customer={customer}")).await;
        let before = payer.session().await;
        let path = format!("/v1/setup_intents/{}", before["setup_intent"].as_str().unwrap());
        assert_eq!(merchant.get(path.clone()).await.done()["status"], "requires_payment_method");
        assert_eq!(payer.pays("a", POOR).await.status, 402);
        leads_to(&payer.pays("b", card).await);
        if card == CHALLENGED {
            assert_eq!(merchant.get(path.clone()).await.done()["status"], "requires_action");
            leads_to(&payer.answers(true).await);
        }
        let intent = merchant.get(path).await.done();
        assert_eq!(intent["status"], "succeeded");
        let session = payer.session().await;
        assert_eq!(session["payment_status"], "no_payment_required");
        assert_eq!((&session["customer"], &intent["customer"]), (&json!(customer), &json!(customer)));
        assert_eq!(kept(&payer, &session["customer"]).await[0]["id"], intent["payment_method"]);
        payer.assert_ends_true().await;
    }
}

#[tokio::test]
async fn a_subscription_makes_a_customer_a_subscription_and_an_invoice() {
    let merchant = shop();
    let payer = Payer::of(&merchant, CLUB).await;
    leads_to(&payer.pays("a", GOOD).await);
    let path = format!("{}?expand[]=subscription.latest_invoice&expand[]=customer", payer.id);
    let session = merchant.retrieve(&path).await.done();
    assert_eq!((&session["payment_status"], &session["payment_intent"]), (&json!("paid"), &Value::Null));
    let subscription = &session["subscription"];
    assert_eq!(
        (&subscription["status"], &subscription["customer"]),
        (&json!("active"), &session["customer"]["id"])
    );
    assert_eq!(subscription["latest_invoice"]["amount_paid"], 2000);
    assert_eq!(session["customer"]["email"], "ada@lovelace.example");
    assert_eq!(kept(&payer, &session["customer"]["id"]).await.len(), 1);
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn a_trial_asks_for_a_method_only_if_it_is_told_to_always() {
    let merchant = shop();
    let always = Payer::of(&merchant, &format!("{CLUB}{TRIAL}")).await;
    assert!(always.looks().await.text.contains("card[number]"));
    leads_to(&always.pays("a", GOOD).await);
    assert_eq!(approved(&entries(&merchant, &always.id)), 1);
    let lenient = format!("{CLUB}{TRIAL}&payment_method_collection=if_required");
    let lenient = Payer::of(&merchant, &lenient).await;
    assert!(!lenient.looks().await.text.contains("card[number]"));
    leads_to(&lenient.sends("a", "").await);
    assert!(entries(&merchant, &lenient.id).is_empty());
    for payer in [always, lenient] {
        let session = payer.session().await;
        assert_eq!(
            (&session["status"], &session["payment_status"]),
            (&json!("complete"), &json!("no_payment_required"))
        );
        let subscription = format!("/v1/subscriptions/{}", session["subscription"].as_str().unwrap());
        assert_eq!(merchant.get(subscription).await.done()["status"], "trialing");
    }
}

fn authorising() -> String {
    format!("{TEA}&payment_intent_data[capture_method]=manual")
}

#[tokio::test]
async fn an_authorised_payment_is_captured_whole_in_part_or_given_back() {
    let merchant = shop();
    for (form, status, received, paid, state) in [
        (Some(""), "succeeded", 700, "paid", "captured"),
        (Some("amount_to_capture=300"), "succeeded", 300, "paid", "captured"),
        (None, "canceled", 0, "unpaid", "released"),
    ] {
        let payer = Payer::of(&merchant, &authorising()).await;
        leads_to(&payer.pays("a", GOOD).await);
        let session = payer.session().await;
        assert_eq!((&session["status"], &session["payment_status"]), (&json!("complete"), &json!("unpaid")));
        let held = merchant.get(payer.intent()).await.done();
        assert_eq!((&held["status"], &held["amount_capturable"]), (&json!("requires_capture"), &json!(700)));
        let too_much = payer.captures("amount_to_capture=701").await;
        assert_eq!(too_much.refusal().1, "amount_too_large");
        let done = match form {
            Some(form) => payer.captures(form).await.done(),
            None => payer.cancels().await.done(),
        };
        assert_eq!((&done["status"], &done["amount_received"]), (&json!(status), &json!(received)));
        assert_eq!(payer.session().await["payment_status"], paid);
        assert_eq!(entries(&merchant, &payer.id)[0].1["state"], state);
        assert_eq!((payer.captures("").await.status, payer.cancels().await.status), (400, 400));
        payer.assert_ends_true().await;
        assert_eq!(payer.announced(), ["checkout.session.completed"]);
    }
}

#[tokio::test]
async fn the_payer_decides_whether_a_card_is_kept_where_they_are_asked() {
    let merchant = shop();
    let asking =
        format!("{TEA}&customer_creation=always&saved_payment_method_options[payment_method_save]=enabled");
    for (ticked, count) in [("&save_payment_method=true", 1), ("", 0)] {
        let payer = Payer::of(&merchant, &asking).await;
        let fields = format!("{}{ticked}", crate::payer::by_card(GOOD));
        leads_to(&payer.sends("a", &fields).await);
        let customer = &payer.session().await["customer"];
        assert_eq!(kept(&payer, customer).await.len(), count, "{ticked}");
    }
    let later = format!("{TEA}&customer_creation=always&payment_intent_data[setup_future_usage]=off_session");
    let later = Payer::of(&merchant, &later).await;
    leads_to(&later.pays("a", GOOD).await);
    assert_eq!(kept(&later, &later.session().await["customer"]).await.len(), 1);
}
