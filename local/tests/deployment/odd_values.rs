//! Values at the edge of what can be stored or read exactly, and what becomes of them.

use serde_json::json;

use crate::merchant::{Merchant, TEA};

#[tokio::test]
async fn a_reference_too_long_for_a_key_is_found_all_the_same() {
    let merchant = Merchant::new();
    let email = format!("{}@shop.example", "\u{10400}".repeat(600));
    let id = merchant.opens(&format!("{TEA}&customer_email={email}")).await;
    assert_eq!(merchant.listed(&format!("customer_details[email]={email}")).await, [id]);
    let nobody = "c".repeat(4000);
    assert!(merchant.listed(&format!("customer={nobody}")).await.is_empty());
}

#[tokio::test]
async fn bounds_of_creation_far_away_bound_nothing() {
    let merchant = Merchant::new();
    let id = merchant.opens(TEA).await;
    assert_eq!(merchant.listed("created[lte]=253402300799").await, [id.as_str()]);
    assert_eq!(merchant.listed("created[gte]=0").await, [id]);
    assert!(merchant.listed("created[gte]=253402300799").await.is_empty());
}

#[tokio::test]
async fn a_cursor_that_names_nothing_is_refused_whatever_the_filter() {
    let merchant = Merchant::new();
    for filter in ["", "payment_intent=pi_1&", "customer_account=acct_1&"] {
        let refusal = merchant.list(&format!("{filter}starting_after=cs_test_nope")).await.refusal();
        assert_eq!(refusal, (400, "resource_missing".to_owned(), "starting_after".to_owned()), "{filter}");
    }
}

#[tokio::test]
async fn json_that_could_be_misread_is_refused() {
    let merchant = Merchant::new();
    let body = |more: serde_json::Value| {
        let mut body = json!({"mode": "setup", "currency": "eur", "successUrl": "https://shop.example"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    merchant.camel_post("", &body(json!({}))).await.done();
    for (more, param) in [
        (json!({"client_reference_id": "1"}), "clientReferenceId"),
        (json!({"metadata": ["a"]}), "metadata"),
        (json!({"metadata": {"number": 12_345_678_901_234_567_890_123_f64}}), "-"),
    ] {
        let refusal = merchant.camel_post("", &body(more.clone())).await.refusal();
        assert_eq!((refusal.0, refusal.2.as_str()), (400, param), "{more}");
    }
}

#[tokio::test]
async fn headers_that_would_change_the_meaning_are_honoured_or_refused() {
    let merchant = Merchant::new();
    let beta = merchant.list("").with("stripe-version", "2026-10-28.preview; some_beta=v1").await;
    assert_eq!(beta.status, 200);
    assert_eq!(merchant.list("").with("stripe-account", "acct_1").await.status, 400);
}
