//! Store calls in the log: each under a span of its own, with how long it took and how it ended.

use tracing::Instrument as _;

use crate::clock::Stopwatch;

/// Waits for one call to DynamoDB. `RUST_LOG=paydesk_service=debug` shows them all.
pub async fn traced<T, E>(operation: &'static str, call: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    let timed = async {
        let watch = Stopwatch::start();
        let outcome = call.await;
        tracing::debug!(took_us = watch.micros(), ok = outcome.is_ok(), "store call");
        outcome
    };
    timed.instrument(tracing::debug_span!("store", operation)).await
}
