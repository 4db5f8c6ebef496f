//! Looking for the events of a page, with an end to it: a type that hardly ever happens must not have a month of events
//! read for each call.

use futures::future::try_join_all;
use paydesk_model::event::Event;
use paydesk_model::event_list::EventsParams;
use paydesk_model::ids::EventId;
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::time::Moment;

use super::pending::Pending;
use super::{find, oldest};
use crate::access::Caller;
use crate::app::App;
use crate::error::Error;
use crate::store::events::{EventWalk, Kept, Sieve, Step, Stretch, place_of};
use crate::store::index::Direction;
use crate::store::keys;

/// Sorts behind all that is kept of an announcement: its attempts have its place and more.
const BEHIND: &str = "#~";
/// How many rows are looked through in vain before the caller is asked to look for less: some 100 MB. Of those that have
/// to be brought here a twentieth as many.
const PATIENCE: usize = 100_000;
/// The same once something was found: then the page ends early, and the next one goes on from there.
const PATIENCE_WITH_SOME: usize = 40_000;

/// What is looked for, and by whom.
pub struct Search<'a> {
    pub app: &'a App,
    pub caller: &'a Caller,
    pub params: &'a EventsParams,
    pub pending: &'a Pending<'a>,
}

/// An announcement, and those of its events that are looked for, nearest first.
pub struct Match {
    pub kept: Kept,
    pub events: Vec<Event>,
}

/// What was found, nearest to the cursor first, and whether there may be more.
pub struct Matches {
    pub found: Vec<Match>,
    pub has_more: bool,
}

type Cursor<'a> = Option<(&'a str, &'static str)>;

impl Search<'_> {
    /// A page of events on the far side of the cursor.
    pub async fn run(&self) -> Result<Matches, Error> {
        let cursor = self.cursor();
        let stretch = self.stretch(cursor).await?;
        let kinds = self.params.kinds();
        if kinds.as_ref().is_some_and(Vec::is_empty) {
            return Ok(Matches { found: Vec::new(), has_more: false });
        }
        let sieve = Sieve { kinds, told: self.params.delivery_success == Some(false) };
        let direction = stretch.direction;
        let owner = (self.caller.account.as_str(), self.caller.livemode);
        let limit = usize::from(self.params.limit);
        let walk = self.app.store.walk_events(owner, stretch, sieve, limit + 1);
        let mut matches = Box::pin(self.gather(walk, direction, cursor)).await?;
        matches.cut(limit);
        let whole = matches.found.into_iter().map(|found| Box::pin(self.whole(found)));
        Ok(Matches { found: try_join_all(whole).await?, has_more: matches.has_more })
    }

    async fn gather(
        &self,
        mut walk: EventWalk<'_>,
        direction: Direction,
        cursor: Cursor<'_>,
    ) -> Result<Matches, Error> {
        let (mut found, mut count) = (Vec::new(), 0);
        // One more than the page holds tells whether there are more.
        while count <= usize::from(self.params.limit) {
            let patience = if count == 0 { PATIENCE } else { PATIENCE_WITH_SOME };
            match Box::pin(walk.next(patience)).await? {
                Step::Next(kept) => {
                    let one = self.wanted_of(*kept, direction, cursor).await?;
                    count += one.events.len();
                    found.extend((!one.events.is_empty()).then_some(one));
                }
                Step::Tired(reached) if count == 0 => return Err(too_much(reached, direction).into()),
                Step::Tired(_) => return Ok(Matches { found, has_more: true }),
                Step::Ended => break,
            }
        }
        Ok(Matches { found, has_more: false })
    }

    /// What is looked for of an announcement. Only of lines that came to be, its lines say what its events are.
    async fn wanted_of(
        &self,
        mut kept: Kept,
        direction: Direction,
        cursor: Cursor<'_>,
    ) -> Result<Match, Error> {
        if kept.published.announcement.kind.adds_lines() {
            kept.published = self.app.store.whole(kept.published).await?;
        }
        let mut events = Vec::new();
        for event in beyond(kept.published.events(), direction, cursor) {
            if self.params.wants(event.kind) && self.has_success(&kept, &event).await? {
                events.push(event);
            }
        }
        Ok(Match { kept, events })
    }

    async fn has_success(&self, kept: &Kept, event: &Event) -> Result<bool, Error> {
        let Some(wanted) = self.params.delivery_success else { return Ok(true) };
        Ok(wanted == (self.pending.of(kept, &event.id).await? == 0))
    }

    /// With the lines that its events may show.
    async fn whole(&self, mut found: Match) -> Result<Match, Error> {
        found.kept.published = self.app.store.whole(found.kept.published).await?;
        Ok(found)
    }

    /// The places of what was created within the range, is still shown, and lies beyond the cursor.
    async fn stretch(&self, cursor: Cursor<'_>) -> Result<Stretch, Error> {
        let range = self.params.created.unwrap_or_default();
        let first = |moment: Moment| keys::place_at(moment, "");
        let low = range.low.map_or_else(|| first(Moment(0)), |low| first(Moment::from_seconds(low)));
        let high = range.high.map_or(Moment(i64::MAX), |high| Moment::from_seconds(high.saturating_add(1)));
        let (low, high) = (low.max(first(oldest(self.app))), first(high));
        let Some((id, name)) = cursor else {
            return Ok(Stretch { low, high, direction: Direction::NewestFirst });
        };
        let place = self.place(id, name).await?;
        Ok(if name == "starting_after" {
            let high = high.min(format!("{place}{BEHIND}"));
            Stretch { low, high, direction: Direction::NewestFirst }
        } else {
            Stretch { low: low.max(place), high, direction: Direction::OldestFirst }
        })
    }

    fn cursor(&self) -> Cursor<'_> {
        let EventsParams { starting_after, ending_before, .. } = self.params;
        let after = starting_after.as_deref().map(|id| (id, "starting_after"));
        after.or_else(|| ending_before.as_deref().map(|id| (id, "ending_before")))
    }

    /// The place of the announcement that the cursor's event is made of.
    async fn place(&self, id: &str, name: &'static str) -> Result<String, Error> {
        let missing = || Problem::no_such("event", id, Path::of(name));
        match find(self.app, self.caller, id).await {
            Ok(_) => Ok(place_of(&EventId::parse(id).ok_or_else(missing)?)),
            Err(Error::NoSuchObject { .. }) => Err(missing().into()),
            Err(error) => Err(error),
        }
    }
}

impl Matches {
    /// Keeps to so many events.
    fn cut(&mut self, limit: usize) {
        let mut left = limit;
        for one in &mut self.found {
            self.has_more |= one.events.len() > left;
            one.events.truncate(left);
            left -= one.events.len();
        }
        self.found.retain(|one| !one.events.is_empty());
    }
}

/// The events of an announcement in walking order; of the cursor's own only those beyond it.
fn beyond(mut events: Vec<Event>, direction: Direction, cursor: Cursor<'_>) -> Vec<Event> {
    if direction == Direction::NewestFirst {
        events.reverse();
    }
    let at = cursor.and_then(|(id, _)| events.iter().position(|event| event.id == id));
    events.split_off(at.map_or(0, |at| at + 1))
}

/// An empty page that is not the last would end the loop of every client that reads page by page.
fn too_much(reached: Moment, direction: Direction) -> Problem {
    let (bound, at) = match direction {
        Direction::NewestFirst => ("lte", reached.seconds()),
        Direction::OldestFirst => ("gte", reached.seconds()),
    };
    Problem::at(
        Path::of("created"),
        format!(
            "There are too many events to look through at once, and none so far is what you ask for. Ask for a shorter time with `created`: created[{bound}]={at} goes on where this search ended."
        ),
    )
}
