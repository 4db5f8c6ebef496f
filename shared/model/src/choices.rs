//! What a payer may choose about an open session: quantities, what is added to it, a promotion code, a way of shipping,
//! and where they are. Whatever is chosen, the session is priced anew, or it says why not.

use std::cmp::Reverse;

use crate::catalogue::{Coupon, PromotionCode, Redeemed, Unusable, Use};
use crate::currency::Currency;
use crate::limits;
use crate::line::{Line, NewLine};
use crate::mode::Mode;
use crate::problem::Problem;
use crate::session::{Session, Status};
use crate::terms::{Applied, Located};
use crate::time::Moment;

/// One thing that a payer chose.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// How many of the line with this number; none takes it out.
    Quantity { line: u32, quantity: i64 },
    /// The optional item at this place comes in.
    Add { optional: usize },
    /// The line with this number goes.
    Remove { line: u32 },
    /// What a promotion code takes off.
    Code(Box<Offer>),
    /// No promotion code after all.
    NoCode,
    /// The way of shipping at this place.
    Shipping(usize),
    /// Where the payer is taxed.
    Place(Located),
}

/// A promotion code with its coupon, and how it stands with them.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub code: Redeemed<PromotionCode>,
    pub coupon: Redeemed<Coupon>,
    /// Whether the customer has paid before.
    pub has_paid: bool,
}

/// Why a choice is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unchosen {
    /// The session has ended, or is being paid.
    NotNow,
    /// There is nothing of the kind to choose, or not any more.
    NotOffered,
    /// The quantity of this line has to be within these bounds.
    Quantity {
        line: u32,
        least: i64,
        most: i64,
    },
    /// Nothing, or nothing that is charged regularly, would be left.
    LastLine,
    NoSuchCode,
    Code(Unusable),
    /// The code is for none of the lines.
    NothingOff,
    /// The total would be less than can be charged.
    TooLittle,
    /// An amount would be more than can be charged.
    TooMuch,
}

impl Unchosen {
    /// What programs know it by.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotNow => "not_now",
            Self::NotOffered => "not_offered",
            Self::Quantity { .. } => "quantity_out_of_bounds",
            Self::LastLine => "last_line",
            Self::NoSuchCode => "promotion_code_unknown",
            Self::NothingOff => "promotion_code_applies_to_nothing",
            Self::TooLittle => "amount_too_small",
            Self::TooMuch => "amount_too_large",
            Self::Code(why) => match why {
                Unusable::Inactive => "promotion_code_inactive",
                Unusable::Expired => "promotion_code_expired",
                Unusable::UsedUp => "promotion_code_used_up",
                Unusable::ForAnotherCustomer => "promotion_code_for_another_customer",
                Unusable::OtherCurrency => "promotion_code_in_another_currency",
                Unusable::NotTheFirst => "promotion_code_for_first_payments",
                Unusable::BelowMinimum(_) => "promotion_code_below_minimum",
            },
        }
    }
}

impl NewLine {
    /// The least and the most of it that a payer may choose; none where they may not choose.
    pub fn bounds(&self) -> Option<(i64, i64)> {
        let adjustable = self.adjustable_quantity.as_ref().filter(|adjustable| adjustable.enabled)?;
        Some((adjustable.minimum.unwrap_or(0), adjustable.maximum.unwrap_or(limits::QUANTITY)))
    }
}

impl Session {
    /// The session with all of these choices made, or with none of them.
    pub fn choose(self, choices: &[Choice], now: Moment) -> Result<Self, Unchosen> {
        if self.lapses(now) || self.status() != Status::Open || self.attempt().is_some() {
            return Err(Unchosen::NotNow);
        }
        let currency = self.currency.filter(|_| self.totals.is_some()).ok_or(Unchosen::NotOffered)?;
        let mut session = self;
        // A code is held against what the other choices make of the lines.
        let mut ordered: Vec<&Choice> = choices.iter().collect();
        ordered.sort_by_key(|choice| Reverse(!matches!(choice, Choice::Code(_) | Choice::NoCode)));
        for choice in ordered {
            session.take(choice, currency, now)?;
        }
        if let Some(why) = session.missed_minimum() {
            return Err(Unchosen::Code(why));
        }
        session.priced_anew().map_err(|problem| of_amount(&problem))
    }

    /// Whether all that payers may choose is as in the other.
    pub fn sells_as(&self, other: &Self) -> bool {
        self.lines == other.lines && self.terms == other.terms && self.totals == other.totals
    }

    /// The optional items that are not in the cart, with their places.
    pub fn addable(&self) -> impl Iterator<Item = (usize, &NewLine)> {
        let items = self.optional.iter().enumerate();
        items.filter(|(index, _)| !self.lines.iter().any(|line| line.optional == Some(*index)))
    }

    /// Whether the payer may take this line out.
    pub fn is_removable(&self, line: &Line) -> bool {
        let may = line.optional.is_some() || line.asked.bounds().is_some_and(|(least, _)| least == 0);
        may && self.holds_without(line.number)
    }

    /// Whether the payer may choose another quantity of this line.
    pub fn is_adjustable(&self, line: &Line) -> bool {
        line.asked.bounds().is_some_and(|(least, most)| self.least_of(line, least) < most)
    }

    /// The least that this line may be set to as long as it stays.
    pub fn least_of(&self, line: &Line, least: i64) -> i64 {
        if least == 0 && self.is_removable(line) { 0 } else { least.max(1) }
    }

    /// Whether payers may have what a promotion code takes off.
    pub fn takes_codes(&self) -> bool {
        self.settings.allow_promotion_codes == Some(true) && self.totals.is_some()
    }

    fn take(&mut self, choice: &Choice, currency: Currency, now: Moment) -> Result<(), Unchosen> {
        match choice {
            Choice::Quantity { line, quantity } => self.set_quantity(*line, *quantity),
            Choice::Add { optional } => self.add(*optional),
            Choice::Remove { line } => self.remove(*line),
            Choice::Code(offer) => self.apply(offer, currency, now),
            Choice::NoCode => self.without_code(),
            Choice::Shipping(index) => {
                self.terms.chosen_shipping = *index;
                self.terms.shipping.get(*index).map(|_| ()).ok_or(Unchosen::NotOffered)
            }
            Choice::Place(located) => {
                self.terms.located = Some(located.clone());
                self.settings.taxes_automatically().then_some(()).ok_or(Unchosen::NotOffered)
            }
        }
    }

    fn set_quantity(&mut self, number: u32, quantity: i64) -> Result<(), Unchosen> {
        let index = self.lines.iter().position(|line| line.number == number).ok_or(Unchosen::NotOffered)?;
        let line = &self.lines[index];
        let (least, most) = line.asked.bounds().ok_or(Unchosen::NotOffered)?;
        if quantity == 0 && least == 0 {
            return self.remove(number);
        }
        let least = self.least_of(line, least);
        if !(least.max(1)..=most).contains(&quantity) {
            return Err(Unchosen::Quantity { line: number, least, most });
        }
        self.lines[index].asked.quantity = quantity;
        self.reprice_line(index)
    }

    fn add(&mut self, optional: usize) -> Result<(), Unchosen> {
        let (_, item) = self.addable().find(|(index, _)| *index == optional).ok_or(Unchosen::NotOffered)?;
        let asked = item.clone();
        let number = self.next_line();
        self.lines.push(Line { number, amount: 0, asked, optional: Some(optional) });
        self.reprice_line(self.lines.len() - 1)
    }

    fn remove(&mut self, number: u32) -> Result<(), Unchosen> {
        let line = self.lines.iter().find(|line| line.number == number).ok_or(Unchosen::NotOffered)?;
        if !self.holds_without(number) {
            return Err(Unchosen::LastLine);
        }
        if !self.is_removable(line) {
            return Err(Unchosen::NotOffered);
        }
        self.replace_lines(self.lines.iter().filter(|line| line.number != number).cloned().collect());
        Ok(())
    }

    /// Something has to be left (R8), and of a subscription something that recurs (R16).
    fn holds_without(&self, number: u32) -> bool {
        let regular = self.mode == Mode::Subscription;
        let mut left = self.lines.iter().filter(|line| line.number != number);
        left.any(|line| !regular || line.asked.price_data.recurring.is_some())
    }

    /// No line costs more than its currency can charge, on trial or not: no sum of lines can then overflow.
    fn reprice_line(&mut self, index: usize) -> Result<(), Unchosen> {
        let free = self.settings.starts_free();
        let line = &mut self.lines[index];
        let most = line.asked.price_data.currency.maximum();
        line.asked.amount_today(false).filter(|amount| *amount <= most).ok_or(Unchosen::TooMuch)?;
        line.amount = line.asked.amount_today(free).unwrap_or_default();
        Ok(())
    }

    fn apply(&mut self, offer: &Offer, currency: Currency, now: Moment) -> Result<(), Unchosen> {
        if !self.takes_codes() {
            return Err(Unchosen::NotOffered);
        }
        let Offer { code, coupon, has_paid } = offer;
        let asked = Use {
            now,
            customer: self.gathered.customer.as_deref(),
            currency,
            subtotal: self.subtotal(),
            has_paid: *has_paid,
            times_redeemed: code.times,
        };
        code.object.check(&asked).map_err(Unchosen::Code)?;
        if !coupon.object.is_valid(now, coupon.times) {
            let ended = coupon.object.redeem_by.is_some_and(|end| now.seconds() > end);
            return Err(Unchosen::Code(if ended { Unusable::Expired } else { Unusable::UsedUp }));
        }
        coupon.object.discount(currency).ok_or(Unchosen::Code(Unusable::OtherCurrency))?;
        self.terms.discount = Some(Applied {
            coupon: coupon.object.clone(),
            promotion_code: Some(Box::new(code.object.clone())),
            at: now.seconds(),
        });
        let any = self.lines.iter().any(|line| self.terms.is_discounted(&line.asked));
        any.then_some(()).ok_or(Unchosen::NothingOff)
    }

    /// Only what came by a code of the payer's goes.
    fn without_code(&mut self) -> Result<(), Unchosen> {
        if !self.takes_codes() || self.terms.discount.is_none() {
            return Err(Unchosen::NotOffered);
        }
        self.terms.discount = None;
        Ok(())
    }

    /// What its promotion code asks of the lines, if they do not come to it: a code that asks for so much asks for it as
    /// long as it is used.
    pub(crate) fn missed_minimum(&self) -> Option<Unusable> {
        let code = self.terms.discount.as_ref()?.promotion_code.as_ref()?;
        let least = code.minimum_in(self.currency?).ok()?;
        (self.subtotal() < least).then_some(Unusable::BelowMinimum(least))
    }

    /// What the lines come to before anything is taken off.
    fn subtotal(&self) -> i64 {
        self.lines.iter().filter_map(|line| line.asked.amount_today(false)).fold(0, i64::saturating_add)
    }
}

fn of_amount(problem: &Problem) -> Unchosen {
    if problem.code == Some("amount_too_small") { Unchosen::TooLittle } else { Unchosen::TooMuch }
}

#[cfg(test)]
mod tests;
