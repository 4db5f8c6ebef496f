//! `/v1/events`: what happened, for thirty days, and what came of telling it.

mod attempts;
mod page;
mod pending;
mod search;

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::event::Event;
use paydesk_model::event_list::endpoint_to_tell;
use paydesk_model::ids::EventId;
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::time::Moment;
use paydesk_model::webhook::WebhookEndpoint;

use super::answer::answer;
use crate::access::{Caller, Permission};
use crate::app::App;
use crate::error::Error;
use crate::outlets::Message;
use crate::store::endpoints::EVERYONE;
use crate::store::events::{KEPT_SECONDS, Kept};
use crate::telling::shown;
use crate::wire::call::Call;
use crate::wire::expand::Subject;
use crate::wire::kind::Kind;
use crate::wire::params::nothing_else;
use crate::wire::reply::Reply;
use crate::wire::route::{Place, unrouted};
use pending::Pending;

/// Nothing of an event can be expanded: it shows what was.
const PLAIN: Subject = Subject::Object(Kind::Elsewhere);

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(answer(app, request, |app, call| Box::pin(events(app, call))))
}

async fn events(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let wanted = if call.is_post() { Permission::Write } else { Permission::Read };
    let caller = app.authorize(call.api_key.as_deref(), wanted).await?;
    call.read_parameters()?;
    call.expand(PLAIN)?;
    let path = call.path.clone();
    match (Place::find(&path).map(|(_, place)| place), call.is_post()) {
        (Some(Place::Events), false) => Box::pin(page::page(app, call, &caller)).await,
        (Some(Place::Event(id)), false) => one(app, call, &caller, id).await,
        (Some(Place::DeliveryAttempts(id)), false) => attempts::page(app, call, &caller, id).await,
        (Some(Place::Retry(id)), true) => retry(app, call, &caller, id).await,
        (_, is_post) => Err(unrouted(if is_post { "POST" } else { "GET" }, &path)),
    }
}

/// An event, with the announcement it is made of and the attempts to deliver that.
struct Found {
    event: Event,
    kept: Kept,
}

async fn one(app: &App, call: &Call, caller: &Caller, id: &str) -> Result<Reply, Error> {
    nothing_else(&call.parameters)?;
    let found = find(app, caller, id).await?;
    Box::pin(reply(app, call, caller, &found)).await
}

async fn reply(app: &App, call: &Call, caller: &Caller, found: &Found) -> Result<Reply, Error> {
    let Found { event, kept } = found;
    let pending = Pending::new(app, caller).of(kept, &event.id).await?;
    let shown = shown(&kept.published, event, pending, app.base_url(call));
    let shown = shown.ok_or_else(|| Error::Internal("an event could not be rendered".into()))?;
    Ok(Reply::new(shown.to_string()))
}

/// Sends an event once more, to one endpoint, whatever became of it before.
async fn retry(app: &App, call: &Call, caller: &Caller, id: &str) -> Result<Reply, Error> {
    let named = endpoint_to_tell(&call.parameters)?;
    let found = find(app, caller, id).await?;
    let endpoint = endpoint(app, caller, &named).await?;
    if !endpoint.enabled {
        return Err(refused(format!("The webhook endpoint '{named}' is disabled: enable it first.")));
    }
    if !endpoint.dialect.has(found.event.kind) {
        let (words, kind) = (endpoint.dialect.as_str(), found.event.kind);
        return Err(refused(format!(
            "The webhook endpoint '{named}' speaks the dialect {words}, which has no word for {kind}."
        )));
    }
    let message = Message {
        account: caller.account.clone(),
        livemode: caller.livemode,
        event: id.to_owned(),
        endpoint: named,
        again: true,
        first_sent: None,
    };
    app.queue(vec![message]).await?;
    Box::pin(reply(app, call, caller, &found)).await
}

fn refused(message: String) -> Error {
    Problem::at(Path::of("webhook_endpoint"), message).into()
}

async fn endpoint(app: &App, caller: &Caller, id: &str) -> Result<WebhookEndpoint, Error> {
    let mut found = app.store.endpoint(&caller.account, caller.livemode, id).await?;
    if found.is_none() && app.config.forwards {
        found = app.store.endpoint(EVERYONE, caller.livemode, id).await?;
    }
    let missing = || Problem::no_such("webhook endpoint", id, Path::of("webhook_endpoint"));
    Ok(found.ok_or_else(missing)?.endpoint)
}

/// The caller's event with this id.
async fn find(app: &App, caller: &Caller, id: &str) -> Result<Found, Error> {
    if let Some(found) = find_in(app, &caller.account, caller.livemode, id).await? {
        return Ok(found);
    }
    let theirs = find_in(app, &caller.account, !caller.livemode, id).await?;
    let other_mode = theirs.map(|_| if caller.livemode { "test" } else { "live" });
    Err(Error::NoSuchObject { kind: "event", id: id.to_owned(), other_mode })
}

async fn find_in(app: &App, account: &str, livemode: bool, id: &str) -> Result<Option<Found>, Error> {
    let Some(parsed) = EventId::parse(id).filter(|parsed| parsed.at >= oldest(app)) else {
        return Ok(None);
    };
    let Some((published, attempts)) = app.store.published(account, livemode, &parsed).await? else {
        return Ok(None);
    };
    let event = published.events().into_iter().find(|event| event.id == id);
    Ok(event.map(|event| Found { event, kept: Kept { published, attempts } }))
}

/// Nothing older is shown, whenever the time to live deletes it.
fn oldest(app: &App) -> Moment {
    app.clock.now().plus_seconds(-KEPT_SECONDS)
}
