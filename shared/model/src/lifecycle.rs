//! The lifecycle as pure transitions (T1–T14 of the state machine in ARCHITECTURE.md).
//!
//! Each takes a session and a time and gives back the changed session, or says why not. A transition of a
//! session that already reads as expired makes that expiry true first, in the same change.

use crate::announcement::{Cause, EventType};
use crate::line::Metadata;
use crate::mode::Mode;
use crate::nested::{CollectedInformation, Consent, CustomerDetails};
use crate::session::{Attempt, Complete, Expired, Open, Payment, Session, State, Status};
use crate::time::Moment;

/// Why a transition does not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The session has ended already (T13).
    NotOpen(Status),
    /// The provider may be taking money at this moment; ask again when the attempt has ended.
    PaymentInProgress,
    /// The attempt that this is about is not the one in flight.
    NoSuchAttempt,
    /// No funds of this session are still on their way.
    NothingToSettle,
}

/// How a payment attempt, or a confirmation that needs no payment, ended well.
#[derive(Clone, Debug, Default)]
pub struct Completion {
    /// How the money stands; without meaning when nothing is due.
    pub payment: Option<Payment>,
    pub customer: Option<String>,
    pub customer_details: Option<CustomerDetails>,
    pub collected_information: Option<CollectedInformation>,
    pub consent: Option<Consent>,
    pub custom_field_values: Metadata,
    pub invoice: Option<String>,
    pub subscription: Option<String>,
}

/// The provider's last word on a payment that was still open at completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// T6: the funds arrived; T14: the authorised amount was captured.
    Succeeded,
    /// T7: they did not; the authorisation was given up.
    Failed,
}

impl Session {
    /// Whether time alone ends this session at `now`; an attempt in flight holds that off.
    pub fn lapses(&self, now: Moment) -> bool {
        matches!(&self.state, State::Open(Open { attempt: None, .. })) && now.seconds() >= self.expires_at
    }

    /// T11: the session as every reader sees it at `now`, whatever timers did or did not do. Storing the
    /// result makes the expiry true and announces it.
    #[must_use]
    pub fn at(self, now: Moment) -> Self {
        if !self.lapses(now) {
            return self;
        }
        let due = Moment::from_seconds(self.expires_at);
        self.expired(due, now, None)
    }

    /// When a timer for this open session has to ring next; none once it has ended.
    pub fn next_timer(&self) -> Option<Moment> {
        let State::Open(open) = &self.state else { return None };
        let due = Moment::from_seconds(self.expires_at);
        Some(open.attempt.as_ref().map_or(due, |attempt| attempt.deadline))
    }

    /// T12 and T13: the merchant expires the session. An attempt that waits for the payer is given up; one
    /// in which money may be moving is not.
    pub fn expire(self, now: Moment, cause: Option<Cause>) -> Result<Self, Refusal> {
        match &self.open_at(now)?.attempt {
            Some(attempt) if !attempt.waits_for_payer => Err(Refusal::PaymentInProgress),
            _ => Ok(self.expired(now, now, cause)),
        }
    }

    /// A payment is about to be tried; stored before the provider is called.
    pub fn begin_attempt(mut self, attempt: Attempt, now: Moment) -> Result<Self, Refusal> {
        if self.open_at(now)?.attempt.is_some() {
            return Err(Refusal::PaymentInProgress);
        }
        self.state = State::Open(Open { attempt: Some(attempt), attempted: true });
        Ok(self)
    }

    /// T3: the attempt failed; the session stays open, and expires now if its time had come meanwhile.
    pub fn fail_attempt(mut self, attempt_id: &str, now: Moment) -> Result<Self, Refusal> {
        self.in_flight(attempt_id)?;
        self.state = State::Open(Open { attempt: None, attempted: true });
        Ok(self.at(now))
    }

    /// T4, T5 and T14: the attempt in flight succeeded, for now or for good. Time does not matter: an
    /// attempt that began in time ends in time.
    pub fn complete_attempt(
        self,
        attempt_id: &str,
        completion: Completion,
        now: Moment,
    ) -> Result<Self, Refusal> {
        self.in_flight(attempt_id)?;
        Ok(self.completed(completion, now))
    }

    /// T8, T9 and T10: the customer confirms, and nothing is due now.
    pub fn confirm(self, completion: Completion, now: Moment) -> Result<Self, Refusal> {
        match &self.open_at(now)?.attempt {
            Some(_) => Err(Refusal::PaymentInProgress),
            None if self.amount_due() > 0 => Err(Refusal::NothingToSettle),
            None => Ok(self.completed(completion, now)),
        }
    }

    /// T6, T7 and the capture of T14. Idempotent: the word that was already taken changes nothing, and the
    /// opposite of it is refused.
    pub fn settle(mut self, settlement: Settlement, now: Moment) -> Result<Self, Refusal> {
        let State::Complete(complete) = &mut self.state else { return Err(Refusal::NothingToSettle) };
        let (payment, announced) = match (complete.payment, settlement) {
            (Payment::Processing, Settlement::Succeeded) => {
                (Payment::Paid, Some(EventType::AsyncPaymentSucceeded))
            }
            (Payment::Processing, Settlement::Failed) => {
                (Payment::Failed, Some(EventType::AsyncPaymentFailed))
            }
            (Payment::Authorized, Settlement::Succeeded) => (Payment::Paid, None),
            (Payment::Authorized, Settlement::Failed) => (Payment::Failed, None),
            (Payment::Paid, Settlement::Succeeded) | (Payment::Failed, Settlement::Failed) => {
                return Ok(self);
            }
            _ => return Err(Refusal::NothingToSettle),
        };
        complete.payment = payment;
        if let Some(kind) = announced {
            self.announce(kind, now, None);
        }
        Ok(self)
    }

    /// The open state at `now`, or what the session is instead.
    fn open_at(&self, now: Moment) -> Result<&Open, Refusal> {
        match &self.state {
            _ if self.lapses(now) => Err(Refusal::NotOpen(Status::Expired)),
            State::Open(open) => Ok(open),
            _ => Err(Refusal::NotOpen(self.status())),
        }
    }

    fn in_flight(&self, attempt_id: &str) -> Result<(), Refusal> {
        match &self.state {
            State::Open(Open { attempt: Some(attempt), .. }) if attempt.id == attempt_id => Ok(()),
            State::Open(_) => Err(Refusal::NoSuchAttempt),
            _ => Err(Refusal::NotOpen(self.status())),
        }
    }

    fn expired(mut self, at: Moment, now: Moment, cause: Option<Cause>) -> Self {
        let attempted = matches!(&self.state, State::Open(open) if open.attempted);
        self.state = State::Expired(Expired { at, attempted });
        self.announce(EventType::Expired, now, cause);
        self
    }

    fn completed(mut self, completion: Completion, now: Moment) -> Self {
        let payment = match self.mode {
            Mode::Setup => Payment::NotRequired,
            _ if self.amount_due() == 0 => Payment::NotRequired,
            Mode::Payment if self.settings.manual_capture() => Payment::Authorized,
            _ => completion.payment.unwrap_or(Payment::Paid),
        };
        let gathered = &mut self.gathered;
        gathered.customer = completion.customer.or(gathered.customer.take());
        gathered.customer_details = completion.customer_details.or(gathered.customer_details.take());
        gathered.collected_information =
            completion.collected_information.or(gathered.collected_information.take());
        gathered.consent = completion.consent;
        gathered.custom_field_values = completion.custom_field_values;
        let (invoice, subscription) = (completion.invoice, completion.subscription);
        self.state = State::Complete(Complete { at: now, payment, invoice, subscription });
        self.announce(EventType::Completed, now, None);
        self
    }
}
