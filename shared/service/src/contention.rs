//! When several change one session at once: how often each tries again, and how long it stands aside.

use std::time::Duration;

use crate::random;

/// How often a change is decided anew because another got in first.
pub const TRIES: u32 = 12;
/// Longest time to stand aside.
const LONGEST_MILLIS: u64 = 128;

/// Stands aside for a random part of a time that doubles with every try, so that two do not meet again.
pub async fn stand_aside(tried: u32) {
    let most = (2_u64 << tried.min(10)).min(LONGEST_MILLIS);
    let [roll] = random::bytes::<1>();
    tokio::time::sleep(Duration::from_millis(most * u64::from(roll) / 255)).await;
}
