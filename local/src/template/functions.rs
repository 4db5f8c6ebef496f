//! The functions: their variables, their rights and what invokes them.

use std::collections::{BTreeMap, BTreeSet};

use super::filter::Pattern;
use super::node::Node;
use super::{Function, QueueSource, ScheduleSource, StreamSource, Trigger};

/// Properties without an effect in one process.
const ELSEWHERE: [&str; 9] = [
    "CodeUri",
    "Handler",
    "Runtime",
    "Architectures",
    "Tracing",
    "LoggingConfig",
    "ReservedConcurrentExecutions",
    // A scheduled run is not waiting to be tried again: it is invoked at once, and the next one makes it good.
    "EventInvokeConfig",
    "Description",
];

/// What a function's own properties override, or add to.
const INHERITED: [&str; 4] = ["PermissionsBoundary", "Environment", "MemorySize", "Timeout"];

/// What Lambda gives a function that does not say.
const LAMBDA_MEMORY_MB: u32 = 128;
const LAMBDA_TIMEOUT_SECONDS: u32 = 3;

/// A stream forgets a record after a day.
const STREAM_SECONDS: i64 = 24 * 60 * 60;

pub fn function(
    resource: &Node,
    global: Option<&Node>,
    boundaries: &BTreeMap<String, BTreeSet<String>>,
) -> Result<Function, String> {
    let properties = resource.required("Properties")?;
    properties.only(&[&ELSEWHERE[..], &INHERITED, &["Policies", "Events"]].concat())?;
    let mut all_variables = BTreeMap::new();
    if let Some(global) = global {
        global.only(&[&ELSEWHERE[..], &INHERITED].concat())?;
        all_variables.extend(variables(global)?);
    }
    all_variables.extend(variables(&properties)?);
    let inherited = |name: &str| properties.get(name).or_else(|| global?.get(name));
    let boundary = inherited("PermissionsBoundary");
    let mut actions = actions(&properties)?;
    if let Some(boundary) = boundary {
        let most = boundaries.get(&boundary.text()?);
        let most =
            most.ok_or_else(|| boundary.refuse("the local runner knows a policy of this template only"))?;
        actions.retain(|action| most.contains(action));
    }
    let binary = resource.required("Metadata")?.required("BuildProperties")?.required("Binary")?;
    Ok(Function {
        name: binary.text()?,
        memory_mb: inherited("MemorySize").map_or(Ok(LAMBDA_MEMORY_MB), |node| node.integer())?,
        timeout_seconds: inherited("Timeout").map_or(Ok(LAMBDA_TIMEOUT_SECONDS), |node| node.integer())?,
        variables: all_variables,
        actions,
        triggers: triggers(&properties)?,
    })
}

fn variables(properties: &Node) -> Result<BTreeMap<String, String>, String> {
    let Some(environment) = properties.get("Environment") else { return Ok(BTreeMap::new()) };
    environment.only(&["Variables"])?;
    let variables = environment.required("Variables")?.entries()?;
    variables.into_iter().map(|(name, node)| Ok((name, node.text()?))).collect()
}

/// What functions may talk to.
const SERVICES: [&str; 3] = ["dynamodb", "sqs", "events"];

/// The table's verbs stand alone, as most do; those of other services behind their name.
fn named(service: &str, verb: &str) -> String {
    if service == "dynamodb" { verb.to_owned() } else { format!("{service}:{verb}") }
}

/// The operations that the inline policies allow, such as `PutItem` and `sqs:SendMessage`.
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
            let arn = resource.text()?;
            let service = SERVICES.iter().find(|service| arn.starts_with(&format!("arn:aws:{service}:")));
            let Some(service) = service.filter(|_| !arn.ends_with('*')) else {
                return Err(
                    resource.refuse("the local runner knows the table's, queues' and a bus's ARN only")
                );
            };
            for action in statement.required("Action")?.texts()? {
                let verb = action.strip_prefix(&format!("{service}:")).filter(|verb| !verb.contains('*'));
                let verb =
                    verb.ok_or_else(|| statement.refuse(&format!("{action} is not one verb of {service}")))?;
                actions.insert(named(service, verb));
            }
        }
    }
    Ok(actions)
}

/// The operations that a boundary allows.
pub fn boundary(resource: &Node) -> Result<BTreeSet<String>, String> {
    let mut actions = BTreeSet::new();
    let document = resource.required("Properties")?.required("PolicyDocument")?;
    for statement in document.required("Statement")?.items()? {
        // What it says of other resources has no effect in one process.
        let resource = statement.required("Resource")?;
        let resources =
            resource.text().map(|one| vec![one]).or_else(|_| resource.texts()).unwrap_or_default();
        if resources.iter().any(|arn| arn.contains("/stream/")) {
            continue;
        }
        for service in SERVICES {
            if resources.iter().any(|arn| arn.starts_with(&format!("arn:aws:{service}:"))) {
                let verbs = statement.required("Action")?.texts()?;
                let prefix = format!("{service}:");
                actions.extend(
                    verbs
                        .iter()
                        .filter_map(|verb| verb.strip_prefix(&prefix))
                        .map(|verb| named(service, verb)),
                );
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
        "SQS" => queue(&properties).map(Trigger::Queue),
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
        "DestinationConfig",
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
        oldest_seconds: properties
            .get("MaximumRecordAgeInSeconds")
            .map_or(Ok(STREAM_SECONDS), |node| node.integer())?,
        keeps_failures: keeps_failures(properties)?,
        reports_failures: responses.iter().any(|one| one == "ReportBatchItemFailures"),
        filters: filters(properties)?,
    })
}

/// Whether there is a destination for records that were given up; one that takes them whole.
fn keeps_failures(properties: &Node) -> Result<bool, String> {
    let Some(config) = properties.get("DestinationConfig") else { return Ok(false) };
    config.only(&["OnFailure"])?;
    let destination = config.required("OnFailure")?;
    destination.only(&["Type", "Destination"])?;
    let bucket = destination.required("Destination")?.text()?;
    if destination.required("Type")?.text()? == "S3" && bucket.starts_with("arn:aws:s3:::") {
        return Ok(true);
    }
    Err(destination.refuse("the local runner knows a bucket of this template only"))
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

fn queue(properties: &Node) -> Result<QueueSource, String> {
    // How many executions there may be at once has no effect in one process.
    properties.only(&["Queue", "BatchSize", "FunctionResponseTypes", "ScalingConfig"])?;
    let queue = properties.required("Queue")?;
    if !queue.text()?.starts_with("arn:aws:sqs:") {
        return Err(queue.refuse("the local runner knows a queue of this template only"));
    }
    let responses = properties.required("FunctionResponseTypes")?;
    if responses.texts()? != ["ReportBatchItemFailures"] {
        return Err(responses.refuse("the local runner knows ReportBatchItemFailures only"));
    }
    Ok(QueueSource { queue: queue.text()?, batch_size: properties.required("BatchSize")?.integer()? })
}

fn schedule(properties: &Node) -> Result<ScheduleSource, String> {
    // Where EventBridge leaves what it cannot hand over; here it always can.
    properties.only(&["Schedule", "RetryPolicy", "DeadLetterConfig"])?;
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
