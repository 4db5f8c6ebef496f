//! Changing a webhook endpoint and rolling its secret: read, decide, put over the version that was read; once per
//! idempotency key.

use paydesk_model::endpoint::{EndpointChange, expires_in};
use paydesk_model::problem::Problem;
use paydesk_model::time::Moment;
use paydesk_model::webhook::WebhookEndpoint;

use super::super::change::{made_before, seen};
use super::{ONE, check_reach, find, shown, with_secret};
use crate::access::{Caller, Permission};
use crate::app::App;
use crate::contention::{TRIES, stand_aside};
use crate::error::Error;
use crate::random;
use crate::wire::call::Call;
use crate::wire::reply::Reply;

pub(super) async fn update(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Write).await?;
    call.expand(ONE)?;
    let change = EndpointChange::check(&call.parameters, caller.livemode)?;
    change.url().map_or(Ok(()), |url| check_reach(app, url, caller.livemode))?;
    let (endpoint, replayed) =
        changed(app, call, &caller, "update", |endpoint, _| endpoint.changed(change.clone())).await?;
    if change.is_a_new_start() {
        app.store.forget_health(&caller.account, caller.livemode, &endpoint.id).await?;
    }
    Ok(Reply { replayed, ..shown(&endpoint) })
}

/// Gives the endpoint a new secret, and shows it.
pub(super) async fn roll(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Write).await?;
    call.expand(ONE)?;
    let keep = expires_in(&call.parameters)?;
    let secret = random::webhook_secret();
    let (endpoint, replayed) = changed(app, call, &caller, "roll_secret", |endpoint, now| {
        endpoint.check_roll(keep, now)?;
        Ok(endpoint.rolled(secret.clone(), keep, now))
    })
    .await?;
    Ok(Reply { replayed, ..with_secret(&endpoint) })
}

/// The endpoint after the change, and whether it had been made before; deciding has no side effects.
async fn changed(
    app: &App,
    call: &Call,
    caller: &Caller,
    action: &str,
    decide: impl Fn(WebhookEndpoint, Moment) -> Result<WebhookEndpoint, Problem>,
) -> Result<(WebhookEndpoint, bool), Error> {
    let by = &call.envelope.request_id;
    for tried in 0..TRIES {
        let read = find(app, caller, call.session_id()).await?;
        let now = app.clock.now();
        // What is there may be of this very call: its put got through, and only the answer was lost.
        if read.ledger.by == *by {
            return Ok((read.endpoint, false));
        }
        let seen = seen(call, action, now);
        if made_before(&read.ledger, seen.as_ref(), call, now)? {
            return Ok((read.endpoint, true));
        }
        let next = read.next(decide(read.endpoint.clone(), now)?, by, seen, now);
        if app.store.put_endpoint(&next).await? {
            return Ok((next.endpoint, false));
        }
        stand_aside(tried).await;
    }
    Err(Error::Contended)
}
