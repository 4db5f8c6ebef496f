//! The past: a session as it was when it announced something, whatever happened to it since.
//!
//! One change can announce more than one thing, and what was announced can be told again long after. What a session
//! keeps about itself is enough to go back; only an attempt that ended without a word is forgotten.

use crate::announcement::{Announcement, Happening};
use crate::payment::{Action, Attempt, Attempts, Instrument, Submission};
use crate::session::{Complete, Open, Payment, Session, State};

impl Session {
    /// This session as it was right after it announced this.
    #[must_use]
    pub fn as_of(&self, told: &Announcement) -> Self {
        let mut was = self.clone();
        match told.kind {
            Happening::Opened | Happening::LinesAdded => {
                was.forget_lines_after(told);
                was.reopen(Attempts::default(), None);
            }
            Happening::PaymentAsked => {
                let (number, attempt) = self.asked_then(told);
                let failed = self.attempts.failed.iter().filter(|tried| tried.number < number);
                was.reopen(Attempts { count: number, failed: failed.cloned().collect() }, attempt);
            }
            Happening::PaymentFailed | Happening::PaymentGivenUp => {
                let failed = self.attempts.failed.iter().filter(|tried| tried.at <= told.at);
                let failed: Vec<_> = failed.cloned().collect();
                let count = failed.last().map_or(self.attempts.count, |last| last.number);
                was.reopen(Attempts { count, failed }, None);
            }
            Happening::Completed => {
                if let State::Complete(complete) = &mut was.state {
                    complete.unsettle();
                }
            }
            _ => {}
        }
        was
    }

    /// This session when its payment intent came to be: paying begins, and nothing has come of it yet.
    #[must_use]
    pub fn about_to_be_paid(mut self) -> Self {
        self.reopen(Attempts { count: 1, failed: Vec::new() }, None);
        self
    }

    fn reopen(&mut self, attempts: Attempts, attempt: Option<Attempt>) {
        self.attempts = attempts;
        self.state = State::Open(Open { attempt });
        // Its own customer is made by its completion.
        let own = self.id.customer();
        self.gathered.customer.take_if(|customer| *customer == own);
    }

    fn forget_lines_after(&mut self, told: &Announcement) {
        let later = self.outbox.iter().filter(|later| later.number > told.number);
        if let Some(next) = later.filter_map(|later| later.line).next() {
            self.lines.retain(|line| line.number < next);
        }
    }

    /// The attempt that waited for the payer then: it may wait still, or has ended since.
    fn asked_then(&self, told: &Announcement) -> (u32, Option<Attempt>) {
        let waiting = self.attempt().filter(|attempt| attempt.started <= told.at);
        if let Some(attempt) = waiting {
            let action = attempt.action.or_else(|| Some(action_of(&attempt.instrument)));
            return (attempt.number, Some(Attempt { action, ..attempt.clone() }));
        }
        let failed = self.attempts.failed.iter().find(|tried| tried.at >= told.at);
        let failed = failed.map(|tried| (tried.number, &tried.instrument));
        let good = self.complete().and_then(|done| done.attempt.zip(done.instrument.as_ref()));
        match failed.or(good) {
            Some((number, instrument)) => (number, Some(self.waiting(number, instrument, told))),
            None => (self.attempts.count, None),
        }
    }

    fn waiting(&self, number: u32, instrument: &Instrument, told: &Announcement) -> Attempt {
        Attempt {
            id: self.id.attempt(number),
            number,
            provider: String::new(),
            started: told.at,
            deadline: told.at,
            action: Some(action_of(instrument)),
            amount: self.amount_due(),
            instrument: instrument.clone(),
            submission: Submission::default(),
            print: String::new(),
            settle_after: None,
        }
    }
}

fn action_of(instrument: &Instrument) -> Action {
    if instrument.card.is_some() { Action::ThreeDSecure } else { Action::Redirect }
}

impl Complete {
    /// How the money stood at completion.
    fn payment_at_first(&self) -> Payment {
        match self.payment {
            Payment::Failed => Payment::Processing,
            Payment::Canceled => Payment::Authorized,
            Payment::Paid if self.captured.is_some() => Payment::Authorized,
            Payment::Paid if self.settled.is_some() => Payment::Processing,
            as_ever => as_ever,
        }
    }

    /// Takes back what came after completion.
    fn unsettle(&mut self) {
        self.payment = self.payment_at_first();
        self.settled = None;
        self.captured = None;
        self.cancellation_reason = None;
        self.failure = None;
    }
}
