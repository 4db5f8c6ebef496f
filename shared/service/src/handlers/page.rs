//! `GET /c/pay/{id}/{token}` and what belongs to it: what a payer sees. Nothing is written here.

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::choices::Unchosen;
use paydesk_model::payment::Decline;
use paydesk_model::session::{Session, Status};

use super::custom;
use super::pay::given_up;
use super::visit::{PageCall, finish, respond, see_other, visit};
use crate::app::App;
use crate::error::Error;
use crate::page::{self, Filled, Notice, Show};
use crate::random;
use crate::store::stored::Extent;
use crate::wire::page_path::PagePath;

/// In the query of a page that waits for an outcome: once it is there, the payer goes on to the merchant.
pub(super) const AFTERWARDS: &str = "then=return";
/// In the query of a page that a payer comes back to from their bank: it says how that ended.
pub(super) const AFTER_BANK: &str = "from=bank";

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(visit(app, request, |app, call| Box::pin(show(app, call))))
}

async fn show(app: &App, call: &PageCall) -> Result<Response<Body>, Error> {
    match call.path() {
        Some(PagePath::Asset(name)) => Ok(asset(name).unwrap_or_else(|| call.unknown(app))),
        Some(PagePath::Checkout { id, token }) => checkout(app, call, id, token).await,
        Some(PagePath::Bank { id, token }) => bank(app, call, id, token).await,
        Some(PagePath::Api { id, token }) => custom::show(app, call, id, token).await,
        _ => Ok(call.unknown(app)),
    }
}

fn asset(name: &str) -> Option<Response<Body>> {
    let asset = page::asset(name)?;
    let mut response = Response::builder().status(200);
    for (name, value) in asset.headers {
        response = response.header(name, value);
    }
    Some(finish(response, Body::Text(String::from_utf8_lossy(asset.bytes).into_owned())))
}

async fn checkout(app: &App, call: &PageCall, id: &str, token: &str) -> Result<Response<Body>, Error> {
    let found = app.behind(id, token, Extent::Whole).await?;
    let Some(stored) = found.filter(|stored| stored.session.has_page()) else {
        return Ok(call.unknown(app));
    };
    let session = stored.session.at(app.clock.now());
    if session.status() == Status::Complete && call.query == AFTERWARDS {
        return Ok(completed(app, call, &session));
    }
    if let Some(notice) = standing(app, call, &session) {
        return Ok(notice);
    }
    let failure = session.attempts.last_failure().filter(|_| call.query == AFTER_BANK);
    let decline = failure.map(|failed| failed.decline.clone().unwrap_or_else(given_up));
    let again = Filled::default();
    form_again(app, call, &session, Again { decline: decline.as_ref(), ..Again::of(&again) }).await
}

/// The test provider's own step, while it waits for the payer.
async fn bank(app: &App, call: &PageCall, id: &str, token: &str) -> Result<Response<Body>, Error> {
    let Some(stored) = app.behind(id, token, Extent::Whole).await? else { return Ok(call.unknown(app)) };
    let session = stored.session.at(app.clock.now());
    match session.attempt().filter(|attempt| attempt.waits_for_payer()) {
        Some(attempt) => Ok(respond(page::bank(&session, attempt, &call.visit(app)))),
        None => Ok(see_other(&address(app, call, &session))),
    }
}

/// What stands in place of the form, if there is nothing to fill in now.
pub(super) fn standing(app: &App, call: &PageCall, session: &Session) -> Option<Response<Body>> {
    let in_flight = session.attempt().is_some_and(|attempt| !attempt.waits_for_payer());
    let page = match session.status() {
        Status::Complete => call.notice(app, Some(session), Notice::Complete { forward: None }),
        Status::Expired => return Some(expired(app, call, session)),
        Status::Open if in_flight => call.notice(app, Some(session), Notice::Processing),
        Status::Open => return None,
    };
    Some(respond(page))
}

pub(super) fn expired(app: &App, call: &PageCall, session: &Session) -> Response<Body> {
    let recovery = session.can_be_recovered(app.clock.now()).then(|| {
        let base = call.base_url(app);
        format!("{base}/c/recover/{}/{}", session.id, session.token)
    });
    respond(call.notice(app, Some(session), Notice::Expired { recovery: recovery.as_deref() }))
}

/// What the payer sees who completed the session: a page that leads on to the merchant at once. A redirect would not do:
/// browsers hold every further hop of the merchant's own against the form's policy.
pub(super) fn completed(app: &App, call: &PageCall, session: &Session) -> Response<Body> {
    let forward = session.way_back();
    respond(call.notice(app, Some(session), Notice::Complete { forward: forward.as_deref() }))
}

/// The page's own address.
pub(super) fn address(app: &App, call: &PageCall, session: &Session) -> String {
    format!("{}/c/pay/{}/{}", call.base_url(app), session.id, session.token)
}

/// The form again, with what is to be mended in it.
pub(super) struct Again<'a> {
    pub filled: &'a Filled,
    pub problems: &'a [paydesk_model::payment::FieldProblem],
    pub decline: Option<&'a Decline>,
    /// Why what was chosen is not so.
    pub unchosen: Option<Unchosen>,
}

impl<'a> Again<'a> {
    /// Nothing is wrong with it.
    pub fn of(filled: &'a Filled) -> Self {
        Self { filled, problems: &[], decline: None, unchosen: None }
    }
}

pub(super) async fn form_again(
    app: &App,
    call: &PageCall,
    session: &Session,
    again: Again<'_>,
) -> Result<Response<Body>, Error> {
    let customer = app.given_customer(session).await?;
    let form = random::token();
    let show = Show {
        session,
        visit: call.visit(app),
        form: &form,
        filled: again.filled,
        problems: again.problems,
        decline: again.decline,
        unchosen: again.unchosen,
        customer: customer.as_ref(),
        payable: app.provider(session.livemode()).is_some(),
    };
    Ok(respond(page::checkout(&show)))
}
