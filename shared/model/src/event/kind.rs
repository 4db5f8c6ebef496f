//! The types of events, under the names that merchants subscribe to.

use std::fmt;

/// Writes each type once: as a variant, by its name, and into the list of all.
macro_rules! event_types {
    ($($kind:ident = $name:literal,)*) => {
        /// What happened, under the name merchants subscribe to.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum EventType {
            $($kind,)*
        }

        impl EventType {
            /// Every type there is, by name.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$kind),*];

            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        }
    };
}

event_types! {
    ChargeCaptured = "charge.captured",
    ChargeFailed = "charge.failed",
    ChargePending = "charge.pending",
    ChargeRefunded = "charge.refunded",
    ChargeSucceeded = "charge.succeeded",
    ChargeUpdated = "charge.updated",
    SessionAsyncPaymentFailed = "checkout.session.async_payment_failed",
    SessionAsyncPaymentSucceeded = "checkout.session.async_payment_succeeded",
    SessionCompleted = "checkout.session.completed",
    SessionExpired = "checkout.session.expired",
    CouponCreated = "coupon.created",
    CouponDeleted = "coupon.deleted",
    CouponUpdated = "coupon.updated",
    CustomerCreated = "customer.created",
    CustomerDeleted = "customer.deleted",
    SubscriptionCreated = "customer.subscription.created",
    SubscriptionUpdated = "customer.subscription.updated",
    CustomerUpdated = "customer.updated",
    InvoiceCreated = "invoice.created",
    InvoiceFinalized = "invoice.finalized",
    InvoicePaid = "invoice.paid",
    InvoicePaymentFailed = "invoice.payment_failed",
    InvoicePaymentSucceeded = "invoice.payment_succeeded",
    InvoiceVoided = "invoice.voided",
    PaymentIntentAmountCapturableUpdated = "payment_intent.amount_capturable_updated",
    PaymentIntentCanceled = "payment_intent.canceled",
    PaymentIntentCreated = "payment_intent.created",
    PaymentIntentPaymentFailed = "payment_intent.payment_failed",
    PaymentIntentProcessing = "payment_intent.processing",
    PaymentIntentRequiresAction = "payment_intent.requires_action",
    PaymentIntentSucceeded = "payment_intent.succeeded",
    PaymentMethodAttached = "payment_method.attached",
    PriceCreated = "price.created",
    PriceUpdated = "price.updated",
    ProductCreated = "product.created",
    ProductDeleted = "product.deleted",
    ProductUpdated = "product.updated",
    PromotionCodeCreated = "promotion_code.created",
    PromotionCodeUpdated = "promotion_code.updated",
    SetupIntentCanceled = "setup_intent.canceled",
    SetupIntentCreated = "setup_intent.created",
    SetupIntentRequiresAction = "setup_intent.requires_action",
    SetupIntentSetupFailed = "setup_intent.setup_failed",
    SetupIntentSucceeded = "setup_intent.succeeded",
    TaxRateCreated = "tax_rate.created",
    TaxRateUpdated = "tax_rate.updated",
}

impl EventType {
    /// What its name says that it is about: `charge` of `charge.captured`.
    pub fn object(self) -> &'static str {
        let name = self.as_str();
        name.rsplit_once('.').map_or(name, |(object, _)| object)
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

    /// Whether its id is that of the announcement itself, and does not say its name.
    pub const fn is_nameless(self) -> bool {
        self.is_of_session()
            || matches!(self, Self::CustomerCreated | Self::CustomerUpdated | Self::CustomerDeleted)
    }

    /// What the ids of its events say, behind that of the announcement.
    pub fn name_in_ids(self) -> String {
        self.as_str().replace('.', "_")
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
