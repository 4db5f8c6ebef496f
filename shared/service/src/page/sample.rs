//! Sessions to look at, and to test the page with.

use paydesk_model::create::{CreateParams, Limits};
use paydesk_model::ids::SessionId;
use paydesk_model::session::{Birth, Session};
use paydesk_model::time::Moment;
use paydesk_model::tree::Tree;
use serde_json::{Value, json};

/// A request's JSON as the tree that a form would give.
pub fn tree(value: &Value) -> Tree {
    match value {
        Value::Object(entries) => {
            Tree::Hash(entries.iter().map(|(key, value)| (key.clone(), tree(value))).collect())
        }
        Value::Array(items) => Tree::List(items.iter().map(tree).collect()),
        Value::String(text) => Tree::Text(text.clone()),
        other => Tree::Text(other.to_string()),
    }
}

/// A session that was asked for so; `livemode` as its id says.
pub fn session_in(livemode: bool, asked: &Value) -> Session {
    let now = Moment::from_seconds(1_800_000_000);
    let limits = Limits { now, livemode, shortest_expiry: 1800, longest_expiry: 86_400, extras: false };
    let params = CreateParams::check(&tree(asked), &limits).unwrap();
    let birth = Birth {
        id: SessionId::new(livemode, "a1B2c3D4e5F6g7H8i9J0"),
        account: "acct_1".to_owned(),
        token: "token".to_owned(),
        now,
        default_life: 86_400,
    };
    Session::open(params, birth)
}

/// A session in test mode that returns to a shop.
pub fn session(mut asked: Value) -> Session {
    let standard =
        json!({"mode": "payment", "success_url": "https://shop.example/thanks?s={CHECKOUT_SESSION_ID}"});
    let embedded = asked.get("ui_mode").is_some();
    for (key, value) in standard.as_object().unwrap() {
        let standing = asked.get(key).is_some() || (embedded && key == "success_url");
        if !standing {
            asked[key] = value.clone();
        }
    }
    session_in(false, &asked)
}

/// A line of one piece.
pub fn line(name: &str, currency: &str, amount: i64) -> Value {
    json!({
        "quantity": 1,
        "price_data": {"currency": currency, "unit_amount": amount, "product_data": {"name": name}}
    })
}

/// Tea for seven euros.
pub fn tea() -> Session {
    session(json!({"line_items": [line("Tea", "eur", 700)]}))
}

/// All that can be collected.
pub fn everything() -> Value {
    let custom = |label: &str| json!({"type": "custom", "custom": label});
    json!({
        "line_items": [line("Tea", "eur", 700), line("Cup", "eur", 1250)],
        "cancel_url": "https://shop.example/cart",
        "payment_method_types": ["card", "sepa_debit", "ideal"],
        "billing_address_collection": "required",
        "shipping_address_collection": {"allowed_countries": ["DE", "FR", "US"]},
        "shipping_options": [{"shipping_rate_data": {
            "type": "fixed_amount", "display_name": "By bicycle",
            "fixed_amount": {"amount": 490, "currency": "eur"}
        }}],
        "phone_number_collection": {"enabled": true},
        "tax_id_collection": {"enabled": true},
        "name_collection": {"individual": {"enabled": true}, "business": {"enabled": true, "optional": true}},
        "consent_collection": {"terms_of_service": "required", "promotions": "auto"},
        "saved_payment_method_options": {"payment_method_save": "enabled"},
        "custom_fields": [
            {"key": "wrapping", "type": "dropdown", "label": custom("Wrapping"), "dropdown": {
                "options": [{"label": "Paper", "value": "paper"}, {"label": "Cloth", "value": "cloth"}]
            }},
            {"key": "greeting", "type": "text", "label": custom("Greeting"), "optional": true,
             "text": {"minimum_length": 2, "maximum_length": 80}},
            {"key": "floor", "type": "numeric", "label": custom("Floor")}
        ],
        "custom_text": {
            "submit": {"message": "We pack it today."},
            "after_submit": {"message": "Questions? Write to\ntea@shop.example."},
            "shipping_address": {"message": "No post boxes."}
        }
    })
}
