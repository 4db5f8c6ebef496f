//! What the bill is made of: prices, scenarios and assumptions from their files, and the figures that were measured.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::stack::Stack;
use crate::cold::Report;
use crate::units::{Action, Units};

const PRICES: &str = include_str!("../../prices.json");
const SCENARIOS: &str = include_str!("../../scenarios.json");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    pub regions: Vec<String>,
    pub prices: BTreeMap<String, Price>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    pub what: String,
    /// How many of them a price is for, and how that is said.
    pub per: f64,
    pub unit: String,
    /// By region.
    pub usd: BTreeMap<String, f64>,
    /// When the price was last read, by region.
    pub known: BTreeMap<String, String>,
    pub source: String,
    /// How many a month nobody ever pays for.
    #[serde(default)]
    pub free: f64,
}

/// What cannot be measured without AWS.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumptions {
    pub mb_of_a_full_core: f64,
    /// One round trip to the table.
    pub store_latency_ms: f64,
    /// Of all invocations.
    pub cold_share: f64,
    /// What a cold start is billed for, on top of a warm invocation.
    pub cold_start_ms: f64,
    /// Of the API's invocations; the sweep's are all traced.
    pub traced_share: f64,
    /// How often Lambda asks an empty queue: five pollers, each of which waits for twenty seconds.
    pub queue_polls_a_minute: f64,
    pub minutes_of_a_month: f64,
    /// What DynamoDB adds to each item that it stores.
    pub item_overhead_bytes: f64,
    /// The line that API Gateway writes for a request.
    pub access_log_bytes: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenarios {
    pub assumptions: Assumptions,
    pub scenarios: Vec<Scenario>,
    /// What happens whether or not anybody buys anything.
    pub every_minute: Vec<Step>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub name: String,
    pub steps: Vec<Step>,
}

/// One thing that a function does.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub function: String,
    /// A row of the units' table; without one, the table is not touched.
    pub action: Option<String>,
    /// Less than one where an invocation is shared with others.
    #[serde(default = "one")]
    pub invocations: f64,
    /// Whether it comes through API Gateway.
    #[serde(default = "yes")]
    pub api: bool,
    /// Where the units' table has none.
    pub round_trips: Option<f64>,
    /// For others than the table.
    #[serde(default)]
    pub waits_ms: f64,
    #[serde(default)]
    pub sqs_requests: f64,
    #[serde(default)]
    pub bus_events: f64,
    /// The function whose CPU and log lines it takes, if its own were measured at something else.
    pub works_like: Option<String>,
    /// For the reader of the file.
    #[serde(default, rename = "why")]
    _why: Option<String>,
}

const fn one() -> f64 {
    1.0
}

const fn yes() -> bool {
    true
}

impl Prices {
    pub fn read() -> Result<Self, String> {
        parse("prices.json", PRICES)
    }

    pub fn get(&self, name: &str) -> Result<&Price, String> {
        self.prices.get(name).ok_or_else(|| format!("prices.json has no {name}"))
    }
}

impl Scenarios {
    pub fn read() -> Result<Self, String> {
        parse("scenarios.json", SCENARIOS)
    }
}

/// What `units` and `cold` wrote down, of the functions that template.yaml has.
pub struct Measured {
    pub units: Units,
    pub cold: Report,
    pub stack: Stack,
}

impl Measured {
    pub fn read(units: &Path, cold: &Path) -> Result<Self, String> {
        let text = |path: &Path| {
            fs::read_to_string(path).map_err(|error| format!("{}: {error}; measure it first", path.display()))
        };
        Ok(Self {
            units: parse(&units.display().to_string(), &text(units)?)?,
            cold: parse(&cold.display().to_string(), &text(cold)?)?,
            stack: Stack::read()?,
        })
    }

    /// The figures in `bench/results`.
    #[cfg(test)]
    pub fn committed() -> Result<Self, String> {
        let results = Path::new(env!("CARGO_MANIFEST_DIR")).join("results");
        Self::read(&results.join("units.json"), &results.join("cold.json"))
    }

    /// What an action costs a typical session.
    pub fn action(&self, name: &str) -> Result<&Action, String> {
        let mut actions = self.units.actions.iter();
        let found = actions.find(|action| {
            action.action == name && (action.session.starts_with("typical") || action.session == "–")
        });
        found.ok_or_else(|| format!("the units of '{name}' were not measured"))
    }
}

fn parse<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| format!("{name}: {error}"))
}
