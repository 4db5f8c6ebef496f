//! `POST /v1/checkout/sessions`: opens a session, once per idempotency key.

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::create::{Draft, Limits};
use paydesk_model::ids::SessionId;
use paydesk_model::mode::Mode;
use paydesk_model::payment::Customer;
use paydesk_model::problem::Problem;
use paydesk_model::session::Session;
use tracing::Span;

use super::answer::{answer, extent};
use super::change::cause;
use super::opening::{Keyed, birth, heal, open};
use crate::access::{Caller, Permission};
use crate::app::App;
use crate::digest::derive;
use crate::error::Error;
use crate::random;
use crate::store::layout::Layout;
use crate::store::stored::{Extent, Stored};
use crate::wire::call::Call;
use crate::wire::expand::Subject;
use crate::wire::json;
use crate::wire::print::fingerprint;
use crate::wire::reply::Reply;

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(answer(app, request, |app, call| Box::pin(create(app, call))))
}

async fn create(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Write);
    let (caller, layout) = tokio::join!(caller, app.store.layout_for_writing(app.clock.now()));
    let (caller, layout) = (caller?, layout?);
    let expand = call.expand(Subject::Session)?;
    if call.is_camel() {
        json::drop_what_is_shown_anyway(&mut call.parameters);
    }
    let keyed = call
        .envelope
        .idempotency_key
        .clone()
        .map(|key| Keyed { fingerprint: fingerprint("create", &call.parameters), key });
    let id = session_id(&caller, keyed.as_ref(), call.dialect().sessions_path());
    Span::current().record("session", id.as_str());
    let by = &call.envelope.request_id;
    let (stored, replayed) = match wanted(app, call, &caller, &id).await {
        Ok(session) => open(app, by, keyed, session, layout).await?,
        Err(Error::Invalid(problem)) => (repeat(app, keyed, &id, layout, problem).await?, true),
        Err(error) => return Err(error),
    };
    let session = app.whole(stored, extent(&expand)).await?.session.at(app.clock.now());
    Ok(Reply { replayed, ..app.reply(call, &expand, &session).await? })
}

/// The session that the caller wants, if everything it names exists.
async fn wanted(app: &App, call: &Call, caller: &Caller, id: &SessionId) -> Result<Session, Error> {
    let limits = limits(app, call, caller);
    let draft = Draft::check(&call.parameters, &limits)?;
    let (names, named) = (draft.names(), draft.customer().map(str::to_owned));
    let (found, customer) = tokio::join!(app.look_up(caller, &names), customer(app, caller, named));
    let (mut found, customer) = (found?, customer?);
    if let Some(customer) = customer.as_ref().filter(|_| found.asks_for_a_first_payment()) {
        found.has_paid = app.has_paid(&caller.account, caller.livemode, &customer.id).await?;
    }
    let params = draft.settle(&found, &limits)?;
    if let Some(customer) = customer.as_ref().filter(|_| params.mode == Mode::Subscription) {
        Box::pin(app.subscribes_in_one_currency(customer, params.currency)).await?;
    }
    let session = Session::open(params, birth(app, &caller.account, id.clone()));
    let session = session.announcing_its_opening(Some(cause(call)));
    let Some(customer) = customer else { return Ok(session) };
    session.can_tax(&customer)?;
    let session = session.for_customer(&customer);
    let located = app.taxes_at(&session, customer.taxed_address()).await?;
    Ok(match located {
        Some(located) => session.located(located)?,
        None => session,
    })
}

async fn customer(app: &App, caller: &Caller, named: Option<String>) -> Result<Option<Customer>, Error> {
    let Some(named) = named else { return Ok(None) };
    app.known_customer(&caller.account, caller.livemode, &named).await.map(Some)
}

/// Derived from the key, so that a repeat finds the same session; unguessable otherwise.
fn session_id(caller: &Caller, keyed: Option<&Keyed>, path: &str) -> SessionId {
    let mode = if caller.livemode { "live" } else { "test" };
    let body = keyed.map_or_else(random::token, |keyed| {
        derive(caller.salt.as_bytes(), &[mode, path, &keyed.key], random::ID_CHARACTERS)
    });
    SessionId::new(caller.livemode, &body)
}

fn limits(app: &App, call: &Call, caller: &Caller) -> Limits {
    Limits {
        now: app.clock.now(),
        livemode: caller.livemode,
        shortest_expiry: app.config.expiry_shortest,
        longest_expiry: app.config.expiry_longest,
        extras: call.is_camel(),
    }
}

/// A create that is refused because of the moment may be a repeat of one that was right in its time. It is
/// healed like any other, as far as that can be done without its parameters: if lines that live apart never
/// got written, nobody was ever answered, and the refusal stands.
async fn repeat(
    app: &App,
    keyed: Option<Keyed>,
    id: &SessionId,
    layout: Layout,
    problem: Problem,
) -> Result<Stored, Error> {
    let Some(keyed) = keyed.filter(|_| problem.of_the_moment) else { return Err(problem.into()) };
    let Some(there) = app.store.session(id, Extent::Whole).await? else { return Err(problem.into()) };
    if there.ledger.create.as_ref() != Some(&keyed.fingerprint) {
        return Err(Error::KeyReused { key: keyed.key });
    }
    heal(app, &there.session, &there.session, layout).await?;
    Ok(there)
}
