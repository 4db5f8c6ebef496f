//! Walking a list: the partitions it is spread over, merged; rows checked against the sessions they hint at.

use std::collections::HashMap;

use paydesk_model::ids::SessionId;
use paydesk_model::session::Session;

use super::index::{Direction, Stretch};
use super::keys;
use super::stored::{Extent, Stored};
use super::{Failure, Store};

/// Once a filter turned out to be sparse, each step looks through twice as many rows as the one before.
const LARGEST_STEP: usize = 400;

/// One part of a list: its partitions, and the stretch of places it covers.
#[derive(Clone, Debug)]
pub struct Part {
    pub partitions: Vec<String>,
    pub stretch: Stretch,
}

impl Store {
    /// Up to `wanted` sessions of `parts`, in walking order, that `keep` wants.
    pub async fn walk(
        &self,
        parts: &[Part],
        direction: Direction,
        wanted: usize,
        extent: Extent,
        keep: impl Fn(&Session) -> bool,
    ) -> Result<Vec<Session>, Failure> {
        let mut found = Vec::new();
        for part in parts {
            let mut stretch = part.stretch.clone();
            let mut step = wanted;
            while found.len() < wanted {
                let places = self.merged(&part.partitions, &stretch, direction, step).await?;
                let Some(last) = places.last().cloned() else { break };
                let kept =
                    self.sessions_at(&places).await?.into_iter().filter(|stored| keep(&stored.session));
                let whole = kept.map(|stored| self.complete(stored, extent));
                found.extend(futures::future::try_join_all(whole).await?.into_iter().flatten());
                if places.len() < step {
                    break;
                }
                match direction {
                    Direction::NewestFirst => stretch.before = Some(last),
                    Direction::OldestFirst => stretch.after = Some(last),
                }
                step = (step * 2).min(LARGEST_STEP);
            }
        }
        found.truncate(wanted);
        Ok(found.into_iter().map(|stored| stored.session).collect())
    }

    /// The first `count` places of all partitions together; fewer only when there are no more.
    async fn merged(
        &self,
        partitions: &[String],
        stretch: &Stretch,
        direction: Direction,
        count: usize,
    ) -> Result<Vec<String>, Failure> {
        let limit = i32::try_from(count).unwrap_or(i32::MAX);
        let queries = partitions.iter().map(|pk| self.places(pk, stretch, direction, limit));
        let mut places: Vec<String> =
            futures::future::try_join_all(queries).await?.into_iter().flatten().collect();
        places.sort_unstable();
        places.dedup();
        if direction == Direction::NewestFirst {
            places.reverse();
        }
        places.truncate(count);
        Ok(places)
    }

    /// The sessions at these places, in their order. A row that its session does not confirm is an orphan of
    /// a create that never came to be, and is passed over.
    async fn sessions_at(&self, places: &[String]) -> Result<Vec<Stored>, Failure> {
        let mut ids: Vec<SessionId> =
            places.iter().filter_map(|place| SessionId::parse(place.split_once('#')?.1)).collect();
        // An orphan may name a session that stands elsewhere in the list; it is read once.
        ids.sort_unstable();
        ids.dedup();
        let stored = self.sessions(&ids).await?;
        let mut by_place: HashMap<String, Stored> =
            stored.into_iter().map(|stored| (keys::place(&stored.session), stored)).collect();
        Ok(places.iter().filter_map(|place| by_place.remove(place)).collect())
    }
}
