//! SQS's JSON protocol on the runner's queues: what functions call, and no more.

use std::collections::{BTreeMap, BTreeSet};

use md5::{Digest, Md5};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::operations::Answer;
use super::service::{Service, answered, refused};
use crate::queues::{LONGEST_HIDDEN_SECONDS, QueueError, Queues};

/// SQS takes no more in one batch, and no larger.
const MOST_ENTRIES: usize = 10;
const MOST_BYTES: usize = 1024 * 1024;
/// What a message that is sent waits at most.
const LONGEST_DELAY_SECONDS: i64 = 15 * 60;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Send {
    queue_url: String,
    message_body: String,
    message_group_id: Option<String>,
    #[serde(default)]
    delay_seconds: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct SendBatch {
    queue_url: String,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Entry {
    id: String,
    message_body: String,
    message_group_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ChangeVisibility {
    queue_url: String,
    receipt_handle: String,
    visibility_timeout: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct GetAttributes {
    queue_url: String,
    attribute_names: Vec<String>,
}

/// Performs a request as SQS would; of a batch only the first half, if it is to be taken in part.
pub fn perform(queues: &Queues, operation: &str, body: &[u8], in_part: bool) -> Answer {
    let answer = match operation {
        "SendMessage" => parsed(body).and_then(|request| send(queues, &request)),
        "SendMessageBatch" => parsed(body).and_then(|request| send_batch(queues, &request, in_part)),
        "GetQueueAttributes" => parsed(body).and_then(|request| attributes(queues, &request)),
        "ChangeMessageVisibility" => parsed(body).and_then(|request| change_visibility(queues, &request)),
        other => Err(Service::Queues.unknown(other)),
    };
    answer.unwrap_or_else(|refused| refused)
}

/// What the runner does not know of a request it refuses, rather than leave it undone.
fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, Answer> {
    serde_json::from_slice(body).map_err(|error| {
        let message = format!("the local runner does not take this request: {error}");
        refused(400, "com.amazon.coral.service#SerializationException", &message)
    })
}

fn send(queues: &Queues, request: &Send) -> Result<Answer, Answer> {
    let body = &request.message_body;
    if body.is_empty() || body.len() > MOST_BYTES {
        return Err(invalid("A message has between 1 byte and 1 MiB."));
    }
    let delay = request.delay_seconds;
    if !(0..=LONGEST_DELAY_SECONDS).contains(&delay) {
        return Err(invalid("DelaySeconds must be between 0 and 900."));
    }
    let group = request.message_group_id.as_deref().unwrap_or_default();
    let sent = queues.send_later(&request.queue_url, &[(group, body)], delay);
    let ids = sent.map_err(|error| failed(&error))?;
    Ok(answered(&json!({"MessageId": ids.first(), "MD5OfMessageBody": md5_hex(body)})))
}

fn send_batch(queues: &Queues, request: &SendBatch, in_part: bool) -> Result<Answer, Answer> {
    let SendBatch { queue_url, entries } = request;
    let error = |kind: &str, message: &str| Err(refused(400, &format!("com.amazonaws.sqs#{kind}"), message));
    match entries.len() {
        0 => return error("EmptyBatchRequest", "There should be at least one SendMessageBatchRequestEntry."),
        1..=MOST_ENTRIES => {}
        _ => return error("TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10."),
    }
    if entries.iter().map(|entry| &entry.id).collect::<BTreeSet<_>>().len() < entries.len() {
        return error("BatchEntryIdsNotDistinct", "Two entries have the same Id.");
    }
    if entries.iter().map(|entry| entry.message_body.len()).sum::<usize>() > MOST_BYTES {
        return error("BatchRequestTooLong", "Batch requests cannot be longer than 1 MiB.");
    }
    if entries.iter().any(|entry| entry.message_body.is_empty()) {
        return Err(invalid("A message has between 1 byte and 1 MiB."));
    }
    let (taken, left) = entries.split_at(if in_part { entries.len() / 2 } else { entries.len() });
    let messages: Vec<(&str, &str)> = taken.iter().map(Entry::group_and_body).collect();
    let ids = queues.send(queue_url, &messages).map_err(|error| failed(&error))?;
    let taken = taken.iter().zip(ids).map(|(entry, id)| {
        json!({"Id": entry.id, "MessageId": id, "MD5OfMessageBody": md5_hex(&entry.message_body)})
    });
    let left = left.iter().map(|entry| {
        json!({"Id": entry.id, "Code": "InternalError", "SenderFault": false, "Message": "the injected fault"})
    });
    Ok(answered(&json!({"Successful": taken.collect::<Vec<_>>(), "Failed": left.collect::<Vec<_>>()})))
}

impl Entry {
    fn group_and_body(&self) -> (&str, &str) {
        (self.message_group_id.as_deref().unwrap_or_default(), &self.message_body)
    }
}

fn attributes(queues: &Queues, request: &GetAttributes) -> Result<Answer, Answer> {
    let counts = queues.counts(&request.queue_url).map_err(|error| failed(&error))?;
    let mut found = BTreeMap::new();
    for name in &request.attribute_names {
        let count = match name.as_str() {
            "ApproximateNumberOfMessages" => counts.waiting,
            "ApproximateNumberOfMessagesNotVisible" => counts.in_flight,
            "ApproximateNumberOfMessagesDelayed" => counts.delayed,
            _ => {
                let message = format!("the local runner does not know the attribute {name}.");
                return Err(refused(400, "com.amazonaws.sqs#InvalidAttributeName", &message));
            }
        };
        found.insert(name, count.to_string());
    }
    Ok(answered(&json!({ "Attributes": found })))
}

fn change_visibility(queues: &Queues, request: &ChangeVisibility) -> Result<Answer, Answer> {
    let seconds = request.visibility_timeout;
    if !(0..=LONGEST_HIDDEN_SECONDS).contains(&seconds) {
        return Err(invalid("VisibilityTimeout must be between 0 and 43200."));
    }
    let put_off = queues.put_off(&request.queue_url, &request.receipt_handle, seconds);
    put_off.map(|()| answered(&json!({}))).map_err(|error| failed(&error))
}

fn failed(error: &QueueError) -> Answer {
    let (status, kind) = match error {
        QueueError::NoSuchQueue => (400, "QueueDoesNotExist"),
        QueueError::NoSuchReceipt => (400, "ReceiptHandleIsInvalid"),
        QueueError::NotInFlight => (400, "MessageNotInflight"),
        QueueError::Broken(_) => (500, "InternalError"),
    };
    refused(status, &format!("com.amazonaws.sqs#{kind}"), &error.to_string())
}

fn invalid(message: &str) -> Answer {
    refused(400, "com.amazonaws.sqs#InvalidParameterValue", message)
}

/// What SQS lets a client see that the body arrived as it was sent.
pub fn md5_hex(body: &str) -> String {
    Md5::digest(body.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
