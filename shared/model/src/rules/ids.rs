//! Ids inside a create. There is no catalogue yet, so all but a customer's are unknown (R13, R27); customers are the
//! caller's to look up (R21).

use serde_json::Value;

use super::{Checked, Fields, Request, Rule, ensure, get, hashes};
use crate::path::Path;
use crate::problem::Problem;

pub(super) const RULES: &[Rule] = &[
    customer_accounts_exist,
    prices_exist,
    optional_prices_exist,
    discounts_exist,
    shipping_rates_exist,
    tax_rates_exist,
];

/// R21, of the twin of customers that there is none of here.
fn customer_accounts_exist(request: &Request<'_>) -> Checked {
    exists(request.sent, "customer_account", "account", Path::root)
}

/// R13, and the products and tax rates of lines.
fn prices_exist(request: &Request<'_>) -> Checked {
    hashes(request.sent, "line_items").try_for_each(|(index, line)| of_line(line, index))
}

pub(super) fn of_line(line: &Fields, index: usize) -> Checked {
    let place = || Path::of("line_items").index(index);
    exists(line, "price", "price", place)?;
    if let Some(price_data) = get(line, "price_data").and_then(Value::as_object) {
        exists(price_data, "product", "product", || place().key("price_data"))?;
    }
    all_exist(line, "tax_rates", "tax rate", place)?;
    all_exist(line, "dynamic_tax_rates", "tax rate", place)
}

fn optional_prices_exist(request: &Request<'_>) -> Checked {
    hashes(request.sent, "optional_items").try_for_each(|(index, item)| {
        exists(item, "price", "price", || Path::of("optional_items").index(index))
    })
}

/// R27.
fn discounts_exist(request: &Request<'_>) -> Checked {
    hashes(request.sent, "discounts").try_for_each(|(index, discount)| {
        let place = || Path::of("discounts").index(index);
        exists(discount, "coupon", "coupon", place)?;
        exists(discount, "promotion_code", "promotion code", place)
    })
}

fn shipping_rates_exist(request: &Request<'_>) -> Checked {
    of_shipping(request.sent)
}

pub(super) fn of_shipping(sent: &Fields) -> Checked {
    hashes(sent, "shipping_options").try_for_each(|(index, option)| {
        exists(option, "shipping_rate", "shipping rate", || Path::of("shipping_options").index(index))
    })
}

fn tax_rates_exist(request: &Request<'_>) -> Checked {
    let Some(data) = request.get("subscription_data").and_then(Value::as_object) else { return Ok(()) };
    all_exist(data, "default_tax_rates", "tax rate", || Path::of("subscription_data"))
}

fn exists(fields: &Fields, name: &'static str, kind: &str, place: impl Fn() -> Path) -> Checked {
    let id = get(fields, name).and_then(Value::as_str);
    id.map_or(Ok(()), |id| Err(Problem::no_such(kind, id, place().key(name))))
}

fn all_exist(fields: &Fields, name: &'static str, kind: &str, place: impl Fn() -> Path) -> Checked {
    let first = get(fields, name).and_then(|ids| ids.get(0)).and_then(Value::as_str);
    ensure(first.is_none(), || Problem::no_such(kind, first.unwrap_or_default(), place().key(name).index(0)))
}
