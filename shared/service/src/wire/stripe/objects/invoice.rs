//! The invoice that completion made, for a subscription's first period or because the merchant asked for one.

use paydesk_model::mode::Mode;
use paydesk_model::nested::{CustomerDetails, InvoiceData};
use paydesk_model::session::{Complete, Payment, Session};
use serde_json::{Value, json};

use super::super::session::automatic_tax;
use super::invoice_figures::figures;
use super::{list, metadata, short};

pub fn invoice(session: &Session) -> Option<Value> {
    let complete = session.complete()?;
    let mut value = figures(session, complete, status(complete) == "paid");
    let parts = [state(session, complete), texts(session), payer(session), constants()];
    if let Value::Object(fields) = &mut value {
        for part in parts {
            if let Value::Object(part) = part {
                fields.extend(part);
            }
        }
    }
    Some(value)
}

/// Its status in Stripe's words.
pub fn status(complete: &Complete) -> &'static str {
    match complete.payment {
        Payment::Paid | Payment::NotRequired => "paid",
        Payment::Processing | Payment::Failed | Payment::Authorized => "open",
        Payment::Canceled => "void",
    }
}

fn state(session: &Session, complete: &Complete) -> Value {
    let at = complete.at.seconds();
    let (status, settled) = (status(complete), complete.settled.unwrap_or(complete.at).seconds());
    let subscribes = session.mode == Mode::Subscription;
    let of_subscription = json!({
        "quote_details": null,
        "subscription_details": {
            "metadata": metadata(session.settings.subscription_data.as_ref()),
            "subscription": session.id.subscription(),
        },
        "type": "subscription_details",
    });
    json!({
        "attempt_count": i32::from(session.amount_due() > 0),
        "attempted": true,
        "auto_advance": false,
        "automatically_finalizes_at": null,
        "billing_reason": if subscribes { "subscription_create" } else { "manual" },
        "collection_method": "charge_automatically",
        "created": at,
        "effective_at": at,
        "livemode": session.livemode(),
        "number": format!("{}-0001", short(session.id.body())),
        "parent": if subscribes { of_subscription } else { Value::Null },
        "period_end": at,
        "period_start": at,
        "status": status,
        "status_transitions": {
            "finalized_at": at,
            "marked_uncollectible_at": null,
            "paid_at": (status == "paid").then_some(settled),
            "voided_at": (status == "void").then_some(settled),
        },
    })
}

/// What the merchant wants on it.
fn texts(session: &Session) -> Value {
    let settings = &session.settings;
    let data = match settings.subscription_data.as_ref().and_then(|data| data.get("invoice_settings")) {
        Some(asked) => serde_json::from_value::<InvoiceData>(asked.clone()).unwrap_or_default(),
        None => settings.invoice_creation.clone().unwrap_or_default().invoice_data,
    };
    let tax = automatic_tax(session);
    let rendering = data.rendering_options.as_ref().map(|options| {
        json!({
            "amount_tax_display": options.amount_tax_display, "pdf": { "page_size": "auto" },
            "template": options.template, "template_version": null,
        })
    });
    json!({
        "account_tax_ids": data.account_tax_ids,
        "automatic_tax": {
            "disabled_reason": null, "enabled": tax.enabled, "liability": tax.liability,
            "provider": tax.provider, "status": tax.status,
        },
        "custom_fields": data.custom_fields,
        "description": data.description,
        "footer": data.footer,
        "issuer": data.issuer.as_ref().map_or_else(|| json!({ "type": "self" }), |issuer| json!(issuer)),
        "metadata": data.metadata,
        "rendering": rendering,
    })
}

fn payer(session: &Session) -> Value {
    let unknown = CustomerDetails::default();
    let details = session.gathered.customer_details.as_ref().unwrap_or(&unknown);
    let collected = session.gathered.collected_information.as_ref();
    let shipping = collected
        .and_then(|collected| collected.shipping_details.as_ref())
        .map(|shipping| json!({ "address": shipping.address, "name": shipping.name, "phone": null }));
    json!({
        "customer": session.gathered.customer,
        "customer_account": session.settings.customer_account,
        "customer_address": details.address,
        "customer_email": details.email,
        "customer_name": details.name,
        "customer_phone": details.phone,
        "customer_shipping": shipping,
        "customer_tax_exempt": details.tax_exempt.as_deref().unwrap_or("none"),
        "customer_tax_ids": details.tax_ids.clone().unwrap_or_default(),
        "shipping_details": shipping,
    })
}

/// What no invoice of ours has.
fn constants() -> Value {
    json!({
        "account_country": null,
        "account_name": null,
        "application": null,
        "default_payment_method": null,
        "default_source": null,
        "due_date": null,
        "from_invoice": null,
        "hosted_invoice_url": null,
        "invoice_pdf": null,
        "last_finalization_error": null,
        "latest_revision": null,
        "next_payment_attempt": null,
        "on_behalf_of": null,
        "payment_settings": {
            "default_mandate": null, "payment_method_options": null, "payment_method_types": null,
        },
        "receipt_number": null,
        "statement_descriptor": null,
        "test_clock": null,
        "webhooks_delivered_at": null,
    })
}

/// What it was paid with, or is being; nothing where nothing was due.
pub fn payments(session: &Session) -> Value {
    let url = format!("/v1/invoice_payments?invoice={}", session.id.invoice());
    let Some((complete, number)) = session.complete().and_then(|done| Some((done, done.attempt?))) else {
        return list(Vec::new(), url);
    };
    if complete.payment == Payment::NotRequired {
        return list(Vec::new(), url);
    }
    let (status, due) = (status(complete), session.amount_due());
    let settled = complete.settled.unwrap_or(complete.at).seconds();
    let payment = match session.payment_intent() {
        Some(id) => json!({ "payment_intent": id, "type": "payment_intent" }),
        None => json!({ "charge": session.id.charge(number), "type": "charge" }),
    };
    let paid = json!({
        "id": format!("inpay_{}", session.id.body()),
        "object": "invoice_payment",
        "amount_paid": (status == "paid").then_some(due),
        "amount_requested": due,
        "created": complete.at.seconds(),
        "currency": session.currency,
        "invoice": session.id.invoice(),
        "is_default": true,
        "livemode": session.livemode(),
        "payment": payment,
        "status": if status == "void" { "canceled" } else { status },
        "status_transitions": {
            "canceled_at": (status == "void").then_some(settled),
            "paid_at": (status == "paid").then_some(settled),
        },
    });
    list(vec![paid], url)
}
