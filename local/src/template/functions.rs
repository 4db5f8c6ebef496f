//! The functions: their variables, their rights and what invokes them.

use std::collections::{BTreeMap, BTreeSet};

use super::filter::Pattern;
use super::node::Node;
use super::{Function, ScheduleSource, StreamSource, Trigger};

/// Properties without an effect in one process.
const ELSEWHERE: [&str; 10] = [
    "CodeUri",
    "Handler",
    "Runtime",
    "Architectures",
    "MemorySize",
    "Timeout",
    "Tracing",
    "LoggingConfig",
    "ReservedConcurrentExecutions",
    "Description",
];

pub fn function(resource: &Node, global: Option<&Node>) -> Result<Function, String> {
    let properties = resource.required("Properties")?;
    properties.only(&[&ELSEWHERE[..], &["Environment", "Policies", "Events"]].concat())?;
    let mut all_variables = BTreeMap::new();
    if let Some(global) = global {
        global.only(&[&ELSEWHERE[..], &["Environment"]].concat())?;
        all_variables.extend(variables(global)?);
    }
    all_variables.extend(variables(&properties)?);
    let binary = resource.required("Metadata")?.required("BuildProperties")?.required("Binary")?;
    Ok(Function {
        name: binary.text()?,
        variables: all_variables,
        actions: actions(&properties)?,
        triggers: triggers(&properties)?,
    })
}

fn variables(properties: &Node) -> Result<BTreeMap<String, String>, String> {
    let Some(environment) = properties.get("Environment") else { return Ok(BTreeMap::new()) };
    environment.only(&["Variables"])?;
    let variables = environment.required("Variables")?.entries()?;
    variables.into_iter().map(|(name, node)| Ok((name, node.text()?))).collect()
}

/// The operations that the inline policies allow on the table.
fn actions(properties: &Node) -> Result<BTreeSet<String>, String> {
    let mut actions = BTreeSet::new();
    let Some(policies) = properties.get("Policies") else { return Ok(actions) };
    for policy in policies.items()? {
        policy.only(&["Version", "Statement"])?;
        for statement in policy.required("Statement")?.items()? {
            statement.only(&["Effect", "Action", "Resource"])?;
            if statement.required("Effect")?.text()? != "Allow" {
                return Err(statement.refuse("the local runner knows Allow only"));
            }
            let resource = statement.required("Resource")?;
            if !resource.text()?.starts_with("arn:aws:dynamodb:") || resource.text()?.ends_with('*') {
                return Err(resource.refuse("the local runner knows the table's ARN only"));
            }
            for action in statement.required("Action")?.texts()? {
                let verb = action.strip_prefix("dynamodb:").filter(|verb| !verb.contains('*'));
                let verb =
                    verb.ok_or_else(|| statement.refuse(&format!("{action} is not one DynamoDB verb")))?;
                actions.insert(verb.to_string());
            }
        }
    }
    Ok(actions)
}

fn triggers(properties: &Node) -> Result<Vec<Trigger>, String> {
    let events = properties.required("Events")?.entries()?;
    events.into_iter().map(|(_, event)| trigger(&event)).collect()
}

fn trigger(event: &Node) -> Result<Trigger, String> {
    event.only(&["Type", "Properties"])?;
    let properties = event.required("Properties")?;
    match event.required("Type")?.text()?.as_str() {
        "HttpApi" => route(&properties),
        "DynamoDB" => stream(&properties).map(Trigger::Stream),
        "Schedule" => schedule(&properties).map(Trigger::Schedule),
        other => Err(event.refuse(&format!("the local runner does not know events of type {other}"))),
    }
}

fn route(properties: &Node) -> Result<Trigger, String> {
    properties.only(&["ApiId", "Method", "Path"])?;
    match (properties.get("Method"), properties.get("Path")) {
        (None, None) => Ok(Trigger::DefaultRoute),
        (Some(method), Some(path)) => {
            let (method, route) = (method.text()?, path.text()?);
            if route.contains('+') || method.eq_ignore_ascii_case("ANY") {
                return Err(path.refuse("the local runner knows neither {proxy+} nor ANY"));
            }
            Ok(Trigger::Route { method: method.to_uppercase(), path: route })
        }
        _ => Err(properties.refuse("a route has a Method and a Path, or neither")),
    }
}

fn stream(properties: &Node) -> Result<StreamSource, String> {
    properties.only(&[
        "Stream",
        "StartingPosition",
        "BatchSize",
        "MaximumBatchingWindowInSeconds",
        "MaximumRetryAttempts",
        "MaximumRecordAgeInSeconds",
        "BisectBatchOnFunctionError",
        "ParallelizationFactor",
        "FunctionResponseTypes",
        "FilterCriteria",
    ])?;
    let stream = properties.required("Stream")?;
    if !stream.text()?.starts_with("arn:aws:dynamodb:") {
        return Err(stream.refuse("the local runner knows the table's own stream only"));
    }
    let responses =
        properties.get("FunctionResponseTypes").map_or_else(|| Ok(Vec::new()), |node| node.texts())?;
    Ok(StreamSource {
        batch_size: properties.required("BatchSize")?.integer()?,
        // None given means no limit.
        retries: properties.get("MaximumRetryAttempts").map_or(Ok(u32::MAX), |node| node.integer())?,
        reports_failures: responses.iter().any(|one| one == "ReportBatchItemFailures"),
        filters: filters(properties)?,
    })
}

fn filters(properties: &Node) -> Result<Vec<Pattern>, String> {
    let Some(criteria) = properties.get("FilterCriteria") else { return Ok(Vec::new()) };
    criteria.only(&["Filters"])?;
    let filters = criteria.required("Filters")?.items()?;
    let pattern = |filter: &Node| {
        filter.only(&["Pattern"])?;
        let pattern = filter.required("Pattern")?;
        Pattern::parse(&pattern.text()?).map_err(|problem| pattern.refuse(&problem))
    };
    filters.iter().map(pattern).collect()
}

fn schedule(properties: &Node) -> Result<ScheduleSource, String> {
    properties.only(&["Schedule", "RetryPolicy"])?;
    let rate = properties.required("Schedule")?;
    let text = rate.text()?;
    let minutes = match text.strip_prefix("rate(").and_then(|text| text.strip_suffix(')')) {
        Some("1 minute") => Some(1),
        Some(plural) => plural.strip_suffix(" minutes").and_then(|number| number.parse::<i64>().ok()),
        None => None,
    };
    let minutes = minutes.filter(|minutes| *minutes > 0);
    let minutes = minutes.ok_or_else(|| rate.refuse("the local runner knows rate(… minutes) only"))?;
    let retries = properties.get("RetryPolicy").and_then(|policy| policy.get("MaximumRetryAttempts"));
    // EventBridge tries 185 times over a day when it is not told; two are enough to see that it would.
    let retries = retries.map_or(Ok(2), |retries| retries.integer())?;
    Ok(ScheduleSource { every_seconds: minutes * 60, retries })
}
