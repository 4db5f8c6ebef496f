//! template.yaml as the runner sees it: functions with their routes, streams, schedules and rights, and the table.

pub mod filter;
mod functions;
mod node;
mod parameters;
mod table;

use std::collections::{BTreeMap, BTreeSet};

pub use filter::Pattern;
pub use node::Node;
pub use table::TableDefinition;

use functions::function;
use node::Scope;
use parameters::parameters;
use table::table;

/// The template this binary was built with, so that it needs no file beside it.
pub const SOURCE: &str = include_str!("../../../template.yaml");

/// Where ARNs point when there is no AWS.
pub const REGION: &str = "us-east-1";
pub const ACCOUNT: &str = "000000000000";

/// Everything of the template that has an effect locally.
#[derive(Debug)]
pub struct Template {
    pub table: TableDefinition,
    pub functions: Vec<Function>,
    /// Every parameter and its value.
    pub parameters: BTreeMap<String, String>,
}

/// One Lambda function.
#[derive(Debug)]
pub struct Function {
    /// The binary, which is also the handler's name.
    pub name: String,
    pub variables: BTreeMap<String, String>,
    /// The DynamoDB operations its policies allow, without the `dynamodb:` before them.
    pub actions: BTreeSet<String>,
    pub triggers: Vec<Trigger>,
}

/// What invokes a function.
#[derive(Debug)]
pub enum Trigger {
    Route {
        method: String,
        path: String,
    },
    /// Whatever no other route takes: API Gateway's `$default`.
    DefaultRoute,
    Stream(StreamSource),
    Schedule(ScheduleSource),
}

/// A subscription to the table's changes.
#[derive(Clone, Debug)]
pub struct StreamSource {
    pub batch_size: usize,
    /// How often a failed batch is tried again before its records are given up.
    pub retries: u32,
    /// Whether a function names the records that failed, or fails as a whole.
    pub reports_failures: bool,
    /// A record is delivered if any of these matches it, or if there are none.
    pub filters: Vec<Pattern>,
}

/// An invocation at regular intervals.
#[derive(Clone, Debug)]
pub struct ScheduleSource {
    pub every_seconds: i64,
    pub retries: u32,
}

impl Template {
    /// The built-in template with some parameters set to other than their default.
    pub fn embedded(overrides: &BTreeMap<String, String>) -> Result<Self, String> {
        Self::read(SOURCE, overrides)
    }

    /// Reads a template, or says what in it the runner does not understand, and where.
    pub fn read(source: &str, overrides: &BTreeMap<String, String>) -> Result<Self, String> {
        let document: serde_yaml_ng::Value =
            serde_yaml_ng::from_str(source).map_err(|error| format!("template.yaml: {error}"))?;
        let parameters = parameters(&Node::root(&document, &Scope::default()), overrides)?;
        let scope = Scope::new(parameters.clone(), &document);
        let root = Node::root(&document, &scope);
        root.only(&[
            "AWSTemplateFormatVersion",
            "Transform",
            "Description",
            "Metadata",
            "Parameters",
            "Globals",
            "Resources",
            "Outputs",
        ])?;
        let (tables, functions) = resources(&root)?;
        match <[TableDefinition; 1]>::try_from(tables) {
            Ok([table]) => Ok(Self { table, functions, parameters }),
            Err(tables) => Err(root.refuse(&format!("expected one DynamoDB table, found {}", tables.len()))),
        }
    }
}

fn resources(root: &Node) -> Result<(Vec<TableDefinition>, Vec<Function>), String> {
    let globals = root.get("Globals");
    if let Some(globals) = &globals {
        globals.only(&["Function"])?;
    }
    let global = globals.as_ref().and_then(|globals| globals.get("Function"));
    let (mut tables, mut functions) = (Vec::new(), Vec::new());
    for (name, resource) in root.required("Resources")?.entries()? {
        resource.only(&["Type", "Metadata", "Properties", "DeletionPolicy", "UpdateReplacePolicy"])?;
        match resource.required("Type")?.text()?.as_str() {
            "AWS::DynamoDB::Table" => tables.push(table(&name, &resource)?),
            "AWS::Serverless::Function" => functions.push(function(&resource, global.as_ref())?),
            "AWS::Serverless::HttpApi" => {
                resource.required("Properties")?.only(&["Description", "FailOnWarnings"])?;
            }
            "AWS::Logs::LogGroup" => {}
            other => return Err(resource.refuse(&format!("the local runner has no {other}"))),
        }
    }
    Ok((tables, functions))
}
