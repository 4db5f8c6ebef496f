//! The test provider: no money moves, and every card and account does what its number says.

mod accounts;
mod cards;
mod ibans;
mod number;
mod redirect;
mod script;
mod tokens;
mod typed;

use paydesk_model::payment::Decline;

pub use script::{Authentication, Delay, Script, Settles, Verdict};
pub use tokens::instrument_of_token;
pub use typed::read_method;

/// How a test instrument behaves; a token that is none of ours is declined.
pub fn script(token: &str) -> Script {
    let card = cards::of_token(token).map(cards::TestCard::script);
    card.or_else(|| accounts::script(token)).or_else(|| redirect::script(token)).unwrap_or_else(|| {
        Script::declining(Decline::new("resource_missing", None, "This payment method does not exist."))
    })
}

#[cfg(test)]
mod tests;
