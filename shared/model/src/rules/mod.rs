//! The rules between parameters (R1–R48 of the contract): what no table can say of one parameter alone.
//!
//! Stripe's order: exclusives, ids, rules of the mode and the page, amounts, and last what the time decides,
//! so that a request wrong in several ways is told of its lasting mistakes first. R1, R2, R7 and R41–R44 are
//! the evaluator's. R21, R22 and R48 are for whoever looks up what a request names.

mod amounts;
mod discount;
mod exclusive;
mod fields;
mod ids;
mod line;
mod methods;
mod mode;
mod moment;
mod page;
mod update;

use serde_json::{Map, Value};

pub(crate) use amounts::{Amounts, line_is_chargeable, take_amounts, transfer_is_no_more_than};
pub(crate) use ids::{fill, fill_update, names};
pub(crate) use line::{amount_fits, recurs_within_bounds, settle_price};
pub(crate) use moment::of_the_moment;
pub(crate) use update::{line_changes, shipping_change, update_shapes};

use crate::create::Limits;
use crate::mode::{Mode, UiMode};
use crate::params;
use crate::path::Path;
use crate::problem::Problem;

pub(crate) type Checked = Result<(), Problem>;
pub(crate) type Fields = Map<String, Value>;

/// A create whose every parameter is right in itself.
pub(crate) struct Request<'a> {
    pub sent: &'a Fields,
    pub mode: Mode,
    pub ui_mode: UiMode,
    pub limits: &'a Limits,
}

impl<'a> Request<'a> {
    pub(crate) fn of(sent: &'a Fields, limits: &'a Limits) -> Result<Self, Problem> {
        let mode = params::read(sent.get("mode").cloned().unwrap_or_default())?;
        let ui_mode = sent.get("ui_mode").cloned().map_or(Ok(UiMode::default()), params::read)?;
        Ok(Self { sent, mode, ui_mode, limits })
    }

    /// A top-level parameter, unless it is unset.
    fn get(&self, name: &str) -> Option<&'a Value> {
        get(self.sent, name)
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A parameter below the top level.
    fn at(&self, path: &[&str]) -> Option<&'a Value> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.get(first)?, |value, key| value.get(key)).filter(|value| !value.is_null())
    }

    fn is(&self, name: &str, text: &str) -> bool {
        self.get(name).and_then(Value::as_str) == Some(text)
    }
}

/// What a request can be refused for without looking up what it names.
pub(crate) fn before_ids(request: &Request<'_>) -> Checked {
    each(request, &[exclusive::RULES, fields::RULES])
}

/// Everything else that neither amounts nor time decide.
pub(crate) fn after_ids(request: &Request<'_>) -> Checked {
    each(request, &[page::RULES, mode::RULES, methods::RULES])
}

fn each(request: &Request<'_>, stages: &[&[Rule]]) -> Checked {
    stages.iter().copied().flatten().try_for_each(|rule| rule(request))
}

type Rule = fn(&Request<'_>) -> Checked;

fn get<'v>(fields: &'v Fields, name: &str) -> Option<&'v Value> {
    fields.get(name).filter(|value| !value.is_null())
}

/// The hashes of a top-level list, numbered.
fn hashes<'v>(sent: &'v Fields, list: &str) -> impl Iterator<Item = (usize, &'v Fields)> + use<'v> {
    let items = get(sent, list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    items.iter().enumerate().filter_map(|(index, item)| Some((index, item.as_object()?)))
}

/// The path of a parameter below the top level.
fn path(names: &[&'static str]) -> Path {
    names.iter().fold(Path::root(), |path, name| path.key(*name))
}

fn only_one_of(param: Path, one: &str, other: &str) -> Problem {
    Problem::at(param, format!("You may only specify one of these parameters: `{one}`, `{other}`."))
}

/// Refuses both and neither of two parameters of which one is needed.
pub(crate) fn exactly_one(fields: &Fields, one: &str, other: &str, param: impl Fn() -> Path) -> Checked {
    match (get(fields, one).is_some(), get(fields, other).is_some()) {
        (true, true) => Err(only_one_of(param(), one, other).code("parameters_exclusive")),
        (false, false) => {
            let message = format!("You must specify either `{one}` or `{other}`.");
            Err(Problem::at(param(), message).code("parameter_missing"))
        }
        _ => Ok(()),
    }
}

/// A check that holds or is a problem.
fn ensure(holds: bool, problem: impl FnOnce() -> Problem) -> Checked {
    if holds { Ok(()) } else { Err(problem()) }
}

#[cfg(test)]
mod catalogue_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod update_tests;
