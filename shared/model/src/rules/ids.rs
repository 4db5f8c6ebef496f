//! Ids inside a request: what they name must be there (R13, R14, R27), and is put in their place.
//!
//! A price becomes the data that it stands for, so that every rule after this sees one kind of line. Customers are the
//! caller's to look up (R21).

use serde_json::{Map, Value, json};

use super::discount::apply_discount;
use super::{Checked, Fields, get, hashes};
use crate::catalogue::{CurrencyPrice, Found, Kind, Price, Product};
use crate::currency::Currency;
use crate::naming::Name;
use crate::path::Path;
use crate::problem::Problem;
use crate::time::Moment;

/// Under these names what was looked up goes on beside the parameters.
pub(super) const DEFAULT_RATES: &str = "default tax rates";
pub(super) const OPTIONAL: &str = "optional lines";

/// Every id of the catalogue that a create or an update names, in the order in which they are checked.
pub(crate) fn names(sent: &Fields) -> Vec<Name> {
    let mut names = Names(Vec::new());
    for (index, line) in hashes(sent, "line_items") {
        names.of_line(line, &Path::of("line_items").index(index));
    }
    for (index, item) in hashes(sent, "optional_items") {
        names.one(Kind::Price, item, "price", &Path::of("optional_items").index(index));
    }
    for (index, discount) in hashes(sent, "discounts") {
        let place = Path::of("discounts").index(index);
        names.one(Kind::Coupon, discount, "coupon", &place);
        names.one(Kind::PromotionCode, discount, "promotion_code", &place);
    }
    for (index, option) in hashes(sent, "shipping_options") {
        let place = Path::of("shipping_options").index(index);
        names.one(Kind::ShippingRate, option, "shipping_rate", &place);
    }
    if let Some(data) = get(sent, "subscription_data").and_then(Value::as_object) {
        names.all(Kind::TaxRate, data, "default_tax_rates", &Path::of("subscription_data"));
    }
    names.0
}

struct Names(Vec<Name>);

impl Names {
    fn of_line(&mut self, line: &Fields, place: &Path) {
        self.one(Kind::Price, line, "price", place);
        if let Some(price_data) = get(line, "price_data").and_then(Value::as_object) {
            self.one(Kind::Product, price_data, "product", &place.key("price_data"));
        }
        self.all(Kind::TaxRate, line, "tax_rates", place);
    }

    fn one(&mut self, kind: Kind, fields: &Fields, name: &'static str, place: &Path) {
        if let Some(id) = get(fields, name).and_then(Value::as_str) {
            self.0.push(Name { kind, id: id.to_owned(), place: place.key(name) });
        }
    }

    fn all(&mut self, kind: Kind, fields: &Fields, name: &'static str, place: &Path) {
        let ids = get(fields, name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for (index, id) in ids.iter().enumerate() {
            let id = id.as_str().unwrap_or_default().to_owned();
            self.0.push(Name { kind, id, place: place.key(name).index(index) });
        }
    }
}

/// Refuses the first name that nothing bears.
pub(crate) fn all_are_there(names: &[Name], found: &Found) -> Checked {
    let missing = names.iter().find(|name| !found.has(name.kind, &name.id));
    missing.map_or(Ok(()), |name| Err(name.missing()))
}

/// Puts what a create names in the place of its names.
pub(crate) fn fill(sent: &mut Fields, found: &Found, now: Moment) -> Checked {
    if let Some(account) = get(sent, "customer_account").and_then(Value::as_str) {
        return Err(Problem::no_such("account", account, Path::of("customer_account")));
    }
    all_are_there(&names(sent), found)?;
    let currency = currency_of(sent, found);
    for_each(sent, "line_items", |line, place| fill_line(line, found, currency, place))?;
    // What the payer may add is kept as it was asked for, too.
    if let Some(mut items) = sent.get("optional_items").cloned() {
        each_of(&mut items, "optional_items", |item, place| fill_line(item, found, currency, place))?;
        sent.insert(OPTIONAL.into(), items);
    }
    for_each(sent, "shipping_options", |option, place| fill_shipping(option, found, currency, place))?;
    if let Some(Value::Object(data)) = sent.get("subscription_data")
        && let Some(Value::Array(ids)) = data.get("default_tax_rates")
    {
        let place = Path::of("subscription_data").key("default_tax_rates");
        let rates = active_rates(ids, found, &place)?;
        sent.insert(DEFAULT_RATES.into(), rates);
    }
    apply_discount(sent, found, currency, now)
}

/// The same of an update, of a session in this currency.
pub(crate) fn fill_update(sent: &mut Fields, found: &Found, currency: Option<Currency>) -> Checked {
    all_are_there(&names(sent), found)?;
    for_each(sent, "line_items", |line, place| fill_line(line, found, currency, place))?;
    for_each(sent, "shipping_options", |option, place| fill_shipping(option, found, currency, place))
}

fn for_each(
    sent: &mut Fields,
    list: &'static str,
    fill: impl FnMut(&mut Fields, &Path) -> Checked,
) -> Checked {
    sent.get_mut(list).map_or(Ok(()), |items| each_of(items, list, fill))
}

fn each_of(
    items: &mut Value,
    list: &'static str,
    mut fill: impl FnMut(&mut Fields, &Path) -> Checked,
) -> Checked {
    let items = items.as_array_mut().map(Vec::as_mut_slice).unwrap_or_default();
    items.iter_mut().enumerate().try_for_each(|(index, item)| match item {
        Value::Object(item) => fill(item, &Path::of(list).index(index)),
        _ => Ok(()),
    })
}

/// The currency that a session will have: the one asked for, or its first line's.
pub(crate) fn currency_of(sent: &Fields, found: &Found) -> Option<Currency> {
    let read = |value: &Value| value.as_str().and_then(Currency::parse);
    if let Some(asked) = get(sent, "currency") {
        return read(asked);
    }
    let (_, line) = hashes(sent, "line_items").next()?;
    match get(line, "price").and_then(Value::as_str) {
        Some(id) => found.prices.get(id).map(|price| price.currency),
        None => line.get("price_data")?.get("currency").and_then(read),
    }
}

/// Puts into a line what it names: the data of its price, its product, its tax rates. All of it is there.
pub(crate) fn fill_line(
    line: &mut Map<String, Value>,
    found: &Found,
    currency: Option<Currency>,
    place: &Path,
) -> Checked {
    if let Some(Value::String(id)) = line.remove("price") {
        let price = found.prices.get(&id).filter(|price| price.active);
        let price = price.ok_or_else(|| inactive("price", place.key("price")))?;
        fill_price(line, price, found, currency.unwrap_or(price.currency), &place.key("price"))?;
    } else if let Some(Value::Object(price_data)) = line.get_mut("price_data")
        && let Some(Value::String(id)) = price_data.remove("product")
    {
        let place = place.key("price_data").key("product");
        price_data.insert("product_data".into(), product_data(active_product(found, &id, &place)?));
        line.insert("product".into(), id.into());
    }
    if let Some(Value::Array(ids)) = line.get("tax_rates") {
        let rates = active_rates(ids, found, &place.key("tax_rates"))?;
        line.insert("tax_rates".into(), rates);
    }
    Ok(())
}

fn active_rates(ids: &[Value], found: &Found, place: &Path) -> Result<Value, Problem> {
    let rate = |(index, id): (usize, &Value)| {
        let rate = found.tax_rates.get(id.as_str().unwrap_or_default()).filter(|rate| rate.active);
        let rate = rate.ok_or_else(|| inactive("tax rate", place.index(index)))?;
        Ok(serde_json::to_value(rate).unwrap_or_default())
    };
    ids.iter().enumerate().map(rate).collect::<Result<Vec<_>, _>>().map(Value::Array)
}

/// Puts the data of a shipping rate beside its id.
fn fill_shipping(option: &mut Fields, found: &Found, currency: Option<Currency>, place: &Path) -> Checked {
    let Some(id) = get(option, "shipping_rate").and_then(Value::as_str) else { return Ok(()) };
    let place = place.key("shipping_rate");
    let rate = found.shipping_rates.get(id).filter(|rate| rate.active);
    let rate = rate.ok_or_else(|| inactive("shipping rate", place.clone()))?;
    let currency = currency.unwrap_or(rate.fixed_amount.currency);
    let there = rate.in_currency(currency).ok_or_else(|| {
        let message = format!("The shipping rate specified has no amount in {}.", currency.as_str());
        Problem::at(place, message)
    })?;
    option.insert(
        "shipping_rate_data".into(),
        json!({
            "display_name": rate.display_name,
            "delivery_estimate": rate.delivery_estimate,
            "fixed_amount": {"amount": there.amount, "currency": currency},
            "metadata": rate.metadata,
            "tax_behavior": there.tax_behavior,
            "tax_code": rate.tax_code,
        }),
    );
    Ok(())
}

fn fill_price(
    line: &mut Map<String, Value>,
    price: &Price,
    found: &Found,
    currency: Currency,
    place: &Path,
) -> Checked {
    let product = active_product(found, &price.product, place)?;
    let there = price.in_currency(currency).ok_or_else(|| other_currency(price, currency, place.clone()))?;
    let CurrencyPrice { unit_amount, tax_behavior } = there;
    let mut data = json!({
        "currency": currency,
        "product_data": product_data(product),
        "tax_behavior": tax_behavior,
        "unit_amount_decimal": unit_amount,
    });
    if let Some(recurring) = &price.recurring {
        data["recurring"] = serde_json::to_value(recurring).unwrap_or_default();
    }
    line.insert("price_data".into(), data);
    line.insert("product".into(), price.product.clone().into());
    // What it costs elsewhere is nothing to this session.
    let price = Price { currency_options: Default::default(), ..price.clone() };
    line.insert("price".into(), serde_json::to_value(price).unwrap_or_default());
    Ok(())
}

/// R14, of its product.
fn active_product<'f>(found: &'f Found, id: &str, place: &Path) -> Result<&'f Product, Problem> {
    found.products.get(id).filter(|product| product.active).ok_or_else(|| inactive("product", place.clone()))
}

/// R14.
fn inactive(what: &str, place: Path) -> Problem {
    Problem::at(place, format!("The {what} specified is inactive. This field only accepts active {what}s."))
        .of_the_moment()
}

/// R18, of a price of the catalogue.
fn other_currency(price: &Price, expected: Currency, place: Path) -> Problem {
    let own = price.currency.as_str();
    let codes = std::iter::once(own).chain(price.currency_options.keys().map(String::as_str));
    let (codes, expected) = (codes.collect::<Vec<_>>().join(", "), expected.as_str());
    Problem::at(
        place,
        format!(
            "The price specified only supports {codes}. This doesn't match the expected currency: {expected}."
        ),
    )
}

/// What a line shows of its product, as that is now.
fn product_data(product: &Product) -> Value {
    json!({
        "name": product.name,
        "description": product.description,
        "images": product.images,
        "metadata": product.metadata,
        "tax_code": product.tax_code,
        "tax_details": product.tax_details,
        "unit_label": product.unit_label,
    })
}
