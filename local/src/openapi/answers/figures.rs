//! What discounts and taxes came to, as it is answered beside lines, shipping and totals.

use super::catalogue::TAX_RATE;
use super::shape::Kind::*;
use super::shape::{Shape, is};

const SOURCE: Shape =
    Shape { name: "DiscountSource", note: "", fields: &[is("coupon", Text), is("type", Only("coupon"))] };

const APPLIED: Shape = Shape {
    name: "AppliedDiscount",
    note: "The discount of a session, as an object of its own.",
    fields: &[
        is("id", Text),
        is("object", Only("discount")),
        is("checkout_session", Text),
        is("customer", Text).or_null(),
        is("customer_account", Null),
        is("end", Null),
        is("invoice", Null),
        is("invoice_item", Null),
        is("promotion_code", Text).or_null(),
        is("source", Of(&SOURCE)),
        is("start", Seconds),
        is("subscription", Null),
        is("subscription_item", Null),
    ],
};

/// Of a line, or of a whole session.
pub const DISCOUNT: Shape = Shape {
    name: "DiscountAmount",
    note: "What a discount came to.",
    fields: &[is("amount", Amount), is("discount", Of(&APPLIED))],
};

/// Of a line, of shipping, or of a whole session.
pub const TAX: Shape = Shape {
    name: "TaxAmount",
    note: "What a tax came to.",
    fields: &[
        is("amount", Amount),
        is("rate", Of(&TAX_RATE)),
        is("taxability_reason", Null),
        is("taxable_amount", Amount)
            .note("What the tax is a part of, or comes on top of: after discounts, without tax."),
    ],
};
