//! Where a payer is taxed: once a place is known, a session that taxes automatically is priced anew.

use crate::currency::Currency;
use crate::nested::Address;
use crate::problem::Problem;
use crate::session::Session;
use crate::terms::Located;
use crate::totals::{self, Totals};

impl Session {
    /// Whether a place is still needed to know what taxes are due.
    pub fn awaits_location(&self) -> bool {
        self.settings.taxes_automatically() && self.terms.located.is_none()
    }

    /// The address that is taxed, as far as the merchant or a completion said it: shipping goes before billing.
    pub fn taxed_address(&self) -> Option<&Address> {
        let collected = self.gathered.collected_information.as_ref();
        let shipped = collected.and_then(|collected| collected.shipping_details.as_ref());
        let billed = || self.gathered.customer_details.as_ref()?.address.as_ref();
        shipped.map(|details| &details.address).or_else(billed).filter(|address| address.country.is_some())
    }

    /// Whether its customer owes no taxes, or owes them to the state and not to the merchant.
    pub fn is_tax_exempt(&self) -> bool {
        let details = self.gathered.customer_details.as_ref();
        let exemption = details.and_then(|details| details.tax_exempt.as_deref());
        matches!(exemption, Some("exempt" | "reverse"))
    }

    /// The session with the taxes of a place, priced with them.
    pub fn located(self, located: Located) -> Result<Self, Problem> {
        let mut session = self;
        session.terms.located = Some(located);
        session.priced_anew()
    }

    /// The session with the figures of its lines on its terms, as these are now.
    pub fn priced_anew(self) -> Result<Self, Problem> {
        let mut session = self;
        if let Some(currency) = session.currency.filter(|_| session.totals.is_some()) {
            session.totals = Some(session.figures(currency)?);
        }
        Ok(session)
    }

    /// What its lines come to on its terms. It is never less than what was promised to others of it.
    pub(crate) fn figures(&self, currency: Currency) -> Result<Totals, Problem> {
        let lines = self.lines.iter().map(|line| &line.asked);
        let totals = totals::of(lines, &self.terms, &self.settings, currency)?;
        match self.settings.transfer_amount().filter(|amount| *amount > totals.total) {
            Some(amount) => Err(Problem::general(format!(
                "The Checkout Session's total amount ({}) must be no less than what is transferred of it ({amount}).",
                totals.total
            ))
            .code("amount_too_small")),
            None => Ok(totals),
        }
    }
}
