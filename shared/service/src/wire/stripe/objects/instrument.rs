//! What a payer paid with, as payment methods and as charges show it.

use paydesk_model::payment::{Card, Instrument};
use paydesk_model::session::Session;
use serde_json::{Value, json};

use super::method_keys::KEYS;

/// The hash under its type in a payment method.
pub fn of_method(instrument: &Instrument) -> Value {
    match &instrument.card {
        Some(card) => method_card(card),
        None => filled(instrument, |(_, method, _)| method),
    }
}

/// The hash under its type in a charge's details.
pub fn of_charge(instrument: &Instrument, authorized: Option<i64>) -> Value {
    match &instrument.card {
        Some(card) => charged_card(card, authorized),
        None => filled(instrument, |(_, _, charge)| charge),
    }
}

fn method_card(card: &Card) -> Value {
    json!({
        "brand": card.brand,
        "checks": checks(),
        "country": card.country,
        "display_brand": card.brand,
        "exp_month": card.exp_month,
        "exp_year": card.exp_year,
        "fingerprint": null,
        "funding": card.funding,
        "generated_from": null,
        "last4": card.last4,
        "networks": { "available": [card.brand], "preferred": null },
        "regulated_status": "unregulated",
        "three_d_secure_usage": { "supported": true },
        "wallet": null,
    })
}

fn charged_card(card: &Card, authorized: Option<i64>) -> Value {
    let three_d_secure = card.authenticated.then(|| {
        json!({
            "authentication_flow": "challenge", "electronic_commerce_indicator": null,
            "exemption_indicator": null, "result": "authenticated", "result_reason": null,
            "transaction_id": null, "version": "2.2.0",
        })
    });
    json!({
        "amount_authorized": authorized,
        "authorization_code": null,
        "brand": card.brand,
        "checks": checks(),
        "country": card.country,
        "electronic_commerce_indicator": null,
        "exp_month": card.exp_month,
        "exp_year": card.exp_year,
        "fingerprint": null,
        "funding": card.funding,
        "installments": null,
        "last4": card.last4,
        "mandate": null,
        "network": card.brand,
        "network_transaction_id": null,
        "regulated_status": "unregulated",
        "three_d_secure": three_d_secure,
        "transaction_link_id": null,
        "wallet": null,
    })
}

/// Providers tell whether they took a card, and not what they compared.
fn checks() -> Value {
    json!({ "address_line1_check": null, "address_postal_code_check": null, "cvc_check": null })
}

/// Every key that this type has: with what is known of the account, else null, or empty where Stripe never has null.
fn filled<'k>(instrument: &Instrument, keys: impl Fn(&'k (&str, &'k str, &'k str)) -> &'k str) -> Value {
    let found = KEYS.iter().find(|entry| entry.0 == instrument.kind).map(keys).unwrap_or_default();
    let fields = found.split_ascii_whitespace().map(|key| {
        let known = known(instrument, key);
        let empty = known.is_null() && NEVER_NULL.contains(&(instrument.kind.as_str(), key));
        (key.to_owned(), if empty { json!("") } else { known })
    });
    Value::Object(fields.collect())
}

const NEVER_NULL: &[(&str, &str)] = &[
    ("boleto", "tax_id"),
    ("nz_bank_account", "bank_code"),
    ("nz_bank_account", "bank_name"),
    ("nz_bank_account", "branch_code"),
    ("nz_bank_account", "last4"),
];

fn known(instrument: &Instrument, key: &str) -> Value {
    let bank = instrument.bank.as_ref();
    match (instrument.kind.as_str(), key) {
        (_, "last4") => json!(bank.map(|bank| &bank.last4)),
        (_, "country") => json!(bank.and_then(|bank| bank.country.as_ref())),
        (_, "bank_name") => json!(bank.and_then(|bank| bank.bank_name.as_ref())),
        (_, "bank_code" | "routing_number" | "sort_code" | "bsb_number") => {
            json!(bank.and_then(|bank| bank.bank_code.as_ref()))
        }
        ("us_bank_account", "account_holder_type") => json!("individual"),
        ("us_bank_account", "account_type") => json!("checking"),
        ("naver_pay", "funding") => json!("card"),
        // Stripe names one of its banks always.
        ("fpx", "bank") => json!("maybank2u"),
        _ => Value::Null,
    }
}

/// Who is billed, as far as the payer said it.
pub fn billing_details(session: &Session) -> Value {
    let tried = session.attempt().map(|attempt| &attempt.submission.customer_details);
    let details = tried.or(session.gathered.customer_details.as_ref());
    let nowhere = json!({
        "city": null, "country": null, "line1": null, "line2": null, "postal_code": null, "state": null,
    });
    let Some(details) = details else {
        return json!({ "address": nowhere, "email": null, "name": null, "phone": null, "tax_id": null });
    };
    json!({
        "address": details.address.as_ref().map_or(nowhere, |address| json!(address)),
        "email": details.email,
        "name": details.name,
        "phone": details.phone,
        "tax_id": null,
    })
}
