//! Walking events: the partitions they are spread over, merged by time, each announcement with its attempts.

use std::collections::VecDeque;

use aws_sdk_dynamodb::operation::query::QueryOutput;
use futures::future::try_join_all;
use paydesk_model::delivery::DeliveryAttempt;
use paydesk_model::ids::EventId;

use super::events::{Published, part};
use super::index::Direction;
use super::keys::{self, EVENT_SHARDS, Item, text};
use super::trace::traced;
use super::{Failure, Store};

/// No more rows than this are read from a partition at once.
const LARGEST_STEP: i32 = 200;

/// An announcement and the attempts to deliver its events, as they are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub published: Published,
    pub attempts: Vec<DeliveryAttempt>,
}

/// A walk over all announcements of an account and mode between two places, both included.
pub struct EventWalk<'s> {
    store: &'s Store,
    low: String,
    high: String,
    direction: Direction,
    shards: Vec<Shard>,
}

/// How far one partition was walked.
struct Shard {
    pk: String,
    /// Announcements with all of their attempts, and their places.
    ready: VecDeque<(String, Kept)>,
    /// Attempts whose announcement comes after them.
    loose: Vec<DeliveryAttempt>,
    /// The announcement whose attempts come after it.
    last: Option<(String, Kept)>,
    from: Option<Item>,
    ended: bool,
    step: i32,
}

impl Store {
    /// `wanted` is how many announcements will probably do.
    pub fn walk_events(
        &self,
        account: &str,
        livemode: bool,
        (low, high): (String, String),
        direction: Direction,
        wanted: usize,
    ) -> EventWalk<'_> {
        let shards = usize::try_from(EVENT_SHARDS).unwrap_or(1);
        let step = i32::try_from(wanted / shards + 2).unwrap_or(LARGEST_STEP).min(LARGEST_STEP);
        let shard = |shard| Shard {
            pk: keys::events(account, livemode, shard),
            ready: VecDeque::new(),
            loose: Vec::new(),
            last: None,
            from: None,
            ended: low > high,
            step,
        };
        let shards = (0..EVENT_SHARDS).map(shard).collect();
        EventWalk { store: self, low, high, direction, shards }
    }
}

impl EventWalk<'_> {
    /// The next announcement of all partitions together; none after the last.
    pub async fn next(&mut self) -> Result<Option<Kept>, Failure> {
        let Self { store, low, high, direction, shards } = self;
        let dry = shards.iter_mut().filter(|shard| shard.ready.is_empty() && !shard.ended);
        try_join_all(dry.map(|shard| Box::pin(shard.fill(store, low, high, *direction)))).await?;
        let heads = shards.iter_mut().filter(|shard| !shard.ready.is_empty());
        let place = |shard: &&mut Shard| shard.ready.front().map(|(place, _)| place.clone());
        let next = match direction {
            Direction::NewestFirst => heads.max_by_key(place),
            Direction::OldestFirst => heads.min_by_key(place),
        };
        let Some((_, kept)) = next.and_then(|shard| shard.ready.pop_front()) else { return Ok(None) };
        let Kept { published, attempts } = kept.with_its_own();
        Ok(Some(Kept { published: store.whole(published).await?, attempts }))
    }
}

impl Shard {
    /// Reads on until there is an announcement, or no more.
    async fn fill(
        &mut self,
        store: &Store,
        low: &str,
        high: &str,
        direction: Direction,
    ) -> Result<(), Failure> {
        while self.ready.is_empty() && !self.ended {
            let forward = direction == Direction::OldestFirst;
            let query = store.between(&self.pk, low, high).scan_index_forward(forward).limit(self.step);
            let sent = traced("Query", query.set_exclusive_start_key(self.from.take()).send()).await;
            self.take(sent.map_err(|error| Failure::of(&error))?, direction)?;
            self.step = (self.step * 2).min(LARGEST_STEP);
        }
        Ok(())
    }

    fn take(&mut self, answer: QueryOutput, direction: Direction) -> Result<(), Failure> {
        for item in answer.items.unwrap_or_default() {
            if !item.contains_key("announcement") {
                let attempt = part(&item, "attempt")?;
                match (direction, &mut self.last) {
                    (Direction::NewestFirst, _) => self.loose.push(attempt),
                    (Direction::OldestFirst, Some((_, kept))) => kept.attempts.push(attempt),
                    (Direction::OldestFirst, None) => {}
                }
                continue;
            }
            let place = text(&item, "sk").unwrap_or_default();
            let kept = Kept { published: Published::read(&item)?, attempts: std::mem::take(&mut self.loose) };
            match direction {
                Direction::NewestFirst => self.ready.push_back((place, kept)),
                Direction::OldestFirst => self.ready.extend(self.last.replace((place, kept))),
            }
        }
        self.from = answer.last_evaluated_key.filter(|key| !key.is_empty());
        self.ended = self.from.is_none();
        if self.ended {
            self.ready.extend(self.last.take());
        }
        Ok(())
    }
}

impl Kept {
    /// Without attempts of an announcement whose time to live was over a moment earlier.
    fn with_its_own(mut self) -> Self {
        let id = self.published.id();
        let own = |attempt: &DeliveryAttempt| {
            EventId::parse(&attempt.event).is_some_and(|event| event.announcement == id)
        };
        self.attempts.retain(own);
        self
    }
}
