//! The parameters of a table of taxes: what is due in a country, or in a state of one.

use super::choices::TAX_TYPES;
use super::rule::{Param, Rule, alphanumeric, choice, chosen, flag, list, percent, short, up_to};

/// The table's one list.
pub const TAXES: &[Param] = &[list("taxes", &Rule::Hash(PLACE)).required()];

/// What is said of a tax rate, and where it is due.
const PLACE: &[Param] = &[
    alphanumeric("country", 2).required(),
    short("description", 200),
    short("display_name", 50).required(),
    flag("inclusive").required(),
    short("jurisdiction", 200),
    percent("percentage", 4).required(),
    flag("replaces_country"),
    chosen("state", 3),
    up_to("state_names", 10, &Rule::Text { most: 100 }),
    choice("tax_type", TAX_TYPES),
];
