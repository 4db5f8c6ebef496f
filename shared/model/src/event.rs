//! Events: what merchants receive, each made of an announcement and of what it is about, as that was then.
//!
//! One announcement comes to several events: `checkout.session.completed`, and beside it what happened to the payment
//! intent, the charge, the invoice. Their ids are the announcement's with the event's own name behind it, so that they
//! are the same whenever they are made.

use std::fmt;

use crate::announcement::{Announcement, Happening};
use crate::mode::Mode;
use crate::session::{Payment, Session};

/// What happened, under the name merchants subscribe to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EventType {
    ChargeCaptured,
    ChargeFailed,
    ChargePending,
    ChargeRefunded,
    ChargeSucceeded,
    ChargeUpdated,
    SessionAsyncPaymentFailed,
    SessionAsyncPaymentSucceeded,
    SessionCompleted,
    SessionExpired,
    CustomerCreated,
    CustomerUpdated,
    SubscriptionCreated,
    SubscriptionUpdated,
    InvoiceCreated,
    InvoiceFinalized,
    InvoicePaid,
    InvoicePaymentFailed,
    InvoicePaymentSucceeded,
    PaymentIntentAmountCapturableUpdated,
    PaymentIntentCanceled,
    PaymentIntentCreated,
    PaymentIntentPaymentFailed,
    PaymentIntentProcessing,
    PaymentIntentRequiresAction,
    PaymentIntentSucceeded,
    PaymentMethodAttached,
    PriceCreated,
    ProductCreated,
    SetupIntentCanceled,
    SetupIntentCreated,
    SetupIntentRequiresAction,
    SetupIntentSetupFailed,
    SetupIntentSucceeded,
}

impl EventType {
    /// Every type there is, by name.
    pub const ALL: [Self; 34] = [
        Self::ChargeCaptured,
        Self::ChargeFailed,
        Self::ChargePending,
        Self::ChargeRefunded,
        Self::ChargeSucceeded,
        Self::ChargeUpdated,
        Self::SessionAsyncPaymentFailed,
        Self::SessionAsyncPaymentSucceeded,
        Self::SessionCompleted,
        Self::SessionExpired,
        Self::CustomerCreated,
        Self::SubscriptionCreated,
        Self::SubscriptionUpdated,
        Self::CustomerUpdated,
        Self::InvoiceCreated,
        Self::InvoiceFinalized,
        Self::InvoicePaid,
        Self::InvoicePaymentFailed,
        Self::InvoicePaymentSucceeded,
        Self::PaymentIntentAmountCapturableUpdated,
        Self::PaymentIntentCanceled,
        Self::PaymentIntentCreated,
        Self::PaymentIntentPaymentFailed,
        Self::PaymentIntentProcessing,
        Self::PaymentIntentRequiresAction,
        Self::PaymentIntentSucceeded,
        Self::PaymentMethodAttached,
        Self::PriceCreated,
        Self::ProductCreated,
        Self::SetupIntentCanceled,
        Self::SetupIntentCreated,
        Self::SetupIntentRequiresAction,
        Self::SetupIntentSetupFailed,
        Self::SetupIntentSucceeded,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ChargeCaptured => "charge.captured",
            Self::ChargeFailed => "charge.failed",
            Self::ChargePending => "charge.pending",
            Self::ChargeRefunded => "charge.refunded",
            Self::ChargeSucceeded => "charge.succeeded",
            Self::ChargeUpdated => "charge.updated",
            Self::SessionAsyncPaymentFailed => "checkout.session.async_payment_failed",
            Self::SessionAsyncPaymentSucceeded => "checkout.session.async_payment_succeeded",
            Self::SessionCompleted => "checkout.session.completed",
            Self::SessionExpired => "checkout.session.expired",
            Self::CustomerCreated => "customer.created",
            Self::CustomerUpdated => "customer.updated",
            Self::SubscriptionCreated => "customer.subscription.created",
            Self::SubscriptionUpdated => "customer.subscription.updated",
            Self::InvoiceCreated => "invoice.created",
            Self::InvoiceFinalized => "invoice.finalized",
            Self::InvoicePaid => "invoice.paid",
            Self::InvoicePaymentFailed => "invoice.payment_failed",
            Self::InvoicePaymentSucceeded => "invoice.payment_succeeded",
            Self::PaymentIntentAmountCapturableUpdated => "payment_intent.amount_capturable_updated",
            Self::PaymentIntentCanceled => "payment_intent.canceled",
            Self::PaymentIntentCreated => "payment_intent.created",
            Self::PaymentIntentPaymentFailed => "payment_intent.payment_failed",
            Self::PaymentIntentProcessing => "payment_intent.processing",
            Self::PaymentIntentRequiresAction => "payment_intent.requires_action",
            Self::PaymentIntentSucceeded => "payment_intent.succeeded",
            Self::PaymentMethodAttached => "payment_method.attached",
            Self::PriceCreated => "price.created",
            Self::ProductCreated => "product.created",
            Self::SetupIntentCanceled => "setup_intent.canceled",
            Self::SetupIntentCreated => "setup_intent.created",
            Self::SetupIntentRequiresAction => "setup_intent.requires_action",
            Self::SetupIntentSetupFailed => "setup_intent.setup_failed",
            Self::SetupIntentSucceeded => "setup_intent.succeeded",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// One of the four that a checkout session itself has.
    pub const fn is_of_session(self) -> bool {
        matches!(
            self,
            Self::SessionCompleted
                | Self::SessionExpired
                | Self::SessionAsyncPaymentFailed
                | Self::SessionAsyncPaymentSucceeded
        )
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

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
}

/// One event to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// `evt_…`, the same whenever it is made.
    pub id: String,
    pub kind: EventType,
    pub subject: Subject,
}

/// The events of an announcement that `session`, as it was then, has in its outbox; in the order they happened.
pub fn events(session: &Session, announcement: &Announcement) -> Vec<Event> {
    let id = announcement.id(session.id.body());
    let told = Told { session, announcement };
    told.all().into_iter().map(|(kind, subject)| event(&id, kind, subject)).collect()
}

/// The event of a customer's announcement.
pub fn customer_event(body: &str, announcement: &Announcement) -> Event {
    let kind = match announcement.kind {
        Happening::CustomerUpdated => EventType::CustomerUpdated,
        _ => EventType::CustomerCreated,
    };
    Event { id: announcement.id(body), kind, subject: Subject::Customer }
}

fn event(announcement: &str, kind: EventType, subject: Subject) -> Event {
    let name = kind.as_str().replace('.', "_");
    let id = match subject {
        _ if kind.is_of_session() => announcement.to_owned(),
        Subject::Product(line) | Subject::Price(line) => format!("{announcement}_{name}_{line}"),
        _ => format!("{announcement}_{name}"),
    };
    Event { id, kind, subject }
}

struct Told<'s> {
    session: &'s Session,
    announcement: &'s Announcement,
}

type Named = (EventType, Subject);

impl Told<'_> {
    fn all(&self) -> Vec<Named> {
        use {EventType as E, Subject as S};
        let charge = S::Charge(self.session.attempts.count);
        match self.announcement.kind {
            Happening::Opened | Happening::LinesAdded => self.opened(),
            Happening::PaymentAsked => self.of_payment(vec![
                (E::PaymentIntentRequiresAction, S::PaymentIntent),
                (E::SetupIntentRequiresAction, S::SetupIntent),
            ]),
            Happening::PaymentGivenUp => self.of_payment(Vec::new()),
            Happening::PaymentFailed => self.failed(charge),
            Happening::Completed => self.completed(),
            Happening::Expired => self.of_payment(vec![
                (E::PaymentIntentCanceled, S::PaymentIntent),
                (E::SetupIntentCanceled, S::SetupIntent),
                (E::SessionExpired, S::Session),
            ]),
            Happening::AsyncPaymentSucceeded => self.of_payment(vec![
                (E::ChargeSucceeded, charge),
                (E::PaymentIntentSucceeded, S::PaymentIntent),
                (E::InvoicePaid, S::Invoice),
                (E::InvoicePaymentSucceeded, S::Invoice),
                (E::SessionAsyncPaymentSucceeded, S::Session),
            ]),
            Happening::AsyncPaymentFailed => self.of_payment(vec![
                (E::ChargeFailed, charge),
                (E::PaymentIntentPaymentFailed, S::PaymentIntent),
                (E::InvoicePaymentFailed, S::Invoice),
                (E::SessionAsyncPaymentFailed, S::Session),
            ]),
            Happening::PaymentCaptured => self
                .of_payment(vec![(E::ChargeCaptured, charge), (E::PaymentIntentSucceeded, S::PaymentIntent)]),
            Happening::PaymentReleased => self
                .of_payment(vec![(E::ChargeRefunded, charge), (E::PaymentIntentCanceled, S::PaymentIntent)]),
            Happening::CustomerCreated | Happening::CustomerUpdated => Vec::new(),
        }
    }

    /// What inline data made; and what a setup session has from the start.
    fn opened(&self) -> Vec<Named> {
        let first = self.announcement.line.unwrap_or(1);
        let new = self.session.lines.iter().map(|line| line.number).filter(|number| *number >= first);
        let mut named: Vec<Named> = new
            .flat_map(|line| {
                [
                    (EventType::ProductCreated, Subject::Product(line)),
                    (EventType::PriceCreated, Subject::Price(line)),
                ]
            })
            .collect();
        if self.announcement.kind == Happening::Opened && self.session.mode == Mode::Setup {
            named.push((EventType::SetupIntentCreated, Subject::SetupIntent));
        }
        named
    }

    fn failed(&self, charge: Subject) -> Vec<Named> {
        let decline = self.session.attempts.last_failure().and_then(|tried| tried.decline.as_ref());
        let charged = decline.is_some_and(crate::payment::Decline::was_charged);
        let mut named = Vec::new();
        if charged && self.session.mode != Mode::Setup {
            named.push((EventType::ChargeFailed, charge));
        }
        named.push((EventType::PaymentIntentPaymentFailed, Subject::PaymentIntent));
        named.push((EventType::SetupIntentSetupFailed, Subject::SetupIntent));
        self.of_payment(named)
    }

    fn completed(&self) -> Vec<Named> {
        use {EventType as E, Subject as S};
        let Some(complete) = self.session.complete() else { return Vec::new() };
        let attempt = complete.attempt.unwrap_or_default();
        let (charge, intent) = (S::Charge(attempt), S::PaymentIntent);
        let mut named: Vec<Named> = match complete.payment {
            Payment::NotRequired => Vec::new(),
            Payment::Paid => vec![(E::ChargeSucceeded, charge), (E::PaymentIntentSucceeded, intent)],
            Payment::Processing => vec![(E::ChargePending, charge), (E::PaymentIntentProcessing, intent)],
            Payment::Authorized | Payment::Failed | Payment::Canceled => {
                vec![(E::ChargeSucceeded, charge), (E::PaymentIntentAmountCapturableUpdated, intent)]
            }
        };
        named.push((E::SetupIntentSucceeded, S::SetupIntent));
        if complete.saves && self.session.gathered.customer.is_some() && complete.attempt.is_some() {
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
        let first = self.is_first_of_payment() && session.payment_intent().is_some();
        let created = first.then_some((EventType::PaymentIntentCreated, Subject::PaymentIntent));
        let there = |(_, subject): &Named| match subject {
            Subject::PaymentIntent => session.payment_intent().is_some(),
            Subject::SetupIntent => session.setup_intent().is_some(),
            Subject::Invoice => session.invoice().is_some(),
            Subject::Subscription => session.subscription().is_some(),
            _ => true,
        };
        created.into_iter().chain(named.into_iter().filter(there)).collect()
    }

    fn is_first_of_payment(&self) -> bool {
        let of_payment = |one: &&Announcement| !matches!(one.kind, Happening::Opened | Happening::LinesAdded);
        let first = self.session.outbox.iter().find(of_payment);
        first.is_some_and(|first| first.number == self.announcement.number)
    }
}
