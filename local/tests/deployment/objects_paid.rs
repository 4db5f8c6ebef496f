//! Subscriptions, invoices and customers of completed sessions, and what becomes of money that was only authorised.

use http::Method;
use paydesk_model::lifecycle::Settlement;
use paydesk_model::session::Payment;
use serde_json::{Value, json};

use crate::till::{CLUB, Happening, KEY, TEA, Till, card, data, open, other};

#[tokio::test]
async fn a_subscription_is_active_once_it_is_paid_and_bills_by_the_calendar() {
    let till = Till::new().await;
    till.keep(&open("abc", CLUB, 0).pays(card(), Payment::Paid)).await;
    let subscription = till.get("/v1/subscriptions/sub_abc?expand[]=latest_invoice.payments").await.done();
    assert_eq!((&subscription["status"], &subscription["customer"]), (&json!("active"), &json!("cus_abc")));
    let items = data(&subscription["items"]);
    assert_eq!((items.len(), &items[0]["id"]), (1, &json!("si_abc_1")));
    let (start, end) = (&items[0]["current_period_start"], &items[0]["current_period_end"]);
    assert_eq!(end.as_i64().unwrap() - start.as_i64().unwrap(), 30 * 86_400);
    let invoice = &subscription["latest_invoice"];
    assert_eq!((&invoice["status"], &invoice["amount_paid"]), (&json!("paid"), &json!(2500)));
    assert_eq!(invoice["billing_reason"], "subscription_create");
    assert_eq!(data(&invoice["lines"]).len(), 2);
    assert_eq!(data(&invoice["payments"])[0]["payment"], json!({"charge": "ch_abc_1", "type": "charge"}));
    let charge = till.get("/v1/charges/ch_abc_1").await.done();
    assert_eq!((&charge["payment_intent"], &charge["amount"]), (&Value::Null, &json!(2500)));
}

#[tokio::test]
async fn a_trial_a_delayed_payment_and_a_failed_one_have_states_of_their_own() {
    let till = Till::new().await;
    let trial = format!("{CLUB}&subscription_data[trial_period_days]=7");
    till.keep(&open("trial", &trial, 0).pays(card(), Payment::Paid)).await;
    let delayed = |body: &str| open(body, CLUB, 0).pays(other("sepa_debit"), Payment::Processing);
    till.keep(&delayed("coming")).await;
    till.keep(&delayed("bounced").settles(Settlement::Failed(None))).await;
    for (body, status, invoice, remaining) in [
        ("trial", "trialing", "paid", 0),
        ("coming", "incomplete", "open", 2500),
        ("bounced", "incomplete_expired", "open", 2500),
    ] {
        let shown = till.get(&format!("/v1/subscriptions/sub_{body}?expand[]=latest_invoice")).await.done();
        assert_eq!(shown["status"], status);
        let latest = &shown["latest_invoice"];
        if body == "trial" {
            // The mug is no part of the trial.
            assert_eq!((&latest["status"], &latest["total"]), (&json!("paid"), &json!(500)));
            let days = shown["trial_end"].as_i64().unwrap() - shown["trial_start"].as_i64().unwrap();
            assert_eq!(days, 7 * 86_400);
            continue;
        }
        assert_eq!(
            (&latest["status"], &latest["amount_remaining"]),
            (&json!(invoice), &json!(remaining)),
            "{body}"
        );
    }
    let ids = |list: Value| -> Vec<Value> { data(&list).iter().map(|one| one["id"].clone()).collect() };
    let shown = ids(till.get("/v1/subscriptions").await.done());
    assert!(!shown.contains(&json!("sub_bounced")) && shown.len() == 2, "{shown:?}");
    assert_eq!(ids(till.get("/v1/subscriptions?status=all").await.done()).len(), 3);
    assert_eq!(ids(till.get("/v1/subscriptions?status=incomplete").await.done()), [json!("sub_coming")]);
    assert_eq!(ids(till.get("/v1/invoices?status=paid").await.done()), [json!("in_trial")]);
    assert_eq!(ids(till.get("/v1/invoices?subscription=sub_coming").await.done()), [json!("in_coming")]);
}

#[tokio::test]
async fn a_payment_makes_the_invoice_that_was_asked_for() {
    let till = Till::new().await;
    let asked = format!("{TEA}&invoice_creation[enabled]=true&invoice_creation[invoice_data][footer]=Bye");
    till.keep(&open("abc", &asked, 0).pays(card(), Payment::Paid)).await;
    let invoice = till.get("/v1/invoices/in_abc?expand[]=payments").await.done();
    assert_eq!((&invoice["footer"], &invoice["billing_reason"]), (&json!("Bye"), &json!("manual")));
    assert_eq!((&invoice["parent"], &invoice["number"]), (&Value::Null, &json!("ABC-0001")));
    assert_eq!(data(&invoice["payments"])[0]["payment"]["payment_intent"], "pi_abc");
    till.keep(&open("plain", TEA, 0).pays(card(), Payment::Paid)).await;
    assert_eq!(till.get("/v1/invoices/in_plain").await.status, 404);
}

#[tokio::test]
async fn a_customer_is_found_by_id_by_address_and_behind_what_they_paid() {
    let till = Till::new().await;
    let member = open("abc", CLUB, 0).pays(card(), Payment::Paid);
    till.keep(&member).await;
    let customer = till.keep_customer(&member).await;
    let shown = till.get("/v1/customers/cus_abc").await.done();
    assert_eq!((&shown["email"], &shown["id"]), (&json!("ada@example.com"), &json!(customer.id)));
    let session = till
        .ask(KEY, "retrieve", Method::GET, "/v1/checkout/sessions/cs_test_abc?expand[]=customer", "", None)
        .await;
    assert_eq!(session.done()["customer"], shown);
    let found = till.get("/v1/customers?email=ADA@example.com").await.done();
    assert_eq!(data(&found), std::slice::from_ref(&shown));
    assert!(data(&till.get("/v1/customers?email=bob@example.com").await.done()).is_empty());
    assert_eq!(data(&till.get("/v1/customers").await.done()), &[shown]);
    let saved = till.get("/v1/customers/cus_abc/payment_methods?type=card").await.done();
    assert_eq!(
        (&data(&saved)[0]["id"], &data(&saved)[0]["customer"]),
        (&json!("pm_abc_1"), &json!("cus_abc"))
    );
    assert_eq!(saved["url"], "/v1/customers/cus_abc/payment_methods");
    assert!(data(&till.get("/v1/customers/cus_abc/payment_methods?type=paypal").await.done()).is_empty());
    assert_eq!(till.get("/v1/customers/cus_xyz/payment_methods").await.status, 404);
}

#[tokio::test]
async fn a_session_brings_along_everything_behind_it() {
    let till = Till::new().await;
    let paid = open("abc", TEA, 0).pays(card(), Payment::Paid);
    till.keep(&paid).await;
    let path = "/v1/checkout/sessions/cs_test_abc?expand[]=payment_intent.latest_charge&expand[]=payment_intent.payment_method\
        &expand[]=payment_intent.customer&expand[]=payment_link";
    let session = till.ask(KEY, "retrieve", Method::GET, path, "", None).await.done();
    let intent = &session["payment_intent"];
    assert_eq!(
        (&intent["latest_charge"]["id"], &intent["payment_method"]["id"]),
        (&json!("ch_abc_1"), &json!("pm_abc_1"))
    );
    assert_eq!(session["payment_link"], Value::Null);
    let listed = "/v1/checkout/sessions?expand[]=data.payment_intent.latest_charge.payment_intent";
    let refused = till.ask(KEY, "list", Method::GET, &format!("{listed}.customer"), "", None).await;
    assert_eq!(refused.refusal(), (400, "-".into(), "expand[0]".into()));
    let list = till.ask(KEY, "list", Method::GET, listed, "", None).await.done();
    assert_eq!(data(&list)[0]["payment_intent"]["latest_charge"]["payment_intent"]["id"], "pi_abc");
    let camel = "/checkout-sessions/cs_test_abc?expand[]=paymentIntent.latestCharge";
    let camel = till.ask(KEY, "retrieve", Method::GET, camel, "", None).await.done();
    assert_eq!(camel["paymentIntent"]["latestCharge"]["amountCaptured"], 1400);
}

#[tokio::test]
async fn an_authorised_payment_is_captured_once_in_full_or_in_part() {
    let till = Till::new().await;
    for body in ["full", "part"] {
        till.keep_authorised(body).await;
    }
    let held = till.get("/v1/payment_intents/pi_full").await.done();
    assert_eq!((&held["status"], &held["amount_capturable"]), (&json!("requires_capture"), &json!(1400)));
    let captured = till.post("/v1/payment_intents/pi_full/capture", "expand[]=latest_charge").await.done();
    assert_eq!((&captured["status"], &captured["amount_received"]), (&json!("succeeded"), &json!(1400)));
    assert_eq!(captured["latest_charge"]["captured"], true);
    let too_much = till.post("/v1/payment_intents/pi_part/capture", "amount_to_capture=1401").await;
    assert_eq!(too_much.refusal(), (400, "amount_too_large".into(), "amount_to_capture".into()));
    let path = "/v1/payment_intents/pi_part/capture";
    let part = till.ask(KEY, "capture", Method::POST, path, "amount_to_capture=900", Some("order")).await;
    assert_eq!((part.done()["amount_received"].clone(), part.replayed()), (json!(900), false));
    let again = till.ask(KEY, "capture", Method::POST, path, "amount_to_capture=900", Some("order")).await;
    assert_eq!((again.done(), again.replayed()), (part.done(), true));
    let twice = till.post(path, "").await;
    assert_eq!(twice.refusal(), (400, "payment_intent_unexpected_state".into(), "-".into()));
}

#[tokio::test]
async fn an_authorisation_is_given_back_for_a_reason() {
    let till = Till::new().await;
    till.keep_authorised("abc").await;
    let path = "/v1/payment_intents/pi_abc/cancel";
    let unknown = till.post(path, "cancellation_reason=boredom").await;
    assert_eq!(unknown.refusal(), (400, "-".into(), "cancellation_reason".into()));
    let canceled = till.post(path, "cancellation_reason=duplicate").await.done();
    assert_eq!(
        (&canceled["status"], &canceled["cancellation_reason"]),
        (&json!("canceled"), &json!("duplicate"))
    );
    assert!(canceled["canceled_at"].is_i64());
    for path in [path, "/v1/payment_intents/pi_abc/capture"] {
        let refused = till.post(path, "").await;
        assert_eq!(refused.refusal(), (400, "payment_intent_unexpected_state".into(), "-".into()), "{path}");
    }
}

#[tokio::test]
async fn an_intent_of_an_open_session_is_ended_with_its_session() {
    let till = Till::new().await;
    till.keep(&open("abc", TEA, 0).declined("card_declined", None)).await;
    let refused = till.post("/v1/payment_intents/pi_abc/cancel", "").await;
    assert_eq!(refused.refusal(), (400, "payment_intent_unexpected_state".into(), "-".into()));
    assert!(refused.text.contains("expire the session instead"), "{}", refused.text);
    assert_eq!(till.post("/v1/payment_intents/pi_none/cancel", "").await.status, 404);
    let get = till.ask(KEY, "objects", Method::GET, "/v1/payment_intents/pi_abc/cancel", "", None).await;
    assert!(get.status == 404 || get.status == 405, "{}", get.text);
}
