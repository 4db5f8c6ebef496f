//! What happens when a session's timer rings: an attempt that nobody heard of is asked after, what is due expires or
//! settles, what has ended is filed.
//!
//! Sweep and TTL stream both end up here, late, twice or out of order; the outcome is one expiry and one
//! announcement, because the put that makes it true expects the version it was decided on.

use paydesk_model::ids::SessionId;
use paydesk_model::session::{Session, Status};
use paydesk_model::time::Moment;
use tracing::{Instrument as _, Span, field};

use crate::app::App;
use crate::contention::{TRIES, stand_aside};
use crate::error::Error;
use crate::metrics::Metric;
use crate::random;
use crate::store::sessions::Put;
use crate::store::stored::{Extent, Stored};
use crate::store::timers::Timer;

/// When a session is looked at again that cannot be dealt with now.
const LATER_SECONDS: i64 = 60 * 60;

impl App {
    /// Does what is due for a session. `by` names the run, so that a put whose answer was lost is known again.
    /// When this returns, the timer that rang is no longer needed.
    pub(super) async fn ring(&self, id: &SessionId, by: &str) -> Result<(), Error> {
        let span = tracing::error_span!("timer", session = %id, account = field::Empty);
        // One run may ring two timers of a session; each knows its own writes.
        let by = format!("{by}_{}", &random::token()[..8]);
        Box::pin(self.act_on_ring(id, &by)).instrument(span).await
    }

    async fn act_on_ring(&self, id: &SessionId, by: &str) -> Result<(), Error> {
        let Some(mut read) = self.store.session(id, Extent::Head).await? else { return Ok(()) };
        Span::current().record("account", read.session.account.as_str());
        for tried in 0..TRIES {
            let now = self.clock.now();
            if let Some(attempt) = read.session.attempt() {
                if attempt.deadline > now {
                    return self.set_next_timer(&read.session, now).await;
                }
                read = Box::pin(self.resolve(read, by)).await?;
                continue;
            }
            if read.session.status() != Status::Open {
                Box::pin(self.settle_if_due(&read, by, now)).await?;
                return self.file(&read.session).await;
            }
            if !read.session.lapses(now) {
                return self.set_next_timer(&read.session, now).await;
            }
            match Box::pin(self.put_expired(&read, by, now)).await? {
                None => return self.file(&read.session.at(now)).await,
                Some(there) => {
                    stand_aside(tried).await;
                    read = there;
                }
            }
        }
        Err(Error::Contended)
    }

    /// Delayed funds that have come or failed to come by now are settled; later ones get their timer.
    async fn settle_if_due(&self, read: &Stored, by: &str, now: Moment) -> Result<(), Error> {
        let Some(due) = read.session.next_timer() else { return Ok(()) };
        if due > now {
            return self.set_next_timer(&read.session, now).await;
        }
        let Some(provider) = self.provider(read.session.livemode()) else { return Ok(()) };
        let Some(word) = provider.settlement(&read.session, now) else { return Ok(()) };
        self.settle(read.clone(), &word, by, None).await.map(|_| ())
    }

    /// For a session that cannot be dealt with as things are: repeating it at once would only hold up the
    /// others, so its timer is set anew, for people to mend the cause in the meantime.
    pub(super) async fn ring_later(&self, id: &SessionId) -> Result<(), Error> {
        let due = self.clock.now().plus_seconds(LATER_SECONDS).seconds();
        let timer = Timer::new(id, due, self.store.layout().await?);
        self.store.set_timer(&timer).await?;
        self.metrics.figure(Metric::TimersPostponed, 1, self.clock.now());
        Ok(())
    }

    /// Makes the expiry true; what is there instead, if another change got in first.
    async fn put_expired(&self, read: &Stored, by: &str, now: Moment) -> Result<Option<Stored>, Error> {
        let changed = read.next(read.session.clone().at(now), by, None, now);
        match self.store.put_changed(changed.version, changed.items()?).await? {
            // Our own put got through, and only its answer was lost.
            Put::Conflict(there) if there.ledger.by != by => Ok(Some(there)),
            Put::Done | Put::Conflict(_) => {
                self.metrics.changed(&read.session, &changed.session, now);
                Ok(None)
            }
        }
    }

    /// Files an ended session under how it ended.
    async fn file(&self, session: &Session) -> Result<(), Error> {
        let layout = self.store.layout().await?;
        Ok(self.store.file_ended(session, layout).await?)
    }

    /// An attempt in flight, or a timer too early: whoever declines to expire writes the next timer first.
    async fn set_next_timer(&self, session: &Session, now: Moment) -> Result<(), Error> {
        let Some(next) = session.next_timer() else { return Ok(()) };
        // A timer for the past rings with the next sweep, which may already have passed this minute.
        let due = next.seconds().max(now.seconds() + 60);
        let timer = Timer::new(&session.id, due, self.store.layout().await?);
        Ok(self.store.set_timer(&timer).await?)
    }
}
