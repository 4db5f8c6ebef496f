//! What is answered: tables of objects, which the stories' answers are held against.
//!
//! They say what this service does, key by key. What Stripe's own objects are is another matter, which
//! tests/fixtures knows.

pub mod catalogue;
mod collection;
mod details;
mod echo;
mod figures;
mod kinds;
mod line_item;
mod pages;
mod session;
mod setup_intent;
mod shape;
mod shipping;
pub mod webhooks;

use std::collections::BTreeMap;

use paydesk_service::wire::Dialect;
use serde_json::{Map, Value};

pub use line_item::LINE_ITEM_LIST;
pub use session::{SESSION, SESSION_LIST};
pub use shape::Shape;

use super::spelled;

/// Every object that an answer can have in it, by name.
pub fn schemas(dialect: Dialect) -> Map<String, Value> {
    let mut shapes = BTreeMap::new();
    // Only Stripe's wire has paths of a catalogue.
    let kept = if dialect == Dialect::Stripe { &catalogue::KEPT[..] } else { &[] };
    for shape in [&SESSION_LIST, &LINE_ITEM_LIST].into_iter().chain(kept.iter().copied()) {
        collect(shape, &mut shapes);
    }
    let mut schemas: Map<String, Value> =
        shapes.into_values().map(|shape| (shape.name.to_owned(), shape.schema(dialect))).collect();
    schemas.insert("PaymentMethodOptions".to_owned(), echo::payment_method_options(dialect));
    if dialect == Dialect::Camel
        && let Some(required) =
            schemas.get_mut("Session").and_then(|session| session["required"].as_array_mut())
    {
        // Here every version has it.
        required.push(spelled(dialect, "shipping_details").into());
    }
    schemas
}

fn collect(shape: &'static Shape, shapes: &mut BTreeMap<&'static str, &'static Shape>) {
    if shapes.insert(shape.name, shape).is_none() {
        shape.fields.iter().filter_map(|field| field.kind.shape()).for_each(|inner| collect(inner, shapes));
    }
}
