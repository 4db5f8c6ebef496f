//! DynamoDB's time to live, by the deployment's clock: late, with the service's identity, and at least once.
//!
//! The record goes out before the item is deleted, and the item goes only when the functions took it, or when it is
//! kept as given up: whatever is killed in between, nothing is lost.

use std::collections::HashSet;

use paydesk_model::time::Moment;
use serde_json::{Value, json};

use super::streams::number;
use super::{Background, Deployment};
use crate::engine::DueItem;
use crate::template::{REGION, TableDefinition};

/// How many items are looked at at once.
const PAGE: usize = 100;

impl Deployment {
    pub(super) async fn delete_due_items(&self, background: &mut Background) {
        let over = self.clock().now().seconds() - self.parts.options.ttl_lag_seconds;
        let mut kept = HashSet::new();
        loop {
            match self.delete_page(background, over, &mut kept).await {
                Ok(0) => return,
                Ok(_) => {}
                Err(problem) => return tracing::error!("the time to live cannot run: {problem}"),
            }
        }
    }

    /// Deletes some items; what could not be delivered is kept, for the next time.
    async fn delete_page(
        &self,
        background: &mut Background,
        over: i64,
        kept: &mut HashSet<String>,
    ) -> Result<usize, String> {
        let (engine, table) = (&self.parts.engine, self.parts.engine.table());
        let mut due = engine.due(over, PAGE + kept.len())?;
        due.retain(|item| !kept.contains(&item.keys(table).to_string()));
        let mut record = |item| {
            background.deletions += 1;
            removal(table, item, self.clock().now(), background.deletions)
        };
        let records: Vec<Value> = due.iter().map(&mut record).collect();
        let mut waiting = HashSet::new();
        for (function, source) in self.streams() {
            for failed in self.deliver(function, source, &records).await {
                // Its age is counted from when it should have been deleted; until then it is tried every minute.
                if over - deletion_second(failed, table) < source.oldest_seconds {
                    waiting.insert(number(failed));
                } else {
                    self.give_up(function, source, failed)?;
                }
            }
        }
        for (item, record) in due.iter().zip(&records) {
            let keys = item.keys(table).to_string();
            if !waiting.contains(number(record)) && engine.delete_due(item)? {
                background.delivered.insert(keys);
            } else {
                kept.insert(keys);
            }
        }
        Ok(due.len())
    }
}

/// When the time to live of a removed item was over.
fn deletion_second(record: &Value, table: &TableDefinition) -> i64 {
    let second = record["dynamodb"]["OldImage"][table.ttl_attribute.as_str()]["N"].as_str();
    second.and_then(|second| second.parse().ok()).unwrap_or_default()
}

/// The record that the time to live leaves in the stream: a removal by DynamoDB itself.
pub fn removal(table: &TableDefinition, item: &DueItem, now: Moment, deletion: i64) -> Value {
    json!({
        "eventID": format!("{:016x}{deletion:016x}", now.millis()),
        "eventName": "REMOVE",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "eventSourceARN": table.stream_arn(),
        "userIdentity": {"type": "Service", "principalId": "dynamodb.amazonaws.com"},
        "dynamodb": {
            "ApproximateCreationDateTime": now.seconds(),
            "Keys": item.keys(table),
            "OldImage": item.image,
            "SequenceNumber": format!("2{:013}{deletion:07}", now.millis()),
            "SizeBytes": item.image.to_string().len(),
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    })
}
