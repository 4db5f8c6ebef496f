//! The parameters of listing sessions, and of listing a session's lines.

use super::rule::{Param, Rule, between, choice, hash, short, text, time};

pub const LIMIT: Param = between("limit", 1, 100);

pub const CREATED: Param =
    Param::new("created", Rule::Or(&SECONDS, &[time("gt"), time("gte"), time("lt"), time("lte")]));

/// A page of lines.
pub const PAGE: &[Param] = &[text("ending_before"), LIMIT, text("starting_after")];

/// A page of sessions; `client_reference_id` is an extension.
pub const LIST: &[Param] = &[
    short("client_reference_id", 200),
    CREATED,
    text("customer"),
    text("customer_account"),
    hash("customer_details", &[text("email").required()]),
    text("ending_before"),
    LIMIT,
    text("payment_intent"),
    text("payment_link"),
    text("starting_after"),
    choice("status", &["complete", "expired", "open"]),
    text("subscription"),
];

const SECONDS: Rule = time("created").rule;
