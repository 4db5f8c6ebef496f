//! `POST /v1/checkout/sessions/{id}`: changes what may still change about a session.

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::update::UpdateDraft;

use super::answer::{answer, extent};
use crate::access::Permission;
use crate::app::App;
use crate::error::Error;
use crate::store::stored::Extent;
use crate::wire::call::Call;
use crate::wire::expand::Subject;
use crate::wire::json;
use crate::wire::reply::Reply;

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(answer(app, request, |app, call| Box::pin(update(app, call))))
}

async fn update(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Write).await?;
    let expand = call.expand(Subject::Session)?;
    if call.is_camel() {
        json::drop_outcomes_of_update(&mut call.parameters);
    }
    let draft = UpdateDraft::check(&call.parameters)?;
    let found = app.look_up(&caller, &draft.names()).await?;
    let address = draft.address();
    let reprices = draft.reprices() || address.is_some();
    let extent = if reprices { Extent::Whole } else { extent(&expand) };
    let read = app.find(&caller, call.session_id(), extent).await?;
    let located = app.taxes_at(&read.session, address.as_ref()).await?;
    let changed = app
        .change_read(call, read, "update", extent, |session, now, cause| {
            let mut params = draft.clone().settle(&found, session.currency)?;
            params.located.clone_from(&located);
            Ok(session.update(params, now, Some(cause))?)
        })
        .await?;
    Ok(Reply { replayed: changed.replayed, ..app.reply(call, &expand, &changed.session).await? })
}
