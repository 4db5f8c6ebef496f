//! The lifecycle as pure transitions (T1–T14 of the state machine in ARCHITECTURE.md).
//!
//! Each takes a session and a time and gives back the changed session, or says why not. A transition of a
//! session that already reads as expired makes that expiry true first, in the same change.

use crate::announcement::{Cause, Happening};
use crate::mode::Mode;
use crate::nested::CustomerDetails;
use crate::payment::{Action, Approval, Attempt, Decline, Submission};
use crate::session::{Complete, Expired, Open, Payment, Session, State, Status};
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

/// The provider's last word on a payment that was still on its way at completion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// T6: the funds arrived.
    Succeeded,
    /// T7: they did not.
    Failed(Option<Decline>),
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

    /// When a timer for this session has to ring next; none once all is said about it.
    pub fn next_timer(&self) -> Option<Moment> {
        let due = Moment::from_seconds(self.expires_at);
        match &self.state {
            State::Open(open) => Some(open.attempt.as_ref().map_or(due, |attempt| attempt.deadline)),
            State::Complete(complete) if complete.payment == Payment::Processing => complete.settles_at,
            State::Complete(_) | State::Expired(_) => None,
        }
    }

    /// T12 and T13: the merchant expires the session. An attempt that waits for the payer is given up; one
    /// in which money may be moving is not.
    pub fn expire(self, now: Moment, cause: Option<Cause>) -> Result<Self, Refusal> {
        match &self.open_at(now)?.attempt {
            Some(attempt) if !attempt.waits_for_payer() => Err(Refusal::PaymentInProgress),
            _ => Ok(self.expired(now, now, cause)),
        }
    }

    /// A payment is about to be tried; stored before the provider is called.
    pub fn begin_attempt(mut self, attempt: Attempt, now: Moment) -> Result<Self, Refusal> {
        if self.open_at(now)?.attempt.is_some() {
            return Err(Refusal::PaymentInProgress);
        }
        self.attempts.count = attempt.number;
        self.state = State::Open(Open { attempt: Some(attempt) });
        Ok(self)
    }

    /// The provider has the payer do something first, until `deadline` at the latest.
    pub fn ask_payer(
        mut self,
        attempt_id: &str,
        action: Action,
        deadline: Moment,
        now: Moment,
    ) -> Result<Self, Refusal> {
        let attempt = self.in_flight(attempt_id)?;
        attempt.deadline = deadline;
        if attempt.action.replace(action) != Some(action) {
            self.announce(Happening::PaymentAsked, now, None);
        }
        Ok(self)
    }

    /// The payer has done it. From here on the provider may be taking money; stored before it is told to.
    pub fn payer_answered(mut self, attempt_id: &str, deadline: Moment) -> Result<Self, Refusal> {
        let attempt = self.in_flight(attempt_id)?;
        attempt.action = None;
        attempt.deadline = deadline;
        Ok(self)
    }

    /// T3: the attempt failed; the session stays open, and expires now if its time had come meanwhile. What the
    /// payer said about themselves is kept.
    pub fn fail_attempt(
        mut self,
        attempt_id: &str,
        decline: Option<Decline>,
        now: Moment,
    ) -> Result<Self, Refusal> {
        let attempt = self.in_flight(attempt_id)?.clone();
        self.state = State::Open(Open::default());
        if let Some(email) = &attempt.submission.customer_details.email {
            let known = || CustomerDetails::of_email(email);
            self.gathered.customer_details.get_or_insert_with(known).email = Some(email.clone());
        }
        self.gathered.consent.clone_from(&attempt.submission.consent);
        let failed = if decline.is_some() { Happening::PaymentFailed } else { Happening::PaymentGivenUp };
        self.attempts.failed(attempt, decline, now);
        self.announce(failed, now, None);
        Ok(self.at(now))
    }

    /// T4, T5, T10 and T14: the attempt in flight succeeded, for now or for good. Time does not matter: an
    /// attempt that began in time ends in time.
    pub fn complete_attempt(
        mut self,
        attempt_id: &str,
        approval: Approval,
        customer: Option<String>,
        now: Moment,
    ) -> Result<Self, Refusal> {
        let attempt = self.in_flight(attempt_id)?.clone();
        let mut instrument = attempt.instrument;
        if let Some(card) = &mut instrument.card {
            card.authenticated |= approval.authenticated;
        }
        let submission = attempt.submission;
        let due = self.takes_money();
        let complete = Complete {
            at: now,
            payment: if due { approval.payment } else { Payment::NotRequired },
            instrument: Some(instrument),
            attempt: Some(attempt.number),
            settles_at: approval.settles_at.filter(|_| due),
            settled: None,
            captured: None,
            cancellation_reason: None,
            failure: None,
            saves: self.saves(&submission),
            print: attempt.print,
        };
        Ok(self.completed(complete, submission, customer, now))
    }

    /// T8 and T9: the customer confirms, and neither money nor a method is asked for.
    pub fn confirm(
        self,
        submission: Submission,
        print: &str,
        customer: Option<String>,
        now: Moment,
    ) -> Result<Self, Refusal> {
        if self.open_at(now)?.attempt.is_some() {
            return Err(Refusal::PaymentInProgress);
        }
        if self.needs_method() {
            return Err(Refusal::NothingToSettle);
        }
        let complete = Complete {
            at: now,
            payment: Payment::NotRequired,
            instrument: None,
            attempt: None,
            settles_at: None,
            settled: None,
            captured: None,
            cancellation_reason: None,
            failure: None,
            saves: false,
            print: print.to_owned(),
        };
        Ok(self.completed(complete, submission, customer, now))
    }

    /// Whether the payer has to name a method: to pay something now, or to save it for later.
    pub fn needs_method(&self) -> bool {
        match self.mode {
            Mode::Setup => true,
            Mode::Payment => self.amount_due() > 0,
            Mode::Subscription => {
                self.amount_due() > 0 || self.settings.payment_method_collection(self.mode) == "always"
            }
        }
    }

    /// T6 and T7. Idempotent: the word that was already taken changes nothing, and the opposite of it is refused.
    pub fn settle(mut self, settlement: Settlement, now: Moment) -> Result<Self, Refusal> {
        let State::Complete(complete) = &mut self.state else { return Err(Refusal::NothingToSettle) };
        let announced = match (complete.payment, settlement) {
            (Payment::Processing, Settlement::Succeeded) => {
                complete.payment = Payment::Paid;
                Happening::AsyncPaymentSucceeded
            }
            (Payment::Processing, Settlement::Failed(failure)) => {
                complete.payment = Payment::Failed;
                complete.failure = failure;
                Happening::AsyncPaymentFailed
            }
            (Payment::Paid, Settlement::Succeeded) if complete.was_delayed() => return Ok(self),
            (Payment::Failed, Settlement::Failed(_)) => return Ok(self),
            _ => return Err(Refusal::NothingToSettle),
        };
        complete.settled = Some(now);
        self.announce(announced, now, None);
        Ok(self)
    }

    /// T14: the authorised amount is captured, all of it or a part. Capturing the same again changes nothing.
    pub fn capture(mut self, amount: i64, now: Moment, cause: Option<Cause>) -> Result<Self, Refusal> {
        let State::Complete(complete) = &mut self.state else { return Err(Refusal::NothingToSettle) };
        match complete.payment {
            Payment::Authorized => {
                complete.payment = Payment::Paid;
                complete.captured = Some(amount);
                complete.settled = Some(now);
                self.announce(Happening::PaymentCaptured, now, cause);
                Ok(self)
            }
            Payment::Paid if complete.captured == Some(amount) => Ok(self),
            _ => Err(Refusal::NothingToSettle),
        }
    }

    /// T14: the authorisation is given back. Doing so again changes nothing.
    pub fn release(self, now: Moment) -> Result<Self, Refusal> {
        self.release_because(None, now, None)
    }

    /// The same, for a reason that the merchant gave.
    pub fn release_because(
        mut self,
        reason: Option<String>,
        now: Moment,
        cause: Option<Cause>,
    ) -> Result<Self, Refusal> {
        let State::Complete(complete) = &mut self.state else { return Err(Refusal::NothingToSettle) };
        match complete.payment {
            Payment::Authorized => {
                complete.payment = Payment::Canceled;
                complete.cancellation_reason = reason;
                complete.settled = Some(now);
                self.announce(Happening::PaymentReleased, now, cause);
                Ok(self)
            }
            Payment::Canceled => Ok(self),
            _ => Err(Refusal::NothingToSettle),
        }
    }

    /// The open state at `now`, or what the session is instead.
    fn open_at(&self, now: Moment) -> Result<&Open, Refusal> {
        match &self.state {
            _ if self.lapses(now) => Err(Refusal::NotOpen(Status::Expired)),
            State::Open(open) => Ok(open),
            _ => Err(Refusal::NotOpen(self.status())),
        }
    }

    /// The attempt in flight, if it is this one.
    fn in_flight(&mut self, attempt_id: &str) -> Result<&mut Attempt, Refusal> {
        let status = self.status();
        match &mut self.state {
            State::Open(Open { attempt: Some(attempt) }) if attempt.id == attempt_id => Ok(attempt),
            State::Open(_) => Err(Refusal::NoSuchAttempt),
            _ => Err(Refusal::NotOpen(status)),
        }
    }

    fn expired(mut self, at: Moment, now: Moment, cause: Option<Cause>) -> Self {
        if let State::Open(Open { attempt: Some(attempt) }) =
            std::mem::replace(&mut self.state, State::Expired(Expired { at }))
        {
            self.attempts.failed(attempt, None, now);
        }
        self.announce(Happening::Expired, now, cause);
        self
    }

    /// Whether the method stays with the customer: in every mode that charges later, or because somebody said so.
    fn saves(&self, submission: &Submission) -> bool {
        self.mode != Mode::Payment || self.settings.saves_payment_method() || submission.save_payment_method
    }

    fn completed(
        mut self,
        complete: Complete,
        submission: Submission,
        customer: Option<String>,
        now: Moment,
    ) -> Self {
        let gathered = &mut self.gathered;
        gathered.customer = customer.or(gathered.customer.take());
        gathered.customer_details = Some(submission.customer_details);
        gathered.collected_information =
            submission.collected_information.or(gathered.collected_information.take());
        gathered.consent = submission.consent;
        gathered.custom_field_values = submission.custom_field_values;
        self.state = State::Complete(complete);
        self.announce(Happening::Completed, now, None);
        self
    }
}

impl Complete {
    /// Whether the money came after completion.
    fn was_delayed(&self) -> bool {
        self.settled.is_some() && self.captured.is_none()
    }
}
