//! The second seed's events: an envelope with date-times, and a session by its schema.
//!
//! That schema knows fewer properties than Stripe's, has no null for many of them, and spells some otherwise; what it
//! requires is there in every state.

use paydesk_model::currency::Currency;
use paydesk_model::line::Line;
use paydesk_model::mode::UiMode;
use paydesk_model::session::{Payment, Session};
use paydesk_model::webhook::EventDialect;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::super::Dialect;
use super::super::stripe::objects::{self, Beside, Source};
use super::super::stripe::{page_address, price, product};
use super::{Of, Told, object};

/// What is said as Stripe says it, where there is anything to say.
const PLAIN: &[&str] = &[
    "after_completion",
    "amount_total",
    "billing_address_collection",
    "id",
    "livemode",
    "metadata",
    "mode",
    "payment_method_types",
    "saved_payment_method_options",
    "status",
    "wallet_options",
];

/// The same, or null.
const NULLABLE: &[&str] = &[
    "cancel_url",
    "client_customer_id",
    "client_reference_id",
    "customer",
    "customer_creation",
    "customer_email",
    "description",
    "locale",
    "payment_intent",
    "payment_link",
    "return_url",
    "setup_intent",
    "submit_type",
    "success_url",
];

pub fn event(told: &Told<'_>) -> Option<Value> {
    let Of::Session(session) = told.of else { return None };
    let name = EventDialect::EventData.name(told.event.kind)?;
    Some(json!({
        "id": told.event.id,
        "api_version": told.version.as_str(),
        "created": date_time(told.announcement.at.seconds()),
        "data": { "object": self::session(told, &session.as_of(told.announcement.number))? },
        "livemode": told.livemode,
        "type": name,
    }))
}

fn session(told: &Told<'_>, session: &Session) -> Option<Value> {
    let stripe = object::session(told, session, Dialect::Stripe)?;
    let own = |name: &&str| stripe.get(*name).cloned().unwrap_or_default();
    let plain = PLAIN.iter().map(|name| ((*name).to_owned(), own(name)));
    let mut fields: Map<String, Value> = plain.filter(|(_, value)| !value.is_null()).collect();
    fields.extend(NULLABLE.iter().map(|name| ((*name).to_owned(), own(name))));
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    put("object", json!("checkout_session"));
    put("created", date_time(session.created.seconds()));
    put("expires_at", date_time(session.expires_at));
    put("payment_status", json!(payment_status(session)));
    put("ui_mode", json!(ui_mode(session.ui_mode)));
    put("url", json!(url(session, told.base_url)));
    if let Some(currency) = session.currency {
        put("currency", describe(currency));
    }
    if !session.lines.is_empty() {
        put("line_items", session.lines.iter().map(|line| line_item(session, line)).collect());
    }
    let beside = Beside::default();
    let next = objects::next_action(&Source { session, base_url: told.base_url, beside: &beside });
    if !next.is_null() {
        put("next_action", next);
    }
    Some(Value::Object(fields))
}

/// What is on its way has a word of its own here.
fn payment_status(session: &Session) -> &'static str {
    match session.complete() {
        Some(complete) if complete.payment == Payment::Processing => "processing",
        _ => session.payment_status().as_str(),
    }
}

const fn ui_mode(mode: UiMode) -> &'static str {
    match mode {
        UiMode::HostedPage => "hosted",
        UiMode::EmbeddedPage => "embedded",
        UiMode::Elements | UiMode::Form => "custom",
    }
}

/// The page's address stays when there is nothing to pay on it any more. Without a page of ours, payers are with the
/// merchant.
fn url(session: &Session, base_url: &str) -> String {
    let theirs = if session.has_page() { None } else { session.way_back() };
    theirs.unwrap_or_else(|| page_address(session, base_url))
}

fn describe(currency: Currency) -> Value {
    json!({ "iso": currency.as_str().to_ascii_uppercase(), "scale": currency.decimals() })
}

/// A line as it would be asked for: its price with its product inside.
fn line_item(session: &Session, line: &Line) -> Value {
    let mut price = price(session, line);
    price["product_data"] = product(session, line.number).unwrap_or_default();
    json!({ "metadata": line.asked.metadata, "price_data": price, "quantity": line.asked.quantity })
}

/// `2026-11-22T10:00:00Z`; null for a time that no calendar has.
fn date_time(seconds: i64) -> Value {
    let Ok(at) = OffsetDateTime::from_unix_timestamp(seconds) else { return Value::Null };
    let (date, (hour, minute, second)) = (at.date(), at.to_hms());
    json!(format!("{date}T{hour:02}:{minute:02}:{second:02}Z"))
}
