//! Taxes on a base: exclusive ones are added to it, inclusive ones are within it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::round::{half_up, spread};

/// A percentage from 0 to 100 with up to four decimals; no float ever touches money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percentage(i64);

const DECIMALS: usize = 4;
const ONE: i64 = 10_000;

impl Percentage {
    /// The parts of 100 %.
    pub(super) const WHOLE: i64 = 100 * ONE;

    /// Reads `19`, `19.6` or `8.875`, with no more than so many decimals.
    pub fn parse(text: &str, decimals: usize) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 3 || fraction.len() > decimals.min(DECIMALS) {
            return None;
        }
        if !digits(whole) || !digits(fraction) || text.ends_with('.') {
            return None;
        }
        let parts: i64 = format!("{whole}{fraction:0<DECIMALS$}").parse().ok()?;
        (parts <= Self::WHOLE).then_some(Self(parts))
    }

    pub(super) const fn parts(self) -> i64 {
        self.0
    }

    /// As JSON has it. The nearest float of so few digits is written with these very digits.
    #[expect(clippy::cast_precision_loss, reason = "at most a million")]
    fn as_number(self) -> f64 {
        self.0 as f64 / ONE as f64
    }
}

impl fmt::Display for Percentage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / ONE, self.0 % ONE);
        if fraction == 0 {
            return write!(formatter, "{whole}");
        }
        let digits = format!("{fraction:0DECIMALS$}");
        write!(formatter, "{whole}.{}", digits.trim_end_matches('0'))
    }
}

impl Serialize for Percentage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 % ONE {
            0 => serializer.serialize_i64(self.0 / ONE),
            _ => serializer.serialize_f64(self.as_number()),
        }
    }
}

impl<'de> Deserialize<'de> for Percentage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        let text = number.to_string();
        Self::parse(text.strip_suffix(".0").unwrap_or(&text), DECIMALS)
            .ok_or_else(|| serde::de::Error::custom("not a percentage"))
    }
}

/// A tax rate as it enters the sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Rate {
    pub percentage: Percentage,
    /// Whether the tax is within the price.
    pub inclusive: bool,
}

/// What a rate comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tax {
    pub amount: i64,
    /// What it was taken of, in minor units, without any tax that is within the price.
    pub taxable: i64,
}

/// The taxes on `base` by these rates, in their order.
///
/// Exclusive rates are each taken of the base and rounded half up; none is taken of another's tax. Inclusive rates
/// together are rounded half up, `base × Σr / (100 + Σr)`, and that is spread over them by their rates: rounded one by
/// one, many of them could come to more than the price.
pub fn on(base: i64, rates: &[Rate]) -> Vec<Tax> {
    let share = |rate: &Rate| if rate.inclusive { rate.percentage.parts() } else { 0 };
    let shares: Vec<i64> = rates.iter().map(share).collect();
    let sum: i64 = shares.iter().sum();
    let within = half_up(base, sum, Percentage::WHOLE + sum);
    let mut inclusive = spread(within, &shares, |index| index).into_iter();
    let tax = |rate: &Rate| {
        let within_it = inclusive.next().unwrap_or_default();
        if rate.inclusive {
            return Tax { amount: within_it, taxable: base - within };
        }
        Tax { amount: half_up(base, rate.percentage.parts(), Percentage::WHOLE), taxable: base }
    };
    rates.iter().map(tax).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(percentage: &str, inclusive: bool) -> Rate {
        Rate { percentage: Percentage::parse(percentage, 4).unwrap(), inclusive }
    }

    fn amounts(base: i64, rates: &[Rate]) -> Vec<i64> {
        on(base, rates).iter().map(|tax| tax.amount).collect()
    }

    #[test]
    fn an_exclusive_rate_is_added_to_the_base() {
        assert_eq!(on(1000, &[rate("8.875", false)]), [Tax { amount: 89, taxable: 1000 }]);
        assert_eq!(amounts(1000, &[rate("5", false), rate("9.975", false)]), [50, 100]);
        assert_eq!(amounts(50, &[rate("1", false)]), [1]);
    }

    #[test]
    fn an_inclusive_rate_is_within_the_base() {
        assert_eq!(on(1190, &[rate("19", true)]), [Tax { amount: 190, taxable: 1000 }]);
        assert_eq!(amounts(1000, &[rate("10", true), rate("10", true)]), [84, 83]);
    }

    #[test]
    fn many_inclusive_rates_never_come_to_more_than_the_base() {
        let rates = [rate("100", true); 5];
        assert_eq!(amounts(3, &rates).iter().sum::<i64>(), 3);
        assert_eq!(amounts(0, &rates), [0; 5]);
    }

    #[test]
    fn json_has_a_percentage_as_it_is() {
        for parts in (0..=Percentage::WHOLE).step_by(37) {
            let percentage = Percentage(parts);
            let json = serde_json::to_string(&percentage).unwrap();
            assert_eq!(json, percentage.to_string());
            assert_eq!(serde_json::from_str::<Percentage>(&json).unwrap(), percentage);
        }
    }

    #[test]
    fn a_percentage_is_written_as_it_is_read() {
        for text in ["0", "19", "19.6", "8.875", "0.0001", "100", "33.33"] {
            assert_eq!(Percentage::parse(text, 4).unwrap().to_string(), text);
        }
        assert_eq!(Percentage::parse("5.50", 2).unwrap().to_string(), "5.5");
        for text in ["", ".", "5.", ".5", "-1", "100.0001", "101", "1.23456", "1e1", "1 "] {
            assert_eq!(Percentage::parse(text, 4), None, "{text}");
        }
        assert_eq!(Percentage::parse("1.234", 2), None);
    }
}
