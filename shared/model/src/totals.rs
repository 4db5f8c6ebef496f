//! A session's figures of record: what its lines came to on its terms when they last changed.

use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::line::NewLine;
use crate::pricing::Bill;
use crate::problem::Problem;
use crate::settings::Settings;
use crate::terms::Terms;

/// A session's figures in minor units; none of them in setup mode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub currency: Currency,
    /// Sum of the lines, before discounts, exclusive tax and shipping.
    pub subtotal: i64,
    #[serde(default)]
    pub discount: i64,
    /// The chosen way of shipping, before exclusive tax.
    pub shipping: i64,
    /// Of lines and shipping, inclusive and exclusive.
    #[serde(default)]
    pub tax: i64,
    pub total: i64,
}

impl Totals {
    fn of(bill: &Bill, currency: Currency) -> Self {
        Self {
            currency,
            subtotal: bill.subtotal(),
            discount: bill.discount(),
            shipping: bill.shipping(),
            tax: bill.tax(),
            total: bill.total(),
        }
    }
}

/// Prices lines on their terms, and refuses what is below the least or above the most that `currency` can charge (R39,
/// R40). A total of 0 is fine: nothing will be charged.
pub fn of<'l>(
    lines: impl IntoIterator<Item = &'l NewLine>,
    terms: &Terms,
    settings: &Settings,
    currency: Currency,
) -> Result<Totals, Problem> {
    let bill = terms.bill(lines, settings, currency).ok_or_else(|| too_large(currency))?;
    let totals = Totals::of(&bill, currency);
    if totals.subtotal.max(totals.total) > currency.maximum() {
        return Err(too_large(currency));
    }
    if totals.total > 0 && totals.total < currency.minimum() {
        return Err(too_small(currency));
    }
    Ok(totals)
}

fn too_small(currency: Currency) -> Problem {
    let (least, code) = (currency.minimum(), currency.as_str());
    Problem::general(format!(
        "The Checkout Session's total amount must be 0 or at least {least} {code} (in the currency's smallest unit). Raise an amount or a quantity."
    ))
    .code("amount_too_small")
}

fn too_large(currency: Currency) -> Problem {
    let (most, code) = (currency.maximum(), currency.as_str());
    Problem::general(format!(
        "The Checkout Session's total amount must be no more than {most} {code} (in the currency's smallest unit)."
    ))
    .code("amount_too_large")
}
