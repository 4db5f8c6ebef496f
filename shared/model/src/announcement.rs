//! Announcements: what a change tells the world, decided and stored together with the change.
//!
//! A session's item remembers what happened in a few bytes; the events that merchants receive are made of it and of the
//! session as it was then (see `event`).

use serde::{Deserialize, Serialize};

use crate::ids::event_id;
use crate::mode::Mode;
use crate::session::Session;
use crate::time::Moment;

/// A payer who tries again and again must not make a session's item grow without end.
const REMEMBERED: usize = 40;

/// What happened to a session, to a customer, or to an object of a catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// It was created, with prices of its own or with something to set up.
    Opened,
    /// An update brought lines with prices of their own.
    LinesAdded,
    /// The payer has to prove something to their bank, or to go to the method's site.
    PaymentAsked,
    /// An attempt was declined.
    PaymentFailed,
    /// An attempt was given up before anyone said no.
    PaymentGivenUp,
    Completed,
    Expired,
    AsyncPaymentSucceeded,
    AsyncPaymentFailed,
    /// An authorised amount was captured by hand.
    PaymentCaptured,
    /// An authorisation was given back.
    PaymentReleased,
    /// A customer came to be.
    CustomerCreated,
    CustomerUpdated,
    CustomerDeleted,
    /// An object of a catalogue came to be.
    ObjectCreated,
    ObjectUpdated,
    ObjectDeleted,
}

impl Happening {
    pub const ALL: [Self; 17] = [
        Self::Opened,
        Self::LinesAdded,
        Self::PaymentAsked,
        Self::PaymentFailed,
        Self::PaymentGivenUp,
        Self::Completed,
        Self::Expired,
        Self::AsyncPaymentSucceeded,
        Self::AsyncPaymentFailed,
        Self::PaymentCaptured,
        Self::PaymentReleased,
        Self::CustomerCreated,
        Self::CustomerUpdated,
        Self::CustomerDeleted,
        Self::ObjectCreated,
        Self::ObjectUpdated,
        Self::ObjectDeleted,
    ];

    /// Whether it is about lines that came to be: then so did their products and prices.
    pub const fn adds_lines(self) -> bool {
        matches!(self, Self::Opened | Self::LinesAdded)
    }

    /// Whether it happened to a session's payment, from the first try to what became of the money.
    pub const fn is_of_payment(self) -> bool {
        self.mark().is_empty() && !self.adds_lines()
    }

    /// By what ids tell the announcements of other things from those of a session.
    const fn mark(self) -> &'static str {
        match self {
            Self::CustomerCreated | Self::CustomerUpdated | Self::CustomerDeleted => "c",
            Self::ObjectCreated | Self::ObjectUpdated | Self::ObjectDeleted => "k",
            _ => "",
        }
    }
}

/// The API request that caused a change; none when time or the customer did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// `req_…`
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
}

/// One change that is told: its number and time are fixed here, so that publishing it twice publishes the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// 1 for the first of what it is about.
    #[serde(rename = "n")]
    pub number: u32,
    #[serde(rename = "type")]
    pub kind: Happening,
    pub at: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Cause>,
    /// The number of the first line that was added, where lines were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

impl Announcement {
    /// What its events' ids begin with; the event of the session itself has just this one. `body` is that of the
    /// session's or the customer's id, or stands for the object of a catalogue.
    pub fn id(&self, body: &str) -> String {
        event_id(body, self.at, self.kind.mark(), self.number)
    }

    /// Whether this is the first word of a session about its payment.
    pub fn is_first_of_payment_in(&self, outbox: &[Self]) -> bool {
        outbox.iter().find(|one| one.kind.is_of_payment()).is_some_and(|first| first.number == self.number)
    }
}

impl Session {
    /// The creation, told by whoever asked for it: of what its inline data made; there is none where it made nothing
    /// and nothing is set up.
    #[must_use]
    pub fn announcing_its_opening(mut self, cause: Option<Cause>) -> Self {
        if self.mode == Mode::Setup || self.lines.iter().any(|line| line.asked.makes_price()) {
            self.announce(Happening::Opened, self.created, cause);
        }
        self
    }

    pub(crate) fn announce(&mut self, kind: Happening, now: Moment, cause: Option<Cause>) {
        self.announce_lines(kind, None, now, cause);
    }

    pub(crate) fn announce_lines(
        &mut self,
        kind: Happening,
        line: Option<u32>,
        now: Moment,
        cause: Option<Cause>,
    ) {
        let number = self.outbox.last().map_or(1, |last| last.number + 1);
        self.outbox.push(Announcement { number, kind, at: now, request: cause, line });
        if self.outbox.len() > REMEMBERED {
            // How it opened and the first word about its payment stay, since later ones are read by them; the stream
            // has carried the rest out.
            let first = self.outbox.iter().position(|one| one.kind.is_of_payment());
            self.outbox.remove(if first == Some(1) { 2 } else { 1 });
        }
    }
}
