//! What discounts and taxes came to: of a line, of shipping, of a whole session.

use paydesk_model::catalogue::TaxRate;
use paydesk_model::pricing::{Bill, Priced, Tax};
use paydesk_model::session::Session;
use serde::Serialize;
use serde_json::{Value, json};

use super::catalogue::shown_tax_rate;

/// A part of a session with what it costs, and the rates of its taxes in their order.
#[derive(Clone, Debug)]
pub struct Figures {
    pub priced: Priced,
    pub rates: Vec<TaxRate>,
}

/// An amount of a discount or a tax, as it is shown beside others.
#[derive(Debug, Default, Serialize)]
pub struct Breakdown {
    discounts: Vec<Value>,
    taxes: Vec<Value>,
}

/// The figures of each line, in their order.
pub fn of_lines(session: &Session) -> Vec<Figures> {
    let rates = session.lines.iter().map(|line| session.terms.rates_of(&line.asked, &session.settings));
    session.bill().lines.into_iter().zip(rates).map(|(priced, rates)| Figures { priced, rates }).collect()
}

/// The figures of the chosen way of shipping; none without one.
pub fn of_shipping(session: &Session) -> Option<Figures> {
    let option = session.terms.chosen()?;
    let Bill { shipping, .. } = session.bill();
    Some(Figures { priced: shipping?, rates: session.terms.rates_of_shipping(option, &session.settings) })
}

impl Figures {
    pub fn taxes(&self) -> Vec<Value> {
        let taxes = self.rates.iter().zip(&self.priced.taxes);
        taxes.map(|(rate, tax)| shown_tax(rate, tax.amount, tax.taxable)).collect()
    }

    /// What the discount took off; none where it was for something else.
    pub fn discounts(&self, session: &Session) -> Vec<Value> {
        if self.priced.discount == 0 { Vec::new() } else { discounts(session, self.priced.discount) }
    }

    /// Taxes within the price.
    pub fn inclusive_tax(&self) -> i64 {
        let taxes = self.rates.iter().zip(&self.priced.taxes);
        taxes.filter(|(rate, _)| rate.inclusive).map(|(_, tax)| tax.amount).sum()
    }
}

/// What a session's discount and each of its tax rates came to.
pub fn breakdown(session: &Session) -> Breakdown {
    let taxes = by_rate(session);
    let taxes = taxes.iter().map(|(rate, tax)| shown_tax(rate, tax.amount, tax.taxable));
    let discounted = session.totals.as_ref().map_or(0, |totals| totals.discount);
    Breakdown { discounts: discounts(session, discounted), taxes: taxes.collect() }
}

/// What each tax rate came to, of lines and shipping together, in the order in which they first apply.
pub fn by_rate(session: &Session) -> Vec<(TaxRate, Tax)> {
    let mut taxes: Vec<(TaxRate, Tax)> = Vec::new();
    for part in of_lines(session).into_iter().chain(of_shipping(session)) {
        for (rate, tax) in part.rates.into_iter().zip(part.priced.taxes) {
            match taxes.iter_mut().find(|(known, _)| known.id == rate.id) {
                Some((_, all)) => {
                    *all = Tax { amount: all.amount + tax.amount, taxable: all.taxable + tax.taxable };
                }
                None => taxes.push((rate, tax)),
            }
        }
    }
    taxes
}

fn shown_tax(rate: &TaxRate, amount: i64, taxable: i64) -> Value {
    json!({
        "amount": amount,
        "rate": shown_tax_rate(rate),
        "taxability_reason": null,
        "taxable_amount": taxable,
    })
}

fn discounts(session: &Session, amount: i64) -> Vec<Value> {
    let discount = discount(session);
    discount.into_iter().map(|discount| json!({"amount": amount, "discount": discount})).collect()
}

/// The session's discount as an object of its own.
pub fn discount(session: &Session) -> Option<Value> {
    let applied = session.terms.discount.as_ref()?;
    Some(json!({
        "id": session.id.discount(),
        "object": "discount",
        "checkout_session": session.id,
        "customer": session.gathered.customer,
        "customer_account": null,
        "end": null,
        "invoice": null,
        "invoice_item": null,
        "promotion_code": applied.promotion_code.as_ref().map(|code| &code.id),
        "source": {"coupon": applied.coupon.id, "type": "coupon"},
        "start": applied.at,
        "subscription": null,
        "subscription_item": null,
    }))
}
