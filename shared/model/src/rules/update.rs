//! The rules of an update that concern the update alone.

use serde_json::{Map, Value, json};

use super::{Checked, Fields, amounts, exactly_one, fields, get, hashes, line};
use crate::line::{AdjustableQuantity, ShippingOption};
use crate::params;
use crate::path::Path;
use crate::problem::Problem;
use crate::update::{ExistingLine, LineChange, MetadataChange, Sold};

/// What needs no catalogue.
pub(crate) fn update_shapes(sent: &Fields) -> Checked {
    for (index, line) in hashes(sent, "line_items") {
        match line.contains_key("id") {
            true => line::parts_are_whole(line, index)?,
            false => line::is_whole(line, index)?,
        }
    }
    for (index, option) in hashes(sent, "shipping_options") {
        let place = || Path::of("shipping_options").index(index);
        exactly_one(option, "shipping_rate", "shipping_rate_data", place)?;
        fields::delivery_is_ordered(option, index)?;
    }
    let descriptor = sent.get("payment_intent_data").and_then(|data| data.get("statement_descriptor"));
    fields::descriptor_is_printable(descriptor)
}

/// The whole array of lines, which an update sends again.
pub(crate) fn line_changes(sent: &mut Map<String, Value>) -> Result<Option<Vec<LineChange>>, Problem> {
    let Some(Value::Array(items)) = sent.remove("line_items") else { return Ok(None) };
    if items.is_empty() {
        return Err(Problem::missing(Path::of("line_items")));
    }
    let changes = items.into_iter().enumerate().map(|(index, item)| line_change(item, index));
    changes.collect::<Result<_, _>>().map(Some)
}

fn line_change(item: Value, index: usize) -> Result<LineChange, Problem> {
    match item {
        Value::Object(fields) if fields.contains_key("id") => {
            existing(fields, index).map(LineChange::Existing)
        }
        mut new => {
            forget_nulls(&mut new["metadata"]);
            if let Value::Object(fields) = &mut new {
                fields.retain(|name, value| name != "tax_rates" || !value.is_null());
            }
            amounts::new_line(new, &Path::of("line_items").index(index))
                .map(|line| LineChange::New(Box::new(line)))
        }
    }
}

/// A new line has no metadata that could be unset.
fn forget_nulls(metadata: &mut Value) {
    match metadata {
        Value::Object(entries) => entries.retain(|_, value| !value.is_null()),
        other => *other = Value::Object(Map::new()),
    }
}

fn existing(mut fields: Map<String, Value>, index: usize) -> Result<ExistingLine, Problem> {
    let mut adjustable: Option<AdjustableQuantity> =
        fields.remove("adjustable_quantity").map(params::read).transpose()?;
    adjustable.iter_mut().for_each(AdjustableQuantity::fill);
    let place = || Path::of("line_items").index(index).key("price_data");
    let rates = fields.remove("tax_rates").map(|rates| if rates.is_null() { json!([]) } else { rates });
    Ok(ExistingLine {
        id: params::read(fields.remove("id").unwrap_or_default())?,
        quantity: get(&fields, "quantity").and_then(Value::as_i64),
        adjustable_quantity: adjustable,
        metadata: fields.remove("metadata").map(MetadataChange::of).transpose()?,
        sold: sold(fields, place)?,
        tax_rates: rates.map(params::read).transpose()?,
    })
}

/// What an existing line is to sell, if it is something else.
fn sold(mut fields: Fields, place: impl Fn() -> Path) -> Result<Option<Box<Sold>>, Problem> {
    let Some(Value::Object(price_data)) = fields.get_mut("price_data") else { return Ok(None) };
    line::settle_price(price_data, place)?;
    params::read(Value::Object(fields)).map(Some)
}

/// New shipping options; an unset whole clears them.
pub(crate) fn shipping_change(sent: &mut Map<String, Value>) -> Result<Option<Vec<ShippingOption>>, Problem> {
    let options = sent.remove("shipping_options");
    options.map(|options| amounts::shipping_options(Some(options))).transpose()
}
