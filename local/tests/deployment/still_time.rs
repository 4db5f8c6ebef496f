//! The runtime's time, standing still: nobody's patience ends but when a story says so, however long sockets take.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use tokio::task::{spawn_blocking, yield_now};

/// Real time after which a story that waits in vain goes on, and fails.
const LONGEST: Duration = Duration::from_secs(60);

/// Dropped, it lets time go on.
pub struct StillTime {
    _held: Sender<()>,
    went_on: Arc<AtomicBool>,
}

impl StillTime {
    pub fn begin() -> Self {
        tokio::time::pause();
        let ((held, holding), went_on) = (channel::<()>(), Arc::<AtomicBool>::default());
        let said = went_on.clone();
        // A paused runtime that has nothing to do moves on to its next timer, and waiting for a socket is nothing to
        // do. While there is blocking work it does not.
        spawn_blocking(move || {
            said.store(holding.recv_timeout(LONGEST) == Err(RecvTimeoutError::Timeout), Ordering::SeqCst);
        });
        Self { _held: held, went_on }
    }

    /// So much time passes, and whoever has waited for it notices.
    pub async fn passes(&self, time: Duration) {
        settle().await;
        // A timer of so many milliseconds is due in the one after them.
        tokio::time::advance(time + Duration::from_millis(1)).await;
        settle().await;
    }
}

impl Drop for StillTime {
    fn drop(&mut self) {
        tokio::time::resume();
        let went_on = self.went_on.load(Ordering::SeqCst);
        assert!(!went_on || std::thread::panicking(), "somebody waited for a time that did not come");
    }
}

/// What is under way within this process comes to where it waits for the time.
async fn settle() {
    for _ in 0..1000 {
        yield_now().await;
    }
}
