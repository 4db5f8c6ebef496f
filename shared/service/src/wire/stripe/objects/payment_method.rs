//! The payment method of one try to pay, kept with a customer or not.

use paydesk_model::mode::Mode;
use paydesk_model::session::{Complete, Session};
use serde_json::{Value, json};

use super::attempts::{Method, Try};
use super::instrument::{billing_details, of_method};

pub fn payment_method(session: &Session, method: &Method<'_>) -> Value {
    let customer = saved(method).and(session.gathered.customer.as_deref());
    let mut value = json!({
        "id": session.id.payment_method(method.number),
        "object": "payment_method",
        "allow_redisplay": allow_redisplay(session, method),
        "billing_details": billing_details(session),
        "created": method.at.seconds(),
        "customer": customer,
        "customer_account": saved(method).and(session.settings.customer_account.as_deref()),
        "livemode": session.livemode(),
        "metadata": {},
        "type": method.instrument.kind,
    });
    value[method.instrument.kind.as_str()] = of_method(method.instrument);
    value
}

/// The completion that keeps this method with its customer.
pub fn saved<'s>(method: &Method<'s>) -> Option<&'s Complete> {
    match method.state {
        Try::Succeeded(complete) => Some(complete).filter(|complete| complete.saves),
        Try::Failed | Try::InFlight => None,
    }
}

/// What the merchant said, else who asked for it to be kept: the merchant for their charges, or the payer for theirs.
fn allow_redisplay(session: &Session, method: &Method<'_>) -> Value {
    let data = session.settings.payment_method_data.as_ref();
    if let Some(asked) = data.and_then(|data| data.get("allow_redisplay")) {
        return asked.clone();
    }
    let merchants = session.mode != Mode::Payment || session.settings.saves_payment_method();
    json!(match saved(method) {
        None => "unspecified",
        Some(_) if merchants => "limited",
        Some(_) => "always",
    })
}
