//! Ways of shipping as they are answered.

use super::catalogue::SHIPPING_RATE;
use super::figures;
use super::shape::Kind::*;
use super::shape::{Shape, is};

pub const OPTION: Shape = Shape {
    name: "ShippingOption",
    note: "",
    fields: &[is("shipping_amount", Amount), is("shipping_rate", IdOr(&SHIPPING_RATE))],
};

pub const COST: Shape = Shape {
    name: "ShippingCost",
    note: "What the chosen way of shipping costs; the first one is chosen where nobody did.",
    fields: &[
        is("amount_subtotal", Amount),
        is("amount_tax", Amount),
        is("amount_total", Amount),
        is("shipping_rate", IdOr(&SHIPPING_RATE)),
        is("taxes", List(&Of(&figures::TAX))).when("on expand"),
    ],
};
