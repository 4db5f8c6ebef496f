//! Writes `cldr.blob`, the part of CLDR that the page's locales, currencies and countries need, and `countries.txt`, the
//! order of the countries in each language: collation is far more data than its outcome.
//!
//! `cargo run --manifest-path shared/service/locales/bake/Cargo.toml`, whenever one of the three lists or ICU4X changes.
//! Every locale gets its whole data, inherited values too, so that no fallback happens when the blob is read.

use icu_collator::Collator;
use icu_datetime::provider::Baked as Dates;
use icu_datetime::provider::names::{DatetimeNamesMonthGregorianV1, DatetimeNamesYearGregorianV1};
use icu_datetime::provider::semantic_skeletons::DatetimePatternsDateGregorianV1;
use icu_decimal::provider::{Baked as Decimals, DecimalDigitsV1, DecimalSymbolsV1};
use icu_experimental::dimension::currency::CurrencyType;
use icu_experimental::dimension::provider::currency::essentials::CurrencyEssentialsV1;
use icu_experimental::dimension::provider::currency::no_currency::CurrencyPatternsNoCurrencyV1;
use icu_experimental::dimension::provider::currency::symbols::{CurrencyDecimalSymbolsV1, CurrencySymbolsV1};
use icu_experimental::displaynames::multi::RegionDisplayNames;
use icu_experimental::displaynames::provider::LocaleNamesRegionV0;
use icu_experimental::provider::Baked;
use icu_locale_core::Locale;
use icu_provider::dynutil::UpcastDataPayload;
use icu_provider::export::{DataExporter, ExportMarker};
use icu_provider::prelude::*;
use icu_provider_blob::export::BlobExporter;
use paydesk_model::currency::Currency;
use paydesk_model::params::choices::{COUNTRIES, LOCALES};

/// The languages the page has words in: country names are needed in these alone.
const LANGUAGES: &[&str] = &["en", "ar", "de", "fr", "es", "it", "pt-BR", "nl", "pl", "ja", "zh"];
/// What browsers ask for and the API does not: Arabic, and the ways of countries with the page's languages.
const BROWSERS: &str = include_str!("../../browsers.txt");
/// Locale, and the currencies that it shows as their codes. From CLDR's own files by `codes.mjs`.
const CODES: &str = include_str!("../codes.txt");
const BLOB: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../cldr.blob");
const ORDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../countries.txt");

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let mut blob = Vec::new();
    let mut exporter = BlobExporter::new_with_sink(Box::new(&mut blob));
    numbers(&exporter)?;
    currencies(&exporter)?;
    countries(&exporter)?;
    dates(&exporter)?;
    exporter.close()?;
    drop(exporter);
    std::fs::write(BLOB, &blob)?;
    std::fs::write(ORDER, order()?)?;
    println!("{BLOB}: {} bytes", blob.len());
    Ok(())
}

fn locales() -> impl Iterator<Item = &'static str> {
    LOCALES.iter().copied().filter(|tag| *tag != "auto").chain(BROWSERS.lines())
}

fn numbers(exporter: &BlobExporter) -> Result<(), Failure> {
    for tag in locales() {
        put::<DecimalSymbolsV1, _>(exporter, &Decimals, tag, "")?;
        let symbols: DataResponse<DecimalSymbolsV1> = Decimals.load(request(&tag.parse()?, "")?)?;
        put::<DecimalDigitsV1, _>(exporter, &Decimals, "und", symbols.payload.get().numsys())?;
    }
    exporter.flush(DecimalSymbolsV1::INFO, Default::default())?;
    exporter.flush(DecimalDigitsV1::INFO, Default::default())?;
    Ok(())
}

fn currencies(exporter: &BlobExporter) -> Result<(), Failure> {
    for tag in locales() {
        put::<CurrencyEssentialsV1, _>(exporter, &Baked, tag, "")?;
        put::<CurrencyPatternsNoCurrencyV1, _>(exporter, &Baked, tag, "")?;
        for code in Currency::supported() {
            let currency = CurrencyType::try_from_str(code)?;
            let mut room = Default::default();
            let symbol = CurrencySymbolsV1::make_attributes(currency, CurrencySymbolsV1::SHORT, &mut room);
            if !shows_code(tag, currency.iso_code().as_str()) {
                put::<CurrencySymbolsV1, _>(exporter, &Baked, tag, symbol)?;
            }
            let mut room = Default::default();
            let separators = CurrencyDecimalSymbolsV1::make_attributes(None, currency, &mut room);
            put::<CurrencyDecimalSymbolsV1, _>(exporter, &Baked, tag, separators)?;
        }
    }
    for marker in [
        CurrencyEssentialsV1::INFO,
        CurrencyPatternsNoCurrencyV1::INFO,
        CurrencySymbolsV1::INFO,
        CurrencyDecimalSymbolsV1::INFO,
    ] {
        exporter.flush(marker, Default::default())?;
    }
    Ok(())
}

fn shows_code(tag: &str, code: &str) -> bool {
    let listed = CODES.lines().find_map(|line| line.strip_prefix(tag)?.strip_prefix(' '));
    listed.is_some_and(|codes| codes.split(' ').any(|listed| listed == code))
}

fn countries(exporter: &BlobExporter) -> Result<(), Failure> {
    for tag in LANGUAGES {
        put::<LocaleNamesRegionV0, _>(exporter, &Baked, tag, "")?;
    }
    exporter.flush(LocaleNamesRegionV0::INFO, Default::default())?;
    Ok(())
}

/// Long dates: the day, the month as a number or name, the year, and the eras, which ICU4X wants at hand. Only where the
/// page has words for the sentence around a date.
fn dates(exporter: &BlobExporter) -> Result<(), Failure> {
    let root = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
    for tag in locales().filter(|tag| LANGUAGES.iter().any(|language| root(language) == root(tag))) {
        put::<DatetimePatternsDateGregorianV1, _>(exporter, &Dates, tag, "ym0d")?;
        for length in ["1", "3", "5"] {
            put::<DatetimeNamesMonthGregorianV1, _>(exporter, &Dates, tag, length)?;
        }
        put::<DatetimeNamesYearGregorianV1, _>(exporter, &Dates, tag, "3")?;
    }
    exporter.flush(DatetimePatternsDateGregorianV1::INFO, Default::default())?;
    exporter.flush(DatetimeNamesYearGregorianV1::INFO, Default::default())?;
    exporter.flush(DatetimeNamesMonthGregorianV1::INFO, Default::default())?;
    Ok(())
}

/// A line for each language: its tag, and all codes as the names sort in it.
fn order() -> Result<String, Failure> {
    let mut lines = String::new();
    for tag in LANGUAGES {
        let locale: Locale = tag.parse()?;
        let names = RegionDisplayNames::try_new((&locale).into(), Default::default())?;
        let collator = Collator::try_new((&locale).into(), Default::default())?;
        let mut codes = COUNTRIES.to_vec();
        let name = |code: &str| code.parse().ok().and_then(|region| names.of(region)).unwrap_or_default();
        codes.sort_by(|one, other| collator.compare(name(one), name(other)));
        lines.push_str(&format!("{tag} {}\n", codes.join(" ")));
    }
    Ok(lines)
}

/// Copies what CLDR says there, if it says anything: most currencies have no symbol in most locales.
fn put<M, P>(exporter: &BlobExporter, from: &P, tag: &str, attributes: &str) -> Result<(), Failure>
where
    M: DataMarker,
    P: DataProvider<M>,
    ExportMarker: UpcastDataPayload<M>,
{
    let locale = tag.parse()?;
    let request = request(&locale, attributes)?;
    if let Some(found) = from.load(request).allow_identifier_not_found()? {
        exporter.put_payload(M::INFO, request.id, &ExportMarker::upcast(found.payload))?;
    }
    Ok(())
}

fn request<'a>(locale: &'a DataLocale, attributes: &'a str) -> Result<DataRequest<'a>, Failure> {
    let attributes = DataMarkerAttributes::try_from_str(attributes).map_err(|_| "no marker attribute")?;
    let mut metadata = DataRequestMetadata::default();
    metadata.silent = true;
    Ok(DataRequest {
        id: DataIdentifierBorrowed::for_marker_attributes_and_locale(attributes, locale),
        metadata,
    })
}
