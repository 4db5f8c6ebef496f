//! A value of the template, where it stands, and what its `!Ref`, `!Sub`, `!GetAtt` and `!If` mean here.

use serde_yaml_ng::Value;

use super::scope::Scope;

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

    /// What is at a key; nothing, if that is `!Ref AWS::NoValue`.
    fn child(&self, key: &str, value: &'a Value) -> Option<Self> {
        let place = if self.place.is_empty() { key.to_string() } else { format!("{}.{key}", self.place) };
        let value = self.scope.chosen(value);
        (!is_no_value(value)).then_some(Self { value, place, scope: self.scope })
    }

    pub fn get(&self, key: &str) -> Option<Self> {
        self.value.as_mapping()?.get(key).and_then(|value| self.child(key, value))
    }

    pub fn required(&self, key: &str) -> Result<Self, String> {
        self.get(key).ok_or_else(|| self.refuse(&format!("{key} is missing")))
    }

    pub fn entries(&self) -> Result<Vec<(String, Self)>, String> {
        let mapping = self.value.as_mapping().ok_or_else(|| self.refuse("a mapping is expected"))?;
        let entry = |(key, value): (&Value, &'a Value)| match key.as_str() {
            Some(key) => self.child(key, value).map(|child| Ok((key.to_string(), child))),
            None => Some(Err(self.refuse("every key must be a text"))),
        };
        mapping.iter().filter_map(entry).collect()
    }

    pub fn items(&self) -> Result<Vec<Self>, String> {
        let items = self.value.as_sequence().ok_or_else(|| self.refuse("a list is expected"))?;
        let item = |(index, value): (usize, &'a Value)| self.child(&index.to_string(), value);
        Ok(items.iter().enumerate().filter_map(item).collect())
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

    /// The tag and what it is given, where the value has one.
    pub fn tagged(&self) -> Option<(String, Self)> {
        let Value::Tagged(tagged) = self.value else { return None };
        Some((tagged.tag.to_string(), Self { value: &tagged.value, ..self.clone() }))
    }

    fn intrinsic(&self, tag: &str, argument: &Value) -> Result<String, String> {
        if tag == "!If" {
            return Err(self.refuse("!If must be given a condition of the template and two values"));
        }
        let argument =
            argument.as_str().ok_or_else(|| self.refuse(&format!("{tag} must be given a text")))?;
        match tag {
            "!Ref" => self.reference(argument),
            "!GetAtt" => self.attribute(argument),
            "!Sub" => self.substitute(argument),
            _ => Err(self.refuse(&format!("the local runner does not know {tag}"))),
        }
    }

    /// Whether a condition of the template holds.
    pub fn condition(&self, name: &str) -> Result<bool, String> {
        self.scope.condition(name).ok_or_else(|| self.refuse(&format!("there is no condition {name} above")))
    }

    fn reference(&self, name: &str) -> Result<String, String> {
        let found = self.scope.name(name);
        found
            .map(str::to_string)
            .ok_or_else(|| self.refuse(&format!("there is no parameter or resource {name}")))
    }

    fn attribute(&self, path: &str) -> Result<String, String> {
        let found = self.scope.attribute(path);
        found
            .map(str::to_string)
            .ok_or_else(|| self.refuse(&format!("the local runner has no attribute {path}")))
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

fn is_no_value(value: &Value) -> bool {
    matches!(value, Value::Tagged(tagged) if tagged.tag == "!Ref" && tagged.value.as_str() == Some("AWS::NoValue"))
}
