//! What DynamoDB says of a write when a transaction of somebody else has its item at that moment.

use serde_json::{Value, json};

use super::operations::Answer;
use super::service::refused;

const MESSAGE: &str = "Transaction is ongoing for the item";

/// The refusal, if the operation is one that is refused for it.
pub fn of(operation: &str, body: &[u8]) -> Option<Answer> {
    match operation {
        "TransactWriteItems" => Some(canceled(body)),
        "PutItem" | "UpdateItem" | "DeleteItem" => {
            Some(refused(400, "com.amazonaws.dynamodb.v20120810#TransactionConflictException", MESSAGE))
        }
        _ => None,
    }
}

fn canceled(body: &[u8]) -> Answer {
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    let count = request["TransactItems"].as_array().map_or(1, Vec::len);
    let reasons = vec![json!({"Code": "TransactionConflict", "Message": MESSAGE}); count];
    let body = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "message": "Transaction cancelled, please refer cancellation reasons for specific reasons",
        "CancellationReasons": reasons,
    });
    Answer { status: 400, body: body.to_string().into_bytes(), ..Answer::default() }
}
