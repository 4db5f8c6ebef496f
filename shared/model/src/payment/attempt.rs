//! A try to pay: in flight, ended, approved or declined.

use serde::{Deserialize, Serialize};

use super::{Instrument, Submission};
use crate::session::Payment;
use crate::time::Moment;

/// One try to pay, with a bounded life. It is stored before the provider is called, with all that completion
/// needs, so that whoever learns the outcome can act on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// What the provider knows it by: asking twice under one id is asking once.
    pub id: String,
    /// 1 for the session's first.
    pub number: u32,
    pub provider: String,
    pub started: Moment,
    /// When its outcome is to be asked for, if nobody has told it by then.
    pub deadline: Moment,
    /// What the payer has left to do; until it is done, no money can move.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// Minor units; 0 where a method is only saved.
    pub amount: i64,
    pub instrument: Instrument,
    pub submission: Submission,
    /// Of the form it came from: the same form sent twice is one attempt.
    pub print: String,
    /// Seconds until a delayed payment settles, where a test chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settle_after: Option<i64>,
}

impl Attempt {
    /// Whether the payer has something left to do.
    pub fn waits_for_payer(&self) -> bool {
        self.action.is_some()
    }
}

/// What a payer does away from the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Proving to the card's bank that it is they.
    ThreeDSecure,
    /// Authorising the payment at the method's own site.
    Redirect,
}

/// The provider's yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approval {
    /// How the money stands.
    pub payment: Payment,
    /// When the provider can say how a delayed payment ended.
    pub settles_at: Option<Moment>,
    /// Whether the payer passed 3-D Secure for it.
    pub authenticated: bool,
}

/// The provider's no, in the words of Stripe's error object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decline {
    /// `card_declined`, `expired_card`, `payment_intent_authentication_failure`, …
    pub code: String,
    /// The bank's reason, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decline_code: Option<String>,
    /// For people, in English.
    pub message: String,
}

impl Decline {
    pub fn new(code: &str, decline_code: Option<&str>, message: &str) -> Self {
        Self {
            code: code.to_owned(),
            decline_code: decline_code.map(str::to_owned),
            message: message.to_owned(),
        }
    }

    /// Whether the bank was asked for money: then there is a charge that failed.
    pub fn was_charged(&self) -> bool {
        self.code != "payment_intent_authentication_failure"
    }
}

/// An attempt that ended without success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    pub number: u32,
    pub at: Moment,
    pub instrument: Instrument,
    /// None when it was given up before anyone said no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decline: Option<Decline>,
    pub print: String,
}

/// The attempts that a session has seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// How many began.
    pub count: u32,
    /// Those that failed, oldest first, as far as they are remembered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<Tried>,
}

impl Attempts {
    /// More than this many failures are not remembered: a session's item stays small.
    const REMEMBERED: usize = 10;

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The last failure, if the last attempt failed.
    pub fn last_failure(&self) -> Option<&Tried> {
        self.failed.last().filter(|tried| tried.number == self.count)
    }

    /// The failure that a form with this print met.
    pub fn failure_of(&self, print: &str) -> Option<&Tried> {
        self.failed.iter().rev().find(|tried| tried.print == print)
    }

    pub(crate) fn failed(&mut self, attempt: Attempt, decline: Option<Decline>, at: Moment) {
        let Attempt { number, instrument, print, .. } = attempt;
        self.failed.push(Tried { number, at, instrument, decline, print });
        let surplus = self.failed.len().saturating_sub(Self::REMEMBERED);
        self.failed.drain(..surplus);
    }
}
