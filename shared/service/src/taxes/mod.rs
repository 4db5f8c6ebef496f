//! What taxes are due where a payer is: a port, so that sessions with automatic tax do not care who knows.

mod known;
mod table;

use paydesk_model::catalogue::TaxRate;
use paydesk_model::nested::Address;
use paydesk_model::session::Session;
use paydesk_model::taxes::TaxTable;
use paydesk_model::terms::Located;

pub use known::Known;

use crate::app::App;
use crate::error::Error;

/// Who knows what is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taxes {
    /// Nobody: nothing is due anywhere.
    None,
    /// The table that the deployment's owner supplied.
    Table(TaxTable),
}

impl Taxes {
    /// What is due at an address; nothing can be said of one without a country.
    pub fn at(&self, address: &Address, livemode: bool) -> Option<Located> {
        match self {
            Self::None => TaxTable::default().at(address, livemode),
            Self::Table(table) => table.at(address, livemode),
        }
    }

    /// The rate with this id.
    pub fn rate(&self, id: &str, livemode: bool) -> Option<TaxRate> {
        match self {
            Self::None => None,
            Self::Table(table) => table.rate(id, livemode),
        }
    }
}

impl App {
    /// The taxes of a session at `address`; none where it does not tax automatically or no country is known. Who cannot
    /// be asked leaves the session unpriced: what is due is never guessed.
    pub async fn taxes_at(
        &self,
        session: &Session,
        address: Option<&Address>,
    ) -> Result<Option<Located>, Error> {
        let address = address.filter(|address| address.country.is_some());
        let Some(address) = address.filter(|_| session.settings.taxes_automatically()) else {
            return Ok(None);
        };
        let located = self.taxes().await?.at(address, session.livemode());
        let due = |located: Located| if session.is_tax_exempt() { located.without_rates() } else { located };
        Ok(located.map(due))
    }
}
