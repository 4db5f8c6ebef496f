//! Where a payer is taxed becomes true with the attempt that they begin there, and nobody pays an amount they did not see.

use paydesk_model::problem::Problem;
use paydesk_model::session::Session;
use paydesk_model::shown::Shown;

use super::{Order, Paid, Standing};
use crate::app::App;
use crate::error::Error;
use crate::store::sessions::Put;
use crate::store::stored::{Extent, Stored};

/// What an order finds when it comes to the till.
pub(super) enum Agreed {
    /// It costs what the payer was shown; with its taxes, which are not stored yet.
    On(Stored),
    Not(Paid),
    /// Another change got in first; this is it.
    Another(Stored),
}

impl Order {
    /// What they were shown, whatever of it they did not say: what it costs at this moment. A renewal is that of where
    /// they are.
    pub(super) fn seen(&self, session: &Session) -> Shown {
        let here = self.placed(session).ok().flatten();
        let renewal = Shown::of(here.as_ref().unwrap_or(session)).renewal;
        Shown { due: self.shown.due.or(Some(session.amount_due())), renewal: self.shown.renewal.or(renewal) }
    }

    /// The session with the taxes of where the payer is; none where those that it has are they.
    pub fn placed(&self, session: &Session) -> Result<Option<Session>, Problem> {
        let other = self.located.clone().filter(|here| session.terms.located.as_ref() != Some(here));
        other.filter(|_| session.attempt().is_none()).map(|here| session.clone().located(here)).transpose()
    }
}

impl App {
    /// Whether the session costs where the payer is what they were `shown`. If not, what it costs there is kept, so that
    /// they see it next.
    pub(super) async fn agree(
        &self,
        read: Stored,
        order: &Order,
        shown: Shown,
        by: &str,
    ) -> Result<Agreed, Error> {
        let not = |stored, standing| Agreed::Not(Paid { stored, standing, changed: false });
        let Ok(placed) = order.placed(&read.session) else { return Ok(not(read, Standing::Unpayable)) };
        let Some(placed) = placed else {
            let same = shown.is_of(&read.session);
            return Ok(if same { Agreed::On(read) } else { not(read, Standing::Repriced) });
        };
        if shown.is_of(&placed) {
            let mut agreed = read;
            agreed.session = placed;
            return Ok(Agreed::On(agreed));
        }
        let now = self.clock.now();
        let changed = read.next(placed, by, None, now);
        match self.store.put_changed(changed.version, changed.items()?).await? {
            Put::Conflict(there) if there.ledger.by != by => {
                Ok(Agreed::Another(self.whole(there, Extent::Whole).await?))
            }
            Put::Done | Put::Conflict(_) => Ok(not(changed, Standing::Repriced)),
        }
    }
}
