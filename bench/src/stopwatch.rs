//! The only owner of the stopwatch: the time, and the median time of one run, from many short batches.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// A batch takes about this long: shorter than a turn on a shared core, so that most are not interrupted.
const BATCH: Duration = Duration::from_micros(400);

/// The median nanoseconds of one run of `work`, over `batches` batches.
pub fn median_nanos<T>(batches: usize, mut work: impl FnMut() -> T) -> u128 {
    let warm: Vec<u128> = (0..200).map(|_| nanos(1, &mut work)).collect();
    let once = middle(warm).max(1);
    let runs = u32::try_from(BATCH.as_nanos() / once).unwrap_or(1).max(1);
    middle((0..batches).map(|_| nanos(runs, &mut work)).collect())
}

pub fn now() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "this module owns the stopwatch")]
    Instant::now()
}

fn nanos<T>(runs: u32, work: &mut impl FnMut() -> T) -> u128 {
    let began = now();
    for _ in 0..runs {
        black_box(work());
    }
    began.elapsed().as_nanos() / u128::from(runs)
}

fn middle(mut samples: Vec<u128>) -> u128 {
    samples.sort_unstable();
    samples[samples.len() / 2]
}
