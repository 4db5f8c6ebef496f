//! Objects of the catalogue as Stripe shows them.

use paydesk_model::catalogue::{
    Coupon, CurrencyPrice, Object, Price, Product, PromotionCode, ShippingRate, TaxRate,
};
use paydesk_model::time::Moment;
use serde_json::{Map, Value, json};

use crate::wire::version::ApiVersion;

/// What an object is shown with besides itself.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'b> {
    pub now: Moment,
    /// How often it was redeemed.
    pub times_redeemed: i64,
    pub version: &'b ApiVersion,
}

/// The object; ids stand for the objects that it refers to.
pub fn object(object: &Object, beside: Beside<'_>) -> Value {
    match object {
        Object::Coupon(coupon) => shown_coupon(coupon, beside),
        Object::Price(price) => shown_price(price),
        Object::Product(product) => shown_product(product),
        Object::PromotionCode(code) => shown_promotion_code(code, beside),
        Object::ShippingRate(rate) => shown_shipping_rate(rate),
        Object::TaxRate(rate) => shown_tax_rate(rate),
    }
}

/// What is left of one that was deleted.
pub fn deleted(object: &Object) -> Value {
    json!({"id": object.id(), "object": object.kind().name(), "deleted": true})
}

pub fn shown_product(product: &Product) -> Value {
    let mut shown = as_kept(product, "product");
    if let Some(details) = shown.get_mut("tax_details") {
        fill(details, ["performance_location", "tax_code"]);
    }
    Value::Object(shown)
}

pub fn shown_price(price: &Price) -> Value {
    let mut shown = as_kept(price, "price");
    shown.remove("currency_options");
    shown.remove("trial_period_days");
    shown.extend(map(json!({
        "billing_scheme": "per_unit",
        "custom_unit_amount": null,
        "recurring": price.recurring.as_ref().map(|recurring| json!({
            "interval": recurring.interval,
            "interval_count": recurring.interval_count,
            "meter": null,
            "trial_period_days": price.trial_period_days,
            "usage_type": "licensed",
        })),
        "tiers_mode": null,
        "transform_quantity": null,
        "type": if price.recurring.is_some() { "recurring" } else { "one_time" },
        "unit_amount": price.unit_amount.as_minor(),
        "unit_amount_decimal": price.unit_amount,
    })));
    Value::Object(shown)
}

/// Puts a part that was asked for where it stands in an object.
pub fn bring(shown: &mut Value, object: &Object, part: &str) {
    let brought = match (object, part) {
        (Object::Price(price), "currency_options") => prices_by_currency(price),
        (Object::Coupon(coupon), "currency_options") => amounts_off(coupon),
        (Object::Coupon(coupon), "applies_to") => json!(coupon.applies_to),
        (Object::ShippingRate(rate), "fixed_amount.currency_options") => {
            json!(rate.fixed_amount.currency_options)
        }
        (Object::PromotionCode(code), "restrictions.currency_options") => {
            json!(code.restrictions.currency_options)
        }
        _ => return,
    };
    let (parent, name) = part.rsplit_once('.').map_or(("", part), |(parent, name)| (parent, name));
    let parent = if parent.is_empty() { Some(shown) } else { shown.get_mut(parent) };
    if let Some(parent) = parent {
        parent[name] = brought;
    }
}

/// What a price is in each currency, its own included.
fn prices_by_currency(price: &Price) -> Value {
    let own = CurrencyPrice { unit_amount: price.unit_amount, tax_behavior: price.tax_behavior };
    let others = price.currency_options.iter().map(|(code, option)| (code.as_str(), *option));
    let shown = std::iter::once((price.currency.as_str(), own)).chain(others).map(|(code, option)| {
        let option = json!({
            "custom_unit_amount": null,
            "tax_behavior": option.tax_behavior,
            "unit_amount": option.unit_amount.as_minor(),
            "unit_amount_decimal": option.unit_amount,
        });
        (code.to_owned(), option)
    });
    Value::Object(shown.collect())
}

/// What a coupon takes off in each currency, its own included.
fn amounts_off(coupon: &Coupon) -> Value {
    let own = coupon.currency.zip(coupon.amount_off);
    let own = own.map(|(currency, amount)| (currency.as_str().to_owned(), json!({"amount_off": amount})));
    let others = coupon.currency_options.iter();
    let others = others.map(|(code, option)| (code.clone(), json!({"amount_off": option.amount_off})));
    Value::Object(own.into_iter().chain(others).collect())
}

fn shown_coupon(coupon: &Coupon, beside: Beside<'_>) -> Value {
    let mut shown = as_kept(coupon, "coupon");
    shown.remove("currency_options");
    shown.remove("applies_to");
    shown.insert("times_redeemed".into(), beside.times_redeemed.into());
    shown.insert("valid".into(), coupon.is_valid(beside.now, beside.times_redeemed).into());
    Value::Object(shown)
}

fn shown_promotion_code(code: &PromotionCode, beside: Beside<'_>) -> Value {
    let mut shown = as_kept(code, "promotion_code");
    let coupon = shown.remove("coupon").unwrap_or_default();
    if beside.version.has_promotions() {
        shown.insert("promotion".into(), json!({"coupon": coupon, "type": "coupon"}));
    } else {
        shown.insert("coupon".into(), coupon);
    }
    if let Some(Value::Object(restrictions)) = shown.get_mut("restrictions") {
        restrictions.remove("currency_options");
    }
    shown.insert("customer_account".into(), Value::Null);
    shown.insert("times_redeemed".into(), beside.times_redeemed.into());
    Value::Object(shown)
}

pub fn shown_tax_rates(rates: &[TaxRate]) -> Vec<Value> {
    rates.iter().map(shown_tax_rate).collect()
}

pub fn shown_tax_rate(rate: &TaxRate) -> Value {
    let mut shown = as_kept(rate, "tax_rate");
    shown.extend(map(json!({
        "effective_percentage": null,
        "flat_amount": null,
        "jurisdiction_level": null,
        "rate_type": "percentage",
    })));
    Value::Object(shown)
}

pub fn shown_shipping_rate(rate: &ShippingRate) -> Value {
    let mut shown = as_kept(rate, "shipping_rate");
    let (amount, currency) = (rate.fixed_amount.amount, rate.fixed_amount.currency);
    shown.insert("fixed_amount".into(), json!({"amount": amount, "currency": currency}));
    shown.insert("type".into(), "fixed_amount".into());
    if let Some(estimate) = shown.get_mut("delivery_estimate") {
        fill(estimate, ["maximum", "minimum"]);
    }
    Value::Object(shown)
}

/// A hash is shown with all of its fields.
fn fill(hash: &mut Value, fields: [&str; 2]) {
    let Value::Object(hash) = hash else { return };
    for field in fields {
        hash.entry(field).or_insert(Value::Null);
    }
}

/// The fields as they are kept, which is how Stripe names them.
fn as_kept(object: &impl serde::Serialize, name: &str) -> Map<String, Value> {
    let mut shown = map(serde_json::to_value(object).unwrap_or_default());
    shown.insert("object".into(), name.into());
    shown
}

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
