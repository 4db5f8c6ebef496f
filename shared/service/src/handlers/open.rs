//! `GET /c/recover/{id}/{token}` and `GET /b/{link}`: a link that a payer follows opens a session and leads to its page.

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::ids::SessionId;
use paydesk_model::session::Session;

use super::opening::{birth, open};
use super::visit::{PageCall, see_other, visit};
use crate::app::App;
use crate::error::Error;
use crate::random;
use crate::store::stored::Extent;
use crate::wire::page_path::PagePath;

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(visit(app, request, |app, call| Box::pin(follow(app, call))))
}

async fn follow(app: &App, call: &PageCall) -> Result<Response<Body>, Error> {
    let session = match call.path() {
        Some(PagePath::Recover { id, token }) => recovered(app, id, token).await?,
        Some(PagePath::Link(link)) => linked(app, link).await?,
        _ => None,
    };
    let Some(session) = session else { return Ok(call.unknown(app)) };
    let layout = app.store.layout_for_writing(app.clock.now()).await?;
    let session = session.announcing_its_opening(None);
    let (stored, _) = open(app, &call.request_id, None, session, layout).await?;
    let (base, session) = (call.base_url(app), stored.session);
    Ok(see_other(&format!("{base}/c/pay/{}/{}", session.id, session.token)))
}

/// The copy of an expired session that its recovery link opens, while it does.
async fn recovered(app: &App, id: &str, token: &str) -> Result<Option<Session>, Error> {
    let Some(stored) = app.behind(id, token, Extent::Whole).await? else { return Ok(None) };
    let now = app.clock.now();
    let old = stored.session.at(now);
    if !old.can_be_recovered(now) {
        return Ok(None);
    }
    let id = SessionId::new(old.livemode(), &random::token());
    Ok(Some(old.recovered(birth(app, &old.account, id))))
}

/// The session that following a payment link opens.
async fn linked(app: &App, link: &str) -> Result<Option<Session>, Error> {
    let Some(link) = app.store.link(&format!("plink_{link}")).await? else { return Ok(None) };
    let id = SessionId::new(link.livemode, &random::token());
    Ok(Some(link.open(birth(app, &link.account, id))))
}
