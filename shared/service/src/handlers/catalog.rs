//! `/v1/products`, `/v1/prices`, `/v1/coupons`, `/v1/promotion_codes`, `/v1/tax_rates`, `/v1/shipping_rates`: what
//! sessions are made of, kept by the merchant; and `/v1/customers`, whom they are for.

mod along;
pub(crate) mod change;
pub(super) mod customers;
pub(crate) mod make;
mod page;

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::catalogue::{Kind, Object};
use paydesk_model::problem::Problem;

use super::answer::answer;
use crate::access::{Caller, Permission};
use crate::app::App;
use crate::error::Error;
use crate::store::catalogue::{Owner, StoredObject};
use crate::wire::call::{Call, Verb};
use crate::wire::expand::{Expand, Subject};
use crate::wire::kind::Kind as Of;
use crate::wire::params::nothing_else;
use crate::wire::reply::Reply;
use crate::wire::route::{Place, unrouted};

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(answer(app, request, |app, call| Box::pin(catalog(app, call))))
}

async fn catalog(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let wanted = if call.verb() == Verb::Get { Permission::Read } else { Permission::Write };
    let caller = app.authorize(call.api_key.as_deref(), wanted).await?;
    let path = call.path.clone();
    match (Place::find(&path).map(|(_, place)| place), call.verb()) {
        (Some(Place::Catalogue(kind)), Verb::Get) => page::page(app, call, &caller, kind).await,
        (Some(Place::Catalogue(kind)), Verb::Post) => make::make(app, call, &caller, kind).await,
        (Some(Place::CatalogueObject(kind, id)), Verb::Get) => one(app, call, &caller, kind, id).await,
        (Some(Place::CatalogueObject(kind, id)), Verb::Post) => {
            change::change(app, call, &caller, kind, id).await
        }
        (Some(Place::CatalogueObject(kind, id)), Verb::Delete) => {
            change::delete(app, call, &caller, kind, id).await
        }
        (Some(Place::Objects(Of::Customer)), Verb::Get) => customers::page(app, call, &caller).await,
        (Some(Place::Objects(Of::Customer)), Verb::Post) => customers::make(app, call, &caller).await,
        (Some(Place::Object(Of::Customer, id)), Verb::Get) => customers::one(app, call, &caller, id).await,
        (Some(Place::Object(Of::Customer, id)), Verb::Post) => {
            customers::change(app, call, &caller, id).await
        }
        (Some(Place::Object(Of::Customer, id)), Verb::Delete) => {
            customers::delete(app, call, &caller, id).await
        }
        (_, verb) => Err(unrouted(verb.name(), &path)),
    }
}

async fn one(app: &App, call: &mut Call, caller: &Caller, kind: Kind, id: &str) -> Result<Reply, Error> {
    let expand = call.expand(Subject::Object(kind.into()))?;
    nothing_else(&call.parameters)?;
    let stored = app.store.object(owner(caller), kind, id).await?.filter(|stored| !stored.deleted);
    let stored = match stored {
        Some(stored) => stored,
        None => match unkept(app, caller, kind, id).await? {
            Some(object) => StoredObject::unstored(object),
            None => return Err(unknown(app, caller, kind, id).await?),
        },
    };
    reply(app, call, caller, &expand, &stored).await
}

/// What is shown like an object of the catalogue and kept elsewhere: a rate of the deployment's own table, or what inline
/// data made.
async fn unkept(app: &App, caller: &Caller, kind: Kind, id: &str) -> Result<Option<Object>, Error> {
    match kind {
        Kind::TaxRate => Ok(app.taxes().await?.rate(id, caller.livemode).map(Object::from)),
        _ => app.inline(caller, kind, id).await,
    }
}

pub(super) fn owner(caller: &Caller) -> Owner<'_> {
    Owner { account: &caller.account, livemode: caller.livemode }
}

/// The caller's object with this id.
async fn find(app: &App, caller: &Caller, kind: Kind, id: &str) -> Result<StoredObject, Error> {
    let there = app.store.object(owner(caller), kind, id).await?.filter(|stored| !stored.deleted);
    match there {
        Some(stored) => Ok(stored),
        None if app.inline(caller, kind, id).await?.is_some() => {
            let kind = kind.name().replace('_', " ");
            let message = format!(
                "The {kind} {id} was made inline, for a single checkout: it stays as it is, and stands in no list."
            );
            Err(Problem::general(message).into())
        }
        None => Err(unknown(app, caller, kind, id).await?),
    }
}

async fn unknown(app: &App, caller: &Caller, kind: Kind, id: &str) -> Result<Error, Error> {
    let owner = owner(caller);
    let theirs = app.store.object(Owner { livemode: !owner.livemode, ..owner }, kind, id).await?;
    let theirs = theirs.filter(|stored| !stored.deleted);
    let other_mode = theirs.map(|_| if caller.livemode { "test" } else { "live" });
    Ok(Error::NoSuchObject { kind: kind.name(), id: id.to_owned(), other_mode })
}

async fn reply(
    app: &App,
    call: &Call,
    caller: &Caller,
    expand: &Expand,
    stored: &StoredObject,
) -> Result<Reply, Error> {
    let shown = page::shown(app, call, caller, expand, std::slice::from_ref(stored)).await?;
    Ok(Reply::new(shown.into_iter().next().unwrap_or_default().to_string()))
}
