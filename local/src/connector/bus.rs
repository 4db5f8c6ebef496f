//! EventBridge's JSON protocol: what is put on a bus is kept for a while, to be looked at.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use paydesk_service::random;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::operations::Answer;
use super::service::{Service, answered, refused};

/// EventBridge takes no more in one call.
const MOST_ENTRIES: usize = 10;
/// How many entries are remembered.
const MOST_KEPT: usize = 1000;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Put {
    entries: Vec<Request>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Request {
    time: Option<f64>,
    source: String,
    detail_type: String,
    detail: String,
    event_bus_name: Option<String>,
    #[serde(default)]
    resources: Vec<String>,
}

/// What a rule would have seen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BusEntry {
    pub bus: String,
    pub source: String,
    #[serde(rename = "detail-type")]
    pub detail_type: String,
    /// Unix seconds.
    pub time: Option<f64>,
    pub resources: Vec<String>,
    pub detail: Value,
}

/// Every bus in one.
#[derive(Default)]
pub struct Bus {
    entries: Mutex<VecDeque<BusEntry>>,
}

impl Bus {
    /// The newest entries, oldest first.
    pub fn entries(&self) -> Vec<BusEntry> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Performs a request as EventBridge would; only the first half of it, if it is to be taken in part.
    pub fn perform(&self, operation: &str, body: &[u8], in_part: bool) -> Answer {
        if operation != "PutEvents" {
            return Service::Bus.unknown(operation);
        }
        let entries = match serde_json::from_slice(body) {
            Ok(Put { entries }) if (1..=MOST_ENTRIES).contains(&entries.len()) => entries,
            Ok(_) => return refused(400, "ValidationException", "There must be 1 to 10 entries."),
            Err(error) => return refused(400, "SerializationException", &error.to_string()),
        };
        let most = if in_part { entries.len() / 2 } else { entries.len() };
        let results: Vec<Value> = entries
            .into_iter()
            .enumerate()
            .map(|(index, entry)| match entry.read() {
                _ if index >= most => failed("InternalFailure", "the injected fault"),
                Ok(entry) => self.keep(entry),
                Err(problem) => failed("MalformedDetail", &problem),
            })
            .collect();
        let failures = results.iter().filter(|result| result.get("ErrorCode").is_some()).count();
        answered(&json!({"FailedEntryCount": failures, "Entries": results}))
    }

    fn keep(&self, entry: BusEntry) -> Value {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() == MOST_KEPT {
            entries.pop_front();
        }
        entries.push_back(entry);
        json!({"EventId": random::token()})
    }
}

impl Request {
    fn read(self) -> Result<BusEntry, String> {
        let detail: Value = serde_json::from_str(&self.detail).map_err(|error| error.to_string())?;
        if !detail.is_object() {
            return Err("Detail is malformed.".into());
        }
        Ok(BusEntry {
            bus: self.event_bus_name.unwrap_or_else(|| "default".into()),
            source: self.source,
            detail_type: self.detail_type,
            time: self.time,
            resources: self.resources,
            detail,
        })
    }
}

fn failed(code: &str, message: &str) -> Value {
    json!({"ErrorCode": code, "ErrorMessage": message})
}
