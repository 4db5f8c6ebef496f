//! A session as an item: key attributes, what conditions and streams need, and one body.

use paydesk_model::announcement::Announcement;
use paydesk_model::session::Session;
use paydesk_model::time::Moment;
use serde::{Deserialize, Serialize};

use super::Failure;
use super::keys::{Item, Key, n, number, s, text};

/// The body's layout; a reader that meets a newer one than it knows refuses instead of guessing.
const FORMAT: i64 = 1;
/// DynamoDB's limit for an item is 400 KB; we stop well before it.
pub const LARGEST_BODY: usize = 350_000;

/// How long, and how many, keyed changes of a session are remembered.
const REMEMBERED_SECONDS: i64 = 24 * 60 * 60;
const MOST_REMEMBERED: usize = 32;

/// A session with what the store knows about it besides.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub session: Session,
    pub ledger: Ledger,
    /// Counts the writes; each expects the one before it.
    pub version: i64,
}

/// Which requests made this session what it is, so that none is done twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ledger {
    /// The fingerprint of the keyed create; kept for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create: Option<String>,
    /// The request or run that wrote this version: how a write whose answer was lost knows itself again.
    pub by: String,
    /// The last keyed changes, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub recent: Vec<Seen>,
}

/// A keyed request that changed the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Hash of the idempotency key.
    pub key: String,
    /// Hash of action and parameters.
    pub print: String,
    /// Unix seconds.
    pub at: i64,
}

/// How the body is written.
#[derive(Serialize)]
struct BodyOut<'s> {
    session: &'s Session,
    ledger: &'s Ledger,
}

#[derive(Deserialize)]
struct BodyIn {
    session: Session,
    ledger: Ledger,
}

impl Ledger {
    /// Whether a change with this key was made lately, and with which parameters.
    pub fn find(&self, key: &str, now: Moment) -> Option<&Seen> {
        let fresh = |seen: &&Seen| seen.at + REMEMBERED_SECONDS > now.seconds();
        self.recent.iter().rev().find(|seen| seen.key == key).filter(fresh)
    }

    /// The ledger after one more change.
    #[must_use]
    pub fn after(&self, by: &str, seen: Option<Seen>, now: Moment) -> Self {
        let fresh = |seen: &&Seen| seen.at + REMEMBERED_SECONDS > now.seconds();
        let mut recent: Vec<Seen> = self.recent.iter().filter(fresh).cloned().collect();
        recent.extend(seen);
        let surplus = recent.len().saturating_sub(MOST_REMEMBERED);
        recent.drain(..surplus);
        Self { create: self.create.clone(), by: by.to_owned(), recent }
    }
}

impl Stored {
    /// A session's first version.
    pub fn first(session: Session, create: Option<String>, by: &str) -> Self {
        Self { session, ledger: Ledger { create, by: by.to_owned(), recent: Vec::new() }, version: 1 }
    }

    /// The version after this one.
    #[must_use]
    pub fn next(&self, session: Session, by: &str, seen: Option<Seen>, now: Moment) -> Self {
        Self { session, ledger: self.ledger.after(by, seen, now), version: self.version + 1 }
    }

    pub fn body(&self) -> Result<String, Failure> {
        let body = BodyOut { session: &self.session, ledger: &self.ledger };
        serde_json::to_string(&body).map_err(|error| Failure::unreadable("session", error))
    }

    /// The item to put; `body` as [`Self::body`] wrote it.
    pub fn item(&self, body: String) -> Result<Item, Failure> {
        let mut item = Key::session(&self.session.id).into_item();
        item.insert("account".into(), s(&self.session.account));
        item.insert("body".into(), s(body));
        item.insert("format".into(), n(FORMAT));
        item.insert("version".into(), n(self.version));
        if !self.session.outbox.is_empty() {
            let outbox = serde_json::to_string(&self.session.outbox);
            let outbox = outbox.map_err(|error| Failure::unreadable("outbox", error))?;
            item.insert("outbox".into(), s(outbox));
        }
        Ok(item)
    }

    pub fn read(item: &Item) -> Result<Self, Failure> {
        if number(item, "format") != Some(FORMAT) {
            return Err(Failure::unreadable("session", "its format is not known to this version"));
        }
        let body = item.get("body").and_then(|body| body.as_s().ok());
        let body = body.ok_or_else(|| Failure::unreadable("session", "it has no body"))?;
        let BodyIn { mut session, ledger } =
            serde_json::from_str(body).map_err(|error| Failure::unreadable("session", error))?;
        session.outbox = outbox(item)?;
        let version = number(item, "version").unwrap_or_default();
        Ok(Self { session, ledger, version })
    }
}

fn outbox(item: &Item) -> Result<Vec<Announcement>, Failure> {
    let Some(outbox) = text(item, "outbox") else { return Ok(Vec::new()) };
    serde_json::from_str(&outbox).map_err(|error| Failure::unreadable("outbox", error))
}
