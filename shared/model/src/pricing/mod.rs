//! What a cart costs: one pure function from lines, a discount, shipping and taxes to every figure of a session.
//!
//! Amounts are minor units. Stripe documents the fields and hardly the rounding; the rule is written where it is
//! applied, and chosen so that what is documented always holds: lines add up to the session.

mod discount;
mod round;
mod tax;

pub use discount::Discount;
pub use tax::{Percentage, Rate, Tax};

/// One line as it enters the sum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Charge {
    /// Unit amount times quantity, rounded once; 0 for what is not due today.
    pub amount: i64,
    /// Whether the discount is for what this line sells.
    pub discountable: bool,
    pub rates: Vec<Rate>,
}

/// A way of shipping as it enters the sum. It is taxed like a line, and never discounted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shipping {
    pub amount: i64,
    pub rates: Vec<Rate>,
}

/// Everything that is sold at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cart {
    pub charges: Vec<Charge>,
    pub discount: Option<Discount>,
    pub shipping: Option<Shipping>,
    /// The least that the currency can charge more or less by: what is worked out is rounded to it. Every amount above
    /// is a multiple of it; 0 is as good as 1.
    pub step: i64,
}

/// What a line, or shipping, costs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Priced {
    /// Before discount and exclusive tax; inclusive tax is within it.
    pub subtotal: i64,
    pub discount: i64,
    /// One for each rate, in their order.
    pub taxes: Vec<Tax>,
    /// Subtotal without the discount, and with the taxes that are not within it.
    pub total: i64,
}

impl Charge {
    fn in_steps(&self, step: i64) -> Self {
        Self { amount: self.amount / step, discountable: self.discountable, rates: self.rates.clone() }
    }
}

impl Priced {
    /// In minor units what was priced in steps.
    fn times(self, step: i64) -> Self {
        let tax = |tax: Tax| Tax { amount: tax.amount * step, taxable: tax.taxable * step };
        Self {
            subtotal: self.subtotal * step,
            discount: self.discount * step,
            taxes: self.taxes.into_iter().map(tax).collect(),
            total: self.total * step,
        }
    }

    /// All of its taxes, inclusive and exclusive.
    pub fn tax(&self) -> i64 {
        self.taxes.iter().map(|tax| tax.amount).sum()
    }
}

/// What a cart costs; its sums are those of its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    /// One for each charge, in their order.
    pub lines: Vec<Priced>,
    pub shipping: Option<Priced>,
}

impl Bill {
    /// The lines before discount, exclusive tax and shipping.
    pub fn subtotal(&self) -> i64 {
        self.lines.iter().map(|line| line.subtotal).sum()
    }

    pub fn discount(&self) -> i64 {
        self.lines.iter().map(|line| line.discount).sum()
    }

    /// Of lines and shipping, inclusive and exclusive.
    pub fn tax(&self) -> i64 {
        self.lines.iter().chain(&self.shipping).map(Priced::tax).sum()
    }

    /// Shipping before exclusive tax.
    pub fn shipping(&self) -> i64 {
        self.shipping.as_ref().map_or(0, |shipping| shipping.subtotal)
    }

    pub fn total(&self) -> i64 {
        self.lines.iter().chain(&self.shipping).map(|part| part.total).sum()
    }
}

impl Cart {
    /// Prices it. Amounts are those of a currency, up to twelve digits each, so that no sum overflows.
    ///
    /// Where a currency's last digits must be 0, no discount and no tax may end otherwise: all is worked out in steps
    /// instead of minor units, by the same rules.
    pub fn price(&self) -> Bill {
        let step = self.step.max(1);
        let discount = self.discount.map(|discount| discount.in_steps(step));
        let bases: Vec<Charge> = self.charges.iter().map(|charge| charge.in_steps(step)).collect();
        let discounts = discount::spread(discount, &bases);
        let lines = bases.iter().zip(discounts);
        let shipping = self.shipping.as_ref();
        Bill {
            lines: lines.map(|(base, off)| priced(base.amount, off, &base.rates).times(step)).collect(),
            shipping: shipping.map(|shipping| priced(shipping.amount / step, 0, &shipping.rates).times(step)),
        }
    }
}

/// Taxes are of what is left after the discount.
fn priced(subtotal: i64, discount: i64, rates: &[Rate]) -> Priced {
    let taxes = tax::on(subtotal - discount, rates);
    let added = rates.iter().zip(&taxes).filter(|(rate, _)| !rate.inclusive);
    let added: i64 = added.map(|(_, tax)| tax.amount).sum();
    Priced { subtotal, discount, taxes, total: subtotal - discount + added }
}
