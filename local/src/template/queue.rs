//! The queues: how long a received message is hidden, how long any is kept, and where it goes in the end.

use super::node::Node;
use super::scope::{queue_arn, queue_url};

/// What SQS does where a queue does not say.
const VISIBILITY_SECONDS: i64 = 30;
const RETENTION_SECONDS: i64 = 4 * 24 * 60 * 60;

/// A queue as the runner keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueDefinition {
    pub url: String,
    pub arn: String,
    /// How long a received message is hidden from whoever else asks.
    pub visibility_seconds: i64,
    /// After how long a message is lost.
    pub retention_seconds: i64,
    pub redrive: Option<Redrive>,
}

/// Where a message goes that was received too often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redrive {
    /// The other queue's ARN.
    pub to: String,
    pub most_receives: i64,
}

pub fn queue(logical: &str, resource: &Node) -> Result<QueueDefinition, String> {
    let properties = resource.required("Properties")?;
    properties.only(&[
        "MessageRetentionPeriod",
        "RedrivePolicy",
        // Nobody gets to see the data file who may not.
        "SqsManagedSseEnabled",
        "VisibilityTimeout",
    ])?;
    let seconds = |name: &str, otherwise| properties.get(name).map_or(Ok(otherwise), |node| node.integer());
    Ok(QueueDefinition {
        url: queue_url(logical),
        arn: queue_arn(logical),
        visibility_seconds: seconds("VisibilityTimeout", VISIBILITY_SECONDS)?,
        retention_seconds: seconds("MessageRetentionPeriod", RETENTION_SECONDS)?,
        redrive: properties.get("RedrivePolicy").map(|policy| redrive(&policy)).transpose()?,
    })
}

fn redrive(policy: &Node) -> Result<Redrive, String> {
    policy.only(&["deadLetterTargetArn", "maxReceiveCount"])?;
    let to = policy.required("deadLetterTargetArn")?;
    if !to.text()?.starts_with("arn:aws:sqs:") {
        return Err(to.refuse("the local runner knows a queue of this template only"));
    }
    Ok(Redrive { to: to.text()?, most_receives: policy.required("maxReceiveCount")?.integer()? })
}
