//! `GET /v1/events`: all of them, newest first, by cursor, filtered.

use paydesk_model::event_list::EventsParams;

use super::super::objects::Shown;
use super::pending::Pending;
use super::search::Search;
use crate::access::Caller;
use crate::app::App;
use crate::error::Error;
use crate::telling::shown;
use crate::wire::call::Call;
use crate::wire::reply::Reply;

pub async fn page(app: &App, call: &Call, caller: &Caller) -> Result<Reply, Error> {
    let params = EventsParams::check(&call.parameters)?;
    let pending = Pending::new(app, caller);
    let matches = Search { app, caller, params: &params, pending: &pending }.run().await?;
    let mut page = Shown::new(matches.has_more);
    'page: for one in &matches.found {
        for event in &one.events {
            let waiting = pending.of(&one.kept, &event.id).await?;
            // One that cannot be shown is in the log, and must not hide the others.
            let Some(value) = shown(&one.kept.published, event, waiting, app.base_url(call)) else {
                continue;
            };
            if !page.take(&value)? {
                break 'page;
            }
        }
    }
    page.reply(params.ending_before.is_some(), "/v1/events".to_owned())
}
