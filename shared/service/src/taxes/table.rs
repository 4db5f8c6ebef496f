//! Supplying the table of taxes: what the admin command and the local runner do.

use paydesk_model::problem::Problem;
use paydesk_model::taxes::TaxTable;
use paydesk_model::tree::Tree;

use crate::app::App;
use crate::error::Error;
use crate::store::Failure;

/// An item of the table holds 400 KB.
const LARGEST: usize = 350_000;

impl App {
    /// The table that is in force.
    pub async fn tax_table(&self) -> Result<TaxTable, Error> {
        Ok(self.store.tax_table().await?.unwrap_or_default())
    }

    /// Checks a table as it is written, and puts it in force if it is another. Functions that read the one before it take
    /// that for a minute longer.
    pub async fn supply_taxes(&self, tree: &Tree) -> Result<TaxTable, Error> {
        let table = TaxTable::check(tree, self.clock.now())?;
        let before = self.readable_table().await?;
        let table = before.as_ref().map_or_else(|| table.clone(), |before| table.clone().after(before));
        let size = serde_json::to_string(&table).map_or(0, |body| body.len());
        if size > LARGEST {
            let message = format!("The table of taxes would be too large: {size} bytes of {LARGEST}.");
            return Err(Problem::general(message).into());
        }
        if before.as_ref() != Some(&table) {
            self.store.put_tax_table(&table).await?;
        }
        Ok(table)
    }

    /// The table that is there; one that cannot be read is there to be replaced.
    async fn readable_table(&self) -> Result<Option<TaxTable>, Error> {
        match self.store.tax_table().await {
            Err(Failure::Unreadable(why)) => {
                tracing::warn!(why, "the table of taxes that is replaced cannot be read");
                Ok(None)
            }
            read => Ok(read?),
        }
    }

    /// From now on nothing is due anywhere.
    pub async fn clear_taxes(&self) -> Result<(), Error> {
        Ok(self.store.put_tax_table(&TaxTable::default()).await?)
    }
}
