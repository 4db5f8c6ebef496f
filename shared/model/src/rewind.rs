//! A session as it was when it announced something, as far as it still knows: for announcements that are told later than
//! they were made.
//!
//! Its end and its attempts are taken back; what it forgot, such as metadata that changed since, stays as it is now.

use crate::announcement::{Announcement, Happening};
use crate::mode::Mode;
use crate::nested::CustomerDetails;
use crate::payment::{Action, Attempt, Attempts, Instrument, Submission};
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

    /// The session when it completed, whatever became of the money since.
    #[must_use]
    pub fn unsettled(mut self) -> Self {
        self.take_back_settlement(Happening::Completed);
        self
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
        if told.kind == Happening::PaymentAsked && self.waits_since(told) {
            return;
        }
        if told.kind != Happening::PaymentAsked {
            self.attempts.failed.retain(|tried| tried.at <= told.at);
            // Only the last failures are remembered; that there were others is known by what they announced.
            let ended = matches!(told.kind, Happening::PaymentFailed | Happening::PaymentGivenUp);
            self.attempts.count = self.attempts.failed.last().map_or(u32::from(ended), |tried| tried.number);
            self.state = State::Open(Open::default());
            return;
        }
        let (number, instrument) = self.asked(told);
        let attempt = instrument.map(|instrument| self.waiting(number, instrument, told));
        self.attempts.failed.retain(|tried| tried.number < number);
        self.attempts.count = number;
        self.state = State::Open(Open { attempt });
    }

    /// Whether the payer was asked for something then, and has not done it yet.
    fn waits_since(&self, told: &Announcement) -> bool {
        let waiting = self.attempt().filter(|attempt| attempt.waits_for_payer());
        waiting.is_some_and(|attempt| attempt.started <= told.at)
    }

    /// The attempt in which the payer was asked for something: the first that ended after that, or the last of all.
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

impl Session {
    /// This session when its payment intent came to be: paying begins, and nothing has come of it yet.
    #[must_use]
    pub fn about_to_be_paid(mut self) -> Self {
        self.attempts = Attempts { count: 1, failed: Vec::new() };
        self.state = State::Open(Open::default());
        // Its own customer is made by its completion.
        let own = self.id.customer();
        self.gathered.customer.take_if(|customer| *customer == own);
        self
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
