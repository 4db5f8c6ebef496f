//! Shipping rates: what a way of shipping costs, and how long it takes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Birth, born, changed, options_are_others, unset, yes};
use crate::currency::Currency;
use crate::line::{Metadata, TaxBehavior};
use crate::money::Decimal;
use crate::params::catalogue_table::{SHIPPING_RATE, SHIPPING_RATE_CHANGE};
use crate::params::{self};
use crate::path::Path;
use crate::problem::Problem;
use crate::rules::amount_fits;
use crate::tree::Tree;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShippingRate {
    pub id: String,
    pub livemode: bool,
    /// Unix seconds.
    pub created: i64,
    #[serde(default = "yes")]
    pub active: bool,
    #[serde(default)]
    pub delivery_estimate: Option<Value>,
    pub display_name: String,
    pub fixed_amount: FixedAmount,
    #[serde(default)]
    pub metadata: Metadata,
    #[serde(default)]
    pub tax_behavior: TaxBehavior,
    #[serde(default)]
    pub tax_code: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixedAmount {
    /// Minor units of `currency`.
    pub amount: i64,
    pub currency: Currency,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unset")]
    pub currency_options: BTreeMap<String, OtherAmount>,
}

/// The amount in another currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherAmount {
    pub amount: i64,
    #[serde(default)]
    pub tax_behavior: TaxBehavior,
}

impl ShippingRate {
    /// Checks a create whose `expand` has been taken out.
    pub fn create(tree: &Tree, birth: &Birth) -> Result<Self, Problem> {
        let mut sent = params::check(SHIPPING_RATE, tree)?;
        sent.remove("type");
        let rate: Self = born(sent, birth)?;
        rate.amounts_fit()?;
        Ok(rate)
    }

    pub fn change(&self, tree: &Tree) -> Result<Self, Problem> {
        let mut sent = params::check(SHIPPING_RATE_CHANGE, tree)?;
        let amounts = sent.remove("fixed_amount");
        let mut rate: Self = changed(self, sent)?;
        if self.tax_behavior != TaxBehavior::Unspecified && rate.tax_behavior != self.tax_behavior {
            let message = "`tax_behavior` cannot be changed once it is exclusive or inclusive: make a new shipping rate.";
            return Err(Problem::at(Path::of("tax_behavior"), message));
        }
        if let Some(Value::Object(amounts)) = amounts {
            self.options_have_amounts(&amounts)?;
            rate.fixed_amount = changed(&rate.fixed_amount, amounts)?;
        }
        rate.amounts_fit()?;
        Ok(rate)
    }

    /// An option that is there may keep its amount.
    fn options_have_amounts(&self, sent: &Map<String, Value>) -> Result<(), Problem> {
        let options = sent.get("currency_options").and_then(Value::as_object).into_iter().flatten();
        for (code, option) in options {
            let known = self.fixed_amount.currency_options.contains_key(code);
            if !known && option.get("amount").is_none() {
                let place = Path::of("fixed_amount").key("currency_options").key(code.clone());
                return Err(Problem::missing(place.key("amount")));
            }
        }
        Ok(())
    }

    fn amounts_fit(&self) -> Result<(), Problem> {
        let place = || Path::of("fixed_amount");
        let FixedAmount { amount, currency, currency_options } = &self.fixed_amount;
        amount_fits(Decimal::from_minor(*amount), *currency, || place().key("amount"))?;
        options_are_others(currency_options, Some(*currency), place)?;
        for (code, other) in currency_options {
            let Some(currency) = Currency::parse(code) else { continue };
            let place = || place().key("currency_options").key(code.clone()).key("amount");
            amount_fits(Decimal::from_minor(other.amount), currency, place)?;
        }
        Ok(())
    }

    /// What it costs in a currency, and how that is taxed; none if it cannot be paid in it.
    pub fn in_currency(&self, currency: Currency) -> Option<OtherAmount> {
        if currency == self.fixed_amount.currency {
            return Some(OtherAmount { amount: self.fixed_amount.amount, tax_behavior: self.tax_behavior });
        }
        self.fixed_amount.currency_options.get(currency.as_str()).copied()
    }
}
