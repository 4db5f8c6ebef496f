//! Payments as a port: what a provider of payments is asked, and what it answers.
//!
//! Every question names an attempt, and asking twice is asking once. A provider never takes money for an attempt
//! before it was told that the payer has done what they had to do, and never after it was told that the attempt is
//! given up: that is what lets a session expire without anyone being charged for it.

pub mod test;

use paydesk_model::lifecycle::Settlement;
use paydesk_model::payment::{Action, Approval, Attempt, Decline, FieldError, FieldProblem};
use paydesk_model::session::Session;
use paydesk_model::time::Moment;

use crate::app::App;
use crate::error::Error;

/// What a provider says of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Approved(Approval),
    /// The payer has something to do first.
    NeedsPayer(Action),
    Declined(Decline),
    /// It will never take money for this attempt.
    GivenUp,
}

/// What becomes of an authorised amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Minor units.
    Capture(i64),
    Release,
}

/// A provider that this deployment has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provider {
    /// Plays all of test mode: what is paid with says how it ends.
    Test,
}

impl App {
    /// Who takes payments in this mode; nobody does in live mode, as long as no live provider is built in.
    pub fn provider(&self, livemode: bool) -> Option<Provider> {
        (!livemode && self.config.test_mode).then_some(Provider::Test)
    }
}

impl Provider {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Test => "test",
        }
    }

    /// The provider that an attempt was begun with.
    pub fn of(attempt: &Attempt) -> Result<Self, Error> {
        match attempt.provider.as_str() {
            "test" => Ok(Self::Test),
            other => Err(Error::Internal(format!("there is no payment provider named {other}"))),
        }
    }

    /// Asks for the money of an attempt that is stored already, or for its method to be saved.
    pub async fn charge(self, app: &App, session: &Session, attempt: &Attempt) -> Result<Verdict, Error> {
        match self {
            Self::Test => test::charge(app, session, attempt).await,
        }
    }

    /// The payer has authorised it, or has not.
    pub async fn payer_answered(self, app: &App, attempt: &Attempt, yes: bool) -> Result<Verdict, Error> {
        match self {
            Self::Test => test::payer_answered(app, attempt, yes).await,
        }
    }

    /// What became of an attempt that nobody heard of any more; what is undecided is given up for good.
    pub async fn conclude(self, app: &App, attempt: &Attempt) -> Result<Verdict, Error> {
        match self {
            Self::Test => test::conclude(app, attempt).await,
        }
    }

    /// How a delayed payment ended, if it has by `now`.
    pub fn settlement(self, session: &Session, now: Moment) -> Option<Settlement> {
        match self {
            Self::Test => test::settlement(session, now),
        }
    }

    /// Captures or releases what the attempt with this id authorised; answers with what really was done to it,
    /// which another call may have decided before.
    pub async fn finish(self, app: &App, attempt_id: &str, finish: Finish) -> Result<Finish, Error> {
        match self {
            Self::Test => test::finish(app, attempt_id, finish).await,
        }
    }
}

/// Why what a payer typed cannot be paid with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MethodProblem {
    /// It has to be mended.
    Fields(Vec<FieldProblem>),
    /// It is complete, and it is refused.
    Decline(Decline),
}

impl MethodProblem {
    fn field(name: &str, error: FieldError) -> Self {
        Self::Fields(vec![FieldProblem::new(name, error)])
    }
}
