//! What comes along with objects of a catalogue in the place of ids: level by level, and all of a level at once.

use std::collections::{BTreeSet, HashMap};

use paydesk_model::catalogue;
use serde_json::Value;

use super::owner;
use crate::access::Caller;
use crate::app::App;
use crate::error::Error;
use crate::store::catalogue::StoredObject;
use crate::wire::call::Call;
use crate::wire::expand::{DEEPEST, Expand};
use crate::wire::kind::{Edge, Kind};
use crate::wire::stripe::catalogue::{bring, object};
use crate::wire::stripe::objects;

/// An object of a catalogue by its kind, or a customer; and its id.
type Named = (Option<catalogue::Kind>, String);

/// Puts objects in the place of the ids that stand at the paths that were asked for.
pub async fn bring_along(
    app: &App,
    call: &Call,
    caller: &Caller,
    expand: &Expand,
    shown: &mut [Value],
) -> Result<(), Error> {
    for level in 0..DEEPEST {
        let reached = expand.objects.iter().filter_map(|path| path.get(..=level));
        let places: Vec<_> =
            reached.filter_map(|path| Some((pointer(path), named(path.last()?.1)?))).collect();
        let at = |value: &Value, pointer: &str| value.pointer(pointer)?.as_str().map(str::to_owned);
        let wanted: BTreeSet<Named> = places
            .iter()
            .flat_map(|(pointer, kind)| {
                shown.iter().filter_map(|value| Some((*kind, at(value, pointer)?))).collect::<Vec<_>>()
            })
            .collect();
        if wanted.is_empty() {
            return Ok(());
        }
        let found = look_up(app, call, caller, expand, &wanted).await?;
        for (pointer, kind) in &places {
            for value in shown.iter_mut() {
                let whole = at(value, pointer).and_then(|id| found.get(&(*kind, id)));
                if let (Some(whole), Some(slot)) = (whole, value.pointer_mut(pointer)) {
                    slot.clone_from(whole);
                }
            }
        }
    }
    Ok(())
}

fn pointer(path: &[Edge]) -> String {
    path.iter().map(|(name, _)| format!("/{}", name.replace('.', "/"))).collect()
}

/// None for what no id of a catalogue's object stands for.
fn named(kind: Kind) -> Option<Option<catalogue::Kind>> {
    match kind {
        Kind::Customer => Some(None),
        _ => kind.of_catalogue().map(Some),
    }
}

async fn look_up(
    app: &App,
    call: &Call,
    caller: &Caller,
    expand: &Expand,
    wanted: &BTreeSet<Named>,
) -> Result<HashMap<Named, Value>, Error> {
    let mut found = HashMap::new();
    let customers = wanted.iter().filter(|(kind, _)| kind.is_none()).map(|(_, id)| id.as_str());
    let customers: Vec<&str> = customers.collect();
    if !customers.is_empty() {
        let below = expand.below(Kind::Customer);
        for customer in app.store.customers(&caller.account, caller.livemode, customers).await? {
            found.insert((None, customer.id.clone()), objects::customer(&customer, &below));
        }
    }
    let kept = wanted.iter().filter_map(|(kind, id)| Some(((*kind)?, id.clone())));
    let mut there = app.store.objects(owner(caller), kept.clone()).await?;
    for (kind, id) in kept {
        let is_there = |stored: &StoredObject| stored.object.kind() == kind && stored.object.id() == id;
        if !there.iter().any(is_there)
            && let Some(inline) = app.inline(caller, kind, &id).await?
        {
            there.push(StoredObject::unstored(inline));
        }
    }
    for stored in there {
        let kind = stored.object.kind();
        let mut whole = object(&stored.object, app.beside_object(call, &stored));
        expand.parts_of(kind.into()).for_each(|part| bring(&mut whole, &stored.object, part));
        found.insert((Some(kind), stored.object.id().to_owned()), whole);
    }
    Ok(found)
}
