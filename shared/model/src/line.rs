//! Line items and what they sell: price and product, made inline from `price_data`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalogue::{Price, TaxRate};
use crate::currency::Currency;
use crate::money::Decimal;

/// Free-form key-value pairs; never interpreted.
pub type Metadata = BTreeMap<String, String>;

/// Whether the customer may change a line's quantity, and within which bounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdjustableQuantity {
    pub enabled: bool,
    #[serde(default)]
    pub maximum: Option<i64>,
    #[serde(default)]
    pub minimum: Option<i64>,
}

impl AdjustableQuantity {
    /// What a line may hold at most where nothing is said.
    pub const STANDARD_MAXIMUM: i64 = 99;

    /// The defaults are filled in while the quantity is adjustable; else there are no bounds.
    pub fn fill(&mut self) {
        let standard = |bound: Option<i64>, standard: i64| self.enabled.then(|| bound.unwrap_or(standard));
        (self.minimum, self.maximum) =
            (standard(self.minimum, 0), standard(self.maximum, Self::STANDARD_MAXIMUM));
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interval {
    Day,
    Week,
    Month,
    Year,
}

/// How often a recurring price is charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurring {
    pub interval: Interval,
    #[serde(default = "once")]
    pub interval_count: i64,
}

fn once() -> i64 {
    1
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxBehavior {
    Exclusive,
    Inclusive,
    #[default]
    Unspecified,
}

/// What is sold, as `product_data` says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductData {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<String>,
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_details: Option<serde_json::Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_label: Option<String>,
}

/// What is sold and for how much, as `price_data` says it; `unit_amount` and `unit_amount_decimal` are one here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceData {
    pub currency: Currency,
    #[serde(rename = "product_data")]
    pub product: ProductData,
    pub unit_amount: Decimal,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurring: Option<Recurring>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_behavior: Option<TaxBehavior>,
}

/// A line as asked for: checked, not yet priced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewLine {
    /// What is sold and for how much in the session's currency, however that was said.
    pub price_data: PriceData,
    /// The price of the catalogue that it names, as that was then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Box<Price>>,
    /// The id of the catalogue's product, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// As they were then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_rates: Vec<TaxRate>,
    pub quantity: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjustable_quantity: Option<AdjustableQuantity>,
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
}

impl NewLine {
    /// Unit × quantity rounded half up, or nothing for what recurs while it is free.
    pub fn amount_today(&self, free: bool) -> Option<i64> {
        if free && self.price_data.recurring.is_some() {
            return Some(0);
        }
        self.price_data.unit_amount.times(self.quantity)
    }
}

/// A line of a session: what was asked for, with its place in the session's ids and its amount.
///
/// Ids of the line, its price and its product are derived from the session's id and `number`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// 1 for the first line ever added to the session; never given twice.
    pub number: u32,
    /// Minor units. Where a subscription starts free, recurring lines are 0 today.
    pub amount: i64,
    pub asked: NewLine,
    /// Which of the session's optional items it was, if the payer added it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub optional: Option<usize>,
}

/// A way of shipping made inline from `shipping_rate_data`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingOption {
    /// The id of the catalogue's shipping rate, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping_rate: Option<String>,
    pub amount: i64,
    pub currency: Currency,
    pub display_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_estimate: Option<serde_json::Value>,
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_behavior: Option<TaxBehavior>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
}
