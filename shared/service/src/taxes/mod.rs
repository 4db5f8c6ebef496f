//! What taxes are due where a payer is: a port, so that sessions with automatic tax do not care who knows.

use paydesk_model::nested::Address;
use paydesk_model::session::Session;
use paydesk_model::terms::Located;

use crate::app::App;
use crate::error::Error;

impl App {
    /// The taxes of a session at `address`; none where it does not tax automatically or no country is known.
    pub async fn taxes_at(
        &self,
        session: &Session,
        address: Option<&Address>,
    ) -> Result<Option<Located>, Error> {
        let address = address.filter(|_| session.settings.taxes_automatically());
        let Some(address) = address else { return Ok(None) };
        let Some(country) = address.country.clone() else { return Ok(None) };
        Ok(Some(Located { country, state: address.state.clone(), rates: Vec::new() }))
    }
}
