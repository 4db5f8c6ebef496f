//! Billing periods: how long a recurring price runs, by the calendar.

use paydesk_model::line::{Interval, Recurring};
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

#[cfg(test)]
mod tests {
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
}
