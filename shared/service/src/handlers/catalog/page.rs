//! Lists of a catalogue's objects: newest first, by cursor, filtered.

use std::collections::BTreeSet;

use paydesk_model::catalogue::{Kind, ListParams, Object};
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use serde_json::Value;

use super::super::objects::{Shown, between, stretch_of};
use super::along::bring_along;
use super::{find, owner};
use crate::access::Caller;
use crate::app::App;
use crate::error::Error;
use crate::store::catalogue::{Claim, StoredObject, listing_of, place};
use crate::store::index::{Direction, Stretch};
use crate::wire::call::Call;
use crate::wire::expand::{Expand, Subject};
use crate::wire::reply::Reply;
use crate::wire::stripe::catalogue;

pub async fn page(app: &App, call: &mut Call, caller: &Caller, kind: Kind) -> Result<Reply, Error> {
    let expand = call.expand(Subject::ObjectList(kind.into()))?;
    let params = ListParams::check(kind, &call.parameters)?;
    let limit = usize::from(params.limit);
    let found = wanted(app, caller, kind, &params).await?;
    let has_more = found.len() > limit;
    let objects = shown(app, call, caller, &expand, &found[..limit.min(found.len())]).await?;
    let mut page = Shown::new(has_more);
    for object in &objects {
        if !page.take(object)? {
            break;
        }
    }
    page.reply(params.ending_before.is_some(), format!("/v1/{}", kind.step()))
}

/// One more than the page holds, on the far side of the cursor, the nearest first.
async fn wanted(
    app: &App,
    caller: &Caller,
    kind: Kind,
    params: &ListParams,
) -> Result<Vec<StoredObject>, Error> {
    let cursor = match (&params.starting_after, &params.ending_before) {
        (Some(id), _) => Some((id, "starting_after")),
        (None, Some(id)) => Some((id, "ending_before")),
        (None, None) => None,
    };
    let mut stretch = params.created.as_ref().map(|created| stretch_of(created, 0)).unwrap_or_default();
    if let Some((id, name)) = cursor {
        let place = cursor_place(app, caller, kind, id, name).await?;
        stretch = between(stretch, place, name);
    }
    let direction =
        if params.ending_before.is_some() { Direction::OldestFirst } else { Direction::NewestFirst };
    let most = usize::from(params.limit) + 1;
    match named(app, caller, params).await? {
        Some(ids) => named_ones(app, caller, (kind, ids), params, &stretch, direction).await,
        None => {
            let listing = listing_of(owner(caller), kind, params.of.as_deref());
            let keep = |object: &Object| params.wants(object);
            Ok(app
                .store
                .walk_objects(owner(caller), (kind, &listing), stretch, direction, most, keep)
                .await?)
        }
    }
}

async fn cursor_place(
    app: &App,
    caller: &Caller,
    kind: Kind,
    id: &str,
    name: &'static str,
) -> Result<String, Error> {
    match find(app, caller, kind, id).await {
        Ok(stored) => Ok(place(&stored.object)),
        Err(Error::NoSuchObject { .. }) => {
            Err(Problem::no_such(&kind.name().replace('_', " "), id, Path::of(name)).into())
        }
        Err(error) => Err(error),
    }
}

/// The ids of those that can be had without looking through the list.
async fn named(app: &App, caller: &Caller, params: &ListParams) -> Result<Option<BTreeSet<String>>, Error> {
    let Some(keys) = &params.lookup_keys else {
        return Ok(params.ids.as_ref().map(|ids| ids.iter().cloned().collect()));
    };
    let claims: Vec<Claim> = keys.iter().cloned().map(Claim::LookupKey).collect();
    Ok(Some(app.store.bearers(owner(caller), &claims).await?))
}

async fn named_ones(
    app: &App,
    caller: &Caller,
    (kind, ids): (Kind, BTreeSet<String>),
    params: &ListParams,
    stretch: &Stretch,
    direction: Direction,
) -> Result<Vec<StoredObject>, Error> {
    let mut found = app.store.objects(owner(caller), ids.into_iter().map(|id| (kind, id))).await?;
    found.retain(|stored| stretch.holds(&place(&stored.object)) && params.wants(&stored.object));
    found.sort_by_key(|stored| place(&stored.object));
    if direction == Direction::NewestFirst {
        found.reverse();
    }
    Ok(found)
}

/// Objects as they are shown, with what was asked to come along.
pub async fn shown(
    app: &App,
    call: &Call,
    caller: &Caller,
    expand: &Expand,
    stored: &[StoredObject],
) -> Result<Vec<Value>, Error> {
    let whole = |stored: &StoredObject| catalogue::object(&stored.object, app.beside_object(call, stored));
    let mut shown: Vec<Value> = stored.iter().map(whole).collect();
    for (value, stored) in shown.iter_mut().zip(stored) {
        expand.parts.iter().for_each(|part| catalogue::bring(value, &stored.object, part));
    }
    bring_along(app, call, caller, expand, &mut shown).await?;
    Ok(shown)
}
