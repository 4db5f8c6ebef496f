//! Ways of shipping: the options offered and the one that is preselected.

use paydesk_model::line::ShippingOption;
use paydesk_model::session::Session;
use serde::Serialize;
use serde_json::Value;

use super::super::expand::Expand;
use super::figures;

#[derive(Debug, Serialize)]
pub struct OfferedShipping {
    shipping_amount: i64,
    shipping_rate: String,
}

#[derive(Debug, Serialize)]
pub struct ShippingCost {
    amount_subtotal: i64,
    amount_tax: i64,
    amount_total: i64,
    shipping_rate: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    taxes: Option<Vec<Value>>,
}

/// The options offered, in the merchant's order.
pub fn options(session: &Session) -> Vec<OfferedShipping> {
    let numbered = (1..).zip(&session.terms.shipping);
    let options = numbered.map(|(number, option)| OfferedShipping {
        shipping_amount: option.amount,
        shipping_rate: rate_id(session, number, option),
    });
    options.collect()
}

/// What the chosen way of shipping costs; none without any. The first is chosen where nobody did.
pub fn cost(session: &Session, expand: &Expand) -> Option<ShippingCost> {
    let (chosen, figures) = (session.terms.chosen()?, figures::of_shipping(session)?);
    let number = u32::try_from(session.terms.chosen_shipping + 1).unwrap_or(1);
    Some(ShippingCost {
        amount_subtotal: figures.priced.subtotal,
        amount_tax: figures.priced.tax(),
        amount_total: figures.priced.total,
        shipping_rate: rate_id(session, number, chosen),
        taxes: expand.shipping_taxes.then(|| figures.taxes()),
    })
}

/// The id of the shipping rate that is paid for.
pub fn chosen_rate(session: &Session) -> Option<String> {
    let number = u32::try_from(session.terms.chosen_shipping + 1).unwrap_or(1);
    Some(rate_id(session, number, session.terms.chosen()?))
}

/// The catalogue's, or of the one that was made with the option of this number.
pub fn rate_id(session: &Session, number: u32, option: &ShippingOption) -> String {
    option.shipping_rate.clone().unwrap_or_else(|| session.id.shipping_rate(number))
}
