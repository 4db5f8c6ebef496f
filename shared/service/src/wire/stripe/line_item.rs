//! Line items with their price and product: made inline, or the catalogue's as they were then.

use paydesk_model::currency::Currency;
use paydesk_model::line::{AdjustableQuantity, Line, Metadata};
use paydesk_model::session::Session;
use serde::Serialize;
use serde_json::Value;

use super::super::expand::Expand;
use super::List;
use super::catalogue;
use super::figures::{self, Figures};

/// How many lines come along with a session; the rest is on their own path.
const EXPANDED: usize = 10;

/// `object: "item"`.
#[derive(Debug, Serialize)]
pub struct LineItem<'s> {
    pub id: String,
    object: &'static str,
    adjustable_quantity: Option<&'s AdjustableQuantity>,
    amount_discount: i64,
    amount_subtotal: i64,
    amount_tax: i64,
    amount_total: i64,
    currency: Currency,
    description: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    discounts: Option<Vec<Value>>,
    metadata: &'s Metadata,
    price: Value,
    quantity: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    taxes: Option<Vec<Value>>,
}

/// The first lines of a session in a list envelope of their own.
pub fn line_items<'s>(session: &'s Session, expand: &Expand) -> List<LineItem<'s>> {
    let figures = figures::of_lines(session);
    let lines = session.lines.iter().zip(&figures).take(EXPANDED);
    let data = lines.map(|(line, figures)| LineItem::new(session, line, figures, expand));
    let url = format!("/v1/checkout/sessions/{}/line_items", session.id);
    List::new(data.collect(), session.lines.len() > EXPANDED, url)
}

impl<'s> LineItem<'s> {
    pub fn new(session: &'s Session, line: &'s Line, figures: &Figures, expand: &Expand) -> Self {
        let priced = &figures.priced;
        Self {
            id: session.id.line(line.number),
            object: "item",
            adjustable_quantity: line.asked.adjustable_quantity.as_ref(),
            amount_discount: priced.discount,
            amount_subtotal: priced.subtotal,
            amount_tax: priced.tax(),
            amount_total: priced.total,
            currency: line.asked.price_data.currency,
            description: &line.asked.price_data.product.name,
            discounts: expand.line_discounts.then(|| figures.discounts(session)),
            metadata: &line.asked.metadata,
            price: price(session, line),
            quantity: line.asked.quantity,
            taxes: expand.line_taxes.then(|| figures.taxes()),
        }
    }
}

/// A line's price by itself, with its product's id.
pub fn price(session: &Session, line: &Line) -> Value {
    catalogue::shown_price(&session.price_of(line))
}

/// The id of a line's price: the catalogue's, or of the one that was made with the line.
pub fn price_id(session: &Session, line: &Line) -> String {
    let named = line.asked.price.as_ref().map(|price| price.id.clone());
    named.unwrap_or_else(|| session.id.price(line.number))
}

/// The same of its product.
pub fn product_id(session: &Session, line: &Line) -> String {
    line.asked.product.clone().unwrap_or_else(|| session.id.product(line.number))
}

/// The product of the line with this number, as far as the session knows it.
pub fn product(session: &Session, number: u32) -> Option<Value> {
    let line = session.lines.iter().find(|line| line.number == number)?;
    Some(catalogue::shown_product(&session.product_of(line)))
}
