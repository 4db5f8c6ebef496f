//! A session as items: key attributes, what conditions and streams need, and one body.
//!
//! DynamoDB bills a write by the whole item. A cart's lines hardly ever change, so those of a large cart live
//! in an item of their own, named by their content and written before or beside the session: every later
//! change rewrites only the small head. A typical cart is cheapest in one item.

use paydesk_model::announcement::Announcement;
use paydesk_model::line::Line;
use paydesk_model::redemption::Count;
use paydesk_model::session::Session;
use paydesk_model::time::Moment;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Failure;
use super::catalogue::{self, Owner};
use super::keys::{Item, Key, n, number, s, text};
use crate::digest;

/// The body's layout; a reader that meets a newer one than it knows refuses instead of guessing.
const FORMAT: i64 = 1;
/// DynamoDB's limit for an item is 400 KB. A new session stops well before it, so that there is always room for
/// what happens to it: its state, its announcements, the requests it remembers.
pub const LARGEST_NEW: usize = 350_000;
pub const LARGEST_CHANGED: usize = 380_000;
/// Lines of more bytes than this live apart: two of them cost as much to rewrite as an item of their own.
const LARGEST_INLINE: usize = 2_500;

/// How long, and how many, keyed changes of a session are remembered.
pub const REMEMBERED_SECONDS: i64 = 24 * 60 * 60;
const MOST_REMEMBERED: usize = 32;
/// Where what has a body without it keeps it.
const LEDGER: &str = "ledger";

/// A session with what the store knows about it besides.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    pub session: Session,
    pub ledger: Ledger,
    /// Where the lines are, when they live apart; then they may not have been read.
    pub lines_at: Option<String>,
    /// Whether the lines are those of the version before.
    lines_kept: bool,
    /// What is counted elsewhere together with this version: redemptions taken or given back since the one before.
    counts: Vec<Count>,
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

/// What is put for a version of a session.
#[derive(Clone)]
pub struct Items {
    pub head: Item,
    /// Lines that live apart and are not there yet.
    pub lines: Option<Item>,
    /// What is counted together with it, and where.
    pub counts: Vec<(Key, Count)>,
    /// The larger body of the two.
    pub largest: usize,
}

/// How much of a session is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Without the lines, where they live apart.
    Head,
    Whole,
}

#[derive(Serialize)]
struct BodyOut<'s> {
    session: &'s Session,
    ledger: &'s Ledger,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines: Option<&'s RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lines_at: Option<&'s str>,
}

#[derive(Deserialize)]
struct BodyIn {
    session: Session,
    ledger: Ledger,
    #[serde(default)]
    lines: Vec<Line>,
    #[serde(default)]
    lines_at: Option<String>,
}

impl Ledger {
    /// Of what a request makes, `print` being its fingerprint if it has a key.
    pub fn of_create(print: Option<String>, by: &str) -> Self {
        Self { create: print, by: by.to_owned(), recent: Vec::new() }
    }

    /// Whether a request with this fingerprint, or this very request, made it.
    pub fn is_of_create(&self, ours: &Self) -> bool {
        (self.create.is_some() && self.create == ours.create) || self.is_by(&ours.by)
    }

    /// Whether it is this very request that wrote last: its answer was lost.
    pub fn is_by(&self, by: &str) -> bool {
        !by.is_empty() && self.by == by
    }

    /// Puts it beside a body, where it is not part of one.
    pub(super) fn write(&self, item: &mut Item) -> Result<(), Failure> {
        item.insert(LEDGER.into(), s(json(self)?));
        Ok(())
    }

    pub(super) fn read(item: &Item) -> Result<Self, Failure> {
        let Some(ledger) = text(item, LEDGER) else { return Ok(Self::default()) };
        serde_json::from_str(&ledger).map_err(|error| Failure::unreadable(LEDGER, error))
    }

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
        let ledger = Ledger { create, by: by.to_owned(), recent: Vec::new() };
        Self { session, ledger, lines_at: None, lines_kept: false, counts: Vec::new(), version: 1 }
    }

    /// The version after this one.
    #[must_use]
    pub fn next(&self, session: Session, by: &str, seen: Option<Seen>, now: Moment) -> Self {
        let ledger = self.ledger.after(by, seen, now);
        let lines_kept = session.lines == self.session.lines;
        let (counts, lines_at) = (self.session.counts(&session), self.lines_at.clone());
        Self { session, ledger, lines_at, lines_kept, counts, version: self.version + 1 }
    }

    /// This version as it is kept with an event: of the session what the event shows.
    #[must_use]
    pub fn showing(&self, session: Session) -> Self {
        let lines_kept = self.lines_kept && session.lines == self.session.lines;
        Self { session, ledger: Ledger::default(), lines_kept, counts: Vec::new(), ..self.clone() }
    }

    /// Whether a redemption is taken or given back with this version.
    pub fn is_counted(&self) -> bool {
        !self.counts.is_empty()
    }

    /// Whether there is nothing more to read of this session.
    pub fn is_whole(&self) -> bool {
        self.lines_at.is_none() || !self.session.lines.is_empty()
    }

    /// What is to be put for this version.
    pub fn items(&self) -> Result<Items, Failure> {
        if self.lines_at.is_some() && self.lines_kept {
            return self.head(None, self.lines_at.as_deref(), None);
        }
        let lines = RawValue::from_string(json(&self.session.lines)?);
        let lines = lines.map_err(|error| Failure::unreadable("lines", error))?;
        if lines.get().len() <= LARGEST_INLINE {
            return self.head(Some(&lines), None, None);
        }
        let at = format!("L#{}", digest::fingerprint(lines.get().as_bytes()));
        self.head(None, Some(&at), Some(lines.get()))
    }

    fn head(
        &self,
        lines: Option<&RawValue>,
        lines_at: Option<&str>,
        apart: Option<&str>,
    ) -> Result<Items, Failure> {
        let body = json(&BodyOut { session: &self.session, ledger: &self.ledger, lines, lines_at })?;
        let largest = body.len().max(apart.map_or(0, str::len));
        let mut head = Key::session(&self.session.id).into_item();
        head.insert("account".into(), s(&self.session.account));
        head.insert("body".into(), s(body));
        head.insert("format".into(), n(FORMAT));
        head.insert("version".into(), n(self.version));
        if !self.session.outbox.is_empty() {
            head.insert("outbox".into(), s(json(&self.session.outbox)?));
        }
        let lines = lines_at.zip(apart).map(|(at, apart)| {
            let mut item = Key::lines(&self.session.id, at).into_item();
            item.insert("body".into(), s(apart));
            item
        });
        Ok(Items { head, lines, counts: self.counted(), largest })
    }

    fn counted(&self) -> Vec<(Key, Count)> {
        let owner = Owner { account: &self.session.account, livemode: self.session.livemode() };
        let counts = self.counts.iter();
        counts.map(|count| (catalogue::count_key(owner, &count.of), count.clone())).collect()
    }

    /// Reads a head; its lines too, where they do not live apart.
    pub fn read(item: &Item) -> Result<Self, Failure> {
        if number(item, "format") != Some(FORMAT) {
            return Err(Failure::unreadable("session", "its format is not known to this version"));
        }
        let BodyIn { mut session, ledger, lines, lines_at } = body(item, "session")?;
        session.outbox = outbox(item)?;
        session.lines = lines;
        let version = number(item, "version").unwrap_or_default();
        Ok(Self { session, ledger, lines_at, lines_kept: true, counts: Vec::new(), version })
    }

    /// Takes in the lines that live apart.
    pub fn read_lines(&mut self, item: &Item) -> Result<(), Failure> {
        self.session.lines = body(item, "lines")?;
        Ok(())
    }
}

fn json(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::unreadable("session", error))
}

fn body<T: DeserializeOwned>(item: &Item, what: &str) -> Result<T, Failure> {
    let body = item.get("body").and_then(|body| body.as_s().ok());
    let body = body.ok_or_else(|| Failure::unreadable(what, "it has no body"))?;
    serde_json::from_str(body).map_err(|error| Failure::unreadable(what, error))
}

fn outbox(item: &Item) -> Result<Vec<Announcement>, Failure> {
    let Some(outbox) = item.get("outbox").and_then(|outbox| outbox.as_s().ok()) else {
        return Ok(Vec::new());
    };
    serde_json::from_str(outbox).map_err(|error| Failure::unreadable("outbox", error))
}
