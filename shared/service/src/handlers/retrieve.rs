//! `GET /v1/checkout/sessions/{id}` and `…/line_items`: a session and its lines, as they are now.

use std::ops::Range;

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::list::LineItemsParams;
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::session::Session;

use super::answer::{answer, extent, unrenderable};
use crate::access::Permission;
use crate::app::App;
use crate::error::Error;
use crate::store::stored::Extent;
use crate::wire::call::Call;
use crate::wire::expand::{Expand, Subject};
use crate::wire::params::nothing_else;
use crate::wire::reply::Reply;
use crate::wire::route::Place;
use crate::wire::stripe::objects::Source;
use crate::wire::stripe::{LineItem, List, figures};
use crate::wire::{Dialect, camel};

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(answer(app, request, |app, call| Box::pin(retrieve(app, call))))
}

async fn retrieve(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Read).await?;
    if matches!(Place::find(&call.path), Some((_, Place::LineItems(_)))) {
        let expand = call.expand(Subject::LineItemList)?;
        let params = LineItemsParams::check(&call.parameters)?;
        let session = app.find(&caller, call.session_id(), Extent::Whole).await?.session;
        let base = call.dialect().sessions_path();
        let url = format!("{base}/{}/{}", session.id, call.dialect().line_items_step());
        return line_items(app, call, &session, &params, &expand, url).await;
    }
    let expand = call.expand(Subject::Session)?;
    nothing_else(&call.parameters)?;
    let session = app.find(&caller, call.session_id(), extent(&expand)).await?.session;
    let session = session.at(app.clock.now());
    app.reply(call, &expand, &session).await
}

/// A page of a session's lines; `url` is where they are listed.
pub(super) async fn line_items(
    app: &App,
    call: &Call,
    session: &Session,
    params: &LineItemsParams,
    expand: &Expand,
    url: String,
) -> Result<Reply, Error> {
    let (asked_for, has_more) = stretch(session, params)?;
    let figures = figures::of_lines(session);
    let lines = session.lines.iter().zip(&figures);
    let page = lines.skip(asked_for.start).take(asked_for.len());
    let data = page.map(|(line, figures)| LineItem::new(session, line, figures, expand)).collect();
    let list = List::new(data, has_more, url);
    if expand.objects.is_empty() && call.dialect() == Dialect::Stripe {
        return serde_json::to_string(&list).map(Reply::new).map_err(|error| unrenderable(&error));
    }
    let mut list = serde_json::to_value(&list).map_err(|error| unrenderable(&error))?;
    let beside = app.beside(call, expand, std::slice::from_ref(session)).await?;
    let source = Source { session, base_url: app.base_url(call), beside: &beside };
    for line in list["data"].as_array_mut().into_iter().flatten() {
        source.expand(line, &expand.objects);
    }
    let list = if call.dialect() == Dialect::Camel { camel::recase(list) } else { list };
    Ok(Reply::new(list.to_string()))
}

/// Which of a session's lines are on the page, and whether there are more beyond it.
fn stretch(session: &Session, params: &LineItemsParams) -> Result<(Range<usize>, bool), Problem> {
    let lines = &session.lines;
    let position = |cursor: &Option<String>, name: &'static str| match cursor {
        None => Ok(None),
        Some(id) => {
            let number = session.id.number_of("li", id);
            let at = lines.iter().position(|line| Some(line.number) == number);
            at.map(Some).ok_or_else(|| Problem::no_such("line item", id, Path::of(name)))
        }
    };
    let after = position(&params.starting_after, "starting_after")?;
    let before = position(&params.ending_before, "ending_before")?;
    let limit = usize::from(params.limit);
    if let Some(before) = before {
        return Ok((before.saturating_sub(limit)..before, before > limit));
    }
    let start = after.map_or(0, |at| at + 1);
    Ok((start..(start + limit).min(lines.len()), start + limit < lines.len()))
}
