//! The table's stream of announcements: each becomes events that are kept, a message for every endpoint that wants one,
//! and an entry on the bus.

use std::panic::AssertUnwindSafe;

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use aws_lambda_events::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse};
use futures::FutureExt as _;
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt as _};
use paydesk_model::time::Moment;
use serde_dynamo::AttributeValue;
use tracing::{Instrument as _, Span, field};

use crate::app::App;
use crate::error::Error;
use crate::metrics::Metric;
use crate::random;
use crate::store::announcing::Announcing;
use crate::telling::Audience;
use crate::wire::version::NEWEST;

/// How many items are dealt with at once.
const AT_ONCE: usize = 16;
/// Lines that live apart are written while their session is; those that are not there by then never will be.
const LINES_WITHIN_SECONDS: i64 = 60;

pub fn handle(app: App, event: Event) -> BoxFuture<'static, DynamoDbEventResponse> {
    Box::pin(async move {
        let run = format!("announce_{}", random::token());
        let span = tracing::error_span!("announce", run);
        let mut response = DynamoDbEventResponse::default();
        response.batch_item_failures = take_all(&app, event.records).instrument(span).await;
        response
    })
}

/// Takes them all, and names those that have to come again.
async fn take_all(app: &App, records: Vec<EventRecord>) -> Vec<DynamoDbBatchItemFailure> {
    let audience = Audience::default();
    let items = stream::iter(by_item(records)).map(|records| Box::pin(take_item(app, records, &audience)));
    let failures: Vec<_> = items.buffered(AT_ONCE).filter_map(|failure| async { failure }).collect().await;
    if let Ok(not_taken @ 1..) = i64::try_from(failures.len()) {
        // To Lambda, a batch of which some are named is a success.
        app.metrics.figure(Metric::RecordsNotTaken, not_taken, app.clock.now());
    }
    failures
}

/// The records of each item, in their order.
fn by_item(records: Vec<EventRecord>) -> Vec<Vec<EventRecord>> {
    let mut items: Vec<Vec<EventRecord>> = Vec::new();
    for record in records {
        let same = |records: &&mut Vec<EventRecord>| {
            records.first().is_some_and(|first| first.change.keys == record.change.keys)
        };
        match items.iter_mut().find(same) {
            Some(records) => records.push(record),
            None => items.push(vec![record]),
        }
    }
    items
}

/// Takes the changes of one item. The first that fails is named, and those after it wait: they come again with it.
async fn take_item(
    app: &App,
    records: Vec<EventRecord>,
    audience: &Audience,
) -> Option<DynamoDbBatchItemFailure> {
    for record in records {
        let span = tracing::error_span!("change", of = item_of(&record), account = field::Empty);
        let taken = AssertUnwindSafe(Box::pin(take(app, &record, audience)).instrument(span.clone()));
        // One record that makes us panic takes no other item of its batch along.
        let taken = taken.catch_unwind().await;
        let taken = taken.unwrap_or_else(|_| Err(Error::Internal("telling of it panicked".into())));
        let Err(error) = taken else { continue };
        span.in_scope(|| match &error {
            Error::Internal(cause) => tracing::error!(cause, "an announcement cannot be told"),
            error => tracing::warn!(cause = ?error, "an announcement could not be told yet"),
        });
        let mut failure = DynamoDbBatchItemFailure::default();
        failure.item_identifier = record.change.sequence_number;
        return Some(failure);
    }
    None
}

/// Tells what one change announced.
async fn take(app: &App, record: &EventRecord, audience: &Audience) -> Result<(), Error> {
    let Some(now) = Announcing::of_image(&record.change.new_image)? else { return Ok(()) };
    let before = Announcing::of_image(&record.change.old_image)?;
    let told = before.as_ref().map_or(0, Announcing::last);
    let mut new: Vec<_> = now.outbox().iter().filter(|made| made.number > told).cloned().collect();
    let Some(last) = new.pop() else { return Ok(()) };
    Span::current().record("account", now.owner().0);
    let now = now.after(before.as_ref());
    let now = if new.iter().chain([&last]).any(|made| made.kind.adds_lines()) {
        match app.store.with_lines(now).await? {
            Some(whole) => whole,
            None => return lines_are_missing(app, record),
        }
    } else {
        now
    };
    for earlier in &new {
        Box::pin(app.tell(now.published(earlier, false, NEWEST), audience)).await?;
    }
    Box::pin(app.tell(now.published(&last, true, NEWEST), audience)).await?;
    Ok(())
}

/// A session without its lines is what a create left behind that nobody was ever answered; or it is being made.
fn lines_are_missing(app: &App, record: &EventRecord) -> Result<(), Error> {
    let made = Moment(record.change.approximate_creation_date_time.timestamp_millis());
    if app.clock.now() < made.plus_seconds(LINES_WITHIN_SECONDS) {
        return Err(Error::Unavailable("the session's lines are not there yet".into()));
    }
    tracing::warn!("a session whose lines were never written is not told of");
    Ok(())
}

/// What the log calls the item.
fn item_of(record: &EventRecord) -> &str {
    match record.change.keys.get("pk") {
        Some(AttributeValue::S(key)) => key,
        _ => "",
    }
}
