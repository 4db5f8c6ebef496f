//! Changing a session: read, decide, put over the version that was read; once per idempotency key.

use paydesk_model::announcement::Cause;
use paydesk_model::session::Session;
use paydesk_model::time::Moment;

use super::opening::check_size;
use crate::access::Caller;
use crate::app::App;
use crate::contention::{TRIES, stand_aside};
use crate::digest;
use crate::error::Error;
use crate::store::sessions::Put;
use crate::store::stored::{Extent, LARGEST_CHANGED, Ledger, Seen, Stored};
use crate::wire::call::Call;
use crate::wire::print::fingerprint;

/// The session after the change, and whether it had been made before.
pub struct Changed {
    pub session: Session,
    pub replayed: bool,
}

impl App {
    /// Makes the change that `decide` makes of the session in the path; deciding has no side effects.
    pub(super) async fn change(
        &self,
        call: &Call,
        caller: &Caller,
        action: &str,
        extent: Extent,
        decide: impl Fn(Session, Moment, Cause) -> Result<Session, Error>,
    ) -> Result<Changed, Error> {
        self.change_of(call, caller, call.session_id(), action, extent, decide).await
    }

    /// The same of the session with this id, which the path does not name itself.
    pub(super) async fn change_of(
        &self,
        call: &Call,
        caller: &Caller,
        id: &str,
        action: &str,
        extent: Extent,
        decide: impl Fn(Session, Moment, Cause) -> Result<Session, Error>,
    ) -> Result<Changed, Error> {
        let read = self.find(caller, id, extent).await?;
        self.change_read(call, read, action, extent, decide).await
    }

    /// The same of a session that was read already, as far as `extent` says.
    pub(super) async fn change_read(
        &self,
        call: &Call,
        read: Stored,
        action: &str,
        extent: Extent,
        decide: impl Fn(Session, Moment, Cause) -> Result<Session, Error>,
    ) -> Result<Changed, Error> {
        let mut read = read;
        for tried in 0..TRIES {
            let now = self.clock.now();
            let seen = seen(call, action, now);
            if made_before(&read.ledger, seen.as_ref(), call, now)? {
                return Ok(Changed { session: read.session.at(now), replayed: true });
            }
            let session = decide(read.session.clone(), now, cause(call))?;
            let changed = read.next(session, &call.envelope.request_id, seen, now);
            let items = changed.items()?;
            check_size(&items, LARGEST_CHANGED)?;
            match self.store.put_changed(changed.version, items).await? {
                Put::Conflict(there) if there.ledger.by != call.envelope.request_id => {
                    stand_aside(tried).await;
                    read = self.whole(there, extent).await?;
                }
                // What is there may be of this very call: its put got through, and only the answer was lost.
                Put::Done | Put::Conflict(_) => {
                    self.metrics.changed(&read.session, &changed.session, now);
                    return Ok(Changed { session: changed.session, replayed: false });
                }
            }
        }
        Err(Error::Contended)
    }
}

pub(super) fn seen(call: &Call, action: &str, now: Moment) -> Option<Seen> {
    let key = call.envelope.idempotency_key.as_ref()?;
    Some(Seen {
        key: digest::fingerprint(key.as_bytes()),
        print: fingerprint(action, &call.parameters),
        at: now.seconds(),
    })
}

/// Whether this key already made the change; with other parameters it may not be used again.
pub(super) fn made_before(
    ledger: &Ledger,
    seen: Option<&Seen>,
    call: &Call,
    now: Moment,
) -> Result<bool, Error> {
    let Some(seen) = seen else { return Ok(false) };
    match ledger.find(&seen.key, now) {
        None => Ok(false),
        Some(before) if before.print == seen.print => Ok(true),
        Some(_) => Err(Error::KeyReused { key: call.envelope.idempotency_key.clone().unwrap_or_default() }),
    }
}

pub(super) fn cause(call: &Call) -> Cause {
    Cause { id: call.envelope.request_id.clone(), idempotency_key: call.envelope.idempotency_key.clone() }
}
