//! A charge: one time that money was asked for, and what came of it.

use paydesk_model::mode::Mode;
use paydesk_model::payment::Decline;
use paydesk_model::session::{Complete, Payment, Session};
use serde_json::{Value, json};

use super::attempts::{Charged, Outcome};
use super::instrument::{billing_details, of_charge};
use super::payment_intent::shipping;
use super::{asked, echoing, metadata, without};

/// How a charge stands.
struct Standing<'s> {
    status: &'static str,
    captured: bool,
    amount_captured: i64,
    /// Whether the money was taken, or is held to be.
    paid: bool,
    /// Whether what was held was given back; Stripe calls that refunded.
    released: bool,
    failure: Option<&'s Decline>,
}

/// What it has on Stripe's wire and never here.
const NOTHING_HERE: &[&str] = &[
    "application",
    "application_fee",
    "balance_transaction",
    "failure_balance_transaction",
    "receipt_number",
    "receipt_url",
    "review",
    "source",
    "source_transfer",
];

/// What the merchant asked for and gets to see again.
const AS_ASKED: &[&str] = &[
    "application_fee_amount",
    "on_behalf_of",
    "receipt_email",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
];

pub fn charge(session: &Session, charged: &Charged<'_>) -> Value {
    let settings = &session.settings;
    let data = settings.payment_intent_data.as_ref();
    let standing = standing(session, charged);
    let kind = charged.instrument.kind.as_str();
    let authorized = standing.paid.then(|| session.amount_due());
    let mut details = json!({ "type": kind });
    details[kind] = of_charge(charged.instrument, authorized);
    let told = json!({
        "id": session.id.charge(charged.number),
        "object": "charge",
        "amount": session.amount_due(),
        "amount_captured": standing.amount_captured,
        "amount_refunded": if standing.released { session.amount_due() } else { 0 },
        "billing_details": billing_details(session),
        "calculated_statement_descriptor": asked(data, "statement_descriptor"),
        "captured": standing.captured,
        "created": charged.at.seconds(),
        "currency": session.currency,
        "customer": session.gathered.customer,
        "description": description(session),
        "disputed": false,
        "failure_code": standing.failure.map(|decline| &decline.code),
        "failure_message": standing.failure.map(|decline| &decline.message),
        "fraud_details": {},
        "livemode": session.livemode(),
        "metadata": metadata(data),
        "outcome": outcome(&standing),
        "paid": standing.paid,
        "payment_intent": session.payment_intent(),
        "payment_method": session.id.payment_method(charged.number),
        "payment_method_details": details,
        "refunded": standing.released,
        "shipping": shipping(session),
        "status": standing.status,
        "transfer_data": transfer_data(data),
    });
    echoing(without(told, NOTHING_HERE), data, AS_ASKED)
}

fn standing<'s>(session: &Session, charged: &Charged<'s>) -> Standing<'s> {
    let due = session.amount_due();
    let of = |status, captured, amount_captured, paid| Standing {
        status,
        captured,
        amount_captured,
        paid,
        released: false,
        failure: None,
    };
    let complete: &Complete = match charged.outcome {
        Outcome::Declined(decline) => {
            return Standing { failure: Some(decline), ..of("failed", false, 0, false) };
        }
        Outcome::Complete(complete) => complete,
    };
    match complete.payment {
        Payment::Paid | Payment::NotRequired => of("succeeded", true, complete.captured.unwrap_or(due), true),
        Payment::Processing => of("pending", true, due, false),
        Payment::Failed => Standing { failure: complete.failure.as_ref(), ..of("failed", true, due, false) },
        Payment::Authorized => of("succeeded", false, 0, true),
        Payment::Canceled => Standing { released: true, ..of("succeeded", false, 0, true) },
    }
}

fn outcome(standing: &Standing<'_>) -> Value {
    let declined = standing.failure.map(|decline| decline.decline_code.as_ref().unwrap_or(&decline.code));
    let blocked = declined.is_some_and(|code| code == "fraudulent");
    let (network, kind, message) = match (standing.status, declined) {
        (_, Some(_)) if blocked => {
            ("not_sent_to_network", "blocked", "This payment was blocked as fraudulent.")
        }
        (_, Some(_)) => ("declined_by_network", "issuer_declined", "The bank declined the payment."),
        ("pending", None) => ("approved_by_network", "authorized", "Payment is on its way."),
        _ => ("approved_by_network", "authorized", "Payment complete."),
    };
    json!({
        "advice_code": null,
        "network_advice_code": null,
        "network_decline_code": null,
        "network_status": network,
        "reason": declined,
        "risk_level": if blocked { "highest" } else { "normal" },
        "seller_message": message,
        "type": kind,
    })
}

/// A subscription's first charge says so; other charges have their intent's words.
fn description(session: &Session) -> Value {
    if session.mode == Mode::Subscription {
        return json!("Subscription creation");
    }
    asked(session.settings.payment_intent_data.as_ref(), "description")
}

fn transfer_data(data: Option<&Value>) -> Value {
    match asked(data, "transfer_data") {
        Value::Object(data) => json!({
            "amount": data.get("amount"), "destination": data.get("destination"),
        }),
        _ => Value::Null,
    }
}
