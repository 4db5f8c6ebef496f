//! A batch of which DynamoDB does the first half and hands back the rest.

use dynoxide::Database;
use serde_json::{Value, json};

use super::operations::{Answer, perform as perform_all};

pub fn perform(database: &Database, operation: &str, body: &[u8]) -> Answer {
    let returned = match operation {
        "BatchWriteItem" => "UnprocessedItems",
        "BatchGetItem" => "UnprocessedKeys",
        _ => return perform_all(database, operation, body),
    };
    let mut request: Value = serde_json::from_slice(body).unwrap_or_default();
    let left = split(&mut request["RequestItems"]);
    let mut answer = if request["RequestItems"].as_object().is_some_and(|tables| !tables.is_empty()) {
        perform_all(database, operation, request.to_string().as_bytes())
    } else {
        Answer { status: 200, body: b"{\"Responses\":{}}".to_vec(), ..Answer::default() }
    };
    if answer.status == 200 {
        let mut response: Value = serde_json::from_slice(&answer.body).unwrap_or_else(|_| json!({}));
        response[returned] = left;
        answer.body = response.to_string().into_bytes();
    }
    answer
}

/// Takes the second half, or the only one, out of every table's requests.
fn split(tables: &mut Value) -> Value {
    let mut left = serde_json::Map::new();
    let Some(tables) = tables.as_object_mut() else { return Value::Object(left) };
    for (table, requests) in tables.iter_mut() {
        let list =
            if requests.is_array() { requests.as_array_mut() } else { requests["Keys"].as_array_mut() };
        let rest = list.map(|list| list.split_off(list.len() / 2)).unwrap_or_default();
        let mut returned = requests.clone();
        match returned.is_array() {
            true => returned = Value::Array(rest),
            false => returned["Keys"] = Value::Array(rest),
        }
        left.insert(table.clone(), returned);
    }
    tables.retain(|_, requests| {
        !requests.as_array().or_else(|| requests["Keys"].as_array()).is_none_or(Vec::is_empty)
    });
    Value::Object(left)
}
