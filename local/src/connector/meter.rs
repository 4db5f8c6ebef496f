//! What the functions' calls cost: in units, in calls and in round trips.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::operations::Answer;

/// Counts since the last reset.
#[derive(Default)]
pub struct Meter {
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    usage: Usage,
    under_way: usize,
}

/// The cost of some calls.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    pub calls: usize,
    pub read_units: f64,
    pub write_units: f64,
    /// Bytes of requests and answers.
    pub bytes: usize,
    /// Writes whose condition did not hold: billed too.
    pub failed_conditions: usize,
}

/// A copy of the meter.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    /// By function and operation.
    pub calls: BTreeMap<(String, String), Totals>,
    /// How often a call was started while none was under way. Of one invocation at a time, that is its round trips.
    pub round_trips: usize,
}

impl Usage {
    /// Everything together.
    pub fn total(&self) -> Totals {
        self.sum(|_, _| true)
    }

    pub fn of_function(&self, name: &str) -> Totals {
        self.sum(|function, _| function == name)
    }

    pub fn of_operation(&self, name: &str) -> Totals {
        self.sum(|_, operation| operation == name)
    }

    fn sum(&self, wanted: impl Fn(&str, &str) -> bool) -> Totals {
        let mut sum = Totals::default();
        for ((function, operation), totals) in &self.calls {
            if wanted(function, operation) {
                sum.add(totals);
            }
        }
        sum
    }
}

impl Totals {
    fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.read_units += other.read_units;
        self.write_units += other.write_units;
        self.bytes += other.bytes;
        self.failed_conditions += other.failed_conditions;
    }
}

impl Meter {
    pub fn snapshot(&self) -> Usage {
        self.lock().usage.clone()
    }

    /// What was counted, and counts from zero again.
    pub fn reset(&self) -> Usage {
        std::mem::take(&mut self.lock().usage)
    }

    pub(super) fn start(self: &Arc<Self>) -> UnderWay {
        let mut counts = self.lock();
        if counts.under_way == 0 {
            counts.usage.round_trips += 1;
        }
        counts.under_way += 1;
        UnderWay { meter: self.clone() }
    }

    pub(super) fn count(&self, function: &str, operation: &str, request: usize, answer: &Answer) {
        let mut counts = self.lock();
        let totals = counts.usage.calls.entry((function.into(), operation.into())).or_default();
        totals.add(&Totals {
            calls: 1,
            read_units: answer.read_units,
            write_units: answer.write_units,
            bytes: request + answer.body.len(),
            failed_conditions: usize::from(answer.failed_condition),
        });
    }

    fn lock(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that is not answered yet; also a crash ends it.
pub(super) struct UnderWay {
    meter: Arc<Meter>,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.meter.lock().under_way -= 1;
    }
}
