//! The parameters of subscriptions and of invoices.

use super::choices::INTERVALS;
use super::rule::{
    Param, Rule, TEXT, between, choice, flag, hash, integer, list, metadata, percent, short, text, time,
    up_to,
};

/// This account or another one.
pub const ACCOUNT: &[Param] = &[text("account"), choice("type", &["account", "self"]).required()];

pub const INVOICE_CREATION: &[Param] = &[flag("enabled").required(), hash("invoice_data", INVOICE_DATA)];

const INVOICE_DATA: &[Param] = &[
    list("account_tax_ids", &TEXT).clearable(),
    up_to("custom_fields", 4, &Rule::Hash(INVOICE_FIELD)).clearable(),
    short("description", 1500),
    text("footer"),
    hash("issuer", ACCOUNT),
    metadata(),
    hash("rendering_options", RENDERING_OPTIONS).clearable(),
];

const INVOICE_FIELD: &[Param] = &[short("name", 40).required(), short("value", 140).required()];

const RENDERING_OPTIONS: &[Param] =
    &[choice("amount_tax_display", &["exclude_tax", "include_inclusive_tax"]).clearable(), text("template")];

pub const SUBSCRIPTION_DATA: &[Param] = &[
    percent("application_fee_percent", 2),
    time("billing_cycle_anchor"),
    hash("billing_cycle_anchor_config", ANCHOR_CONFIG),
    hash("billing_mode", BILLING_MODE),
    list("default_tax_rates", &TEXT),
    short("description", 500),
    hash("invoice_settings", INVOICE_SETTINGS),
    metadata(),
    text("on_behalf_of"),
    hash("pending_invoice_item_interval", PENDING_INTERVAL),
    choice("proration_behavior", &["create_prorations", "none"]),
    hash("transfer_data", &[percent("amount_percent", 2), text("destination").required()]),
    time("trial_end"),
    between("trial_period_days", 1, 730),
    hash("trial_settings", &[hash("end_behavior", END_BEHAVIOR).required()]),
];

/// What a payment link takes of it: nothing that only one day or one subscription can have.
pub const SUBSCRIPTION_DATA_OF_LINKS: &[Param] = &[
    short("description", 500),
    hash("invoice_settings", INVOICE_SETTINGS),
    metadata(),
    between("trial_period_days", 1, 730),
    hash("trial_settings", &[hash("end_behavior", END_BEHAVIOR).required()]),
];

const ANCHOR_CONFIG: &[Param] = &[
    between("day_of_month", 1, 31).required(),
    between("hour", 0, 23),
    between("minute", 0, 59),
    between("month", 1, 12),
    between("second", 0, 59),
];

const BILLING_MODE: &[Param] = &[
    hash("flexible", &[choice("proration_discounts", &["included", "itemized"])]),
    choice("type", &["classic", "flexible"]).required(),
];

const INVOICE_SETTINGS: &[Param] = &[
    list("account_tax_ids", &TEXT).clearable(),
    up_to("custom_fields", 4, &Rule::Hash(INVOICE_FIELD)).clearable(),
    short("description", 1500),
    text("footer"),
    hash("issuer", ACCOUNT),
];

const PENDING_INTERVAL: &[Param] = &[choice("interval", INTERVALS).required(), integer("interval_count", 1)];

const END_BEHAVIOR: &[Param] =
    &[choice("missing_payment_method", &["cancel", "create_invoice", "pause"]).required()];
