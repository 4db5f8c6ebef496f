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
    use {EventType as E, catalogue::Kind as K};
    let kind = match (announcement.kind, of) {
        (Happening::ObjectCreated, K::Coupon) => E::CouponCreated,
        (Happening::ObjectCreated, K::Price) => E::PriceCreated,
        (Happening::ObjectCreated, K::Product) => E::ProductCreated,
        (Happening::ObjectCreated, K::PromotionCode) => E::PromotionCodeCreated,
        (Happening::ObjectCreated, K::TaxRate) => E::TaxRateCreated,
        (Happening::ObjectUpdated, K::Coupon) => E::CouponUpdated,
        (Happening::ObjectUpdated, K::Price) => E::PriceUpdated,
        (Happening::ObjectUpdated, K::Product) => E::ProductUpdated,
        (Happening::ObjectUpdated, K::PromotionCode) => E::PromotionCodeUpdated,
        (Happening::ObjectUpdated, K::TaxRate) => E::TaxRateUpdated,
        (Happening::ObjectDeleted, K::Coupon) => E::CouponDeleted,
        (Happening::ObjectDeleted, K::Product) => E::ProductDeleted,
        _ => return None,
    };
    Some(event(&announcement.id(body), kind, Subject::Object))
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
        use {EventType as E, Subject as S};
        match self.announcement.kind {
            Happening::Opened | Happening::LinesAdded => self.opened(),
            Happening::PaymentAsked => self.of_payment(vec![
                (E::PaymentIntentRequiresAction, S::PaymentIntent),
                (E::SetupIntentRequiresAction, S::SetupIntent),
            ]),
            Happening::PaymentGivenUp => self.of_payment(Vec::new()),
            Happening::PaymentFailed => self.failed(),
            Happening::Completed => {
                self.session.complete().map_or_else(Vec::new, |done| self.completed(done))
            }
            Happening::Expired => self.of_payment(vec![
                (E::PaymentIntentCanceled, S::PaymentIntent),
                (E::SetupIntentCanceled, S::SetupIntent),
                (E::SessionExpired, S::Session),
            ]),
            Happening::AsyncPaymentSucceeded => self.of_payment(vec![
                (E::ChargeSucceeded, self.charge()),
                (E::PaymentIntentSucceeded, S::PaymentIntent),
                (E::InvoicePaid, S::Invoice),
                (E::InvoicePaymentSucceeded, S::Invoice),
                (E::SubscriptionUpdated, S::Subscription),
                (E::SessionAsyncPaymentSucceeded, S::Session),
            ]),
            Happening::AsyncPaymentFailed => self.of_payment(vec![
                (E::ChargeFailed, self.charge()),
                (E::PaymentIntentPaymentFailed, S::PaymentIntent),
                (E::InvoicePaymentFailed, S::Invoice),
                (E::SubscriptionUpdated, S::Subscription),
                (E::SessionAsyncPaymentFailed, S::Session),
            ]),
            Happening::PaymentCaptured => self.of_payment(vec![
                (E::ChargeCaptured, self.charge()),
                (E::PaymentIntentSucceeded, S::PaymentIntent),
                (E::InvoicePaid, S::Invoice),
                (E::InvoicePaymentSucceeded, S::Invoice),
            ]),
            Happening::PaymentReleased => self.of_payment(vec![
                (E::ChargeRefunded, self.charge()),
                (E::PaymentIntentCanceled, S::PaymentIntent),
                (E::InvoiceVoided, S::Invoice),
            ]),
            Happening::CustomerCreated
            | Happening::CustomerUpdated
            | Happening::CustomerDeleted
            | Happening::ObjectCreated
            | Happening::ObjectUpdated
            | Happening::ObjectDeleted => Vec::new(),
        }
    }

    /// The charge of the attempt that ended last.
    fn charge(&self) -> Subject {
        Subject::Charge(self.session.attempts.count)
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

    fn failed(&self) -> Vec<Named> {
        let decline = self.session.attempts.last_failure().and_then(|tried| tried.decline.as_ref());
        let mut named = Vec::new();
        if decline.is_some_and(Decline::was_charged) && self.session.takes_money() {
            named.push((EventType::ChargeFailed, self.charge()));
        }
        named.push((EventType::PaymentIntentPaymentFailed, Subject::PaymentIntent));
        named.push((EventType::SetupIntentSetupFailed, Subject::SetupIntent));
        self.of_payment(named)
    }

    fn completed(&self, complete: &Complete) -> Vec<Named> {
        use {EventType as E, Subject as S};
        let (charge, intent) = (self.charge(), S::PaymentIntent);
        let mut named: Vec<Named> = match complete.payment {
            Payment::NotRequired => Vec::new(),
            Payment::Paid => vec![(E::ChargeSucceeded, charge), (E::PaymentIntentSucceeded, intent)],
            Payment::Processing | Payment::Failed => {
                vec![(E::ChargePending, charge), (E::PaymentIntentProcessing, intent)]
            }
            Payment::Authorized | Payment::Canceled => {
                vec![(E::ChargeSucceeded, charge), (E::PaymentIntentAmountCapturableUpdated, intent)]
            }
        };
        named.push((E::SetupIntentSucceeded, S::SetupIntent));
        if let Some(attempt) = complete.attempt.filter(|_| complete.saves)
            && self.session.gathered.customer.is_some()
        {
            named.push((E::PaymentMethodAttached, S::PaymentMethod(attempt)));
        }
        named.push((E::SubscriptionCreated, S::Subscription));
        named.extend([(E::InvoiceCreated, S::Invoice), (E::InvoiceFinalized, S::Invoice)]);
        if matches!(complete.payment, Payment::Paid | Payment::NotRequired) {
            named.extend([(E::InvoicePaid, S::Invoice), (E::InvoicePaymentSucceeded, S::Invoice)]);
        }
        named.push((E::SessionCompleted, S::Session));
        if complete.payment == Payment::Paid {
            named.push((E::ChargeUpdated, charge));
        }
        self.of_payment(named)
    }

    /// Those of which the session has the object; and first of all that its payment intent came to be, if nothing told
    /// so before.
    fn of_payment(&self, named: Vec<Named>) -> Vec<Named> {
        let session = self.session;
        let first = self.announcement.is_first_of_payment_in(&session.outbox);
        let created = (EventType::PaymentIntentCreated, Subject::PaymentIntent);
        let there = |(_, subject): &Named| match subject {
            Subject::PaymentIntent => session.payment_intent().is_some(),
            Subject::SetupIntent => session.setup_intent().is_some(),
            Subject::Invoice => session.invoice().is_some(),
            Subject::Subscription => session.subscription().is_some(),
            _ => true,
        };
        first.then_some(created).into_iter().chain(named).filter(there).collect()
    }
}
