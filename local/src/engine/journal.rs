//! Durability for many at once: writes that end together are brought to the disk by one sync of SQLite's log.
//!
//! dynoxide-rs 3.2.0 syncs the log with every commit, three times for a create, and nobody can read meanwhile.
//! Told to leave that (`synchronous = NORMAL`), its file still survives a power cut whole; and what was answered
//! survives it too, because no write is answered before a sync that began after it.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;
use tokio::task::{spawn_blocking, yield_now};

/// The log of an open database; none of one that is to survive nothing.
pub struct Journal {
    log: Option<Arc<File>>,
    /// How many writes were made, and how many of those are on the disk.
    made: AtomicU64,
    kept: Mutex<u64>,
}

impl Journal {
    /// SQLite's log stands beside its file for as long as that is open.
    pub fn of(database: &Path) -> io::Result<Self> {
        let mut path = database.as_os_str().to_os_string();
        path.push("-wal");
        Ok(Self { log: Some(Arc::new(File::open(path)?)), ..Self::none() })
    }

    pub fn none() -> Self {
        Self { log: None, made: AtomicU64::new(0), kept: Mutex::new(0) }
    }

    /// Called after a write, returns when it is on the disk.
    pub async fn keep(&self) -> io::Result<()> {
        let mine = self.made.fetch_add(1, Ordering::SeqCst) + 1;
        // Others who are about to write come along.
        yield_now().await;
        let Some(log) = &self.log else { return Ok(()) };
        let mut kept = self.kept.lock().await;
        if *kept < mine {
            let made = self.made.load(Ordering::SeqCst);
            let log = log.clone();
            spawn_blocking(move || log.sync_data()).await??;
            *kept = made;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn writes_that_end_together_share_one_sync() {
        let directory = tempfile::tempdir().unwrap();
        File::create(directory.path().join("some.db-wal")).unwrap();
        let journal = Journal::of(&directory.path().join("some.db")).unwrap();
        let writes = (0..20).map(|_| async {
            journal.keep().await.unwrap();
            *journal.kept.lock().await
        });
        // The first sync began after the last of them.
        assert_eq!(futures::future::join_all(writes).await, [20; 20]);
        journal.keep().await.unwrap();
        assert_eq!(*journal.kept.lock().await, 21);
    }
}
