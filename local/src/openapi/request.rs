//! What may be sent, from the parameter tables: each rule as a schema, in the words of a dialect.

use paydesk_model::currency::Currency;
use paydesk_model::limits::METADATA_KEYS;
use paydesk_model::params::check::{LONGEST, LONGEST_EMAIL};
use paydesk_model::params::check_map::{LONGEST_KEY, LONGEST_VALUE};
use paydesk_model::params::choices::{COUNTRIES, LOCALES, PAYMENT_METHODS};
use paydesk_model::params::event_names::TAKEN;
use paydesk_model::params::rule::{LAST_SECOND, Param, Rule};
use paydesk_service::wire::Dialect;
use paydesk_service::wire::json::READ_ONLY_WITHIN;
use serde_json::{Map, Value, json};

use super::{spelled, with_note, words};

/// Long lists of values, which stand in the document once.
const NAMED: &[(&str, &[&str])] = &[
    ("Country", COUNTRIES),
    (EVENT_NAME, TAKEN),
    ("Locale", LOCALES),
    ("PaymentMethodType", PAYMENT_METHODS),
];
/// Only Stripe's wire has events.
const EVENT_NAME: &str = "EventName";

/// What a browser opens; JSON Schema's `uri` would refuse the `{CHECKOUT_SESSION_ID}` in it.
pub const WEB_URL: &str = r"^[Hh][Tt][Tt][Pp][Ss]?://\S+$";

/// The schemas that parameters and answers refer to.
pub fn named_values(dialect: Dialect) -> Map<String, Value> {
    let named = NAMED.iter().filter(|(name, _)| dialect == Dialect::Stripe || *name != EVENT_NAME);
    let choices = named.map(|(name, values)| {
        ((*name).to_owned(), json!({"type": "string", "enum": values, "title": spaced(name)}))
    });
    let currencies: Vec<_> = Currency::supported().collect();
    let currency = json!({
        "type": "string", "enum": currencies, "title": "Currency",
        "description": "ISO 4217, in lower case. A request may also use upper case.",
    });
    choices.chain([("Currency".to_owned(), currency)]).collect()
}

fn spaced(name: &str) -> String {
    let apart = |(at, letter): (usize, char)| {
        let space = if at > 0 && letter.is_uppercase() { " " } else { "" };
        format!("{space}{letter}")
    };
    name.chars().enumerate().map(apart).collect()
}

/// A choice, by reference where the list is a named one.
pub fn choice(values: &[&str]) -> Value {
    match NAMED.iter().find(|(_, named)| *named == values) {
        Some((name, _)) => reference(name),
        None => json!({"type": "string", "enum": values}),
    }
}

pub fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// `schema`, or null in its place.
pub fn or_null(schema: Value) -> Value {
    match (schema.get("type").and_then(Value::as_str), schema.get("enum")) {
        (Some(kind), None) => {
            let kind = kind.to_owned();
            let mut schema = schema;
            schema["type"] = json!([kind, "null"]);
            schema
        }
        _ => json!({"anyOf": [schema, {"type": "null"}]}),
    }
}

/// The hash that `params` describe; `path` is where it stands, empty at the top.
pub fn object(dialect: Dialect, params: &[Param], path: &str) -> Value {
    let named = params.iter().map(|param| (spelled(dialect, param.name), property(dialect, param, path)));
    let mut properties: Map<String, Value> = named.collect();
    if dialect == Dialect::Camel {
        properties.extend(outcomes(outcomes_within(path)));
    }
    let required: Vec<_> =
        params.iter().filter(|param| param.required).map(|param| spelled(dialect, param.name)).collect();
    let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

/// Properties of a session that nobody can set: sent in, they are ignored.
pub fn outcomes(names: &[&str]) -> Map<String, Value> {
    let ignored = json!({"readOnly": true, "description": "An outcome: ignored when it is sent in."});
    names.iter().map(|name| (spelled(Dialect::Camel, name), ignored.clone())).collect()
}

fn outcomes_within(path: &str) -> &'static [&'static str] {
    let name = path.rsplit('.').next().unwrap_or(path).trim_end_matches("[]");
    READ_ONLY_WITHIN.iter().find(|(within, _)| *within == name).map_or(&[], |(_, names)| names)
}

/// One parameter with its limits and what is to be said of it.
pub fn property(dialect: Dialect, param: &Param, parent: &str) -> Value {
    let path = if parent.is_empty() { param.name.to_owned() } else { format!("{parent}.{}", param.name) };
    let mut schema = rule(dialect, &param.rule, &path);
    if param.clearable {
        schema = json!({"anyOf": [schema, {"const": "", "description": "Unsets it."}]});
    }
    if dialect == Dialect::Camel && !param.required {
        schema = or_null(schema);
    }
    with_note(dialect, schema, &[words::of(&path), of_the_rule(&param.rule)])
}

/// What no keyword of a schema says.
fn of_the_rule(rule: &Rule) -> &'static str {
    match rule {
        Rule::Integer { most, .. } if *most == LAST_SECOND => "Unix seconds.",
        Rule::Decimal => "In the currency's smallest unit, with up to twelve decimals, as text.",
        Rule::Number { decimals: 4, .. } => "A percentage with at most four decimals.",
        Rule::Number { most: 100, .. } => "A percentage with at most two decimals.",
        Rule::Number { .. } => "A number with at most two decimals.",
        Rule::Url => "An absolute http or https URL.",
        Rule::Metadata => "Your own key-value pairs.",
        Rule::MetadataChange => "Your own key-value pairs, merged by key; an empty value removes its key.",
        Rule::ByCurrency(_) => "By currency.",
        _ => "",
    }
}

fn rule(dialect: Dialect, rule: &Rule, path: &str) -> Value {
    match rule {
        Rule::Text { most } => json!({"type": "string", "minLength": 1, "maxLength": most}),
        Rule::Alphanumeric { most } => {
            json!({"type": "string", "pattern": "^[A-Za-z0-9]+$", "maxLength": most})
        }
        Rule::Choice(values) => choice(values),
        Rule::Flag => json!({"type": "boolean"}),
        Rule::Integer { least, most } => integer(*least, *most),
        Rule::Decimal => {
            json!({"type": "string", "pattern": r"^([0-9]{1,15}(\.[0-9]{0,12})?|\.[0-9]{1,12})$"})
        }
        Rule::Name { most } => {
            json!({"type": "string", "pattern": "^[A-Za-z0-9_-]+$", "maxLength": most})
        }
        Rule::Number { most, decimals } => {
            let step = if *decimals == 4 { 0.0001 } else { 0.01 };
            json!({"type": "number", "minimum": 0, "maximum": most, "multipleOf": step})
        }
        Rule::Currency => reference("Currency"),
        Rule::Url => {
            json!({"type": "string", "pattern": WEB_URL, "maxLength": LONGEST})
        }
        Rule::Email => json!({"type": "string", "format": "email", "maxLength": LONGEST_EMAIL}),
        Rule::Color => json!({"type": "string", "pattern": "^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$"}),
        Rule::Date => json!({"type": "string", "format": "date"}),
        Rule::Hash(params) => object(dialect, params, path),
        Rule::List { of, least, most } => list(dialect, of, *least, *most, path),
        Rule::ByCurrency(params) => json!({
            "type": "object", "propertyNames": reference("Currency"),
            "additionalProperties": object(dialect, params, path),
        }),
        Rule::Metadata | Rule::MetadataChange => metadata(dialect, matches!(rule, Rule::MetadataChange)),
        Rule::Or(scalar, params) => {
            json!({"anyOf": [self::rule(dialect, scalar, path), object(dialect, params, path)]})
        }
    }
}

fn integer(least: i64, most: i64) -> Value {
    let mut schema = json!({"type": "integer", "format": "int64", "minimum": least});
    if most < i64::MAX {
        schema["maximum"] = json!(most);
    }
    schema
}

fn list(dialect: Dialect, of: &Rule, least: usize, most: usize, path: &str) -> Value {
    let items = rule(dialect, of, &format!("{path}[]"));
    let mut schema = json!({"type": "array", "items": items, "maxItems": most});
    if least > 0 {
        schema["minItems"] = json!(least);
    }
    schema
}

/// A form unsets the whole map by sending it empty; JSON has null for its values.
fn metadata(dialect: Dialect, change: bool) -> Value {
    let value = json!({"type": "string", "maxLength": LONGEST_VALUE});
    let map = json!({
        "type": "object",
        "propertyNames": {"minLength": 1, "maxLength": LONGEST_KEY, "pattern": r"^[^\[\]]+$"},
        "maxProperties": METADATA_KEYS,
        "additionalProperties": if dialect == Dialect::Camel { or_null(value) } else { value },
    });
    match dialect {
        Dialect::Stripe if change => {
            json!({"anyOf": [map, {"const": "", "description": "Removes every key."}]})
        }
        _ => map,
    }
}
