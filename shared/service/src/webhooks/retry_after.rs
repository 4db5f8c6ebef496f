//! `Retry-After`: how long a receiver asks to be left alone.

use std::time::UNIX_EPOCH;

use paydesk_model::time::Moment;

/// A day: who asks for more than that is asked again after it.
const LONGEST_SECONDS: i64 = 24 * 60 * 60;

/// Seconds from `wall`, of a number or a date; none if it is neither.
pub fn seconds(text: &str, wall: Moment) -> Option<i64> {
    let text = text.trim();
    let seconds = match text.parse::<u64>() {
        Ok(seconds) => i64::try_from(seconds).unwrap_or(i64::MAX),
        Err(_) => {
            let date = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
            i64::try_from(date.as_secs()).ok()?.saturating_sub(wall.seconds())
        }
    };
    Some(seconds.clamp(0, LONGEST_SECONDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_number_of_seconds_or_a_date() {
        let wall = Moment::from_seconds(1_795_305_600);
        for (text, expected) in [
            ("120", Some(120)),
            (" 7 ", Some(7)),
            ("0", Some(0)),
            ("99999999999999999999", None),
            ("9999999", Some(LONGEST_SECONDS)),
            ("Sun, 22 Nov 2026 00:05:00 GMT", Some(300)),
            ("Sat, 21 Nov 2026 00:05:00 GMT", Some(0)),
            ("Fri, 31 Dec 2100 23:59:59 GMT", Some(LONGEST_SECONDS)),
            ("-5", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(seconds(text, wall), expected, "{text}");
        }
    }
}
