//! Discounts: a percentage of each line, or an amount spread over the lines it is for.

use super::Charge;
use super::round::{half_up, spread as spread_over};
use super::tax::{Percentage, Rate};

/// What a coupon takes off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discount {
    Percent(Percentage),
    /// Minor units, off all lines together.
    Amount(i64),
}

impl Discount {
    /// A percentage is the same of whatever is counted.
    pub(super) fn in_steps(self, step: i64) -> Self {
        match self {
            Self::Percent(percent) => Self::Percent(percent),
            Self::Amount(amount) => Self::Amount(amount / step),
        }
    }
}

/// What is taken off each charge. Never more than there is.
pub fn spread(discount: Option<Discount>, charges: &[Charge]) -> Vec<i64> {
    let base = |charge: &Charge| if charge.discountable { charge.amount } else { 0 };
    let bases: Vec<i64> = charges.iter().map(base).collect();
    match discount {
        None => vec![0; charges.len()],
        Some(Discount::Percent(percent)) => bases.iter().map(|base| percent_of(*base, percent)).collect(),
        Some(Discount::Amount(amount)) => {
            // A unit left over may change a tax: what decides who gets it must not be the order of the lines.
            let rank = |index: usize| (std::cmp::Reverse(bases[index]), rates_of(&charges[index]));
            spread_over(amount.min(bases.iter().sum()), &bases, rank)
        }
    }
}

/// Rounded half up, once for each line.
fn percent_of(base: i64, percent: Percentage) -> i64 {
    half_up(base, percent.parts().min(Percentage::WHOLE), Percentage::WHOLE)
}

/// Those that are added to the price first: what is within it may decide no total.
fn rates_of(charge: &Charge) -> [Vec<Rate>; 2] {
    [false, true].map(|inclusive| {
        let mut rates: Vec<Rate> =
            charge.rates.iter().copied().filter(|rate| rate.inclusive == inclusive).collect();
        rates.sort_unstable();
        rates
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn charges(amounts: &[i64]) -> Vec<Charge> {
        let charge = |amount: &i64| Charge { amount: *amount, discountable: true, rates: Vec::new() };
        amounts.iter().map(charge).collect()
    }

    fn percent(text: &str) -> Option<Discount> {
        Percentage::parse(text, 2).map(Discount::Percent)
    }

    #[test]
    fn a_percentage_is_rounded_for_each_line() {
        assert_eq!(spread(percent("10"), &charges(&[105, 105, 4])), [11, 11, 0]);
        assert_eq!(spread(percent("33.33"), &charges(&[10_000])), [3333]);
        assert_eq!(spread(percent("100"), &charges(&[1, 7, 99])), [1, 7, 99]);
    }

    #[test]
    fn an_amount_is_spread_by_subtotal_and_no_unit_is_lost() {
        assert_eq!(spread(Some(Discount::Amount(1000)), &charges(&[1000, 1000, 1000])), [334, 333, 333]);
        assert_eq!(spread(Some(Discount::Amount(500)), &charges(&[4500, 499, 1])), [450, 50, 0]);
    }

    #[test]
    fn no_more_is_taken_off_than_there_is() {
        assert_eq!(spread(Some(Discount::Amount(500)), &charges(&[100, 200])), [100, 200]);
        assert_eq!(spread(Some(Discount::Amount(500)), &charges(&[0, 0])), [0, 0]);
    }

    #[test]
    fn a_coupon_for_some_products_leaves_the_others_alone() {
        let mut cart = charges(&[100, 200]);
        cart[0].discountable = false;
        assert_eq!(spread(Some(Discount::Amount(150)), &cart), [0, 150]);
        assert_eq!(spread(percent("50"), &cart), [0, 100]);
    }
}
