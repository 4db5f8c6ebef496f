//! What the runs of one subject come to: medians, and how far they lie apart.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::package::Package;
use super::process::Taken;

/// One cold start.
#[derive(Clone, Debug)]
pub struct Run {
    init: Duration,
    first: Duration,
    warm: Vec<Duration>,
    cpu_init: f64,
    cpu_first: f64,
    cpu_warm: f64,
    logged: f64,
    peak_kilobytes: f64,
}

/// The figures of one function or peer. Times in milliseconds, CPU in microseconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Figures {
    pub name: String,
    pub peer: bool,
    pub program_bytes: usize,
    pub zip_bytes: usize,
    pub init: Spread,
    pub first: Spread,
    pub warm: Spread,
    pub cpu_init: Spread,
    pub cpu_first: Spread,
    /// Of one warm invocation.
    pub cpu_warm: Spread,
    pub peak_kilobytes: Spread,
    /// Bytes of log of one warm invocation.
    pub logged: Spread,
}

/// A median, and the least of the runs, and what nine tenths of them stay below.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    pub median: f64,
    pub low: f64,
    pub high: f64,
}

impl Run {
    /// `taken` was read at the first poll, after the first invocation and after the last.
    pub fn new(init: Duration, invocations: &[Duration], taken: [Taken; 3], peak_kilobytes: u64) -> Self {
        let (first, warm) = invocations.split_first().unwrap_or((&Duration::ZERO, &[]));
        let [at_init, after_first, after_all] = taken;
        let each = u32::try_from(warm.len()).map_or(1.0, f64::from).max(1.0);
        let micros = |from: u64, to: u64| number(to.saturating_sub(from)) / 1000.0;
        Self {
            init,
            first: *first,
            warm: warm.to_vec(),
            cpu_init: micros(0, at_init.cpu_nanos),
            cpu_first: micros(at_init.cpu_nanos, after_first.cpu_nanos),
            cpu_warm: micros(after_first.cpu_nanos, after_all.cpu_nanos) / each,
            logged: number(after_all.logged - after_first.logged) / each,
            peak_kilobytes: number(peak_kilobytes),
        }
    }
}

impl Figures {
    pub fn of(name: &str, peer: bool, package: Package, runs: &[Run]) -> Self {
        let spread = |figure: fn(&Run) -> f64| Spread::of(runs.iter().map(figure).collect());
        let warm = runs.iter().flat_map(|run| run.warm.iter().map(|took| millis(*took)));
        Self {
            name: name.to_owned(),
            peer,
            program_bytes: package.program,
            zip_bytes: package.zipped,
            init: spread(|run| millis(run.init)),
            first: spread(|run| millis(run.first)),
            warm: Spread::of(warm.collect()),
            cpu_init: spread(|run| run.cpu_init),
            cpu_first: spread(|run| run.cpu_first),
            cpu_warm: spread(|run| run.cpu_warm),
            peak_kilobytes: spread(|run| run.peak_kilobytes),
            logged: spread(|run| run.logged),
        }
    }
}

impl Spread {
    pub fn of(mut samples: Vec<f64>) -> Self {
        samples.sort_by(f64::total_cmp);
        let at = |tenths: usize| {
            let last = samples.len().saturating_sub(1);
            samples.get(last * tenths / 10).copied().unwrap_or_default()
        };
        Self { median: at(5), low: at(0), high: at(9) }
    }
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

/// Exact up to 2⁵³, which no figure here comes near.
fn number(count: u64) -> f64 {
    let (high, low) = (count >> 32, count & u64::from(u32::MAX));
    let part = |part: u64| u32::try_from(part).map_or(0.0, f64::from);
    part(high) * 4_294_967_296.0 + part(low)
}
