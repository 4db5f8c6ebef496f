//! Events: what merchants receive, each made of an announcement and of what it is about, as that was then.
//!
//! One announcement comes to several events: `checkout.session.completed`, and beside it what happened to the payment
//! intent, the charge, the invoice. Their ids are the announcement's with the event's own name behind it, so that they
//! are the same whenever they are made.

mod kind;
mod origin;
#[cfg(test)]
mod tests;

use crate::announcement::{Announcement, Happening};
use crate::catalogue;
use crate::mode::Mode;
use crate::payment::Decline;
use crate::session::{Complete, Payment, Session};

pub use kind::EventType;

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Session,
    PaymentIntent,
    SetupIntent,
    /// Of the attempt with this number.
    Charge(u32),
    /// Of the attempt with this number.
    PaymentMethod(u32),
    Invoice,
    Subscription,
    /// Of the line with this number.
    Product(u32),
    /// Of the line with this number.
    Price(u32),
    Customer,
    /// An object of a catalogue.
    Object,
}

/// One event to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// `evt_…`, the same whenever it is made.
    pub id: String,
    pub kind: EventType,
    pub subject: Subject,
}

/// The events of an announcement that `session` has in its outbox, in the order they happened. They are the same
/// whatever else has happened to the session since.
pub fn events(session: &Session, announcement: &Announcement) -> Vec<Event> {
    let id = announcement.id(session.id.body());
    let told = Told { session: &session.as_of(announcement.number), announcement };
    told.all().into_iter().map(|(kind, subject)| event(&id, kind, subject)).collect()
}

/// The event of a customer's announcement.
pub fn customer_event(body: &str, announcement: &Announcement) -> Event {
    let kind = match announcement.kind {
        Happening::CustomerUpdated => EventType::CustomerUpdated,
        Happening::CustomerDeleted => EventType::CustomerDeleted,
        _ => EventType::CustomerCreated,
    };
    Event { id: announcement.id(body), kind, subject: Subject::Customer }
}

/// The event of an announcement of a catalogue's object; shipping rates have none.
pub fn object_event(of: catalogue::Kind, body: &str, announcement: &Announcement) -> Option<Event> {
    let kind = announcement.kind.types().iter().find(|kind| kind.object() == of.name())?;
    Some(event(&announcement.id(body), *kind, Subject::Object))
}

fn event(announcement: &str, kind: EventType, subject: Subject) -> Event {
    let name = kind.name_in_ids();
    let id = match subject {
        _ if kind.is_nameless() => announcement.to_owned(),
        Subject::Product(line) | Subject::Price(line) => format!("{announcement}_{name}_{line}"),
        _ => format!("{announcement}_{name}"),
    };
    Event { id, kind, subject }
}

/// A session as it was, and what it announced then.
struct Told<'s> {
    session: &'s Session,
    announcement: &'s Announcement,
}

type Named = (EventType, Subject);

impl Told<'_> {
    fn all(&self) -> Vec<Named> {
        match self.announcement.kind {
            Happening::Opened | Happening::LinesAdded => self.opened(),
            Happening::PaymentFailed => self.of_payment(self.failed()),
            Happening::Completed => self
                .session
                .complete()
                .map_or_else(Vec::new, |done| self.of_payment(completed(self.session, done))),
            other if other.is_of_payment() => self.of_payment(other.types().iter().copied()),
            _ => Vec::new(),
        }
    }

    /// What inline data made; and what a setup session has from the start.
    fn opened(&self) -> Vec<Named> {
        let first = self.announcement.line.unwrap_or(1);
        let new = self.session.lines.iter().filter(|line| line.number >= first);
        let mut named: Vec<Named> = new
            .flat_map(|line| {
                let product = (EventType::ProductCreated, Subject::Product(line.number));
                let price = (EventType::PriceCreated, Subject::Price(line.number));
                let made = [
                    line.asked.makes_product().then_some(product),
                    line.asked.makes_price().then_some(price),
                ];
                made.into_iter().flatten()
            })
            .collect();
        if self.announcement.kind == Happening::Opened && self.session.mode == Mode::Setup {
            named.push((EventType::SetupIntentCreated, Subject::SetupIntent));
        }
        named
    }

    /// A try that never came to be a charge has none that failed.
    fn failed(&self) -> impl Iterator<Item = EventType> {
        let decline = self.session.attempts.last_failure().and_then(|tried| tried.decline.as_ref());
        let charged = decline.is_some_and(Decline::was_charged) && self.session.takes_money();
        let types = self.announcement.kind.types().iter().copied();
        types.filter(move |kind| charged || *kind != EventType::ChargeFailed)
    }

    /// Those of which the session has the object; and first of all that its payment intent came to be, if nothing told
    /// so before.
    fn of_payment(&self, types: impl IntoIterator<Item = EventType>) -> Vec<Named> {
        let first = self.announcement.is_first_of_payment_in(&self.session.outbox);
        let created = first.then_some(EventType::PaymentIntentCreated);
        created.into_iter().chain(types).filter_map(|kind| Some((kind, about(self.session, kind)?))).collect()
    }
}

/// What a completion comes to, in the order it happens: it hangs on how the money stands.
fn completed(session: &Session, complete: &Complete) -> Vec<EventType> {
    use EventType as E;
    let money: &[EventType] = match complete.payment {
        Payment::NotRequired => &[],
        Payment::Paid => &[E::ChargeSucceeded, E::PaymentIntentSucceeded],
        Payment::Processing | Payment::Failed => &[E::ChargePending, E::PaymentIntentProcessing],
        Payment::Authorized | Payment::Canceled => {
            &[E::ChargeSucceeded, E::PaymentIntentAmountCapturableUpdated]
        }
    };
    let mut types = money.to_vec();
    types.push(E::SetupIntentSucceeded);
    if complete.saves && session.gathered.customer.is_some() {
        types.push(E::PaymentMethodAttached);
    }
    types.extend([E::SubscriptionCreated, E::InvoiceCreated, E::InvoiceFinalized]);
    if matches!(complete.payment, Payment::Paid | Payment::NotRequired) {
        types.extend([E::InvoicePaid, E::InvoicePaymentSucceeded]);
    }
    types.push(E::SessionCompleted);
    if complete.payment == Payment::Paid {
        types.push(E::ChargeUpdated);
    }
    types
}

/// What of a session an event of this type is about, if the session has it.
fn about(session: &Session, kind: EventType) -> Option<Subject> {
    match kind.object() {
        // Of the attempt that ended last.
        "charge" => Some(Subject::Charge(session.attempts.count)),
        "checkout.session" => Some(Subject::Session),
        "customer.subscription" => session.subscription().map(|_| Subject::Subscription),
        "invoice" => session.invoice().map(|_| Subject::Invoice),
        "payment_intent" => session.payment_intent().map(|_| Subject::PaymentIntent),
        "payment_method" => session.complete()?.attempt.map(Subject::PaymentMethod),
        "setup_intent" => session.setup_intent().map(|_| Subject::SetupIntent),
        _ => None,
    }
}
