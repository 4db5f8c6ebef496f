//! A session as it was when it announced something, as far as it still knows: for announcements that are told later than
//! they were made.
//!
//! Its end and its attempts are taken back; what it forgot, such as metadata that changed since, stays as it is now.

use crate::announcement::{Announcement, Happening};
use crate::mode::Mode;
use crate::nested::CustomerDetails;
use crate::payment::{Action, Attempt, Instrument, Submission};
use crate::session::{Complete, Gathered, Open, Payment, Session, State};

impl Session {
    /// The session when it made the announcement with this number; as it is, if it made none such.
    #[must_use]
    pub fn as_of(&self, number: u32) -> Self {
        let Some(then) = self.outbox.iter().position(|made| made.number == number) else {
            return self.clone();
        };
        let (announcement, later) = (&self.outbox[then], &self.outbox[then + 1..]);
        let mut session = self.clone();
        session.outbox.truncate(then + 1);
        session.take_back_lines(later);
        let ends = |made: &Announcement| matches!(made.kind, Happening::Completed | Happening::Expired);
        if self.outbox[..=then].iter().any(ends) {
            session.take_back_settlement(announcement.kind);
        } else {
            session.take_back_end(announcement);
        }
        session
    }

    fn take_back_lines(&mut self, later: &[Announcement]) {
        let added = later.iter().filter(|made| made.kind == Happening::LinesAdded);
        if let Some(first) = added.filter_map(|made| made.line).min() {
            self.lines.retain(|line| line.number < first);
        }
    }

    /// Of a completion that is told, whatever became of the money since.
    fn take_back_settlement(&mut self, told: Happening) {
        let State::Complete(complete) = &mut self.state else { return };
        if told != Happening::Completed || complete.settled.is_none() {
            return;
        }
        complete.payment = complete.payment_before_settlement();
        (complete.settled, complete.captured) = (None, None);
        (complete.cancellation_reason, complete.failure) = (None, None);
    }

    /// Of something that happened while it was open.
    fn take_back_end(&mut self, told: &Announcement) {
        if !matches!(self.state, State::Open(_)) {
            let email = self.gathered.customer_details.take().and_then(|details| details.email);
            self.gathered = Gathered {
                customer: self.settings.customer.clone(),
                customer_details: email.as_deref().map(CustomerDetails::of_email),
                ..Gathered::default()
            };
        }
        if told.kind != Happening::PaymentAsked {
            self.attempts.failed.retain(|tried| tried.at <= told.at);
            self.attempts.count = self.attempts.failed.last().map_or(0, |tried| tried.number);
            self.state = State::Open(Open::default());
            return;
        }
        let (number, instrument) = self.asked(told);
        let attempt = instrument.map(|instrument| self.waiting(number, instrument, told));
        self.attempts.failed.retain(|tried| tried.number < number);
        self.attempts.count = number;
        self.state = State::Open(Open { attempt });
    }

    /// The attempt in which the payer was asked for something: the first that ended after that, or the last of all. What
    /// was to be paid with is forgotten where the session expired over it.
    fn asked(&self, told: &Announcement) -> (u32, Option<Instrument>) {
        if let Some(tried) = self.attempts.failed.iter().find(|tried| tried.at >= told.at) {
            return (tried.number, Some(tried.instrument.clone()));
        }
        let in_flight = self.attempt().map(|attempt| attempt.instrument.clone());
        let paid_with = || self.complete().and_then(|complete| complete.instrument.clone());
        (self.attempts.count, in_flight.or_else(paid_with))
    }

    fn waiting(&self, number: u32, instrument: Instrument, told: &Announcement) -> Attempt {
        let action = if instrument.kind == "card" { Action::ThreeDSecure } else { Action::Redirect };
        Attempt {
            id: self.id.attempt(number),
            number,
            provider: String::new(),
            started: told.at,
            deadline: told.at,
            action: Some(action),
            amount: if self.mode == Mode::Setup { 0 } else { self.amount_due() },
            instrument,
            submission: Submission::default(),
            print: String::new(),
            settle_after: None,
        }
    }
}

impl Complete {
    const fn payment_before_settlement(&self) -> Payment {
        match (self.payment, self.captured) {
            (Payment::Paid, None) | (Payment::Failed, _) => Payment::Processing,
            (Payment::Paid, Some(_)) | (Payment::Canceled, _) => Payment::Authorized,
            (other, _) => other,
        }
    }
}
