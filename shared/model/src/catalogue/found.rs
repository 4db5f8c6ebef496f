//! What a request names of a catalogue, as far as it is there, and how often it was used.

use std::collections::{BTreeMap, BTreeSet};

use super::{Coupon, Kind, Object, Price, Product, PromotionCode, ShippingRate, TaxRate};

/// The objects that were found, by their ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub prices: BTreeMap<String, Price>,
    pub products: BTreeMap<String, Product>,
    pub coupons: BTreeMap<String, Redeemed<Coupon>>,
    pub promotion_codes: BTreeMap<String, Redeemed<PromotionCode>>,
    pub shipping_rates: BTreeMap<String, ShippingRate>,
    pub tax_rates: BTreeMap<String, TaxRate>,
    /// Those of the products that have prices.
    pub priced: BTreeSet<String>,
    /// Whether the customer of the request has paid before.
    pub has_paid: bool,
}

/// What can be redeemed, and how often it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Redeemed<T> {
    pub object: T,
    pub times: i64,
}

impl Found {
    /// Takes in an object that is there, and how often it was redeemed.
    pub fn take(&mut self, object: Object, times: i64) {
        let id = object.id().to_owned();
        match object {
            Object::Coupon(one) => drop(self.coupons.insert(id, Redeemed { object: *one, times })),
            Object::Price(one) => drop(self.prices.insert(id, *one)),
            Object::Product(one) => drop(self.products.insert(id, *one)),
            Object::PromotionCode(one) => {
                drop(self.promotion_codes.insert(id, Redeemed { object: *one, times }));
            }
            Object::ShippingRate(one) => drop(self.shipping_rates.insert(id, *one)),
            Object::TaxRate(one) => drop(self.tax_rates.insert(id, *one)),
        }
    }

    pub fn has(&self, kind: Kind, id: &str) -> bool {
        match kind {
            Kind::Coupon => self.coupons.contains_key(id),
            Kind::Price => self.prices.contains_key(id),
            Kind::Product => self.products.contains_key(id),
            Kind::PromotionCode => self.promotion_codes.contains_key(id),
            Kind::ShippingRate => self.shipping_rates.contains_key(id),
            Kind::TaxRate => self.tax_rates.contains_key(id),
        }
    }

    /// What has to be looked up besides, because what was found refers to it.
    pub fn further(&self) -> Vec<(Kind, String)> {
        let products = self.prices.values().map(|price| &price.product);
        let products = products.filter(|id| !self.products.contains_key(*id));
        let coupons = self.promotion_codes.values().map(|code| &code.object.coupon);
        let coupons = coupons.filter(|id| !self.coupons.contains_key(*id));
        let mut further: Vec<_> = products.map(|id| (Kind::Product, id.clone())).collect();
        further.extend(coupons.map(|id| (Kind::Coupon, id.clone())));
        further.sort();
        further.dedup();
        further
    }
}
