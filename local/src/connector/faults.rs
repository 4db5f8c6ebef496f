//! What may go wrong between a function and what it calls, on demand.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use futures::FutureExt;

/// A call about to be made.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'a> {
    /// `PutItem`, `Query`, `SendMessageBatch`, `PutEvents` and so on.
    pub name: &'a str,
    pub function: &'a str,
    /// How many calls were made since the hook was set; retries count.
    pub index: usize,
}

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    /// 400 `ThrottlingException` or what the service calls it, which the SDK retries.
    Throttle,
    /// 500, which the SDK retries.
    Unavailable,
    /// 400: a transaction of somebody else has the item that is to be written. Reads and batches work.
    Conflict,
    /// Never applied, and nobody knows.
    TimeoutBefore,
    /// Applied, and nobody knows.
    TimeoutAfter,
    /// The function's process is gone, the call was never made.
    CrashBefore,
    /// The call is applied, then the function's process is gone.
    CrashAfter,
    /// A bug on the way to the table: the call panics, the process lives on.
    Panic,
    /// A batch of which the second half is left undone; other operations work.
    Unprocessed,
}

/// Decides the fault of every call.
pub type FaultHook = Arc<dyn Fn(&Operation) -> Fault + Send + Sync>;

/// The hook, if there is one.
#[derive(Default)]
pub struct Faults {
    hook: RwLock<Option<FaultHook>>,
    calls: AtomicUsize,
}

impl Faults {
    pub fn set(&self, hook: impl Fn(&Operation) -> Fault + Send + Sync + 'static) {
        self.replace(Some(Arc::new(hook)));
    }

    pub fn clear(&self) {
        self.replace(None);
    }

    fn replace(&self, hook: Option<FaultHook>) {
        let mut slot = self.hook.write().unwrap_or_else(PoisonError::into_inner);
        self.calls.store(0, Ordering::SeqCst);
        *slot = hook;
    }

    pub(super) fn next(&self, name: &str, function: &str) -> Fault {
        let slot = self.hook.read().unwrap_or_else(PoisonError::into_inner);
        let Some(hook) = slot.clone() else { return Fault::None };
        drop(slot);
        let index = self.calls.fetch_add(1, Ordering::SeqCst);
        hook(&Operation { name, function, index })
    }
}

/// What unwinds a handler when its process is to have died; no panic message is printed for it.
pub struct Crashed;

tokio::task_local! {
    /// Whether the process that runs this invocation is gone.
    static GONE: Cell<bool>;
}

/// Ends the handler as a crash would: nothing after the call runs, and no answer of it gets out.
pub fn crash() -> ! {
    // A test may call the table without any invocation.
    let _ = GONE.try_with(|gone| gone.set(true));
    resume_unwind(Box::new(Crashed))
}

pub fn panic() -> ! {
    resume_unwind(Box::new("an injected panic"))
}

/// What an invocation comes to. One whose process is gone comes to nothing, also if the handler has caught
/// the unwinding and made an answer of it: there is nobody left to send it.
pub async fn survived<T>(invocation: impl Future<Output = T>) -> Result<T, Box<dyn Any + Send>> {
    let watched = async {
        let outcome = AssertUnwindSafe(invocation).catch_unwind().await;
        if GONE.with(Cell::get) { Err(Box::new(Crashed) as Box<dyn Any + Send>) } else { outcome }
    };
    GONE.scope(Cell::new(false), watched).await
}
