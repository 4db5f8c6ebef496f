//! The queue of webhooks to be delivered, and that of those given up; the only user of SQS.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::{QueueAttributeName, SendMessageBatchRequestEntry};
use paydesk_model::time::Moment;
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
    /// When it was sent that this goes on from, where it was sent anew in order to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_sent: Option<Moment>,
}

impl Message {
    /// The same as somebody sends it who begins anew.
    #[must_use]
    pub fn as_new(&self) -> Self {
        Self { first_sent: None, ..self.clone() }
    }
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
            let answer = sent.map_err(|error| NotTaken::of(&error))?;
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
        sent.map(|_| ()).map_err(|error| NotTaken::of(&error))
    }

    /// Sends one that nobody gets for so many seconds, at most a quarter of an hour.
    pub async fn send_later(&self, message: &Message, seconds: i32) -> Result<(), NotTaken> {
        let send = self.client.send_message().queue_url(&self.deliveries).message_body(body(message)?);
        let send = send.message_group_id(&message.endpoint).delay_seconds(seconds);
        send.send().await.map(|_| ()).map_err(|error| NotTaken::of(&error))
    }

    /// About how many messages are with somebody or put off. Those that were sent to come later are not among them.
    pub async fn in_flight(&self) -> Result<u64, NotTaken> {
        let wanted = QueueAttributeName::ApproximateNumberOfMessagesNotVisible;
        let get = self.client.get_queue_attributes().queue_url(&self.deliveries);
        let sent = get.attribute_names(wanted.clone()).send().await;
        let answer = sent.map_err(|error| NotTaken::of(&error))?;
        let count = answer.attributes.as_ref().and_then(|found| found.get(&wanted)?.parse().ok());
        count.ok_or_else(|| NotTaken("the queue does not say how many messages are in flight".into()))
    }

    /// Keeps what was given up, for somebody to redrive.
    pub async fn give_up(&self, message: &Message) -> Result<(), NotTaken> {
        self.bury(body(&message.as_new())?, &message.endpoint).await
    }

    /// Keeps what is no message of ours, as it is, for somebody to look at.
    pub async fn bury(&self, body: String, group: &str) -> Result<(), NotTaken> {
        let send = self.client.send_message().queue_url(&self.undelivered);
        let send = send.message_body(body).message_group_id(group);
        send.send().await.map(|_| ()).map_err(|error| NotTaken::of(&error))
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
