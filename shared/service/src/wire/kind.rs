//! The kinds of objects that a session refers to, and which properties of each can be expanded.

use paydesk_model::catalogue;

/// What an expandable property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Session,
    PaymentIntent,
    SetupIntent,
    Charge,
    PaymentMethod,
    Subscription,
    Invoice,
    Customer,
    PaymentLink,
    Product,
    Coupon,
    Price,
    PromotionCode,
    ShippingRate,
    TaxRate,
    /// Lists that come along only when they are asked for.
    Payments,
    Refunds,
    Sources,
    TaxIds,
    /// Parts of a session that its own renderer brings along.
    Part,
    /// What no object of ours is: it stays the id or the null that it is.
    Elsewhere,
}

/// A property by its dotted path, and what it holds.
pub type Edge = (&'static str, Kind);

/// The kinds that have paths of their own.
pub const AT_PATHS: &[Kind] = &[
    Kind::Charge,
    Kind::Customer,
    Kind::Invoice,
    Kind::PaymentIntent,
    Kind::PaymentMethod,
    Kind::SetupIntent,
    Kind::Subscription,
];

impl Kind {
    /// The `object` of it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Session => "checkout.session",
            Self::PaymentIntent => "payment_intent",
            Self::SetupIntent => "setup_intent",
            Self::Charge => "charge",
            Self::PaymentMethod => "payment_method",
            Self::Subscription => "subscription",
            Self::Invoice => "invoice",
            Self::Customer => "customer",
            Self::PaymentLink => "payment_link",
            Self::Product => "product",
            Self::Coupon => "coupon",
            Self::Price => "price",
            Self::PromotionCode => "promotion_code",
            Self::ShippingRate => "shipping_rate",
            Self::TaxRate => "tax_rate",
            Self::Payments | Self::Refunds | Self::Sources | Self::TaxIds => "list",
            Self::Part | Self::Elsewhere => "",
        }
    }

    /// Where it is found below `/v1`.
    pub const fn step(self) -> &'static str {
        match self {
            Self::PaymentIntent => "payment_intents",
            Self::SetupIntent => "setup_intents",
            Self::Charge => "charges",
            Self::PaymentMethod => "payment_methods",
            Self::Subscription => "subscriptions",
            Self::Invoice => "invoices",
            Self::Customer => "customers",
            Self::PaymentLink => "payment_links",
            _ => "",
        }
    }

    /// What its ids begin with.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::PaymentIntent => "pi",
            Self::SetupIntent => "seti",
            Self::Charge => "ch",
            Self::PaymentMethod => "pm",
            Self::Subscription => "sub",
            Self::Invoice => "in",
            Self::Customer => "cus",
            Self::PaymentLink => "plink",
            Self::Product => "prod",
            _ => "",
        }
    }

    /// Whether a session has several, told apart by a number in their ids.
    pub const fn is_numbered(self) -> bool {
        matches!(self, Self::Charge | Self::PaymentMethod)
    }

    /// Whether rendering it takes the session's lines.
    pub const fn needs_lines(self) -> bool {
        matches!(self, Self::Subscription | Self::Invoice)
    }

    /// Whether merchants keep it themselves.
    pub const fn is_of_the_catalogue(self) -> bool {
        self.of_catalogue().is_some()
    }

    /// What a catalogue calls it.
    pub const fn of_catalogue(self) -> Option<catalogue::Kind> {
        Some(match self {
            Self::Coupon => catalogue::Kind::Coupon,
            Self::Price => catalogue::Kind::Price,
            Self::Product => catalogue::Kind::Product,
            Self::PromotionCode => catalogue::Kind::PromotionCode,
            Self::ShippingRate => catalogue::Kind::ShippingRate,
            Self::TaxRate => catalogue::Kind::TaxRate,
            _ => return None,
        })
    }

    /// Whether it is left out unless it is asked for.
    pub const fn is_left_out(self) -> bool {
        matches!(self, Self::Payments | Self::Refunds | Self::Sources | Self::TaxIds)
    }

    /// Everything on it that can be expanded.
    pub const fn edges(self) -> &'static [Edge] {
        match self {
            Self::Session => SESSION,
            Self::PaymentIntent => PAYMENT_INTENT,
            Self::SetupIntent => SETUP_INTENT,
            Self::Charge => CHARGE,
            Self::PaymentMethod => &[("customer", Self::Customer)],
            Self::Subscription => SUBSCRIPTION,
            Self::Invoice => INVOICE,
            Self::Customer => CUSTOMER,
            Self::PaymentLink => PAYMENT_LINK,
            Self::Payments => PAYMENTS,
            Self::Price => {
                &[("currency_options", Self::Part), ("product", Self::Product), ("tiers", Self::Part)]
            }
            Self::Coupon => &[("applies_to", Self::Part), ("currency_options", Self::Part)],
            Self::PromotionCode => PROMOTION_CODE,
            Self::ShippingRate => {
                &[("fixed_amount.currency_options", Self::Part), ("tax_code", Self::Elsewhere)]
            }
            Self::Product => &[("default_price", Self::Price), ("tax_code", Self::Elsewhere)],
            Self::TaxRate | Self::Refunds | Self::Sources | Self::TaxIds | Self::Part | Self::Elsewhere => {
                &[]
            }
        }
    }

    /// The properties that `path` goes through, outermost first; none where one of them cannot be expanded.
    pub fn walk(self, path: &str) -> Option<Vec<Edge>> {
        self.edges().iter().find_map(|(name, kind)| match path.strip_prefix(name)? {
            "" => Some(vec![(*name, *kind)]),
            rest => {
                let mut below = kind.walk(rest.strip_prefix('.')?)?;
                below.insert(0, (*name, *kind));
                Some(below)
            }
        })
    }
}

const SESSION: &[Edge] = &[
    ("automatic_tax.liability.account", Kind::Elsewhere),
    ("customer", Kind::Customer),
    ("discounts.coupon", Kind::Coupon),
    ("discounts.promotion_code", Kind::PromotionCode),
    ("invoice", Kind::Invoice),
    ("invoice_creation.invoice_data.account_tax_ids", Kind::Elsewhere),
    ("line_items", Kind::Part),
    ("line_items.data.discounts", Kind::Part),
    ("line_items.data.price.product", Kind::Product),
    ("line_items.data.taxes", Kind::Part),
    ("payment_intent", Kind::PaymentIntent),
    ("payment_link", Kind::PaymentLink),
    ("setup_intent", Kind::SetupIntent),
    ("shipping_cost.shipping_rate", Kind::ShippingRate),
    ("shipping_cost.taxes", Kind::Part),
    ("shipping_options.shipping_rate", Kind::ShippingRate),
    ("subscription", Kind::Subscription),
    ("total_details.breakdown", Kind::Part),
];

const PAYMENT_INTENT: &[Edge] = &[
    ("application", Kind::Elsewhere),
    ("customer", Kind::Customer),
    ("last_payment_error.payment_method.customer", Kind::Customer),
    ("latest_charge", Kind::Charge),
    ("on_behalf_of", Kind::Elsewhere),
    ("payment_method", Kind::PaymentMethod),
    ("payment_record", Kind::Elsewhere),
    ("review", Kind::Elsewhere),
    ("source", Kind::Elsewhere),
    ("transfer_data.destination", Kind::Elsewhere),
];

const SETUP_INTENT: &[Edge] = &[
    ("application", Kind::Elsewhere),
    ("customer", Kind::Customer),
    ("last_setup_error.payment_method.customer", Kind::Customer),
    ("latest_attempt", Kind::Elsewhere),
    ("mandate", Kind::Elsewhere),
    ("on_behalf_of", Kind::Elsewhere),
    ("payment_method", Kind::PaymentMethod),
    ("single_use_mandate", Kind::Elsewhere),
];

const CHARGE: &[Edge] = &[
    ("application", Kind::Elsewhere),
    ("application_fee", Kind::Elsewhere),
    ("balance_transaction", Kind::Elsewhere),
    ("customer", Kind::Customer),
    ("failure_balance_transaction", Kind::Elsewhere),
    ("on_behalf_of", Kind::Elsewhere),
    ("payment_intent", Kind::PaymentIntent),
    ("refunds", Kind::Refunds),
    ("review", Kind::Elsewhere),
    ("source_transfer", Kind::Elsewhere),
    ("transfer_data.destination", Kind::Elsewhere),
];

const SUBSCRIPTION: &[Edge] = &[
    ("application", Kind::Elsewhere),
    ("automatic_tax.liability.account", Kind::Elsewhere),
    ("customer", Kind::Customer),
    ("default_payment_method", Kind::PaymentMethod),
    ("default_source", Kind::Elsewhere),
    ("discounts", Kind::Elsewhere),
    ("invoice_settings.account_tax_ids", Kind::Elsewhere),
    ("invoice_settings.issuer.account", Kind::Elsewhere),
    ("items.data.discounts", Kind::Elsewhere),
    ("items.data.price.product", Kind::Product),
    ("latest_invoice", Kind::Invoice),
    ("on_behalf_of", Kind::Elsewhere),
    ("pending_setup_intent", Kind::Elsewhere),
    ("schedule", Kind::Elsewhere),
    ("test_clock", Kind::Elsewhere),
    ("transfer_data.destination", Kind::Elsewhere),
];

const INVOICE: &[Edge] = &[
    ("account_tax_ids", Kind::Elsewhere),
    ("application", Kind::Elsewhere),
    ("automatic_tax.liability.account", Kind::Elsewhere),
    ("customer", Kind::Customer),
    ("default_payment_method", Kind::PaymentMethod),
    ("default_source", Kind::Elsewhere),
    ("discounts", Kind::Elsewhere),
    ("issuer.account", Kind::Elsewhere),
    ("latest_revision", Kind::Elsewhere),
    ("lines.data.discounts", Kind::Elsewhere),
    ("lines.data.subscription", Kind::Subscription),
    ("on_behalf_of", Kind::Elsewhere),
    ("parent.subscription_details.subscription", Kind::Subscription),
    ("payments", Kind::Payments),
    ("shipping_cost.shipping_rate", Kind::ShippingRate),
    ("subscription", Kind::Subscription),
    ("test_clock", Kind::Elsewhere),
];

const CUSTOMER: &[Edge] = &[
    ("default_source", Kind::Elsewhere),
    ("invoice_settings.default_payment_method", Kind::Elsewhere),
    ("sources", Kind::Sources),
    ("tax_ids", Kind::TaxIds),
    ("test_clock", Kind::Elsewhere),
];

const PAYMENT_LINK: &[Edge] = &[
    ("application", Kind::Elsewhere),
    ("automatic_tax.liability.account", Kind::Elsewhere),
    ("on_behalf_of", Kind::Elsewhere),
    ("transfer_data.destination", Kind::Elsewhere),
];

const PROMOTION_CODE: &[Edge] = &[
    ("coupon", Kind::Coupon),
    ("customer", Kind::Customer),
    ("promotion.coupon", Kind::Coupon),
    ("restrictions.currency_options", Kind::Part),
];

const PAYMENTS: &[Edge] = &[
    ("data.invoice", Kind::Invoice),
    ("data.payment.charge", Kind::Charge),
    ("data.payment.payment_intent", Kind::PaymentIntent),
];

impl From<catalogue::Kind> for Kind {
    fn from(kind: catalogue::Kind) -> Self {
        match kind {
            catalogue::Kind::Coupon => Self::Coupon,
            catalogue::Kind::Price => Self::Price,
            catalogue::Kind::Product => Self::Product,
            catalogue::Kind::PromotionCode => Self::PromotionCode,
            catalogue::Kind::ShippingRate => Self::ShippingRate,
            catalogue::Kind::TaxRate => Self::TaxRate,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_walked_through_the_objects_it_names() {
        let walked = Kind::Session.walk("payment_intent.latest_charge.customer").unwrap();
        assert_eq!(walked.last(), Some(&("customer", Kind::Customer)));
        assert_eq!(walked.len(), 3);
        let paid_by = Kind::Subscription.walk("latest_invoice.payments.data.payment.charge").unwrap();
        assert_eq!(paid_by.last(), Some(&("data.payment.charge", Kind::Charge)));
        for path in ["amount_total", "payment_intent.amount", "customer.email", "", "payment_intent."] {
            assert_eq!(Kind::Session.walk(path), None, "{path}");
        }
    }
}
