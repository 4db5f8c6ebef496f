//! Where a payer is taxed: once a place is known, a session that taxes automatically is priced anew.

use crate::currency::Currency;
use crate::nested::Address;
use crate::path::Path;
use crate::payment::Customer;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::create::{CreateParams, Limits};
    use crate::ids::SessionId;
    use crate::params::sample::tree;
    use crate::session::Birth;
    use crate::taxes::TaxTable;
    use crate::time::Moment;

    const NOON: Moment = Moment::from_seconds(1_800_000_000);
    const POST: &str = "&shipping_options[0][shipping_rate_data][display_name]=Post\
        &shipping_options[0][shipping_rate_data][fixed_amount][amount]=400\
        &shipping_options[0][shipping_rate_data][fixed_amount][currency]=eur";

    /// Tea for 10 € and the post for 4 € in Germany, where 19 % are within prices that do not say so themselves.
    fn in_germany(more: &str) -> [i64; 4] {
        let form = format!(
            "mode=payment&success_url=https://shop.example/&automatic_tax[enabled]=true&line_items[0][quantity]=1\
             &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=1000\
             &line_items[0][price_data][product_data][name]=Tea{POST}{more}"
        );
        let params = CreateParams::check(&tree(&form), &Limits::standard(NOON, false)).unwrap();
        let id = SessionId::new(false, "a1");
        let birth =
            Birth { id, account: "acct_1".into(), token: "t".into(), now: NOON, default_life: 86_400 };
        let german = "taxes[0][country]=DE&taxes[0][display_name]=MwSt.&taxes[0][percentage]=19&taxes[0][inclusive]=true";
        let address = Address { country: Some("DE".into()), ..Address::default() };
        let located = TaxTable::check(&tree(german), NOON).unwrap().at(&address, false).unwrap();
        let totals = Session::open(params, birth).located(located).unwrap().totals.unwrap();
        [totals.subtotal, totals.shipping, totals.tax, totals.total]
    }

    #[test]
    fn lines_and_shipping_are_taxed_as_their_prices_say() {
        let (line, post) = (
            "&line_items[0][price_data][tax_behavior]=",
            "&shipping_options[0][shipping_rate_data][tax_behavior]=",
        );
        assert_eq!(in_germany(""), [1000, 400, 160 + 64, 1400]);
        assert_eq!(in_germany(&format!("{line}exclusive")), [1000, 400, 190 + 64, 1590]);
        assert_eq!(in_germany(&format!("{post}exclusive")), [1000, 400, 160 + 76, 1476]);
        assert_eq!(in_germany(&format!("{line}inclusive{post}unspecified")), [1000, 400, 160 + 64, 1400]);
    }
}
