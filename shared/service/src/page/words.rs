//! What the page says: Fluent's messages in the language of a locale, plain text for the template to escape.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::locale::{Language, Locale};

const fn source(language: Language) -> &'static str {
    match language {
        Language::English => include_str!("../../locales/en.ftl"),
        Language::Arabic => include_str!("../../locales/ar.ftl"),
        Language::German => include_str!("../../locales/de.ftl"),
        Language::French => include_str!("../../locales/fr.ftl"),
        Language::Spanish => include_str!("../../locales/es.ftl"),
        Language::Italian => include_str!("../../locales/it.ftl"),
        Language::Portuguese => include_str!("../../locales/pt-BR.ftl"),
        Language::Dutch => include_str!("../../locales/nl.ftl"),
        Language::Polish => include_str!("../../locales/pl.ftl"),
        Language::Japanese => include_str!("../../locales/ja.ftl"),
        Language::Chinese => include_str!("../../locales/zh.ftl"),
    }
}

/// What a message is told: text already written for the reader, or a number to choose a plural by.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    Text(&'a str),
    Number(i64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// The words of one language.
pub struct Words {
    language: Language,
    messages: FluentBundle<FluentResource>,
}

impl Words {
    /// Parsed at the first call for a language, once in a process.
    pub fn of(locale: &Locale) -> &'static Self {
        Self::in_language(locale.words())
    }

    fn in_language(language: Language) -> &'static Self {
        static WORDS: [OnceLock<Words>; Language::ALL.len()] =
            [const { OnceLock::new() }; Language::ALL.len()];
        WORDS[language as usize].get_or_init(|| Self::parse(language))
    }

    fn parse(language: Language) -> Self {
        // What does not parse is left out, and is then said in English; a test sees that nothing is.
        let resource =
            FluentResource::try_new(source(language).to_owned()).unwrap_or_else(|(parsed, _)| parsed);
        let tag: LanguageIdentifier = language.tag().parse().unwrap_or_default();
        let mut messages = FluentBundle::new_concurrent(vec![tag]);
        // Fluent would put invisible marks around every value, in a button's name too; see `isolated`.
        messages.set_use_isolating(false);
        messages.add_resource_overriding(resource);
        Self { language, messages }
    }

    pub fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// A key that a language lacks is said in English; one that English lacks says itself.
    pub fn say_with(&self, key: &str, values: &[(&str, Value)]) -> String {
        if let Some(said) = self.find(key, values) {
            return said;
        }
        Self::in_language(Language::English).find(key, values).unwrap_or_else(|| key.to_owned())
    }

    fn find(&self, key: &str, values: &[(&str, Value)]) -> Option<String> {
        let pattern = self.messages.get_message(key)?.value()?;
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            arguments.set(*name, self.told(*value));
        }
        // A value that is missing stands as `{$name}` in the text, which is better than no text.
        Some(self.messages.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned())
    }

    fn told<'a>(&self, value: Value<'a>) -> FluentValue<'a> {
        match value {
            Value::Text(text) if self.language.is_right_to_left() || has_right_to_left(text) => {
                FluentValue::String(isolated(text))
            }
            Value::Text(text) => FluentValue::String(Cow::Borrowed(text)),
            Value::Number(number) => FluentValue::from(number),
        }
    }
}

/// Keeps a value of the other direction from mixing with the sentence around it. A template's `<bdi>` cannot: the value is
/// inside one text. Where both run from the left, which is nearly always, texts stay as they are read.
fn isolated(text: &str) -> Cow<'static, str> {
    Cow::Owned(format!("\u{2068}{text}\u{2069}"))
}

/// Whether any letter is of a script written from the right: Hebrew, Arabic and their neighbours, and their older forms.
fn has_right_to_left(text: &str) -> bool {
    text.chars().any(|letter| {
        matches!(letter, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
    use std::collections::{BTreeMap, BTreeSet};

    /// Every key of a file, and the variables of its message.
    fn contents(language: Language) -> BTreeMap<String, BTreeSet<String>> {
        let parsed = fluent_syntax::parser::parse(source(language))
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", language.tag()));
        let mut contents = BTreeMap::new();
        for entry in parsed.body {
            let Entry::Message(message) = entry else { continue };
            let mut variables = BTreeSet::new();
            collect(&message.value.unwrap(), &mut variables);
            let again = contents.insert(message.id.name.to_owned(), variables);
            assert!(again.is_none(), "{}: {} is said twice", language.tag(), message.id.name);
        }
        contents
    }

    fn collect(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>) {
        let mut note = |inline: &InlineExpression<&str>| match inline {
            InlineExpression::VariableReference { id } => drop(variables.insert(id.name.to_owned())),
            other => panic!("no translator needs {other:?}"),
        };
        let mut inner = Vec::new();
        for element in &pattern.elements {
            match element {
                PatternElement::Placeable { expression: Expression::Inline(inline) } => note(inline),
                PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                    note(selector);
                    inner.extend(variants.iter().map(|variant| &variant.value));
                }
                PatternElement::TextElement { .. } => {}
            }
        }
        for pattern in inner {
            collect(pattern, variables);
        }
    }

    fn say(tag: &str, key: &str, values: &[(&str, Value)]) -> String {
        Words::of(&Locale::choose(None, Some(tag))).say_with(key, values)
    }

    #[test]
    fn every_language_has_the_keys_and_variables_of_english_and_no_others() {
        let english = contents(Language::English);
        assert!(english.len() > 20);
        for language in Language::ALL {
            assert_eq!(contents(language), english, "{}", language.tag());
        }
    }

    #[test]
    fn every_language_says_every_key_in_words_of_its_own_file() {
        for language in Language::ALL {
            let words = Words::in_language(language);
            for (key, variables) in contents(language) {
                let values: Vec<(&str, Value)> =
                    variables.iter().map(|name| (name.as_str(), Value::Number(3))).collect();
                let said = words.find(&key, &values).unwrap();
                assert!(
                    !said.is_empty() && !said.contains(['{', '<', '&']),
                    "{} {key}: {said}",
                    language.tag()
                );
            }
        }
    }

    #[test]
    fn amounts_stand_inside_the_sentence() {
        assert_eq!(say("en", "pay-amount", &[("amount", "€7.00".into())]), "Pay €7.00");
        assert_eq!(say("de", "pay-amount", &[("amount", "7,00 €".into())]), "7,00 € bezahlen");
    }

    #[test]
    fn plurals_follow_the_rules_of_the_language() {
        let days = |tag, days: i64| say(tag, "trial-days", &[("days", days.into())]);
        assert_eq!(days("en", 1), "1 day free");
        assert_eq!(days("en", 30), "30 days free");
        assert_eq!(days("pl", 1), "1 dzień za darmo");
        assert_eq!(days("pl", 22), "22 dni za darmo");
        assert_eq!(days("ar", 3), "3 أيام مجانًا");
        assert_eq!(days("ar", 14), "14 يومًا مجانًا");
        assert_eq!(days("ja", 7), "7日間無料");
    }

    #[test]
    fn one_of_an_interval_goes_without_its_number() {
        let months = |tag, count: i64| say(tag, "every-month", &[("count", count.into())]);
        for (tag, one, three) in [
            ("en", "per month", "every 3 months"),
            ("ar", "كل شهر", "كل 3 أشهر"),
            ("de", "pro Monat", "alle 3 Monate"),
            ("fr", "par mois", "tous les 3 mois"),
            ("es", "al mes", "cada 3 meses"),
            ("it", "al mese", "ogni 3 mesi"),
            ("pt-BR", "por mês", "a cada 3 meses"),
            ("nl", "per maand", "elke 3 maanden"),
            ("pl", "miesięcznie", "co 3 miesiące"),
            ("ja", "毎月", "3か月ごと"),
            ("zh", "每月", "每 3 个月"),
        ] {
            assert_eq!((months(tag, 1), months(tag, 3)), (one.to_owned(), three.to_owned()), "{tag}");
        }
        assert_eq!(months("pl", 12), "co 12 miesięcy");
    }

    #[test]
    fn values_of_the_other_direction_are_kept_apart() {
        let back = |tag, merchant: &str| say(tag, "back-to", &[("merchant", merchant.into())]);
        assert_eq!(back("en", "Powdur"), "Back to Powdur");
        assert_eq!(back("en", "שלום"), "Back to \u{2068}שלום\u{2069}");
        assert_eq!(back("ar", "Powdur!"), "العودة إلى \u{2068}Powdur!\u{2069}");
        let regularly = say("ar", "amount-every", &[("amount", "€19".into()), ("every", "كل شهر".into())]);
        assert!(regularly.starts_with('\u{200f}'), "{regularly:?}");
    }

    #[test]
    fn what_is_not_known_is_said_in_english_or_as_it_is() {
        let words = Words::of(&Locale::choose(Some("sv"), None));
        assert_eq!(words.say("total"), "Total");
        assert_eq!(words.say("no-such-key"), "no-such-key");
        assert_eq!(words.say("pay-amount"), "Pay {$amount}");
    }

    #[test]
    fn texts_are_plain_whatever_the_values_hold() {
        let said = say("en", "back-to", &[("merchant", "<b>{ $amount } & Co</b>".into())]);
        assert_eq!(said, "Back to <b>{ $amount } & Co</b>");
    }
}
