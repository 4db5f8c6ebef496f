//! Coupons: what is taken off, of which products, for how long and how often.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Birth, born, changed, options_are_others, unset};
use crate::currency::Currency;
use crate::line::Metadata;
use crate::money::Decimal;
use crate::params::catalogue_table::{COUPON, COUPON_CHANGE};
use crate::params::{self};
use crate::path::Path;
use crate::pricing::{Discount, Percentage};
use crate::problem::Problem;
use crate::rules::{amount_fits, exactly_one};
use crate::time::Moment;
use crate::tree::Tree;

/// Five years, leap days included.
const LONGEST_SECONDS: i64 = (5 * 365 + 2) * 24 * 60 * 60;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coupon {
    pub id: String,
    pub livemode: bool,
    /// Unix seconds.
    pub created: i64,
    /// Minor units of `currency`.
    #[serde(default)]
    pub amount_off: Option<i64>,
    #[serde(default)]
    pub applies_to: Option<AppliesTo>,
    #[serde(default)]
    pub currency: Option<Currency>,
    /// What is taken off in other currencies.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unset")]
    pub currency_options: BTreeMap<String, AmountOff>,
    #[serde(default)]
    pub duration: Duration,
    #[serde(default)]
    pub duration_in_months: Option<i64>,
    #[serde(default)]
    pub max_redemptions: Option<i64>,
    #[serde(default)]
    pub metadata: Metadata,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub percent_off: Option<Percentage>,
    /// Unix seconds after which it cannot be redeemed.
    #[serde(default)]
    pub redeem_by: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliesTo {
    #[serde(default)]
    pub products: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmountOff {
    pub amount_off: i64,
}

/// For how long a subscription has it; a payment has it once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duration {
    Forever,
    #[default]
    Once,
    Repeating,
}

impl Coupon {
    /// Checks a create whose `expand` has been taken out.
    pub fn create(tree: &Tree, birth: &Birth) -> Result<Self, Problem> {
        let sent = params::check(COUPON, tree)?;
        exactly_one(&sent, "percent_off", "amount_off", || Path::of("percent_off"))?;
        let coupon: Self = born(sent, birth)?;
        coupon.takes_off_something()?;
        coupon.is_for_a_currency()?;
        coupon.lasts_as_it_says()?;
        if coupon.redeem_by.is_some_and(|end| end <= birth.now.seconds()) {
            return Err(
                Problem::at(Path::of("redeem_by"), "`redeem_by` must be in the future.").of_the_moment()
            );
        }
        if coupon.redeem_by.is_some_and(|end| end > birth.now.seconds() + LONGEST_SECONDS) {
            let message = "`redeem_by` cannot be more than 5 years in the future.";
            return Err(Problem::at(Path::of("redeem_by"), message).of_the_moment());
        }
        Ok(coupon)
    }

    pub fn change(&self, tree: &Tree) -> Result<Self, Problem> {
        let coupon: Self = changed(self, params::check(COUPON_CHANGE, tree)?)?;
        coupon.is_for_a_currency()?;
        Ok(coupon)
    }

    fn takes_off_something(&self) -> Result<(), Problem> {
        if self.percent_off != Some(Percentage::default()) {
            return Ok(());
        }
        Err(Problem::at(
            Path::of("percent_off"),
            "`percent_off` must be greater than 0 and no more than 100.",
        ))
    }

    fn is_for_a_currency(&self) -> Result<(), Problem> {
        match (self.amount_off, self.currency) {
            (Some(amount), Some(currency)) => {
                amount_fits(Decimal::from_minor(amount), currency, || Path::of("amount_off"))?;
            }
            (Some(_), None) => return Err(Problem::missing(Path::of("currency"))),
            (None, _) if !self.currency_options.is_empty() => {
                let message = "`currency_options` are for coupons with `amount_off` only.";
                return Err(Problem::at(Path::of("currency_options"), message));
            }
            (None, Some(_)) => {
                return Err(Problem::at(
                    Path::of("currency"),
                    "`currency` is for coupons with `amount_off` only.",
                ));
            }
            (None, None) => {}
        }
        options_are_others(&self.currency_options, self.currency, Path::root)?;
        self.currency_options.iter().try_for_each(|(code, option)| {
            let place = || Path::of("currency_options").key(code.clone()).key("amount_off");
            let Some(currency) = Currency::parse(code) else { return Ok(()) };
            amount_fits(Decimal::from_minor(option.amount_off), currency, place)
        })
    }

    fn lasts_as_it_says(&self) -> Result<(), Problem> {
        match (self.duration, self.duration_in_months) {
            (Duration::Repeating, None) => Err(Problem::missing(Path::of("duration_in_months"))),
            (Duration::Forever | Duration::Once, Some(_)) => Err(Problem::at(
                Path::of("duration_in_months"),
                "`duration_in_months` is for coupons whose `duration` is repeating only.",
            )),
            _ => Ok(()),
        }
    }

    /// Whether it can be redeemed, if it was redeemed so often.
    pub fn is_valid(&self, now: Moment, times_redeemed: i64) -> bool {
        self.redeem_by.is_none_or(|end| now.seconds() <= end)
            && self.max_redemptions.is_none_or(|most| times_redeemed < most)
    }

    /// What it takes off a session in this currency; none if it has no amount in it.
    pub fn discount(&self, currency: Currency) -> Option<Discount> {
        if let Some(percent) = self.percent_off {
            return Some(Discount::Percent(percent));
        }
        if self.currency == Some(currency) {
            return self.amount_off.map(Discount::Amount);
        }
        let other = self.currency_options.get(currency.as_str())?;
        Some(Discount::Amount(other.amount_off))
    }

    /// Whether it takes something off this product.
    pub fn is_for(&self, product: &str) -> bool {
        self.applies_to.as_ref().is_none_or(|some| some.products.iter().any(|one| one == product))
    }
}
