//! What became of each try to pay: its charge, and the method it was tried with.

use paydesk_model::mode::Mode;
use paydesk_model::payment::{Decline, Instrument};
use paydesk_model::session::{Complete, Payment, Session};
use paydesk_model::time::Moment;

use super::Entry;
use super::payment_method::saved;

/// Money that was asked of a bank.
#[derive(Clone, Copy, Debug)]
pub struct Charged<'s> {
    /// Of the attempt.
    pub number: u32,
    pub at: Moment,
    pub instrument: &'s Instrument,
    pub outcome: Outcome<'s>,
}

#[derive(Clone, Copy, Debug)]
pub enum Outcome<'s> {
    Declined(&'s Decline),
    /// Good when the session completed; how the money stands since then.
    Complete(&'s Complete),
}

/// A method that was tried or is being tried.
#[derive(Clone, Copy, Debug)]
pub struct Method<'s> {
    /// Of the attempt.
    pub number: u32,
    pub at: Moment,
    pub instrument: &'s Instrument,
    pub state: Try<'s>,
}

#[derive(Clone, Copy, Debug)]
pub enum Try<'s> {
    Failed,
    InFlight,
    Succeeded(&'s Complete),
}

impl<'s> Charged<'s> {
    pub fn entry(&self, session: &'s Session) -> Entry<'s> {
        Entry {
            id: session.id.charge(self.number),
            created: self.at.seconds(),
            customer: session.gathered.customer.as_deref(),
            method: Some(&self.instrument.kind),
        }
    }
}

impl<'s> Method<'s> {
    pub fn entry(&self, session: &'s Session) -> Entry<'s> {
        Entry {
            id: session.id.payment_method(self.number),
            created: self.at.seconds(),
            customer: saved(self).and(session.gathered.customer.as_deref()),
            method: Some(&self.instrument.kind),
        }
    }
}

/// The session's charges, oldest first. Nothing is charged where a method is only saved.
pub fn charges(session: &Session) -> Vec<Charged<'_>> {
    if session.mode == Mode::Setup || session.amount_due() == 0 {
        return Vec::new();
    }
    let declined = session.attempts.failed.iter().filter_map(|tried| {
        let decline = tried.decline.as_ref().filter(|decline| decline.was_charged())?;
        let outcome = Outcome::Declined(decline);
        Some(Charged { number: tried.number, at: tried.at, instrument: &tried.instrument, outcome })
    });
    let good = session.complete().filter(|complete| complete.payment != Payment::NotRequired);
    let good = good.and_then(|complete| {
        let (number, instrument) = (complete.attempt?, complete.instrument.as_ref()?);
        Some(Charged { number, at: complete.at, instrument, outcome: Outcome::Complete(complete) })
    });
    declined.chain(good).collect()
}

/// The methods that were tried, oldest first.
pub fn methods(session: &Session) -> Vec<Method<'_>> {
    let failed = session.attempts.failed.iter().map(|tried| Method {
        number: tried.number,
        at: tried.at,
        instrument: &tried.instrument,
        state: Try::Failed,
    });
    let in_flight = session.attempt().map(|attempt| Method {
        number: attempt.number,
        at: attempt.started,
        instrument: &attempt.instrument,
        state: Try::InFlight,
    });
    let good = session.complete().and_then(|complete| {
        let (number, instrument) = (complete.attempt?, complete.instrument.as_ref()?);
        Some(Method { number, at: complete.at, instrument, state: Try::Succeeded(complete) })
    });
    failed.chain(in_flight).chain(good).collect()
}

/// The method of the try in flight or of the one that succeeded.
pub fn current_method(session: &Session) -> Option<Method<'_>> {
    methods(session).pop().filter(|method| !matches!(method.state, Try::Failed))
}
