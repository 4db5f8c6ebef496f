//! Opening a session: what it is born with, and its first write beside everything it needs.

use paydesk_model::create::default_life;
use paydesk_model::ids::SessionId;
use paydesk_model::path::Path;
use paydesk_model::payment::Customer;
use paydesk_model::problem::Problem;
use paydesk_model::session::{Birth, Session};

use super::naming::in_the_other_mode;
use crate::app::App;
use crate::error::Error;
use crate::metrics::Metric;
use crate::random;
use crate::store::layout::Layout;
use crate::store::sessions::Put;
use crate::store::stored::{Items, LARGEST_NEW, Stored};
use crate::store::timers::Timer;

/// A keyed create: where its session is, and by what a repeat is known.
pub(super) struct Keyed {
    pub key: String,
    pub fingerprint: String,
}

/// What a new session of `account` is besides its parameters.
pub(super) fn birth(app: &App, account: &str, id: SessionId) -> Birth {
    Birth {
        id,
        account: account.to_owned(),
        token: random::token(),
        now: app.clock.now(),
        default_life: default_life(app.config.expiry_shortest, app.config.expiry_longest),
    }
}

/// Writes session, timer and rows at once. A failed part fails the call; the same key heals it.
pub(super) async fn open(
    app: &App,
    by: &str,
    keyed: Option<Keyed>,
    session: Session,
    layout: Layout,
) -> Result<(Stored, bool), Error> {
    let timer = Timer::new(&session.id, session.expires_at, layout);
    let print = keyed.as_ref().map(|keyed| keyed.fingerprint.clone());
    let stored = Stored::first(session, print, by);
    let items = stored.items()?;
    check_size(&items, LARGEST_NEW)?;
    let (put, indexed) = tokio::join!(
        app.store.put_new(items.head),
        app.store.index(&stored.session, &timer, layout, items.lines)
    );
    match put? {
        Put::Conflict(there) if there.ledger.by != by => {
            if there.session.account == stored.session.account {
                heal(app, &there.session, &stored.session, layout).await?;
            }
            let there = same_request(there, keyed, &stored.session.account)?;
            // With it went the lines, if they live apart: the first attempt may have died before it wrote them.
            indexed?;
            Ok((there, true))
        }
        // What is there may be of this very call: an attempt got through, and only its answer was lost.
        Put::Done | Put::Conflict(_) => {
            app.metrics.count(Metric::SessionsCreated, stored.session.livemode(), app.clock.now());
            indexed.map(|()| (stored, false)).map_err(Error::from)
        }
    }
}

/// Refuses what would outgrow an item of the table.
pub(super) fn check_size(items: &Items, largest: usize) -> Result<(), Problem> {
    if items.largest <= largest {
        return Ok(());
    }
    Err(Problem::general(format!(
        "The Checkout Session would be too large: it may take at most {largest} bytes. Send fewer line items, shorter descriptions or less metadata."
    )))
}

/// The session that is there, if this is the request that made it.
fn same_request(there: Stored, keyed: Option<Keyed>, account: &str) -> Result<Stored, Error> {
    let keyed = keyed.filter(|_| there.session.account == account);
    let keyed = keyed.ok_or_else(|| Error::Internal("two sessions were given one id".into()))?;
    if there.ledger.create.as_ref() == Some(&keyed.fingerprint) {
        return Ok(there);
    }
    Err(Error::KeyReused { key: keyed.key })
}

/// The first attempt may have died between its writes: timer and rows are written again, for the session as
/// it is stored, and what this attempt wrote about itself is taken back.
pub(super) async fn heal(app: &App, there: &Session, ours: &Session, layout: Layout) -> Result<(), Error> {
    // A timer in the past would ring in a minute that the sweep has left behind.
    let due = there.expires_at.max(app.clock.now().seconds());
    let timer = Timer::new(&there.id, due, layout);
    Ok(app.store.reindex(there, &timer, ours, layout).await?)
}

impl App {
    /// The customer that a create names (R21). One that exists in the other mode only is named as such (R48).
    pub(crate) async fn known_customer(
        &self,
        account: &str,
        livemode: bool,
        id: &str,
    ) -> Result<Customer, Error> {
        if let Some(known) = self.store.customer(account, livemode, id).await? {
            return Ok(known.customer);
        }
        let mut problem = Problem::no_such("customer", id, Path::of("customer"));
        if self.store.customer(account, !livemode, id).await?.is_some() {
            problem = in_the_other_mode(problem, livemode);
        }
        Err(problem.into())
    }
}
