//! On what terms a session sells: its discount, its way of shipping, its taxes and its trial. With its lines they make
//! the cart that is priced.

use serde::{Deserialize, Serialize};

use crate::catalogue::{Coupon, PromotionCode, TaxRate};
use crate::currency::Currency;
use crate::line::{NewLine, ShippingOption, TaxBehavior};
use crate::pricing::{Bill, Cart, Charge, Rate, Shipping};
use crate::settings::Settings;
use crate::taxes;

/// What may change what lines cost; kept with the session, as it was when it was decided.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<Applied>,
    /// The ways of shipping on offer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shipping: Vec<ShippingOption>,
    /// Which of them was chosen; the first where nobody did.
    #[serde(skip_serializing_if = "is_first")]
    pub chosen_shipping: usize,
    /// How many ways of shipping updates have replaced: ids are not given twice.
    #[serde(skip_serializing_if = "is_first")]
    pub replaced_shipping: usize,
    /// The rates of lines that have none of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub default_tax_rates: Vec<TaxRate>,
    /// With automatic tax, what is due where the payer is; none until that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub located: Option<Located>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_first(index: &usize) -> bool {
    *index == 0
}

/// The discount that a session has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// As it was then.
    pub coupon: Coupon,
    /// The code it came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion_code: Option<Box<PromotionCode>>,
    /// Unix seconds.
    pub at: i64,
}

/// The taxes of a place. A place without any has no rates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Located {
    pub country: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    pub rates: Vec<TaxRate>,
}

impl Located {
    /// The same place, for somebody who pays no taxes there.
    #[must_use]
    pub fn without_rates(self) -> Self {
        Self { rates: Vec::new(), ..self }
    }
}

/// What automatic tax does while no place is known: nothing.
const NOWHERE: &[TaxRate] = &[];

impl Terms {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The way of shipping that is paid for.
    pub fn chosen(&self) -> Option<&ShippingOption> {
        self.shipping.get(self.chosen_shipping).or(self.shipping.first())
    }

    /// The tax rates of a line, in the order of its taxes.
    pub fn rates_of(&self, line: &NewLine, settings: &Settings) -> Vec<TaxRate> {
        if settings.taxes_automatically() {
            return self.rates_here(line.price_data.tax_behavior);
        }
        match line.tax_rates.as_slice() {
            [] => self.default_tax_rates.clone(),
            own => own.to_vec(),
        }
    }

    /// The tax rates of shipping: only automatic tax has any.
    pub fn rates_of_shipping(&self, option: &ShippingOption, settings: &Settings) -> Vec<TaxRate> {
        if settings.taxes_automatically() { self.rates_here(option.tax_behavior) } else { Vec::new() }
    }

    /// The rates of the payer's place: within the price or on top of it as the price says, else as they do themselves.
    fn rates_here(&self, behavior: Option<TaxBehavior>) -> Vec<TaxRate> {
        let here = self.located.as_ref().map_or(NOWHERE, |located| &located.rates);
        let rate = |rate: &TaxRate| match behavior {
            Some(TaxBehavior::Exclusive) => taxes::within(rate, false),
            Some(TaxBehavior::Inclusive) => taxes::within(rate, true),
            Some(TaxBehavior::Unspecified) | None => rate.clone(),
        };
        here.iter().map(rate).collect()
    }

    /// The cart of these lines; none if a line's amount is beyond all currencies.
    pub fn cart<'l>(
        &self,
        lines: impl IntoIterator<Item = &'l NewLine>,
        settings: &Settings,
        currency: Currency,
    ) -> Option<Cart> {
        let charge = |line: &NewLine| {
            Some(Charge {
                amount: line.amount_today(settings.starts_free())?,
                discountable: self.is_discounted(line),
                rates: rates(&self.rates_of(line, settings)),
            })
        };
        let shipping = self.chosen().map(|option| Shipping {
            amount: option.amount,
            rates: rates(&self.rates_of_shipping(option, settings)),
        });
        Some(Cart {
            charges: lines.into_iter().map(charge).collect::<Option<_>>()?,
            discount: self.discount.as_ref().and_then(|discount| discount.coupon.discount(currency)),
            shipping,
            step: currency.step(),
        })
    }

    /// What these lines cost.
    pub fn bill<'l>(
        &self,
        lines: impl IntoIterator<Item = &'l NewLine>,
        settings: &Settings,
        currency: Currency,
    ) -> Option<Bill> {
        self.cart(lines, settings, currency).map(|cart| cart.price())
    }

    /// A coupon for some products knows those of the catalogue.
    pub(crate) fn is_discounted(&self, line: &NewLine) -> bool {
        self.discount.as_ref().is_some_and(|discount| {
            discount.coupon.applies_to.is_none()
                || line.product.as_deref().is_some_and(|product| discount.coupon.is_for(product))
        })
    }
}

fn rates(rates: &[TaxRate]) -> Vec<Rate> {
    rates.iter().map(TaxRate::rate).collect()
}
