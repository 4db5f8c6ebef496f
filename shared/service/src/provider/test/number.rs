//! A card number on its way to a token: it can be asked things, and it cannot be shown.

use paydesk_model::payment::FieldError;

/// The digits of a card number. It is neither `Debug` nor `Serialize`, and nothing hands the digits out.
pub(super) struct Number(String);

/// A brand, the numbers it begins with (from, to, each as long as written), and the lengths it has.
struct Brand {
    name: &'static str,
    ranges: &'static [(&'static str, &'static str)],
    lengths: &'static [usize],
}

/// Narrower ranges stand before the wider ones around them.
#[rustfmt::skip]
const BRANDS: &[Brand] = &[
    Brand { name: "visa", ranges: &[("4", "4")], lengths: &[13, 16, 19] },
    Brand { name: "mastercard", ranges: &[("51", "55"), ("2221", "2720")], lengths: &[16] },
    Brand { name: "amex", ranges: &[("34", "34"), ("37", "37")], lengths: &[15] },
    Brand { name: "discover", ranges: &[("6011", "6011"), ("644", "649"), ("65", "65")],
        lengths: &[16, 17, 18, 19] },
    Brand { name: "diners", ranges: &[("300", "305"), ("3095", "3095"), ("36", "36"), ("38", "39")],
        lengths: &[14, 15, 16, 17, 18, 19] },
    Brand { name: "jcb", ranges: &[("3528", "3589")], lengths: &[16, 17, 18, 19] },
    Brand { name: "unionpay", ranges: &[("62", "62"), ("81", "81")], lengths: &[16, 17, 18, 19] },
];

/// Of a number that begins like none of them.
const UNKNOWN: Brand = Brand { name: "unknown", ranges: &[], lengths: &[12, 13, 14, 15, 16, 17, 18, 19] };

impl Number {
    /// Reads what was typed, in groups or not; a mistyped number is found by its length or its check digit.
    pub(super) fn parse(typed: &str) -> Result<Self, FieldError> {
        let digits: String =
            typed.chars().filter(|character| !character.is_whitespace() && *character != '-').collect();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(FieldError::Invalid);
        }
        let number = Self(digits);
        let lengths = number.of().lengths;
        match number.0.len() {
            length if lengths.first().is_some_and(|shortest| length < *shortest) => {
                Err(FieldError::Incomplete)
            }
            length if !lengths.contains(&length) || !number.checks() => Err(FieldError::Invalid),
            _ => Ok(number),
        }
    }

    /// One of the published test numbers.
    pub(super) fn published(digits: &'static str) -> Self {
        Self(digits.to_owned())
    }

    pub(super) fn is(&self, digits: &str) -> bool {
        self.0 == digits
    }

    pub(super) fn brand(&self) -> &'static str {
        self.of().name
    }

    pub(super) fn last4(&self) -> String {
        self.0[self.0.len().saturating_sub(4)..].to_owned()
    }

    /// How many digits its security code has.
    pub(super) fn cvc_length(&self) -> usize {
        if self.brand() == "amex" { 4 } else { 3 }
    }

    fn of(&self) -> &'static Brand {
        let begins = |(from, to): &(&str, &str)| {
            self.0.get(..from.len()).is_some_and(|start| (*from..=*to).contains(&start))
        };
        BRANDS.iter().find(|brand| brand.ranges.iter().any(begins)).unwrap_or(&UNKNOWN)
    }

    /// Luhn's check digit.
    fn checks(&self) -> bool {
        let digits = self.0.bytes().rev().map(|byte| u32::from(byte - b'0'));
        let weighed = digits.enumerate().map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, twice) if twice > 9 => twice - 9,
            (_, twice) => twice,
        });
        weighed.sum::<u32>().is_multiple_of(10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str) -> Result<&'static str, FieldError> {
        Number::parse(typed).map(|number| number.brand())
    }

    #[test]
    fn a_brand_is_told_by_how_the_number_begins() {
        for (typed, brand) in [
            ("4242424242424242", "visa"),
            ("4242 4242 4242 4242", "visa"),
            ("4242-4242-4242-4242", "visa"),
            ("5555555555554444", "mastercard"),
            ("2223003122003222", "mastercard"),
            ("378282246310005", "amex"),
            ("6011111111111117", "discover"),
            ("3056930009020004", "diners"),
            ("36227206271667", "diners"),
            ("3566002020360505", "jcb"),
            ("6200000000000005", "unionpay"),
            ("6205500000000000004", "unionpay"),
            ("9000000000000001", "unknown"),
        ] {
            assert_eq!(read(typed), Ok(brand), "{typed}");
        }
        for (outside, brand) in
            [("2220", "unknown"), ("2721", "unknown"), ("50", "unknown"), ("56", "unknown")]
        {
            assert_eq!(Number(outside.to_owned()).brand(), brand, "{outside}");
        }
    }

    #[test]
    fn a_number_has_its_brands_length_and_its_check_digit() {
        for (typed, error) in [
            ("4242", FieldError::Incomplete),
            ("37828224631000", FieldError::Incomplete),
            ("555555555555444", FieldError::Incomplete),
            ("42424242424242424242", FieldError::Invalid),
            ("4242424242424241", FieldError::Invalid),
            ("42424242424242", FieldError::Invalid),
            ("4242 4242 4242 424x", FieldError::Invalid),
            ("４２４２", FieldError::Invalid),
            ("", FieldError::Invalid),
        ] {
            assert_eq!(read(typed), Err(error), "{typed}");
        }
    }

    #[test]
    fn only_the_last_four_digits_are_ever_told() {
        let number = Number::parse("4000 0000 0000 9995").unwrap_or_else(|_| unreachable!());
        assert_eq!((number.last4().as_str(), number.cvc_length()), ("9995", 3));
        assert_eq!(Number::published("378282246310005").cvc_length(), 4);
    }
}
