//! camelCase JSON out: the Stripe value with its keys re-cased, and the first seed's few exceptions.

use paydesk_model::path::{Path, Segment};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{FREE_FORM, stripe};

/// The first seed's 44 properties: every one of them stands in every answer, null when empty.
pub const SEED_PROPERTIES: &[&str] = &[
    "id",
    "object",
    "afterExpiration",
    "allowPromotionCodes",
    "amountSubtotal",
    "amountTotal",
    "automaticTax",
    "billingAddressCollection",
    "cancelUrl",
    "clientReferenceId",
    "consent",
    "consentCollection",
    "created",
    "currency",
    "customer",
    "customerCreation",
    "customerDetails",
    "customerEmail",
    "expiresAt",
    "invoice",
    "invoiceCreation",
    "livemode",
    "locale",
    "metadata",
    "mode",
    "paymentIntent",
    "paymentLink",
    "paymentMethodCollection",
    "paymentMethodOptions",
    "paymentMethodTypes",
    "paymentStatus",
    "phoneNumberCollection",
    "recoveredFrom",
    "setupIntent",
    "shippingAddressCollection",
    "shippingCost",
    "shippingDetails",
    "shippingOptions",
    "status",
    "submitType",
    "subscription",
    "successUrl",
    "totalDetails",
    "url",
];

/// A session's Stripe value, in the first seed's words.
pub fn session(stripe: Value) -> Value {
    let mut value = recase(stripe);
    if let Value::Object(fields) = &mut value {
        for property in SEED_PROPERTIES {
            fields.entry(*property).or_insert(Value::Null);
        }
        recase_lists(fields);
    }
    value
}

/// `{object, data, hasMore, url}`, of values that are in the first seed's words already.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct List<T> {
    object: &'static str,
    data: Vec<T>,
    has_more: bool,
    url: String,
}

impl<T> From<stripe::List<T>> for List<T> {
    fn from(list: stripe::List<T>) -> Self {
        Self { object: list.object, data: list.data, has_more: list.has_more, url: list.url }
    }
}

/// Re-cases every key but those of free-form maps.
pub fn recase(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let recased = fields.into_iter().map(|(key, value)| {
                let value = if FREE_FORM.contains(&key.as_str()) { value } else { recase(value) };
                (to_camel(&key), value)
            });
            Value::Object(recased.collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(recase).collect()),
        other => other,
    }
}

/// The URL inside a nested list names the route of this dialect.
fn recase_lists(fields: &mut Map<String, Value>) {
    if let Some(url) = fields.get_mut("lineItems").and_then(|items| items.get_mut("url"))
        && let Some(text) = url.as_str()
    {
        *url = Value::String(
            text.replace("/v1/checkout/sessions", "/checkout-sessions").replace("line_items", "line-items"),
        );
    }
}

/// An error object: keys, the parameter's path and the parameter names in the message re-cased.
pub fn error(body: Result<Value, serde_json::Error>, param: Option<&Path>) -> String {
    let mut body = recase(body.unwrap_or_default());
    if let Some(fields) = body.get_mut("error").and_then(Value::as_object_mut) {
        if let Some(param) = param {
            fields.insert("param".into(), Value::String(path(param)));
        }
        if let Some(message) = fields.get("message").and_then(Value::as_str).map(recase_message) {
            fields.insert("message".into(), Value::String(message));
        }
    }
    body.to_string()
}

/// `line_items[0][price]` as `lineItems[0].price`; a metadata key stays itself.
fn path(path: &Path) -> String {
    let mut text = String::new();
    let mut free_form = false;
    for segment in path.segments() {
        match segment {
            Segment::Index(index) => text.push_str(&format!("[{index}]")),
            Segment::Key(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(&if free_form { key.to_string() } else { to_camel(key) });
                free_form = FREE_FORM.contains(&key.as_ref());
            }
        }
    }
    text
}

/// Words in backticks are parameter names; here they lose the backticks and take this dialect's case.
fn recase_message(message: &str) -> String {
    let words = message.split('`').enumerate();
    words.map(|(at, part)| if at % 2 == 1 { recase_name(part) } else { part.to_owned() }).collect()
}

/// `line_items[0][price]` to `lineItems[0].price`.
pub fn recase_name(name: &str) -> String {
    let steps = name.split(['[', ']']).filter(|step| !step.is_empty());
    let mut text = String::new();
    for step in steps {
        if step.bytes().all(|byte| byte.is_ascii_digit()) {
            text.push_str(&format!("[{step}]"));
        } else {
            text.push_str(if text.is_empty() { "" } else { "." });
            text.push_str(&to_camel(step));
        }
    }
    text
}

/// `line_items` to `lineItems`.
pub fn to_camel(key: &str) -> String {
    let mut camel = String::with_capacity(key.len());
    let mut raise = false;
    for character in key.chars() {
        match character {
            '_' => raise = true,
            _ if raise => {
                camel.push(character.to_ascii_uppercase());
                raise = false;
            }
            _ => camel.push(character),
        }
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_recased_and_metadata_keys_are_not() {
        let recased =
            recase(json!({"amount_total": 1, "metadata": {"order_id": "7"}, "a_b": [{"c_d": null}]}));
        assert_eq!(recased, json!({"amountTotal": 1, "metadata": {"order_id": "7"}, "aB": [{"cD": null}]}));
    }

    #[test]
    fn an_error_names_parameters_as_this_dialect_spells_them() {
        let param = Path::of("line_items").index(0).key("price_data");
        let body = json!({"error": {"message": "Missing required param: `line_items[0][price_data]`.", "param": "x"}});
        let said = error(Ok(body), Some(&param));
        assert!(said.contains("lineItems[0].priceData"), "{said}");
        assert!(!said.contains('`') && !said.contains("line_items"), "{said}");
    }

    #[test]
    fn the_first_seed_has_forty_four_properties() {
        assert_eq!(SEED_PROPERTIES.len(), 44);
    }
}
