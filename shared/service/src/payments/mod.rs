//! Paying a session: an attempt is stored, then the provider is asked, then the outcome is stored.
//!
//! Whatever dies in between, the attempt is in the session with all that completion needs, and a timer rings for it:
//! whoever comes next asks the provider by the attempt's id and goes on from there.

mod customer;
mod pay;
mod place;
mod record;
mod settle;

pub use settle::Settled;

use paydesk_model::payment::{Action, Decline, Instrument, Submission};
use paydesk_model::redemption::Unredeemable;
use paydesk_model::shown::Shown;
use paydesk_model::terms::Located;

use crate::store::stored::Stored;

/// What a payer decided.
#[derive(Clone, Debug)]
pub struct Order {
    pub submission: Submission,
    /// None only where the session needs no method.
    pub instrument: Option<Instrument>,
    /// Of the form it came from, without numbers: the same form sent twice is one attempt.
    pub print: String,
    /// Seconds until a delayed payment settles, where a test chose.
    pub settle_after: Option<i64>,
    /// Nobody pays what they did not see.
    pub shown: Shown,
    /// What taxes are due where they are, with automatic tax.
    pub located: Option<Located>,
}

/// Where a session stands after somebody tried to pay it.
#[derive(Debug)]
pub enum Standing {
    /// It is complete, by this order or by one before it.
    Complete,
    /// The payer has something to do first.
    NeedsPayer(Action),
    Declined(Decline),
    /// The attempt was given up before anyone said no.
    GivenUp,
    /// Another attempt is being made, or the outcome of this one is not known yet.
    InProgress,
    Expired,
    /// It costs something else now than what the payer was shown.
    Repriced,
    /// Its discount cannot be redeemed, or not any more; nothing was charged.
    Unredeemable(Unredeemable),
    /// What it costs with the taxes of where the payer is cannot be charged.
    Unpayable,
    /// Nobody takes payments for this session.
    NoProvider,
}

/// A session and where it stands.
#[derive(Debug)]
pub struct Paid {
    pub stored: Stored,
    pub standing: Standing,
    /// Whether this order made it so; else it was so before.
    pub changed: bool,
}
