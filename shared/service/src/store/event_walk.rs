//! Walking events: the partitions they are spread over, merged by time, each announcement with its attempts. A walk
//! that looks for few among many knows how much it has looked through, and stops when it is told to.

mod shard;
mod sieve;

use futures::future::try_join_all;
use paydesk_model::delivery::DeliveryAttempt;
use paydesk_model::time::Moment;

use super::events::Published;
use super::index::Direction;
use super::keys::{self, EVENT_SHARDS};
use super::{Failure, Store};
use shard::Shard;
pub use sieve::Sieve;

/// What a row costs that is brought here and opened, measured in such as DynamoDB passes over.
const BROUGHT: usize = 20;

/// An announcement and the attempts to deliver its events, as they are kept. Lines that live apart are not here yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub published: Published,
    pub attempts: Vec<DeliveryAttempt>,
}

/// A stretch of an account's events: from one place to another, both included, in one direction.
#[derive(Clone, Debug)]
pub struct Stretch {
    pub low: String,
    pub high: String,
    pub direction: Direction,
}

/// A walk over the announcements of an account and mode.
pub struct EventWalk<'s> {
    store: &'s Store,
    stretch: Stretch,
    sieve: Sieve,
    shards: Vec<Shard>,
    /// How much was looked through, in rows that were passed over.
    effort: usize,
}

/// Where a walk got.
pub enum Step {
    /// To the next announcement that the sieve lets through.
    Next(Box<Kept>),
    /// To this moment, and its patience is over.
    Tired(Moment),
    Ended,
}

impl Store {
    /// `wanted` is how many announcements will probably do.
    pub fn walk_events(
        &self,
        (account, livemode): (&str, bool),
        stretch: Stretch,
        sieve: Sieve,
        wanted: usize,
    ) -> EventWalk<'_> {
        let step = wanted / usize::try_from(EVENT_SHARDS).unwrap_or(1) + 2;
        let ended = stretch.low > stretch.high;
        let shard = |shard| Shard::new(keys::events(account, livemode, shard), step, ended);
        let shards = (0..EVENT_SHARDS).map(shard).collect();
        EventWalk { store: self, stretch, sieve, shards, effort: 0 }
    }
}

impl EventWalk<'_> {
    /// The next announcement of all partitions together, unless `patience` is over before it is found.
    pub async fn next(&mut self, patience: usize) -> Result<Step, Failure> {
        loop {
            let nearest = self.nearest();
            let Self { store, stretch, sieve, shards, effort } = self;
            let place = nearest.and_then(|at| shards[at].place()).map(str::to_owned);
            let direction = stretch.direction;
            let behind = shards.iter_mut().filter(|shard| shard.is_behind(place.as_deref(), direction));
            let behind: Vec<&mut Shard> = behind.collect();
            if behind.is_empty() {
                let row = nearest.and_then(|at| shards[at].pop());
                return row.map_or(Ok(Step::Ended), |row| Ok(Step::Next(Box::new(row.open()?))));
            }
            if *effort >= patience {
                return Ok(Step::Tired(self.reached()));
            }
            let reads = behind.into_iter().map(|shard| Box::pin(shard.read(store, stretch, sieve)));
            *effort += try_join_all(reads).await?.into_iter().sum::<usize>();
        }
    }

    /// The partition whose next announcement comes first.
    fn nearest(&self) -> Option<usize> {
        let ready = self.shards.iter().enumerate().filter_map(|(at, shard)| Some((shard.place()?, at)));
        let nearest = match self.stretch.direction {
            Direction::NewestFirst => ready.max(),
            Direction::OldestFirst => ready.min(),
        };
        nearest.map(|(_, at)| at)
    }

    /// Up to where all partitions were looked through.
    fn reached(&self) -> Moment {
        let under_way = self.shards.iter().filter_map(Shard::position);
        let furthest_back = match self.stretch.direction {
            Direction::NewestFirst => under_way.max(),
            Direction::OldestFirst => under_way.min(),
        };
        let millis = furthest_back.and_then(|place| place.split('#').next()?.parse().ok());
        Moment(millis.unwrap_or_default())
    }
}
