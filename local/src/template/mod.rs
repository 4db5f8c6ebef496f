//! template.yaml as the runner sees it: functions with their routes, streams, queues, schedules and rights,
//! and the table.

mod api;
mod conditions;
pub mod filter;
mod functions;
mod node;
mod parameters;
mod queue;
mod scope;
mod table;

use std::collections::{BTreeMap, BTreeSet};

pub use api::DEFAULT_STAGE;
pub use filter::Pattern;
pub use node::Node;
pub use queue::QueueDefinition;
pub use table::TableDefinition;

use api::stage;
use conditions::conditions;
use functions::{boundary, function};
use parameters::parameters;
use queue::queue;
use scope::Scope;
use table::table;

/// The template this binary was built with, so that it needs no file beside it.
pub const SOURCE: &str = include_str!("../../../template.yaml");

/// Where ARNs point when there is no AWS.
pub const REGION: &str = "us-east-1";
pub const ACCOUNT: &str = "000000000000";

/// Resources without an effect in one process: what was given up is kept beside the data, and nobody is watching.
const ELSEWHERE: [&str; 12] = [
    "AWS::ApiGatewayV2::ApiMapping",
    "AWS::ApiGatewayV2::DomainName",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::Events::Rule",
    "AWS::Logs::LogGroup",
    "AWS::Route53::RecordSet",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::Topic",
    "AWS::SQS::QueuePolicy",
];

/// Everything of the template that has an effect locally.
#[derive(Debug)]
pub struct Template {
    pub table: TableDefinition,
    /// The API's stage; any but the default one is the first step of every path.
    pub stage: String,
    pub functions: Vec<Function>,
    pub queues: Vec<QueueDefinition>,
    /// Every parameter and its value.
    pub parameters: BTreeMap<String, String>,
}

/// One Lambda function.
#[derive(Debug)]
pub struct Function {
    /// The binary, which is also the handler's name.
    pub name: String,
    /// Nothing enforces these two in one process.
    pub memory_mb: u32,
    pub timeout_seconds: u32,
    pub variables: BTreeMap<String, String>,
    /// The operations its policies allow: DynamoDB's without the `dynamodb:` before them, others as `sqs:SendMessage`.
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
    Queue(QueueSource),
}

/// A subscription to the table's changes.
#[derive(Clone, Debug)]
pub struct StreamSource {
    pub batch_size: usize,
    /// How often a failed batch is tried again before its records are given up.
    pub retries: u32,
    /// How old a record becomes before it is given up.
    pub oldest_seconds: i64,
    /// Whether records that were given up are kept.
    pub keeps_failures: bool,
    /// Whether a function names the records that failed, or fails as a whole.
    pub reports_failures: bool,
    /// A record is delivered if any of these matches it, or if there are none.
    pub filters: Vec<Pattern>,
}

/// A queue whose messages a function takes.
#[derive(Clone, Debug)]
pub struct QueueSource {
    /// Its ARN.
    pub queue: String,
    pub batch_size: usize,
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
        let scope = conditions(&document, Scope::new(parameters.clone(), &document))?;
        let root = Node::root(&document, &scope);
        root.only(&[
            "AWSTemplateFormatVersion",
            "Transform",
            "Description",
            "Metadata",
            "Parameters",
            // What CloudFormation asks of parameters before it begins.
            "Rules",
            "Conditions",
            "Globals",
            "Resources",
            "Outputs",
        ])?;
        let Resources { tables, stages, functions, queues } = resources(&root)?;
        let one = |what: &str, found: usize| root.refuse(&format!("expected one {what}, found {found}"));
        match (<[TableDefinition; 1]>::try_from(tables), <[String; 1]>::try_from(stages)) {
            (Ok([table]), Ok([stage])) => Ok(Self { table, stage, functions, queues, parameters }),
            (Err(tables), _) => Err(one("DynamoDB table", tables.len())),
            (_, Err(stages)) => Err(one("HTTP API", stages.len())),
        }
    }
}

/// What the resources come to.
#[derive(Default)]
struct Resources {
    tables: Vec<TableDefinition>,
    stages: Vec<String>,
    functions: Vec<Function>,
    queues: Vec<QueueDefinition>,
}

fn resources(root: &Node) -> Result<Resources, String> {
    let globals = root.get("Globals");
    if let Some(globals) = &globals {
        globals.only(&["Function"])?;
    }
    let global = globals.as_ref().and_then(|globals| globals.get("Function"));
    let mut found = Resources::default();
    let boundaries = boundaries(root)?;
    for (name, resource) in root.required("Resources")?.entries()? {
        let keys = ["Type", "Condition", "Metadata", "Properties", "DeletionPolicy", "UpdateReplacePolicy"];
        resource.only(&keys)?;
        if let Some(condition) = resource.get("Condition")
            && !resource.condition(&condition.text()?)?
        {
            continue;
        }
        match resource.required("Type")?.text()?.as_str() {
            "AWS::DynamoDB::Table" => found.tables.push(table(&name, &resource)?),
            "AWS::Serverless::Function" => {
                found.functions.push(function(&resource, global.as_ref(), &boundaries)?);
            }
            "AWS::SQS::Queue" => found.queues.push(queue(&name, &resource)?),
            "AWS::IAM::ManagedPolicy" => {}
            "AWS::Serverless::HttpApi" => found.stages.push(stage(&resource)?),
            other if ELSEWHERE.contains(&other) => {}
            other => return Err(resource.refuse(&format!("the local runner has no {other}"))),
        }
    }
    Ok(found)
}

/// What the template's managed policies allow, for functions that have one as their boundary.
fn boundaries(root: &Node) -> Result<BTreeMap<String, BTreeSet<String>>, String> {
    let resources = root.required("Resources")?.entries()?;
    let kind = |resource: &Node| resource.get("Type").and_then(|kind| kind.text().ok());
    let policies = resources
        .into_iter()
        .filter(|(_, resource)| kind(resource).as_deref() == Some("AWS::IAM::ManagedPolicy"));
    policies.map(|(name, resource)| Ok((name, boundary(&resource)?))).collect()
}
