//! What sessions are made of, kept by the merchant: products and prices, coupons and promotion codes, tax rates and
//! shipping rates.
//!
//! Each is a value of Stripe's shape. A parameter table says what may be said of it, and what was said is put into the
//! value as it is: fields that nothing is calculated with are kept and shown.

mod coupon;
mod found;
mod list;
mod object;
mod price;
mod product;
mod promotion_code;
mod seeded;
mod shipping_rate;
mod tax_rate;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

pub use coupon::{Coupon, Duration};
pub use found::{Found, Redeemed};
pub use list::ListParams;
pub use object::Object;
pub use price::{CurrencyPrice, NewPrice, OfProduct, Price};
pub use product::{NewProduct, Product};
pub use promotion_code::{PromotionCode, Restrictions, Unusable, Use};
pub use seeded::seeded;
pub use shipping_rate::{FixedAmount, OtherAmount, ShippingRate};
pub use tax_rate::TaxRate;

use crate::currency::Currency;
use crate::limits::METADATA_KEYS;
use crate::line::Metadata;
use crate::params;
use crate::path::Path;
use crate::problem::Problem;
use crate::time::Moment;
use crate::update::MetadataChange;

/// The kinds of objects in a catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Coupon,
    Price,
    Product,
    PromotionCode,
    ShippingRate,
    TaxRate,
}

impl Kind {
    pub const ALL: [Self; 6] =
        [Self::Coupon, Self::Price, Self::Product, Self::PromotionCode, Self::ShippingRate, Self::TaxRate];

    /// Its `object`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Coupon => "coupon",
            Self::Price => "price",
            Self::Product => "product",
            Self::PromotionCode => "promotion_code",
            Self::ShippingRate => "shipping_rate",
            Self::TaxRate => "tax_rate",
        }
    }

    /// Where it is found below `/v1`.
    pub const fn step(self) -> &'static str {
        match self {
            Self::Coupon => "coupons",
            Self::Price => "prices",
            Self::Product => "products",
            Self::PromotionCode => "promotion_codes",
            Self::ShippingRate => "shipping_rates",
            Self::TaxRate => "tax_rates",
        }
    }

    /// Others can only be made inactive.
    pub const fn can_be_deleted(self) -> bool {
        matches!(self, Self::Coupon | Self::Product)
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// What a generated id begins with; a coupon's begins with nothing.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Coupon => "",
            Self::Price => "price_",
            Self::Product => "prod_",
            Self::PromotionCode => "promo_",
            Self::ShippingRate => "shr_",
            Self::TaxRate => "txr_",
        }
    }
}

/// What an object is born with besides what is said of it.
#[derive(Clone, Debug)]
pub struct Birth {
    /// Where the merchant chooses none.
    pub id: String,
    pub livemode: bool,
    pub now: Moment,
}

/// The object that checked parameters describe.
fn born<T: DeserializeOwned>(mut sent: Map<String, Value>, birth: &Birth) -> Result<T, Problem> {
    sent.entry("id").or_insert_with(|| birth.id.clone().into());
    sent.insert("created".into(), birth.now.seconds().into());
    sent.insert("livemode".into(), birth.livemode.into());
    params::read(Value::Object(sent))
}

/// The object with checked parameters put over it: what is null is unset, metadata is merged.
pub(crate) fn changed<T: Serialize + DeserializeOwned>(
    object: &T,
    mut sent: Map<String, Value>,
) -> Result<T, Problem> {
    let mut known = match serde_json::to_value(object) {
        Ok(Value::Object(known)) => known,
        _ => Map::new(),
    };
    if let Some(change) = sent.remove("metadata").map(MetadataChange::of).transpose()? {
        let mut metadata: Metadata =
            known.remove("metadata").map(params::read).transpose()?.unwrap_or_default();
        change.apply(&mut metadata);
        check_metadata(&metadata)?;
        known.insert("metadata".into(), serde_json::to_value(metadata).unwrap_or_default());
    }
    for (name, value) in sent {
        match (known.get_mut(&name), value) {
            (Some(Value::Object(all)), Value::Object(new)) if name == "currency_options" => {
                add_options(all, new);
            }
            (_, value) => drop(known.insert(name, value)),
        }
    }
    params::read(Value::Object(known))
}

/// What is said of a currency is put over what was said of it before, and beside what was said of the others.
fn add_options(all: &mut Map<String, Value>, new: Map<String, Value>) {
    for (code, option) in new {
        match (all.get_mut(&code), option) {
            (Some(Value::Object(known)), Value::Object(option)) => known.extend(option),
            (_, option) => drop(all.insert(code, option)),
        }
    }
}

/// Options are for other currencies than an object's own.
fn options_are_others<T>(
    options: &BTreeMap<String, T>,
    own: Option<Currency>,
    place: impl Fn() -> Path,
) -> Result<(), Problem> {
    let Some(own) = own.map(Currency::as_str).filter(|own| options.contains_key(*own)) else {
        return Ok(());
    };
    let message = format!("`currency_options` are for other currencies: {own} is the object's own.");
    Err(Problem::at(place().key("currency_options").key(own), message))
}

fn check_metadata(metadata: &Metadata) -> Result<(), Problem> {
    if metadata.len() <= METADATA_KEYS {
        return Ok(());
    }
    let count = metadata.len();
    Err(Problem::at(
        Path::of("metadata"),
        format!(
            "Metadata can have at most {METADATA_KEYS} keys; this update would make {count}. Remove some by sending them empty."
        ),
    ))
}

/// A value that was unset is as if it had never been.
fn unset<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

const fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests;
