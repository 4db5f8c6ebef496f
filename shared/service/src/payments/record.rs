//! Recording what the provider said: one conditional write of the session, together with the customer it
//! makes and the redemptions it gives back.

use paydesk_model::payment::Attempt;
use paydesk_model::redemption::Unredeemable;
use paydesk_model::session::Session;
use paydesk_model::time::Moment;

use super::customer::rows_of_completion;
use super::pay::{refused, rest};
use super::{Order, Paid, Standing};
use crate::app::App;
use crate::contention::{TRIES, stand_aside};
use crate::error::Error;
use crate::provider::{Provider, Verdict};
use crate::store::sessions::Put;
use crate::store::stored::{Extent, Seen, Stored};
use crate::store::timers::Timer;
use crate::store::together::{Along, Together};

/// How long a payer has at their bank or at the method's site.
const PAYER_SECONDS: i64 = 15 * 60;

impl App {
    /// Stores the outcome of `attempt`. If somebody else did so already, that is how it stands.
    pub(super) async fn record(
        &self,
        read: Stored,
        attempt: &Attempt,
        verdict: Verdict,
        by: &str,
    ) -> Result<Paid, Error> {
        let mut read = read;
        for tried in 0..TRIES {
            let now = self.clock.now();
            if read.session.attempt().is_none_or(|there| there.id != attempt.id) {
                let standing = rest(&read.session, now);
                return Ok(Paid { stored: read, standing, changed: false });
            }
            let outcome = self.outcome(&read.session, attempt, &verdict, now).await?;
            let changed = read.next(outcome.session, by, None, now);
            match self.store.put_with(&changed, &outcome.along).await? {
                Together::Again => stand_aside(tried).await,
                Together::Conflict(there) if there.ledger.by != by || there.version != changed.version => {
                    stand_aside(tried).await;
                    read = self.whole(there, Extent::Whole).await?;
                }
                Together::Refused(why) => return Err(not_held(why)),
                Together::Done | Together::Conflict(_) => {
                    self.metrics.changed(&read.session, &changed.session, now);
                    self.set_settlement_timer(&changed.session).await;
                    return Ok(Paid { stored: changed, standing: outcome.standing, changed: true });
                }
            }
        }
        Err(Error::Contended)
    }

    /// The session as the verdict leaves it, and how it stands then.
    async fn outcome(
        &self,
        session: &Session,
        attempt: &Attempt,
        verdict: &Verdict,
        now: Moment,
    ) -> Result<Outcome, Error> {
        let session = session.clone();
        let alone = |session, standing| Outcome { session, standing, along: Along::default() };
        Ok(match verdict {
            Verdict::Approved(approval) => {
                // Its listing row was written when the attempt began, and says that moment.
                let made = attempt.started;
                let customer = self.customer_of(&session, &attempt.submission, made, now).await?;
                let id = customer.as_ref().map(|write| write.customer.id.clone());
                let session = session.complete_attempt(&attempt.id, *approval, id, now).map_err(refused)?;
                let along = Along { customer, ..Along::default() };
                Outcome { session, standing: Standing::Complete, along }
            }
            Verdict::NeedsPayer(action) => {
                let deadline = now.plus_seconds(PAYER_SECONDS);
                let session = session.ask_payer(&attempt.id, *action, deadline, now).map_err(refused)?;
                alone(session, Standing::NeedsPayer(*action))
            }
            Verdict::Declined(decline) => {
                let failed = session.fail_attempt(&attempt.id, Some(decline.clone()), now);
                alone(failed.map_err(refused)?, Standing::Declined(decline.clone()))
            }
            Verdict::GivenUp => {
                let failed = session.fail_attempt(&attempt.id, None, now).map_err(refused)?;
                let standing = rest(&failed, now);
                alone(failed, standing)
            }
        })
    }

    /// T8 and T9: nothing is asked of a provider, and a redemption is taken in the same write. None, if another change
    /// got in first.
    pub(super) async fn confirm(
        &self,
        read: &Stored,
        order: &Order,
        by: &str,
        seen: Option<Seen>,
    ) -> Result<Option<Paid>, Error> {
        let now = self.clock.now();
        let said = &order.submission;
        let customer = self.customer_of(&read.session, said, now, now).await?;
        let id = customer.as_ref().map(|write| write.customer.id.clone());
        let confirmed = read.session.clone().confirm(said.clone(), &order.print, id, now).map_err(refused)?;
        self.store.write_rows(rows_of_completion(&read.session, said, now)).await?;
        let changed = read.next(confirmed, by, seen, now);
        let along = Along { customer, ..Along::default() };
        match self.store.put_with(&changed, &along).await? {
            Together::Conflict(there) if there.ledger.by != by => Ok(None),
            Together::Again => Ok(None),
            Together::Refused(why) => {
                let standing = Standing::Unredeemable(why);
                Ok(Some(Paid { stored: read.clone(), standing, changed: false }))
            }
            Together::Done | Together::Conflict(_) => {
                self.metrics.changed(&read.session, &changed.session, now);
                Ok(Some(Paid { stored: changed, standing: Standing::Complete, changed: true }))
            }
        }
    }

    /// Asks the provider what became of the attempt in flight, and stores it. An attempt that nothing is decided of
    /// is given up.
    pub async fn resolve(&self, read: Stored, by: &str) -> Result<Stored, Error> {
        let Some(attempt) = read.session.attempt().cloned() else { return Ok(read) };
        let verdict = Provider::of(&attempt)?.conclude(self, &attempt).await?;
        Ok(Box::pin(self.record(read, &attempt, verdict, by)).await?.stored)
    }

    /// Puts a changed session with a timer beside it; both stand, or this fails.
    pub(super) async fn put_with_timer(&self, changed: &Stored, due: Moment) -> Result<Put, Error> {
        let timer = Timer::new(&changed.session.id, due.seconds(), self.store.layout().await?);
        let (put, timed) = tokio::join!(
            self.store.put_changed(changed.version, changed.items()?),
            self.store.set_timer(&timer)
        );
        let put = put?;
        timed?;
        Ok(put)
    }

    /// So that a delayed payment settles in time. Without it the timer of the attempt, which is there, sets it.
    async fn set_settlement_timer(&self, session: &Session) {
        let Some(due) = session.complete().and_then(|_| session.next_timer()) else { return };
        let set = async {
            let timer = Timer::new(&session.id, due.seconds(), self.store.layout().await?);
            self.store.set_timer(&timer).await
        };
        if let Err(cause) = set.await {
            tracing::warn!(?cause, "the timer of a settlement could not be set yet");
        }
    }
}

/// The outcome of an attempt takes nothing that the attempt did not hold.
fn not_held(why: Unredeemable) -> Error {
    Error::Internal(format!("an attempt that has ended gives back what is not there: {why:?}"))
}

/// What a verdict makes of a session.
struct Outcome {
    session: Session,
    standing: Standing,
    along: Along,
}
