//! The queue of webhooks to be delivered, and that of those given up; the only user of SQS.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::DisplayErrorContext;
use aws_sdk_sqs::types::SendMessageBatchRequestEntry;
use serde::{Deserialize, Serialize};

use super::NotTaken;

/// SQS takes no more in one call.
const MOST_MESSAGES: usize = 10;
/// How often those that were not taken are sent again before we give up.
const ROUNDS: usize = 3;

/// One event for one endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Message {
    pub account: String,
    pub livemode: bool,
    /// `evt_…`
    pub event: String,
    /// `we_…`; also the group, so that one endpoint's backlog is not another's.
    pub endpoint: String,
    /// Somebody asked for it by hand: it is sent even if it was delivered before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

/// Both queues.
#[derive(Clone, Debug)]
pub struct Queue {
    client: Client,
    deliveries: String,
    undelivered: String,
}

impl Queue {
    /// `deliveries` and `undelivered` are URLs.
    pub fn new(client: Client, deliveries: String, undelivered: String) -> Self {
        Self { client, deliveries, undelivered }
    }

    /// Puts them all into the queue, or fails; a failure may leave some in it.
    pub async fn send(&self, messages: &[Message]) -> Result<(), NotTaken> {
        for some in messages.chunks(MOST_MESSAGES) {
            self.send_batch(some).await?;
        }
        Ok(())
    }

    async fn send_batch(&self, messages: &[Message]) -> Result<(), NotTaken> {
        let mut left = Vec::with_capacity(messages.len());
        for (index, message) in messages.iter().enumerate() {
            left.push(entry(index, message)?);
        }
        let mut cause = String::new();
        for _ in 0..ROUNDS {
            let send = self.client.send_message_batch().queue_url(&self.deliveries);
            let sent = send.set_entries(Some(left.clone())).send().await;
            let answer = sent.map_err(|error| NotTaken(DisplayErrorContext(&error).to_string()))?;
            let failed = answer.failed;
            if failed.is_empty() {
                return Ok(());
            }
            cause = format!("{} of {} messages: {}", failed.len(), left.len(), failed[0].code);
            left.retain(|entry| failed.iter().any(|failed| failed.id == entry.id));
        }
        Err(NotTaken(cause))
    }

    /// Has a message come back after so many seconds, at most twelve hours.
    pub async fn postpone(&self, receipt: &str, seconds: i32) -> Result<(), NotTaken> {
        let change = self.client.change_message_visibility().queue_url(&self.deliveries);
        let sent = change.receipt_handle(receipt).visibility_timeout(seconds).send().await;
        sent.map(|_| ()).map_err(|error| NotTaken(DisplayErrorContext(&error).to_string()))
    }

    /// Keeps what was given up, for somebody to redrive.
    pub async fn give_up(&self, message: &Message) -> Result<(), NotTaken> {
        self.bury(body(message)?, &message.endpoint).await
    }

    /// Keeps what is no message of ours, as it is, for somebody to look at.
    pub async fn bury(&self, body: String, group: &str) -> Result<(), NotTaken> {
        let send = self.client.send_message().queue_url(&self.undelivered);
        let send = send.message_body(body).message_group_id(group);
        send.send().await.map(|_| ()).map_err(|error| NotTaken(DisplayErrorContext(&error).to_string()))
    }
}

fn entry(index: usize, message: &Message) -> Result<SendMessageBatchRequestEntry, NotTaken> {
    let entry = SendMessageBatchRequestEntry::builder().id(index.to_string());
    let entry = entry.message_body(body(message)?).message_group_id(&message.endpoint);
    entry.build().map_err(|error| NotTaken(error.to_string()))
}

fn body(message: &Message) -> Result<String, NotTaken> {
    serde_json::to_string(message).map_err(|error| NotTaken(error.to_string()))
}
