//! Days, as the sentences of the page name them.

use icu_calendar::types::RataDie;
use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_locale_core::Locale as Tag;
use paydesk_model::time::Moment;

use super::cldr::cldr;
use super::locale::Locale;

/// 1 January 1970, counted as `RataDie` does.
const EPOCH: i64 = 719_163;
const SECONDS_OF_A_DAY: i64 = 86_400;

/// The day of a moment in UTC, in full. Always by the Gregorian calendar, which is what cards and invoices go by.
pub fn date(locale: &Locale, moment: Moment) -> String {
    let day = RataDie::new(EPOCH + moment.seconds().div_euclid(SECONDS_OF_A_DAY));
    let day = Date::from_rata_die(day, Gregorian);
    match formatter(locale) {
        Some(formatter) => formatter.format(&day).to_string(),
        None => plain(day),
    }
}

/// What is understood everywhere, should a locale be missing from the blob.
fn plain(day: Date<Gregorian>) -> String {
    format!("{:04}-{:02}-{:02}", day.era_year().extended_year, day.month().ordinal, day.day_of_month().0)
}

fn formatter(locale: &Locale) -> Option<FixedCalendarDateTimeFormatter<Gregorian, YMD>> {
    let tag: Tag = locale.dates().parse().ok()?;
    FixedCalendarDateTimeFormatter::try_new_with_buffer_provider(cldr()?, (&tag).into(), YMD::long()).ok()
}

#[cfg(test)]
mod tests {
    use super::super::locale::written;
    use super::*;

    /// 22 November 2026, 23:59:59 UTC.
    const LATE: Moment = Moment::from_seconds(1_795_391_999);

    fn written_in(tag: &str) -> String {
        date(&Locale::choose(None, Some(tag)), LATE)
    }

    #[test]
    fn dates_are_in_the_language_of_the_sentence_as_the_country_writes_them() {
        for (tag, expected) in [
            ("en", "November 22, 2026"),
            ("en-GB", "22 November 2026"),
            ("ar", "22 نوفمبر 2026"),
            ("ar-EG", "٢٢ نوفمبر ٢٠٢٦"),
            ("de", "22. November 2026"),
            ("fr-CA", "22 novembre 2026"),
            ("es-MX", "22 de noviembre de 2026"),
            ("it", "22 novembre 2026"),
            ("pt-BR", "22 de novembro de 2026"),
            ("nl", "22 november 2026"),
            ("pl", "22 listopada 2026"),
            ("ja", "2026年11月22日"),
            ("zh-TW", "2026年11月22日"),
            ("th", "November 22, 2026"),
            ("da, de;q=0.5", "22. November 2026"),
        ] {
            assert_eq!(written_in(tag), expected, "{tag}");
        }
    }

    #[test]
    fn a_day_ends_at_midnight_utc() {
        let english = Locale::choose(Some("en"), None);
        assert_eq!(date(&english, LATE.plus_seconds(1)), "November 23, 2026");
        assert_eq!(date(&english, Moment::from_seconds(0)), "January 1, 1970");
        assert_eq!(date(&english, Moment::from_seconds(-1)), "December 31, 1969");
    }

    #[test]
    fn every_locale_of_the_page_has_its_dates_in_the_blob() {
        for tag in written() {
            assert!(formatter(&Locale::choose(None, Some(tag))).is_some(), "{tag}");
        }
    }

    #[test]
    fn no_moment_is_too_far_away_to_be_written() {
        let english = Locale::choose(None, None);
        for moment in [Moment(i64::MAX), Moment(i64::MIN)] {
            assert!(!date(&english, moment).is_empty());
        }
        assert_eq!(plain(Date::from_rata_die(RataDie::new(EPOCH), Gregorian)), "1970-01-01");
    }
}
