//! Changing an object over the version that was read, and deleting one.

use paydesk_model::catalogue::{Kind, Object, Price, PromotionCode};
use paydesk_model::naming::Name;
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::tree::Tree;

use super::super::change::{cause, made_before, seen};
use super::make::take_over;
use super::{find, owner, reply};
use crate::access::Caller;
use crate::app::App;
use crate::contention::{TRIES, stand_aside};
use crate::error::Error;
use crate::store::catalogue::{Claim, StoredObject};
use crate::store::catalogue_written::{Claiming, Writing, Written};
use crate::wire::call::Call;
use crate::wire::expand::Subject;
use crate::wire::params::nothing_else;
use crate::wire::reply::Reply;
use crate::wire::stripe::catalogue;

/// A change of an object, and what it means for the names that it bears.
struct Changing {
    writing: Writing,
    transfers_lookup_key: bool,
}

pub async fn change(
    app: &App,
    call: &mut Call,
    caller: &Caller,
    kind: Kind,
    id: &str,
) -> Result<Reply, Error> {
    let expand = call.expand(Subject::Object(kind.into()))?;
    let by = &call.envelope.request_id;
    for tried in 0..TRIES {
        let now = app.clock.now();
        let stored = find(app, caller, kind, id).await?;
        let seen = seen(call, "change", now);
        let replayed = made_before(&stored.ledger, seen.as_ref(), call, now)?;
        if replayed || stored.ledger.is_by(by) {
            return Ok(Reply { replayed, ..reply(app, call, caller, &expand, &stored).await? });
        }
        let mut changing = changing(app, caller, &stored, &call.parameters).await?;
        let own = changing.writing.objects.remove(0);
        changing.writing.objects.insert(0, own.made_by(by, seen, now));
        match written(app, call, caller, &mut changing).await? {
            Some(changed) => return reply(app, call, caller, &expand, &changed).await,
            None => stand_aside(tried).await,
        }
    }
    Err(Error::Contended)
}

/// What was written; none if another change got in first.
async fn written(
    app: &App,
    call: &Call,
    caller: &Caller,
    changing: &mut Changing,
) -> Result<Option<StoredObject>, Error> {
    let may = changing.transfers_lookup_key;
    for _ in 0..2 {
        changing.writing.announce(app.clock.now(), &cause(call));
        match app.store.write_objects(owner(caller), &changing.writing).await? {
            Written::Done => return Ok(Some(changing.writing.objects[0].clone())),
            Written::Taken(index) if matches!(changing.writing.claims[index], Claiming::Take { .. }) => {
                take_over(app, call, caller, &mut changing.writing, index, may).await?;
            }
            Written::There(..) | Written::Taken(_) | Written::ProductGone | Written::Again => {
                return Ok(None);
            }
        }
    }
    Ok(None)
}

async fn changing(app: &App, caller: &Caller, stored: &StoredObject, tree: &Tree) -> Result<Changing, Error> {
    let now = app.clock.now();
    let mut transfers_lookup_key = false;
    let changed: Object = match &stored.object {
        Object::Coupon(coupon) => coupon.change(tree)?.into(),
        Object::Price(price) => {
            let (changed, transfers) = price.change(tree)?;
            transfers_lookup_key = transfers;
            if price.active && !changed.active {
                check_not_default(app, caller, price).await?;
            }
            changed.into()
        }
        Object::Product(product) => {
            let changed = product.change(tree, now)?;
            if changed.default_price != product.default_price {
                check_default_price(app, caller, changed.default_price.as_deref(), &product.id).await?;
            }
            changed.into()
        }
        Object::PromotionCode(code) => {
            let changed = code.change(tree)?;
            if changed.active && !code.active {
                check_usable(app, caller, &changed, stored.redeemed).await?;
            }
            changed.into()
        }
        Object::ShippingRate(rate) => rate.change(tree)?.into(),
        Object::TaxRate(rate) => rate.change(tree)?.into(),
    };
    let claims = claims(&stored.object, &changed);
    Ok(Changing {
        writing: Writing { objects: vec![stored.next(changed)], claims, ..Writing::default() },
        transfers_lookup_key,
    })
}

/// What a change means for the names that an object bears.
pub(crate) fn claims(before: &Object, after: &Object) -> Vec<Claiming> {
    match (before, after) {
        (Object::Price(before), Object::Price(after)) => claims_of_price(before, after),
        (Object::PromotionCode(before), Object::PromotionCode(after)) => claims_of_code(before, after),
        _ => Vec::new(),
    }
}

fn claims_of_price(before: &Price, after: &Price) -> Vec<Claiming> {
    if before.lookup_key == after.lookup_key {
        return Vec::new();
    }
    let (id, claim) = (after.id.clone(), |key: &String| Claim::LookupKey(key.clone()));
    let given_up =
        before.lookup_key.as_ref().map(|key| Claiming::GiveUp { claim: claim(key), id: id.clone() });
    let taken = after.lookup_key.as_ref().map(|key| Claiming::Take { claim: claim(key), id: id.clone() });
    taken.into_iter().chain(given_up).collect()
}

/// A code is its promotion's own for as long as that is active.
fn claims_of_code(before: &PromotionCode, after: &PromotionCode) -> Vec<Claiming> {
    let (claim, id) = (Claim::Code(after.key()), after.id.clone());
    match (before.active, after.active) {
        (false, true) => vec![Claiming::Take { claim, id }],
        (true, false) => vec![Claiming::GiveUp { claim, id }],
        _ => Vec::new(),
    }
}

/// The default price of a product is an active one of its own.
async fn check_default_price(
    app: &App,
    caller: &Caller,
    price: Option<&str>,
    product: &str,
) -> Result<(), Error> {
    let Some(price) = price else { return Ok(()) };
    let name = Name { kind: Kind::Price, id: price.to_owned(), place: Path::of("default_price") };
    let found = app.look_up_kept(caller, std::slice::from_ref(&name)).await?;
    let own = found.prices.get(price).is_some_and(|price| price.active && price.product == product);
    if own {
        return Ok(());
    }
    Err(Problem::at(name.place, "The default price must be an active price of this product.").into())
}

/// A product sells at its default price for as long as it has one.
async fn check_not_default(app: &App, caller: &Caller, price: &Price) -> Result<(), Error> {
    let product = app.store.object(owner(caller), Kind::Product, &price.product).await?;
    let default = product.and_then(|stored| match stored.object {
        Object::Product(product) => product.default_price,
        _ => None,
    });
    if default.as_ref() != Some(&price.id) {
        return Ok(());
    }
    let message =
        "This price cannot be archived as it is the default price of its product: give that another first.";
    Err(Problem::at(Path::of("active"), message).into())
}

/// A code is active again only if somebody can use it.
async fn check_usable(app: &App, caller: &Caller, code: &PromotionCode, times: i64) -> Result<(), Error> {
    if is_usable(app, caller, code, times).await? {
        return Ok(());
    }
    let message = "A promotion code can only be made active again while its coupon is valid and the code itself is \
        neither expired nor used up.";
    Err(Problem::at(Path::of("active"), message).into())
}

/// Whether somebody can use a code that is active and was redeemed so many times.
pub(super) async fn is_usable(
    app: &App,
    caller: &Caller,
    code: &PromotionCode,
    times: i64,
) -> Result<bool, Error> {
    let now = app.clock.now();
    if !code.is_redeemable(now, times) {
        return Ok(false);
    }
    let coupon = app.store.object(owner(caller), Kind::Coupon, &code.coupon).await?;
    Ok(coupon.filter(|stored| !stored.deleted).is_some_and(
        |stored| matches!(stored.object, Object::Coupon(coupon) if coupon.is_valid(now, stored.redeemed)),
    ))
}

/// Deletes a coupon, or a product that has no prices. What was sold with it stays as it was.
pub async fn delete(
    app: &App,
    call: &mut Call,
    caller: &Caller,
    kind: Kind,
    id: &str,
) -> Result<Reply, Error> {
    call.read_parameters()?;
    nothing_else(&call.parameters)?;
    for tried in 0..TRIES {
        let stored = find(app, caller, kind, id).await?;
        if stored.priced {
            let message =
                "This product cannot be deleted because it has one or more prices. Make it inactive instead.";
            return Err(Problem::general(message).into());
        }
        let (by, now) = (&call.envelope.request_id, app.clock.now());
        let deleted = stored.deleted().made_by(by, None, now);
        let mut writing = Writing { objects: vec![deleted], ..Writing::default() };
        writing.announce(now, &cause(call));
        let done = match app.store.write_objects(owner(caller), &writing).await? {
            Written::Done => true,
            Written::There(_, there) => there.deleted && there.ledger.is_by(by),
            Written::Taken(_) | Written::ProductGone | Written::Again => false,
        };
        if done {
            return Ok(Reply::new(catalogue::deleted(&stored.object).to_string()));
        }
        stand_aside(tried).await;
    }
    Err(Error::Contended)
}
