//! The table's stream of TTL deletes: a timer that DynamoDB removed rings here, days late if it must be.

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use aws_lambda_events::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt as _};
use paydesk_model::ids::SessionId;
use serde_dynamo::{AttributeValue, Item};
use tracing::Instrument as _;

use crate::app::App;
use crate::error::Error;
use crate::metrics::Metric;
use crate::random;
use crate::store::timers::Timer;

/// How many sessions are dealt with at once.
const AT_ONCE: usize = 16;
/// Who deletes when a TTL has passed; anybody else's deletes are not ours to act on.
const TTL_PRINCIPAL: &str = "dynamodb.amazonaws.com";

pub fn handle(app: App, event: Event) -> BoxFuture<'static, DynamoDbEventResponse> {
    Box::pin(async move {
        let run = format!("expired_{}", random::token());
        let span = tracing::error_span!("expired", run);
        let mut response = DynamoDbEventResponse::default();
        response.batch_item_failures = ring_all(&app, event.records, &run).instrument(span).await;
        response
    })
}

/// Rings them all, and names those that have to come again.
async fn ring_all(app: &App, records: Vec<EventRecord>, run: &str) -> Vec<DynamoDbBatchItemFailure> {
    let results = stream::iter(records).map(|record| ring(app, record, run));
    let failures: Vec<_> = results.buffered(AT_ONCE).filter_map(|failure| async { failure }).collect().await;
    if let Ok(not_taken @ 1..) = i64::try_from(failures.len()) {
        // To Lambda, a batch of which some are named is a success.
        app.metrics.figure(Metric::RecordsNotTaken, not_taken, app.clock.now());
    }
    failures
}

/// Rings one timer; a failure names the record, so that Lambda delivers it again.
async fn ring(app: &App, record: EventRecord, run: &str) -> Option<DynamoDbBatchItemFailure> {
    let session = timer_of(&record)?;
    let error = app.ring(&session, run).await.err()?;
    tracing::warn!(session = %session, cause = ?error, "a deleted timer could not be rung");
    if matches!(error, Error::Internal(_)) && app.ring_later(&session).await.is_ok() {
        return None;
    }
    let mut failure = DynamoDbBatchItemFailure::default();
    failure.item_identifier = record.change.sequence_number;
    Some(failure)
}

/// The session of a timer whose TTL deleted it; nothing for every other change.
fn timer_of(record: &EventRecord) -> Option<SessionId> {
    let identity = record.user_identity.as_ref()?;
    let by_ttl = record.event_name == "REMOVE" && identity.principal_id == TTL_PRINCIPAL;
    let keys = &record.change.keys;
    if by_ttl { Timer::session_of(text(keys, "pk")?, text(keys, "sk")?) } else { None }
}

fn text<'k>(keys: &'k Item, name: &str) -> Option<&'k str> {
    match keys.get(name)? {
        AttributeValue::S(text) => Some(text),
        _ => None,
    }
}
