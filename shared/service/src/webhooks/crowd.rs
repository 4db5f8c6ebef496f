//! Whether so many webhooks are put off that the queue will soon hand out none to anybody: looked at now and then, by
//! each process for itself.

use paydesk_model::time::Moment;
use tokio::sync::Mutex;

use crate::outlets::Queue;

/// For how long what was seen holds, and for how many webhooks that are to be put off: a process that puts off
/// thousands in a minute looks more often.
const HOLDS_SECONDS: i64 = 60;
const HOLDS_FOR: u32 = 500;

/// The crowd of those in flight.
#[derive(Debug)]
pub struct Crowd {
    most: u64,
    seen: Mutex<Option<Seen>>,
}

#[derive(Debug)]
struct Seen {
    at: Moment,
    is_too_large: bool,
    asked: u32,
}

impl Crowd {
    pub fn of(most: u64) -> Self {
        Self { most, seen: Mutex::new(None) }
    }

    /// Whether one more should rather wait elsewhere. A queue that does not say is taken to be well.
    pub async fn is_too_large(&self, queue: &Queue, now: Moment) -> bool {
        let mut seen = self.seen.lock().await;
        if let Some(seen) = seen.as_mut().filter(|seen| seen.holds(now)) {
            seen.asked += 1;
            return seen.is_too_large;
        }
        let in_flight = queue.in_flight().await;
        let is_too_large = match &in_flight {
            Ok(in_flight) => *in_flight > self.most,
            Err(cause) => {
                tracing::warn!(?cause, "how many webhooks are put off is not known");
                false
            }
        };
        *seen = Some(Seen { at: now, is_too_large, asked: 1 });
        is_too_large
    }
}

impl Seen {
    fn holds(&self, now: Moment) -> bool {
        now < self.at.plus_seconds(HOLDS_SECONDS) && self.asked < HOLDS_FOR
    }
}
