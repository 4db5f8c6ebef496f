//! What a session costs: one pure function from lines and shipping to totals.

use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::line::{NewLine, ShippingOption};
use crate::problem::Problem;

/// A session's figures in minor units; none of them in setup mode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub currency: Currency,
    /// Sum of the lines, before discounts, exclusive tax and shipping.
    pub subtotal: i64,
    /// The preselected (first) shipping option.
    pub shipping: i64,
    pub total: i64,
}

/// A line's amount today: unit × quantity rounded half up, or nothing for a recurring line on trial.
pub fn line_amount(line: &NewLine, trial: bool) -> Option<i64> {
    if trial && line.price_data.recurring.is_some() {
        return Some(0);
    }
    line.price_data.unit_amount.times(line.quantity)
}

/// Adds up lines and the first shipping option, and refuses what is below the least or above the most
/// that `currency` can charge (R39, R40). A total of 0 is fine: nothing will be charged.
pub fn of<'l>(
    lines: impl IntoIterator<Item = &'l NewLine>,
    shipping: &[ShippingOption],
    trial: bool,
    currency: Currency,
) -> Result<Totals, Problem> {
    let mut amounts = lines.into_iter().map(|line| line_amount(line, trial));
    let subtotal = amounts.try_fold(0_i64, |sum, amount| sum.checked_add(amount?));
    let subtotal = subtotal.filter(|sum| *sum <= currency.maximum());
    let subtotal = subtotal.ok_or_else(|| too_large(currency))?;
    let shipping = shipping.first().map_or(0, |option| option.amount);
    let total = subtotal.saturating_add(shipping);
    if total > currency.maximum() {
        return Err(too_large(currency));
    }
    if total > 0 && total < currency.minimum() {
        return Err(too_small(currency));
    }
    Ok(Totals { currency, subtotal, shipping, total })
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
