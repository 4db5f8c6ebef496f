//! What a restart keeps: everything that was answered, and the time.

use paydesk_local::deployment::{ClockError, Deployment, Options};

use crate::world::{SESSIONS, START, create, get, json, kept_at, started};

#[tokio::test]
async fn a_session_and_the_clock_are_there_after_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("deep").join("paydesk.db");
    let before = started(kept_at(&path));
    let id = create(&before).await;
    before.advance(600).await.unwrap();
    drop(before);
    let after = started(kept_at(&path));
    assert_eq!(after.clock().now(), START.plus_seconds(600));
    let response = get(&after, &format!("{SESSIONS}/{id}")).await;
    assert_eq!((response.status().as_u16(), json(&response)["id"].as_str()), (200, Some(id.as_str())));
}

#[tokio::test]
async fn what_was_delivered_before_a_restart_is_not_delivered_again() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("paydesk.db");
    let before = started(kept_at(&path));
    create(&before).await;
    before.pump().await;
    let position = before.engine().position().unwrap();
    drop(before);
    let after = started(kept_at(&path));
    assert!(position > 0);
    assert_eq!(after.engine().position().unwrap(), position);
}

#[tokio::test]
async fn the_clock_moves_forward_only() {
    let deployment = crate::world::deployment();
    deployment.advance(0).await.unwrap();
    deployment.set_time(START.seconds() + 60).await.unwrap();
    assert_eq!(deployment.clock().now(), START.plus_seconds(60));
    assert_eq!(deployment.advance(-1).await, Err(ClockError::Backwards(1)));
    assert_eq!(deployment.set_time(START.seconds()).await, Err(ClockError::Backwards(60)));
    assert_eq!(deployment.advance(i64::MAX).await, Err(ClockError::TooFar));
    assert_eq!(deployment.set_time(i64::MIN).await, Err(ClockError::TooFar));
    assert_eq!(deployment.clock().now(), START.plus_seconds(60));
}

#[tokio::test]
async fn a_clock_that_functions_elsewhere_do_not_share_stays_where_it_is() {
    let deployment = started(Options { real_time: true, ..Options::default() });
    assert_eq!(deployment.advance(60).await, Err(ClockError::Shared));
    assert_eq!(deployment.set_time(START.seconds() + 60).await, Err(ClockError::Shared));
    assert_eq!(deployment.clock().now(), START);
}

#[tokio::test]
async fn a_clock_that_was_moved_is_not_shared_with_functions_elsewhere() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("paydesk.db");
    let shared = || Options { real_time: true, ..kept_at(&path) };
    drop(Deployment::start(shared()).unwrap());
    started(kept_at(&path)).advance(600).await.unwrap();
    let refused = Deployment::start(shared()).err().unwrap();
    assert!(refused.contains("was moved 600 s ahead"), "{refused}");
    // Without them it goes on as before.
    assert_eq!(started(kept_at(&path)).clock().now(), START.plus_seconds(600));
}
