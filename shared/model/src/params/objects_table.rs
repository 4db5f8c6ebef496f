//! The parameters of listing the objects that sessions refer to.

use super::choices::PAYMENT_METHODS;
use super::list_table::{CREATED, LIMIT};
use super::rule::{Param, Rule, choice, flag, text};

const AFTER: Param = text("starting_after");
const BEFORE: Param = text("ending_before");
const CUSTOMER: Param = text("customer");

pub const PAYMENT_INTENTS: &[Param] = &[CREATED, CUSTOMER, BEFORE, LIMIT, AFTER];

pub const SETUP_INTENTS: &[Param] = &[CREATED, CUSTOMER, BEFORE, LIMIT, text("payment_method"), AFTER];

pub const CHARGES: &[Param] = &[CREATED, CUSTOMER, BEFORE, LIMIT, text("payment_intent"), AFTER];

pub const PAYMENT_METHODS_LIST: &[Param] =
    &[CUSTOMER, BEFORE, LIMIT, AFTER, Param::new("type", Rule::Choice(PAYMENT_METHODS))];

/// Those of the customer in the path.
pub const SAVED_METHODS: &[Param] =
    &[BEFORE, LIMIT, AFTER, Param::new("type", Rule::Choice(PAYMENT_METHODS))];

pub const SUBSCRIPTIONS: &[Param] = &[
    CREATED,
    CUSTOMER,
    BEFORE,
    LIMIT,
    AFTER,
    choice(
        "status",
        &[
            "active",
            "all",
            "canceled",
            "ended",
            "incomplete",
            "incomplete_expired",
            "past_due",
            "paused",
            "trialing",
            "unpaid",
        ],
    ),
];

pub const INVOICES: &[Param] = &[
    CREATED,
    CUSTOMER,
    BEFORE,
    LIMIT,
    AFTER,
    choice("status", &["draft", "open", "paid", "uncollectible", "void"]),
    text("subscription"),
];

pub const CUSTOMERS: &[Param] = &[CREATED, text("email"), BEFORE, LIMIT, AFTER];

/// Every link is active.
pub const PAYMENT_LINKS: &[Param] = &[flag("active"), BEFORE, LIMIT, AFTER];
