//! From checked lines and shipping options to what they cost (R18, R39, R40).

use serde_json::{Map, Value};

use super::discount::APPLIED;
use super::ids::{DEFAULT_RATES, OPTIONAL};
use super::{Checked, ensure, line, path};
use crate::currency::Currency;
use crate::line::{AdjustableQuantity, NewLine, ShippingOption};
use crate::mode::Mode;
use crate::money::Decimal;
use crate::params;
use crate::path::Path;
use crate::problem::Problem;
use crate::terms::Terms;

/// What a create sells and ships, and on what terms.
#[derive(Default)]
pub(crate) struct Amounts {
    pub currency: Option<Currency>,
    pub lines: Vec<NewLine>,
    pub optional: Vec<NewLine>,
    pub terms: Terms,
}

/// Takes lines, their terms and the currency out of what was sent; all that it names is in it.
pub(crate) fn take_amounts(sent: &mut Map<String, Value>, mode: Mode) -> Result<Amounts, Problem> {
    let asked: Option<Currency> = sent.remove("currency").map(params::read).transpose()?;
    let items = sent.remove("line_items");
    if mode == Mode::Setup {
        return Ok(Amounts { currency: asked, ..Amounts::default() });
    }
    let lines = new_lines(items, "line_items")?;
    let currency = asked.or(lines.first().map(|line| line.price_data.currency));
    let currency = currency.ok_or_else(|| Problem::missing(Path::of("line_items")))?;
    lines_share_a_currency(&lines, currency)?;
    let optional = new_lines(sent.remove(OPTIONAL), "optional_items")?;
    let shipping = shipping_options(sent.remove("shipping_options"))?;
    shipping_shares_the_currency(&shipping, currency)?;
    let terms = Terms {
        discount: sent.remove(APPLIED).map(params::read).transpose()?,
        shipping,
        default_tax_rates: sent.remove(DEFAULT_RATES).map(params::read).transpose()?.unwrap_or_default(),
        ..Terms::default()
    };
    Ok(Amounts { currency: Some(currency), lines, optional, terms })
}

fn new_lines(items: Option<Value>, list: &'static str) -> Result<Vec<NewLine>, Problem> {
    let Some(Value::Array(items)) = items else { return Ok(Vec::new()) };
    let line = |(index, item)| new_line(item, &Path::of(list).index(index));
    items.into_iter().enumerate().map(line).collect()
}

/// A checked line as its type.
pub(super) fn new_line(mut item: Value, place: &Path) -> Result<NewLine, Problem> {
    if let Some(Value::Object(price_data)) = item.get_mut("price_data") {
        line::settle_price(price_data, || place.key("price_data"))?;
    }
    let mut line: NewLine = params::read(item)?;
    line.adjustable_quantity.iter_mut().for_each(AdjustableQuantity::fill);
    line_is_chargeable(&line, place)?;
    Ok(line)
}

/// R40 for one line, on trial or not: no sum of lines can then overflow.
pub(crate) fn line_is_chargeable(line: &NewLine, place: &Path) -> Checked {
    let currency = line.price_data.currency;
    let amount = line.amount_today(false);
    ensure(amount.is_some_and(|amount| amount <= currency.maximum()), || {
        let (code, most) = (currency.as_str(), currency.maximum());
        Problem::general(format!(
            "`{place}` must cost no more than {most} {code} (in the currency's smallest unit)."
        ))
        .code("amount_too_large")
    })
}

/// R18.
fn lines_share_a_currency(lines: &[NewLine], expected: Currency) -> Checked {
    lines.iter().enumerate().try_for_each(|(index, line)| {
        let given = line.price_data.currency;
        ensure(given == expected, || {
            let (given, expected) = (given.as_str(), expected.as_str());
            let message = format!(
                "The price specified only supports {given}. This doesn't match the expected currency: \
                 {expected}."
            );
            Problem::at(Path::of("line_items").index(index).key("price_data").key("currency"), message)
        })
    })
}

/// Checked shipping options as their type.
pub(super) fn shipping_options(options: Option<Value>) -> Result<Vec<ShippingOption>, Problem> {
    let Some(Value::Array(options)) = options else { return Ok(Vec::new()) };
    options.into_iter().enumerate().map(|(index, option)| shipping_option(option, index)).collect()
}

fn shipping_option(mut option: Value, index: usize) -> Result<ShippingOption, Problem> {
    let place = || Path::of("shipping_options").index(index).key("shipping_rate_data");
    let mut data = option["shipping_rate_data"].take();
    let shipping_rate = option.as_object_mut().and_then(|option| option.remove("shipping_rate"));
    let amount = data.as_object_mut().and_then(|data| data.remove("fixed_amount"));
    let mut amount = amount.ok_or_else(|| Problem::missing(place().key("fixed_amount")))?;
    data["currency"] = amount["currency"].take();
    data["amount"] = amount["amount"].take();
    data["shipping_rate"] = shipping_rate.unwrap_or_default();
    let option: ShippingOption = params::read(data)?;
    let param = || place().key("fixed_amount").key("amount");
    line::amount_fits(Decimal::from_minor(option.amount), option.currency, param)?;
    Ok(option)
}

fn shipping_shares_the_currency(options: &[ShippingOption], expected: Currency) -> Checked {
    options.iter().enumerate().try_for_each(|(index, option)| {
        ensure(option.currency == expected, || {
            let (given, expected) = (option.currency.as_str(), expected.as_str());
            let message =
                format!("The shipping rate is in {given}, but the Checkout Session is in {expected}.");
            let place = Path::of("shipping_options").index(index).key("shipping_rate_data");
            Problem::at(place.key("fixed_amount").key("currency"), message)
        })
    })
}

pub(crate) fn transfer_is_no_more_than(total: i64, sent: &Map<String, Value>) -> Checked {
    let transfer = sent.get("payment_intent_data").and_then(|data| data.get("transfer_data"));
    let amount = transfer.and_then(|transfer| transfer.get("amount")).and_then(Value::as_i64);
    ensure(amount.is_none_or(|amount| amount <= total), || {
        let param = path(&["payment_intent_data", "transfer_data", "amount"]);
        Problem::at(param, format!("The transfer's `amount` must be no more than the total ({total})."))
    })
}
