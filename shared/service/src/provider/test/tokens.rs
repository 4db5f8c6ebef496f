//! Instruments by name: Stripe's test tokens, and method types.

use paydesk_model::params::text::quoted;
use paydesk_model::path::Path;
use paydesk_model::payment::Instrument;
use paydesk_model::payment::methods::{self, Flow, Method};
use paydesk_model::problem::Problem;
use paydesk_model::session::Session;

use super::{accounts, cards, redirect};

/// The expiry of every card that is named and not typed: in the future, and the same whenever it is asked for.
const EXPIRY: (u8, u16) = (12, 2040);

/// The instrument of a test token such as `pm_card_visa`, or of a method type such as `ideal`, if this session can be
/// paid with it, offered or not.
pub fn instrument_of_token(session: &Session, name: &str) -> Result<Instrument, Problem> {
    let instrument = named(name).filter(|_| !session.livemode()).ok_or_else(|| unknown(name))?;
    let method = methods::find(&instrument.kind).ok_or_else(|| unknown(name))?;
    if session.permits(method) { Ok(instrument) } else { Err(not_permitted(session, method)) }
}

fn named(name: &str) -> Option<Instrument> {
    let name = match methods::find(name) {
        Some(method) if method.flow == Flow::Redirect => return Some(redirect::instrument(method)),
        Some(method) => example(method),
        None => name,
    };
    let card = cards::of_token(name).map(|card| card.instrument(EXPIRY.0, EXPIRY.1));
    card.or_else(|| accounts::of_token(name))
}

/// The token that a method's name stands for: one that succeeds.
fn example(method: &Method) -> &'static str {
    match method.kind {
        "sepa_debit" => "pm_success_de",
        "us_bank_account" => "pm_usBankAccount_success",
        "bacs_debit" => "pm_bacsDebit_success",
        _ => "pm_card_visa",
    }
}

fn unknown(name: &str) -> Problem {
    let message = format!(
        "No such test payment method: '{}'. Name one of Stripe's test payment methods, such as pm_card_visa, or a \
         type of payment method, such as ideal.",
        quoted(name)
    );
    Problem::at(Path::of("payment_method"), message).code("resource_missing")
}

fn not_permitted(session: &Session, method: &Method) -> Problem {
    let kind = method.kind;
    let message = match session.currency {
        Some(currency) if !method.takes(currency) => {
            format!("The payment method type {kind} cannot be used for a payment in {}.", currency.as_str())
        }
        _ => format!(
            "The payment method type {kind} cannot do what this Checkout Session needs: be saved for later, or be \
             captured later."
        ),
    };
    Problem::at(Path::of("payment_method"), message)
}
