//! What a caller asks of a catalogue's lists.

use serde_json::{Map, Value};

use super::{Kind, Object};
use crate::list::{CreatedRange, LineItemsParams, text};
use crate::params::catalogue_table::{COUPONS, PRICES, PRODUCTS, PROMOTION_CODES, SHIPPING_RATES, TAX_RATES};
use crate::params::rule::Param;
use crate::params::{self};
use crate::problem::Problem;
use crate::tree::Tree;

/// A checked request for a page of objects of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct ListParams {
    pub limit: u8,
    pub starting_after: Option<String>,
    pub ending_before: Option<String>,
    pub created: Option<CreatedRange>,
    /// Those that are looked for by name: `ids` of products.
    pub ids: Option<Vec<String>>,
    pub lookup_keys: Option<Vec<String>>,
    /// Of a promotion code, in upper case.
    pub code: Option<String>,
    /// The product of prices, the coupon of promotion codes.
    pub of: Option<String>,
    filters: Map<String, Value>,
}

impl ListParams {
    /// Checks a list request whose `expand` has been taken out.
    pub fn check(kind: Kind, tree: &Tree) -> Result<Self, Problem> {
        let mut sent = params::check(table(kind), tree)?;
        let LineItemsParams { limit, starting_after, ending_before } = LineItemsParams::of(&mut sent)?;
        let texts =
            |sent: &mut Map<String, Value>, name: &str| sent.remove(name).map(params::read).transpose();
        sent.remove("limit");
        let created = sent.remove("created");
        let of = if kind == Kind::Price { "product" } else { "coupon" };
        Ok(Self {
            limit,
            starting_after,
            ending_before,
            created: created.as_ref().map(CreatedRange::of),
            ids: texts(&mut sent, "ids")?,
            lookup_keys: texts(&mut sent, "lookup_keys")?,
            code: text(&mut sent, "code").map(|code| code.to_uppercase()),
            of: text(&mut sent, of),
            filters: sent,
        })
    }

    /// Whether an object is what every filter asks for.
    pub fn wants(&self, object: &Object) -> bool {
        let has = |list: &Option<Vec<String>>, own: Option<&str>| {
            list.as_ref().is_none_or(|list| own.is_some_and(|own| list.iter().any(|one| one == own)))
        };
        let (lookup_key, code, of) = match object {
            Object::Price(price) => (price.lookup_key.as_deref(), None, Some(&price.product)),
            Object::PromotionCode(code) => (None, Some(code.key()), Some(&code.coupon)),
            _ => (None, None, None),
        };
        self.created.as_ref().is_none_or(|range| range.contains(object.created()))
            && has(&self.ids, Some(object.id()))
            && has(&self.lookup_keys, lookup_key)
            && (self.code.is_none() || self.code == code)
            && (self.of.is_none() || self.of.as_ref() == of)
            && self.fits(object)
    }

    /// The other filters are named as what they ask for.
    fn fits(&self, object: &Object) -> bool {
        let kept = serde_json::to_value(object).unwrap_or_default();
        self.filters.iter().all(|(name, wanted)| match (name.as_str(), object) {
            ("type", Object::Price(price)) => {
                wanted == if price.recurring.is_some() { "recurring" } else { "one_time" }
            }
            ("currency", Object::ShippingRate(rate)) => wanted == rate.fixed_amount.currency.as_str(),
            ("recurring", Object::Price(price)) => price.recurring.as_ref().is_some_and(|recurring| {
                let interval = serde_json::to_value(recurring.interval).unwrap_or_default();
                let asked = |name: &str, own: &Value| wanted.get(name).is_none_or(|wanted| wanted == own);
                asked("interval", &interval)
                    && asked("usage_type", &"licensed".into())
                    && wanted.get("meter").is_none()
            }),
            _ => kept.get(name) == Some(wanted),
        })
    }
}

const fn table(kind: Kind) -> &'static [Param] {
    match kind {
        Kind::Coupon => COUPONS,
        Kind::Price => PRICES,
        Kind::Product => PRODUCTS,
        Kind::PromotionCode => PROMOTION_CODES,
        Kind::ShippingRate => SHIPPING_RATES,
        Kind::TaxRate => TAX_RATES,
    }
}
