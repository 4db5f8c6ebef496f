//! Objects of the catalogue as they are answered: at their own paths, in lines, and with what they came to.

use paydesk_model::params::choices::{DELIVERY_UNITS, INTERVALS, TAX_BEHAVIORS, TAX_TYPES};

use super::shape::Kind::*;
use super::shape::{Shape, is};

/// As the catalogue has it, or as it was when a session was made with it; or made inline.
pub const PRICE: Shape = Shape {
    name: "Price",
    note: "A price: of the catalogue, or made inline for a single session.",
    fields: &[
        is("id", Text),
        is("object", Only("price")),
        is("active", Flag).note("An inline price is never active: only its session can use it."),
        is("billing_scheme", Only("per_unit")),
        is("created", Seconds),
        is("currency", Currency),
        is("currency_options", ByCurrency(&PRICE_OPTION))
            .when("on expand, at the price's own path")
            .note("What it costs in each currency, its own included."),
        is("custom_unit_amount", Null),
        is("livemode", Flag),
        is("lookup_key", Text).or_null(),
        is("metadata", Metadata),
        is("nickname", Text).or_null(),
        is("product", IdOr(&PRODUCT)),
        is("recurring", Of(&RECURRING)).or_null(),
        is("tax_behavior", One(TAX_BEHAVIORS)),
        is("tiers_mode", Null),
        is("transform_quantity", Null),
        is("type", One(&["one_time", "recurring"])),
        is("unit_amount", Amount).or_null().note("Null where it has decimals."),
        is("unit_amount_decimal", Decimal)
            .note("In the currency's smallest unit, with up to twelve decimals."),
    ],
};

const PRICE_OPTION: Shape = Shape {
    name: "PriceOption",
    note: "What a price is in a currency.",
    fields: &[
        is("custom_unit_amount", Null),
        is("tax_behavior", One(TAX_BEHAVIORS)),
        is("unit_amount", Amount).or_null().note("Null where it has decimals."),
        is("unit_amount_decimal", Decimal)
            .note("In the currency's smallest unit, with up to twelve decimals."),
    ],
};

const RECURRING: Shape = Shape {
    name: "Recurring",
    note: "How often a price is charged.",
    fields: &[
        is("interval", One(INTERVALS)),
        is("interval_count", Integer),
        is("meter", Null),
        is("trial_period_days", Integer)
            .or_null()
            .note("Kept and shown: a session says itself what is free."),
        is("usage_type", Only("licensed")),
    ],
};

const FEATURE: Shape = Shape { name: "MarketingFeature", note: "", fields: &[is("name", Text)] };

const DIMENSIONS: Shape = Shape {
    name: "PackageDimensions",
    note: "Inches and ounces.",
    fields: &[is("height", Number), is("length", Number), is("weight", Number), is("width", Number)],
};

const TAX_DETAILS: Shape = Shape {
    name: "TaxDetails",
    note: "",
    fields: &[is("performance_location", Text).or_null(), is("tax_code", Text).or_null()],
};

pub const PRODUCT: Shape = Shape {
    name: "Product",
    note: "A product: of the catalogue, or made inline for a single session.",
    fields: &[
        is("id", Text),
        is("object", Only("product")),
        is("active", Flag),
        is("created", Seconds),
        is("default_price", IdOrWhole("price")).or_null(),
        is("description", Text).or_null(),
        is("images", List(&Url)),
        is("livemode", Flag),
        is("marketing_features", List(&Of(&FEATURE))),
        is("metadata", Metadata),
        is("name", Text),
        is("package_dimensions", Of(&DIMENSIONS)).or_null(),
        is("shippable", Flag).or_null(),
        is("statement_descriptor", Text).or_null(),
        is("tax_code", Text).or_null(),
        is("tax_details", Of(&TAX_DETAILS)).or_null(),
        is("type", One(&["good", "service"])),
        is("unit_label", Text).or_null(),
        is("updated", Seconds),
        is("url", Url).or_null(),
    ],
};

const AMOUNT_OFF: Shape = Shape { name: "AmountOff", note: "", fields: &[is("amount_off", Amount)] };

const APPLIES_TO: Shape = Shape {
    name: "AppliesTo",
    note: "The products that a coupon takes something off.",
    fields: &[is("products", List(&Text))],
};

pub const COUPON: Shape = Shape {
    name: "Coupon",
    note: "What is taken off, of which products, and how often.",
    fields: &[
        is("id", Text),
        is("object", Only("coupon")),
        is("amount_off", Amount).or_null(),
        is("applies_to", Of(&APPLIES_TO)).or_null().when("on expand"),
        is("created", Seconds),
        is("currency", Currency).or_null().note("Of `amount_off`."),
        is("currency_options", ByCurrency(&AMOUNT_OFF)).when("on expand"),
        is("duration", One(&["forever", "once", "repeating"])),
        is("duration_in_months", Integer).or_null(),
        is("livemode", Flag),
        is("max_redemptions", Integer).or_null(),
        is("metadata", Metadata),
        is("name", Text).or_null(),
        is("percent_off", Number).or_null(),
        is("redeem_by", Seconds).or_null(),
        is("times_redeemed", Integer).note("With attempts at paying that are still going on."),
        is("valid", Flag).note("Whether it can be used now."),
    ],
};

const PROMOTION: Shape =
    Shape { name: "Promotion", note: "", fields: &[is("coupon", IdOr(&COUPON)), is("type", Only("coupon"))] };

const MINIMUM: Shape = Shape { name: "MinimumAmount", note: "", fields: &[is("minimum_amount", Amount)] };

const RESTRICTIONS: Shape = Shape {
    name: "Restrictions",
    note: "What a session must come up to.",
    fields: &[
        is("currency_options", ByCurrency(&MINIMUM)).when("on expand"),
        is("first_time_transaction", Flag).note("Only for customers who have paid nothing yet."),
        is("minimum_amount", Amount).or_null(),
        is("minimum_amount_currency", Currency).or_null(),
    ],
};

pub const PROMOTION_CODE: Shape = Shape {
    name: "PromotionCode",
    note: "What customers type to have a coupon.",
    fields: &[
        is("id", Text),
        is("object", Only("promotion_code")),
        is("active", Flag),
        is("code", Text),
        is("coupon", IdOr(&COUPON)).when("in API versions before 2025-09-30"),
        is("created", Seconds),
        is("customer", IdOrWhole("customer")).or_null(),
        is("customer_account", Null),
        is("expires_at", Seconds).or_null(),
        is("livemode", Flag),
        is("max_redemptions", Integer).or_null(),
        is("metadata", Metadata),
        is("promotion", Of(&PROMOTION)).when("from API version 2025-09-30 on"),
        is("restrictions", Of(&RESTRICTIONS)),
        is("times_redeemed", Integer).note("With attempts at paying that are still going on."),
    ],
};

pub const TAX_RATE: Shape = Shape {
    name: "TaxRate",
    note: "So much of a hundred, in or on top of prices.",
    fields: &[
        is("id", Text),
        is("object", Only("tax_rate")),
        is("active", Flag),
        is("country", Text).or_null(),
        is("created", Seconds),
        is("description", Text).or_null(),
        is("display_name", Text),
        is("effective_percentage", Null),
        is("flat_amount", Null),
        is("inclusive", Flag).note("Whether prices include it."),
        is("jurisdiction", Text).or_null(),
        is("jurisdiction_level", Null),
        is("livemode", Flag),
        is("metadata", Metadata),
        is("percentage", Number),
        is("rate_type", Only("percentage")),
        is("state", Text).or_null(),
        is("tax_type", One(TAX_TYPES)).or_null(),
    ],
};

const FIXED_OPTION: Shape = Shape {
    name: "FixedAmountOption",
    note: "What shipping costs in another currency.",
    fields: &[is("amount", Amount), is("tax_behavior", One(TAX_BEHAVIORS))],
};

const FIXED: Shape = Shape {
    name: "FixedAmount",
    note: "",
    fields: &[
        is("amount", Amount),
        is("currency", Currency),
        is("currency_options", ByCurrency(&FIXED_OPTION)).when("on expand, at the shipping rate's own path"),
    ],
};

const DELIVERY_TIME: Shape = Shape {
    name: "DeliveryTime",
    note: "",
    fields: &[is("unit", One(DELIVERY_UNITS)), is("value", Integer)],
};

const DELIVERY_ESTIMATE: Shape = Shape {
    name: "DeliveryEstimate",
    note: "How long shipping takes.",
    fields: &[is("maximum", Of(&DELIVERY_TIME)).or_null(), is("minimum", Of(&DELIVERY_TIME)).or_null()],
};

pub const SHIPPING_RATE: Shape = Shape {
    name: "ShippingRate",
    note: "A shipping rate: of the catalogue, or made inline for a single session.",
    fields: &[
        is("id", Text),
        is("object", Only("shipping_rate")),
        is("active", Flag),
        is("created", Seconds),
        is("delivery_estimate", Of(&DELIVERY_ESTIMATE)).or_null(),
        is("display_name", Text),
        is("fixed_amount", Of(&FIXED)),
        is("livemode", Flag),
        is("metadata", Metadata),
        is("tax_behavior", One(TAX_BEHAVIORS)),
        is("tax_code", Text).or_null(),
        is("type", Only("fixed_amount")),
    ],
};

pub const DELETED_COUPON: Shape = Shape {
    name: "DeletedCoupon",
    note: "What is left of a coupon. What was sold with it stays as it was.",
    fields: &[is("id", Text), is("object", Only("coupon")), is("deleted", Flag)],
};

pub const DELETED_PRODUCT: Shape = Shape {
    name: "DeletedProduct",
    note: "What is left of a product.",
    fields: &[is("id", Text), is("object", Only("product")), is("deleted", Flag)],
};

pub const DELETED_CUSTOMER: Shape = Shape {
    name: "DeletedCustomer",
    note: "What is left of a customer.",
    fields: &[is("id", Text), is("object", Only("customer")), is("deleted", Flag)],
};

/// What has paths of its own. Those that stand in sessions are in the document of either dialect.
pub const KEPT: [&Shape; 9] = [
    &COUPON,
    &DELETED_COUPON,
    &DELETED_CUSTOMER,
    &DELETED_PRODUCT,
    &PRICE,
    &PRODUCT,
    &PROMOTION_CODE,
    &SHIPPING_RATE,
    &TAX_RATE,
];
