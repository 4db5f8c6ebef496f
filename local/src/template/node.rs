//! A value of the template, where it stands, and what its `!Ref`, `!Sub` and `!GetAtt` mean here.

use std::collections::BTreeMap;

use serde_yaml_ng::Value;

use super::{ACCOUNT, REGION};

/// What names stand for: parameters and resources.
#[derive(Default)]
pub struct Scope {
    names: BTreeMap<String, String>,
    attributes: BTreeMap<String, String>,
}

impl Scope {
    pub fn new(parameters: BTreeMap<String, String>, document: &Value) -> Self {
        let mut scope = Self { names: parameters, attributes: BTreeMap::new() };
        for (name, value) in [
            ("AWS::StackName", "local"),
            ("AWS::Region", REGION),
            ("AWS::AccountId", ACCOUNT),
            ("AWS::Partition", "aws"),
            ("AWS::URLSuffix", "amazonaws.com"),
        ] {
            scope.names.insert(name.into(), value.into());
        }
        let resources = document.get("Resources").and_then(Value::as_mapping);
        for (name, resource) in resources.into_iter().flatten() {
            if let Some(name) = name.as_str() {
                scope.add_resource(name, resource.get("Type").and_then(Value::as_str));
            }
        }
        scope
    }

    fn add_resource(&mut self, name: &str, kind: Option<&str>) {
        let physical = if kind == Some("AWS::DynamoDB::Table") { table_name(name) } else { name.to_string() };
        if kind == Some("AWS::DynamoDB::Table") {
            let arn = table_arn(&physical);
            self.attributes.insert(format!("{name}.StreamArn"), stream_arn(&physical));
            self.attributes.insert(format!("{name}.Arn"), arn);
        }
        self.names.insert(name.into(), physical);
    }
}

/// The physical name of a table, as CloudFormation would make one from the stack's and the logical name.
pub fn table_name(logical: &str) -> String {
    format!("paydesk-{logical}")
}

pub fn table_arn(table: &str) -> String {
    format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}")
}

/// A stream's ARN ends in the time it was made; here it was always there.
pub fn stream_arn(table: &str) -> String {
    format!("{}/stream/2026-01-01T00:00:00.000", table_arn(table))
}

/// A value and its place, for messages that say where.
#[derive(Clone)]
pub struct Node<'a> {
    value: &'a Value,
    place: String,
    scope: &'a Scope,
}

impl<'a> Node<'a> {
    pub fn root(value: &'a Value, scope: &'a Scope) -> Self {
        Self { value, place: String::new(), scope }
    }

    /// What is wrong with this place.
    pub fn refuse(&self, message: &str) -> String {
        match self.place.as_str() {
            "" => format!("template.yaml: {message}"),
            place => format!("template.yaml, {place}: {message}"),
        }
    }

    fn child(&self, key: &str, value: &'a Value) -> Self {
        let place = if self.place.is_empty() { key.to_string() } else { format!("{}.{key}", self.place) };
        Self { value, place, scope: self.scope }
    }

    pub fn get(&self, key: &str) -> Option<Self> {
        self.value.as_mapping()?.get(key).map(|value| self.child(key, value))
    }

    pub fn required(&self, key: &str) -> Result<Self, String> {
        self.get(key).ok_or_else(|| self.refuse(&format!("{key} is missing")))
    }

    pub fn entries(&self) -> Result<Vec<(String, Self)>, String> {
        let mapping = self.value.as_mapping().ok_or_else(|| self.refuse("a mapping is expected"))?;
        let entry = |(key, value): (&Value, &'a Value)| match key.as_str() {
            Some(key) => Ok((key.to_string(), self.child(key, value))),
            None => Err(self.refuse("every key must be a text")),
        };
        mapping.iter().map(entry).collect()
    }

    pub fn items(&self) -> Result<Vec<Self>, String> {
        let items = self.value.as_sequence().ok_or_else(|| self.refuse("a list is expected"))?;
        Ok(items.iter().enumerate().map(|(index, value)| self.child(&index.to_string(), value)).collect())
    }

    /// One text, or a list of them.
    pub fn texts(&self) -> Result<Vec<String>, String> {
        match self.value {
            Value::Sequence(_) => self.items()?.iter().map(Self::text).collect(),
            _ => Ok(vec![self.text()?]),
        }
    }

    /// Refuses every key that is not among the known ones.
    pub fn only(&self, known: &[&str]) -> Result<(), String> {
        match self.entries()?.into_iter().find(|(key, _)| !known.contains(&key.as_str())) {
            None => Ok(()),
            Some((key, _)) => Err(self.refuse(&format!("the local runner does not know {key}"))),
        }
    }

    /// The value as a text, with what it refers to filled in.
    pub fn text(&self) -> Result<String, String> {
        match self.value {
            Value::String(text) => Ok(text.clone()),
            Value::Number(number) => Ok(number.to_string()),
            Value::Bool(flag) => Ok(flag.to_string()),
            Value::Tagged(tagged) => self.intrinsic(&tagged.tag.to_string(), &tagged.value),
            Value::Null | Value::Sequence(_) | Value::Mapping(_) => {
                Err(self.refuse("a text, a number or one of !Ref, !Sub and !GetAtt is expected"))
            }
        }
    }

    pub fn integer<T: std::str::FromStr>(&self) -> Result<T, String> {
        let text = self.text()?;
        text.parse().map_err(|_| self.refuse(&format!("'{text}' is not a fitting whole number")))
    }

    pub fn flag(&self) -> Result<bool, String> {
        let text = self.text()?;
        text.parse().map_err(|_| self.refuse(&format!("'{text}' is neither true nor false")))
    }

    fn intrinsic(&self, tag: &str, argument: &Value) -> Result<String, String> {
        let argument =
            argument.as_str().ok_or_else(|| self.refuse(&format!("{tag} must be given a text")))?;
        match tag {
            "!Ref" => self.reference(argument),
            "!GetAtt" => self.attribute(argument),
            "!Sub" => self.substitute(argument),
            _ => Err(self.refuse(&format!("the local runner does not know {tag}"))),
        }
    }

    fn reference(&self, name: &str) -> Result<String, String> {
        let found = self.scope.names.get(name);
        found.cloned().ok_or_else(|| self.refuse(&format!("there is no parameter or resource {name}")))
    }

    fn attribute(&self, path: &str) -> Result<String, String> {
        let found = self.scope.attributes.get(path);
        found.cloned().ok_or_else(|| self.refuse(&format!("the local runner has no attribute {path}")))
    }

    /// `${Name}` and `${Name.Attribute}`; `${!Literal}` stays.
    fn substitute(&self, pattern: &str) -> Result<String, String> {
        let mut text = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, tail) = after.split_once('}').ok_or_else(|| self.refuse("'${' without '}'"))?;
            text.push_str(before);
            match name.strip_prefix('!') {
                Some(literal) => text.push_str(&format!("${{{literal}}}")),
                None if name.contains('.') => text.push_str(&self.attribute(name)?),
                None => text.push_str(&self.reference(name)?),
            }
            rest = tail;
        }
        text.push_str(rest);
        Ok(text)
    }
}
