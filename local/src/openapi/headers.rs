//! Headers of requests and answers.

use paydesk_service::wire::call::LONGEST_KEY;
use paydesk_service::wire::version::NEWEST;
use serde_json::{Map, Value, json};

/// What a request may carry beside its key.
pub fn asked() -> Value {
    json!({
        "IdempotencyKey": {
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Makes the call repeatable without doing it twice. Printable ASCII; unique per action.",
            "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[!-~]([ -~]*[!-~])?$"},
        },
        "Version": {
            "name": "Stripe-Version", "in": "header", "required": false,
            "description": "The API version to answer in: a date, and perhaps a release name. What follows a semicolon is ignored.",
            "schema": {
                "type": "string", "default": NEWEST, "minLength": 10,
                "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(\.[A-Za-z0-9_]{1,29})?( ?;[ -~]*)?$",
            },
        },
    })
}

/// What an answer may carry.
pub fn answered() -> Value {
    let header = |words: &str, schema: Value| json!({"description": words, "schema": schema});
    let always =
        |words: &str, schema: Value| json!({"description": words, "required": true, "schema": schema});
    json!({
        "RequestId": always("What to name when something went wrong.", json!({"type": "string", "pattern": "^req_"})),
        "Version": always("The API version of this answer.", json!({"type": "string"})),
        "CacheControl": always("Answers are never cached.", json!({"const": "no-cache, no-store"})),
        "IdempotencyKey": header("The key of the request, if it is a POST that had one.", json!({"type": "string"})),
        "Replayed": header("true if this key had done it before.", json!({"const": "true"})),
        "ShouldRetry": header(
            "Whether the same request may succeed when it is sent again.", json!({"enum": ["true", "false"]}),
        ),
        "RetryAfter": header("Seconds to wait before that.", json!({"type": "integer"})),
        "Authenticate": always("How to bring a key.", json!({"type": "string"})),
    })
}

/// Headers of an answer by their names, as references.
pub fn references(pairs: &[(&str, &str)]) -> Map<String, Value> {
    let reference = |name: &str| json!({"$ref": format!("#/components/headers/{name}")});
    pairs.iter().map(|(header, name)| ((*header).to_owned(), reference(name))).collect()
}

/// The same where API Gateway may answer in our place: what is always there is written out, as what may be.
pub fn perhaps(pairs: &[(&str, &str)]) -> Map<String, Value> {
    let known = answered();
    let optional = pairs.iter().filter(|(_, name)| known[*name]["required"] == true).map(|(header, name)| {
        let mut described = known[*name].clone();
        described["required"] = false.into();
        ((*header).to_owned(), described)
    });
    references(pairs).into_iter().chain(optional).collect()
}

/// What every answer of a function carries.
pub const ALWAYS: &[(&str, &str)] =
    &[("Request-Id", "RequestId"), ("Stripe-Version", "Version"), ("Cache-Control", "CacheControl")];
pub const OF_A_POST: (&str, &str) = ("Idempotency-Key", "IdempotencyKey");
pub const REPLAYED: (&str, &str) = ("Idempotent-Replayed", "Replayed");
