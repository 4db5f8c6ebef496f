//! The circuit breaker of an endpoint: while it is in trouble nothing is sent to it but a probe now and then, so that
//! neither we nor it spend our time on what will fail.

use paydesk_model::time::Moment;
use serde::{Deserialize, Serialize};

/// As many failures in a row open it; one that was waited for counts as several.
const OPENS_AT: u32 = 5;
const WAITED_FOR: u32 = 3;
/// Until the first probe, and at most between two; each pause is twice the one before.
const FIRST_PAUSE_SECONDS: i64 = 60;
const LONGEST_PAUSE_SECONDS: i64 = 30 * 60;
/// A probe that nobody has heard of for so long is lost: longer than an attempt can take.
const PROBE_SECONDS: i64 = 45;

/// What is remembered of an endpoint; nothing, of one that is well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circuit {
    /// In a row, by weight.
    failures: u32,
    /// How many times in a row it was opened.
    #[serde(default)]
    opened: u32,
    /// While it is open: when it may be probed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Moment>,
    /// Somebody is probing it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    probing: bool,
}

/// What an attempt came to, as far as the circuit is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Well,
    /// It is there, and does not like this one event: that says nothing about the next.
    Picky,
    Failed,
    /// It was waited for, in vain.
    Hung,
}

/// Whether an attempt may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Free,
    /// By one alone: who first writes `probed`.
    Probe,
    /// Not before this.
    Shut(Moment),
}

impl Circuit {
    pub fn way(&self, now: Moment) -> Way {
        match self.until {
            None => Way::Free,
            Some(until) if now < until => Way::Shut(until),
            Some(_) => Way::Probe,
        }
    }

    /// With a probe under way, for which the others wait.
    #[must_use]
    pub fn probed(self, now: Moment) -> Self {
        Self { until: Some(now.plus_seconds(PROBE_SECONDS)), probing: true, ..self }
    }

    /// After an attempt, and with the seconds that its answer `asked` for.
    #[must_use]
    pub fn after(self, sign: Sign, asked: Option<i64>, now: Moment) -> Self {
        let weight = match sign {
            Sign::Well => return Self::default(),
            // Whoever answers a probe is there again.
            Sign::Picky if self.is_open() => return Self::default(),
            Sign::Picky => return self,
            Sign::Failed => 1,
            Sign::Hung => WAITED_FOR,
        };
        // What was under way when it opened says nothing new.
        if matches!(self.way(now), Way::Shut(_)) && !self.probing {
            return self;
        }
        let failures = self.failures.saturating_add(weight).min(OPENS_AT);
        if failures < OPENS_AT {
            return Self { failures, ..self };
        }
        let pause = FIRST_PAUSE_SECONDS << self.opened.min(16);
        let until = now.plus_seconds(pause.min(LONGEST_PAUSE_SECONDS).max(asked.unwrap_or_default()));
        Self { failures, opened: self.opened.saturating_add(1), until: Some(until), probing: false }
    }

    pub fn is_well(&self) -> bool {
        *self == Self::default()
    }

    pub fn is_open(&self) -> bool {
        self.until.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment::from_seconds(1_000_000);

    fn failed(times: usize) -> Circuit {
        (0..times).fold(Circuit::default(), |circuit, _| circuit.after(Sign::Failed, None, NOW))
    }

    #[test]
    fn five_failures_in_a_row_open_it_and_one_success_closes_it() {
        assert_eq!(failed(4).way(NOW), Way::Free);
        assert_eq!(failed(4).after(Sign::Well, None, NOW), Circuit::default());
        assert_eq!(failed(5).way(NOW), Way::Shut(NOW.plus_seconds(60)));
        assert_eq!(failed(5).after(Sign::Well, None, NOW).way(NOW), Way::Free);
    }

    #[test]
    fn two_that_hang_open_it() {
        let once = Circuit::default().after(Sign::Hung, None, NOW);
        assert_eq!(once.way(NOW), Way::Free);
        assert!(once.after(Sign::Hung, None, NOW).is_open());
    }

    #[test]
    fn probes_come_one_at_a_time_with_growing_pauses() {
        let (mut circuit, mut now, mut pauses) = (failed(5), NOW, Vec::new());
        for _ in 0..8 {
            let Way::Shut(until) = circuit.way(now) else { panic!("{circuit:?}") };
            pauses.push(until.seconds() - now.seconds());
            assert_eq!(circuit.way(until), Way::Probe);
            let probing = circuit.probed(until);
            assert!(matches!(probing.way(until), Way::Shut(_)), "the others wait");
            (circuit, now) = (probing.after(Sign::Failed, None, until), until);
        }
        assert_eq!(pauses, [60, 120, 240, 480, 960, 1800, 1800, 1800]);
    }

    #[test]
    fn who_refuses_single_events_is_well() {
        let picky = (0..20).fold(Circuit::default(), |circuit, _| circuit.after(Sign::Picky, None, NOW));
        assert_eq!(picky.way(NOW), Way::Free);
        assert_eq!(failed(5).after(Sign::Picky, None, NOW).way(NOW), Way::Free, "it is there again");
    }

    #[test]
    fn who_asks_for_time_is_left_alone_for_it() {
        let asked = failed(4).after(Sign::Failed, Some(3600), NOW);
        assert_eq!(asked.way(NOW), Way::Shut(NOW.plus_seconds(3600)));
    }

    #[test]
    fn a_probe_that_was_lost_is_made_again() {
        let probing = failed(5).probed(NOW);
        assert_eq!(probing.way(NOW.plus_seconds(PROBE_SECONDS)), Way::Probe);
    }

    #[test]
    fn what_was_under_way_when_it_opened_does_not_keep_it_shut_for_longer() {
        assert_eq!(failed(5), failed(15));
    }
}
