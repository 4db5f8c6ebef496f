//! From an order to its outcome: four round trips, and one attempt however often the order comes.

use std::ops::ControlFlow;
use std::time::Duration;

use paydesk_model::payment::Attempt;
use paydesk_model::redemption::Unredeemable;
use paydesk_model::session::{Session, State};
use paydesk_model::shown::Shown;
use paydesk_model::time::Moment;

use super::customer::rows_of_completion;
use super::place::Agreed;
use super::{Order, Paid, Standing};
use crate::app::App;
use crate::contention::{TRIES, stand_aside};
use crate::error::Error;
use crate::provider::Provider;
use crate::store::sessions::Put;
use crate::store::stored::{Extent, Seen, Stored};
use crate::store::timers::Timer;
use crate::store::together::{Along, Together};

/// How long an attempt may go without a word before the provider is asked what became of it.
pub const PATIENCE_SECONDS: i64 = 60;
/// How often, and at what distance, a second sending of a form looks for the outcome of the first.
const LOOKS: u32 = 20;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

impl App {
    /// Tries to pay `read` as `order` says. `by` names the request, so that a write whose answer was lost is known
    /// again; `seen` is what is remembered of a keyed one.
    pub async fn pay(
        &self,
        read: Stored,
        order: &Order,
        by: &str,
        seen: Option<Seen>,
    ) -> Result<Paid, Error> {
        let shown = order.seen(&read.session);
        let asked = Asked { order, shown, by, seen };
        let mut read = read;
        for tried in 0..TRIES {
            read = match Box::pin(self.try_to_pay(read, &asked, tried)).await? {
                ControlFlow::Break(paid) => return Ok(paid),
                ControlFlow::Continue(there) => there,
            };
        }
        Err(Error::Contended)
    }

    /// One try: where the session stands then, or what it has become meanwhile, to be tried again.
    async fn try_to_pay(&self, read: Stored, asked: &Asked<'_>, tried: u32) -> Result<Tried, Error> {
        let Asked { order, shown, by, .. } = *asked;
        let now = self.clock.now();
        if let Some(standing) = standing(&read.session, order, now) {
            return Ok(unchanged(read, standing));
        }
        let read = match Box::pin(self.agree(read, order, shown, by)).await? {
            Agreed::On(agreed) => agreed,
            Agreed::Not(paid) => return Ok(ControlFlow::Break(paid)),
            Agreed::Another(there) => {
                stand_aside(tried).await;
                return Ok(ControlFlow::Continue(there));
            }
        };
        if read.session.attempt().is_some() {
            return Box::pin(self.meet_attempt(read, order, by, now)).await;
        }
        if let Some(why) = Box::pin(self.unredeemable(&read.session, now)).await? {
            // It may be the payment of this very session that is in the way, made while we looked.
            let there = self.again(&read).await?;
            if there.version == read.version {
                return Ok(unchanged(read, Standing::Unredeemable(why)));
            }
            return Ok(ControlFlow::Continue(there));
        }
        if read.session.needs_method() {
            return Box::pin(self.try_to_begin(read, asked, tried, now)).await;
        }
        if let Some(paid) = Box::pin(self.confirm(&read, order, by, asked.seen.clone())).await? {
            return Ok(ControlFlow::Break(paid));
        }
        stand_aside(tried).await;
        Ok(ControlFlow::Continue(self.again(&read).await?))
    }

    /// What an order does that finds an attempt: the same form waits for its own, another waits for nobody.
    async fn meet_attempt(&self, read: Stored, order: &Order, by: &str, now: Moment) -> Result<Tried, Error> {
        let attempt = read.session.attempt();
        if attempt.is_some_and(|attempt| attempt.print == order.print) {
            return Box::pin(self.await_outcome(read, order)).await.map(ControlFlow::Break);
        }
        if attempt.is_some_and(|attempt| !attempt.waits_for_payer() && now < attempt.deadline) {
            return Ok(unchanged(read, Standing::InProgress));
        }
        // The payer left it and starts anew, or nobody knows what became of it.
        Box::pin(self.resolve(read, by)).await.map(ControlFlow::Continue)
    }

    /// Begins an attempt and asks for its money, unless something is in its way.
    async fn try_to_begin(
        &self,
        read: Stored,
        asked: &Asked<'_>,
        tried: u32,
        now: Moment,
    ) -> Result<Tried, Error> {
        let Asked { order, by, .. } = *asked;
        Ok(match Box::pin(self.begin(&read, order, by, asked.seen.clone(), now)).await? {
            Begun::Attempt(begun, provider) => {
                ControlFlow::Break(Box::pin(self.ask(begun, provider, by)).await?)
            }
            Begun::NoProvider => unchanged(read, Standing::NoProvider),
            Begun::Refused(why) => unchanged(read, Standing::Unredeemable(why)),
            Begun::Again => {
                stand_aside(tried).await;
                ControlFlow::Continue(read)
            }
            Begun::Another(there) => {
                stand_aside(tried).await;
                ControlFlow::Continue(self.whole(there, Extent::Whole).await?)
            }
        })
    }

    /// Stores the attempt with the redemption that it takes, the timer that rings for it, and the rows by which the
    /// session will be found. The provider must not be asked before all of them stand. A use is never held without the
    /// timer that has it given back, whatever dies.
    async fn begin(
        &self,
        read: &Stored,
        order: &Order,
        by: &str,
        seen: Option<Seen>,
        now: Moment,
    ) -> Result<Begun, Error> {
        let Some(provider) = self.provider(read.session.livemode()) else { return Ok(Begun::NoProvider) };
        let attempt = attempt(&read.session, order, provider, now)?;
        let rows = rows_of_completion(&read.session, &attempt.submission, now);
        let begun = read.session.clone().begin_attempt(attempt, now).map_err(refused)?;
        let layout = self.store.layout_for_writing(now).await?;
        let due = begun.next_timer().map_or(begun.expires_at, Moment::seconds);
        let timer = Some(Timer::new(&begun.id, due, layout));
        let changed = read.next(begun, by, seen, now);
        let (along, beside) = if changed.is_counted() { (timer, None) } else { (None, timer) };
        let along = Along { timer: along, ..Along::default() };
        let (put, beside) = tokio::join!(
            Box::pin(self.store.put_with(&changed, &along)),
            self.store.beside_attempt(rows, beside.as_ref())
        );
        match put? {
            Together::Conflict(there) if there.ledger.by != by => Ok(Begun::Another(there)),
            Together::Again => Ok(Begun::Again),
            Together::Refused(why) => Ok(Begun::Refused(why)),
            Together::Done | Together::Conflict(_) => {
                beside?;
                Ok(Begun::Attempt(changed, provider))
            }
        }
    }

    /// Asks the provider for the money of the attempt that was just stored.
    async fn ask(&self, begun: Stored, provider: Provider, by: &str) -> Result<Paid, Error> {
        let Some(attempt) = begun.session.attempt().cloned() else {
            return Err(Error::Internal("an attempt that was begun is not there".into()));
        };
        let verdict = provider.charge(self, &begun.session, &attempt).await?;
        Box::pin(self.record(begun, &attempt, verdict, by)).await
    }

    /// The payer did what they had to do, or would not.
    pub async fn payer_answered(
        &self,
        read: Stored,
        attempt_id: &str,
        yes: bool,
        by: &str,
    ) -> Result<Paid, Error> {
        let mut read = read;
        for tried in 0..TRIES {
            let now = self.clock.now();
            let waiting = read.session.attempt().filter(|attempt| attempt.id == attempt_id).cloned();
            let Some(attempt) = waiting else {
                return Ok(Paid { standing: rest(&read.session, now), stored: read, changed: false });
            };
            // From here on the provider may take money: it is stored before it is told.
            let deadline = now.plus_seconds(PATIENCE_SECONDS);
            let told = read.session.clone().payer_answered(attempt_id, deadline).map_err(refused)?;
            let changed = read.next(told, by, None, now);
            match self.put_with_timer(&changed, deadline).await? {
                Put::Conflict(there) if there.ledger.by != by => {
                    stand_aside(tried).await;
                    read = self.whole(there, Extent::Whole).await?;
                }
                Put::Done | Put::Conflict(_) => {
                    let verdict = Provider::of(&attempt)?.payer_answered(self, &attempt, yes).await?;
                    return Box::pin(self.record(changed, &attempt, verdict, by)).await;
                }
            }
        }
        Err(Error::Contended)
    }

    /// The same form came twice: the second waits for the first's outcome, as long as that is reasonable.
    async fn await_outcome(&self, read: Stored, order: &Order) -> Result<Paid, Error> {
        let mut read = read;
        for _ in 0..LOOKS {
            let now = self.clock.now();
            match read.session.attempt().filter(|attempt| attempt.print == order.print) {
                Some(attempt) if attempt.action.is_none() => {}
                Some(attempt) => {
                    let standing = attempt.action.map_or(Standing::InProgress, Standing::NeedsPayer);
                    return Ok(Paid { stored: read, standing, changed: false });
                }
                None => {
                    let standing =
                        standing(&read.session, order, now).unwrap_or_else(|| rest(&read.session, now));
                    return Ok(Paid { stored: read, standing, changed: false });
                }
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
            read = self.again(&read).await?;
        }
        Ok(Paid { stored: read, standing: Standing::InProgress, changed: false })
    }
}

impl App {
    /// The session as it is now.
    pub(super) async fn again(&self, read: &Stored) -> Result<Stored, Error> {
        let id = &read.session.id;
        let again = self.store.session(id, Extent::Whole).await?;
        again.ok_or_else(|| Error::Internal(format!("{id} vanished while it was paid")))
    }
}

/// What one request asks, however often it is tried.
struct Asked<'o> {
    order: &'o Order,
    shown: Shown,
    by: &'o str,
    seen: Option<Seen>,
}

/// Where the session stands, or what it is by now, to be tried again.
type Tried = ControlFlow<Paid, Stored>;

fn unchanged(stored: Stored, standing: Standing) -> Tried {
    ControlFlow::Break(Paid { stored, standing, changed: false })
}

/// What came of storing an attempt.
enum Begun {
    Attempt(Stored, Provider),
    NoProvider,
    /// Another change got in first; this is it.
    Another(Stored),
    /// Another transaction got in the way.
    Again,
    /// What it would redeem cannot be redeemed.
    Refused(Unredeemable),
}

/// Where the session stands already, if this order cannot change it any more.
fn standing(session: &Session, order: &Order, now: Moment) -> Option<Standing> {
    match &session.state {
        State::Complete(_) => Some(Standing::Complete),
        State::Expired(_) => Some(Standing::Expired),
        State::Open(_) if session.lapses(now) => Some(Standing::Expired),
        State::Open(_) => {
            let failed = session.attempts.failure_of(&order.print)?;
            Some(failed.decline.clone().map_or(Standing::GivenUp, Standing::Declined))
        }
    }
}

/// Where a session stands in which the attempt asked about is not in flight any more.
pub(super) fn rest(session: &Session, now: Moment) -> Standing {
    match &session.state {
        State::Complete(_) => Standing::Complete,
        State::Open(open) if !session.lapses(now) => {
            if let Some(attempt) = &open.attempt {
                return attempt.action.map_or(Standing::InProgress, Standing::NeedsPayer);
            }
            let failure = session.attempts.last_failure().and_then(|tried| tried.decline.clone());
            failure.map_or(Standing::GivenUp, Standing::Declined)
        }
        State::Open(_) | State::Expired(_) => Standing::Expired,
    }
}

fn attempt(session: &Session, order: &Order, provider: Provider, now: Moment) -> Result<Attempt, Error> {
    let number = session.attempts.count + 1;
    let instrument = order.instrument.clone();
    Ok(Attempt {
        id: session.id.attempt(number),
        number,
        provider: provider.name().to_owned(),
        started: now,
        deadline: now.plus_seconds(PATIENCE_SECONDS),
        action: None,
        amount: session.amount_due(),
        instrument: instrument.ok_or_else(|| Error::Internal("an order to pay names no method".into()))?,
        submission: order.submission.clone(),
        print: order.print.clone(),
        settle_after: order.settle_after,
    })
}

pub(super) fn refused(refusal: paydesk_model::lifecycle::Refusal) -> Error {
    Error::Internal(format!("a transition that was checked is refused: {refusal:?}"))
}
