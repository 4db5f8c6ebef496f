//! What names stand for: parameters, resources and their attributes, conditions.

use std::collections::BTreeMap;

use serde_yaml_ng::Value;

use super::{ACCOUNT, REGION};

/// The names of a template.
#[derive(Default)]
pub struct Scope {
    names: BTreeMap<String, String>,
    attributes: BTreeMap<String, String>,
    conditions: BTreeMap<String, bool>,
}

impl Scope {
    pub fn new(parameters: BTreeMap<String, String>, document: &Value) -> Self {
        let mut scope = Self { names: parameters, ..Self::default() };
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
        let physical = match kind {
            Some("AWS::DynamoDB::Table") => table_name(name),
            // What refers to a queue gets its URL.
            Some("AWS::SQS::Queue") => queue_url(name),
            _ => name.to_string(),
        };
        match kind {
            Some("AWS::DynamoDB::Table") => {
                self.attributes.insert(format!("{name}.StreamArn"), stream_arn(&physical));
                self.attributes.insert(format!("{name}.Arn"), table_arn(&physical));
            }
            Some("AWS::S3::Bucket") => {
                self.attributes.insert(format!("{name}.Arn"), format!("arn:aws:s3:::{physical}"));
            }
            Some("AWS::SQS::Queue") => {
                self.attributes.insert(format!("{name}.Arn"), queue_arn(name));
            }
            _ => {}
        }
        self.names.insert(name.into(), physical);
    }

    pub fn add_condition(&mut self, name: String, holds: bool) {
        self.conditions.insert(name, holds);
    }

    pub fn name(&self, name: &str) -> Option<&str> {
        self.names.get(name).map(String::as_str)
    }

    pub fn attribute(&self, path: &str) -> Option<&str> {
        self.attributes.get(path).map(String::as_str)
    }

    pub fn condition(&self, name: &str) -> Option<bool> {
        self.conditions.get(name).copied()
    }

    /// What `!If` chooses, however deep; any other value, and an `!If` that makes no sense, as it is.
    pub fn chosen<'a>(&self, value: &'a Value) -> &'a Value {
        let Value::Tagged(tagged) = value else { return value };
        match tagged.value.as_sequence().map(Vec::as_slice) {
            Some([condition, yes, no]) if tagged.tag == "!If" => {
                match condition.as_str().and_then(|name| self.condition(name)) {
                    Some(true) => self.chosen(yes),
                    Some(false) => self.chosen(no),
                    None => value,
                }
            }
            _ => value,
        }
    }
}

/// The physical name of a table, as CloudFormation would make one from the stack's and the logical name.
pub fn table_name(logical: &str) -> String {
    format!("paydesk-{logical}")
}

/// Where SQS would have it; nobody listens there.
pub fn queue_url(logical: &str) -> String {
    format!("http://sqs.local/{ACCOUNT}/paydesk-{logical}")
}

pub fn queue_arn(logical: &str) -> String {
    format!("arn:aws:sqs:{REGION}:{ACCOUNT}:paydesk-{logical}")
}

pub fn table_arn(table: &str) -> String {
    format!("arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}")
}

/// A stream's ARN ends in the time it was made; here it was always there.
pub fn stream_arn(table: &str) -> String {
    format!("{}/stream/2026-01-01T00:00:00.000", table_arn(table))
}
