//! Where a payer is taxed: once a place is known, a session that taxes automatically is priced anew.

use crate::nested::Address;
use crate::path::Path;
use crate::payment::Customer;
use crate::problem::Problem;
use crate::session::Session;
use crate::terms::Located;
use crate::totals;

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

    /// Taxes of a customer need a place: the one that they have, or one that the payer says and they keep.
    pub fn can_tax(&self, customer: &Customer) -> Result<(), Problem> {
        let update = self.settings.customer_update.as_ref();
        let kept = |part| update.and_then(|update| update.get(part)).is_some_and(|how| how == "auto");
        if !self.settings.taxes_automatically()
            || customer.taxed_address().is_some()
            || kept("address")
            || kept("shipping")
        {
            return Ok(());
        }
        let message = "`automatic_tax` needs an address of the `customer`: give them one, or have the one that the payer \
            says kept by `customer_update[address]=auto` or `customer_update[shipping]=auto`.";
        let problem = Problem::at(Path::of("customer"), message).code("customer_tax_location_invalid");
        Err(problem.of_the_moment())
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
            let lines = session.lines.iter().map(|line| &line.asked);
            session.totals = Some(totals::of(lines, &session.terms, &session.settings, currency)?);
        }
        Ok(session)
    }
}
