//! Countries by name, in the language of the page.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::cldr::cldr;
use super::locale::{Language, Locale};
use icu_experimental::displaynames::multi::RegionDisplayNames;
use icu_locale_core::{Locale as Tag, subtags::Region};
use icu_provider::buf::AsDeserializingBufferProvider;

/// Every country's code, in each language's order of the names. Written with the blob, see `cldr`.
const ORDER: &str = include_str!("../../locales/countries.txt");

/// Code and name of every country that can be shipped to, as the names sort in the page's language.
pub fn countries(locale: &Locale) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let language = locale.words();
    let codes = ORDER.lines().find_map(|line| line.strip_prefix(language.tag())).unwrap_or_default();
    codes.split_whitespace().map(move |code| (code, named(language, code).unwrap_or(code)))
}

/// The code itself where a language has no name for it.
pub fn country_name<'code>(locale: &Locale, code: &'code str) -> Cow<'code, str> {
    named(locale.words(), code).map_or(Cow::Borrowed(code), Cow::Borrowed)
}

fn named(language: Language, code: &str) -> Option<&'static str> {
    static NAMES: [OnceLock<Option<RegionDisplayNames>>; Language::ALL.len()] =
        [const { OnceLock::new() }; Language::ALL.len()];
    let names = NAMES.get(language as usize)?.get_or_init(|| {
        let tag: Tag = language.tag().parse().ok()?;
        let data = cldr()?.as_deserializing();
        RegionDisplayNames::try_new_unstable(&data, (&tag).into(), Default::default()).ok()
    });
    names.as_ref()?.of(code.parse::<Region>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use paydesk_model::params::choices::COUNTRIES;

    fn name(tag: &str, code: &str) -> String {
        country_name(&Locale::choose(None, Some(tag)), code).into_owned()
    }

    #[test]
    fn countries_are_named_in_the_language_of_the_page() {
        for (tag, code, expected) in [
            ("en", "DE", "Germany"),
            ("de", "DE", "Deutschland"),
            ("ar-EG", "EG", "مصر"),
            ("fr-CA", "US", "États-Unis"),
            ("pt", "BR", "Brasil"),
            ("ja", "JP", "日本"),
            ("zh-TW", "CN", "中国"),
            ("sv", "SE", "Sweden"),
            ("en", "XK", "Kosovo"),
        ] {
            assert_eq!(name(tag, code), expected, "{tag} {code}");
        }
    }

    #[test]
    fn every_country_that_can_be_shipped_to_has_a_name_in_every_language() {
        for language in Language::ALL {
            for code in COUNTRIES {
                let name = named(language, code).unwrap_or_else(|| panic!("{code} in {}", language.tag()));
                assert!(!name.is_empty() && name != *code);
            }
        }
    }

    #[test]
    fn the_list_of_countries_has_each_once_in_the_order_of_the_language() {
        for language in Language::ALL {
            let listed = countries(&Locale::choose(None, Some(language.tag())));
            let mut codes: Vec<&str> = listed.map(|(code, _)| code).collect();
            codes.sort_unstable();
            assert_eq!(codes, COUNTRIES, "{}", language.tag());
        }
        let german: Vec<&str> =
            countries(&Locale::choose(Some("de"), None)).map(|(_, name)| name).take(4).collect();
        assert_eq!(german, ["Afghanistan", "Ägypten", "Ålandinseln", "Albanien"]);
    }

    #[test]
    fn what_is_no_country_is_its_code() {
        for code in ["", "Q1", "QQQQ", "QX", "日本"] {
            assert_eq!(name("de", code), code);
        }
    }
}
