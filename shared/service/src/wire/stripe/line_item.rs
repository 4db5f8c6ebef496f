//! Line items with their price and product, which are made inline and live in the session.

use paydesk_model::currency::Currency;
use paydesk_model::line::{
    AdjustableQuantity, Interval, Line, Metadata, ProductData, Recurring, TaxBehavior,
};
use paydesk_model::session::Session;
use serde::Serialize;
use serde_json::Value;

use super::super::expand::Expand;
use super::catalogue;
use super::figures::{self, Figures};
use super::{Expandable, List};

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

#[derive(Debug, Serialize)]
struct Price<'s> {
    id: String,
    object: &'static str,
    active: bool,
    billing_scheme: &'static str,
    created: i64,
    currency: Currency,
    custom_unit_amount: Option<Value>,
    livemode: bool,
    lookup_key: Option<&'s str>,
    metadata: Metadata,
    nickname: Option<&'s str>,
    product: Expandable<Product<'s>>,
    recurring: Option<PriceRecurring>,
    tax_behavior: TaxBehavior,
    tiers_mode: Option<&'s str>,
    transform_quantity: Option<Value>,
    #[serde(rename = "type")]
    kind: &'static str,
    unit_amount: Option<i64>,
    unit_amount_decimal: String,
}

#[derive(Debug, Serialize)]
struct PriceRecurring {
    interval: Interval,
    interval_count: i64,
    meter: Option<Value>,
    trial_period_days: Option<i64>,
    usage_type: &'static str,
}

#[derive(Debug, Serialize)]
struct Product<'s> {
    id: String,
    object: &'static str,
    active: bool,
    attributes: [Value; 0],
    created: i64,
    default_price: Option<&'s str>,
    description: Option<&'s str>,
    images: &'s [String],
    livemode: bool,
    marketing_features: [Value; 0],
    metadata: &'s Metadata,
    name: &'s str,
    package_dimensions: Option<Value>,
    shippable: Option<bool>,
    statement_descriptor: Option<&'s str>,
    tax_code: Option<&'s str>,
    #[serde(rename = "type")]
    kind: &'static str,
    unit_label: Option<&'s str>,
    updated: i64,
    url: Option<&'s str>,
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
            price: shown_price(session, line, expand),
            quantity: line.asked.quantity,
            taxes: expand.line_taxes.then(|| figures.taxes()),
        }
    }
}

/// A line's price by itself, with its product's id.
pub fn price(session: &Session, line: &Line) -> Value {
    shown_price(session, line, &Expand::default())
}

/// The price of a line: the catalogue's as that was then, or the line's own.
fn shown_price(session: &Session, line: &Line, expand: &Expand) -> Value {
    let Some(price) = &line.asked.price else {
        return serde_json::to_value(describe_price(session, line, expand)).unwrap_or_default();
    };
    let mut shown = catalogue::shown_price(price);
    if expand.products {
        let product = describe(session, price.product.clone(), &line.asked.price_data.product);
        shown["product"] = serde_json::to_value(Product { active: true, ..product }).unwrap_or_default();
    }
    shown
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

/// The product of the line with this number.
pub fn product(session: &Session, number: u32) -> Option<Value> {
    let line = session.lines.iter().find(|line| line.number == number)?;
    let id = session.id.product(number);
    serde_json::to_value(describe(session, id, &line.asked.price_data.product)).ok()
}

/// An inline price can be used by its session only, and is shown as not active, as Stripe shows it.
fn describe_price<'s>(session: &'s Session, line: &'s Line, expand: &Expand) -> Price<'s> {
    let data = &line.asked.price_data;
    let product = product_id(session, line);
    Price {
        id: session.id.price(line.number),
        object: "price",
        active: false,
        billing_scheme: "per_unit",
        created: session.created.seconds(),
        currency: data.currency,
        custom_unit_amount: None,
        livemode: session.livemode(),
        lookup_key: None,
        metadata: Metadata::new(),
        nickname: None,
        product: if expand.products {
            Expandable::Object(Box::new(describe(session, product, &data.product)))
        } else {
            Expandable::Id(product)
        },
        recurring: data.recurring.as_ref().map(recurring),
        tax_behavior: data.tax_behavior.unwrap_or_default(),
        tiers_mode: None,
        transform_quantity: None,
        kind: if data.recurring.is_some() { "recurring" } else { "one_time" },
        unit_amount: data.unit_amount.as_minor(),
        unit_amount_decimal: data.unit_amount.to_string(),
    }
}

fn recurring(recurring: &Recurring) -> PriceRecurring {
    PriceRecurring {
        interval: recurring.interval,
        interval_count: recurring.interval_count,
        meter: None,
        trial_period_days: None,
        usage_type: "licensed",
    }
}

fn describe<'s>(session: &Session, id: String, data: &'s ProductData) -> Product<'s> {
    let created = session.created.seconds();
    Product {
        id,
        object: "product",
        active: false,
        attributes: [],
        created,
        default_price: None,
        description: data.description.as_deref(),
        images: &data.images,
        livemode: session.livemode(),
        marketing_features: [],
        metadata: &data.metadata,
        name: &data.name,
        package_dimensions: None,
        shippable: None,
        statement_descriptor: None,
        tax_code: data.tax_code.as_deref(),
        kind: "service",
        unit_label: data.unit_label.as_deref(),
        updated: created,
        url: None,
    }
}
