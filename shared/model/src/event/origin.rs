//! Which happenings may come to which types of events: whoever looks for a type need not open any others.

use super::EventType;
use crate::announcement::Happening;

impl Happening {
    /// Whether its events may be of this type; which of them there are is the session's to say.
    pub const fn may_come_to(self, kind: EventType) -> bool {
        use EventType as E;
        match self {
            Self::Opened | Self::LinesAdded => {
                matches!(kind, E::ProductCreated | E::PriceCreated | E::SetupIntentCreated)
            }
            Self::CustomerCreated => matches!(kind, E::CustomerCreated),
            Self::CustomerUpdated => matches!(kind, E::CustomerUpdated),
            Self::CustomerDeleted => matches!(kind, E::CustomerDeleted),
            Self::ObjectCreated => matches!(
                kind,
                E::CouponCreated
                    | E::PriceCreated
                    | E::ProductCreated
                    | E::PromotionCodeCreated
                    | E::TaxRateCreated
            ),
            Self::ObjectUpdated => matches!(
                kind,
                E::CouponUpdated
                    | E::PriceUpdated
                    | E::ProductUpdated
                    | E::PromotionCodeUpdated
                    | E::TaxRateUpdated
            ),
            Self::ObjectDeleted => matches!(kind, E::CouponDeleted | E::ProductDeleted),
            // Whichever tells first of a payment tells of its intent's creation.
            _ if matches!(kind, E::PaymentIntentCreated) => true,
            Self::PaymentGivenUp => false,
            Self::PaymentAsked => {
                matches!(kind, E::PaymentIntentRequiresAction | E::SetupIntentRequiresAction)
            }
            Self::PaymentFailed => {
                matches!(kind, E::ChargeFailed | E::PaymentIntentPaymentFailed | E::SetupIntentSetupFailed)
            }
            Self::Completed => of_completion(kind),
            Self::Expired => {
                matches!(kind, E::PaymentIntentCanceled | E::SetupIntentCanceled | E::SessionExpired)
            }
            Self::AsyncPaymentSucceeded => matches!(
                kind,
                E::ChargeSucceeded
                    | E::PaymentIntentSucceeded
                    | E::InvoicePaid
                    | E::InvoicePaymentSucceeded
                    | E::SubscriptionUpdated
                    | E::SessionAsyncPaymentSucceeded
            ),
            Self::AsyncPaymentFailed => matches!(
                kind,
                E::ChargeFailed
                    | E::PaymentIntentPaymentFailed
                    | E::InvoicePaymentFailed
                    | E::SubscriptionUpdated
                    | E::SessionAsyncPaymentFailed
            ),
            Self::PaymentCaptured => matches!(
                kind,
                E::ChargeCaptured | E::PaymentIntentSucceeded | E::InvoicePaid | E::InvoicePaymentSucceeded
            ),
            Self::PaymentReleased => {
                matches!(kind, E::ChargeRefunded | E::PaymentIntentCanceled | E::InvoiceVoided)
            }
        }
    }
}

const fn of_completion(kind: EventType) -> bool {
    use EventType as E;
    matches!(
        kind,
        E::ChargePending
            | E::ChargeSucceeded
            | E::ChargeUpdated
            | E::InvoiceCreated
            | E::InvoiceFinalized
            | E::InvoicePaid
            | E::InvoicePaymentSucceeded
            | E::PaymentIntentAmountCapturableUpdated
            | E::PaymentIntentProcessing
            | E::PaymentIntentSucceeded
            | E::PaymentMethodAttached
            | E::SessionCompleted
            | E::SetupIntentSucceeded
            | E::SubscriptionCreated
    )
}
