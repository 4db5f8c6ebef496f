//! What the fields of one hash ask of each other.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Checked, Fields, Request, Rule, ensure, get, hashes, line, only_one_of, path};
use crate::path::Path;
use crate::problem::Problem;

pub(super) const RULES: &[Rule] = &[
    accounts_are_named,
    brand_images_are_whole,
    custom_field_keys_differ,
    custom_fields_are_whole,
    optional_items_are_in_bounds,
    delivery_takes_no_negative_time,
    pending_items_are_billed_yearly,
    statement_descriptor_is_printable,
    after_completion_is_whole,
];

const ACCOUNTS: &[&[&str]] = &[
    &["automatic_tax", "liability"],
    &["invoice_creation", "invoice_data", "issuer"],
    &["subscription_data", "invoice_settings", "issuer"],
];

/// Another account is named.
fn accounts_are_named(request: &Request<'_>) -> Checked {
    ACCOUNTS.iter().try_for_each(|names| {
        let reference = request.at(names).and_then(Value::as_object);
        let nameless = reference.is_some_and(|it| is(it, "type", "account") && !it.contains_key("account"));
        ensure(!nameless, || Problem::missing(path(names).key("account")))
    })
}

fn is(fields: &Fields, name: &str, text: &str) -> bool {
    fields.get(name).and_then(Value::as_str) == Some(text)
}

/// An icon or a logo, and of it the file or the URL that its type says.
fn brand_images_are_whole(request: &Request<'_>) -> Checked {
    let Some(branding) = request.get("branding_settings").and_then(Value::as_object) else { return Ok(()) };
    let place = |name: &'static str| Path::of("branding_settings").key(name);
    let both = branding.contains_key("icon") && branding.contains_key("logo");
    ensure(!both, || only_one_of(place("logo"), "icon", "logo"))?;
    ["icon", "logo"].into_iter().try_for_each(|name| {
        let Some(image) = get(branding, name).and_then(Value::as_object) else { return Ok(()) };
        let (kind, other) = if is(image, "type", "file") { ("file", "url") } else { ("url", "file") };
        kind_is_whole(image, kind, &[other], || place(name))
    })
}

/// A hash with a type has what its type is called, and nothing of the other types.
fn kind_is_whole(
    fields: &Fields,
    kind: &'static str,
    others: &[&'static str],
    place: impl Fn() -> Path,
) -> Checked {
    ensure(fields.contains_key(kind), || Problem::missing(place().key(kind)))?;
    has_no_other(fields, kind, others, place)
}

fn has_no_other(fields: &Fields, kind: &str, others: &[&'static str], place: impl Fn() -> Path) -> Checked {
    others.iter().try_for_each(|other| {
        ensure(!fields.contains_key(*other), || {
            let message = format!("You can not pass `{other}` when `type` is {kind}.");
            Problem::at(place().key(*other), message)
        })
    })
}

fn custom_field_keys_differ(request: &Request<'_>) -> Checked {
    let key = |field: &Fields| field.get("key").cloned();
    hashes(request.sent, "custom_fields").try_for_each(|(index, field)| {
        let repeated =
            hashes(request.sent, "custom_fields").take(index).any(|(_, other)| key(other) == key(field));
        ensure(!repeated, || {
            let param = Path::of("custom_fields").index(index).key("key");
            Problem::at(param, "Each custom field must have a `key` of its own.")
        })
    })
}

fn custom_fields_are_whole(request: &Request<'_>) -> Checked {
    hashes(request.sent, "custom_fields").try_for_each(|(index, field)| {
        let place = || Path::of("custom_fields").index(index);
        match field.get("type").and_then(Value::as_str) {
            Some("dropdown") => {
                kind_is_whole(field, "dropdown", &["numeric", "text"], place)?;
                let dropdown = get(field, "dropdown").and_then(Value::as_object);
                dropdown.map_or(Ok(()), |dropdown| options_are_distinct(dropdown, || place().key("dropdown")))
            }
            Some("numeric") => {
                has_no_other(field, "numeric", &["dropdown", "text"], place)?;
                answer_is_possible(field, "numeric", place)
            }
            _ => {
                has_no_other(field, "text", &["dropdown", "numeric"], place)?;
                answer_is_possible(field, "text", place)
            }
        }
    })
}

/// Values differ, and the default is one of them.
fn options_are_distinct(dropdown: &Fields, place: impl Fn() -> Path) -> Checked {
    let options = dropdown.get("options").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut values = BTreeSet::new();
    let repeated =
        options.iter().position(|option| !values.insert(option.get("value").and_then(Value::as_str)));
    repeated.map_or(Ok(()), |index| {
        let param = place().key("options").index(index).key("value");
        Err(Problem::at(param, "Each option of a dropdown must have a `value` of its own."))
    })?;
    let standard = get(dropdown, "default_value").and_then(Value::as_str);
    ensure(standard.is_none() || values.contains(&standard), || {
        let message = "`default_value` must be the `value` of one of the `options`.";
        Problem::at(place().key("default_value"), message)
    })
}

/// The bounds leave room for an answer, and the default is within them.
fn answer_is_possible(field: &Fields, kind: &'static str, place: impl Fn() -> Path) -> Checked {
    let Some(typed) = get(field, kind).and_then(Value::as_object) else { return Ok(()) };
    let bound =
        |name: &str| typed.get(name).and_then(Value::as_u64).and_then(|length| usize::try_from(length).ok());
    let (least, most) = (bound("minimum_length").unwrap_or(0), bound("maximum_length").unwrap_or(255));
    ensure(least <= most, || {
        let message = "`maximum_length` must be greater than or equal to `minimum_length`.";
        Problem::at(place().key(kind).key("maximum_length"), message)
    })?;
    let Some(standard) = typed.get("default_value").and_then(Value::as_str) else { return Ok(()) };
    let digits = kind == "text" || standard.bytes().all(|byte| byte.is_ascii_digit());
    ensure(digits && (least..=most).contains(&standard.chars().count()), || {
        let message = "`default_value` must be an answer that the field itself accepts.";
        Problem::at(place().key(kind).key("default_value"), message)
    })
}

fn optional_items_are_in_bounds(request: &Request<'_>) -> Checked {
    hashes(request.sent, "optional_items").try_for_each(|(index, item)| {
        line::quantity_is_in_bounds(item, || Path::of("optional_items").index(index))
    })
}

fn delivery_takes_no_negative_time(request: &Request<'_>) -> Checked {
    hashes(request.sent, "shipping_options")
        .try_for_each(|(index, option)| delivery_is_ordered(option, index))
}

/// The longest delivery time is no shorter than the shortest.
pub(super) fn delivery_is_ordered(option: &Fields, index: usize) -> Checked {
    let data = option.get("shipping_rate_data").and_then(|data| data.get("delivery_estimate"));
    let hours = |end: &str| data.and_then(|estimate| estimate.get(end)).map(hours_of);
    let ordered = hours("minimum").zip(hours("maximum")).is_none_or(|(least, most)| least <= most);
    ensure(ordered, || {
        let inside =
            Path::of("shipping_options").index(index).key("shipping_rate_data").key("delivery_estimate");
        Problem::at(inside.key("maximum"), "`maximum` must be at least as long as `minimum`.")
    })
}

fn hours_of(time: &Value) -> i64 {
    let unit = match time.get("unit").and_then(Value::as_str) {
        Some("hour") => 1,
        Some("week") => 7 * 24,
        Some("month") => 30 * 24,
        _ => 24,
    };
    time.get("value").and_then(Value::as_i64).unwrap_or(0).saturating_mul(unit)
}

fn pending_items_are_billed_yearly(request: &Request<'_>) -> Checked {
    let names = ["subscription_data", "pending_invoice_item_interval"];
    let interval = request.at(&names).and_then(Value::as_object);
    ensure(interval.is_none_or(|interval| line::spans_at_most(interval, 1)), || {
        let message = "The interval can be at most 1 year: 1 year, 12 months, 52 weeks or 365 days.";
        Problem::at(path(&names).key("interval_count"), message)
    })
}

fn statement_descriptor_is_printable(request: &Request<'_>) -> Checked {
    descriptor_is_printable(request.at(&DESCRIPTOR))
}

const DESCRIPTOR: [&str; 2] = ["payment_intent_data", "statement_descriptor"];

/// Whether a bank would print this on a statement.
pub(super) fn descriptor_is_printable(descriptor: Option<&Value>) -> Checked {
    let printable = |text: &str| {
        text.chars().count() >= 5
            && text.chars().any(|character| character.is_ascii_alphabetic())
            && !text.contains(['<', '>', '\\', '\'', '"', '*'])
    };
    ensure(descriptor.and_then(Value::as_str).is_none_or(printable), || {
        let message = "The statement descriptor must be 5 to 22 characters with at least one letter and none of \
                       < > \\ ' \" *";
        Problem::at(path(&DESCRIPTOR), message)
    })
}

/// The second seed's parameter: a redirect says where to.
fn after_completion_is_whole(request: &Request<'_>) -> Checked {
    let Some(after) = request.get("after_completion").and_then(Value::as_object) else { return Ok(()) };
    let place = || Path::of("after_completion");
    match is(after, "type", "redirect") {
        true => kind_is_whole(after, "redirect", &["hosted_confirmation"], place),
        false => has_no_other(after, "hosted_confirmation", &["redirect"], place),
    }
}
