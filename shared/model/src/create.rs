//! The parameters of a create: a `CreateParams` that exists is valid.

use serde_json::{Map, Value};

use crate::catalogue::Found;
use crate::currency::Currency;
use crate::line::{Metadata, NewLine};
use crate::mode::{Mode, UiMode};
use crate::naming::Name;
use crate::params::{self, create_table};
use crate::problem::Problem;
use crate::rules::{self, Request};
use crate::settings::Settings;
use crate::terms::Terms;
use crate::time::Moment;
use crate::totals::{self, Totals};
use crate::tree::Tree;

/// What a create is checked against besides itself.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub now: Moment,
    pub livemode: bool,
    /// Seconds from now; Stripe's are 1800 and 86400.
    pub shortest_expiry: i64,
    pub longest_expiry: i64,
    /// Whether the second seed's own parameters are accepted; only the camel dialect does.
    pub extras: bool,
}

impl Limits {
    /// Stripe's own limits at `now`.
    pub const fn standard(now: Moment, livemode: bool) -> Self {
        Self { now, livemode, shortest_expiry: 1800, longest_expiry: DAY, extras: false }
    }
}

const DAY: i64 = 24 * 60 * 60;

/// Seconds that a session lives whose create says nothing about it: a day, as far as the limits let it.
pub fn default_life(shortest: i64, longest: i64) -> i64 {
    DAY.clamp(shortest, longest)
}

/// A create that is right in itself; what it names may still be missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    sent: Map<String, Value>,
    mode: Mode,
    ui_mode: UiMode,
}

/// A checked create.
#[derive(Clone, Debug, PartialEq)]
pub struct CreateParams {
    pub mode: Mode,
    pub ui_mode: UiMode,
    /// Unix seconds.
    pub expires_at: Option<i64>,
    pub currency: Option<Currency>,
    pub lines: Vec<NewLine>,
    /// What the payer may add to them.
    pub optional: Vec<NewLine>,
    pub terms: Terms,
    /// None in setup mode.
    pub totals: Option<Totals>,
    pub metadata: Metadata,
    pub settings: Settings,
}

impl Draft {
    /// Checks of a create, whose `expand` has been taken out, what needs no catalogue: types and choices, and what
    /// excludes what.
    pub fn check(tree: &Tree, limits: &Limits) -> Result<Self, Problem> {
        let table = if limits.extras { &create_table::WITH_EXTRAS[..] } else { create_table::CREATE };
        let sent = params::check(table, tree)?;
        let request = Request::of(&sent, limits)?;
        rules::before_ids(&request)?;
        let (mode, ui_mode) = (request.mode, request.ui_mode);
        Ok(Self { sent, mode, ui_mode })
    }

    /// What has to be looked up.
    pub fn names(&self) -> Vec<Name> {
        rules::names(&self.sent)
    }

    /// The customer that it names.
    pub fn customer(&self) -> Option<&str> {
        self.sent.get("customer").and_then(Value::as_str)
    }

    /// The create with what it names: ids, the rules of page and mode, amounts, and last what depends on the time.
    pub fn settle(self, found: &Found, limits: &Limits) -> Result<CreateParams, Problem> {
        let Self { mut sent, mode, ui_mode } = self;
        rules::fill(&mut sent, found, limits.now)?;
        rules::after_ids(&Request { sent: &sent, mode, ui_mode, limits })?;
        let amounts = rules::take_amounts(&mut sent, mode)?;
        let rules::Amounts { currency, lines, optional, terms } = amounts;
        let settings: Settings = settings(&sent)?;
        let priced = currency.filter(|_| mode != Mode::Setup);
        let totals = priced.map(|currency| totals::of(&lines, &terms, &settings, currency)).transpose()?;
        rules::transfer_is_no_more_than(totals.as_ref().map_or(0, |totals| totals.total), &sent)?;
        rules::of_the_moment(&Request { sent: &sent, mode, ui_mode, limits })?;
        let metadata = take(&mut sent, "metadata")?;
        let expires_at = take(&mut sent, "expires_at")?;
        Ok(CreateParams {
            mode,
            ui_mode,
            expires_at,
            currency,
            lines,
            optional,
            terms,
            totals,
            metadata,
            settings,
        })
    }
}

/// What is kept as it was asked for.
fn settings(sent: &Map<String, Value>) -> Result<Settings, Problem> {
    let mut settings: Settings = params::read(Value::Object(sent.clone()))?;
    settings.fill();
    Ok(settings)
}

impl CreateParams {
    /// Checks a create that names nothing of a catalogue.
    pub fn check(tree: &Tree, limits: &Limits) -> Result<Self, Problem> {
        Draft::check(tree, limits)?.settle(&Found::default(), limits)
    }
}

fn take<T: serde::de::DeserializeOwned + Default>(
    sent: &mut Map<String, Value>,
    name: &str,
) -> Result<T, Problem> {
    match sent.remove(name) {
        None | Some(Value::Null) => Ok(T::default()),
        Some(value) => params::read(value),
    }
}
