//! What the test provider remembers, so that it can be asked twice: an entry per attempt, decided once.
//!
//! It stands for a provider's own systems: nothing of a session is read or written here.

use paydesk_model::lifecycle::Settlement;
use paydesk_model::payment::{Action, Approval, Attempt, Decline};
use paydesk_model::session::{Payment, Session};
use paydesk_model::time::Moment;
use serde::{Deserialize, Serialize};

use super::script::{self, Authentication, Delay, Script};
use crate::app::App;
use crate::error::Error;
use crate::provider::{Finish, Verdict};
use crate::store::Failure;

/// Stripe's code for a payer who was not authenticated.
const UNAUTHENTICATED: &str = "payment_intent_authentication_failure";

/// Where an attempt stands with the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
enum Entry {
    /// The payer has something to do first.
    Asked {
        action: Action,
        yes: Yes,
        no: Decline,
    },
    Approved(Yes),
    Declined {
        decline: Decline,
    },
    GivenUp,
    Captured {
        amount: i64,
    },
    Released,
}

/// What approving an attempt comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Yes {
    payment: Payment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    settles_at: Option<Moment>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    authenticated: bool,
    /// A bank may say no even to a payer who proved themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    declined: Option<Decline>,
}

impl Entry {
    fn verdict(self) -> Verdict {
        match self {
            Self::Asked { action, .. } => Verdict::NeedsPayer(action),
            Self::Approved(Yes { payment, settles_at, authenticated, .. }) => {
                Verdict::Approved(Approval { payment, settles_at, authenticated })
            }
            Self::Declined { decline } => Verdict::Declined(decline),
            Self::GivenUp => Verdict::GivenUp,
            // Only what a session completed with is captured or released.
            Self::Captured { .. } | Self::Released => Verdict::Approved(Approval {
                payment: Payment::Authorized,
                settles_at: None,
                authenticated: false,
            }),
        }
    }

    /// What an attempt comes to that needs nothing of the payer any more.
    fn decided(yes: Yes) -> Self {
        match yes.declined {
            Some(decline) => Self::Declined { decline },
            None => Self::Approved(yes),
        }
    }
}

pub async fn charge(app: &App, session: &Session, attempt: &Attempt) -> Result<Verdict, Error> {
    let entry = first_entry(app, session, attempt, &super::script(&attempt.instrument.token));
    Ok(write(app, &attempt.id, None, &entry).await?.verdict())
}

pub async fn payer_answered(app: &App, attempt: &Attempt, said_yes: bool) -> Result<Verdict, Error> {
    let Some((read, entry)) = read(app, &attempt.id).await? else { return Ok(Verdict::GivenUp) };
    let Entry::Asked { yes, no, .. } = entry else { return Ok(entry.verdict()) };
    let entry = if said_yes { Entry::decided(yes) } else { Entry::Declined { decline: no } };
    Ok(write(app, &attempt.id, Some(&read), &entry).await?.verdict())
}

pub async fn conclude(app: &App, attempt: &Attempt) -> Result<Verdict, Error> {
    let there = match read(app, &attempt.id).await? {
        // A charge that is still on its way here will find this.
        None => write(app, &attempt.id, None, &Entry::GivenUp).await?,
        Some((read, Entry::Asked { .. })) => write(app, &attempt.id, Some(&read), &Entry::GivenUp).await?,
        Some((_, entry)) => entry,
    };
    match there {
        // Another answer came first; it may still be on its way to the session.
        Entry::Asked { .. } => Err(Error::Contended),
        entry => Ok(entry.verdict()),
    }
}

pub fn settlement(session: &Session, now: Moment) -> Option<Settlement> {
    let complete = session.complete().filter(|complete| complete.payment == Payment::Processing)?;
    complete.settles_at.filter(|at| *at <= now)?;
    let played = super::script(&complete.instrument.as_ref()?.token).settlement?;
    Some(played.outcome)
}

pub async fn finish(app: &App, attempt_id: &str, finish: Finish) -> Result<Finish, Error> {
    let missing = || Error::Internal(format!("the test provider knows no attempt {attempt_id}"));
    let (read, entry) = read(app, attempt_id).await?.ok_or_else(missing)?;
    let there = match entry {
        Entry::Approved(_) => {
            let wanted = match finish {
                Finish::Capture(amount) => Entry::Captured { amount },
                Finish::Release => Entry::Released,
            };
            write(app, attempt_id, Some(&read), &wanted).await?
        }
        entry => entry,
    };
    match there {
        Entry::Captured { amount } => Ok(Finish::Capture(amount)),
        Entry::Released => Ok(Finish::Release),
        other => {
            Err(Error::Internal(format!("the test provider cannot finish an attempt that is {other:?}")))
        }
    }
}

/// What the provider says to an attempt that it hears of for the first time.
fn first_entry(app: &App, session: &Session, attempt: &Attempt, script: &Script) -> Entry {
    let authentication = script.authentication_for(session);
    if authentication == Authentication::Fails {
        return Entry::Declined { decline: unauthenticated() };
    }
    let verdict = if attempt.amount > 0 { &script.after } else { &script.saved };
    let yes = Yes {
        payment: payment(session, script),
        settles_at: settles_at(app, attempt, script),
        authenticated: authentication.authenticates(),
        declined: match verdict {
            script::Verdict::Approve => None,
            script::Verdict::Decline(decline) => Some(decline.clone()),
        },
    };
    match authentication.action() {
        Some(action) => Entry::Asked { action, yes, no: refused(action) },
        None => Entry::decided(yes),
    }
}

/// How the money stands once it is approved.
fn payment(session: &Session, script: &Script) -> Payment {
    match &script.settlement {
        Some(_) => Payment::Processing,
        None if session.settings.manual_capture() => Payment::Authorized,
        None => Payment::Paid,
    }
}

fn settles_at(app: &App, attempt: &Attempt, script: &Script) -> Option<Moment> {
    let standard = app.config.test_settlement_seconds;
    let delay = match script.settlement.as_ref()?.delay {
        Delay::Standard => standard,
        Delay::AtLeast3Minutes => standard.max(180),
        Delay::Never => return None,
    };
    Some(app.clock.now().plus_seconds(attempt.settle_after.unwrap_or(delay)))
}

/// What it comes to if the payer will not do their part.
fn refused(action: Action) -> Decline {
    match action {
        Action::ThreeDSecure => unauthenticated(),
        Action::Redirect => Decline::new(
            UNAUTHENTICATED,
            None,
            "The payment was not authorised. Try again, or choose a different payment method.",
        ),
    }
}

fn unauthenticated() -> Decline {
    Decline::new(
        UNAUTHENTICATED,
        None,
        "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
    )
}

async fn read(app: &App, attempt_id: &str) -> Result<Option<(String, Entry)>, Error> {
    let Some(text) = app.store.entry(attempt_id).await? else { return Ok(None) };
    let entry = parse(&text)?;
    Ok(Some((text, entry)))
}

/// What stands in the book after trying to write this.
async fn write(app: &App, attempt_id: &str, read: Option<&str>, entry: &Entry) -> Result<Entry, Error> {
    let text = serde_json::to_string(entry).map_err(|error| unreadable(&error))?;
    parse(&app.store.write_entry(attempt_id, read, text).await?)
}

fn parse(text: &str) -> Result<Entry, Error> {
    serde_json::from_str(text).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> Error {
    Failure::unreadable("entry of the test provider", error).into()
}
