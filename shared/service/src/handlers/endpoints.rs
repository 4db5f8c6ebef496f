//! `/v1/webhook_endpoints`: where a merchant wants events to be sent.

mod change;
mod list;

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::endpoint::{EndpointBirth, EndpointParams, check_room};
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::webhook::{ROLLED_SECONDS, WebhookEndpoint};
use serde_json::json;

use super::answer::answer;
use crate::access::{Caller, Permission};
use crate::app::App;
use crate::digest::derive;
use crate::error::Error;
use crate::random;
use crate::store::endpoints::StoredEndpoint;
use crate::wire::call::Call;
use crate::wire::expand::Subject;
use crate::wire::kind::Kind;
use crate::wire::params::nothing_else;
use crate::wire::print::fingerprint;
use crate::wire::reply::Reply;
use crate::wire::route::Place;
use crate::wire::stripe;
use crate::wire::version::{ApiVersion, no_version};

const PATH: &str = "/v1/webhook_endpoints";
/// What refusals call it.
const KIND: &str = "webhook endpoint";
/// Nothing of an endpoint can be expanded.
const ONE: Subject = Subject::Object(Kind::Elsewhere);

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(answer(app, request, |app, call| Box::pin(endpoints(app, call))))
}

async fn endpoints(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let place = Place::find(&call.path).map(|(_, place)| place);
    match place {
        Some(Place::WebhookEndpoints) if call.is_post() => Box::pin(create(app, call)).await,
        Some(Place::WebhookEndpoints) => Box::pin(list::list(app, call)).await,
        Some(Place::RollSecret(_)) => Box::pin(change::roll(app, call)).await,
        _ if call.is_post() => Box::pin(change::update(app, call)).await,
        _ if call.is_delete() => Box::pin(delete(app, call)).await,
        _ => Box::pin(retrieve(app, call)).await,
    }
}

/// With a key, the endpoint's id is derived from it: the same request again finds the same endpoint.
async fn create(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Write).await?;
    call.expand(ONE)?;
    let key = call.envelope.idempotency_key.as_deref();
    let print = key.map(|_| fingerprint("webhook_endpoint", &call.parameters));
    let id = id_of(key, &caller);
    let there = app.store.endpoints(&caller.account, caller.livemode).await?;
    if let Some(first) = there.iter().find(|stored| stored.endpoint.id == id) {
        return repeated(app, call, first, print.as_ref());
    }
    check_not_deleted(app, call, &caller, &id, print.as_ref()).await?;
    let params = EndpointParams::check(&call.parameters, caller.livemode)?;
    check_version(params.api_version.as_deref())?;
    check_reach(app, params.url(), caller.livemode)?;
    check_room(there.len(), caller.livemode)?;
    let now = app.clock.now();
    let Caller { account, livemode, .. } = caller;
    let birth = EndpointBirth { id, account, livemode, now, secret: random::webhook_secret() };
    let endpoint = WebhookEndpoint::new(params, birth);
    let stored = StoredEndpoint::first(endpoint, print.clone(), &call.envelope.request_id);
    if app.store.put_endpoint(&stored).await? {
        return Ok(with_secret(&stored.endpoint));
    }
    let first = app.store.endpoint(&stored.endpoint.account, livemode, &stored.endpoint.id).await?;
    let first = first.ok_or_else(|| Error::Unavailable("the endpoint was deleted meanwhile".into()))?;
    repeated(app, call, &first, print.as_ref())
}

fn id_of(key: Option<&str>, caller: &Caller) -> String {
    let mode = if caller.livemode { "live" } else { "test" };
    let body = key.map_or_else(random::token, |key| {
        derive(caller.salt.as_bytes(), &[mode, PATH, key], random::ID_CHARACTERS)
    });
    format!("we_{body}")
}

/// The answer to a create that was made before. As long as keys are remembered, it has the secret again: whoever repeats
/// it may never have seen the first answer.
fn repeated(app: &App, call: &Call, first: &StoredEndpoint, print: Option<&String>) -> Result<Reply, Error> {
    if first.ledger.create.as_ref() != print {
        return Err(Error::KeyReused { key: call.envelope.idempotency_key.clone().unwrap_or_default() });
    }
    let endpoint = &first.endpoint;
    let fresh = app.clock.now() < endpoint.created.plus_seconds(ROLLED_SECONDS);
    let reply = if fresh { with_secret(endpoint) } else { shown(endpoint) };
    // What is there may be of this very call: its put got through, and only the answer was lost.
    Ok(Reply { replayed: first.ledger.by != call.envelope.request_id, ..reply })
}

/// A key that has made an endpoint does not make it again, also when that was deleted meanwhile.
async fn check_not_deleted(
    app: &App,
    call: &Call,
    caller: &Caller,
    id: &str,
    print: Option<&String>,
) -> Result<(), Error> {
    let (Some(key), Some(print)) = (&call.envelope.idempotency_key, print) else { return Ok(()) };
    let deleted = app.store.deleted_endpoint(&caller.account, caller.livemode, id, app.clock.now()).await?;
    match deleted {
        None => Ok(()),
        Some(made) if made == *print => Err(Problem::general(
            "The webhook endpoint that this idempotency key made has been deleted since. Send another key to make a new one.",
        )
        .into()),
        Some(_) => Err(Error::KeyReused { key: key.clone() }),
    }
}

fn check_version(version: Option<&str>) -> Result<(), Problem> {
    match version {
        Some(text) if ApiVersion::parse(text).is_none() => {
            Err(Problem::at(Path::of("api_version"), no_version(text)))
        }
        _ => Ok(()),
    }
}

/// A host that is an address is looked at already here; what a name leads to is looked at with every attempt.
fn check_reach(app: &App, url: &str, livemode: bool) -> Result<(), Problem> {
    let Err(trouble) = app.post.destination(url, livemode) else { return Ok(()) };
    Err(Problem::at(Path::of("url"), format!("Invalid URL: {trouble}.")).code("url_invalid"))
}

async fn retrieve(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Read).await?;
    call.expand(ONE)?;
    nothing_else(&call.parameters)?;
    Ok(shown(&find(app, &caller, call.session_id()).await?.endpoint))
}

async fn delete(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Write).await?;
    call.expand(ONE)?;
    nothing_else(&call.parameters)?;
    let stored = find(app, &caller, call.session_id()).await?;
    app.store.remember_endpoint(&stored, app.clock.now()).await?;
    let id = stored.endpoint.id;
    app.store.delete_endpoint(&caller.account, caller.livemode, &id).await?;
    Ok(Reply::new(json!({"id": id, "object": "webhook_endpoint", "deleted": true}).to_string()))
}

/// The caller's endpoint with this id.
async fn find(app: &App, caller: &Caller, id: &str) -> Result<StoredEndpoint, Error> {
    let missing = |other_mode| Error::NoSuchObject { kind: KIND, id: id.to_owned(), other_mode };
    // What else is kept beside endpoints is none.
    if !id.starts_with("we_") {
        return Err(missing(None));
    }
    if let Some(found) = app.store.endpoint(&caller.account, caller.livemode, id).await? {
        return Ok(found);
    }
    let elsewhere = app.store.endpoint(&caller.account, !caller.livemode, id).await?;
    let theirs = if caller.livemode { "test" } else { "live" };
    Err(missing(elsewhere.map(|_| theirs)))
}

fn shown(endpoint: &WebhookEndpoint) -> Reply {
    Reply::new(stripe::webhook_endpoint(endpoint, None).to_string())
}

fn with_secret(endpoint: &WebhookEndpoint) -> Reply {
    let newest = endpoint.secrets.first().map(|secret| secret.text.as_str());
    Reply::new(stripe::webhook_endpoint(endpoint, newest).to_string())
}
