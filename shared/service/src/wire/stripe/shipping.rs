//! Ways of shipping: the options offered and the one that is preselected.

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
    let offered = session.terms.shipping.iter().enumerate();
    let shown = offered.filter_map(|(index, option)| {
        Some(OfferedShipping {
            shipping_amount: option.amount,
            shipping_rate: session.shipping_rate_id(index)?,
        })
    });
    shown.collect()
}

/// What the chosen way of shipping costs; none without any. The first is chosen where nobody did.
pub fn cost(session: &Session, expand: &Expand) -> Option<ShippingCost> {
    let figures = figures::of_shipping(session)?;
    Some(ShippingCost {
        amount_subtotal: figures.priced.subtotal,
        amount_tax: figures.priced.tax(),
        amount_total: figures.priced.total,
        shipping_rate: chosen_rate(session)?,
        taxes: expand.shipping_taxes.then(|| figures.taxes()),
    })
}

/// The id of the shipping rate that is paid for.
pub fn chosen_rate(session: &Session) -> Option<String> {
    session.shipping_rate_id(session.terms.chosen_shipping)
}
