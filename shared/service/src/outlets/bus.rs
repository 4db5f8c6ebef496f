//! The bus that every event goes to, too; the only user of EventBridge.

use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::primitives::DateTime;
use aws_sdk_eventbridge::types::PutEventsRequestEntry;
use paydesk_model::time::Moment;

use super::NotTaken;

/// EventBridge takes no more in one call, in number and in bytes.
const MOST_ENTRIES: usize = 10;
const MOST_BYTES: usize = 256 * 1024;
/// What an entry takes for its time.
const TIME_BYTES: usize = 14;
const ROUNDS: usize = 3;

/// What rules look at first.
pub const SOURCE: &str = "paydesk";

/// One event on its way to the bus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Whose event it is: the entry's resource, by which rules tell merchants apart.
    pub account: String,
    /// `checkout.session.completed`, …
    pub detail_type: String,
    /// The event as JSON.
    pub detail: String,
    pub at: Moment,
}

impl Entry {
    /// As EventBridge counts them.
    fn bytes(&self) -> usize {
        TIME_BYTES + SOURCE.len() + self.detail_type.len() + self.detail.len() + self.account.len()
    }
}

/// As many at once as EventBridge takes, in their order.
fn batches<'e>(entries: &'e [&'e Entry]) -> Vec<&'e [&'e Entry]> {
    let (mut batches, mut from, mut bytes) = (Vec::new(), 0, 0);
    for (at, entry) in entries.iter().enumerate() {
        if at > from && (at - from == MOST_ENTRIES || bytes + entry.bytes() > MOST_BYTES) {
            batches.push(&entries[from..at]);
            (from, bytes) = (at, 0);
        }
        bytes += entry.bytes();
    }
    if from < entries.len() {
        batches.push(&entries[from..]);
    }
    batches
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

    /// Puts them all on the bus, or fails; a failure may leave some on it. One that no bus would ever take is left out:
    /// it is among the events of the API, and must not hold up the others.
    pub async fn put(&self, entries: &[Entry]) -> Result<(), NotTaken> {
        let (fitting, too_large): (Vec<_>, Vec<_>) =
            entries.iter().partition(|entry| entry.bytes() <= MOST_BYTES);
        for entry in too_large {
            let bytes = entry.bytes();
            tracing::error!(kind = entry.detail_type, bytes, "an event is too large for the bus");
        }
        for some in batches(&fitting) {
            self.put_batch(some).await?;
        }
        Ok(())
    }

    async fn put_batch(&self, entries: &[&Entry]) -> Result<(), NotTaken> {
        let mut left: Vec<_> = entries.iter().map(|entry| self.request(entry)).collect();
        let mut cause = String::new();
        for _ in 0..ROUNDS {
            let sent = self.client.put_events().set_entries(Some(left.clone())).send().await;
            let answer = sent.map_err(|error| NotTaken::of(&error))?;
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
            .resources(&entry.account)
            .time(DateTime::from_millis(entry.at.millis()))
            .build()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(bytes: usize) -> Entry {
        let (account, detail_type) = ("acct_1".to_owned(), "charge.failed".to_owned());
        Entry { account, detail_type, detail: "x".repeat(bytes), at: Moment(0) }
    }

    #[test]
    fn a_batch_is_what_the_bus_takes_at_once() {
        let sizes = |entries: &[Entry]| -> Vec<usize> {
            let entries: Vec<&Entry> = entries.iter().collect();
            batches(&entries).into_iter().map(<[_]>::len).collect()
        };
        assert_eq!(sizes(&[]), [0; 0]);
        assert_eq!(sizes(&vec![entry(100); 23]), [10, 10, 3]);
        assert_eq!(sizes(&vec![entry(100_000); 5]), [2, 2, 1]);
        assert_eq!(sizes(&[entry(10), entry(262_100), entry(10)]), [1, 1, 1]);
    }
}
