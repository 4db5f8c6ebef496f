//! The parameters of an update.

use super::lines_table::{ADJUSTABLE_QUANTITY, PRICE_DATA, QUANTITY, SHIPPING_OPTION};
use super::rule::{Param, Rule, TEXT, choice, hash, list, short, text, up_to};

/// Every parameter of Stripe's update except `expand`.
pub const UPDATE: &[Param] = &[
    hash("collected_information", &[hash("shipping_details", SHIPPING_DETAILS)]),
    list("line_items", &Rule::Hash(LINE)),
    METADATA,
    hash("payment_intent_data", PAYMENT_INTENT_DATA),
    up_to("shipping_options", 5, &Rule::Hash(SHIPPING_OPTION)).clearable(),
];

const METADATA: Param = Param::new("metadata", Rule::MetadataChange);

const SHIPPING_DETAILS: &[Param] = &[hash("address", ADDRESS).required(), short("name", 255).required()];

const ADDRESS: &[Param] = &[
    text("city"),
    text("country").required(),
    text("line1").required(),
    text("line2"),
    text("postal_code"),
    text("state"),
];

const LINE: &[Param] = &[
    hash("adjustable_quantity", ADJUSTABLE_QUANTITY),
    text("id"),
    METADATA,
    text("price"),
    hash("price_data", PRICE_DATA),
    QUANTITY,
    list("tax_rates", &TEXT).clearable(),
];

const PAYMENT_INTENT_DATA: &[Param] = &[
    short("description", 1000),
    METADATA,
    choice("setup_future_usage", &["off_session", "on_session"]),
    short("statement_descriptor", 22),
    short("statement_descriptor_suffix", 22),
];
