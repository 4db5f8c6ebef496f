//! Any object of a catalogue, where it does not matter which.

use serde::{Serialize, Serializer};

use super::{Coupon, Kind, Price, Product, PromotionCode, ShippingRate, TaxRate};

/// An object of whatever kind. It is kept as JSON without its kind, which is part of where it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    Coupon(Box<Coupon>),
    Price(Box<Price>),
    Product(Box<Product>),
    PromotionCode(Box<PromotionCode>),
    ShippingRate(Box<ShippingRate>),
    TaxRate(Box<TaxRate>),
}

/// The same question to each kind.
macro_rules! each {
    ($object:expr, $one:ident => $answer:expr) => {
        match $object {
            Object::Coupon($one) => $answer,
            Object::Price($one) => $answer,
            Object::Product($one) => $answer,
            Object::PromotionCode($one) => $answer,
            Object::ShippingRate($one) => $answer,
            Object::TaxRate($one) => $answer,
        }
    };
}

impl Object {
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Coupon(_) => Kind::Coupon,
            Self::Price(_) => Kind::Price,
            Self::Product(_) => Kind::Product,
            Self::PromotionCode(_) => Kind::PromotionCode,
            Self::ShippingRate(_) => Kind::ShippingRate,
            Self::TaxRate(_) => Kind::TaxRate,
        }
    }

    pub fn id(&self) -> &str {
        each!(self, one => &one.id)
    }

    /// Unix seconds.
    pub fn created(&self) -> i64 {
        each!(self, one => one.created)
    }

    pub fn livemode(&self) -> bool {
        each!(self, one => one.livemode)
    }

    /// Reads what an object of this kind was kept as.
    pub fn parse(kind: Kind, json: &str) -> serde_json::Result<Self> {
        Ok(match kind {
            Kind::Coupon => Self::Coupon(serde_json::from_str(json)?),
            Kind::Price => Self::Price(serde_json::from_str(json)?),
            Kind::Product => Self::Product(serde_json::from_str(json)?),
            Kind::PromotionCode => Self::PromotionCode(serde_json::from_str(json)?),
            Kind::ShippingRate => Self::ShippingRate(serde_json::from_str(json)?),
            Kind::TaxRate => Self::TaxRate(serde_json::from_str(json)?),
        })
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        each!(self, one => one.serialize(serializer))
    }
}

/// Each kind is an object.
macro_rules! from {
    ($($kind:ident),*) => {
        $(impl From<$kind> for Object {
            fn from(one: $kind) -> Self {
                Self::$kind(Box::new(one))
            }
        })*
    };
}

from!(Coupon, Price, Product, PromotionCode, ShippingRate, TaxRate);
