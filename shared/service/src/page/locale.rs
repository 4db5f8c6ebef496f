//! Which language a page speaks, and whose habits its amounts follow.

use fluent_langneg::{NegotiationStrategy, negotiate_languages};
use paydesk_model::params::choices::LOCALES;
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// The languages with words of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Arabic,
    German,
    French,
    Spanish,
    Italian,
    Portuguese,
    Dutch,
    Polish,
    Japanese,
    Chinese,
}

impl Language {
    pub(super) const ALL: [Self; 11] = [
        Self::English,
        Self::Arabic,
        Self::German,
        Self::French,
        Self::Spanish,
        Self::Italian,
        Self::Portuguese,
        Self::Dutch,
        Self::Polish,
        Self::Japanese,
        Self::Chinese,
    ];

    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Arabic => "ar",
            Self::German => "de",
            Self::French => "fr",
            Self::Spanish => "es",
            Self::Italian => "it",
            Self::Portuguese => "pt-BR",
            Self::Dutch => "nl",
            Self::Polish => "pl",
            Self::Japanese => "ja",
            Self::Chinese => "zh",
        }
    }

    pub(super) fn is_right_to_left(self) -> bool {
        self == Self::Arabic
    }

    /// The one that a tag's own language has, whatever its region: `pt` and `pt-BR` alike.
    fn of(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| root(language.tag()) == root(tag))
    }
}

fn root(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Beside what a session can ask for: Arabic, and how countries write what their language writes otherwise elsewhere.
/// Not Austria and French Switzerland: their separators differ between numbers and amounts, which ICU4X does not know.
const BROWSERS: &str = include_str!("../../locales/browsers.txt");

/// The most languages of one header that count. Browsers send a handful.
const MOST_ASKED: usize = 16;

static SPOKEN: LazyLock<Vec<LanguageIdentifier>> =
    LazyLock::new(|| Language::ALL.iter().filter_map(|language| language.tag().parse().ok()).collect());
static WRITTEN: LazyLock<Vec<LanguageIdentifier>> =
    LazyLock::new(|| written().filter_map(|tag| tag.parse().ok()).collect());

/// Every tag that CLDR's part in the binary has amounts for.
pub(super) fn written() -> impl Iterator<Item = &'static str> {
    LOCALES.iter().copied().filter(|tag| *tag != "auto").chain(BROWSERS.lines())
}

/// The language of the words, and the locale by whose habits amounts are written: they differ where a locale has no words
/// of its own, and where it is a country's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    language: Language,
    format: &'static str,
}

impl Locale {
    /// The session's `locale`, or where that is `auto` or nothing, the best of what the browser asks for, or English.
    pub fn choose(asked: Option<&str>, accept_language: Option<&str>) -> Self {
        match asked.filter(|tag| *tag != "auto") {
            Some(tag) => Self::asked(tag),
            None => Self::best(&preferences(accept_language.unwrap_or_default())),
        }
    }

    fn asked(tag: &str) -> Self {
        let format = LOCALES.iter().find(|known| **known == tag).copied().unwrap_or("en");
        Self { language: Language::of(format).unwrap_or(Language::English), format }
    }

    /// The words in the first language that has any, and the amounts as in the first that is known: who reads Danish
    /// before German reads German words, and amounts as Danes write them.
    fn best(wanted: &[LanguageIdentifier]) -> Self {
        let first = |available| {
            negotiate_languages(wanted, available, None, NegotiationStrategy::Lookup)
                .first()
                .copied()
                .cloned()
        };
        let language = first(&SPOKEN).and_then(|found| Language::of(&found.to_string()));
        let format = first(&WRITTEN).map(|found| found.to_string());
        Self {
            language: language.unwrap_or(Language::English),
            format: written().find(|tag| Some(*tag) == format.as_deref()).unwrap_or("en"),
        }
    }

    /// BCP 47, for `lang`: the language of the words.
    pub fn language(&self) -> &'static str {
        self.language.tag()
    }

    /// BCP 47: the locale whose habits amounts follow.
    pub fn format(&self) -> &'static str {
        self.format
    }

    /// BCP 47: how dates are written. They stand in sentences, so that they are in the words' language, and as the reader's
    /// country writes them if it speaks that language.
    pub(super) fn dates(&self) -> &'static str {
        if root(self.format) == root(self.language.tag()) { self.format } else { self.language.tag() }
    }

    pub fn is_right_to_left(&self) -> bool {
        self.language.is_right_to_left()
    }

    /// `ltr` or `rtl`, for `dir`.
    pub fn direction(&self) -> &'static str {
        if self.is_right_to_left() { "rtl" } else { "ltr" }
    }

    pub(super) fn words(&self) -> Language {
        self.language
    }
}

/// The languages of an `Accept-Language`, most wanted first. Our own few lines: of the libraries, fluent-langneg passes
/// over the weights, and accept-language sorts by floats that may be `NaN`, which a sort may panic at.
fn preferences(header: &str) -> Vec<LanguageIdentifier> {
    let mut wanted: Vec<(u16, LanguageIdentifier)> = header
        .split(',')
        .take(MOST_ASKED)
        .filter_map(|range| {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            Some((weight(parameters), tag.trim().parse().ok()?))
        })
        .filter(|(weight, _)| *weight > 0)
        .collect();
    wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    wanted.into_iter().map(|(_, language)| language).collect()
}

/// `q` in thousandths: 1 where there is none, and 0, which is "not this one", where it makes no sense.
fn weight(parameters: &str) -> u16 {
    let Some((name, value)) = parameters.split_once('=') else { return 1000 };
    let (whole, part) = value.trim().split_once('.').unwrap_or((value.trim(), ""));
    let thousandths = format!("{part:0<3}");
    match (name.trim(), whole, thousandths.parse::<u16>()) {
        ("q" | "Q", "1", Ok(0)) => 1000,
        ("q" | "Q", "0", Ok(thousandths)) if thousandths < 1000 => thousandths,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn browser(accept_language: &str) -> (&'static str, &'static str) {
        let locale = Locale::choose(Some("auto"), Some(accept_language));
        (locale.language(), locale.format())
    }

    #[test]
    fn what_the_session_asks_for_wins_over_the_browser() {
        let locale = Locale::choose(Some("fr-CA"), Some("de"));
        assert_eq!((locale.language(), locale.format()), ("fr", "fr-CA"));
    }

    #[test]
    fn every_locale_that_can_be_asked_for_has_words_and_keeps_its_own_amounts() {
        let languages = [
            ("en-GB", "en"),
            ("es-419", "es"),
            ("pt", "pt-BR"),
            ("zh-HK", "zh"),
            ("zh-TW", "zh"),
            ("da", "en"),
            ("hi-IN", "en"),
        ];
        for (tag, language) in languages {
            assert_eq!(Locale::choose(Some(tag), None).language(), language, "{tag}");
        }
        for tag in LOCALES.iter().filter(|tag| **tag != "auto") {
            assert_eq!(Locale::choose(Some(tag), Some("ar")).format(), *tag);
        }
    }

    #[test]
    fn a_browser_is_served_in_the_language_it_wants_most() {
        for (header, words, amounts) in [
            ("de", "de", "de"),
            ("de-AT,de;q=0.9,en;q=0.8", "de", "de"),
            ("de-CH,de;q=0.9,en;q=0.8", "de", "de-CH"),
            ("en;q=0.3, pl ; q=0.9", "pl", "pl"),
            ("fr;q=0.5,it;q=0.50,nl;q=0.49", "fr", "fr"),
            ("en-US,en;q=0.9", "en", "en"),
            ("en-GB", "en", "en-GB"),
            ("pt-PT", "pt-BR", "pt-PT"),
            ("es-MX", "es", "es-MX"),
            ("hi", "en", "hi-IN"),
            ("zh-HK, en;q=0.5", "zh", "zh-HK"),
            ("zh-CN", "zh", "zh"),
            ("da, de;q=0.8, en;q=0.5", "de", "da"),
        ] {
            assert_eq!(browser(header), (words, amounts), "{header}");
        }
    }

    #[test]
    fn arabic_comes_with_the_browser_and_is_written_from_the_right() {
        let locale = Locale::choose(None, Some("ar-EG,ar;q=0.9"));
        assert_eq!((locale.language(), locale.format(), locale.direction()), ("ar", "ar-EG", "rtl"));
        assert!(!Locale::choose(Some("de"), None).is_right_to_left());
    }

    #[test]
    fn without_a_language_that_is_known_the_page_is_english() {
        let too_many = "tlh,".repeat(10_000) + "de";
        for header in
            ["", "*", "tlh", "de;q=0", "de;q=NaN", "de;q=-1", "de;q=2", ";;,,=", "日本語", &too_many]
        {
            assert_eq!(browser(header), ("en", "en"), "{}", header.get(..20).unwrap_or(header));
        }
        assert_eq!(Locale::choose(None, None), Locale::choose(Some("en"), None));
        assert_eq!(Locale::choose(Some("tlh"), Some("de")).language(), "en");
    }
}
