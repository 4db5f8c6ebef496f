//! What all of a payer's pages share: whose session the URL opens, where it came in, and an answer whatever happens.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use lambda_http::{Body, Request, RequestExt as _, Response};
use paydesk_model::ids::SessionId;
use paydesk_model::payment::Customer;
use paydesk_model::session::Session;
use subtle::ConstantTimeEq as _;
use tracing::{Instrument as _, Span, field};

use super::custom;
use crate::app::App;
use crate::clock::Stopwatch;
use crate::error::Error;
use crate::page::{self, Notice, Page};
use crate::random;
use crate::store::stored::{Extent, Stored};
use crate::wire::call::{body, header, origin};
use crate::wire::page_path::PagePath;

/// Less than the functions' timeout in the template.
const ANSWERED_WITHIN: Duration = Duration::from_secs(12);

/// A request of a payer's browser, taken apart.
pub struct PageCall {
    /// `req_…`
    pub request_id: String,
    pub query: String,
    pub body: Vec<u8>,
    path: String,
    /// `https://host`, where it came in.
    came_in: String,
    accept_language: Option<String>,
    /// The page that a form was sent from.
    from: Option<String>,
    /// The browser's own word on where a request was made.
    fetch_site: Option<String>,
    /// For the policy of the answer.
    nonce: String,
}

/// Answers a payer by `action`. What goes wrong is a page too, or JSON where that was asked for, and no log has the path, whose token opens the session.
pub async fn visit<A>(app: App, request: Request, action: A) -> Response<Body>
where
    A: for<'c> FnOnce(&'c App, &'c PageCall) -> BoxFuture<'c, Result<Response<Body>, Error>>,
{
    let watch = Stopwatch::start();
    let call = PageCall::read(&request);
    let place = PagePath::find(&call.path).map_or("unknown", PagePath::name);
    let span = tracing::error_span!(
        "visit",
        request_id = call.request_id,
        method = request.method().as_str(),
        place,
        account = field::Empty,
        session = field::Empty,
    );
    async {
        let action = AssertUnwindSafe(tokio::time::timeout(ANSWERED_WITHIN, action(&app, &call)));
        let outcome = match action.catch_unwind().await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(Error::Unavailable("the page took too long".into())),
            Err(_) => Err(Error::Internal("the page panicked".into())),
        };
        let response = outcome.unwrap_or_else(|error| failed(&app, &call, &error));
        tracing::info!(status = response.status().as_u16(), took_ms = watch.micros() / 1000, "shown");
        with_request_id(response, &call.request_id)
    }
    .instrument(span)
    .await
}

fn failed(app: &App, call: &PageCall, error: &Error) -> Response<Body> {
    match error {
        Error::Internal(cause) => tracing::error!(cause, "failed"),
        Error::Unavailable(cause) => tracing::warn!(cause, "unavailable"),
        other => tracing::info!(error = ?other.code(), "refused"),
    }
    if call.path().is_some_and(PagePath::is_api) {
        return custom::failed(app, call, error);
    }
    let mut response = respond(call.notice(app, None, Notice::Unavailable));
    // No browser sends a form that cannot be read, and coming again with it will not help.
    if let Error::Invalid(_) = error {
        *response.status_mut() = http::StatusCode::BAD_REQUEST;
    }
    response
}

fn with_request_id(mut response: Response<Body>, request_id: &str) -> Response<Body> {
    if let Ok(value) = http::HeaderValue::from_str(request_id) {
        response.headers_mut().insert("Request-Id", value);
    }
    response
}

impl PageCall {
    fn read(request: &Request) -> Self {
        let text = |name: &str| header(request, name).map(str::to_owned);
        Self {
            request_id: format!("req_{}", &random::token()[..16]),
            query: request.uri().query().unwrap_or_default().to_owned(),
            // What is too large for any form of ours answers none of its questions.
            body: body(request).map(<[u8]>::to_vec).unwrap_or_default(),
            path: request.raw_http_path().to_owned(),
            came_in: origin(request),
            accept_language: text("accept-language"),
            from: text("origin"),
            fetch_site: text("sec-fetch-site"),
            nonce: random::token(),
        }
    }

    pub fn path(&self) -> Option<PagePath<'_>> {
        PagePath::find(&self.path)
    }

    /// `https://host`, where the page stands.
    pub fn base_url<'c>(&'c self, app: &'c App) -> &'c str {
        app.config.public_url.as_deref().unwrap_or(&self.came_in)
    }

    pub fn visit<'c>(&'c self, app: &'c App) -> page::Visit<'c> {
        page::Visit {
            base_url: self.base_url(app),
            accept_language: self.accept_language.as_deref(),
            nonce: &self.nonce,
            embed_origins: &app.config.embed_origins,
        }
    }

    pub fn notice(&self, app: &App, session: Option<&Session>, kind: Notice<'_>) -> Page {
        page::notice(session, kind, &self.visit(app))
    }

    /// There is no such session, or not for this token.
    pub fn unknown(&self, app: &App) -> Response<Body> {
        respond(self.notice(app, None, Notice::Unknown))
    }

    /// Where another site's page sent this from, if one did. A browser says so of every form that is posted.
    pub fn cross_site(&self, app: &App) -> Option<&str> {
        let foreign = self.fetch_site.as_deref().is_some_and(|site| site == "cross-site");
        let own = page::origin::of(self.base_url(app));
        let from = self.from.as_deref().filter(|from| own.as_deref() != Some(from));
        from.or(foreign.then_some("another site"))
    }

    /// The page that a script runs in which asks for JSON.
    pub fn asking_origin(&self) -> Option<&str> {
        self.from.as_deref()
    }
}

impl App {
    /// The session with this id, for whoever has its token; what nobody could tell from an unknown one otherwise.
    pub(super) async fn behind(
        &self,
        id: &str,
        token: &str,
        extent: Extent,
    ) -> Result<Option<Stored>, Error> {
        let Some(parsed) = SessionId::parse(id) else { return Ok(None) };
        let found = self.store.session(&parsed, extent).await?;
        let known = |stored: &Stored| bool::from(stored.session.token.as_bytes().ct_eq(token.as_bytes()));
        let found = found.filter(known);
        if let Some(stored) = &found {
            Span::current().record("session", id);
            Span::current().record("account", stored.session.account.as_str());
        }
        Ok(found)
    }

    /// The customer that the session was given.
    pub(super) async fn given_customer(&self, session: &Session) -> Result<Option<Customer>, Error> {
        let Some(id) = session.gathered.customer.as_deref() else { return Ok(None) };
        let found = self.store.customer(&session.account, session.livemode(), id).await?;
        Ok(found.map(|known| known.customer))
    }
}

/// A page as a response.
pub fn respond(page: Page) -> Response<Body> {
    let mut response = Response::builder().status(page.status);
    for (name, value) in page.headers {
        response = response.header(name, value);
    }
    finish(response, Body::Text(page.body))
}

/// Leads the browser on, with a GET.
pub fn see_other(to: &str) -> Response<Body> {
    let response = Response::builder().status(303).header("Location", to);
    finish(response.header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer"), Body::Empty)
}

pub fn finish(response: http::response::Builder, body: Body) -> Response<Body> {
    // Locations are URLs that were checked, and everything else is our own.
    response.body(body).unwrap_or_else(|_| Response::new(Body::Empty))
}
