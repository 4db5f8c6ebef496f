//! Event-source filters: EventBridge's patterns, as far as the template uses them.

use serde_json::{Map, Value};

/// A pattern that a stream record must match in every field it names.
#[derive(Clone, Debug)]
pub struct Pattern {
    fields: Vec<(String, Field)>,
}

#[derive(Clone, Debug)]
enum Field {
    Nested(Pattern),
    /// Any of these.
    Leaf(Vec<Matcher>),
}

#[derive(Clone, Debug)]
enum Matcher {
    Exactly(Value),
    Prefix(String),
    Exists(bool),
    AnythingBut(Vec<Value>),
}

impl Pattern {
    pub fn parse(json: &str) -> Result<Self, String> {
        match serde_json::from_str(json) {
            Ok(Value::Object(fields)) => Self::of(&fields),
            Ok(_) => Err("a filter pattern is a JSON object".into()),
            Err(error) => Err(format!("the filter pattern is not JSON: {error}")),
        }
    }

    fn of(fields: &Map<String, Value>) -> Result<Self, String> {
        let field = |(name, value): (&String, &Value)| match value {
            Value::Object(fields) => Ok((name.clone(), Field::Nested(Self::of(fields)?))),
            Value::Array(matchers) => {
                let matchers: Result<Vec<Matcher>, String> = matchers.iter().map(Matcher::of).collect();
                Ok((name.clone(), Field::Leaf(matchers?)))
            }
            _ if name.starts_with('$') => Err(format!("the local runner does not know the operator {name}")),
            _ => Err(format!("the filter on {name} must be a list of what may match")),
        };
        if let Some(operator) = fields.keys().find(|name| name.starts_with('$')) {
            return Err(format!("the local runner does not know the operator {operator}"));
        }
        Ok(Self { fields: fields.iter().map(field).collect::<Result<_, _>>()? })
    }

    pub fn matches(&self, event: &Value) -> bool {
        self.fields.iter().all(|(name, field)| match (field, event.get(name)) {
            (Field::Nested(pattern), value) => pattern.matches(value.unwrap_or(&Value::Null)),
            (Field::Leaf(matchers), value) => matchers.iter().any(|matcher| matcher.matches(value)),
        })
    }

    /// Whether the pattern looks at more of a record than its name and keys.
    pub fn looks_into_images(&self) -> bool {
        self.fields.iter().any(|(name, field)| match (name.as_str(), field) {
            ("dynamodb", Field::Nested(change)) => change.fields.iter().any(|(name, _)| name != "Keys"),
            _ => false,
        })
    }
}

impl Matcher {
    fn of(value: &Value) -> Result<Self, String> {
        let Value::Object(operator) = value else { return Ok(Self::Exactly(value.clone())) };
        let mut entries = operator.iter();
        match (entries.next(), entries.next()) {
            (Some((name, argument)), None) => Self::operator(name, argument),
            _ => Err("a filter operator is an object with one key".into()),
        }
    }

    fn operator(name: &str, argument: &Value) -> Result<Self, String> {
        match (name, argument) {
            ("prefix", Value::String(prefix)) => Ok(Self::Prefix(prefix.clone())),
            ("exists", Value::Bool(exists)) => Ok(Self::Exists(*exists)),
            ("anything-but", Value::Array(values)) => Ok(Self::AnythingBut(values.clone())),
            ("anything-but", Value::Object(_)) => {
                Err("the local runner knows anything-but with plain values only".into())
            }
            ("anything-but", value) => Ok(Self::AnythingBut(vec![value.clone()])),
            _ => Err(format!("the local runner does not know the filter operator {name}: {argument}")),
        }
    }

    /// A list in the event matches if any of its elements does.
    fn matches(&self, value: Option<&Value>) -> bool {
        match (self, value) {
            (Self::Exists(exists), value) => *exists == value.is_some(),
            (_, None) => false,
            (_, Some(Value::Array(values))) => values.iter().any(|value| self.matches(Some(value))),
            (Self::Exactly(expected), Some(value)) => expected == value,
            (Self::Prefix(prefix), Some(value)) => {
                value.as_str().is_some_and(|text| text.starts_with(prefix.as_str()))
            }
            (Self::AnythingBut(unwanted), Some(value)) => !unwanted.contains(value),
        }
    }
}
