//! The parameters of what is sold and shipped: lines, optional items, shipping options.

use crate::limits;

use super::choices::{DELIVERY_UNITS, INTERVALS, TAX_BEHAVIORS};
use super::rule::{
    Param, Rule, TEXT, between, choice, currency, flag, hash, integer, list, metadata, short, text, up_to,
};

pub const LINE: &[Param] = &[
    hash("adjustable_quantity", ADJUSTABLE_QUANTITY),
    list("dynamic_tax_rates", &TEXT),
    metadata(),
    text("price"),
    hash("price_data", PRICE_DATA),
    QUANTITY,
    list("tax_rates", &TEXT),
];

pub const PRICE_DATA: &[Param] = &[
    currency("currency").required(),
    text("product"),
    hash("product_data", PRODUCT_DATA),
    hash("recurring", &[choice("interval", INTERVALS).required(), integer("interval_count", 1)]),
    choice("tax_behavior", TAX_BEHAVIORS),
    integer("unit_amount", 0),
    Param::new("unit_amount_decimal", Rule::Decimal),
];

pub const PRODUCT_DATA: &[Param] = &[
    short("description", 40_000),
    up_to("images", 8, &Rule::Url),
    metadata(),
    text("name").required(),
    text("tax_code"),
    hash("tax_details", &[text("performance_location"), text("tax_code").clearable()]),
    short("unit_label", 12),
];

pub const ADJUSTABLE_QUANTITY: &[Param] = &[
    flag("enabled").required(),
    between("maximum", 1, limits::QUANTITY),
    between("minimum", 0, limits::QUANTITY),
];

/// What Stripe says of adjustable quantities holds of all: it keeps every product of price and quantity small.
pub const QUANTITY: Param = between("quantity", 1, limits::QUANTITY);

pub const OPTIONAL_ITEM: &[Param] =
    &[hash("adjustable_quantity", ADJUSTABLE_QUANTITY), text("price").required(), QUANTITY.required()];

pub const SHIPPING_OPTION: &[Param] =
    &[text("shipping_rate"), hash("shipping_rate_data", SHIPPING_RATE_DATA)];

const SHIPPING_RATE_DATA: &[Param] = &[
    hash("delivery_estimate", DELIVERY_ESTIMATE),
    short("display_name", 100).required(),
    hash("fixed_amount", FIXED_AMOUNT),
    metadata(),
    choice("tax_behavior", TAX_BEHAVIORS),
    text("tax_code"),
    choice("type", &["fixed_amount"]),
];

pub const DELIVERY_ESTIMATE: &[Param] = &[hash("maximum", DELIVERY_TIME), hash("minimum", DELIVERY_TIME)];

const DELIVERY_TIME: &[Param] = &[choice("unit", DELIVERY_UNITS).required(), integer("value", 1).required()];

pub const FIXED_AMOUNT: &[Param] = &[
    integer("amount", 0).required(),
    currency("currency").required(),
    Param::new("currency_options", Rule::ByCurrency(CURRENCY_OPTION)),
];

const CURRENCY_OPTION: &[Param] = &[integer("amount", 0).required(), choice("tax_behavior", TAX_BEHAVIORS)];
