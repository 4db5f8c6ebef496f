//! Schedules and the stream: what fires when, and what is tried again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use paydesk_local::connector::Fault;
use paydesk_local::deployment::Options;

use crate::world::{create, started};

#[tokio::test]
async fn the_schedule_fires_once_in_a_minute_and_whenever_the_clock_is_moved() {
    let deployment = started(Options::default());
    let swept = || deployment.meter().reset().of_function("sweep").calls > 0;
    deployment.run_due().await;
    assert!(swept());
    deployment.run_due().await;
    assert!(!swept());
    deployment.advance(1).await.unwrap();
    assert!(swept());
    deployment.clock().advance_seconds(60);
    deployment.run_due().await;
    assert!(swept());
}

#[tokio::test]
async fn a_sweep_that_failed_is_made_good_by_the_next() {
    let deployment = started(Options { ttl: false, ..Options::default() });
    create(&deployment).await;
    deployment.faults().set(|call| if call.function == "sweep" { Fault::CrashBefore } else { Fault::None });
    deployment.advance(24 * 60 * 60 + 60).await.unwrap();
    assert!(deployment.announcements().unwrap().is_empty());
    deployment.faults().clear();
    deployment.advance(60).await.unwrap();
    assert_eq!(deployment.announcements().unwrap().len(), 1);
}

#[tokio::test]
async fn a_batch_with_one_poisoned_record_delivers_the_others() {
    let deployment = started(Options { sweep: false, ..Options::default() });
    for _ in 0..10 {
        create(&deployment).await;
    }
    // The function's first store calls die; the batch is halved until what can be delivered is.
    let deaths = Arc::new(AtomicUsize::new(0));
    let counted = deaths.clone();
    deployment.faults().set(move |call| {
        let dies = call.function == "expired" && counted.fetch_add(1, Ordering::SeqCst) < 3;
        if dies { Fault::CrashBefore } else { Fault::None }
    });
    deployment.advance(24 * 60 * 60 + 60).await.unwrap();
    assert_eq!(deployment.announcements().unwrap().len(), 10);
    assert!(deaths.load(Ordering::SeqCst) > 3);
}

#[tokio::test]
async fn a_stream_nobody_wants_is_trimmed_all_the_same() {
    let deployment = started(Options::default());
    create(&deployment).await;
    deployment.pump().await;
    let position = deployment.engine().position().unwrap();
    let left = deployment.engine().changes(0, 100, paydesk_local::engine::Images::Left).unwrap();
    assert_eq!(left.iter().map(|change| change.position).collect::<Vec<_>>(), [position]);
}
