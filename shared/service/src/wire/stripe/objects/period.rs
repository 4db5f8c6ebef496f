//! Billing periods: how long a recurring price runs, by the calendar.

use paydesk_model::line::{Interval, Recurring};
use serde_json::Value;
use time::{Duration, Month, OffsetDateTime};

/// When the period ends that begins at `start`, both in Unix seconds; a month ends on the same day of the next, or on
/// its last.
pub fn end(start: i64, recurring: &Recurring) -> i64 {
    let count = recurring.interval_count;
    let begins = OffsetDateTime::from_unix_timestamp(start).ok();
    let ends = match recurring.interval {
        Interval::Day => begins.and_then(|begins| begins.checked_add(Duration::days(count))),
        Interval::Week => begins.and_then(|begins| begins.checked_add(Duration::weeks(count))),
        Interval::Month => begins.and_then(|begins| months_later(begins, count)),
        Interval::Year => begins.and_then(|begins| months_later(begins, count.checked_mul(12)?)),
    };
    ends.map_or(start, OffsetDateTime::unix_timestamp)
}

fn months_later(begins: OffsetDateTime, count: i64) -> Option<OffsetDateTime> {
    let months =
        (i64::from(begins.year()) * 12 + i64::from(u8::from(begins.month())) - 1).checked_add(count)?;
    let year = i32::try_from(months.div_euclid(12)).ok()?;
    let month = Month::try_from(u8::try_from(months.rem_euclid(12) + 1).ok()?).ok()?;
    let day = begins.day().min(month.length(year));
    let date = time::Date::from_calendar_date(year, month, day).ok()?;
    Some(begins.replace_date(date))
}

/// The first moment after `start` that is as a configuration says: a day of the month, or the month's last where it has
/// no such day, and the time of day that `start` has where nothing else is said.
pub fn next(start: i64, config: &Value) -> Option<i64> {
    let said = |name: &str| config.get(name).and_then(Value::as_u64).and_then(|said| u8::try_from(said).ok());
    let (day, begins) = (said("day_of_month")?, OffsetDateTime::from_unix_timestamp(start).ok()?);
    let time = time::Time::from_hms(
        said("hour").unwrap_or(begins.hour()),
        said("minute").unwrap_or(begins.minute()),
        said("second").unwrap_or(begins.second()),
    );
    let first = begins.replace_day(1).ok()?.replace_time(time.ok()?);
    let months = (0..=12).filter_map(|later| months_later(first, later));
    let wanted = months.filter(|month| said("month").is_none_or(|wanted| wanted == u8::from(month.month())));
    let days = wanted.filter_map(|month| month.replace_day(day.min(month.month().length(month.year()))).ok());
    days.map(OffsetDateTime::unix_timestamp).find(|moment| *moment > start)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_month_ends_on_the_same_day_or_on_the_last() {
        let after = |start, interval, interval_count| end(start, &Recurring { interval, interval_count });
        // 31 January 2028, noon.
        let january = 1_832_932_800;
        assert_eq!(after(january, Interval::Day, 1) - january, 86_400);
        assert_eq!(after(january, Interval::Week, 2) - january, 14 * 86_400);
        assert_eq!(after(january, Interval::Month, 1) - january, 29 * 86_400);
        assert_eq!(after(january, Interval::Month, 2) - january, 60 * 86_400);
        assert_eq!(after(january, Interval::Year, 1) - january, 366 * 86_400);
        assert_eq!(after(january, Interval::Month, i64::MAX), january);
    }

    #[test]
    fn a_day_of_the_month_is_the_next_there_is() {
        // 31 January 2028, noon.
        let january = 1_832_932_800;
        let days = |config| next(january, &config).map(|moment| (moment - january) / 86_400);
        assert_eq!(days(json!({"day_of_month": 1})), Some(1));
        assert_eq!(days(json!({"day_of_month": 31})), Some(29), "the last of February");
        assert_eq!(days(json!({"day_of_month": 31, "hour": 13})), Some(0), "an hour from now");
        assert_eq!(days(json!({"day_of_month": 31, "month": 1})), Some(366));
        assert_eq!(next(january, &json!(null)), None);
    }
}
