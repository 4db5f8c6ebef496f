//! Our own steps of a create and a retrieve: what the handlers do between the request and the store.

use std::hint::black_box;

use lambda_http::Request;
use paydesk_model::create::{CreateParams, Limits};
use paydesk_model::ids::SessionId;
use paydesk_model::session::{Birth, Session};
use paydesk_service::access::{Caller, Permission};
use paydesk_service::app::App;
use paydesk_service::digest::derive;
use paydesk_service::error::Error;
use paydesk_service::page::{self, Filled, Show, Visit};
use paydesk_service::random;
use paydesk_service::store::index::rows_of;
use paydesk_service::store::keys::{Item, Key};
use paydesk_service::store::layout::Layout;
use paydesk_service::store::stored::Stored;
use paydesk_service::store::timers::Timer;
use paydesk_service::wire::call::{Call, Envelope};
use paydesk_service::wire::expand::{Expand, Subject};
use paydesk_service::wire::print::fingerprint;
use paydesk_service::wire::reply::{Reply, respond};
use paydesk_service::wire::stripe::{self, View};
use tokio::runtime::Runtime;

pub const LAYOUT: Layout = Layout { index_shards: 4, timer_shards: 4, longest_expiry: 86_400 };

pub const CREATE: [&str; 8] = [
    "take the request apart",
    "authorise (key cached)",
    "read the form; expand, fingerprint, id",
    "check",
    "open the session",
    "its body and items",
    "its timer and rows",
    "render and respond",
];
pub const RETRIEVE: [&str; 4] =
    ["take the request apart", "authorise (key cached), expand", "read the item", "render and respond"];
pub const PAGE: [&str; 2] = ["read the item", "write the page"];

/// Ends here if no more than so many steps are wanted.
macro_rules! step {
    ($number:expr, $wanted:expr, $made:expr) => {
        if $wanted == $number {
            black_box(&$made);
            return Ok(());
        }
    };
}

/// The first `wanted` steps of a create.
pub fn create(runtime: &Runtime, app: &App, request: &Request, wanted: usize) -> Result<(), Error> {
    let envelope = Envelope::of(request);
    let mut call = Call::read(request, envelope.clone())?;
    step!(1, wanted, call);
    let caller = runtime.block_on(app.authorize(call.api_key.as_deref(), Permission::Write))?;
    step!(2, wanted, (&call, &caller));
    call.read_parameters()?;
    let expand = Expand::take(&mut call.parameters, Subject::Session, false)?;
    let key = call.envelope.idempotency_key.clone().unwrap_or_default();
    let print = fingerprint("create", &call.parameters);
    let id = SessionId::new(
        false,
        &derive(caller.salt.as_bytes(), &["test", "/v1/checkout/sessions", &key], random::ID_CHARACTERS),
    );
    step!(3, wanted, (&call, &expand, &print, &id));
    let params = CreateParams::check(&call.parameters, &Limits::standard(app.clock.now(), false))?;
    step!(4, wanted, params);
    let session = open(app, &caller, id, params);
    step!(5, wanted, session);
    let stored = Stored::first(session, Some(print), &call.envelope.request_id);
    let items = stored.items()?;
    step!(6, wanted, (&items.head, &items.lines));
    let timer = Timer::new(&stored.session.id, stored.session.expires_at, LAYOUT).item();
    let rows: Vec<Item> = rows_of(&stored.session, LAYOUT).into_iter().map(Key::into_item).collect();
    step!(7, wanted, (&items.head, &timer, &rows));
    let reply = render(&call, &expand, &stored.session.at(app.clock.now()))?;
    black_box(respond(Ok(reply), &envelope));
    Ok(())
}

/// The first `wanted` steps of a retrieve whose item is `item`.
pub fn retrieve(
    runtime: &Runtime,
    app: &App,
    request: &Request,
    item: &Item,
    wanted: usize,
) -> Result<(), Error> {
    let envelope = Envelope::of(request);
    let mut call = Call::read(request, envelope.clone())?;
    step!(1, wanted, call);
    black_box(runtime.block_on(app.authorize(call.api_key.as_deref(), Permission::Read))?);
    call.read_parameters()?;
    let expand = Expand::take(&mut call.parameters, Subject::Session, false)?;
    step!(2, wanted, (&call, &expand));
    let session = Stored::read(item)?.session.at(app.clock.now());
    step!(3, wanted, session);
    let reply = render(&call, &expand, &session)?;
    black_box(respond(Ok(reply), &envelope));
    Ok(())
}

/// The first `wanted` steps of showing the page of the session whose item is `item`.
pub fn page(app: &App, item: &Item, wanted: usize) -> Result<(), Error> {
    let session = Stored::read(item)?.session.at(app.clock.now());
    step!(1, wanted, session);
    let visit = Visit {
        base_url: "https://pay.shop.example",
        accept_language: Some("de-DE,de;q=0.8,en;q=0.5"),
        nonce: "0123456789abcdef",
        embed_origins: &[],
    };
    let filled = Filled::default();
    let show = Show {
        session: &session,
        visit,
        form: "0123456789abcdef",
        filled: &filled,
        problems: &[],
        decline: None,
        unchosen: None,
        customer: None,
        payable: true,
    };
    black_box(page::checkout(&show));
    Ok(())
}

pub fn open(app: &App, caller: &Caller, id: SessionId, params: CreateParams) -> Session {
    let (account, token, now) = (caller.account.clone(), random::token(), app.clock.now());
    Session::open(params, Birth { id, account, token, now, default_life: 86_400 })
}

fn render(call: &Call, expand: &Expand, session: &Session) -> Result<Reply, Error> {
    let (dialect, version) = (call.dialect(), &call.envelope.version);
    let view = View { dialect, version, expand, base_url: &call.origin };
    let body = serde_json::to_string(&stripe::session(session, view));
    body.map(Reply::new).map_err(|error| Error::Internal(error.to_string()))
}
