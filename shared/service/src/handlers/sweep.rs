//! Every minute: every timer that is due rings, so that expiry is announced within two minutes.
//!
//! The sweep keeps a mark of how far it got. A run that fails or is cut off leaves the mark behind what it
//! did not finish, and the next one catches up; what was done twice was done once.

use std::ops::Range;

use aws_lambda_events::event::eventbridge::EventBridgeEvent;
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt as _};
use paydesk_model::time::Moment;
use tracing::Instrument as _;

use crate::app::App;
use crate::error::Error;
use crate::metrics::Metric;
use crate::random;
use crate::store::timers::Timer;

/// How many partitions are looked through, and how many sessions dealt with, at once.
const AT_ONCE: usize = 16;
/// How many sessions are dealt with before their timers are dropped: a run that is cut off has got that far.
const RUNG_TOGETHER: usize = 400;
/// Minutes looked through again, for a create whose timer was written late.
const LOOK_BACK_MINUTES: i64 = 5;
/// Hours looked through before the mark is written, so that a long catch-up that is cut off has got somewhere.
const STRIDE_HOURS: i64 = 24;

pub fn handle(app: App, _event: EventBridgeEvent) -> BoxFuture<'static, Result<(), String>> {
    Box::pin(async move {
        let run = format!("sweep_{}", random::token());
        let span = tracing::error_span!("sweep", run);
        let outcome = sweep(&app, &run).instrument(span).await;
        outcome.map_err(|error| format!("the sweep failed: {error:?}"))
    })
}

async fn sweep(app: &App, run: &str) -> Result<(), Error> {
    let now = app.clock.now();
    let this_minute = now.seconds().div_euclid(60);
    let (mark, layout) = tokio::try_join!(app.store.sweep_mark(), app.store.layout())?;
    // Without a mark there is nothing to look for: the first create sets one.
    let first = mark.map_or(this_minute, |mark| mark - LOOK_BACK_MINUTES);
    app.metrics.figure(Metric::SweepLag, mark.map_or(0, |mark| behind(mark, this_minute)), now);
    let mut from = first.min(this_minute);
    while from <= this_minute {
        let hours = from.div_euclid(60)..(from.div_euclid(60) + STRIDE_HOURS);
        let due = due(app, hours.clone(), from, layout.timer_shards, now).await?;
        for some in due.chunks(RUNG_TOGETHER) {
            ring_all(app, some.to_vec(), run).await?;
        }
        let done = (hours.end * 60 - 1).min(this_minute);
        if mark.is_none_or(|mark| done > mark) {
            app.store.set_sweep_mark(done).await?;
        }
        from = done + 1;
    }
    Ok(())
}

/// Seconds that the mark is behind what a sweep every minute leaves.
fn behind(mark: i64, this_minute: i64) -> i64 {
    (this_minute - 1 - mark).max(0) * 60
}

/// The timers of these hours that ring in minute `from` or later, and by now.
async fn due(app: &App, hours: Range<i64>, from: i64, shards: u32, now: Moment) -> Result<Vec<Timer>, Error> {
    let hours = hours.start..hours.end.min(now.seconds().div_euclid(3600) + 1);
    let partitions = hours.flat_map(|hour| (0..shards).map(move |shard| (shard, hour)));
    let reads = stream::iter(partitions).map(|(shard, hour)| app.store.due_timers(shard, hour, from, now));
    let found: Vec<_> = reads.buffer_unordered(AT_ONCE).collect().await;
    let found = found.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// Rings them all, drops those that rang, and reports the first that did not.
async fn ring_all(app: &App, due: Vec<Timer>, run: &str) -> Result<(), Error> {
    let total = due.len();
    let rings = stream::iter(due).map(|timer| async move {
        let outcome = ring_one(app, &timer, run).await;
        (timer, outcome)
    });
    let rung: Vec<_> = rings.buffer_unordered(AT_ONCE).collect().await;
    let mut done = Vec::with_capacity(rung.len());
    let mut failed = None;
    for (timer, outcome) in rung {
        match outcome {
            Ok(()) => done.push(timer),
            Err(error) => {
                tracing::warn!(session = %timer.session, cause = ?error, "a due timer could not be rung");
                failed = Some(error);
            }
        }
    }
    app.store.drop_timers(&done).await?;
    if total == 0 {
        return Ok(());
    }
    tracing::info!(due = total, rung = done.len(), "swept");
    failed.map_or(Ok(()), Err)
}

/// Rings one. A session that is broken must not keep the mark, and with it every other, from moving on.
async fn ring_one(app: &App, timer: &Timer, run: &str) -> Result<(), Error> {
    match app.ring(&timer.session, run).await {
        Err(Error::Internal(cause)) => {
            tracing::error!(session = %timer.session, cause, "a due timer cannot be rung");
            app.ring_later(&timer.session).await
        }
        outcome => outcome,
    }
}
