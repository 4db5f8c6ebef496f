//! `/v1/payment_links`: links that open a session for everyone who follows them; made, retrieved and listed.

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::create::Limits;
use paydesk_model::ids::SessionId;
use paydesk_model::link::{LinkDraft, PaymentLink};
use paydesk_model::list::LineItemsParams;
use paydesk_model::objects::ObjectsParams;
use paydesk_model::params::objects_table::PAYMENT_LINKS;
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::tree::Tree;
use serde_json::{Value, json};

use super::answer::answer;
use super::opening::birth;
use super::retrieve::line_items;
use crate::access::{Caller, Permission};
use crate::app::App;
use crate::digest::derive;
use crate::error::Error;
use crate::random;
use crate::store::index::{Direction, Stretch};
use crate::store::keys;
use crate::wire::call::Call;
use crate::wire::expand::Subject;
use crate::wire::params::nothing_else;
use crate::wire::print::fingerprint;
use crate::wire::reply::Reply;
use crate::wire::route::Place;
use crate::wire::stripe;

const PATH: &str = "/v1/payment_links";

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(answer(app, request, |app, call| Box::pin(links(app, call))))
}

async fn links(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let place = Place::find(&call.path).map(|(_, place)| place);
    match place {
        Some(Place::PaymentLinks) if call.is_post() => create(app, call).await,
        Some(Place::PaymentLinks) => list(app, call).await,
        Some(Place::PaymentLinkLines(_)) => lines(app, call).await,
        _ => retrieve(app, call).await,
    }
}

/// With a key, the link's id is derived from it: the same request again makes the same link.
async fn create(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Write).await?;
    let whole = wants_lines(call, "line_items")?;
    let limits = Limits {
        now: app.clock.now(),
        livemode: caller.livemode,
        shortest_expiry: app.config.expiry_shortest,
        longest_expiry: app.config.expiry_longest,
        extras: false,
    };
    let print = fingerprint("payment_link", &call.parameters);
    let body = body_of(call, &caller);
    let there = app.store.link(&format!("plink_{body}")).await?;
    if let Some(link) = there {
        if link.print != print {
            let key = call.envelope.idempotency_key.clone().unwrap_or_default();
            return Err(Error::KeyReused { key });
        }
        return Ok(Reply { replayed: true, ..shown(app, call, &link, whole) });
    }
    let draft = LinkDraft::check(&call.parameters, &limits)?;
    let found = app.look_up(&caller, draft.names()).await?;
    let params = draft.settle(&found, &limits)?;
    let id = SessionId::new(caller.livemode, &body);
    let link = PaymentLink::new(params, birth(app, &caller.account, id), print);
    app.store.put_link(&link).await?;
    Ok(shown(app, call, &link, whole))
}

fn body_of(call: &Call, caller: &Caller) -> String {
    let mode = if caller.livemode { "live" } else { "test" };
    let key = call.envelope.idempotency_key.as_deref();
    key.map_or_else(random::token, |key| {
        derive(caller.salt.as_bytes(), &[mode, PATH, key], random::ID_CHARACTERS)
    })
}

async fn retrieve(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Read).await?;
    let whole = wants_lines(call, "line_items")?;
    nothing_else(&call.parameters)?;
    let link = find(app, &caller, call.session_id()).await?;
    Ok(shown(app, call, &link, whole))
}

async fn lines(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Read).await?;
    let expand = call.expand(Subject::LineItemList)?;
    let params = LineItemsParams::check(&call.parameters)?;
    let link = find(app, &caller, call.session_id()).await?;
    let url = format!("{PATH}/{}/line_items", link.id);
    line_items(app, call, &link.template(), &params, &expand, url).await
}

async fn list(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Read).await?;
    let whole = wants_lines(call, "data.line_items")?;
    let params = ObjectsParams::check(PAYMENT_LINKS, &call.parameters)?;
    let after = cursor(app, &caller, params.starting_after.as_deref(), "starting_after").await?;
    let before = cursor(app, &caller, params.ending_before.as_deref(), "ending_before").await?;
    let backwards = before.is_some();
    let (stretch, direction) = match (after, before) {
        // Newest first: what comes after a cursor was made before it.
        (_, Some(cursor)) => (Stretch { after: Some(cursor), before: None }, Direction::OldestFirst),
        (cursor, None) => (Stretch { after: None, before: cursor }, Direction::NewestFirst),
    };
    let limit = usize::from(params.limit);
    let links = match params.active {
        Some(false) => Vec::new(),
        _ => app.store.links(&caller.account, caller.livemode, &stretch, direction, limit + 1).await?,
    };
    let has_more = links.len() > limit;
    let base = app.base_url(call);
    let mut data: Vec<Value> =
        links.iter().take(limit).map(|link| stripe::payment_link(link, base, whole)).collect();
    if backwards {
        data.reverse();
    }
    let list = json!({"object": "list", "data": data, "has_more": has_more, "url": PATH});
    Ok(Reply::new(list.to_string()))
}

/// The place of the link that a cursor names.
async fn cursor(
    app: &App,
    caller: &Caller,
    id: Option<&str>,
    name: &'static str,
) -> Result<Option<String>, Error> {
    let Some(id) = id else { return Ok(None) };
    match find(app, caller, id).await {
        Ok(link) => Ok(Some(keys::place_at(link.created, &link.id))),
        Err(Error::NoSuchObject { .. }) => Err(Problem::no_such("payment_link", id, Path::of(name)).into()),
        Err(error) => Err(error),
    }
}

/// The caller's link with this id.
async fn find(app: &App, caller: &Caller, id: &str) -> Result<PaymentLink, Error> {
    let missing = |other_mode| Error::NoSuchObject { kind: "payment_link", id: id.to_owned(), other_mode };
    let found = app.store.link(id).await?.filter(|link| link.account == caller.account);
    let link = found.ok_or_else(|| missing(None))?;
    let theirs = if link.livemode { "live" } else { "test" };
    if link.livemode == caller.livemode { Ok(link) } else { Err(missing(Some(theirs))) }
}

fn shown(app: &App, call: &Call, link: &PaymentLink, whole: bool) -> Reply {
    Reply::new(stripe::payment_link(link, app.base_url(call), whole).to_string())
}

/// Reads the parameters and takes `expand` out of them: a link's lines are all that it can bring along.
fn wants_lines(call: &mut Call, path: &str) -> Result<bool, Error> {
    call.read_parameters()?;
    let asked = match call.parameters.take("expand") {
        None => return Ok(false),
        Some(Tree::List(asked)) => asked,
        Some(_) => {
            let message = "Invalid array: `expand` must be sent as expand[]=…";
            return Err(Problem::at(Path::of("expand"), message).into());
        }
    };
    for (index, wanted) in asked.iter().enumerate() {
        if wanted.as_text() != Some(path) {
            let message = format!("This property cannot be expanded. Only {path} can be.");
            return Err(Problem::at(Path::of("expand").index(index), message).into());
        }
    }
    Ok(true)
}
