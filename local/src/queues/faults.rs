//! Chosen faults of delivery, by which merchants see whether their handler stands what every network does now and then.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest delay: SQS has none that is longer.
const LONGEST_DELAY_SECONDS: i64 = 15 * 60;
/// For how long messages are gathered, so that they can change places.
const GATHERING_SECONDS: i64 = 1;

/// What is to go wrong with every webhook from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WebhookFaults {
    /// Seconds by which each comes later.
    pub delay: i64,
    /// Each that was delivered is delivered once more.
    pub duplicate: bool,
    /// They come out of order.
    pub reorder: bool,
    /// The first attempt never arrives.
    pub drop_first_attempt: bool,
}

impl WebhookFaults {
    /// Says what cannot be.
    pub fn checked(self) -> Result<Self, String> {
        if (0..=LONGEST_DELAY_SECONDS).contains(&self.delay) {
            return Ok(self);
        }
        Err(format!("delay is between 0 and {LONGEST_DELAY_SECONDS} seconds, not {}", self.delay))
    }

    /// How long a message is not to be seen once it was sent.
    pub(super) fn hidden_seconds(self) -> i64 {
        if self.reorder { self.delay.max(GATHERING_SECONDS) } else { self.delay }
    }
}

impl FromStr for WebhookFaults {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut faults = Self::default();
        for fault in text.split(',') {
            match fault.trim().split_once('=').unwrap_or((fault.trim(), "")) {
                ("delay", seconds) => {
                    let seconds = seconds.parse();
                    faults.delay = seconds.map_err(|_| "delay is given in whole seconds, as delay=5")?;
                }
                ("duplicate", "") => faults.duplicate = true,
                ("reorder", "") => faults.reorder = true,
                ("drop-first-attempt", "") => faults.drop_first_attempt = true,
                _ => {
                    return Err(format!(
                        "there is no fault '{fault}'; there are delay=SECONDS, duplicate, reorder and drop-first-attempt"
                    ));
                }
            }
        }
        faults.checked()
    }
}

impl fmt::Display for WebhookFaults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let delay = (self.delay > 0).then(|| format!("delay={}", self.delay));
        let named = |on: bool, name: &str| on.then(|| name.to_owned());
        let others = [
            named(self.duplicate, "duplicate"),
            named(self.reorder, "reorder"),
            named(self.drop_first_attempt, "drop-first-attempt"),
        ];
        let all: Vec<String> = delay.into_iter().chain(others.into_iter().flatten()).collect();
        formatter.write_str(&all.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_named_as_they_are_shown() {
        let all = "delay=5,duplicate,reorder,drop-first-attempt";
        let faults: WebhookFaults = all.parse().unwrap();
        assert_eq!(
            faults,
            WebhookFaults { delay: 5, duplicate: true, reorder: true, drop_first_attempt: true }
        );
        assert_eq!(faults.to_string(), all);
        assert_eq!("reorder".parse::<WebhookFaults>().unwrap().to_string(), "reorder");
    }

    #[test]
    fn what_is_no_fault_is_refused_by_name() {
        for (wrong, why) in [
            ("lose", "there is no fault 'lose'"),
            ("duplicate=2", "there is no fault 'duplicate=2'"),
            ("delay", "delay is given in whole seconds"),
            ("delay=-1", "delay is between 0 and 900 seconds"),
            ("", "there is no fault ''"),
        ] {
            let refused = wrong.parse::<WebhookFaults>().unwrap_err();
            assert!(refused.starts_with(why), "{wrong}: {refused}");
        }
    }
}
