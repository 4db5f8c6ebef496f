//! Deliveries: each attempt to hand an event to an endpoint, and when the next one is due.

use serde::{Deserialize, Serialize};

use crate::time::Moment;

/// How long an event is tried to be delivered: three days.
pub const PATIENCE_SECONDS: i64 = 3 * 24 * 60 * 60;
/// Seconds from each attempt to the next, before jitter; the last one repeats until patience ends. After the example
/// of Standard Webhooks.
pub const BACK_OFF_SECONDS: [i64; 9] =
    [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600];
/// How much of an answer is kept.
pub const KEPT_ANSWER_BYTES: usize = 1024;

/// One try to deliver one event to one endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryAttempt {
    /// `evt_…`
    pub event: String,
    /// `we_…`
    pub endpoint: String,
    pub at: Moment,
    /// Where it was sent.
    pub url: String,
    /// What it came to.
    pub outcome: Outcome,
    /// Milliseconds until the answer, or until it was given up.
    pub latency_ms: u64,
    /// The HTTP status, if there was an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The first KB of the answer's body.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
    /// Why there was no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// When it is tried again, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Moment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Answered with 2xx.
    Succeeded,
    Failed,
}

/// Seconds until the attempt after the `made`-th (1 for the first), before jitter.
pub fn back_off(made: usize) -> i64 {
    BACK_OFF_SECONDS[made.saturating_sub(1).min(BACK_OFF_SECONDS.len() - 1)]
}
