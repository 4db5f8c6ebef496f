//! Requests that work, shown in the documents and sent by the tests.

use paydesk_service::wire::{Dialect, camel};
use serde_json::{Map, Value, json};

/// The examples of an operation's body, by a short name; the first is the plainest.
pub fn of(operation: &str, dialect: Dialect) -> Map<String, Value> {
    let examples = match operation {
        "createSession" => create(),
        "updateSession" => vec![("metadata", "Names the order", json!({"metadata": {"order_id": "6735"}}))],
        "completeSession" => complete(),
        "failSession" => {
            vec![("decline", "Too little money", json!({"decline_code": "insufficient_funds"}))]
        }
        "createPaymentLink" => {
            let tea = json!({"currency": "eur", "unit_amount": 1250, "product_data": {"name": "Tea"}});
            vec![(
                "tea",
                "Tea for whoever follows it",
                json!({"line_items": [{"quantity": 1, "price_data": tea}]}),
            )]
        }
        "createProduct" | "createPrice" | "createCoupon" | "createTaxRate" | "createShippingRate" => {
            kept(operation)
        }
        "createWebhookEndpoint" => vec![(
            "fulfilment",
            "Told when an order is to be fulfilled",
            json!({
                "url": "https://shop.example/webhooks",
                "enabled_events": ["checkout.session.completed", "checkout.session.async_payment_succeeded"],
            }),
        )],
        "updateWebhookEndpoint" => vec![("pause", "Sends nothing for now", json!({"disabled": true}))],
        "rollWebhookEndpointSecret" => {
            vec![("hour", "Leaves an hour to change over", json!({"expires_in": 3600}))]
        }
        _ => Vec::new(),
    };
    let recased = |value: Value| match dialect {
        Dialect::Stripe => value,
        Dialect::Camel => camel::recase(value),
    };
    let named = examples.into_iter().map(|(name, summary, value)| {
        (name.to_owned(), json!({"summary": summary, "value": recased(value)}))
    });
    named.collect()
}

/// Of a catalogue.
fn kept(operation: &str) -> Vec<(&'static str, &'static str, Value)> {
    let one = match operation {
        "createProduct" => (
            "tea",
            "Tea, and what it costs",
            json!({"name": "Tea", "default_price_data": {"currency": "eur", "unit_amount": 1250}}),
        ),
        "createPrice" => (
            "monthly",
            "Tea of the month",
            json!({
                "currency": "eur", "unit_amount": 900, "recurring": {"interval": "month"},
                "product_data": {"name": "Tea of the month"},
            }),
        ),
        "createCoupon" => ("tenth", "A tenth off", json!({"percent_off": 10, "name": "A tenth off"})),
        "createTaxRate" => (
            "vat",
            "VAT that prices include",
            json!({"display_name": "VAT", "inclusive": true, "percentage": 19, "country": "DE"}),
        ),
        _ => (
            "post",
            "By post",
            json!({"display_name": "Post", "fixed_amount": {"amount": 490, "currency": "eur"}}),
        ),
    };
    vec![one]
}

fn complete() -> Vec<(&'static str, &'static str, Value)> {
    let ada = json!({"name": "Ada Lovelace", "email": "ada@example.com"});
    vec![
        ("card", "With a card", json!({"payment_method": "pm_card_visa"})),
        ("ada", "By somebody in particular", json!({"customer_details": ada})),
    ]
}

fn create() -> Vec<(&'static str, &'static str, Value)> {
    let tea = json!({"currency": "eur", "unit_amount": 1250, "product_data": {"name": "Tea"}});
    let monthly = json!({
        "currency": "eur", "unit_amount": 900, "product_data": {"name": "Tea of the month"},
        "recurring": {"interval": "month"},
    });
    let thanks = "https://shop.example/thanks?session={CHECKOUT_SESSION_ID}";
    vec![
        (
            "payment",
            "A payment on the hosted page",
            json!({
                "mode": "payment", "success_url": thanks,
                "line_items": [{"quantity": 2, "price_data": tea}],
            }),
        ),
        (
            "setup",
            "A card saved for later",
            json!({
                "mode": "setup", "currency": "eur", "success_url": thanks,
            }),
        ),
        (
            "subscription",
            "A subscription with a free week",
            json!({
                "mode": "subscription", "success_url": thanks, "customer_email": "ada@example.com",
                "line_items": [{"quantity": 1, "price_data": monthly}],
                "subscription_data": {"trial_period_days": 7},
            }),
        ),
    ]
}
