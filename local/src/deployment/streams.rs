//! The event source mappings: the table's changes, filtered and in batches, to the functions that want them.

use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::streams::DynamoDbEventResponse;
use paydesk_service::clock::Clock;
use paydesk_service::handlers::Handler;
use serde_json::{Value, json};

use super::functions::isolated;
use super::{Background, Deployment, Trigger};
use crate::engine::{Change, Images};
use crate::template::{Pattern, StreamSource};

/// How many changes are read at once.
const PAGE: usize = 500;

/// A failing batch is tried again at once, not for as long as on AWS; more would only say the same.
const MOST_RETRIES: u32 = 3;

impl Deployment {
    pub(super) async fn deliver_changes(&self, background: &mut Background) {
        loop {
            match self.deliver_page(background).await {
                Ok(0) => return,
                Ok(_) => {}
                Err(problem) => return tracing::error!("the stream cannot be read: {problem}"),
            }
        }
    }

    async fn deliver_page(&self, background: &mut Background) -> Result<usize, String> {
        let engine = &self.parts.engine;
        let into_images =
            self.streams().any(|(_, source)| source.filters.iter().any(Pattern::looks_into_images));
        let first_look = if into_images { Images::Read } else { Images::Left };
        let mut changes = engine.changes(background.position, PAGE, first_look)?;
        let Some(last) = changes.last().map(|change| change.position) else { return Ok(0) };
        let count = changes.len();
        let wanted = |change: &Change| self.streams().any(|(_, source)| source.wants(&change.record));
        if first_look == Images::Left && changes.iter().any(wanted) {
            changes = engine.changes(background.position, count, Images::Read)?;
        }
        changes.retain(|change| !background.was_delivered(change));
        // The engine has the real time; what a function compares with its clock is the deployment's.
        let ahead = self.clock().now().seconds() - Clock::system().now().seconds();
        let records: Vec<Value> =
            changes.into_iter().map(|change| made_later(change.record, ahead)).collect();
        for (function, source) in self.streams() {
            // On AWS they are tried again for as long as the template says; here only what the time to live deletes
            // can wait for that.
            for failed in self.deliver(function, source, &records).await {
                self.give_up(function, source, failed)?;
            }
        }
        background.position = last;
        engine.consumed(last)?;
        Ok(count)
    }

    pub(super) fn streams(&self) -> impl Iterator<Item = (&str, &StreamSource)> {
        self.triggers().filter_map(|(name, trigger)| match trigger {
            Trigger::Stream(source) => Some((name, source)),
            _ => None,
        })
    }

    /// Delivers the records that a function wants; returns those it did not take.
    pub(super) async fn deliver<'r>(
        &self,
        function: &str,
        source: &StreamSource,
        records: &'r [Value],
    ) -> Vec<&'r Value> {
        let wanted: Vec<&Value> = records.iter().filter(|record| source.wants(record)).collect();
        let mut failed = Vec::new();
        for batch in wanted.chunks(source.batch_size) {
            let mut rest = batch;
            while let Some(failing) = self.deliver_batch(function, source, rest).await {
                // Those after the first that keeps failing are not its fault.
                failed.push(rest[failing]);
                rest = &rest[failing + 1..];
            }
        }
        failed
    }

    /// A record that was tried for long enough goes where the template says, whole, or is lost.
    pub(super) fn give_up(
        &self,
        function: &str,
        source: &StreamSource,
        record: &Value,
    ) -> Result<(), String> {
        if source.keeps_failures {
            return self.keep_failure(function, record);
        }
        tracing::error!(function, record = number(record), "a stream record was given up, and is lost");
        Ok(())
    }

    /// Tries a batch until it is taken; from the first record that failed on, as Lambda does. Says which one it is
    /// that cannot be got past.
    async fn deliver_batch(&self, function: &str, source: &StreamSource, batch: &[&Value]) -> Option<usize> {
        let mut from = 0;
        let mut attempts = 0;
        let mut size = batch.len();
        while from < batch.len() {
            let part = &batch[from..batch.len().min(from + size)];
            match self.invoke_stream(function, source, part).await {
                None => (from, attempts, size) = (from + part.len(), 0, batch.len()),
                Some(failing) => {
                    // Progress counts as success; a failure of the whole is looked for one by one.
                    attempts = if failing > 0 { 1 } else { attempts + 1 };
                    from += failing;
                    size = 1.max(size / 2);
                    if attempts > source.retries.min(MOST_RETRIES) && size == 1 {
                        return Some(from);
                    }
                }
            }
        }
        None
    }

    /// One invocation; returns the index of the first record that it did not take.
    async fn invoke_stream(
        &self,
        function: &str,
        source: &StreamSource,
        records: &[&Value],
    ) -> Option<usize> {
        let response = match self.invoke(function, json!({ "Records": records })).await {
            Ok(response) => response,
            Err(problem) => {
                tracing::error!(function, "a batch of stream records was not taken: {problem}");
                return Some(0);
            }
        };
        if !source.reports_failures {
            return None;
        }
        let failed = response.batch_item_failures.iter().map(|failure| failure.item_identifier.as_deref());
        // A failure that names no record of the batch fails all of it.
        failed.map(|id| records.iter().position(|record| Some(number(record)) == id).unwrap_or(0)).min()
    }

    /// Invokes a function of the stream with an event, as the Lambda API would.
    pub async fn invoke(&self, function: &str, event: Value) -> Result<DynamoDbEventResponse, String> {
        let Some((app, Handler::Stream(handler))) = self.parts.functions.get(function) else {
            return Err(format!("{function} takes no stream"));
        };
        let event: Event = serde_json::from_value(event).map_err(|error| error.to_string())?;
        isolated(function, async move { handler(app, event).await }).await
    }
}

impl StreamSource {
    pub fn wants(&self, record: &Value) -> bool {
        self.filters.is_empty() || self.filters.iter().any(|filter| filter.matches(record))
    }
}

impl Background {
    /// Whether this is the deletion of an item whose record was delivered before it was deleted.
    fn was_delivered(&mut self, change: &Change) -> bool {
        change.record["eventName"] == "REMOVE"
            && self.delivered.remove(&change.record["dynamodb"]["Keys"].to_string())
    }
}

fn made_later(mut record: Value, seconds: i64) -> Value {
    let made = &mut record["dynamodb"]["ApproximateCreationDateTime"];
    *made = made.as_i64().map(|made| made + seconds).into();
    record
}

/// A record's sequence number, which is its name.
pub(super) fn number(record: &Value) -> &str {
    record["dynamodb"]["SequenceNumber"].as_str().unwrap_or_default()
}
