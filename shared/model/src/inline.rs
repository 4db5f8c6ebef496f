//! What inline data of a session made, as objects of a catalogue: they are found at their own paths, belong to the
//! session, and never change.

use crate::catalogue::{FixedAmount, Kind, Object, Price, Product, ShippingRate};
use crate::line::{Line, NewLine};
use crate::session::Session;

impl NewLine {
    /// Whether its price is of its own making.
    pub const fn makes_price(&self) -> bool {
        self.price.is_none()
    }

    /// Whether what it sells is of its own making, too.
    pub const fn makes_product(&self) -> bool {
        self.product.is_none()
    }
}

impl Session {
    /// The object with this id that inline data made; none of those that the session names of a catalogue.
    pub fn inline(&self, kind: Kind, id: &str) -> Option<Object> {
        let number = self.id.number_of(kind.prefix().trim_end_matches('_'), id)?;
        let line = || self.lines.iter().find(|line| line.number == number);
        match kind {
            Kind::Price => {
                line().filter(|line| line.asked.makes_price()).map(|line| self.price_of(line).into())
            }
            Kind::Product => {
                line().filter(|line| line.asked.makes_product()).map(|line| self.product_of(line).into())
            }
            Kind::ShippingRate => self.shipping_rate(number).map(Object::from),
            _ => None,
        }
    }

    /// The price of a line: the catalogue's as that was then, or the line's own, which only this session can use.
    pub fn price_of(&self, line: &Line) -> Price {
        if let Some(price) = &line.asked.price {
            return price.as_ref().clone();
        }
        let data = &line.asked.price_data;
        Price {
            id: self.id.price(line.number),
            livemode: self.livemode(),
            created: self.created.seconds(),
            active: false,
            currency: data.currency,
            currency_options: Default::default(),
            lookup_key: None,
            metadata: Default::default(),
            nickname: None,
            product: self.product_id_of(line),
            recurring: data.recurring.clone(),
            tax_behavior: data.tax_behavior.unwrap_or_default(),
            trial_period_days: None,
            unit_amount: data.unit_amount,
        }
    }

    /// What a line sells, as far as the session knows it.
    pub fn product_of(&self, line: &Line) -> Product {
        let (data, created) = (&line.asked.price_data.product, self.created.seconds());
        Product {
            id: self.product_id_of(line),
            livemode: self.livemode(),
            created,
            updated: created,
            active: !line.asked.makes_product(),
            default_price: None,
            description: data.description.clone(),
            images: data.images.clone(),
            marketing_features: Vec::new(),
            metadata: data.metadata.clone(),
            name: data.name.clone(),
            package_dimensions: None,
            shippable: None,
            statement_descriptor: None,
            tax_code: data.tax_code.clone(),
            tax_details: data.tax_details.clone(),
            kind: "service".to_owned(),
            unit_label: data.unit_label.clone(),
            url: None,
        }
    }

    fn product_id_of(&self, line: &Line) -> String {
        line.asked.product.clone().unwrap_or_else(|| self.id.product(line.number))
    }

    /// The id of the shipping rate that the way of shipping at this place is: the catalogue's, or its own.
    pub fn shipping_rate_id(&self, index: usize) -> Option<String> {
        let option = self.terms.shipping.get(index)?;
        let number = u32::try_from(self.terms.replaced_shipping + index + 1).ok()?;
        Some(option.shipping_rate.clone().unwrap_or_else(|| self.id.shipping_rate(number)))
    }

    /// The shipping rate that the data of the way of shipping with this number made.
    fn shipping_rate(&self, number: u32) -> Option<ShippingRate> {
        let index = usize::try_from(number).ok()?.checked_sub(self.terms.replaced_shipping + 1)?;
        let option = self.terms.shipping.get(index)?;
        if option.shipping_rate.is_some() {
            return None;
        }
        Some(ShippingRate {
            id: self.id.shipping_rate(number),
            livemode: self.livemode(),
            created: self.created.seconds(),
            active: true,
            delivery_estimate: option.delivery_estimate.clone(),
            display_name: option.display_name.clone(),
            fixed_amount: FixedAmount {
                amount: option.amount,
                currency: option.currency,
                currency_options: Default::default(),
            },
            metadata: option.metadata.clone(),
            tax_behavior: option.tax_behavior.unwrap_or_default(),
            tax_code: option.tax_code.clone(),
        })
    }
}
