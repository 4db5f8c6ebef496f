//! Which types of events a happening may come to: whoever looks for a type need not open any others.

use super::EventType as E;
use crate::announcement::Happening;

impl Happening {
    /// Whether its events may be of this type; which of them there are is the session's to say.
    pub fn may_come_to(self, kind: E) -> bool {
        // Whichever tells first of a payment tells of its intent's creation.
        let creates_intent = kind == E::PaymentIntentCreated && self.is_of_payment();
        creates_intent || self.types().contains(&kind)
    }

    /// The types of its events, in the order they happen.
    pub(super) const fn types(self) -> &'static [E] {
        match self {
            Self::Opened | Self::LinesAdded => &[E::ProductCreated, E::PriceCreated, E::SetupIntentCreated],
            Self::PaymentAsked => &[E::PaymentIntentRequiresAction, E::SetupIntentRequiresAction],
            Self::PaymentGivenUp => &[],
            Self::PaymentFailed => {
                &[E::ChargeFailed, E::PaymentIntentPaymentFailed, E::SetupIntentSetupFailed]
            }
            Self::Completed => OF_COMPLETION,
            Self::Expired => &[E::PaymentIntentCanceled, E::SetupIntentCanceled, E::SessionExpired],
            Self::AsyncPaymentSucceeded => OF_MONEY_THAT_CAME,
            Self::AsyncPaymentFailed => OF_MONEY_THAT_NEVER_CAME,
            Self::PaymentCaptured => {
                &[E::ChargeCaptured, E::PaymentIntentSucceeded, E::InvoicePaid, E::InvoicePaymentSucceeded]
            }
            Self::PaymentReleased => &[E::ChargeRefunded, E::PaymentIntentCanceled, E::InvoiceVoided],
            Self::CustomerCreated => &[E::CustomerCreated],
            Self::CustomerUpdated => &[E::CustomerUpdated],
            Self::CustomerDeleted => &[E::CustomerDeleted],
            Self::ObjectCreated => OF_NEW_OBJECTS,
            Self::ObjectUpdated => OF_CHANGED_OBJECTS,
            Self::ObjectDeleted => &[E::CouponDeleted, E::ProductDeleted],
        }
    }
}

const OF_COMPLETION: &[E] = &[
    E::ChargePending,
    E::ChargeSucceeded,
    E::PaymentIntentAmountCapturableUpdated,
    E::PaymentIntentProcessing,
    E::PaymentIntentSucceeded,
    E::SetupIntentSucceeded,
    E::PaymentMethodAttached,
    E::SubscriptionCreated,
    E::InvoiceCreated,
    E::InvoiceFinalized,
    E::InvoicePaid,
    E::InvoicePaymentSucceeded,
    E::SessionCompleted,
    E::ChargeUpdated,
];

const OF_MONEY_THAT_CAME: &[E] = &[
    E::ChargeSucceeded,
    E::PaymentIntentSucceeded,
    E::InvoicePaid,
    E::InvoicePaymentSucceeded,
    E::SubscriptionUpdated,
    E::SessionAsyncPaymentSucceeded,
];

const OF_MONEY_THAT_NEVER_CAME: &[E] = &[
    E::ChargeFailed,
    E::PaymentIntentPaymentFailed,
    E::InvoicePaymentFailed,
    E::SubscriptionUpdated,
    E::SessionAsyncPaymentFailed,
];

const OF_NEW_OBJECTS: &[E] =
    &[E::CouponCreated, E::PriceCreated, E::ProductCreated, E::PromotionCodeCreated, E::TaxRateCreated];

const OF_CHANGED_OBJECTS: &[E] =
    &[E::CouponUpdated, E::PriceUpdated, E::ProductUpdated, E::PromotionCodeUpdated, E::TaxRateUpdated];
