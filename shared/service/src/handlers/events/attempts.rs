//! `GET /v1/events/{id}/delivery_attempts`: every attempt to deliver one event, newest first.

use paydesk_model::delivery::{DeliveryAttempt, Outcome};
use paydesk_model::list::LineItemsParams;
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::time::Moment;
use serde_json::{Value, json};

use super::super::objects::Shown;
use super::find;
use crate::access::Caller;
use crate::app::App;
use crate::digest::fingerprint;
use crate::error::Error;
use crate::wire::call::Call;
use crate::wire::reply::Reply;

pub async fn page(app: &App, call: &Call, caller: &Caller, id: &str) -> Result<Reply, Error> {
    let params = LineItemsParams::check(&call.parameters)?;
    let mut attempts = find(app, caller, id).await?.kept.attempts.clone();
    attempts.retain(|attempt| attempt.event == id);
    attempts.reverse();
    let backwards = params.ending_before.is_some();
    let beyond = beyond(attempts, &params)?;
    let limit = usize::from(params.limit);
    let mut shown = Shown::new(beyond.len() > limit);
    for attempt in beyond.iter().take(limit) {
        if !shown.take(&rendered(attempt, caller.livemode))? {
            break;
        }
    }
    shown.reply(backwards, format!("/v1/events/{id}/delivery_attempts"))
}

/// Those on the far side of the cursor, the nearest first.
fn beyond(
    mut attempts: Vec<DeliveryAttempt>,
    params: &LineItemsParams,
) -> Result<Vec<DeliveryAttempt>, Problem> {
    let position = |cursor: &str, name: &'static str| {
        let found = attempts.iter().position(|attempt| id_of(attempt) == cursor);
        found.ok_or_else(|| Problem::no_such("delivery attempt", cursor, Path::of(name)))
    };
    match (&params.starting_after, &params.ending_before) {
        (Some(cursor), _) => Ok(attempts.split_off(position(cursor, "starting_after")? + 1)),
        (None, Some(cursor)) => {
            attempts.truncate(position(cursor, "ending_before")?);
            attempts.reverse();
            Ok(attempts)
        }
        (None, None) => Ok(attempts),
    }
}

/// The same whenever it is made.
fn id_of(attempt: &DeliveryAttempt) -> String {
    let place = format!("{}#{}#{}", attempt.event, attempt.endpoint, attempt.at.millis());
    format!("da_{}", fingerprint(place.as_bytes()))
}

fn rendered(attempt: &DeliveryAttempt, livemode: bool) -> Value {
    json!({
        "id": id_of(attempt),
        "object": "delivery_attempt",
        "created": attempt.at.seconds(),
        "error": attempt.error,
        "event": attempt.event,
        "latency_ms": attempt.latency_ms,
        "livemode": livemode,
        "next_attempt_at": attempt.next.map(Moment::seconds),
        "response_body": attempt.status.map(|_| &attempt.answer),
        "response_status": attempt.status,
        "status": match attempt.outcome {
            Outcome::Succeeded => "succeeded",
            Outcome::Failed => "failed",
        },
        "url": attempt.url,
        "webhook_endpoint": attempt.endpoint,
    })
}
