//! The parameters handed on to payment and setup intents, and those about saved methods.

use super::rule::{Param, Rule, choice, hash, integer, list, metadata, short, text};

pub const REDISPLAY: &[&str] = &["always", "limited", "unspecified"];
const ABLE: &[&str] = &["disabled", "enabled"];

pub const PAYMENT_INTENT_DATA: &[Param] = &[
    integer("application_fee_amount", 0),
    choice("capture_method", &["automatic", "automatic_async", "manual"]),
    short("description", 1000),
    metadata(),
    text("on_behalf_of"),
    Param::new("receipt_email", Rule::Email),
    choice("setup_future_usage", &["off_session", "on_session"]),
    hash("shipping", SHIPPING),
    short("statement_descriptor", 22),
    short("statement_descriptor_suffix", 22),
    hash("transfer_data", &[integer("amount", 0), text("destination").required()]),
    text("transfer_group"),
];

const SHIPPING: &[Param] = &[
    hash("address", ADDRESS).required(),
    text("carrier"),
    text("name").required(),
    text("phone"),
    text("tracking_number"),
];

const ADDRESS: &[Param] = &[
    text("city"),
    text("country"),
    text("line1").required(),
    text("line2"),
    text("postal_code"),
    text("state"),
];

pub const SETUP_INTENT_DATA: &[Param] = &[short("description", 1000), metadata(), text("on_behalf_of")];

pub const SAVED_PAYMENT_METHODS: &[Param] = &[
    list("allow_redisplay_filters", &Rule::Choice(REDISPLAY)),
    choice("payment_method_remove", ABLE),
    choice("payment_method_save", ABLE),
];
