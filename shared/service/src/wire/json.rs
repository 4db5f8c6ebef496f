//! camelCase JSON in: a body to the same tree that a form makes, in snake_case.
//!
//! Keys of free-form maps are never re-cased. `null` is "not given". What a session shows but nobody can
//! set (`id`, `status`, …) is left out here, because the first seed's actions take a whole CheckoutSession.

use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::tree::Tree;
use serde_json::Value;

use super::FREE_FORM;
use super::json_value::Unique;

/// Properties of a session that are outcomes: sent in, they are ignored.
pub const READ_ONLY: &[&str] = &[
    "amount_subtotal",
    "amount_total",
    "client_secret",
    "collected_information",
    "consent",
    "created",
    "currency_conversion",
    "customer_details",
    "id",
    "invoice",
    "livemode",
    "next_action",
    "object",
    "payment_intent",
    "payment_link",
    "payment_method_configuration_details",
    "payment_status",
    "presentment_details",
    "recovered_from",
    "setup_intent",
    "shipping_cost",
    "shipping_details",
    "status",
    "subscription",
    "total_details",
    "url",
];
/// The same, deeper in.
pub const READ_ONLY_WITHIN: &[(&str, &[&str])] = &[
    ("automatic_tax", &["provider", "status"]),
    ("shipping_options", &["shipping_amount"]),
    ("recovery", &["expires_at", "url"]),
    ("text", &["value"]),
    ("numeric", &["value"]),
    ("dropdown", &["value"]),
];
/// What a session of a mode shows by default and a create of that mode refuses: sent in as shown, it is ignored.
const SHOWN_ANYWAY: &[(&str, &str, &str)] = &[
    ("payment", "payment_method_collection", "if_required"),
    ("setup", "payment_method_collection", "always"),
    ("subscription", "customer_creation", "always"),
];
/// Deepest nesting accepted, as for forms.
const DEEPEST: usize = 12;

/// Reads a JSON body; an empty one is an empty hash.
pub fn parse(body: &[u8]) -> Result<Tree, Problem> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Tree::hash());
    }
    let Unique(value) = serde_json::from_slice(body)
        .map_err(|error| Problem::general(format!("Invalid JSON in the request body: {error}.")))?;
    match value {
        Value::Object(_) => tree(value, &Path::root(), false),
        _ => Err(Problem::general("Invalid request body: send a JSON object.")),
    }
}

/// Takes out of `tree` what a create need not be told of a session that another create made.
pub fn drop_what_is_shown_anyway(tree: &mut Tree) {
    drop_read_only(tree);
    if let Tree::Hash(entries) = tree {
        entries.retain(|(_, value)| !matches!(value, Tree::List(items) if items.is_empty()));
    }
    let mode = tree.get("mode").and_then(Tree::as_text).unwrap_or_default().to_owned();
    for (_, property, value) in SHOWN_ANYWAY.iter().filter(|(of, ..)| *of == mode) {
        if tree.get(property).and_then(Tree::as_text) == Some(value) {
            tree.take(property);
        }
    }
    if tree.get("allowed_payment_method_types").is_some() {
        tree.take("payment_method_types");
    }
    let disabled = Tree::Hash(vec![("enabled".to_owned(), Tree::Text("false".to_owned()))]);
    if mode == "setup" && tree.get("phone_number_collection") == Some(&disabled) {
        tree.take("phone_number_collection");
    }
}

/// Takes out of `tree` what is only ever an outcome.
pub fn drop_read_only(tree: &mut Tree) {
    let Tree::Hash(entries) = tree else { return };
    entries.retain(|(key, _)| !READ_ONLY.contains(&key.as_str()));
    entries.iter_mut().for_each(|(key, value)| drop_read_only_within(key, value));
}

/// The same for an update, which may set what was collected.
pub fn drop_outcomes_of_update(tree: &mut Tree) {
    let collected = tree.take("collected_information");
    drop_read_only(tree);
    if let (Tree::Hash(entries), Some(collected)) = (tree, collected) {
        entries.push(("collected_information".to_owned(), collected));
    }
}

fn drop_read_only_within(key: &str, value: &mut Tree) {
    match value {
        Tree::Hash(entries) if !FREE_FORM.contains(&key) => {
            if let Some((_, outcomes)) = READ_ONLY_WITHIN.iter().find(|(within, _)| *within == key) {
                entries.retain(|(name, _)| !outcomes.contains(&name.as_str()));
            }
            entries.iter_mut().for_each(|(key, value)| drop_read_only_within(key, value));
        }
        Tree::List(items) => items.iter_mut().for_each(|item| drop_read_only_within(key, item)),
        _ => {}
    }
}

/// Snake-cases the keys of a parsed query string, whose syntax both dialects share.
pub fn recase_query(tree: Tree) -> Tree {
    match tree {
        Tree::Hash(entries) => Tree::Hash(
            entries.into_iter().map(|(key, value)| (to_snake(&key), recase_query(value))).collect(),
        ),
        other => other,
    }
}

fn tree(value: Value, path: &Path, free_form: bool) -> Result<Tree, Problem> {
    if path.segments().len() > DEEPEST {
        return Err(Problem::at(path.clone(), format!("Parameter `{path}` is nested too deeply.")));
    }
    Ok(match value {
        Value::Null => Tree::Text(String::new()),
        Value::Bool(flag) => Tree::Text(flag.to_string()),
        Value::Number(number) => Tree::Text(number.to_string()),
        Value::String(text) => Tree::Text(text),
        Value::Array(items) => {
            let items = items.into_iter().enumerate().filter(|(_, item)| !item.is_null());
            let trees = items.map(|(index, item)| tree(item, &path.index(index), false));
            Tree::List(trees.collect::<Result<_, _>>()?)
        }
        Value::Object(fields) if free_form => Tree::Hash(
            fields
                .into_iter()
                .map(|(key, value)| {
                    let below = path.key(key.clone());
                    Ok((key, tree(value, &below, false)?))
                })
                .collect::<Result<_, Problem>>()?,
        ),
        Value::Object(fields) => {
            let given = fields.into_iter().filter(|(_, value)| !value.is_null());
            Tree::Hash(given.map(|(key, value)| field(&key, value, path)).collect::<Result<_, _>>()?)
        }
    })
}

fn field(key: &str, value: Value, path: &Path) -> Result<(String, Tree), Problem> {
    let name = to_snake(key);
    let below = path.key(name.clone());
    if key.contains('_') {
        let message =
            format!("Received unknown parameter: '{key}'. Here parameters are spelled like `{below}`.");
        return Err(Problem::at(below, message).code("parameter_unknown"));
    }
    let free_form = FREE_FORM.contains(&name.as_str());
    if free_form && !value.is_object() {
        return Err(Problem::at(
            below.clone(),
            format!("Invalid object: `{below}` is a set of key-value pairs."),
        ));
    }
    let tree = tree(value, &below, free_form)?;
    Ok((name, tree))
}

/// `lineItems` to `line_items`.
pub fn to_snake(key: &str) -> String {
    let mut snake = String::with_capacity(key.len() + 4);
    for character in key.chars() {
        if character.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn camel_keys_become_the_models_and_metadata_keys_stay_their_own() {
        let tree = parse(br#"{"lineItems":[{"priceData":{"unitAmount":700}}],"metadata":{"orderId":"6735"},"locale":null}"#);
        let tree = tree.unwrap();
        let line = match tree.get("line_items") {
            Some(Tree::List(items)) => &items[0],
            other => panic!("{other:?}"),
        };
        assert_eq!(line.get("price_data").and_then(|data| data.get("unit_amount")?.as_text()), Some("700"));
        assert_eq!(tree.get("metadata").and_then(|data| data.get("orderId")?.as_text()), Some("6735"));
        assert_eq!(tree.get("locale"), None);
    }

    #[test]
    fn outcomes_sent_in_are_left_out() {
        let mut tree = parse(
            br#"{"id":"cs_test_1","status":"open","automaticTax":{"enabled":false,"status":"complete"}}"#,
        )
        .unwrap();
        drop_read_only(&mut tree);
        assert_eq!(tree.get("id"), None);
        let tax = tree.get("automatic_tax").unwrap();
        assert!(tax.get("enabled").is_some() && tax.get("status").is_none());
    }

    #[test]
    fn what_is_no_json_object_is_refused() {
        for body in ["{\"a\":1,\"a\":2}", "[1]", "\"text\"", "{", "{\"a\":}", "\u{0}"] {
            assert!(parse(body.as_bytes()).is_err(), "{body}");
        }
        assert_eq!(parse(b" \n").unwrap(), Tree::hash());
    }
}
