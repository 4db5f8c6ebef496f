//! The parameters of a create: a `CreateParams` that exists is valid.

use serde_json::{Map, Value};

use crate::currency::Currency;
use crate::line::{Metadata, NewLine, ShippingOption};
use crate::mode::{Mode, UiMode};
use crate::params::{self, create_table};
use crate::problem::Problem;
use crate::rules::{self, Request};
use crate::settings::Settings;
use crate::time::Moment;
use crate::totals::Totals;
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
        Self { now, livemode, shortest_expiry: 1800, longest_expiry: 86_400, extras: false }
    }
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
    pub shipping: Vec<ShippingOption>,
    /// None in setup mode.
    pub totals: Option<Totals>,
    pub metadata: Metadata,
    pub settings: Settings,
}

impl CreateParams {
    /// Checks a create whose `expand` has been taken out: types and choices, what excludes what, ids, the
    /// rules of the mode, amounts, and last what depends on the time.
    pub fn check(tree: &Tree, limits: &Limits) -> Result<Self, Problem> {
        let table = if limits.extras { &create_table::WITH_EXTRAS[..] } else { create_table::CREATE };
        let mut sent = params::check(table, tree)?;
        let request = Request::of(&sent, limits)?;
        rules::before_amounts(&request)?;
        let (mode, ui_mode) = (request.mode, request.ui_mode);
        let amounts = rules::take_amounts(&mut sent, mode)?;
        rules::of_the_moment(&Request { sent: &sent, mode, ui_mode, limits })?;
        let metadata = take(&mut sent, "metadata")?;
        let expires_at = take(&mut sent, "expires_at")?;
        let mut settings: Settings = params::read(Value::Object(sent))?;
        settings.fill();
        let rules::Amounts { currency, lines, shipping, totals } = amounts;
        Ok(Self { mode, ui_mode, expires_at, currency, lines, shipping, totals, metadata, settings })
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
