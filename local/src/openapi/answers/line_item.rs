//! Line items with their price and product as they are answered.

use paydesk_model::params::choices::{INTERVALS, TAX_BEHAVIORS};

use super::details::ADJUSTABLE_QUANTITY;
use super::shape::Kind::*;
use super::shape::{Shape, is};

pub const LINE_ITEM_LIST: Shape = Shape {
    name: "LineItemList",
    note: "A page of line items, in the order of the cart.",
    fields: &[
        is("object", Only("list")),
        is("data", List(&Of(&LINE_ITEM))),
        is("has_more", Flag).note("Whether there are more beyond this page."),
        is("url", Text).note("The path of the line items."),
    ],
};

const LINE_ITEM: Shape = Shape {
    name: "LineItem",
    note: "",
    fields: &[
        is("id", Text),
        is("object", Only("item")),
        is("adjustable_quantity", Of(&ADJUSTABLE_QUANTITY)).or_null(),
        is("amount_discount", Amount),
        is("amount_subtotal", Amount),
        is("amount_tax", Amount),
        is("amount_total", Amount),
        is("currency", Currency),
        is("description", Text).note("The product's name."),
        is("discounts", Empty).when("on expand"),
        is("metadata", Metadata),
        is("price", Of(&PRICE)),
        is("quantity", Integer),
        is("taxes", Empty).when("on expand"),
    ],
};

const PRICE: Shape = Shape {
    name: "Price",
    note: "A price made inline; only its session can use it.",
    fields: &[
        is("id", Text),
        is("object", Only("price")),
        is("active", Flag),
        is("billing_scheme", Only("per_unit")),
        is("created", Seconds),
        is("currency", Currency),
        is("custom_unit_amount", Null),
        is("livemode", Flag),
        is("lookup_key", Null),
        is("metadata", Metadata),
        is("nickname", Null),
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

const RECURRING: Shape = Shape {
    name: "Recurring",
    note: "How often a price is charged.",
    fields: &[
        is("interval", One(INTERVALS)),
        is("interval_count", Integer),
        is("meter", Null),
        is("trial_period_days", Null),
        is("usage_type", Only("licensed")),
    ],
};

const PRODUCT: Shape = Shape {
    name: "Product",
    note: "A product made inline; it lives in its session.",
    fields: &[
        is("id", Text),
        is("object", Only("product")),
        is("active", Flag),
        is("attributes", Empty),
        is("created", Seconds),
        is("default_price", Null),
        is("description", Text).or_null(),
        is("images", List(&Url)),
        is("livemode", Flag),
        is("marketing_features", Empty),
        is("metadata", Metadata),
        is("name", Text),
        is("package_dimensions", Null),
        is("shippable", Null),
        is("statement_descriptor", Null),
        is("tax_code", Text).or_null(),
        is("type", Only("service")),
        is("unit_label", Text).or_null(),
        is("updated", Seconds),
        is("url", Null),
    ],
};
