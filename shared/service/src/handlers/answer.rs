//! What all API actions share: taking a request apart, answering it, and rendering sessions for the caller.

use std::collections::BTreeSet;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::{BoxFuture, try_join_all};
use lambda_http::request::RequestContext;
use lambda_http::{Body, Request, RequestExt as _, Response};
use paydesk_model::ids::SessionId;
use paydesk_model::link::PaymentLink;
use paydesk_model::session::Session;
use serde_json::value::{RawValue, to_raw_value};
use tracing::{Instrument as _, Span, field};

use crate::access::Caller;
use crate::app::App;
use crate::clock::Stopwatch;
use crate::error::Error;
use crate::store::stored::{Extent, Stored};
use crate::wire::call::{Call, Envelope};
use crate::wire::expand::{Expand, Subject};
use crate::wire::kind::Kind;
use crate::wire::reply::{Reply, respond};
use crate::wire::route::Place;
use crate::wire::stripe::objects::{Beside, Source};
use crate::wire::stripe::{self, View};
use crate::wire::{Dialect, camel};

/// Less than the functions' timeout in the template: whatever the store does, the caller gets an answer.
const ANSWERED_WITHIN: Duration = Duration::from_secs(12);
/// Lambda answers with 6 MB at most; a page ends before it gets there.
pub(super) const LARGEST_PAGE: usize = 5_000_000;

/// Answers `request` by `action`; whatever goes wrong is an answer too, and a panic takes nothing down.
pub async fn answer<A>(app: App, request: Request, action: A) -> Response<Body>
where
    A: for<'c> FnOnce(&'c App, &'c mut Call) -> BoxFuture<'c, Result<Reply, Error>>,
{
    let envelope = Envelope::of(&request);
    let watch = Stopwatch::start();
    let span = call_span(&request, &envelope);
    async {
        let outcome = match Call::read(&request, envelope.clone()) {
            Ok(mut call) => within_bounds(action(&app, &mut call)).await,
            Err(error) => Err(error),
        };
        log(&outcome, watch.micros() / 1000);
        respond(outcome, &envelope)
    }
    .instrument(span)
    .await
}

/// What an action comes to within its time; a panic is our fault and an answer too.
async fn within_bounds(action: BoxFuture<'_, Result<Reply, Error>>) -> Result<Reply, Error> {
    match AssertUnwindSafe(tokio::time::timeout(ANSWERED_WITHIN, action)).catch_unwind().await {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => Err(Error::Unavailable("the action took too long".into())),
        Err(_) => Err(Error::Internal("the action panicked".into())),
    }
}

/// What every line of a call's log says. Account and session are added once they are known to be so.
fn call_span(request: &Request, envelope: &Envelope) -> Span {
    let place = Place::find(request.raw_http_path()).map_or("unknown", |(_, place)| place.name());
    tracing::error_span!(
        "call",
        request_id = envelope.request_id,
        gateway_request_id = gateway_request_id(request),
        method = request.method().as_str(),
        place,
        account = field::Empty,
        session = field::Empty,
    )
}

/// The id in API Gateway's access log.
fn gateway_request_id(request: &Request) -> Option<&str> {
    match request.request_context_ref()? {
        RequestContext::ApiGatewayV2(context) => context.request_id.as_deref(),
        _ => None,
    }
}

fn log(outcome: &Result<Reply, Error>, took_ms: u64) {
    let error = match outcome {
        Ok(reply) => {
            return tracing::info!(status = 200, replayed = reply.replayed, took_ms, "answered");
        }
        Err(error) => error,
    };
    let (status, code) = (error.status(), error.code());
    match error {
        Error::Internal(cause) => tracing::error!(status, took_ms, cause, "failed"),
        Error::Unavailable(cause) => tracing::warn!(status, took_ms, cause, "unavailable"),
        _ => tracing::info!(status, code, took_ms, "refused"),
    }
}

impl Call {
    /// Reads the parameters and takes out of them what the caller wants expanded; asked before anything is done,
    /// so that a wrong path changes nothing.
    pub(super) fn expand(&mut self, subject: Subject) -> Result<Expand, Error> {
        self.read_parameters()?;
        let camel = self.is_camel();
        Ok(Expand::take(&mut self.parameters, subject, camel)?)
    }
}

/// A page of a list, in the order it was walked.
#[derive(Clone, Copy)]
pub(super) struct Page<'s> {
    pub sessions: &'s [Session],
    pub has_more: bool,
    /// Whether it was walked towards the newest.
    pub backwards: bool,
}

/// How much of a session an answer needs.
pub(super) fn extent(expand: &Expand) -> Extent {
    if expand.needs_lines() { Extent::Whole } else { Extent::Head }
}

impl App {
    pub(super) fn base_url<'c>(&'c self, call: &'c Call) -> &'c str {
        self.config.public_url.as_deref().unwrap_or(&call.origin)
    }

    fn view<'v>(&'v self, call: &'v Call, expand: &'v Expand) -> View<'v> {
        View {
            dialect: call.dialect(),
            version: &call.envelope.version,
            expand,
            base_url: self.base_url(call),
        }
    }

    /// A session in the caller's dialect.
    pub(super) async fn reply(
        &self,
        call: &Call,
        expand: &Expand,
        session: &Session,
    ) -> Result<Reply, Error> {
        let beside = self.beside(call, expand, std::slice::from_ref(session)).await?;
        let shown = rendered(session, self.view(call, expand), &beside);
        shown.map(|shown| Reply::new(shown.get().to_owned())).map_err(|error| unrenderable(&error))
    }

    /// What the ids to be expanded name besides the sessions themselves; read only where that was asked for.
    pub(super) async fn beside(
        &self,
        call: &Call,
        expand: &Expand,
        sessions: &[Session],
    ) -> Result<Beside, Error> {
        let mut beside = Beside::default();
        let Some(any) = sessions.first() else { return Ok(beside) };
        if expand.wants(Kind::Customer) {
            let ids: BTreeSet<&str> =
                sessions.iter().filter_map(|session| session.gathered.customer.as_deref()).collect();
            let customers = self.store.customers(&any.account, any.livemode(), ids).await?;
            beside.customers =
                customers.into_iter().map(|customer| (customer.id.clone(), customer)).collect();
        }
        if expand.wants(Kind::PaymentLink) {
            let ids: BTreeSet<&str> =
                sessions.iter().filter_map(|session| session.payment_link.as_deref()).collect();
            let links = try_join_all(ids.into_iter().map(|id| self.store.link(id))).await?;
            let shown = |link: PaymentLink| {
                (link.id.clone(), stripe::payment_link(&link, self.base_url(call), false))
            };
            beside.payment_links = links.into_iter().flatten().map(shown).collect();
        }
        beside.catalogue = Box::pin(self.of_catalogue(call, expand, sessions)).await?;
        Ok(beside)
    }

    /// A page of sessions, nearest to the cursor first; it ends early where it would grow too large.
    pub(super) async fn reply_list(
        &self,
        call: &Call,
        expand: &Expand,
        page: Page<'_>,
    ) -> Result<Reply, Error> {
        let beside = self.beside(call, expand, page.sessions).await?;
        let (view, mut size) = (self.view(call, expand), 0);
        let mut data = Vec::with_capacity(page.sessions.len());
        let mut has_more = page.has_more;
        for session in page.sessions {
            let shown = rendered(session, view, &beside).map_err(|error| unrenderable(&error))?;
            size += shown.get().len();
            if size > LARGEST_PAGE && !data.is_empty() {
                has_more = true;
                break;
            }
            data.push(shown);
        }
        if page.backwards {
            data.reverse();
        }
        let list = stripe::List::new(data, has_more, call.dialect().sessions_path().to_owned());
        let body = match call.dialect() {
            Dialect::Stripe => serde_json::to_string(&list),
            Dialect::Camel => serde_json::to_string(&camel::List::from(list)),
        };
        body.map(Reply::new).map_err(|error| unrenderable(&error))
    }

    /// The caller's session with this id, as it is stored.
    pub(crate) async fn find(&self, caller: &Caller, id: &str, extent: Extent) -> Result<Stored, Error> {
        let missing = |other_mode| Error::NoSuchSession { id: id.to_owned(), other_mode };
        let parsed = SessionId::parse(id).ok_or_else(|| missing(false))?;
        let found = self.store.session(&parsed, extent).await?;
        let stored = found.filter(|stored| stored.session.account == caller.account);
        let stored = stored.ok_or_else(|| missing(false))?;
        // Before it is found, an id is only what somebody said.
        Span::current().record("session", id);
        if parsed.livemode() == caller.livemode { Ok(stored) } else { Err(missing(true)) }
    }

    /// The session with its lines, if they are wanted and were not read yet.
    pub(crate) async fn whole(&self, stored: Stored, extent: Extent) -> Result<Stored, Error> {
        let id = stored.session.id.clone();
        let whole = self.store.complete(stored, extent).await?;
        whole.ok_or_else(|| Error::NoSuchSession { id: id.to_string(), other_mode: false })
    }
}

/// A session as text, in its caller's dialect. Only what is expanded costs a tree.
fn rendered(session: &Session, view: View<'_>, beside: &Beside) -> Result<Box<RawValue>, serde_json::Error> {
    let shown = stripe::session(session, view);
    if view.dialect == Dialect::Stripe && view.expand.objects.is_empty() {
        return to_raw_value(&shown);
    }
    let mut value = serde_json::to_value(&shown)?;
    Source { session, base_url: view.base_url, beside }.expand(&mut value, &view.expand.objects);
    to_raw_value(&if view.dialect == Dialect::Camel { camel::session(value) } else { value })
}

pub(super) fn unrenderable(error: &serde_json::Error) -> Error {
    Error::Internal(format!("a session could not be rendered: {error}"))
}
