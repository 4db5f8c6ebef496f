//! `GET /v1/events`: all of them, newest first, by cursor, filtered.

use std::sync::Arc;

use paydesk_model::event::Event;
use paydesk_model::event_list::EventsParams;
use paydesk_model::ids::EventId;
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::time::Moment;

use super::super::objects::Shown;
use super::{Found, find, oldest};
use crate::access::Caller;
use crate::app::App;
use crate::error::Error;
use crate::store::events::{Kept, place_of};
use crate::store::index::Direction;
use crate::store::keys;
use crate::telling::shown;
use crate::wire::call::Call;
use crate::wire::reply::Reply;

/// Sorts behind all that is kept of an announcement: its attempts have its place and more.
const BEHIND: &str = "#~";

pub async fn page(app: &App, call: &Call, caller: &Caller) -> Result<Reply, Error> {
    let params = EventsParams::check(&call.parameters)?;
    let limit = usize::from(params.limit);
    // One more than the page holds tells whether there are more.
    let found = walked(app, caller, &params, limit + 1).await?;
    let mut page = Shown::new(found.len() > limit);
    for Found { event, kept } in found.iter().take(limit) {
        let Kept { published, attempts } = kept.as_ref();
        let pending = published.pending(&event.id, attempts);
        // One that cannot be shown is in the log, and must not hide the others.
        let Some(value) = shown(published, event, pending, app.base_url(call)) else { continue };
        if !page.take(&value)? {
            break;
        }
    }
    page.reply(params.ending_before.is_some(), "/v1/events".to_owned())
}

/// Up to `wanted` events on the far side of the cursor, the nearest first.
async fn walked(
    app: &App,
    caller: &Caller,
    params: &EventsParams,
    wanted: usize,
) -> Result<Vec<Found>, Error> {
    let mut bounds = bounds(app, params);
    let cursor = cursor_of(params);
    let mut direction = Direction::NewestFirst;
    if let Some((id, name)) = cursor {
        let place = place(app, caller, id, name).await?;
        if name == "starting_after" {
            bounds.1 = bounds.1.min(format!("{place}{BEHIND}"));
        } else {
            bounds.0 = bounds.0.max(place);
            direction = Direction::OldestFirst;
        }
    }
    let mut walk = app.store.walk_events(&caller.account, caller.livemode, bounds, direction, wanted);
    let mut found = Vec::new();
    while found.len() < wanted {
        let Some(kept) = Box::pin(walk.next()).await? else { break };
        let events = beyond(kept.published.events(), direction, cursor.map(|(id, _)| id));
        let kept = Arc::new(kept);
        let events = events.into_iter().filter(|event| wants(params, event, &kept));
        found.extend(events.map(|event| Found { event, kept: kept.clone() }));
    }
    found.truncate(wanted);
    Ok(found)
}

/// The places of what was created within the range and is still shown.
fn bounds(app: &App, params: &EventsParams) -> (String, String) {
    let range = params.created.unwrap_or_default();
    let first = |moment: Moment| keys::place_at(moment, "");
    let low = range.low.map_or_else(|| first(Moment(0)), |low| first(Moment::from_seconds(low)));
    let high = range.high.map_or(Moment(i64::MAX), |high| Moment::from_seconds(high.saturating_add(1)));
    (low.max(first(oldest(app))), first(high))
}

fn cursor_of(params: &EventsParams) -> Option<(&str, &'static str)> {
    let after = params.starting_after.as_deref().map(|id| (id, "starting_after"));
    after.or_else(|| params.ending_before.as_deref().map(|id| (id, "ending_before")))
}

/// The place of the announcement that the cursor's event is made of.
async fn place(app: &App, caller: &Caller, id: &str, name: &'static str) -> Result<String, Error> {
    let missing = || Problem::no_such("event", id, Path::of(name));
    match find(app, caller, id).await {
        Ok(_) => Ok(place_of(&EventId::parse(id).ok_or_else(missing)?)),
        Err(Error::NoSuchObject { .. }) => Err(missing().into()),
        Err(error) => Err(error),
    }
}

/// The events of an announcement in walking order; of the cursor's own only those beyond it.
fn beyond(mut events: Vec<Event>, direction: Direction, cursor: Option<&str>) -> Vec<Event> {
    if direction == Direction::NewestFirst {
        events.reverse();
    }
    let at = events.iter().position(|event| Some(event.id.as_str()) == cursor);
    events.split_off(at.map_or(0, |at| at + 1))
}

fn wants(params: &EventsParams, event: &Event, kept: &Kept) -> bool {
    let delivered = || kept.published.pending(&event.id, &kept.attempts) == 0;
    params.wants(event.kind) && params.delivery_success.is_none_or(|wanted| wanted == delivered())
}
