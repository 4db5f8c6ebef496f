//! `pending_webhooks`: the endpoints that an event waits for. One that was deleted will never take it, and does not count.

use std::collections::HashSet;

use tokio::sync::OnceCell;

use crate::access::Caller;
use crate::app::App;
use crate::error::Error;
use crate::store::events::Kept;
use crate::telling::endpoints;

/// Which endpoints there are: asked once at most, and not where nothing waits.
pub struct Pending<'a> {
    app: &'a App,
    caller: &'a Caller,
    there: OnceCell<HashSet<String>>,
}

impl<'a> Pending<'a> {
    pub fn new(app: &'a App, caller: &'a Caller) -> Self {
        Self { app, caller, there: OnceCell::new() }
    }

    /// How many endpoints have not taken an event yet.
    pub async fn of(&self, kept: &Kept, event: &str) -> Result<usize, Error> {
        let waiting: Vec<&String> = kept.published.waiting(event, &kept.attempts).collect();
        if waiting.is_empty() {
            return Ok(0);
        }
        let there = self.there.get_or_try_init(|| Box::pin(self.endpoints())).await?;
        Ok(waiting.into_iter().filter(|id| there.contains(*id)).count())
    }

    async fn endpoints(&self) -> Result<HashSet<String>, Error> {
        let Caller { account, livemode, .. } = self.caller;
        let there = endpoints(self.app, account, *livemode).await?;
        Ok(there.iter().map(|endpoint| endpoint.id.clone()).collect())
    }
}
