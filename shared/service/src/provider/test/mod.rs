//! The test provider: no money moves, and every card and account does what its number says.

mod accounts;
mod book;
mod cards;
mod declines;
mod ibans;
mod number;
mod redirect;
mod script;
mod tokens;
mod typed;

use paydesk_model::payment::Decline;

pub use book::{charge, conclude, finish, payer_answered, settlement};
pub use declines::declining;
pub use script::{Authentication, Delay, Script, Settles, Verdict};
pub use tokens::instrument_of_token;
pub use typed::read_method;

/// How a test instrument behaves; a token that is none of ours is declined.
pub fn script(token: &str) -> Script {
    let card = cards::of_token(token).map(cards::TestCard::script);
    let other = || accounts::script(token).or_else(|| redirect::script(token));
    card.or_else(other).or_else(|| declines::script(token)).unwrap_or_else(|| {
        Script::declining(Decline::new("resource_missing", None, "This payment method does not exist."))
    })
}

#[cfg(test)]
mod tests;
