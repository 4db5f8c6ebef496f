//! The parameters of listing events, and of sending one again.

use super::list_table::{CREATED, LIMIT};
use super::rule::{Param, TEXT, flag, some_up_to, text};

pub const EVENTS: &[Param] = &[
    CREATED,
    flag("delivery_success"),
    text("ending_before"),
    LIMIT,
    text("starting_after"),
    text("type"),
    some_up_to("types", 20, &TEXT),
];

pub const RETRY: &[Param] = &[text("webhook_endpoint").required()];
