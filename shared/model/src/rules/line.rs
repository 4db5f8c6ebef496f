//! The rules of one line, the same when it is created and when it is updated.

use serde_json::{Map, Value};

use super::{Checked, Fields, ensure, exactly_one, get};
use crate::currency::Currency;
use crate::line::AdjustableQuantity;
use crate::money::Decimal;
use crate::params;
use crate::path::Path;
use crate::problem::Problem;

const STANDARD_MAXIMUM: i64 = AdjustableQuantity::STANDARD_MAXIMUM;

fn place(index: usize) -> Path {
    Path::of("line_items").index(index)
}

/// A new line has a price and a quantity (R10), and is right inside.
pub(super) fn is_whole(line: &Fields, index: usize) -> Checked {
    exactly_one(line, "price", "price_data", || place(index))?;
    ensure(get(line, "dynamic_tax_rates").is_none(), || {
        let message = "`dynamic_tax_rates` are not supported: use `automatic_tax`, which taxes by the customer's \
                       place, or `tax_rates`.";
        Problem::at(place(index).key("dynamic_tax_rates"), message)
    })?;
    ensure(line.contains_key("quantity"), || Problem::missing(place(index).key("quantity")))?;
    parts_are_whole(line, index)
}

/// A rate that is named twice would be taxed twice.
pub(super) fn rates_are_named_once(rates: Option<&Value>, place: impl Fn() -> Path) -> Checked {
    let rates = rates.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let again = rates.iter().enumerate().find(|(index, rate)| rates[..*index].contains(rate));
    again.map_or(Ok(()), |(index, rate)| {
        let rate = rate.as_str().unwrap_or_default();
        Err(Problem::at(place().index(index), format!("The tax rate '{rate}' is given more than once.")))
    })
}

/// What holds of any line, new or existing.
pub(super) fn parts_are_whole(line: &Fields, index: usize) -> Checked {
    if let Some(price_data) = get(line, "price_data").and_then(Value::as_object) {
        let inside = || place(index).key("price_data");
        // R11 and R12.
        exactly_one(price_data, "product", "product_data", || inside().key("product"))?;
        exactly_one(price_data, "unit_amount", "unit_amount_decimal", || inside().key("unit_amount"))?;
        recurs_within_bounds(price_data, inside)?;
    }
    rates_are_named_once(get(line, "tax_rates"), || place(index).key("tax_rates"))?;
    quantity_is_in_bounds(line, || place(index))
}

/// A price recurs at least every three years.
pub(crate) fn recurs_within_bounds(price_data: &Fields, inside: impl Fn() -> Path) -> Checked {
    let recurring = get(price_data, "recurring").and_then(Value::as_object);
    let Some(recurring) = recurring else { return Ok(()) };
    ensure(spans_at_most(recurring, 3), || {
        let message =
            "Recurring intervals can be at most 3 years: 3 years, 36 months, 156 weeks or 1095 days.";
        Problem::at(inside().key("recurring").key("interval_count"), message)
    })
}

/// Whether an interval with its count is no longer than `years`.
pub(super) fn spans_at_most(recurring: &Fields, years: i64) -> bool {
    let most = match recurring.get("interval").and_then(Value::as_str) {
        Some("day") => 365 * years,
        Some("week") => 52 * years,
        Some("month") => 12 * years,
        _ => years,
    };
    recurring.get("interval_count").and_then(Value::as_i64).is_none_or(|count| count <= most)
}

/// The quantity lies between the bounds that the customer is given for it.
pub(super) fn quantity_is_in_bounds(line: &Fields, place: impl Fn() -> Path) -> Checked {
    let Some(adjustable) = get(line, "adjustable_quantity").and_then(Value::as_object) else { return Ok(()) };
    if adjustable.get("enabled").and_then(Value::as_bool) != Some(true) {
        return Ok(());
    }
    let bound = |name: &str| adjustable.get(name).and_then(Value::as_i64);
    let (least, most) = (bound("minimum").unwrap_or(0), bound("maximum").unwrap_or(STANDARD_MAXIMUM));
    let inside = || place().key("adjustable_quantity");
    ensure(least <= most, || {
        let message =
            format!("`minimum` ({least}) must be less than or equal to `maximum` ({most}, 99 by default).");
        Problem::at(inside().key("minimum"), message)
    })?;
    let quantity = line.get("quantity").and_then(Value::as_i64);
    ensure(quantity.is_none_or(|quantity| (least..=most).contains(&quantity)), || {
        let message =
            format!("`quantity` must be between `minimum` ({least}) and `maximum` ({most}, 99 by default).");
        Problem::at(place().key("quantity"), message)
    })
}

/// Makes the two spellings of the unit amount one, and checks it against its currency.
pub(crate) fn settle_price(
    price_data: &mut Map<String, Value>,
    inside: impl Fn() -> Path,
) -> Result<(), Problem> {
    let currency: Currency = params::read(price_data.get("currency").cloned().unwrap_or_default())?;
    let (name, amount) = match price_data.remove("unit_amount_decimal") {
        Some(Value::String(text)) => ("unit_amount_decimal", Decimal::parse(&text)),
        _ => ("unit_amount", price_data.get("unit_amount").and_then(Value::as_i64).map(Decimal::from_minor)),
    };
    let amount = amount.ok_or_else(|| Problem::missing(inside().key("unit_amount")))?;
    amount_fits(amount, currency, || inside().key(name))?;
    price_data.insert("unit_amount".to_owned(), Value::String(amount.to_string()));
    Ok(())
}

/// An amount is no more than the currency can charge, and has no digits that the currency lacks.
pub(crate) fn amount_fits(amount: Decimal, currency: Currency, param: impl Fn() -> Path) -> Checked {
    let (code, most, step) = (currency.as_str(), currency.maximum(), currency.step());
    ensure(amount <= Decimal::from_minor(most), || {
        let message =
            format!("Amounts in {code} must be no more than {most} (in the currency's smallest unit).");
        Problem::at(param(), message).code("amount_too_large")
    })?;
    let fits = step == 1 || amount.as_minor().is_some_and(|minor| minor % step == 0);
    ensure(fits, || {
        let message =
            format!("Amounts in {code} must be a multiple of {step} (in the currency's smallest unit).");
        Problem::at(param(), message)
    })
}
