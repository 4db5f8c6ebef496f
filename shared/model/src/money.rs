//! Unit amounts with up to twelve decimals, held as integers: no float ever touches money.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

const PLACES: u32 = 12;
const ONE: i128 = 10_i128.pow(PLACES);

/// A number of minor units with up to twelve decimals (`unit_amount_decimal`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal(i128);

impl Decimal {
    pub const fn from_minor(units: i64) -> Self {
        Self(units as i128 * ONE)
    }

    /// Reads `12`, `12.5` or `.5`: digits, at most one point, at most twelve decimals, no sign or exponent.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let bare = whole.is_empty() && fraction.is_empty();
        if bare
            || whole.len() > 15
            || fraction.len() > PLACES as usize
            || !all_digits(whole)
            || !all_digits(fraction)
        {
            return None;
        }
        let units = if whole.is_empty() { 0 } else { whole.parse::<i128>().ok()? };
        let decimals = if fraction.is_empty() { 0 } else { fraction.parse::<i128>().ok()? };
        let scale = 10_i128.pow(PLACES - u32::try_from(fraction.len()).ok()?);
        Some(Self(units * ONE + decimals * scale))
    }

    /// The value in whole minor units, if it is whole.
    pub fn as_minor(self) -> Option<i64> {
        if self.0 % ONE == 0 { i64::try_from(self.0 / ONE).ok() } else { None }
    }

    /// Unit × quantity, rounded half up once, on the product: the rule for a line's subtotal.
    pub fn times(self, quantity: i64) -> Option<i64> {
        let product = self.0.checked_mul(i128::from(quantity))?;
        i64::try_from((product + ONE / 2).div_euclid(ONE)).ok()
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0 / ONE, self.0 % ONE);
        if fraction == 0 {
            return write!(f, "{whole}");
        }
        let digits = format!("{fraction:012}");
        write!(f, "{whole}.{}", digits.trim_end_matches('0'))
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a decimal"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_rounded_once_half_up_on_the_product() {
        let unit = Decimal::parse("12.345").unwrap();
        assert_eq!(unit.times(1), Some(12));
        assert_eq!(unit.times(100), Some(1235));
        assert_eq!(Decimal::parse("0.5").unwrap().times(1), Some(1));
        assert_eq!(Decimal::from_minor(1000).times(3), Some(3000));
    }

    #[test]
    fn a_decimal_is_written_without_trailing_zeros() {
        for (given, written) in [
            ("12.3450", "12.345"),
            ("7", "7"),
            ("7.000", "7"),
            (".5", "0.5"),
            ("0.000000000001", "0.000000000001"),
        ] {
            assert_eq!(Decimal::parse(given).unwrap().to_string(), written);
        }
    }

    #[test]
    fn what_is_no_plain_decimal_is_refused() {
        for text in ["", ".", "-1", "+1", "1e3", "1.0000000000001", "1.2.3", " 1", "9999999999999999"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }
}
