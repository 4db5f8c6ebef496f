//! The only owner of the time: the system's, moved forward by an offset, or standing still for a test.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use paydesk_model::time::Moment;

/// A shared clock. On Lambda its offset is always 0; the local runner moves it.
#[derive(Clone, Debug)]
pub struct Clock {
    offset_millis: Arc<AtomicI64>,
    /// The moment at which a test's clock stands still.
    frozen: Option<Moment>,
    /// How much later than it is a test has the real time be.
    pretended_millis: Arc<AtomicI64>,
}

impl Clock {
    pub fn system() -> Self {
        Self { offset_millis: Arc::default(), frozen: None, pretended_millis: Arc::default() }
    }

    /// A clock that moves only when it is told to.
    pub fn frozen(at: Moment) -> Self {
        Self { frozen: Some(at), ..Self::system() }
    }

    pub fn now(&self) -> Moment {
        let Moment(base) = self.frozen.unwrap_or_else(wall_time);
        Moment(base + self.offset_millis.load(Ordering::SeqCst))
    }

    /// The real time, wherever the clock stands: what others compare with their own clocks, such as the time of a
    /// signature, has to be true.
    pub fn wall(&self) -> Moment {
        Moment(wall_time().millis() + self.pretended_millis.load(Ordering::SeqCst))
    }

    /// Has what is taken for the real time go on, for a test that cannot wait for it.
    pub fn pretend_seconds(&self, seconds: i64) {
        self.pretended_millis.fetch_add(seconds.saturating_mul(1000), Ordering::SeqCst);
    }

    pub fn advance_seconds(&self, seconds: i64) {
        self.offset_millis.fetch_add(seconds.saturating_mul(1000), Ordering::SeqCst);
    }

    pub fn offset_millis(&self) -> i64 {
        self.offset_millis.load(Ordering::SeqCst)
    }

    pub fn set_offset_millis(&self, millis: i64) {
        self.offset_millis.store(millis, Ordering::SeqCst);
    }
}

/// How long something takes, for the log only: nothing is decided by it.
pub struct Stopwatch(Instant);

impl Stopwatch {
    pub fn start() -> Self {
        #[expect(clippy::disallowed_methods, reason = "this module owns the clock")]
        Self(Instant::now())
    }

    pub fn micros(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

fn wall_time() -> Moment {
    #[expect(clippy::disallowed_methods, reason = "this module owns the clock")]
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX))
}
