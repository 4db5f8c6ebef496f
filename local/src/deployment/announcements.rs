//! What was announced so far, read from the outboxes in the session items.

use paydesk_model::announcement::{Announcement as Told, Happening};
use paydesk_model::event::EventType;
use serde::Serialize;

use super::Deployment;

/// An announcement of some session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Announcement {
    #[serde(rename = "type")]
    pub kind: String,
    pub session: String,
    pub account: String,
    /// Unix seconds.
    pub created: i64,
}

impl Deployment {
    /// Every announcement, newest first; of one session in the order they were made, last first.
    pub fn announcements(&self) -> Result<Vec<Announcement>, String> {
        let mut announcements = Vec::new();
        for (key, [outbox, account]) in self.parts.engine.attributes("S#", ["outbox", "account"])? {
            let Some(outbox) = outbox else { continue };
            let entries: Vec<Told> =
                serde_json::from_str(&outbox).map_err(|error| format!("the outbox of {key}: {error}"))?;
            let session = key.strip_prefix("S#").unwrap_or(&key);
            announcements.extend(entries.into_iter().filter_map(|entry| {
                Some(Announcement {
                    kind: of_session(entry.kind)?.to_string(),
                    session: session.to_string(),
                    account: account.clone().unwrap_or_default(),
                    created: entry.at.seconds(),
                })
            }));
        }
        announcements.reverse();
        announcements.sort_by_key(|announcement| std::cmp::Reverse(announcement.created));
        Ok(announcements)
    }
}

/// The event of the session itself, where there is one.
const fn of_session(kind: Happening) -> Option<EventType> {
    Some(match kind {
        Happening::Completed => EventType::SessionCompleted,
        Happening::Expired => EventType::SessionExpired,
        Happening::AsyncPaymentSucceeded => EventType::SessionAsyncPaymentSucceeded,
        Happening::AsyncPaymentFailed => EventType::SessionAsyncPaymentFailed,
        _ => return None,
    })
}
