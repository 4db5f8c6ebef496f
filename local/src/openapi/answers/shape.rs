//! What a table of answers is written in: properties with their kind, and whether they are always there.

use paydesk_service::wire::Dialect;
use serde_json::{Map, Value, json};

use crate::openapi::request::{WEB_URL, choice, or_null, reference};
use crate::openapi::{spelled, with_note};

/// An object of an answer.
pub struct Shape {
    pub name: &'static str,
    pub note: &'static str,
    pub fields: &'static [Field],
}

/// A property of an answer.
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    pub nullable: bool,
    /// When it is there, if it is not always.
    pub when: Option<&'static str>,
    pub note: &'static str,
}

/// What a property holds.
pub enum Kind {
    Text,
    Url,
    Flag,
    Integer,
    /// In the currency's smallest unit.
    Amount,
    /// Unix seconds.
    Seconds,
    Currency,
    Decimal,
    /// With decimals.
    Number,
    Only(&'static str),
    One(&'static [&'static str]),
    Metadata,
    Of(&'static Shape),
    List(&'static Kind),
    /// One of these for each of some currencies.
    ByCurrency(&'static Shape),
    /// What has no value yet, whatever is asked.
    Null,
    /// An id, or on `expand` the object it names.
    IdOr(&'static Shape),
    /// An id, or on `expand` an object of this name as Stripe shows it.
    IdOrWhole(&'static str),
    /// One of these objects, by name.
    Any(&'static [&'static str]),
    /// An object that Stripe's own documentation describes.
    Whole,
    /// The options of the payment methods, from their own table.
    MethodOptions,
}

/// A property that is always there.
pub const fn is(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, nullable: false, when: None, note: "" }
}

impl Field {
    #[must_use]
    pub const fn or_null(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// There in some answers only.
    #[must_use]
    pub const fn when(mut self, when: &'static str) -> Self {
        self.when = Some(when);
        self
    }

    #[must_use]
    pub const fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    fn schema(&self, dialect: Dialect) -> Value {
        let schema = self.kind.schema();
        let schema = if self.nullable { or_null(schema) } else { schema };
        let when = self.when.map(|when| format!("Present {when}.")).unwrap_or_default();
        with_note(dialect, schema, &[self.note, self.kind.note(), &when])
    }
}

impl Kind {
    const fn note(&self) -> &'static str {
        match self {
            Self::Amount => "In the currency's smallest unit.",
            Self::Seconds => "Unix seconds.",
            _ => "",
        }
    }

    fn schema(&self) -> Value {
        match self {
            Self::Text => json!({"type": "string"}),
            Self::Url => json!({"type": "string", "pattern": WEB_URL}),
            Self::Flag => json!({"type": "boolean"}),
            Self::Integer | Self::Amount => json!({"type": "integer", "format": "int64"}),
            Self::Seconds => json!({"type": "integer", "format": "int64", "minimum": 0}),
            Self::Currency => reference("Currency"),
            Self::Decimal => json!({"type": "string", "pattern": r"^[0-9]+(\.[0-9]{1,12})?$"}),
            Self::Number => json!({"type": "number"}),
            Self::Only(value) => json!({"type": "string", "const": value}),
            Self::One(values) => choice(values),
            Self::Metadata => json!({"type": "object", "additionalProperties": {"type": "string"}}),
            Self::Of(shape) => reference(shape.name),
            Self::List(kind) => json!({"type": "array", "items": kind.schema()}),
            Self::ByCurrency(shape) => json!({
                "type": "object", "propertyNames": reference("Currency"),
                "additionalProperties": reference(shape.name),
            }),
            Self::Null => json!({"type": "null"}),
            Self::IdOr(shape) => json!({"anyOf": [{"type": "string"}, reference(shape.name)]}),
            Self::IdOrWhole(name) => json!({"anyOf": [{"type": "string"}, {
                "type": "object", "required": ["id", "object"], "additionalProperties": true,
                "properties": {"id": {"type": "string"}, "object": {"type": "string", "const": name}},
            }]}),
            Self::Any(names) => {
                json!({"anyOf": names.iter().map(|name| reference(name)).collect::<Vec<_>>()})
            }
            Self::Whole => json!({"type": "object", "additionalProperties": true}),
            Self::MethodOptions => reference("PaymentMethodOptions"),
        }
    }

    /// The shapes that this kind leads to.
    pub fn shape(&self) -> Option<&'static Shape> {
        match self {
            Self::Of(shape) | Self::IdOr(shape) | Self::ByCurrency(shape) => Some(shape),
            Self::List(kind) => kind.shape(),
            _ => None,
        }
    }
}

impl Shape {
    pub fn schema(&self, dialect: Dialect) -> Value {
        let properties =
            self.fields.iter().map(|field| (spelled(dialect, field.name), field.schema(dialect)));
        let properties: Map<String, Value> = properties.collect();
        let always = self.fields.iter().filter(|field| field.when.is_none());
        let required: Vec<_> = always.map(|field| spelled(dialect, field.name)).collect();
        let schema = json!({
            "type": "object", "properties": properties, "required": required, "additionalProperties": false,
        });
        with_note(dialect, schema, &[self.note])
    }
}
