//! The deployment's table of taxes: one item, written as a whole.

use paydesk_model::taxes::TaxTable;

use super::keys::{Key, s, text};
use super::trace::traced;
use super::{Failure, Store};

const WHAT: &str = "table of taxes";

impl Store {
    /// The table, if there ever was one.
    pub async fn tax_table(&self) -> Result<Option<TaxTable>, Failure> {
        let Some(item) = self.item(key()).await? else { return Ok(None) };
        let body = text(&item, "body").unwrap_or_default();
        serde_json::from_str(&body).map(Some).map_err(|error| Failure::unreadable(WHAT, error))
    }

    pub async fn put_tax_table(&self, table: &TaxTable) -> Result<(), Failure> {
        let body = serde_json::to_string(table).map_err(|error| Failure::unreadable(WHAT, error))?;
        let put = self.client.put_item().table_name(&self.table);
        let put = put.set_item(Some(key().into_item())).item("body", s(body));
        traced("PutItem", put.send()).await.map(|_| ()).map_err(|error| Failure::of(&error))
    }
}

fn key() -> Key {
    Key::new("DEPLOYMENT", "TAXES")
}
