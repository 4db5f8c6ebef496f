//! What comes over HTTP: the functions' verbs, and a few that only tools need.

use dynoxide::DynoxideError;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::operations::{self, Answer, Units};
use super::queue;
use crate::engine::Engine;
use crate::queues::Queues;

/// Performs a request that came over HTTP, and gives its status and body; what it changed is on the disk by then.
pub async fn perform(engine: &Engine, operation: &str, body: &[u8]) -> std::io::Result<(u16, Vec<u8>)> {
    let database = engine.database();
    let answer = match operation {
        "DescribeTable" => look(body, |request| database.describe_table(request)),
        "DescribeTimeToLive" => look(body, |request| database.describe_time_to_live(request)),
        "ListTables" => look(body, |request| database.list_tables(request)),
        _ => operations::perform(database, operation, body),
    };
    if !operations::only_reads(operation) {
        engine.keep().await?;
        engine.note_change();
    }
    Ok((answer.status, answer.body))
}

/// The same of one to the queues.
pub async fn perform_queue(
    engine: &Engine,
    queues: &Queues,
    operation: &str,
    body: &[u8],
) -> std::io::Result<(u16, Vec<u8>)> {
    let answer = queue::perform(queues, operation, body, false);
    engine.keep().await?;
    Ok((answer.status, answer.body))
}

/// Nobody counts what it costs.
fn look<Q: DeserializeOwned, A: Serialize>(
    body: &[u8],
    call: impl FnOnce(Q) -> Result<A, DynoxideError>,
) -> Answer {
    operations::run(body, Units::Read, |request| Ok((call(request)?, 0.0)))
}
