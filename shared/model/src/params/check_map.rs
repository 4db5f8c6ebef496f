//! The evaluator's room for free-form maps (R41): how many keys, how long, and what an empty value means.

use serde_json::{Map, Value};

use super::check::{Place, string};
use super::rule::Rule;
use super::text::{has_control, is_longer, quoted};
use crate::limits::METADATA_KEYS;
use crate::problem::Problem;
use crate::tree::Tree;

pub const LONGEST_KEY: usize = 40;
pub const LONGEST_VALUE: usize = 500;

/// Reads a map. An empty value takes a key out: while creating there is nothing to take it out of, so it
/// is skipped; in a change it is kept as null.
pub(super) fn metadata(rule: &Rule, tree: &Tree, place: &Place<'_>) -> Result<Value, Problem> {
    let changes = matches!(rule, Rule::MetadataChange);
    let mut checked = Map::new();
    let mut keep = |key: &str, tree: &Tree| {
        let value = entry(key, tree, place)?;
        if changes || !value.is_null() {
            checked.insert(key.to_owned(), value);
        }
        Ok(())
    };
    match tree {
        Tree::Text(text) if text.is_empty() && changes => return Ok(Value::Null),
        Tree::Text(text) if text.is_empty() => {}
        Tree::Text(_) => {
            return Err(Problem::at(place.path(), "Invalid object: metadata is a set of key-value pairs."));
        }
        Tree::Hash(entries) => entries.iter().try_for_each(|(key, tree)| keep(key, tree))?,
        // A form cannot tell a list from a map whose keys are numbers: here it is always the map.
        Tree::List(items) => {
            items.iter().enumerate().try_for_each(|(index, tree)| keep(&index.to_string(), tree))?;
        }
    }
    if checked.len() > METADATA_KEYS {
        let count = checked.len();
        let message =
            format!("You can set at most {METADATA_KEYS} metadata keys, but you passed in {count}.");
        return Err(Problem::at(place.path(), message));
    }
    Ok(Value::Object(checked))
}

fn entry(key: &str, tree: &Tree, parent: &Place<'_>) -> Result<Value, Problem> {
    let place = Place::Key(parent, key);
    if is_longer(key, LONGEST_KEY) {
        let length = key.chars().count();
        return Err(Problem::at(
            parent.path(),
            format!(
                "Metadata keys can have up to {LONGEST_KEY} characters, but you passed in a key that is \
                 {length} characters long. Invalid key: {}",
                quoted(key)
            ),
        ));
    }
    if key.is_empty() || key.contains(['[', ']']) || has_control(key) {
        let message = format!(
            "Metadata keys cannot be empty or contain square brackets or control characters. Invalid key: {}",
            quoted(key)
        );
        return Err(Problem::at(parent.path(), message));
    }
    let Tree::Text(text) = tree else {
        let message = "Metadata values must be strings: nested metadata is not supported.";
        return Err(Problem::at(place.path(), message));
    };
    if is_longer(text, LONGEST_VALUE) {
        let length = text.chars().count();
        return Err(Problem::at(
            place.path(),
            format!(
                "Metadata values can have up to {LONGEST_VALUE} characters, but you passed in a value that is \
                 {length} characters. Invalid value: {}",
                quoted(text)
            ),
        ));
    }
    string(text, LONGEST_VALUE, &place)?;
    Ok(if text.is_empty() { Value::Null } else { Value::String(text.clone()) })
}
