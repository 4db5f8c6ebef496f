//! `POST /v1/checkout/sessions`: opens a session, once per idempotency key.

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::create::{CreateParams, Limits};
use paydesk_model::ids::SessionId;
use paydesk_model::problem::Problem;
use paydesk_model::session::{Birth, Session};
use tracing::Span;

use super::answer::{answer, extent};
use crate::access::{Caller, Permission};
use crate::app::App;
use crate::digest::derive;
use crate::error::Error;
use crate::metrics::Metric;
use crate::random;
use crate::store::layout::Layout;
use crate::store::sessions::Put;
use crate::store::stored::{Extent, Items, LARGEST_NEW, Stored};
use crate::store::timers::Timer;
use crate::wire::call::Call;
use crate::wire::expand::Subject;
use crate::wire::json;
use crate::wire::print::fingerprint;
use crate::wire::reply::Reply;

/// Seconds a session lives that says nothing about it, where the deployment allows that long.
const DEFAULT_LIFE: i64 = 24 * 60 * 60;

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(answer(app, request, |app, call| Box::pin(create(app, call))))
}

/// A keyed create: where its session is, and by what a repeat is known.
struct Keyed {
    key: String,
    fingerprint: String,
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
    let (stored, replayed) = match CreateParams::check(&call.parameters, &limits(app, call, &caller)) {
        Ok(params) => open(app, call, &caller, keyed, born(app, &caller, id, params), layout).await?,
        Err(problem) => (repeat(app, keyed, &id, layout, problem).await?, true),
    };
    let session = app.whole(stored, extent(&expand)).await?.session.at(app.clock.now());
    Ok(Reply { replayed, ..app.reply(call, &expand, &session).await? })
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

fn born(app: &App, caller: &Caller, id: SessionId, params: CreateParams) -> Session {
    let birth = Birth {
        id,
        account: caller.account.clone(),
        token: random::token(),
        now: app.clock.now(),
        default_life: DEFAULT_LIFE.clamp(app.config.expiry_shortest, app.config.expiry_longest),
    };
    Session::open(params, birth)
}

/// Writes session, timer and rows at once. A failed part fails the call; the same key heals it.
async fn open(
    app: &App,
    call: &Call,
    caller: &Caller,
    keyed: Option<Keyed>,
    session: Session,
    layout: Layout,
) -> Result<(Stored, bool), Error> {
    let timer = Timer::new(&session.id, session.expires_at, layout);
    let print = keyed.as_ref().map(|keyed| keyed.fingerprint.clone());
    let stored = Stored::first(session, print, &call.envelope.request_id);
    let items = stored.items()?;
    check_size(&items, LARGEST_NEW)?;
    let (put, indexed) = tokio::join!(
        app.store.put_new(items.head),
        app.store.index(&stored.session, &timer, layout, items.lines)
    );
    match put? {
        Put::Conflict(there) if there.ledger.by != call.envelope.request_id => {
            if there.session.account == caller.account {
                heal(app, &there.session, &stored.session, layout).await?;
            }
            let there = same_request(there, keyed, caller)?;
            // With it went the lines, if they live apart: the first attempt may have died before it wrote them.
            indexed?;
            Ok((there, true))
        }
        // What is there may be of this very call: an attempt got through, and only its answer was lost.
        Put::Done | Put::Conflict(_) => {
            app.metrics.count(Metric::SessionsCreated, caller.livemode, app.clock.now());
            indexed.map(|()| (stored, false)).map_err(Error::from)
        }
    }
}

/// Refuses what would outgrow an item of the table.
pub(super) fn check_size(items: &Items, largest: usize) -> Result<(), Problem> {
    if items.largest <= largest {
        return Ok(());
    }
    Err(Problem::general(format!(
        "The Checkout Session would be too large: it may take at most {largest} bytes. Send fewer line items or less metadata."
    )))
}

/// The session that is there, if this is the request that made it.
fn same_request(there: Stored, keyed: Option<Keyed>, caller: &Caller) -> Result<Stored, Error> {
    let keyed = keyed.filter(|_| there.session.account == caller.account);
    let keyed = keyed.ok_or_else(|| Error::Internal("two sessions were given one id".into()))?;
    if there.ledger.create.as_ref() == Some(&keyed.fingerprint) {
        return Ok(there);
    }
    Err(Error::KeyReused { key: keyed.key })
}

/// The first attempt may have died between its writes: timer and rows are written again, for the session as
/// it is stored, and what this attempt wrote about itself is taken back.
async fn heal(app: &App, there: &Session, ours: &Session, layout: Layout) -> Result<(), Error> {
    // A timer in the past would ring in a minute that the sweep has left behind.
    let due = there.expires_at.max(app.clock.now().seconds());
    let timer = Timer::new(&there.id, due, layout);
    Ok(app.store.reindex(there, &timer, ours, layout).await?)
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
