//! The subscription that completion made, as it stood then: nothing bills it further here.

use paydesk_model::catalogue::Duration;
use paydesk_model::line::{Line, Recurring};
use paydesk_model::session::{Complete, Payment, Session};
use paydesk_model::time::Moment;
use serde_json::{Value, json};

use super::super::{line_item, price_id, product_id, shown_tax_rates};
use super::attempts::current_method;
use super::{asked, echoing, list, metadata, period, without};

const DAY: i64 = 24 * 60 * 60;

/// Its status. Until a delayed payment has come it is not there to be used, and if that never comes it never was.
pub fn status(session: &Session) -> Option<&'static str> {
    let complete = session.complete()?;
    Some(match complete.payment {
        Payment::NotRequired | Payment::Paid if session.settings.has_trial() => "trialing",
        Payment::NotRequired | Payment::Paid => "active",
        Payment::Processing | Payment::Authorized => "incomplete",
        Payment::Failed | Payment::Canceled => "incomplete_expired",
    })
}

/// What it has on Stripe's wire and never here.
const NOTHING_HERE: &[&str] = &[
    "application",
    "billing_thresholds",
    "cancel_at",
    "canceled_at",
    "days_until_due",
    "default_source",
    "next_pending_invoice_item_invoice",
    "pause_collection",
    "pending_setup_intent",
    "pending_update",
    "schedule",
    "test_clock",
];

/// What the merchant asked for and gets to see again.
const AS_ASKED: &[&str] =
    &["application_fee_percent", "description", "on_behalf_of", "pending_invoice_item_interval"];

pub fn subscription(session: &Session) -> Option<Value> {
    let (complete, status) = (session.complete()?, status(session)?);
    let settings = &session.settings;
    let data = settings.subscription_data.as_ref();
    let start = complete.at.seconds();
    let trial_end = trial_end(session, start);
    let method = current_method(session).map(|method| session.id.payment_method(method.number));
    let told = json!({
        "id": session.id.subscription(),
        "object": "subscription",
        "automatic_tax": automatic_tax(session),
        "billing_cycle_anchor": anchor(session, complete),
        "billing_cycle_anchor_config": anchor_config(data),
        "billing_mode": billing_mode(data),
        "billing_schedules": [],
        "cancel_at_period_end": false,
        "cancellation_details": { "comment": null, "feedback": null, "feedback_option": null, "reason": null },
        "collection_method": "charge_automatically",
        "created": start,
        "currency": session.currency,
        "customer": session.gathered.customer.as_deref().unwrap_or_default(),
        "customer_account": settings.customer_account,
        "default_payment_method": method,
        "default_tax_rates": shown_tax_rates(&session.terms.default_tax_rates),
        "discounts": discounts(session),
        "ended_at": ended_at(session, complete),
        "invoice_settings": invoice_settings(data),
        "items": items(session, complete),
        "latest_invoice": session.invoice(),
        "livemode": session.livemode(),
        "managed_payments": settings.managed_payments,
        "metadata": metadata(data),
        "payment_settings": payment_settings(),
        "start_date": start,
        "status": status,
        "transfer_data": transfer_data(data),
        "trial_end": trial_end,
        "trial_settings": trial_settings(data),
        "trial_start": trial_end.map(|_| start),
    });
    Some(echoing(without(told, NOTHING_HERE), data, AS_ASKED))
}

/// When the payment failed that it waited for, if it did.
fn ended_at(session: &Session, complete: &Complete) -> Option<i64> {
    let ended = status(session) == Some("incomplete_expired");
    complete.settled.filter(|_| ended).map(Moment::seconds)
}

fn payment_settings() -> Value {
    json!({
        "payment_method_options": null, "payment_method_types": null, "save_default_payment_method": "off",
    })
}

fn trial_end(session: &Session, start: i64) -> Option<i64> {
    let data = session.settings.subscription_data.as_ref();
    let days = asked(data, "trial_period_days").as_i64();
    asked(data, "trial_end").as_i64().or_else(|| Some(start + days? * DAY))
}

/// A coupon that is for once is used up by the first invoice.
fn discounts(session: &Session) -> Vec<String> {
    let lasting = session.terms.discount.iter().filter(|it| it.coupon.duration != Duration::Once);
    lasting.map(|_| session.id.discount()).collect()
}

/// The day that periods are counted from: as it was asked for, or when the trial or the subscription began to cost.
fn anchor(session: &Session, complete: &Complete) -> i64 {
    let data = session.settings.subscription_data.as_ref();
    let (day, start) = (asked(data, "billing_cycle_anchor").as_i64(), complete.at.seconds());
    let by_calendar = || period::next(start, &asked(data, "billing_cycle_anchor_config"));
    day.or_else(by_calendar).or_else(|| trial_end(session, start)).unwrap_or(start)
}

/// The first period of a price: the trial, or up to an anchor that is still to come, or as long as the price says.
pub fn first_period(session: &Session, complete: &Complete, recurring: &Recurring) -> (i64, i64) {
    let (start, anchor) = (complete.at.seconds(), anchor(session, complete));
    (start, if anchor > start { anchor } else { period::end(start, recurring) })
}

fn items(session: &Session, complete: &Complete) -> Value {
    let recurring =
        session.lines.iter().filter_map(|line| Some((line, line.asked.price_data.recurring.as_ref()?)));
    let items = recurring.map(|(line, recurring)| item(session, complete, line, recurring));
    list(items, format!("/v1/subscription_items?subscription={}", session.id.subscription()))
}

fn item(session: &Session, complete: &Complete, line: &Line, recurring: &Recurring) -> Value {
    let (start, end) = first_period(session, complete, recurring);
    json!({
        "id": session.id.subscription_item(line.number),
        "object": "subscription_item",
        "billing_thresholds": null,
        "created": start,
        "current_period_end": end,
        "current_period_start": start,
        "current_trial": null,
        "discounts": [],
        "metadata": line.asked.metadata,
        "plan": plan(session, line, recurring),
        "price": line_item::price(session, line),
        "quantity": line.asked.quantity,
        "subscription": session.id.subscription(),
        "tax_rates": shown_tax_rates(&line.asked.tax_rates),
    })
}

/// The price in the words of before there were prices; it has the same id.
fn plan(session: &Session, line: &Line, recurring: &Recurring) -> Value {
    let (price, named) = (&line.asked.price_data, line.asked.price.as_ref());
    json!({
        "id": price_id(session, line),
        "object": "plan",
        "active": named.is_some_and(|price| price.active),
        "amount": price.unit_amount.as_minor(),
        "amount_decimal": price.unit_amount.to_string(),
        "billing_scheme": "per_unit",
        "created": named.map_or(session.created.seconds(), |price| price.created),
        "currency": price.currency,
        "interval": recurring.interval,
        "interval_count": recurring.interval_count,
        "livemode": session.livemode(),
        "metadata": named.map(|price| price.metadata.clone()).unwrap_or_default(),
        "meter": null,
        "nickname": named.and_then(|price| price.nickname.as_ref()),
        "product": product_id(session, line),
        "tiers_mode": null,
        "transform_usage": null,
        "trial_period_days": null,
        "usage_type": "licensed",
    })
}

fn automatic_tax(session: &Session) -> Value {
    let tax = session.settings.automatic_tax.clone().unwrap_or_default();
    json!({ "disabled_reason": null, "enabled": tax.enabled, "liability": tax.liability })
}

fn anchor_config(data: Option<&Value>) -> Value {
    let Value::Object(config) = asked(data, "billing_cycle_anchor_config") else { return Value::Null };
    let keys = ["day_of_month", "hour", "minute", "month", "second"];
    keys.iter().map(|key| ((*key).to_owned(), config.get(*key).cloned().unwrap_or_default())).collect()
}

fn billing_mode(data: Option<&Value>) -> Value {
    let mode = asked(data, "billing_mode");
    let flexible = mode.get("flexible").cloned().unwrap_or_default();
    match mode.get("type").and_then(Value::as_str) {
        Some("classic") => json!({ "flexible": null, "type": "classic" }),
        _ if flexible.is_null() => {
            json!({ "flexible": { "proration_discounts": "included" }, "type": "flexible" })
        }
        _ => json!({ "flexible": flexible, "type": "flexible" }),
    }
}

fn invoice_settings(data: Option<&Value>) -> Value {
    let settings = asked(data, "invoice_settings");
    let own = |name: &str| settings.get(name).cloned().unwrap_or_default();
    let issuer = own("issuer");
    json!({
        "account_tax_ids": own("account_tax_ids"),
        "custom_fields": own("custom_fields"),
        "description": own("description"),
        "footer": own("footer"),
        "issuer": if issuer.is_null() { json!({ "type": "self" }) } else { issuer },
    })
}

fn transfer_data(data: Option<&Value>) -> Value {
    match asked(data, "transfer_data") {
        Value::Object(data) => json!({
            "amount_percent": data.get("amount_percent"), "destination": data.get("destination"),
        }),
        _ => Value::Null,
    }
}

fn trial_settings(data: Option<&Value>) -> Value {
    let asked = asked(data, "trial_settings");
    let missing = asked.pointer("/end_behavior/missing_payment_method").and_then(Value::as_str);
    json!({
        "end_behavior": {
            "billing_cycle_anchor": null, "missing_payment_method": missing.unwrap_or("create_invoice"),
        },
    })
}
