//! The deployment's time: it is kept with the data, moves forward only, and takes what falls due along.

use std::fmt;

use tokio::sync::MutexGuard;

use super::{Deployment, Options};
use crate::engine::Engine;

/// The furthest a clock may be moved at once: a century.
const FURTHEST_SECONDS: i64 = 100 * 366 * 24 * 60 * 60;

/// Why the clock was not moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClockError {
    /// By so many seconds.
    Backwards(i64),
    TooFar,
    /// Functions elsewhere, on this table, go by the real time.
    Shared,
    /// It could not be written down.
    NotKept(String),
}

impl fmt::Display for ClockError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Backwards(seconds) => {
                write!(formatter, "the clock only moves forward; this is {seconds} seconds back")
            }
            Self::TooFar => write!(formatter, "the clock moves by a century at most"),
            Self::Shared => formatter.write_str(
                "the clock stays where it is while the table is served (--dynamodb): functions that run elsewhere \
                 have the real time; start without --dynamodb to move it",
            ),
            Self::NotKept(problem) => write!(formatter, "the clock's offset could not be kept: {problem}"),
        }
    }
}

impl Deployment {
    /// Sets the clock to where it was left, unless functions elsewhere would be left behind.
    pub(super) fn restore_clock(options: &Options, engine: &Engine) -> Result<(), String> {
        let offset = engine.clock_offset()?;
        if options.real_time && offset != 0 {
            return Err(format!(
                "the clock of {} was moved {} s ahead, and functions that run elsewhere have the real time: \
                 with --dynamodb use --memory, or another file with --data",
                engine.path().display(),
                offset / 1000
            ));
        }
        options.clock.set_offset_millis(offset);
        Ok(())
    }

    /// Moves the clock and runs what falls due before it returns.
    pub async fn advance(&self, seconds: i64) -> Result<(), ClockError> {
        Box::pin(self.move_clock(|_| Ok(seconds))).await
    }

    /// Moves the clock to a Unix second, and runs what falls due before it returns.
    pub async fn set_time(&self, second: i64) -> Result<(), ClockError> {
        Box::pin(self.move_clock(|now| second.checked_sub(now).ok_or(ClockError::TooFar))).await
    }

    /// By how much is asked when nothing else moves it any more.
    async fn move_clock(&self, by: impl FnOnce(i64) -> Result<i64, ClockError>) -> Result<(), ClockError> {
        let mut background = self.parts.background.lock().await;
        let at_rest = self.webhooks_at_rest().await;
        self.shift(by(self.clock().now().seconds())?)?;
        drop(at_rest);
        self.run(&mut background, true).await;
        drop(background);
        self.deliver_webhooks().await;
        Ok(())
    }

    /// While this is held no webhook is under way: if the clock moved in the middle of one, its message would be taken
    /// for one that nobody dealt with in time.
    async fn webhooks_at_rest(&self) -> MutexGuard<'_, ()> {
        self.parts.postman.lock().await
    }

    /// Written down first: a clock that was seen once never goes back.
    fn shift(&self, seconds: i64) -> Result<(), ClockError> {
        match seconds {
            _ if self.parts.options.real_time => return Err(ClockError::Shared),
            ..0 => return Err(ClockError::Backwards(seconds.saturating_neg())),
            0..=FURTHEST_SECONDS => {}
            _ => return Err(ClockError::TooFar),
        }
        let offset = self.clock().offset_millis() + seconds * 1000;
        self.parts.engine.keep_clock_offset(offset).map_err(ClockError::NotKept)?;
        self.clock().set_offset_millis(offset);
        Ok(())
    }
}
