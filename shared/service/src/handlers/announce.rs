//! The table's stream of announcements: each becomes events that are kept, a message for every endpoint that wants one,
//! and an entry on the bus.

mod aside;
mod late_lines;

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
use crate::store::Failure;
use crate::store::announcing::{Announcing, LinesKey};
use crate::telling::Audience;
use crate::wire::version::NEWEST;

/// How many items are dealt with at once.
const AT_ONCE: usize = 16;

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
        let taken = taken.unwrap_or_else(|_| Err(Untold::Never("telling of it panicked".into())));
        let Err(untold) = taken else { continue };
        if dealt_with(app, &record, untold).instrument(span).await {
            continue;
        }
        let mut failure = DynamoDbBatchItemFailure::default();
        failure.item_identifier = record.change.sequence_number;
        return Some(failure);
    }
    None
}

/// Why a change was not told.
enum Untold {
    /// Whatever is tried, what it brings cannot be told as it is.
    Never(String),
    NotYet(Error),
}

impl From<Failure> for Untold {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unreadable(cause) => Self::Never(cause),
            other => Self::NotYet(other.into()),
        }
    }
}

impl From<Error> for Untold {
    fn from(error: Error) -> Self {
        Self::NotYet(error)
    }
}

/// Says why a change was not told. Whether it has not to come again for that.
async fn dealt_with(app: &App, record: &EventRecord, untold: Untold) -> bool {
    let cause = match untold {
        Untold::Never(cause) => cause,
        Untold::NotYet(Error::Internal(cause)) => {
            tracing::error!(cause, "an announcement cannot be told");
            return false;
        }
        Untold::NotYet(error) => {
            tracing::warn!(cause = ?error, "an announcement could not be told yet");
            return false;
        }
    };
    if aside::is_old_enough(record, app.clock.now()) && Box::pin(aside::put(app, record, &cause)).await {
        return true;
    }
    tracing::error!(cause, "an announcement cannot be told");
    false
}

/// Tells what one change announced.
async fn take(app: &App, record: &EventRecord, audience: &Audience) -> Result<(), Untold> {
    if let Some(lines) = LinesKey::of_keys(&record.change.keys) {
        return Box::pin(late_lines::tell(app, &lines, made(record), audience)).await;
    }
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
            None => return Ok(late_lines::are_missing(made(record), app.clock.now())?),
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

/// When the change was made, to the second.
fn made(record: &EventRecord) -> Moment {
    Moment(record.change.approximate_creation_date_time.timestamp_millis())
}

/// What the log calls the item.
fn item_of(record: &EventRecord) -> &str {
    match record.change.keys.get("pk") {
        Some(AttributeValue::S(key)) => key,
        _ => "",
    }
}
