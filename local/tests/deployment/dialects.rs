//! The two dialects: one session, said in Stripe's words and in the first seed's.

use paydesk_service::wire::camel::SEED_PROPERTIES;
use serde_json::{Value, json};

use crate::errors::assert_refusal;
use crate::merchant::{Merchant, TEA};

fn cart() -> Value {
    json!({
        "mode": "payment",
        "successUrl": "https://shop.example/thanks",
        "lineItems": [{"quantity": 2, "priceData": {"currency": "eur", "unitAmount": 700, "productData": {"name": "Tea"}}}],
        "metadata": {"order_id": "7", "orderId": "8", "UPPER": "9", "ünï": "10"},
    })
}

fn with(mut value: Value, more: &Value) -> Value {
    value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    value
}

#[track_caller]
fn assert_has_the_seeds_properties(session: &Value) {
    let fields = session.as_object().unwrap();
    for property in SEED_PROPERTIES {
        assert!(fields.contains_key(*property), "{property} is missing");
    }
    let snake = fields.keys().find(|key| key.contains('_'));
    assert_eq!(snake, None);
}

#[tokio::test]
async fn all_of_the_seeds_properties_stand_in_every_answer() {
    let merchant = Merchant::new();
    let created = merchant.camel_post("", &cart()).await.done();
    let id = created["id"].as_str().unwrap();
    let setup = json!({"mode": "setup", "currency": "eur", "successUrl": "https://a.example"});
    for session in [
        created.clone(),
        merchant.camel_post("", &setup).await.done(),
        merchant.camel_get(&format!("/{id}")).await.done(),
        merchant.camel_post(&format!("/{id}"), &json!({"metadata": {"a": "1"}})).await.done(),
        merchant.camel_post(&format!("/{id}/expire"), &json!({})).await.done(),
    ] {
        assert_has_the_seeds_properties(&session);
    }
    let list = merchant.camel_get("").await.done();
    list["data"].as_array().unwrap().iter().for_each(assert_has_the_seeds_properties);
}

#[tokio::test]
async fn both_dialects_show_one_session() {
    let merchant = Merchant::new();
    let camel = merchant.camel_post("", &cart()).await.done();
    let stripe = merchant.retrieve(camel["id"].as_str().unwrap()).await.done();
    assert_eq!((&camel["amountTotal"], &stripe["amount_total"]), (&json!(1400), &json!(1400)));
    assert_eq!(camel["metadata"], stripe["metadata"]);
    assert_eq!(camel["metadata"], cart()["metadata"]);
    assert_eq!(camel["paymentMethodOptions"]["card"]["requestThreeDSecure"], "automatic");
    assert_eq!(camel["url"], stripe["url"]);
}

#[tokio::test]
async fn what_is_the_second_seeds_own_is_kept_and_shown_and_refused_in_stripes_dialect() {
    let merchant = Merchant::new();
    let own = json!({
        "description": "Tea for two",
        "clientCustomerId": "customer-7",
        "afterCompletion": {"type": "redirect", "redirect": {"url": "https://shop.example/after"}},
    });
    let created = merchant.camel_post("", &with(cart(), &own)).await.done();
    let id = created["id"].as_str().unwrap();
    let again = merchant.camel_get(&format!("/{id}")).await.done();
    for (name, value) in own.as_object().unwrap() {
        assert_eq!((&created[name], &again[name]), (value, value));
    }
    for (form, param) in [
        ("description=x", "description"),
        ("client_customer_id=x", "client_customer_id"),
        ("after_completion[type]=redirect", "after_completion"),
    ] {
        let refused = merchant.create(&format!("{TEA}&{form}")).await;
        assert_eq!(refused.refusal(), (400, "parameter_unknown".into(), param.into()));
    }
}

#[tokio::test]
async fn a_stripe_answer_has_no_words_but_stripes_also_for_a_session_that_has_more() {
    let merchant = Merchant::new();
    let created = merchant.camel_post("", &with(cart(), &json!({"description": "Tea"}))).await.done();
    let stripe = merchant.retrieve(created["id"].as_str().unwrap()).await.done();
    let plain = merchant.create(TEA).await.done();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let more: Vec<String> = keys(&stripe).into_iter().filter(|key| !keys(&plain).contains(key)).collect();
    assert!(more.iter().all(|key| key == "description"), "{more:?}");
}

#[tokio::test]
async fn read_only_properties_are_ignored_and_unknown_ones_refused() {
    let merchant = Merchant::new();
    let outcomes = json!({
        "id": "cs_test_mine", "object": "checkout.session", "status": "complete", "paymentStatus": "paid", "created": 1,
        "amountTotal": 1, "amountSubtotal": 1, "url": "javascript:alert(1)", "livemode": true, "paymentIntent": "pi_1",
        "customerDetails": {"email": "a@b.example"}, "totalDetails": {}, "shippingDetails": null, "recoveredFrom": null,
        "setupIntent": null, "subscription": null, "shippingCost": null, "invoice": null, "consent": null, "paymentLink": null,
    });
    let created = merchant.camel_post("", &with(cart(), &outcomes)).await.done();
    assert_ne!(created["id"], "cs_test_mine");
    assert_eq!(
        (&created["status"], &created["amountTotal"], &created["livemode"]),
        (&json!("open"), &json!(1400), &json!(false))
    );
    for (more, param) in [
        (json!({"colour": "green"}), "colour"),
        (json!({"success_Url": "https://a.example"}), "success_Url"),
        (json!({"automaticTax": {"enabled": false, "colour": 1}}), "automaticTax.colour"),
    ] {
        let refused = merchant.camel_post("", &with(cart(), &more)).await;
        assert_refusal(&refused, param);
        assert_eq!(refused.refusal().1, "parameter_unknown", "{}", refused.text);
    }
}

#[tokio::test]
async fn errors_name_parameters_as_this_dialect_spells_them() {
    let merchant = Merchant::new();
    let no_currency = json!({"lineItems": [{"quantity": 1, "priceData": {"unitAmount": 700, "productData": {"name": "Tea"}}}]});
    let long = json!({"metadata": {"order_id": "x".repeat(501)}});
    for (body, param) in [
        (with(cart(), &no_currency), "lineItems[0].priceData.currency"),
        (with(cart(), &long), "metadata.order_id"),
        (with(cart(), &json!({"successUrl": "shop"})), "successUrl"),
        (with(cart(), &json!({"expand": ["amountTotal"]})), "expand[0]"),
        (
            with(cart(), &json!({"phoneNumberCollection": {"enabled": "maybe"}})),
            "phoneNumberCollection.enabled",
        ),
    ] {
        let refused = merchant.camel_post("", &body).await;
        assert_refusal(&refused, param);
        assert_eq!(refused.refusal().2, param);
        assert!(
            !refused.json()["error"]["message"].as_str().unwrap().contains("price_data"),
            "{}",
            refused.text
        );
    }
}

#[tokio::test]
async fn a_whole_session_sent_in_again_makes_another() {
    let merchant = Merchant::new();
    let more = json!({
        "cancelUrl": "https://shop.example/cart", "customerEmail": "ada@example.com", "clientReferenceId": "c-7",
        "afterExpiration": {"recovery": {"enabled": true}}, "billingAddressCollection": "required", "locale": "de",
        "customText": {"submit": {"message": "Thanks"}}, "phoneNumberCollection": {"enabled": true},
        "invoiceCreation": {"enabled": true, "invoiceData": {"footer": "Thanks"}}, "submitType": "book",
    });
    for cart in [cart(), with(cart(), &more)] {
        let first = merchant.camel_post("", &cart).await.done();
        let id = first["id"].as_str().unwrap();
        let mut whole = merchant.camel_get(&format!("/{id}")).await.done();
        whole["lineItems"] = cart["lineItems"].clone();
        let mut second = merchant.camel_post("", &whole).await.done();
        assert_ne!(second["id"], first["id"]);
        for own in ["id", "url"] {
            second[own] = first[own].clone();
        }
        assert_eq!(second, first);
    }
}

#[tokio::test]
async fn the_seeds_actions_take_a_whole_session_too() {
    let merchant = Merchant::new();
    let session = merchant.camel_post("", &cart()).await.done();
    let id = session["id"].as_str().unwrap();
    let expired = merchant.camel_post(&format!("/{id}/expire"), &session).await.done();
    assert_eq!(expired["status"], "expired");
    let refused = merchant.camel_post(&format!("/{id}/expire"), &json!({"colour": 1})).await;
    assert_eq!(refused.status, 400, "{}", refused.text);
}
