//! The parameters of webhook endpoints.

use super::event_names::TAKEN;
use super::rule::{Param, Rule, between, choice, flag, metadata, short, some_up_to, text, url};
use crate::webhook::ROLLED_SECONDS;

/// More than there are names.
const MOST_NAMES: usize = 500;

const DIALECT: Param = choice("dialect", &["camel", "event_data", "stripe"]);
const ENABLED_EVENTS: Param = some_up_to("enabled_events", MOST_NAMES, &Rule::Choice(TAKEN));

/// Every parameter of Stripe's create except `expand`; `dialect` is an extension.
pub const CREATE: &[Param] = &[
    short("api_version", 40),
    flag("connect"),
    text("description").clearable(),
    DIALECT,
    ENABLED_EVENTS.required(),
    metadata(),
    url("url").required(),
];

/// The same of an update.
pub const UPDATE: &[Param] = &[
    text("description").clearable(),
    DIALECT,
    flag("disabled"),
    ENABLED_EVENTS,
    Param::new("metadata", Rule::MetadataChange),
    url("url"),
];

pub const ROLL: &[Param] = &[between("expires_in", 0, ROLLED_SECONDS)];
