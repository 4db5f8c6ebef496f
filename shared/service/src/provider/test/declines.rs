//! Cards that are declined for a reason that a test chooses.

use paydesk_model::payment::{Decline, Instrument};

use super::cards;
use super::script::Script;

/// What such a card's token begins with; the decline code follows.
const DECLINED: &str = "pm_declined_";
/// Codes of their own, which the bank's reason does not come under `card_declined` with.
const CODES: &[(&str, &str)] = &[
    ("expired_card", "Your card has expired."),
    ("incorrect_cvc", "Your card's security code is incorrect."),
    ("incorrect_number", "Your card number is incorrect."),
    ("processing_error", "An error occurred while processing your card. Try again in a little bit."),
];

/// A good card's likeness that is declined with this code.
pub fn declining(code: &str) -> Instrument {
    let like = cards::of_token("pm_card_visa").map(|card| card.instrument(12, 2040).card);
    Instrument { token: format!("{DECLINED}{code}"), kind: "card".into(), card: like.flatten(), bank: None }
}

pub(super) fn script(token: &str) -> Option<Script> {
    let code = token.strip_prefix(DECLINED)?;
    let known = CODES.iter().find(|(known, _)| *known == code);
    Some(Script::declining(match known {
        Some((code, message)) => Decline::new(code, None, message),
        None if code == "insufficient_funds" => {
            Decline::new("card_declined", Some(code), "Your card has insufficient funds.")
        }
        None => Decline::new("card_declined", Some(code), "Your card was declined."),
    }))
}
