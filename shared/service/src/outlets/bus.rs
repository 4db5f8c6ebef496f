//! The bus that every event goes to, too; the only user of EventBridge.

use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::error::DisplayErrorContext;
use aws_sdk_eventbridge::primitives::DateTime;
use aws_sdk_eventbridge::types::PutEventsRequestEntry;
use paydesk_model::time::Moment;

use super::NotTaken;

/// EventBridge takes no more in one call.
const MOST_ENTRIES: usize = 10;
const ROUNDS: usize = 3;

/// What rules look at first.
pub const SOURCE: &str = "paydesk";

/// One event on its way to the bus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `checkout.session.completed`, …
    pub detail_type: String,
    /// The event as JSON.
    pub detail: String,
    pub at: Moment,
}

/// One bus.
#[derive(Clone, Debug)]
pub struct Bus {
    client: Client,
    name: String,
}

impl Bus {
    /// `name` is a name or an ARN.
    pub fn new(client: Client, name: String) -> Self {
        Self { client, name }
    }

    /// Puts them all on the bus, or fails; a failure may leave some on it.
    pub async fn put(&self, entries: &[Entry]) -> Result<(), NotTaken> {
        for some in entries.chunks(MOST_ENTRIES) {
            self.put_batch(some).await?;
        }
        Ok(())
    }

    async fn put_batch(&self, entries: &[Entry]) -> Result<(), NotTaken> {
        let mut left: Vec<_> = entries.iter().map(|entry| self.request(entry)).collect();
        let mut cause = String::new();
        for _ in 0..ROUNDS {
            let sent = self.client.put_events().set_entries(Some(left.clone())).send().await;
            let answer = sent.map_err(|error| NotTaken(DisplayErrorContext(&error).to_string()))?;
            if answer.failed_entry_count == 0 {
                return Ok(());
            }
            // In the order of the request; an entry that was taken has no code.
            let results = answer.entries.unwrap_or_default();
            let failed = |index: usize| results.get(index).and_then(|result| result.error_code.as_deref());
            cause = (0..left.len()).find_map(failed).unwrap_or("unknown").to_owned();
            left = left
                .into_iter()
                .enumerate()
                .filter(|(at, _)| failed(*at).is_some())
                .map(|(_, one)| one)
                .collect();
        }
        Err(NotTaken(format!("the bus did not take {} events: {cause}", left.len())))
    }

    fn request(&self, entry: &Entry) -> PutEventsRequestEntry {
        PutEventsRequestEntry::builder()
            .event_bus_name(&self.name)
            .source(SOURCE)
            .detail_type(&entry.detail_type)
            .detail(&entry.detail)
            .time(DateTime::from_millis(entry.at.millis()))
            .build()
    }
}
