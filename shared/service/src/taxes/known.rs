//! What is known of the taxes: read when it is first needed, and again after a minute.

use std::sync::{Arc, Mutex, PoisonError};

use paydesk_model::time::Moment;

use super::Taxes;
use crate::app::App;
use crate::error::Error;

/// How long what was read is taken as it was: a new table takes effect within it.
const CACHED_SECONDS: i64 = 60;

/// The taxes read last, and when.
#[derive(Default)]
pub struct Known(Mutex<Option<(Arc<Taxes>, Moment)>>);

impl Known {
    fn at(&self, now: Moment) -> Option<Arc<Taxes>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (taxes, read) = known.as_ref()?;
        (now < read.plus_seconds(CACHED_SECONDS)).then(|| taxes.clone())
    }

    fn remember(&self, taxes: Arc<Taxes>, now: Moment) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((taxes, now));
    }
}

impl App {
    /// Who knows the taxes now. That a table cannot be read does not mean that nothing is due: the call is to come again.
    pub(crate) async fn taxes(&self) -> Result<Arc<Taxes>, Error> {
        let now = self.clock.now();
        if let Some(taxes) = self.known_taxes.at(now) {
            return Ok(taxes);
        }
        let read = self.store.tax_table().await;
        let table =
            read.map_err(|failure| Error::Unavailable(format!("taxes are not known: {failure:?}")))?;
        let table = table.filter(|table| !table.is_empty());
        let taxes = Arc::new(table.map_or(Taxes::None, Taxes::Table));
        self.known_taxes.remember(taxes.clone(), now);
        Ok(taxes)
    }
}
