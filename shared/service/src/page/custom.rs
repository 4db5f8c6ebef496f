//! A session as a page of the merchant's own shows it: what is sold, what it costs and what has to be asked.

use paydesk_model::choices::Unchosen;
use paydesk_model::currency::Currency;
use paydesk_model::line::Line;
use paydesk_model::payment::methods::{Flow, Method};
use paydesk_model::payment::{bills_whole, known_email};
use paydesk_model::session::{Session, Status};
use serde_json::{Value, json};

use super::amount::amount;
use super::errors;
use super::estimate::estimate;
use super::locale::Locale;
use super::money::Money;
use super::show::Visit;
use super::words::Words;

/// Amounts come in minor units and as text in the payer's locale. Nothing here is secret from the payer; once the
/// session has ended, only how it did is told.
pub fn custom(session: &Session, visit: &Visit<'_>) -> Value {
    if session.status() != Status::Open {
        return ended(session);
    }
    let locale = locale_of(session, visit);
    let money = Money { words: Words::of(&locale), locale: &locale };
    json!({
        "id": session.id,
        "object": "checkout.session",
        "status": session.status().as_str(),
        "payment_status": session.payment_status().as_str(),
        "mode": session.mode.as_str(),
        "livemode": session.livemode(),
        "expires_at": session.expires_at,
        "currency": session.currency,
        "locale": locale.format(),
        "totals": totals(session, &locale),
        "line_items": lines(session, &locale),
        "shipping_options": shipping(session, money),
        "takes_promotion_codes": session.takes_codes(),
        "promotion_code": code(session),
        "awaits_address": session.awaits_location(),
        "email": known_email(session, None),
        "payment_methods": methods(session),
        "collects": collects(session),
        "custom_fields": session.settings.custom_fields.as_deref().unwrap_or_default(),
        "submit_type": session.settings.submit_type,
        "needs_payment_method": session.needs_method(),
        "next_action": null,
        "last_error": failure(session),
        "return_url": null,
    })
}

/// Why a choice was not made, in the payer's language.
pub fn why_not(session: &Session, visit: &Visit, why: Unchosen) -> String {
    let locale = locale_of(session, visit);
    errors::unchosen(Money { words: Words::of(&locale), locale: &locale }, session.currency, why)
}

fn locale_of(session: &Session, visit: &Visit) -> Locale {
    Locale::choose(session.settings.locale.as_deref(), visit.accept_language)
}

fn ended(session: &Session) -> Value {
    let back = session.way_back().filter(|_| session.status() == Status::Complete);
    json!({
        "id": session.id,
        "object": "checkout.session",
        "status": session.status().as_str(),
        "payment_status": session.payment_status().as_str(),
        "livemode": session.livemode(),
        "next_action": null,
        "return_url": back,
    })
}

fn money(locale: &Locale, currency: Currency, minor: i64) -> Value {
    json!({"minor_units": minor, "text": amount(locale, currency, minor)})
}

fn totals(session: &Session, locale: &Locale) -> Option<Value> {
    let totals = session.totals.as_ref()?;
    let money = |minor| money(locale, totals.currency, minor);
    Some(json!({
        "subtotal": money(totals.subtotal),
        "discount": money(totals.discount),
        "shipping": money(totals.shipping),
        "tax": money(totals.tax),
        "total": money(totals.total),
        "renewal": session.renewal().map(|(_, amount)| money(amount)),
    }))
}

fn lines(session: &Session, locale: &Locale) -> Vec<Value> {
    session.lines.iter().map(|line| shown(session, line, locale)).collect()
}

fn shown(session: &Session, line: &Line, locale: &Locale) -> Value {
    let bounds = line.asked.bounds().filter(|_| session.is_adjustable(line));
    let bounds =
        bounds.map(|(least, most)| json!({"minimum": session.least_of(line, least), "maximum": most}));
    let price = &line.asked.price_data;
    json!({
        "id": session.id.line(line.number),
        "name": price.product.name,
        "description": price.product.description,
        "images": price.product.images,
        "quantity": line.asked.quantity,
        "adjustable_quantity": bounds,
        "recurring": price.recurring,
        "amount": money(locale, price.currency, line.amount),
    })
}

fn shipping(session: &Session, written: Money<'_>) -> Vec<Value> {
    let offered = session.terms.shipping.iter().enumerate();
    let shown = offered.map(|(index, option)| {
        json!({
            "id": session.shipping_rate_id(index),
            "name": option.display_name,
            "delivery_estimate": estimate(written.words, option.delivery_estimate.as_ref()),
            "amount": money(written.locale, option.currency, option.amount),
            "chosen": index == session.terms.chosen_shipping,
        })
    });
    shown.collect()
}

/// The promotion code that is used, as it is written.
fn code(session: &Session) -> Option<&str> {
    Some(&session.terms.discount.as_ref()?.promotion_code.as_ref()?.code)
}

/// Each method with the fields of the form that it takes.
fn methods(session: &Session) -> Vec<Value> {
    let shown = |method: &Method| json!({"type": method.kind, "fields": fields(method)});
    session.offered_methods().into_iter().map(shown).collect()
}

fn fields(method: &Method) -> &'static [&'static str] {
    match (method.flow, method.kind) {
        (Flow::Card, _) => &["card[number]", "card[expiry]", "card[cvc]", "card[name]"],
        (Flow::Debit, "sepa_debit") => &["sepa_debit[iban]", "sepa_debit[name]"],
        (Flow::Debit, "us_bank_account") => {
            &["us_bank_account[routing_number]", "us_bank_account[account_number]", "us_bank_account[name]"]
        }
        (Flow::Debit, _) => &["bacs_debit[sort_code]", "bacs_debit[account_number]", "bacs_debit[name]"],
        (Flow::Redirect, _) => &["billing[name]"],
    }
}

/// What else the session asks of its payer, by the names of the form's groups.
fn collects(session: &Session) -> Vec<&'static str> {
    let settings = &session.settings;
    let names = settings.name_collection.as_ref();
    let terms = settings.consent_collection.as_ref().and_then(|asked| asked.terms_of_service.as_deref());
    [
        ("email", known_email(session, None).is_none()),
        ("phone", settings.phone_number_collection.is_some_and(|asked| asked.enabled)),
        ("shipping", settings.shipping_address_collection.is_some()),
        ("billing", bills_whole(session)),
        ("individual_name", names.and_then(|names| names.individual).is_some_and(|asked| asked.enabled)),
        ("business_name", names.and_then(|names| names.business).is_some_and(|asked| asked.enabled)),
        ("tax_id", settings.tax_id_collection.as_ref().is_some_and(|asked| asked.enabled)),
        ("terms_of_service", terms == Some("required")),
    ]
    .into_iter()
    .filter_map(|(name, asked)| asked.then_some(name))
    .collect()
}

/// The provider's no to the last attempt.
fn failure(session: &Session) -> Option<Value> {
    let decline = session.attempts.last_failure()?.decline.as_ref()?;
    Some(json!({"code": decline.code, "decline_code": decline.decline_code, "message": decline.message}))
}
