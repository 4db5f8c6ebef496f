//! What all API actions share: taking a request apart, answering it, and rendering sessions for the caller.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::ids::SessionId;
use paydesk_model::session::Session;
use serde_json::Value;

use crate::access::Caller;
use crate::app::App;
use crate::error::Error;
use crate::store::stored::{Extent, Stored};
use crate::wire::call::{Call, Envelope};
use crate::wire::expand::{Expand, Subject};
use crate::wire::reply::{Reply, respond};
use crate::wire::stripe::{self, View};
use crate::wire::{Dialect, camel};

/// Answers `request` by `action`; whatever goes wrong is an answer too, and a panic takes nothing down.
pub async fn answer<A>(app: App, request: Request, action: A) -> Response<Body>
where
    A: for<'c> FnOnce(&'c App, &'c mut Call) -> BoxFuture<'c, Result<Reply, Error>>,
{
    let envelope = Envelope::of(&request);
    let outcome = match Call::read(&request, envelope.clone()) {
        Ok(mut call) => {
            let acting = AssertUnwindSafe(action(&app, &mut call)).catch_unwind();
            acting.await.unwrap_or_else(|_| Err(Error::Internal("the action panicked".into())))
        }
        Err(error) => Err(error),
    };
    log(&outcome, &envelope, &request);
    respond(outcome, &envelope)
}

fn log(outcome: &Result<Reply, Error>, envelope: &Envelope, request: &Request) {
    let (request_id, method) = (envelope.request_id.as_str(), request.method().as_str());
    match outcome {
        Err(Error::Internal(cause)) => tracing::error!(request_id, method, cause, "failed"),
        Err(Error::Unavailable(cause)) => tracing::warn!(request_id, method, cause, "unavailable"),
        Err(error) => tracing::info!(request_id, method, status = error.status(), "refused"),
        Ok(reply) => tracing::info!(request_id, method, replayed = reply.replayed, "answered"),
    }
}

impl Call {
    /// What the caller wants expanded; asked before anything is done, so that a wrong path changes nothing.
    pub(super) fn expand(&mut self, subject: Subject) -> Result<Expand, Error> {
        let camel = self.is_camel();
        Ok(Expand::take(&mut self.parameters, subject, camel)?)
    }
}

/// How much of a session an answer needs.
pub(super) fn extent(expand: &Expand) -> Extent {
    if expand.line_items { Extent::Whole } else { Extent::Head }
}

impl App {
    fn base_url<'c>(&'c self, call: &'c Call) -> &'c str {
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
    pub(super) fn reply(&self, call: &Call, expand: &Expand, session: &Session) -> Result<Reply, Error> {
        let shown = stripe::session(session, self.view(call, expand));
        let body = match call.dialect() {
            Dialect::Stripe => serde_json::to_string(&shown),
            Dialect::Camel => serde_json::to_value(&shown).map(|value| camel::session(value).to_string()),
        };
        body.map(Reply::new).map_err(|error| unrenderable(&error))
    }

    /// A page of sessions in the caller's dialect.
    pub(super) fn reply_list(
        &self,
        call: &Call,
        expand: &Expand,
        sessions: &[Session],
        has_more: bool,
    ) -> Result<Reply, Error> {
        let view = self.view(call, expand);
        let shown = sessions.iter().map(|session| stripe::session(session, view));
        let url = call.dialect().sessions_path();
        let body = match call.dialect() {
            Dialect::Stripe => {
                serde_json::to_string(&stripe::List::new(shown.collect(), has_more, url.to_owned()))
            }
            Dialect::Camel => {
                let values: Result<Vec<Value>, _> = shown.map(serde_json::to_value).collect();
                values.map(|values| {
                    let data: Vec<Value> = values.into_iter().map(camel::session).collect();
                    camel::list(&data, has_more, url).to_string()
                })
            }
        };
        body.map(Reply::new).map_err(|error| unrenderable(&error))
    }

    /// The caller's session with this id, as it is stored.
    pub(super) async fn find(&self, caller: &Caller, id: &str, extent: Extent) -> Result<Stored, Error> {
        let missing = |other_mode| Error::NoSuchSession { id: id.to_owned(), other_mode };
        let parsed = SessionId::parse(id).ok_or_else(|| missing(false))?;
        let found = self.store.session(&parsed, extent).await?;
        let stored = found.filter(|stored| stored.session.account == caller.account);
        let stored = stored.ok_or_else(|| missing(false))?;
        if parsed.livemode() == caller.livemode { Ok(stored) } else { Err(missing(true)) }
    }

    /// The session with its lines, if they are wanted and were not read yet.
    pub(super) async fn whole(&self, stored: Stored, extent: Extent) -> Result<Stored, Error> {
        let id = stored.session.id.clone();
        let whole = self.store.complete(stored, extent).await?;
        whole.ok_or_else(|| Error::NoSuchSession { id: id.to_string(), other_mode: false })
    }
}

fn unrenderable(error: &serde_json::Error) -> Error {
    Error::Internal(format!("a session could not be rendered: {error}"))
}
