//! Currencies: which exist, and the smallest and largest charge in each.
//!
//! Source: docs.stripe.com/currencies, read November 2026. Amounts are always in the smallest unit.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A supported ISO 4217 code in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency(&'static str);

/// Every code accepted, sorted, three letters each.
const SUPPORTED: &str = "\
aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd \
cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq \
gyd hkd hnl hrk htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr \
lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen \
pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd \
top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw";

/// The least a charge may be, in the smallest unit. Others have no minimum of their own.
const MINIMUM: &[(&str, i64)] = &[
    ("aed", 200),
    ("aud", 50),
    ("bgn", 100),
    ("brl", 50),
    ("cad", 50),
    ("chf", 50),
    ("czk", 1500),
    ("dkk", 250),
    ("eur", 50),
    ("gbp", 30),
    ("hkd", 400),
    ("huf", 17500),
    ("inr", 50),
    ("jpy", 50),
    ("mxn", 1000),
    ("myr", 200),
    ("nok", 300),
    ("nzd", 50),
    ("pln", 200),
    ("ron", 200),
    ("sek", 300),
    ("sgd", 50),
    ("thb", 1000),
    ("usd", 50),
];

impl Currency {
    /// Accepts either case, as Stripe does; `None` for a code that is not supported.
    pub fn parse(code: &str) -> Option<Self> {
        let lower = <[u8; 3]>::try_from(code.as_bytes()).ok()?.map(|byte| byte.to_ascii_lowercase());
        let count = SUPPORTED.len().div_ceil(4);
        let at = |position: usize| &SUPPORTED[position * 4..position * 4 + 3];
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = usize::midpoint(low, high);
            match at(middle).as_bytes().cmp(&lower) {
                std::cmp::Ordering::Equal => return Some(Self(at(middle))),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// Every supported code, sorted, for the message that refuses another.
    pub fn supported() -> impl Iterator<Item = &'static str> {
        SUPPORTED.split(' ')
    }

    /// Amounts must be a multiple of this: three-decimal currencies end in 0, and ISK and UGX, which
    /// have no minor unit but are sent with two decimals, end in 00.
    pub fn step(self) -> i64 {
        match self.0 {
            "bhd" | "jod" | "kwd" | "omr" | "tnd" => 10,
            "isk" | "ugx" => 100,
            _ => 1,
        }
    }

    /// The least a charge may be, or 1 where the currency has no minimum of its own.
    pub fn minimum(self) -> i64 {
        MINIMUM.iter().find(|(code, _)| *code == self.0).map_or(1, |(_, least)| *least)
    }

    /// The most a charge may be: eight digits, nine in INR, twelve in IDR.
    pub fn maximum(self) -> i64 {
        match self.0 {
            "idr" => 999_999_999_999,
            "inr" => 999_999_999,
            _ => 99_999_999,
        }
    }

    /// Digits after the decimal point when an amount is written for people.
    pub fn decimals(self) -> u32 {
        match self.0 {
            "bif" | "clp" | "djf" | "gnf" | "jpy" | "kmf" | "krw" | "mga" | "pyg" | "rwf" | "vnd" | "vuv"
            | "xaf" | "xof" | "xpf" => 0,
            "bhd" | "jod" | "kwd" | "omr" | "tnd" => 3,
            _ => 2,
        }
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&code).ok_or_else(|| serde::de::Error::custom("unsupported currency"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_supported_code_is_found_in_either_case() {
        for code in Currency::supported() {
            assert_eq!(Currency::parse(code).map(Currency::as_str), Some(code));
            assert_eq!(Currency::parse(&code.to_uppercase()).map(Currency::as_str), Some(code));
        }
        assert!(Currency::supported().is_sorted());
    }

    #[test]
    fn what_is_no_currency_is_refused() {
        for code in ["", "eu", "euro", "zzz", "€€€", "us "] {
            assert_eq!(Currency::parse(code), None, "{code}");
        }
    }
}
