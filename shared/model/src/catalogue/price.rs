//! Prices: what a product costs, once or again and again, in one currency or in several.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Birth, Product, born, changed, options_are_others, unset, yes};
use crate::currency::Currency;
use crate::line::{Metadata, Recurring, TaxBehavior};
use crate::money::Decimal;
use crate::params::catalogue_table::{PRICE, PRICE_CHANGE};
use crate::params::{self};
use crate::path::Path;
use crate::problem::Problem;
use crate::rules::{exactly_one, recurs_within_bounds, settle_price};
use crate::tree::Tree;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Price {
    pub id: String,
    pub livemode: bool,
    /// Unix seconds.
    pub created: i64,
    #[serde(default = "yes")]
    pub active: bool,
    pub currency: Currency,
    /// What it costs in other currencies.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unset")]
    pub currency_options: BTreeMap<String, CurrencyPrice>,
    #[serde(default)]
    pub lookup_key: Option<String>,
    #[serde(default)]
    pub metadata: Metadata,
    #[serde(default)]
    pub nickname: Option<String>,
    /// Its product's id.
    pub product: String,
    #[serde(default)]
    pub recurring: Option<Recurring>,
    #[serde(default)]
    pub tax_behavior: TaxBehavior,
    /// What `recurring` says besides. Kept and shown: the trial of a checkout is the session's to give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trial_period_days: Option<i64>,
    /// Minor units of `currency`, with up to twelve decimals.
    pub unit_amount: Decimal,
}

/// What a price is in another currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrencyPrice {
    pub unit_amount: Decimal,
    #[serde(default)]
    pub tax_behavior: TaxBehavior,
}

/// The product that a new price is for.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one lives in a request")]
pub enum OfProduct {
    /// One that is there, by its id.
    Known(String),
    New(Product),
}

/// A price to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPrice {
    pub price: Price,
    pub product: OfProduct,
    /// Whether it may take its lookup key from another price.
    pub transfers_lookup_key: bool,
}

impl NewPrice {
    /// Checks a create whose `expand` has been taken out. `product_id` is for the product that is made with it.
    pub fn check(tree: &Tree, birth: &Birth, product_id: &str) -> Result<Self, Problem> {
        let mut sent = params::check(PRICE, tree)?;
        exactly_one(&sent, "product", "product_data", || Path::of("product"))?;
        let product = match sent.remove("product_data") {
            Some(Value::Object(data)) => {
                let birth = Birth { id: product_id.to_owned(), ..birth.clone() };
                let mut product: Product = born(data, &birth)?;
                product.updated = product.created;
                Some(product)
            }
            _ => None,
        };
        if let Some(product) = &product {
            sent.insert("product".into(), product.id.clone().into());
        }
        let price = Self::of(sent, birth, &Path::root())?;
        Ok(Self { product: product.map_or(price.product, OfProduct::New), ..price })
    }

    /// What checked parameters at `place` describe, for a product that is there.
    pub(super) fn of(mut sent: Map<String, Value>, birth: &Birth, place: &Path) -> Result<Self, Problem> {
        refuse_the_unknown(&sent, place)?;
        exactly_one(&sent, "unit_amount", "unit_amount_decimal", || place.key("unit_amount"))?;
        recurs_within_bounds(&sent, || place.clone())?;
        settle_price(&mut sent, || place.clone())?;
        settle_options(&mut sent, &BTreeMap::new(), place)?;
        sent.remove("billing_scheme");
        let days = sent.get_mut("recurring").and_then(Value::as_object_mut);
        let days = days.and_then(|recurring| recurring.remove("trial_period_days"));
        sent.extend(days.map(|days| ("trial_period_days".to_owned(), days)));
        let transfers = sent.remove("transfer_lookup_key") == Some(Value::Bool(true));
        let price: Price = born(sent, birth)?;
        options_are_others(&price.currency_options, Some(price.currency), || place.clone())?;
        let product = OfProduct::Known(price.product.clone());
        Ok(Self { price, product, transfers_lookup_key: transfers })
    }
}

impl Price {
    /// The price after an update whose `expand` has been taken out, and whether it may take its lookup key from
    /// another price.
    pub fn change(&self, tree: &Tree) -> Result<(Self, bool), Problem> {
        let mut sent = params::check(PRICE_CHANGE, tree)?;
        refuse_the_unknown(&sent, &Path::root())?;
        settle_options(&mut sent, &self.currency_options, &Path::root())?;
        let transfers = sent.remove("transfer_lookup_key") == Some(Value::Bool(true));
        let price: Self = changed(self, sent)?;
        options_are_others(&price.currency_options, Some(price.currency), Path::root)?;
        if self.tax_behavior != TaxBehavior::Unspecified && price.tax_behavior != self.tax_behavior {
            let message =
                "`tax_behavior` cannot be changed once it is exclusive or inclusive: make a new price.";
            return Err(Problem::at(Path::of("tax_behavior"), message));
        }
        Ok((price, transfers))
    }

    /// What it costs in a currency, and how it is taxed there; none if it has no such price.
    pub fn in_currency(&self, currency: Currency) -> Option<CurrencyPrice> {
        if currency == self.currency {
            return Some(CurrencyPrice { unit_amount: self.unit_amount, tax_behavior: self.tax_behavior });
        }
        self.currency_options.get(currency.as_str()).copied()
    }
}

/// What Stripe knows of prices and a checkout of ours does not.
fn refuse_the_unknown(sent: &Map<String, Value>, place: &Path) -> Result<(), Problem> {
    let refuse = |place: Path, message: &str| Err(Problem::at(place, message));
    for name in ["tiers", "tiers_mode"] {
        if sent.contains_key(name) {
            return refuse(place.key(name), "Tiered prices are not supported: make a price for each amount.");
        }
    }
    if sent.get("billing_scheme").is_some_and(|scheme| scheme == "tiered") {
        return refuse(
            place.key("billing_scheme"),
            "Tiered prices are not supported: `billing_scheme` must be per_unit.",
        );
    }
    if sent.contains_key("custom_unit_amount") {
        return refuse(
            place.key("custom_unit_amount"),
            "Amounts that the customer chooses are not supported: send `unit_amount`.",
        );
    }
    if sent.contains_key("transform_quantity") {
        return refuse(
            place.key("transform_quantity"),
            "Quantities are never transformed here: send the price of a single unit.",
        );
    }
    let Some(Value::Object(recurring)) = sent.get("recurring") else { return Ok(()) };
    if recurring.contains_key("meter") || recurring.get("usage_type").is_some_and(|usage| usage == "metered")
    {
        let place = place.key("recurring").key("usage_type");
        return refuse(place, "Metered prices are not supported: `usage_type` must be licensed.");
    }
    Ok(())
}

/// One amount for each currency, as text; one that has an amount may keep it.
fn settle_options(
    sent: &mut Map<String, Value>,
    known: &BTreeMap<String, CurrencyPrice>,
    place: &Path,
) -> Result<(), Problem> {
    let Some(Value::Object(options)) = sent.get_mut("currency_options") else { return Ok(()) };
    for (code, option) in options {
        let Value::Object(option) = option else { continue };
        let place = place.key("currency_options").key(code.clone());
        refuse_the_unknown(option, &place)?;
        let says = ["unit_amount", "unit_amount_decimal"].iter().any(|name| option.contains_key(*name));
        if !says && known.contains_key(code) {
            continue;
        }
        exactly_one(option, "unit_amount", "unit_amount_decimal", || place.key("unit_amount"))?;
        option.insert("currency".into(), code.clone().into());
        settle_price(option, || place.clone())?;
        option.remove("currency");
    }
    Ok(())
}
