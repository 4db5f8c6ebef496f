//! The provider's last word: delayed funds that came or did not, taken once and in order.

use paydesk_model::lifecycle::{Refusal, Settlement};

use crate::app::App;
use crate::contention::{TRIES, stand_aside};
use crate::error::Error;
use crate::store::sessions::Put;
use crate::store::stored::{Extent, Seen, Stored};

/// What came of a settlement.
#[derive(Debug)]
pub enum Settled {
    /// So it stands now, by this word or the same one before it.
    Done(Stored),
    /// The session awaits no such word.
    Refused(Stored, Refusal),
}

impl App {
    /// Stores how a delayed payment ended. The word that was taken before changes nothing.
    pub async fn settle(
        &self,
        read: Stored,
        settlement: &Settlement,
        by: &str,
        seen: Option<Seen>,
    ) -> Result<Settled, Error> {
        let mut read = read;
        for tried in 0..TRIES {
            let now = self.clock.now();
            let settled = match read.session.clone().settle(settlement.clone(), now) {
                Ok(settled) => settled,
                Err(refusal) => return Ok(Settled::Refused(read, refusal)),
            };
            if settled == read.session {
                return Ok(Settled::Done(read));
            }
            let changed = read.next(settled, by, seen.clone(), now);
            match self.store.put_changed(changed.version, changed.items()?).await? {
                Put::Conflict(there) if there.ledger.by != by => {
                    stand_aside(tried).await;
                    read = self.whole(there, Extent::Head).await?;
                }
                Put::Done | Put::Conflict(_) => return Ok(Settled::Done(changed)),
            }
        }
        Err(Error::Contended)
    }
}
