//! Amounts, as people of a locale write them.

use fixed_decimal::Decimal;
use icu_decimal::provider::{DecimalDigitsV1, DecimalSymbolsV1};
use icu_experimental::dimension::currency::CurrencyType;
use icu_experimental::dimension::currency::formatter::CurrencyFormatter;
use icu_experimental::dimension::provider::currency::essentials::CurrencyEssentialsV1;
use icu_experimental::dimension::provider::currency::fractions::{
    CurrencyFractions, CurrencyFractionsV1, FractionInfo,
};
use icu_experimental::dimension::provider::currency::no_currency::CurrencyPatternsNoCurrencyV1;
use icu_experimental::dimension::provider::currency::symbols::{CurrencyDecimalSymbolsV1, CurrencySymbolsV1};
use icu_locale_core::Locale as Tag;
use icu_provider::buf::AsDeserializingBufferProvider;
use icu_provider::{DataError, DataPayload, DataProvider, DataRequest, DataResponse};
use icu_provider_blob::BlobDataProvider;
use paydesk_model::currency::Currency;

use super::cldr::cldr;
use super::locale::Locale;

/// `minor` is in the currency's smallest unit, as everywhere. The decimals are the currency's own, also where CLDR, which
/// thinks of cash, has fewer: what is shown is what is charged.
pub fn amount(locale: &Locale, currency: Currency, minor: i64) -> String {
    let mut value = Decimal::from(minor);
    value.multiply_pow10(-i16::from(decimals(currency)));
    match formatter(locale, currency) {
        Some(formatter) => formatter.format_fixed_decimal(&value).to_string(),
        None => plain(currency, &value),
    }
}

/// What is understood everywhere, should a locale be missing from the blob.
fn plain(currency: Currency, value: &Decimal) -> String {
    let mut value = value.clone();
    value.absolute.pad_end(-i16::from(decimals(currency)));
    format!("{}\u{a0}{value}", currency.as_str().to_uppercase())
}

fn formatter(
    locale: &Locale,
    currency: Currency,
) -> Option<CurrencyFormatter<icu_decimal::DecimalFormatter>> {
    let tag: Tag = locale.format().parse().ok()?;
    let code = CurrencyType::try_from_str(currency.as_str()).ok()?;
    let data = Data { blob: cldr()?, decimals: decimals(currency) };
    CurrencyFormatter::try_new_symbol_unstable(&data, (&tag).into(), code, Default::default()).ok()
}

fn decimals(currency: Currency) -> u8 {
    u8::try_from(currency.decimals()).unwrap_or_default()
}

/// CLDR's data, but for how many decimals a currency has.
struct Data {
    blob: &'static BlobDataProvider,
    decimals: u8,
}

impl DataProvider<CurrencyFractionsV1> for Data {
    fn load(&self, _: DataRequest) -> Result<DataResponse<CurrencyFractionsV1>, DataError> {
        let default = FractionInfo { digits: self.decimals, ..FractionInfo::default() };
        let payload = DataPayload::from_owned(CurrencyFractions { fractions: Default::default(), default });
        Ok(DataResponse { metadata: Default::default(), payload })
    }
}

macro_rules! as_in_cldr {
    ($($marker:ty),*) => { $(
        impl DataProvider<$marker> for Data {
            fn load(&self, request: DataRequest) -> Result<DataResponse<$marker>, DataError> {
                // Most currencies have no symbol in most locales: in a debug build each would be a line on stderr.
                let mut metadata = request.metadata;
                metadata.silent = true;
                self.blob.as_deserializing().load(DataRequest { metadata, ..request })
            }
        }
    )* };
}

as_in_cldr!(
    CurrencyDecimalSymbolsV1,
    CurrencyEssentialsV1,
    CurrencyPatternsNoCurrencyV1,
    CurrencySymbolsV1,
    DecimalDigitsV1,
    DecimalSymbolsV1
);

#[cfg(test)]
mod tests {
    use super::super::locale::written;
    use super::*;

    fn written_in(format: &str, code: &str, minor: i64) -> String {
        let currency = Currency::parse(code).unwrap();
        let locale = Locale::choose(None, Some(format));
        assert_eq!(locale.format(), format);
        amount(&locale, currency, minor)
            .replace('\u{a0}', "_")
            .replace('\u{202f}', "~")
            .replace('\u{200f}', "<")
    }

    #[test]
    fn amounts_read_as_each_locale_writes_them() {
        for (locale, code, minor, expected) in [
            ("en", "eur", 700, "€7.00"),
            ("en", "jpy", 700, "¥700"),
            ("en", "kwd", 1234, "KWD_1.234"),
            ("en", "cad", 700, "CA$7.00"),
            ("en", "usd", 123_456_789, "$1,234,567.89"),
            ("en", "usd", -700, "-$7.00"),
            ("en-GB", "usd", 700, "US$7.00"),
            ("en-GB", "gbp", 5, "£0.05"),
            ("de", "eur", 700, "7,00_€"),
            ("de", "eur", 123_456_789, "1.234.567,89_€"),
            ("de-CH", "chf", 123_456, "CHF_1'234.56"),
            ("fr", "eur", 123_456_789, "1~234~567,89_€"),
            ("fr-CA", "cad", 123_456, "1_234,56_$"),
            ("es", "eur", 123_456, "1234,56_€"),
            ("es", "eur", 1_234_567, "12.345,67_€"),
            ("es", "jpy", 700, "700_JPY"),
            ("es-419", "eur", 700, "EUR_7.00"),
            ("es-MX", "mxn", 123_456, "$1,234.56"),
            ("fr", "jpy", 700, "700_JPY"),
            ("it", "eur", 123_456, "1234,56_€"),
            ("pt-BR", "brl", 123_456, "R$_1.234,56"),
            ("nl", "eur", 123_456, "€_1.234,56"),
            ("pl", "pln", 1_234_567, "12_345,67_zł"),
            ("ja", "jpy", 123_456, "￥123,456"),
            ("zh", "cny", 123_456, "¥1,234.56"),
            ("zh-TW", "twd", 123_456, "$1,234.56"),
            ("hi-IN", "inr", 12_345_600, "₹1,23,456.00"),
            ("da", "dkk", 123_456, "1.234,56_kr."),
            ("sv", "sek", 123_456, "1_234,56_kr"),
            ("ar", "usd", 123_456, "<1,234.56_US$"),
            ("ar-EG", "egp", 123_456, "<١٬٢٣٤٫٥٦_ج.م.<"),
        ] {
            assert_eq!(written_in(locale, code, minor), expected, "{locale} {code} {minor}");
        }
    }

    #[test]
    fn decimals_are_those_that_are_charged_even_where_no_coin_has_them() {
        assert_eq!(written_in("en", "isk", 700), "ISK_7.00");
        assert_eq!(written_in("en", "ugx", 1_234_500), "UGX_12,345.00");
        assert_eq!(written_in("en", "mga", 7), "MGA_7");
        assert_eq!(written_in("en", "huf", 17_555), "HUF_175.55");
    }

    /// The digits of a text in any script of them that a locale uses.
    fn digits(text: &str) -> i64 {
        let value = |letter: char| match letter {
            '٠'..='٩' => u32::from(letter).checked_sub(u32::from('٠')),
            _ => letter.to_digit(10),
        };
        text.chars().filter_map(value).fold(0, |number, digit| number * 10 + i64::from(digit))
    }

    #[test]
    fn the_digits_of_every_amount_are_its_minor_units() {
        for tag in written() {
            let locale = Locale::choose(None, Some(tag));
            assert_eq!(locale.format(), tag);
            for code in Currency::supported() {
                let currency = Currency::parse(code).unwrap();
                for minor in [0, 5, 700, 123_456, currency.maximum()] {
                    let text = amount(&locale, currency, minor);
                    assert_eq!(digits(&text), minor, "{tag} {code} {text}");
                }
            }
        }
    }

    #[test]
    fn every_locale_of_the_page_is_in_the_blob() {
        for tag in written() {
            let locale = Locale::choose(None, Some(tag));
            for code in Currency::supported() {
                assert!(formatter(&locale, Currency::parse(code).unwrap()).is_some(), "{tag} {code}");
            }
        }
    }

    #[test]
    fn without_cldr_an_amount_is_plain_and_still_right() {
        for (code, minor, expected) in
            [("eur", 700, "EUR\u{a0}7.00"), ("jpy", 700, "JPY\u{a0}700"), ("kwd", 5, "KWD\u{a0}0.005")]
        {
            let currency = Currency::parse(code).unwrap();
            let mut value = Decimal::from(minor);
            value.multiply_pow10(-i16::from(decimals(currency)));
            assert_eq!(plain(currency, &value), expected);
        }
    }
}
