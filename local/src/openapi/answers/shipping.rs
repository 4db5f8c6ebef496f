//! Ways of shipping as they are answered.

use paydesk_model::params::choices::TAX_BEHAVIORS;
use paydesk_model::params::lines_table::DELIVERY_ESTIMATE;

use super::shape::Kind::*;
use super::shape::{Shape, is};

const FIXED: Shape =
    Shape { name: "FixedAmount", note: "", fields: &[is("amount", Amount), is("currency", Currency)] };

const RATE: Shape = Shape {
    name: "ShippingRate",
    note: "A shipping rate made inline; it lives in its session.",
    fields: &[
        is("id", Text),
        is("object", Only("shipping_rate")),
        is("active", Flag),
        is("created", Seconds),
        is("delivery_estimate", AsSent(DELIVERY_ESTIMATE)).or_null(),
        is("display_name", Text),
        is("fixed_amount", Of(&FIXED)),
        is("livemode", Flag),
        is("metadata", Metadata),
        is("tax_behavior", One(TAX_BEHAVIORS)),
        is("tax_code", Text).or_null(),
        is("type", Only("fixed_amount")),
    ],
};

pub const OPTION: Shape = Shape {
    name: "ShippingOption",
    note: "",
    fields: &[is("shipping_amount", Amount), is("shipping_rate", IdOr(&RATE))],
};

pub const COST: Shape = Shape {
    name: "ShippingCost",
    note: "What shipping costs with the first option, which is preselected.",
    fields: &[
        is("amount_subtotal", Amount),
        is("amount_tax", Amount),
        is("amount_total", Amount),
        is("shipping_rate", IdOr(&RATE)),
        is("taxes", Empty).when("on expand"),
    ],
};
