//! Listing webhook endpoints: newest first, a page of the few that there can be.

use paydesk_model::list::LineItemsParams;
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::webhook::WebhookEndpoint;
use serde_json::{Value, json};

use super::{KIND, PATH};
use crate::access::Permission;
use crate::app::App;
use crate::error::Error;
use crate::wire::call::Call;
use crate::wire::expand::Subject;
use crate::wire::kind::Kind;
use crate::wire::reply::Reply;
use crate::wire::stripe;

pub(super) async fn list(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Read).await?;
    call.expand(Subject::ObjectList(Kind::Elsewhere))?;
    let params = LineItemsParams::check(&call.parameters)?;
    let stored = app.store.endpoints(&caller.account, caller.livemode).await?;
    let mut all: Vec<WebhookEndpoint> = stored.into_iter().map(|stored| stored.endpoint).collect();
    all.sort_by(|left, right| (right.created, &right.id).cmp(&(left.created, &left.id)));
    let (page, has_more) = page(&all, &params)?;
    let data: Vec<Value> = page.iter().map(|endpoint| stripe::webhook_endpoint(endpoint, None)).collect();
    let list = json!({"object": "list", "data": data, "has_more": has_more, "url": PATH});
    Ok(Reply::new(list.to_string()))
}

/// The page, and whether there is more in the direction that it was asked for in.
fn page<'e>(
    all: &'e [WebhookEndpoint],
    params: &LineItemsParams,
) -> Result<(&'e [WebhookEndpoint], bool), Problem> {
    let limit = usize::from(params.limit);
    let at = |id: &str, name: &'static str| {
        let found = all.iter().position(|endpoint| endpoint.id == id);
        found.ok_or_else(|| Problem::no_such(KIND, id, Path::of(name)))
    };
    if let Some(id) = &params.ending_before {
        let newer = &all[..at(id, "ending_before")?];
        let skipped = newer.len().saturating_sub(limit);
        return Ok((&newer[skipped..], skipped > 0));
    }
    let after = params.starting_after.as_deref().map(|id| at(id, "starting_after")).transpose()?;
    let older = &all[after.map_or(0, |at| at + 1)..];
    Ok((&older[..older.len().min(limit)], older.len() > limit))
}
