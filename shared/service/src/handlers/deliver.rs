//! The queue of webhooks: one event is signed and posted to one endpoint, and what came of it is noted.
//!
//! Each message is dealt with on its own: what fails is named, and comes back when it was put off to. Those of one
//! session for one endpoint go out in the order they happened, as long as that holds nobody up.

mod attempt;
mod health;
mod letter;
mod loaded;
mod one;
mod put_off;
mod received;

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent};
use futures::future::{BoxFuture, join_all};
use futures::stream::{FuturesUnordered, StreamExt as _};
use tracing::Instrument as _;

use crate::app::App;
use crate::random;
use loaded::Loaded;
use received::Received;

/// For how long the later events of a session wait for the earlier ones.
const IN_ORDER: Duration = Duration::from_secs(3);

pub fn handle(app: App, event: SqsEvent) -> BoxFuture<'static, SqsBatchResponse> {
    Box::pin(async move {
        let run = format!("deliver_{}", random::token());
        let span = tracing::error_span!("deliver", run);
        let mut response = SqsBatchResponse::default();
        response.batch_item_failures = deliver_all(&app, event).instrument(span).await;
        response
    })
}

/// Delivers them all, and names those that have to come again.
async fn deliver_all(app: &App, event: SqsEvent) -> Vec<BatchItemFailure> {
    let now = app.clock.now();
    let (mut messages, mut back) = (Vec::new(), Vec::new());
    for record in event.records {
        match Received::read(record, now) {
            Ok(received) => messages.push(received),
            Err(unreadable) => back.extend(unreadable.bury(app).await),
        }
    }
    let (messages, copies) = told_apart(messages);
    back.extend(copies);
    let loaded = Box::pin(Loaded::load(app, &messages)).await;
    let chains = chains(messages, &loaded).into_iter().map(|chain| in_order(app, chain, &loaded));
    back.extend(join_all(chains).await.into_iter().flatten());
    back.into_iter().map(failure).collect()
}

/// The messages, and the ids of those that say the same as another one of them: they come back when that one is done.
fn told_apart(messages: Vec<Received>) -> (Vec<Received>, Vec<String>) {
    let mut seen = HashSet::new();
    let (first, copies): (Vec<_>, Vec<_>) =
        messages.into_iter().partition(|received| seen.insert(received.message.as_new()));
    (first, copies.into_iter().map(|copy| copy.id).collect())
}

fn failure(id: String) -> BatchItemFailure {
    let mut failure = BatchItemFailure::default();
    failure.item_identifier = id;
    failure
}

/// The messages of each endpoint and session, in the order of what they tell.
fn chains(messages: Vec<Received>, loaded: &Loaded) -> Vec<Vec<Received>> {
    let mut chains: BTreeMap<(String, String), Vec<Received>> = BTreeMap::new();
    for received in messages {
        let link = (received.message.endpoint.clone(), received.session().to_owned());
        chains.entry(link).or_default().push(received);
    }
    for chain in chains.values_mut() {
        chain.sort_by_cached_key(|received| loaded.place(received));
    }
    chains.into_values().collect()
}

/// One after the other; but who takes long is no longer waited for by the others. Returns the ids of those that have to
/// come again.
async fn in_order(app: &App, chain: Vec<Received>, loaded: &Loaded) -> Vec<String> {
    let mut patience = std::pin::pin!(tokio::time::sleep(IN_ORDER));
    let (mut under_way, mut back) = (FuturesUnordered::new(), Vec::new());
    for received in chain {
        under_way.push(one::deliver(app, received, loaded));
        if !patience.is_elapsed() {
            tokio::select! {
                biased;
                Some(outcome) = under_way.next() => back.extend(outcome),
                () = &mut patience => {}
            }
        }
    }
    while let Some(outcome) = under_way.next().await {
        back.extend(outcome);
    }
    back
}
