//! Promotion codes: what a payer types to get what a coupon takes off.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Birth, Coupon, born, changed, options_are_others, unset, yes};
use crate::currency::Currency;
use crate::line::Metadata;
use crate::params::catalogue_table::{PROMOTION_CODE, PROMOTION_CODE_CHANGE};
use crate::params::{self};
use crate::path::Path;
use crate::problem::Problem;
use crate::rules::exactly_one;
use crate::time::Moment;
use crate::tree::Tree;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromotionCode {
    pub id: String,
    pub livemode: bool,
    /// Unix seconds.
    pub created: i64,
    #[serde(default = "yes")]
    pub active: bool,
    /// As it was chosen; it is the same in either case.
    pub code: String,
    /// Its coupon's id.
    pub coupon: String,
    /// The only customer who may use it.
    #[serde(default)]
    pub customer: Option<String>,
    /// Unix seconds.
    #[serde(default)]
    pub expires_at: Option<i64>,
    #[serde(default)]
    pub max_redemptions: Option<i64>,
    #[serde(default)]
    pub metadata: Metadata,
    #[serde(default)]
    pub restrictions: Restrictions,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Restrictions {
    #[serde(skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unset")]
    pub currency_options: BTreeMap<String, MinimumAmount>,
    /// Only for customers who have paid nothing yet.
    pub first_time_transaction: bool,
    /// Minor units of `minimum_amount_currency` that the lines must come to.
    pub minimum_amount: Option<i64>,
    pub minimum_amount_currency: Option<Currency>,
}

impl Restrictions {
    fn are_of_other_currencies(&self) -> Result<(), Problem> {
        options_are_others(&self.currency_options, self.minimum_amount_currency, || Path::of("restrictions"))
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MinimumAmount {
    pub minimum_amount: Option<i64>,
}

/// Why a code cannot be used now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    Inactive,
    Expired,
    UsedUp,
    ForAnotherCustomer,
    /// The lines must come to so many minor units.
    BelowMinimum(i64),
    /// Its minimum is in currencies that are not the session's.
    OtherCurrency,
    NotTheFirst,
}

/// What a code is held against.
#[derive(Clone, Copy, Debug)]
pub struct Use<'u> {
    pub now: Moment,
    pub customer: Option<&'u str>,
    pub currency: Currency,
    /// Of the lines, before any discount.
    pub subtotal: i64,
    /// Whether the customer has paid before.
    pub has_paid: bool,
    pub times_redeemed: i64,
}

impl PromotionCode {
    /// Checks a create whose `expand` has been taken out. `code` is for the merchant who chooses none.
    pub fn create(tree: &Tree, birth: &Birth, code: &str) -> Result<Self, Problem> {
        let mut sent = params::check(PROMOTION_CODE, tree)?;
        take_coupon(&mut sent)?;
        sent.entry("code").or_insert_with(|| code.into());
        if let Some(Value::String(account)) = sent.remove("customer_account") {
            return Err(Problem::no_such("account", &account, Path::of("customer_account")));
        }
        let made: Self = born(sent, birth)?;
        let Restrictions { minimum_amount, minimum_amount_currency, .. } = &made.restrictions;
        let place = || Path::of("restrictions");
        match (minimum_amount, minimum_amount_currency) {
            (Some(_), None) => return Err(Problem::missing(place().key("minimum_amount_currency"))),
            (None, Some(_)) => return Err(Problem::missing(place().key("minimum_amount"))),
            _ => {}
        }
        made.restrictions.are_of_other_currencies()?;
        if made.expires_at.is_some_and(|end| end <= birth.now.seconds()) {
            return Err(
                Problem::at(Path::of("expires_at"), "`expires_at` must be in the future.").of_the_moment()
            );
        }
        Ok(made)
    }

    pub fn change(&self, tree: &Tree) -> Result<Self, Problem> {
        let mut sent = params::check(PROMOTION_CODE_CHANGE, tree)?;
        let restrictions = sent.remove("restrictions");
        let mut code: Self = changed(self, sent)?;
        if let Some(Value::Object(restrictions)) = restrictions {
            code.restrictions = changed(&code.restrictions, restrictions)?;
            code.restrictions.are_of_other_currencies()?;
        }
        Ok(code)
    }

    /// Whether it keeps within what its coupon allows.
    pub fn check_within(&self, coupon: &Coupon) -> Result<(), Problem> {
        let exceeds =
            |own: Option<i64>, most: Option<i64>| own.zip(most).is_some_and(|(own, most)| own > most);
        if exceeds(self.expires_at, coupon.redeem_by) {
            let message = "`expires_at` cannot be after the `redeem_by` of the coupon.";
            return Err(Problem::at(Path::of("expires_at"), message));
        }
        if exceeds(self.max_redemptions, coupon.max_redemptions) {
            let message = "`max_redemptions` cannot be greater than that of the coupon.";
            return Err(Problem::at(Path::of("max_redemptions"), message));
        }
        Ok(())
    }

    /// Whether it is neither expired nor used up.
    pub fn is_redeemable(&self, now: Moment, times_redeemed: i64) -> bool {
        self.expires_at.is_none_or(|end| now.seconds() <= end)
            && self.max_redemptions.is_none_or(|most| times_redeemed < most)
    }

    /// By which payers find it.
    pub fn key(&self) -> String {
        self.code.to_uppercase()
    }

    /// Whether it can be used, as far as it says itself; its coupon has a say, too.
    pub fn check(&self, asked: &Use<'_>) -> Result<(), Unusable> {
        let Restrictions { first_time_transaction, .. } = &self.restrictions;
        let refused = [
            (!self.active, Unusable::Inactive),
            (self.expires_at.is_some_and(|end| asked.now.seconds() > end), Unusable::Expired),
            (self.max_redemptions.is_some_and(|most| asked.times_redeemed >= most), Unusable::UsedUp),
            (
                self.customer.as_deref().is_some_and(|only| asked.customer != Some(only)),
                Unusable::ForAnotherCustomer,
            ),
            (*first_time_transaction && asked.has_paid, Unusable::NotTheFirst),
        ];
        if let Some((_, why)) = refused.into_iter().find(|(refused, _)| *refused) {
            return Err(why);
        }
        match self.minimum_in(asked.currency) {
            Err(why) => Err(why),
            Ok(minimum) if asked.subtotal < minimum => Err(Unusable::BelowMinimum(minimum)),
            Ok(_) => Ok(()),
        }
    }

    /// What the lines must come to in this currency.
    pub(crate) fn minimum_in(&self, currency: Currency) -> Result<i64, Unusable> {
        let Restrictions { currency_options, minimum_amount, minimum_amount_currency, .. } =
            &self.restrictions;
        if let Some(other) = currency_options.get(currency.as_str()) {
            return Ok(other.minimum_amount.unwrap_or_default());
        }
        match (minimum_amount, minimum_amount_currency) {
            (Some(minimum), Some(own)) if *own == currency => Ok(*minimum),
            (Some(_), _) => Err(Unusable::OtherCurrency),
            (None, _) => Ok(0),
        }
    }
}

/// Newer versions have the coupon in `promotion`, older ones beside the rest.
fn take_coupon(sent: &mut Map<String, Value>) -> Result<(), Problem> {
    exactly_one(sent, "promotion", "coupon", || Path::of("promotion"))?;
    if let Some(mut promotion) = sent.remove("promotion") {
        let coupon = promotion["coupon"].take();
        if coupon.is_null() {
            return Err(Problem::missing(Path::of("promotion").key("coupon")));
        }
        sent.insert("coupon".into(), coupon);
    }
    Ok(())
}

impl Unusable {
    /// What the caller of the API hears.
    pub fn message(self) -> String {
        match self {
            Self::Inactive => "This promotion code is not active.".to_owned(),
            Self::Expired => "This promotion code has expired.".to_owned(),
            Self::UsedUp => "This promotion code has been redeemed as often as it can be.".to_owned(),
            Self::ForAnotherCustomer => "This promotion code is for another customer.".to_owned(),
            Self::BelowMinimum(least) => {
                format!(
                    "This promotion code needs line items of at least {least} (in the currency's smallest unit)."
                )
            }
            Self::OtherCurrency => "This promotion code cannot be used in the session's currency.".to_owned(),
            Self::NotTheFirst => "This promotion code is for a customer's first payment only.".to_owned(),
        }
    }
}
