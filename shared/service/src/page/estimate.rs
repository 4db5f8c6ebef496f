//! How long a way of shipping takes, in words.

use serde_json::Value;

use super::words::Words;

/// `3–5 business days`, `at least 2 weeks`; nothing where nothing was said.
pub(super) fn estimate(words: &Words, said: Option<&Value>) -> Option<String> {
    let said = said?;
    let bound = |name: &str| {
        let bound = said.get(name)?;
        Some((bound.get("unit")?.as_str()?.to_owned(), bound.get("value")?.as_i64()?))
    };
    let (least, most) = (bound("minimum"), bound("maximum"));
    Some(match (least, most) {
        (Some((unit, least)), Some((other, most))) if unit == other && least < most => {
            time(words, &unit, &format!("{least}–{most}"), most)
        }
        (Some((unit, least)), Some((other, most))) if unit == other && least == most => {
            time(words, &unit, &most.to_string(), most)
        }
        (Some(least), Some(most)) => format!("{} – {}", alone(words, &least), alone(words, &most)),
        (Some(least), None) => {
            words.say_with("estimate-at-least", &[("time", (&alone(words, &least)).into())])
        }
        (None, Some(most)) => words.say_with("estimate-at-most", &[("time", (&alone(words, &most)).into())]),
        (None, None) => return None,
    })
}

fn alone(words: &Words, (unit, count): &(String, i64)) -> String {
    time(words, unit, &count.to_string(), *count)
}

/// `span` is what is read, `count` what its plural goes by.
fn time(words: &Words, unit: &str, span: &str, count: i64) -> String {
    let key = match unit {
        "hour" => "estimate-hours",
        "business_day" => "estimate-business-days",
        "week" => "estimate-weeks",
        "month" => "estimate-months",
        _ => "estimate-days",
    };
    words.say_with(key, &[("span", span.into()), ("count", count.into())])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::locale::Locale;
    use super::*;

    #[test]
    fn an_estimate_says_a_span_or_one_of_its_ends() {
        let english = Words::of(&Locale::choose(Some("en"), None));
        let of = |unit: &str, value: i64| json!({"unit": unit, "value": value});
        for (said, expected) in [
            (
                json!({"minimum": of("business_day", 3), "maximum": of("business_day", 5)}),
                "3–5 business days",
            ),
            (json!({"minimum": of("day", 1), "maximum": of("day", 1)}), "1 day"),
            (json!({"minimum": of("day", 5), "maximum": of("week", 2)}), "5 days – 2 weeks"),
            (json!({"minimum": of("hour", 2)}), "at least 2 hours"),
            (json!({"minimum": null, "maximum": of("month", 1)}), "at most 1 month"),
        ] {
            assert_eq!(estimate(english, Some(&said)).as_deref(), Some(expected));
        }
        assert_eq!(estimate(english, Some(&json!({}))), None);
        assert_eq!(estimate(english, None), None);
    }
}
