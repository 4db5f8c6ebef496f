//! One partition of a walk over events: read on in steps, its rows gathered by announcement.

use std::collections::VecDeque;

use aws_sdk_dynamodb::operation::query::QueryOutput;

use super::super::events::{Published, part};
use super::super::index::Direction;
use super::super::keys::{Item, text};
use super::super::trace::traced;
use super::super::{Failure, Store};
use super::{BROUGHT, Kept, Sieve, Stretch};

/// Each step reads so many times the rows of the one before: what was not found near by is rare.
const GROWTH: usize = 4;
/// About what DynamoDB reads at once, which is 1 MB.
const LARGEST_STEP: usize = 1000;

/// How far one partition was walked.
pub struct Shard {
    pk: String,
    /// Announcements with all of their attempts, nearest first.
    ready: VecDeque<Row>,
    /// What was read last, of which there may be more.
    open: Option<Row>,
    /// The last place that was read.
    position: Option<String>,
    from: Option<Item>,
    ended: bool,
    step: usize,
}

/// An announcement with its attempts, as they came.
pub struct Row {
    place: String,
    /// None where only attempts passed the sieve, or outlived their announcement by a moment.
    head: Option<Item>,
    attempts: Vec<Item>,
}

impl Shard {
    pub fn new(pk: String, step: usize, ended: bool) -> Self {
        Self { pk, ready: VecDeque::new(), open: None, position: None, from: None, ended, step }
    }

    /// Of the next announcement.
    pub fn place(&self) -> Option<&str> {
        self.ready.front().map(|row| row.place.as_str())
    }

    pub fn pop(&mut self) -> Option<Row> {
        self.ready.pop_front()
    }

    /// Where it is, as long as there is more to read.
    pub fn position(&self) -> Option<&str> {
        self.position.as_deref().filter(|_| !self.ended)
    }

    /// Whether it has to read on before it is known to have nothing that comes before `place`.
    pub fn is_behind(&self, place: Option<&str>, direction: Direction) -> bool {
        if self.ended || !self.ready.is_empty() {
            return false;
        }
        let (Some(place), Some(position)) = (place, self.position.as_deref()) else { return true };
        match direction {
            Direction::NewestFirst => position > place,
            // The attempts of the one that was read last may be yet to come.
            Direction::OldestFirst => self.open.as_ref().map_or(position, |row| &row.place) < place,
        }
    }

    /// Reads on, one step; how much was looked through.
    pub async fn read(&mut self, store: &Store, stretch: &Stretch, sieve: &Sieve) -> Result<usize, Failure> {
        let Stretch { low, high, direction } = stretch;
        let query = store.between(&self.pk, low, high).limit(i32::try_from(self.step).unwrap_or(i32::MAX));
        let query = query.scan_index_forward(*direction == Direction::OldestFirst);
        let query = sieve.narrow(query).set_exclusive_start_key(self.from.take());
        let sent = traced("Query", query.send()).await;
        self.step = (self.step * GROWTH).min(LARGEST_STEP);
        Ok(self.take(sent.map_err(|error| Failure::of(&error))?, *direction))
    }

    fn take(&mut self, answer: QueryOutput, direction: Direction) -> usize {
        let brought = usize::try_from(answer.count).unwrap_or_default();
        let looked_at = usize::try_from(answer.scanned_count).unwrap_or_default();
        for item in answer.items.unwrap_or_default() {
            self.gather(item, direction);
        }
        self.from = answer.last_evaluated_key.filter(|key| !key.is_empty());
        self.position = self.from.as_ref().and_then(|key| text(key, "sk"));
        self.ended = self.from.is_none();
        let at = self.position.as_deref().map(announcement_of);
        if self.open.as_ref().is_some_and(|row| at != Some(&row.place)) {
            self.close();
        }
        looked_at + (BROUGHT - 1) * brought
    }

    fn gather(&mut self, item: Item, direction: Direction) {
        let place = announcement_of(&text(&item, "sk").unwrap_or_default()).to_owned();
        if self.open.as_ref().is_some_and(|row| row.place != place) {
            self.close();
        }
        let row = self.open.get_or_insert_with(|| Row { place, head: None, attempts: Vec::new() });
        if !item.contains_key("announcement") {
            row.attempts.push(item);
            return;
        }
        row.head = Some(item);
        if direction == Direction::NewestFirst {
            // Its attempts stand behind it, and were read before.
            self.close();
        }
    }

    fn close(&mut self) {
        self.ready.extend(self.open.take().filter(|row| row.head.is_some()));
    }
}

/// The place of the announcement that stands at `place`, or whose attempt does.
fn announcement_of(place: &str) -> &str {
    place.match_indices('#').nth(1).map_or(place, |(end, _)| &place[..end])
}

impl Row {
    pub fn open(self) -> Result<Kept, Failure> {
        let head = self.head.ok_or_else(|| Failure::unreadable("event", "it has no announcement"))?;
        let attempts = self.attempts.iter().map(|item| part(item, "attempt"));
        Ok(Kept { published: Published::read(&head)?, attempts: attempts.collect::<Result<_, _>>()? })
    }
}
