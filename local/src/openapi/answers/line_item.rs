//! Line items as they are answered.

use super::catalogue::PRICE;
use super::details::ADJUSTABLE_QUANTITY;
use super::figures;
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
        is("discounts", List(&Of(&figures::DISCOUNT))).when("on expand"),
        is("metadata", Metadata),
        is("price", Of(&PRICE)),
        is("quantity", Integer),
        is("taxes", List(&Of(&figures::TAX))).when("on expand"),
    ],
};
