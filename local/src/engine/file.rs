//! The data file's home: a place that is kept, or one that goes away; and one runner at a time in it.

use std::fs::{File, TryLockError, create_dir_all};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// Where the table is kept.
#[derive(Clone, Debug)]
pub enum Data {
    File(PathBuf),
    /// A file of its own, gone with the deployment.
    Temporary,
}

/// The file's path, and what must live as long as it is open.
pub struct Home {
    path: PathBuf,
    /// Held, not read: dropping it frees the file for the next runner.
    _lock: Option<File>,
    /// Held, not read: dropping it removes the directory.
    _directory: Option<TempDir>,
}

impl Home {
    pub fn prepare(data: &Data) -> Result<Self, String> {
        match data {
            Data::Temporary => Self::temporary().map_err(|error| format!("no temporary directory: {error}")),
            Data::File(path) => Self::kept(path),
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// In memory where the system has a file system there: nothing of this is to survive.
    fn temporary() -> std::io::Result<Self> {
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix("paydesk-");
        let directory = builder.tempdir_in("/dev/shm").or_else(|_| builder.tempdir())?;
        Ok(Self { path: directory.path().join("paydesk.db"), _lock: None, _directory: Some(directory) })
    }

    fn kept(path: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("{}: {error}", path.display());
        if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
            create_dir_all(directory).map_err(failed)?;
        }
        let mut lock_path = path.as_os_str().to_os_string();
        lock_path.push(".lock");
        let lock = File::create(&lock_path).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_path_buf(), _lock: Some(lock), _directory: None }),
            Err(TryLockError::WouldBlock) => Err(format!(
                "{} is in use by another paydesk. Stop it, or give this one its own --data FILE or --memory.",
                path.display()
            )),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }
}
