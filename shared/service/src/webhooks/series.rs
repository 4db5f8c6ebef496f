//! The attempts to deliver one event to one endpoint: whether one is due, and when the next one is.

use paydesk_model::delivery::{DeliveryAttempt, Outcome, PATIENCE_SECONDS, back_off};
use paydesk_model::time::Moment;

/// A message's own attempts, since it was sent: a new message begins anew.
#[derive(Debug)]
pub struct Series<'a> {
    sent: Moment,
    delivered: bool,
    /// Oldest first.
    attempts: Vec<&'a DeliveryAttempt>,
}

/// Where a series stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Delivered,
    /// An attempt is to be made now.
    Due,
    /// Not before this.
    Waiting(Moment),
    /// The last one was made.
    Spent,
}

impl<'a> Series<'a> {
    /// Of `all` attempts of an announcement those of this event and endpoint. One that is sent `again` by hand is not
    /// delivered by what was delivered before.
    pub fn of(all: &'a [DeliveryAttempt], event: &str, endpoint: &str, sent: Moment, again: bool) -> Self {
        let ours = all.iter().filter(|one| one.event == event && one.endpoint == endpoint);
        let since = |one: &&DeliveryAttempt| one.at >= sent;
        let counts = |one: &&DeliveryAttempt| !again || since(one);
        let delivered = ours.clone().filter(counts).any(|one| one.outcome == Outcome::Succeeded);
        Self { sent, delivered, attempts: ours.filter(since).collect() }
    }

    /// How many attempts were made.
    pub fn made(&self) -> usize {
        self.attempts.len()
    }

    pub fn standing(&self, now: Moment) -> Standing {
        let last = self.attempts.last();
        match last.and_then(|last| last.next) {
            _ if self.delivered => Standing::Delivered,
            _ if last.is_some_and(|last| last.at >= self.end()) => Standing::Spent,
            Some(next) if now < next => Standing::Waiting(next),
            _ => Standing::Due,
        }
    }

    /// When patience ends. The last attempt is made then, and none after it.
    pub fn end(&self) -> Moment {
        self.sent.plus_seconds(PATIENCE_SECONDS)
    }

    /// When to try again after an attempt at `now` that failed: no sooner than the receiver `asked` for, in seconds.
    /// `jitter` says how far from the plan, in thousandths of the wait from -100 to 100, so that what failed together
    /// does not come back together.
    pub fn next(&self, now: Moment, asked: Option<i64>, jitter: i64) -> Option<Moment> {
        let planned = back_off(self.made() + 1) * (1000 + jitter.clamp(-100, 100));
        let wait = planned.max(asked.unwrap_or_default() * 1000);
        (now < self.end()).then(|| Moment(now.millis() + wait).min(self.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: Moment = Moment::from_seconds(1_000_000);

    fn attempt(second: i64, outcome: Outcome, next: Option<i64>) -> DeliveryAttempt {
        DeliveryAttempt {
            event: "evt_a_1_1".into(),
            endpoint: "we_1".into(),
            at: SENT.plus_seconds(second),
            url: String::new(),
            outcome,
            latency_ms: 1,
            status: None,
            answer: String::new(),
            error: None,
            next: next.map(|second| SENT.plus_seconds(second)),
        }
    }

    fn series(all: &[DeliveryAttempt]) -> Series<'_> {
        Series::of(all, "evt_a_1_1", "we_1", SENT, false)
    }

    #[test]
    fn three_days_of_attempts_are_ten_and_the_last_is_made_when_patience_ends() {
        let (mut made, mut now) = (Vec::new(), SENT);
        loop {
            let ours = series(&made);
            assert_eq!(ours.standing(now), Standing::Due);
            let next = ours.next(now, None, 0);
            let mut one = attempt(0, Outcome::Failed, None);
            (one.at, one.next) = (now, next);
            made.push(one);
            let Some(next) = next else { break };
            let ours = series(&made);
            assert_eq!(ours.standing(Moment(next.millis() - 1)), Standing::Waiting(next));
            now = next;
        }
        let at: Vec<i64> = made.iter().map(|one| one.at.seconds() - SENT.seconds()).collect();
        assert_eq!(at, [0, 5, 305, 2105, 9305, 27305, 63305, 113_705, 185_705, PATIENCE_SECONDS]);
        assert_eq!(series(&made).standing(now), Standing::Spent);
        assert_eq!(series(&made).standing(now.plus_seconds(86400)), Standing::Spent);
    }

    #[test]
    fn a_receiver_that_asks_for_time_gets_it_and_no_more_of_ours() {
        let none = series(&[]);
        assert_eq!(none.next(SENT, Some(120), 0), Some(SENT.plus_seconds(120)));
        assert_eq!(none.next(SENT, Some(1), 0), Some(SENT.plus_seconds(5)));
        assert_eq!(none.next(SENT, Some(10 * PATIENCE_SECONDS), 0), Some(none.end()));
    }

    #[test]
    fn what_failed_together_comes_back_apart() {
        let none = series(&[]);
        assert_eq!(none.next(SENT, None, -100), Some(Moment(SENT.millis() + 4500)));
        assert_eq!(none.next(SENT, None, 100), Some(Moment(SENT.millis() + 5500)));
    }

    #[test]
    fn what_was_delivered_once_is_not_sent_again_unless_somebody_asks() {
        let before = [attempt(-10, Outcome::Succeeded, None)];
        assert_eq!(series(&before).standing(SENT), Standing::Delivered);
        let again = |all| Series::of(all, "evt_a_1_1", "we_1", SENT, true).standing(SENT);
        assert_eq!(again(&before), Standing::Due);
        assert_eq!(again(&[attempt(0, Outcome::Succeeded, None)]), Standing::Delivered);
    }

    #[test]
    fn attempts_for_others_and_of_earlier_messages_do_not_count() {
        let mut other = attempt(0, Outcome::Succeeded, None);
        other.endpoint = "we_2".into();
        let all = [other, attempt(-10, Outcome::Failed, Some(300))];
        assert_eq!(series(&all).standing(SENT), Standing::Due);
        assert_eq!(series(&all).made(), 0);
    }
}
