//! The payment intent, its charges and its method, through everything that can happen to a session.

use http::Method;
use paydesk_model::lifecycle::Settlement;
use paydesk_model::payment::{Action, Decline};
use paydesk_model::session::{Payment, Session};
use serde_json::{Value, json};

use crate::till::{Happening, LIVE_KEY, NEIGHBOUR, SETUP, TEA, Till, card, open, other};
use crate::world::START;

async fn intent_of(session: Session) -> Value {
    let till = Till::new().await;
    till.keep(&session).await;
    till.get(&format!("/v1/payment_intents/pi_{}", session.id.body())).await.done()
}

fn tea() -> Session {
    open("abc", TEA, 0)
}

#[tokio::test]
async fn a_session_that_nobody_tried_to_pay_has_no_payment_intent() {
    let till = Till::new().await;
    till.keep(&tea()).await;
    let missing = till.get("/v1/payment_intents/pi_abc").await;
    assert_eq!(missing.refusal(), (404, "resource_missing".into(), "-".into()));
    assert_eq!(missing.json()["error"]["message"], "No such payment_intent: 'pi_abc'");
}

#[tokio::test]
async fn a_payer_at_their_bank_is_an_action_that_is_required() {
    let intent = intent_of(tea().tries(card(), Some(Action::ThreeDSecure))).await;
    assert_eq!(
        (&intent["status"], &intent["payment_method"]),
        (&json!("requires_action"), &json!("pm_abc_1"))
    );
    assert_eq!(intent["latest_charge"], Value::Null);
    let redirect = &intent["next_action"]["redirect_to_url"];
    assert_eq!(redirect["url"], "https://127.0.0.1:12111/c/pay/cs_test_abc/tokenabc/bank");
    let moving = intent_of(tea().tries(card(), None)).await;
    assert_eq!((&moving["status"], &moving["next_action"]), (&json!("processing"), &Value::Null));
}

#[tokio::test]
async fn a_decline_asks_for_another_method_and_says_why() {
    let intent = intent_of(tea().declined("card_declined", Some("insufficient_funds"))).await;
    assert_eq!(
        (&intent["status"], &intent["payment_method"]),
        (&json!("requires_payment_method"), &Value::Null)
    );
    let error = &intent["last_payment_error"];
    assert_eq!(
        (&error["type"], &error["code"], &error["decline_code"], &error["charge"]),
        (&json!("card_error"), &json!("card_declined"), &json!("insufficient_funds"), &json!("ch_abc_1"))
    );
    assert_eq!(error["payment_method"]["card"]["last4"], "4242");
    assert_eq!(intent["latest_charge"], "ch_abc_1");
    let again = intent_of(tea().declined("card_declined", None).tries(card(), None)).await;
    assert_eq!((&again["last_payment_error"], &again["latest_charge"]), (&Value::Null, &json!("ch_abc_1")));
}

#[tokio::test]
async fn a_payer_who_did_not_prove_it_was_them_was_never_charged() {
    let till = Till::new().await;
    till.keep(&tea().declined("payment_intent_authentication_failure", None)).await;
    let intent = till.get("/v1/payment_intents/pi_abc").await.done();
    assert_eq!(intent["last_payment_error"]["type"], "invalid_request_error");
    assert_eq!(intent["latest_charge"], Value::Null);
    assert_eq!(till.get("/v1/charges/ch_abc_1").await.status, 404);
}

#[tokio::test]
async fn a_payment_that_went_through_has_its_whole_story() {
    let till = Till::new().await;
    till.keep(&tea().declined("expired_card", None).pays(card(), Payment::Paid)).await;
    let intent = till.get("/v1/payment_intents/pi_abc?expand[]=latest_charge").await.done();
    assert_eq!((&intent["status"], &intent["amount_received"]), (&json!("succeeded"), &json!(1400)));
    assert_eq!(
        (&intent["latest_charge"]["id"], &intent["payment_method"]),
        (&json!("ch_abc_2"), &json!("pm_abc_2"))
    );
    let charge = &intent["latest_charge"];
    assert_eq!(
        (&charge["paid"], &charge["captured"], &charge["status"]),
        (&json!(true), &json!(true), &json!("succeeded"))
    );
    assert_eq!(charge["payment_method_details"]["card"]["three_d_secure"]["result"], "authenticated");
    assert_eq!(charge["billing_details"]["email"], "ada@example.com");
    let first = till.get("/v1/charges/ch_abc_1").await.done();
    assert_eq!((&first["status"], &first["failure_code"]), (&json!("failed"), &json!("expired_card")));
    assert_eq!(first["outcome"]["type"], "issuer_declined");
    assert_eq!(intent["client_secret"].as_str().unwrap().split("_secret_").next(), Some("pi_abc"));
}

#[tokio::test]
async fn delayed_money_is_processing_until_it_came_or_did_not() {
    let till = Till::new().await;
    let delayed = |body: &str| open(body, TEA, 0).pays(other("sepa_debit"), Payment::Processing);
    till.keep(&delayed("coming")).await;
    till.keep(&delayed("came").settles(Settlement::Succeeded)).await;
    let reason = Decline::new("insufficient_funds", None, "There was not enough.");
    till.keep(&delayed("bounced").settles(Settlement::Failed(Some(reason)))).await;
    for (body, status, received, charged) in [
        ("coming", "processing", 0, "pending"),
        ("came", "succeeded", 1400, "succeeded"),
        ("bounced", "requires_payment_method", 0, "failed"),
    ] {
        let intent = till.get(&format!("/v1/payment_intents/pi_{body}?expand[]=latest_charge")).await.done();
        assert_eq!(
            (&intent["status"], &intent["amount_received"]),
            (&json!(status), &json!(received)),
            "{body}"
        );
        assert_eq!(intent["latest_charge"]["status"], charged, "{body}");
        assert_eq!(intent["latest_charge"]["payment_method_details"]["sepa_debit"]["last4"], "3000");
    }
    let bounced = till.get("/v1/payment_intents/pi_bounced").await.done();
    assert_eq!(bounced["last_payment_error"]["code"], "insufficient_funds");
    assert_eq!(bounced["payment_method"], Value::Null);
}

#[tokio::test]
async fn an_expired_session_cancels_what_was_tried() {
    let expired = tea().declined("card_declined", None).at(START.plus_seconds(100_000));
    let intent = intent_of(expired.clone()).await;
    assert_eq!((&intent["status"], &intent["cancellation_reason"]), (&json!("canceled"), &json!("expired")));
    assert_eq!(intent["canceled_at"], expired.expires_at);
}

#[tokio::test]
async fn a_setup_intent_follows_its_session() {
    let till = Till::new().await;
    till.keep(&open("fresh", SETUP, 0)).await;
    till.keep(&open("bank", SETUP, 0).tries(card(), Some(Action::ThreeDSecure))).await;
    till.keep(&open("refused", SETUP, 0).declined("card_declined", None)).await;
    till.keep(&open("kept", SETUP, 0).pays(card(), Payment::NotRequired)).await;
    till.keep(&open("over", SETUP, 0).at(START.plus_seconds(100_000))).await;
    for (body, status, method) in [
        ("fresh", "requires_payment_method", Value::Null),
        ("bank", "requires_action", json!("pm_bank_1")),
        ("refused", "requires_payment_method", Value::Null),
        ("kept", "succeeded", json!("pm_kept_1")),
        ("over", "canceled", Value::Null),
    ] {
        let intent = till.get(&format!("/v1/setup_intents/seti_{body}")).await.done();
        assert_eq!((&intent["status"], &intent["payment_method"]), (&json!(status), &method), "{body}");
    }
    let refused = till.get("/v1/setup_intents/seti_refused").await.done();
    assert_eq!(refused["last_setup_error"]["code"], "card_declined");
    assert_eq!(refused["last_setup_error"].get("charge"), None);
    assert_eq!(till.get("/v1/charges/ch_refused_1").await.status, 404);
}

#[tokio::test]
async fn nobody_sees_the_objects_of_others_and_a_wrong_mode_is_named() {
    let till = Till::new().await;
    till.keep(&tea().pays(card(), Payment::Paid)).await;
    for path in ["payment_intents/pi_abc", "charges/ch_abc_1", "payment_methods/pm_abc_1"] {
        let path = format!("/v1/{path}");
        assert_eq!(till.get(&path).await.status, 200, "{path}");
        let other = till.ask(NEIGHBOUR, "objects", Method::GET, &path, "", None).await;
        assert_eq!(other.refusal(), (404, "resource_missing".into(), "-".into()), "{path}");
        let live = till.ask(LIVE_KEY, "objects", Method::GET, &path, "", None).await;
        let message = live.json()["error"]["message"].as_str().unwrap().to_string();
        assert!(
            message.ends_with(
                "; a similar object exists in test mode, but a live mode key was used to make this request."
            ),
            "{message}"
        );
    }
    for path in
        ["charges/ch_abc_2", "charges/ch_abc", "payment_intents/pi_", "invoices/in_abc", "customers/cus_abc"]
    {
        let missing = till.get(&format!("/v1/{path}")).await;
        assert_eq!(missing.refusal(), (404, "resource_missing".into(), "-".into()), "{path}");
    }
}

#[tokio::test]
async fn what_cannot_be_expanded_is_refused_by_name() {
    let till = Till::new().await;
    till.keep(&tea().pays(card(), Payment::Paid)).await;
    for path in ["amount", "latest_charge.amount", "latest_charge.payment_method", "data.latest_charge"] {
        let refused = till.get(&format!("/v1/payment_intents/pi_abc?expand[]={path}")).await;
        assert_eq!(refused.refusal(), (400, "-".into(), "expand[0]".into()), "{path}");
    }
    let refused = till.get("/v1/payment_intents/pi_abc?limit=3").await;
    assert_eq!(refused.refusal(), (400, "parameter_unknown".into(), "limit".into()));
}
