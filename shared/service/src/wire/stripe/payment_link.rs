//! A payment link as Stripe shows it.

use paydesk_model::link::PaymentLink;
use paydesk_model::mode::Mode;
use serde_json::{Map, Value, json};

use super::line_items;
use crate::wire::expand::Expand;

/// The link, with its first lines if they are wanted; `base_url` is where its page is reached.
pub fn payment_link(link: &PaymentLink, base_url: &str, whole: bool) -> Value {
    let mut shown = own(link, base_url);
    shown.extend(asked(link));
    if whole {
        let template = link.template();
        let mut lines = json!(line_items(&template, &Expand::default()));
        lines["url"] = json!(format!("/v1/payment_links/{}/line_items", link.id));
        shown.insert("line_items".into(), lines);
    }
    Value::Object(shown)
}

/// What is the link's own.
fn own(link: &PaymentLink, base_url: &str) -> Map<String, Value> {
    let after = &link.after_completion;
    let confirmation = after.hosted_confirmation.as_ref();
    object(json!({
        "id": link.id,
        "object": "payment_link",
        "active": true,
        "after_completion": {
            "type": after.kind,
            "hosted_confirmation": confirmation.filter(|_| after.kind == "hosted_confirmation"),
            "redirect": after.redirect,
        },
        "application": null,
        "application_fee_amount": null,
        "application_fee_percent": null,
        "currency": link.template.currency,
        "inactive_message": null,
        "livemode": link.livemode,
        "metadata": link.template.metadata,
        "on_behalf_of": null,
        "restrictions": null,
        "transfer_data": null,
        "url": format!("{base_url}/b/{}", link.template.id.body()),
    }))
}

/// What it asks of every session.
fn asked(link: &PaymentLink) -> Map<String, Value> {
    let (session, settings) = (&link.template, &link.template.settings);
    let collected = settings.shipping_address_collection.as_ref();
    object(json!({
        "allow_promotion_codes": settings.allow_promotion_codes.unwrap_or_default(),
        "automatic_tax": automatic_tax(link),
        "billing_address_collection": settings.billing_address_collection.as_deref().unwrap_or("auto"),
        "consent_collection": settings.consent_collection,
        "custom_fields": custom_fields(link),
        "custom_text": settings.custom_text.clone().unwrap_or_default(),
        "customer_creation": settings.customer_creation(session.mode).unwrap_or("if_required"),
        "invoice_creation": settings.invoice_creation(session.mode),
        "managed_payments": settings.managed_payments.unwrap_or_default(),
        "name_collection": settings.name_collection,
        "optional_items": settings.optional_items,
        "payment_intent_data": settings.payment_intent_data.as_ref().map(payment_intent_data),
        "payment_method_collection": settings.payment_method_collection(session.mode),
        "payment_method_options": settings.payment_method_options.as_ref().map(|options| {
            json!({"card": {"restrictions": options["card"]["restrictions"]}})
        }),
        "payment_method_types": settings.payment_method_types,
        "phone_number_collection": settings.phone_number_collection.unwrap_or_default(),
        "shipping_address_collection": collected,
        "shipping_options": shipping(link),
        "submit_type": settings.submit_type.as_deref().unwrap_or("auto"),
        "subscription_data": subscription_data(link),
        "tax_id_collection": {
            "enabled": settings.tax_id_collection.as_ref().is_some_and(|asked| asked.enabled),
            "required": settings.tax_id_collection.as_ref().map_or("never", |asked| asked.required.as_str()),
        },
    }))
}

/// A link has no payer whose tax could be worked out.
fn automatic_tax(link: &PaymentLink) -> Value {
    let tax = link.template.settings.automatic_tax.clone().unwrap_or_default();
    json!({"enabled": tax.enabled, "liability": tax.liability})
}

/// Questions, to which a link has no answers.
fn custom_fields(link: &PaymentLink) -> Value {
    let mut fields = json!(link.template.settings.custom_fields.clone().unwrap_or_default());
    for field in fields.as_array_mut().into_iter().flatten() {
        for kind in ["dropdown", "numeric", "text"] {
            if let Some(Value::Object(typed)) = field.get_mut(kind) {
                typed.remove("value");
            }
        }
    }
    fields
}

fn payment_intent_data(data: &Value) -> Value {
    json!({
        "capture_method": data["capture_method"],
        "description": data["description"],
        "metadata": or(&data["metadata"], json!({})),
        "setup_future_usage": data["setup_future_usage"],
        "statement_descriptor": data["statement_descriptor"],
        "statement_descriptor_suffix": data["statement_descriptor_suffix"],
        "transfer_group": data["transfer_group"],
    })
}

fn subscription_data(link: &PaymentLink) -> Option<Value> {
    if link.template.mode != Mode::Subscription {
        return None;
    }
    let data = link.template.settings.subscription_data.clone().unwrap_or_default();
    let issuer = or(&data["invoice_settings"]["issuer"], json!({"type": "self"}));
    Some(json!({
        "description": data["description"],
        "invoice_settings": {"issuer": issuer},
        "metadata": or(&data["metadata"], json!({})),
        "trial_period_days": data["trial_period_days"],
        "trial_settings": data["trial_settings"],
    }))
}

/// What was said, or what holds where nothing was.
fn or(said: &Value, standard: Value) -> Value {
    if said.is_null() { standard } else { said.clone() }
}

fn shipping(link: &PaymentLink) -> Vec<Value> {
    let offered = link.template.terms.shipping.iter().enumerate();
    let shown = offered.map(|(index, option)| {
        json!({"shipping_amount": option.amount, "shipping_rate": link.template.shipping_rate_id(index)})
    });
    shown.collect()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(entries) => entries,
        _ => Map::new(),
    }
}
