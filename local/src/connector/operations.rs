//! DynamoDB's JSON protocol on the engine's public requests: what is allowed, what it does and what it costs.

use std::collections::BTreeSet;

use dynoxide::types::{ConsumedCapacity, item_size, write_capacity_units};
use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::service::Service;

/// An answer of the engine and what it would have cost.
#[derive(Debug, Default)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
    pub read_units: f64,
    pub write_units: f64,
    pub failed_condition: bool,
}

/// Whether an operation's units are read or written.
#[derive(Clone, Copy)]
pub enum Units {
    Read,
    Write,
}

/// One operation: the request's type, the engine's method, and the kind of its units.
macro_rules! operation {
    ($database:expr, $body:expr, $units:expr, $module:ident :: $request:ident, $method:ident) => {{
        type Request = dynoxide::actions::$module::$request;
        run::<Request, _>($body, $units, |mut request| {
            let asked = request.return_consumed_capacity.replace("TOTAL".into());
            let mut response = $database.$method(request)?;
            let units = response.consumed_capacity.units();
            if asked.is_none() {
                response.consumed_capacity = None;
            }
            Ok((response, units))
        })
    }};
}

pub fn only_reads(operation: &str) -> bool {
    matches!(operation, "GetItem" | "BatchGetItem" | "Query" | "Scan")
}

/// Performs a request as DynamoDB would.
pub fn perform(database: &Database, operation: &str, body: &[u8]) -> Answer {
    match operation {
        "GetItem" => operation!(database, body, Units::Read, get_item::GetItemRequest, get_item),
        "BatchGetItem" => {
            operation!(database, body, Units::Read, batch_get_item::BatchGetItemRequest, batch_get_item)
        }
        "Query" => operation!(database, body, Units::Read, query::QueryRequest, query),
        "Scan" => operation!(database, body, Units::Read, scan::ScanRequest, scan),
        "PutItem" => operation!(database, body, Units::Write, put_item::PutItemRequest, put_item),
        "UpdateItem" => operation!(database, body, Units::Write, update_item::UpdateItemRequest, update_item),
        "DeleteItem" => operation!(database, body, Units::Write, delete_item::DeleteItemRequest, delete_item),
        "BatchWriteItem" => {
            operation!(
                database,
                body,
                Units::Write,
                batch_write_item::BatchWriteItemRequest,
                batch_write_item
            )
        }
        "TransactWriteItems" => operation!(
            database,
            body,
            Units::Write,
            transact_write_items::TransactWriteItemsRequest,
            transact_write_items
        ),
        other => Service::Table.unknown(other),
    }
}

/// Reads the request, performs it, and writes down the answer and its cost.
pub fn run<Q: DeserializeOwned, A: Serialize>(
    body: &[u8],
    units: Units,
    call: impl FnOnce(Q) -> Result<(A, f64), DynoxideError>,
) -> Answer {
    let request = match serde_json::from_slice::<Q>(body) {
        Ok(request) => request,
        Err(error) => return malformed(&error),
    };
    match call(request) {
        Err(error) => failed(&error),
        Ok((response, consumed)) => {
            let body = serde_json::to_vec(&response).unwrap_or_default();
            match units {
                Units::Read => Answer { status: 200, body, read_units: consumed, ..Answer::default() },
                Units::Write => Answer { status: 200, body, write_units: consumed, ..Answer::default() },
            }
        }
    }
}

/// The engine's request types mark what DynamoDB would call a validation error.
fn malformed(error: &serde_json::Error) -> Answer {
    let message = error.to_string();
    let kind = if message.starts_with("VALIDATION") {
        "validate#ValidationException"
    } else {
        "service#SerializationException"
    };
    refused(400, &json!({"__type": format!("com.amazon.coral.{kind}"), "message": message}))
}

fn failed(error: &DynoxideError) -> Answer {
    let mut answer =
        Answer { status: error.status_code(), body: error.to_json().into_bytes(), ..Answer::default() };
    match error {
        // Billed by the item that is there, and as one unit if there is none.
        DynoxideError::ConditionalCheckFailedException(_, item) => {
            answer.failed_condition = true;
            answer.write_units = item.as_ref().map_or(1.0, |item| write_capacity_units(item_size(item)));
        }
        DynoxideError::TransactionCanceledException(..) => answer.failed_condition = true,
        _ => {}
    }
    answer
}

fn refused(status: u16, error: &Value) -> Answer {
    Answer { status, body: error.to_string().into_bytes(), ..Answer::default() }
}

/// The first verb a call needs that is not among the function's.
pub fn missing_right(operation: &str, body: &[u8], actions: &BTreeSet<String>) -> Option<String> {
    if operation != "TransactWriteItems" {
        return (!actions.contains(operation)).then(|| operation.to_string());
    }
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    let items = request["TransactItems"].as_array().cloned().unwrap_or_default();
    let verbs = items.iter().filter_map(Value::as_object).flat_map(|item| item.keys());
    let verb = |key: &String| match key.as_str() {
        "ConditionCheck" => "ConditionCheckItem".to_string(),
        other => format!("{other}Item"),
    };
    verbs.map(verb).find(|verb| !actions.contains(verb))
}

/// The engine reports one capacity or one per table.
trait Capacity {
    fn units(&self) -> f64;
}

impl Capacity for Option<ConsumedCapacity> {
    fn units(&self) -> f64 {
        self.as_ref().map_or(0.0, |capacity| capacity.capacity_units)
    }
}

impl Capacity for Option<Vec<ConsumedCapacity>> {
    fn units(&self) -> f64 {
        self.iter().flatten().map(|capacity| capacity.capacity_units).sum()
    }
}
