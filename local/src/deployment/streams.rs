//! The event source mappings: the table's changes, filtered and in batches, to the functions that want them.

use aws_lambda_events::event::dynamodb::Event;
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
        let records: Vec<Value> = changes.into_iter().map(|change| change.record).collect();
        for (function, source) in self.streams() {
            self.deliver(function, source, &records).await;
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

    /// Delivers the records that a function wants; returns the numbers of those it never took.
    pub(super) async fn deliver(
        &self,
        function: &str,
        source: &StreamSource,
        records: &[Value],
    ) -> Vec<String> {
        let wanted: Vec<Value> = records.iter().filter(|record| source.wants(record)).cloned().collect();
        let mut given_up = Vec::new();
        for batch in wanted.chunks(source.batch_size) {
            let mut rest = batch;
            while let Some(failing) = self.deliver_batch(function, source, rest).await {
                // The first that keeps failing is given up; those after it are not its fault.
                tracing::error!(function, record = number(&rest[failing]), "a stream record was given up");
                given_up.push(number(&rest[failing]).to_string());
                rest = &rest[failing + 1..];
            }
        }
        given_up
    }

    /// Tries a batch until it is taken; from the first record that failed on, as Lambda does. Says which one it is
    /// that cannot be got past.
    async fn deliver_batch(&self, function: &str, source: &StreamSource, batch: &[Value]) -> Option<usize> {
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
    async fn invoke_stream(&self, function: &str, source: &StreamSource, records: &[Value]) -> Option<usize> {
        let Some((app, Handler::Stream(handler))) = self.parts.functions.get(function) else {
            tracing::error!(function, "has a stream in template.yaml and takes none in the service");
            return Some(0);
        };
        let event: Event = match serde_json::from_value(json!({ "Records": records })) {
            Ok(event) => event,
            Err(error) => {
                tracing::error!("a stream record is not one to Lambda: {error}");
                return Some(0);
            }
        };
        let Ok(response) = isolated(function, async move { handler(app, event).await }).await else {
            return Some(0);
        };
        if !source.reports_failures {
            return None;
        }
        let failed = response.batch_item_failures.iter().map(|failure| failure.item_identifier.as_deref());
        // A failure that names no record of the batch fails all of it.
        failed.map(|id| records.iter().position(|record| Some(number(record)) == id).unwrap_or(0)).min()
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

fn number(record: &Value) -> &str {
    record["dynamodb"]["SequenceNumber"].as_str().unwrap_or_default()
}
