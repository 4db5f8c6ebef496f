//! Tax rates: a percentage with a name, within a price or on top of it.

use serde::{Deserialize, Serialize};

use super::{Birth, born, changed, yes};
use crate::line::Metadata;
use crate::params::catalogue_table::{TAX_RATE, TAX_RATE_CHANGE};
use crate::params::{self};
use crate::pricing::{Percentage, Rate};
use crate::problem::Problem;
use crate::tree::Tree;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRate {
    pub id: String,
    pub livemode: bool,
    /// Unix seconds.
    pub created: i64,
    #[serde(default = "yes")]
    pub active: bool,
    #[serde(default)]
    pub country: Option<String>,
    #[serde(default)]
    pub description: Option<String>,
    pub display_name: String,
    pub inclusive: bool,
    #[serde(default)]
    pub jurisdiction: Option<String>,
    #[serde(default)]
    pub metadata: Metadata,
    pub percentage: Percentage,
    #[serde(default)]
    pub state: Option<String>,
    #[serde(default)]
    pub tax_type: Option<String>,
}

impl TaxRate {
    /// Checks a create whose `expand` has been taken out.
    pub fn create(tree: &Tree, birth: &Birth) -> Result<Self, Problem> {
        born(params::check(TAX_RATE, tree)?, birth)
    }

    pub fn change(&self, tree: &Tree) -> Result<Self, Problem> {
        changed(self, params::check(TAX_RATE_CHANGE, tree)?)
    }

    /// As it enters the sum.
    pub fn rate(&self) -> Rate {
        Rate { percentage: self.percentage, inclusive: self.inclusive }
    }
}
