//! The payment intent: a payment session's money, from the first try on.

use paydesk_model::payment::{Attempt, Decline, Instrument};
use paydesk_model::session::{Payment, Session, State};
use paydesk_model::time::Moment;
use serde_json::{Value, json};

use super::super::page_address;
use super::attempts::{Try, charges, current_method, methods};
use super::payment_method::payment_method;
use super::{Source, asked, client_secret, echoing, metadata, without};

/// How the money stands, in Stripe's words.
pub fn status(session: &Session) -> &'static str {
    match &session.state {
        State::Open(open) => match &open.attempt {
            Some(attempt) if attempt.waits_for_payer() => "requires_action",
            Some(_) => "processing",
            None => "requires_payment_method",
        },
        State::Complete(complete) => match complete.payment {
            Payment::Paid | Payment::NotRequired => "succeeded",
            Payment::Processing => "processing",
            Payment::Failed => "requires_payment_method",
            Payment::Authorized => "requires_capture",
            Payment::Canceled => "canceled",
        },
        State::Expired(_) => "canceled",
    }
}

/// What it has on Stripe's wire and never here.
const NOTHING_HERE: &[&str] =
    &["application", "automatic_payment_methods", "payment_record", "processing", "review", "source"];

/// What the merchant asked for and gets to see again.
const AS_ASKED: &[&str] = &[
    "application_fee_amount",
    "description",
    "on_behalf_of",
    "receipt_email",
    "setup_future_usage",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_data",
    "transfer_group",
];

pub fn payment_intent(source: &Source<'_>) -> Value {
    let session = source.session;
    let (id, settings) = (session.id.payment_intent(), &session.settings);
    let data = settings.payment_intent_data.as_ref();
    let (canceled_at, cancellation_reason) = canceled(session);
    let (received, capturable) = amounts(session);
    let told = json!({
        "id": id,
        "object": "payment_intent",
        "allowed_payment_method_types": settings.allowed_payment_method_types,
        "amount": session.amount_due(),
        "amount_capturable": capturable,
        "amount_received": received,
        "canceled_at": canceled_at,
        "cancellation_reason": cancellation_reason,
        "capture_method": capture_method(session),
        "client_secret": client_secret(session, &id),
        "confirmation_method": "automatic",
        "created": session.created.seconds(),
        "currency": session.currency,
        "customer": session.gathered.customer,
        "customer_account": settings.customer_account,
        "excluded_payment_method_types": settings.excluded_payment_method_types,
        "last_payment_error": last_error(session),
        "latest_charge": charges(session).last().map(|charge| session.id.charge(charge.number)),
        "livemode": session.livemode(),
        "managed_payments": settings.managed_payments,
        "metadata": metadata(data),
        "next_action": next_action(source),
        "payment_method": method_id(session),
        "payment_method_configuration_details": settings.payment_method_configuration_details(),
        "payment_method_options": settings.payment_method_options(),
        "payment_method_types": settings.payment_method_types(),
        "shipping": shipping(session),
        "status": status(session),
    });
    echoing(without(told, NOTHING_HERE), data, AS_ASKED)
}

/// What was received, and what can still be captured.
fn amounts(session: &Session) -> (i64, i64) {
    let due = session.amount_due();
    match session.complete().map(|complete| (complete.payment, complete.captured)) {
        Some((Payment::Paid, captured)) => (captured.unwrap_or(due), 0),
        Some((Payment::Authorized, _)) => (0, due),
        _ => (0, 0),
    }
}

/// When and why it was canceled: with its session's end, or because the merchant gave an authorisation back.
fn canceled(session: &Session) -> (Option<i64>, Option<&str>) {
    match &session.state {
        State::Expired(expired) => (Some(expired.at.seconds()), Some("expired")),
        State::Complete(complete) if complete.payment == Payment::Canceled => {
            (complete.settled.map(Moment::seconds), complete.cancellation_reason.as_deref())
        }
        _ => (None, None),
    }
}

pub fn capture_method(session: &Session) -> Value {
    if session.settings.manual_capture() {
        return json!("manual");
    }
    let asked = asked(session.settings.payment_intent_data.as_ref(), "capture_method");
    if asked.is_null() { json!("automatic_async") } else { asked }
}

/// The method in use; a failed one is named in the error only.
pub fn method_id(session: &Session) -> Option<String> {
    let gone = match status(session) {
        "requires_payment_method" => true,
        "canceled" => session.complete().is_none(),
        _ => false,
    };
    let method = current_method(session).filter(|_| !gone)?;
    Some(session.id.payment_method(method.number))
}

/// Where the merchant said to ship, or where the payer did.
pub fn shipping(session: &Session) -> Value {
    let given = asked(session.settings.payment_intent_data.as_ref(), "shipping");
    let collected = session.gathered.collected_information.as_ref();
    let (address, name) = match collected.and_then(|collected| collected.shipping_details.as_ref()) {
        Some(details) => (json!(details.address), json!(details.name)),
        None if given.is_null() => return Value::Null,
        None => (whole_address(&given["address"]), given["name"].clone()),
    };
    let text = |name: &str| given.get(name).cloned().unwrap_or_default();
    json!({
        "address": address, "carrier": text("carrier"), "name": name, "phone": text("phone"),
        "tracking_number": text("tracking_number"),
    })
}

fn whole_address(given: &Value) -> Value {
    let keys = ["city", "country", "line1", "line2", "postal_code", "state"];
    keys.iter().map(|key| ((*key).to_owned(), given.get(*key).cloned().unwrap_or_default())).collect()
}

/// The payer is on their way to their bank, and comes back to the page.
pub fn next_action(source: &Source<'_>) -> Value {
    let session = source.session;
    if !session.attempt().is_some_and(Attempt::waits_for_payer) {
        return Value::Null;
    }
    let page = page_address(session, source.base_url);
    let redirect = json!({ "return_url": page, "url": format!("{page}/bank") });
    json!({ "redirect_to_url": redirect, "type": "redirect_to_url" })
}

/// Why there is no money, if the last word was no.
fn last_error(session: &Session) -> Value {
    if let Some(complete) = session.complete() {
        let failed = complete.failure.as_ref().zip(complete.attempt).zip(complete.instrument.as_ref());
        return failed.map_or(Value::Null, |((decline, number), instrument)| {
            error(session, decline, number, instrument)
        });
    }
    let last = session.attempts.last_failure();
    let last = last.and_then(|tried| Some((tried, tried.decline.as_ref()?)));
    last.map_or(Value::Null, |(tried, decline)| error(session, decline, tried.number, &tried.instrument))
}

/// A decline as Stripe's error object, with the method that it is about.
pub fn error(session: &Session, decline: &Decline, number: u32, instrument: &Instrument) -> Value {
    let charged = charges(session).iter().any(|charge| charge.number == number);
    let mut error = json!({
        "code": decline.code,
        "doc_url": format!("https://stripe.com/docs/error-codes/{}", decline.code.replace('_', "-")),
        "message": decline.message,
        "payment_method_type": instrument.kind,
        "type": if decline.was_charged() { "card_error" } else { "invalid_request_error" },
    });
    if charged {
        error["charge"] = json!(session.id.charge(number));
    }
    if let Some(code) = &decline.decline_code {
        error["decline_code"] = json!(code);
    }
    let method = methods(session).into_iter().find(|method| method.number == number);
    if let Some(method) = method.filter(|method| !matches!(method.state, Try::InFlight)) {
        error["payment_method"] = payment_method(session, &method);
    }
    error
}
