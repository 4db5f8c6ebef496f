//! Trees that are answered as they were sent: the same table, read as an answer.

use paydesk_model::params::payment_method_options::{METHODS, WRITE_ONLY};
use paydesk_model::params::rule::{Param, Rule};
use paydesk_service::wire::Dialect;
use serde_json::{Map, Value, json};

use crate::openapi::request::{choice, or_null, reference};
use crate::openapi::spelled;

/// The options of every payment method, without those that are only ever written.
pub fn payment_method_options(dialect: Dialect) -> Value {
    let methods = METHODS.iter().map(|method| {
        let Rule::Hash(params) = method.rule else { return (method.name, json!({"type": "object"})) };
        let secret = WRITE_ONLY.iter().find(|(of, _)| *of == method.name).map(|(_, name)| *name);
        let mut schema = fields(dialect, params.iter().filter(|param| Some(param.name) != secret));
        if method.name == "card" {
            schema["required"] = json!([spelled(dialect, "request_three_d_secure")]);
        }
        (method.name, schema)
    });
    let properties: Map<String, Value> =
        methods.map(|(name, schema)| (spelled(dialect, name), schema)).collect();
    json!({
        "type": "object", "properties": properties, "additionalProperties": false,
        "description": "The options that were asked for, by payment method.",
    })
}

pub fn object(dialect: Dialect, params: &[Param]) -> Value {
    fields(dialect, params.iter())
}

fn fields<'p>(dialect: Dialect, params: impl Iterator<Item = &'p Param>) -> Value {
    let named = params.map(|param| {
        let schema = value(dialect, &param.rule);
        (spelled(dialect, param.name), if param.clearable { or_null(schema) } else { schema })
    });
    let properties: Map<String, Value> = named.collect();
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

fn value(dialect: Dialect, rule: &Rule) -> Value {
    match rule {
        Rule::Choice(values) => choice(values),
        Rule::Flag => json!({"type": "boolean"}),
        Rule::Integer { .. } => json!({"type": "integer", "format": "int64"}),
        Rule::Number { .. } => json!({"type": "number"}),
        Rule::Currency => reference("Currency"),
        Rule::Date => json!({"type": "string", "format": "date"}),
        Rule::Hash(params) => object(dialect, params),
        Rule::List { of, .. } => json!({"type": "array", "items": value(dialect, of)}),
        Rule::Metadata | Rule::MetadataChange => {
            json!({"type": "object", "additionalProperties": {"type": "string"}})
        }
        Rule::ByCurrency(_) | Rule::Or(..) => json!({"type": "object"}),
        Rule::Text { .. }
        | Rule::Alphanumeric { .. }
        | Rule::Name { .. }
        | Rule::Decimal
        | Rule::Url
        | Rule::Email
        | Rule::Color => json!({"type": "string"}),
    }
}
