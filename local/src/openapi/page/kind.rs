//! A schema in a few words: `integer from 1 to 100`, `one of auto, never`, `list of Currency`.

use serde_json::Value;

/// Longest list of values that stands in a table.
const SHOWN: usize = 60;

pub fn of(schema: &Value) -> String {
    if let Some(name) = reference(schema) {
        return name.to_owned();
    }
    if let Some(branches) = schema["anyOf"].as_array() {
        let mut kinds: Vec<String> = branches.iter().map(of).collect();
        kinds.dedup();
        return kinds.join(" or ");
    }
    if let Some(value) = schema.get("const") {
        return constant(value);
    }
    if let Some(values) = schema["enum"].as_array() {
        return choice(values);
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return "anything".to_owned(),
    };
    let kinds: Vec<String> = kinds.into_iter().map(|kind| of_type(kind, schema)).collect();
    kinds.join(" or ")
}

/// The name a reference ends in.
pub fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

fn constant(value: &Value) -> String {
    match value.as_str() {
        Some("") => "empty".to_owned(),
        Some(text) => text.to_owned(),
        None => value.to_string(),
    }
}

fn choice(values: &[Value]) -> String {
    let texts: Vec<String> = values.iter().map(constant).collect();
    match texts.as_slice() {
        [only] => only.clone(),
        many if many.len() <= SHOWN => format!("one of {}", many.join(", ")),
        many => format!("one of {} values", many.len()),
    }
}

fn of_type(kind: &str, schema: &Value) -> String {
    match kind {
        "string" => string(schema),
        "integer" | "number" => number(if kind == "integer" { "integer" } else { "number" }, schema),
        "array" if schema["maxItems"] == 0 => "empty list".to_owned(),
        "array" => list(schema),
        "object" if schema["additionalProperties"].is_object() => "key-value pairs".to_owned(),
        other => other.to_owned(),
    }
}

fn string(schema: &Value) -> String {
    let what = match schema["format"].as_str() {
        Some("date") => "day (YYYY-MM-DD)",
        Some("email") => "e-mail address",
        _ => "text",
    };
    match schema["maxLength"].as_u64() {
        Some(most) if most < 5000 => format!("{what}, at most {most} characters"),
        _ => what.to_owned(),
    }
}

fn number(what: &str, schema: &Value) -> String {
    match (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
        // What lies between is Unix seconds, as the words beside it say.
        (Some(0), Some(most)) if most > 100_000_000_000 => what.to_owned(),
        (Some(least), Some(most)) => format!("{what} from {least} to {most}"),
        (Some(least), None) => format!("{what} from {least}"),
        _ => what.to_owned(),
    }
}

fn list(schema: &Value) -> String {
    let items = match of(&schema["items"]) {
        items if items.starts_with("one of ") => items.replacen("one of ", "", 1),
        items if items == "object" => "objects".to_owned(),
        items => items,
    };
    let bounds = (schema["minItems"].as_u64(), schema["maxItems"].as_u64());
    match bounds {
        (Some(least), Some(most)) if most < 1000 => format!("list of {items}; {least} to {most}"),
        (None, Some(most)) if most < 1000 => format!("list of {items}; at most {most}"),
        (Some(least), _) => format!("list of {items}; at least {least}"),
        _ => format!("list of {items}"),
    }
}
