//! What a call is answered with when it fails: the error object, and every status with its headers.

use paydesk_model::problem::Problem;
use paydesk_service::error::Error;
use paydesk_service::wire::Dialect;
use paydesk_service::wire::call::LARGEST_BODY;
use serde_json::{Map, Value, json};

use super::{headers, request, spelled};

/// One of every kind of failure that a route can have; statuses and types are the errors' own.
fn every(dialect: Dialect) -> Vec<Error> {
    let text = String::new;
    vec![
        Error::Invalid(Problem::general("")),
        Error::KeyReused { key: text() },
        Error::Unauthorized(text()),
        Error::Forbidden(text()),
        Error::NoSuchSession { id: text(), other_mode: false },
        Error::TooLarge { limit: LARGEST_BODY },
        Error::WrongFormat { expected: dialect.body_format() },
        Error::Contended,
        Error::Internal(text()),
        Error::Unavailable(text()),
    ]
}

/// A failure by name, and what it means; a kind of error that is not here yet does not compile.
const fn meaning(error: &Error) -> (&'static str, &'static str) {
    match error {
        Error::Invalid(_) | Error::KeyReused { .. } => (
            "Invalid",
            "The request is wrong, or its idempotency key was used with other parameters. Mend it before sending it again.",
        ),
        Error::Unauthorized(_) => ("Unauthorized", "No key, or one that is not good."),
        Error::Forbidden(_) => {
            ("Forbidden", "The key may not do this: it may only read, or it is a publishable one.")
        }
        Error::NoSuchSession { .. } | Error::UnknownRoute { .. } => {
            ("NotFound", "There is no such session of this account in this mode.")
        }
        Error::WrongMethod { .. } => ("WrongMethod", "The path takes other methods."),
        Error::TooLarge { .. } => ("TooLarge", "The body is larger than 1,000,000 bytes."),
        Error::WrongFormat { .. } => ("WrongFormat", "The body is in a format that this path does not read."),
        Error::Contended => {
            ("Contended", "Others keep changing the same session. Send it again in a moment.")
        }
        Error::Internal(_) => {
            ("Internal", "Something broke on our side. Send it again, with the same idempotency key.")
        }
        Error::Unavailable(_) => {
            ("Unavailable", "The table did not answer in time. Send it again, with the same idempotency key.")
        }
    }
}

/// The failures of a route, by status.
pub fn of(post: bool, session: bool) -> Map<String, Value> {
    let can_be = |error: &Error| match error {
        Error::NoSuchSession { .. } => session,
        Error::WrongFormat { .. } => post,
        Error::Contended => post && session,
        _ => true,
    };
    let reference = |error: &Error| json!({"$ref": format!("#/components/responses/{}", meaning(error).0)});
    let failures = every(Dialect::Stripe).into_iter().filter(can_be);
    failures.map(|error| (error.status().to_string(), reference(&error))).collect()
}

pub fn responses(dialect: Dialect) -> Map<String, Value> {
    let mut responses = Map::new();
    for error in every(dialect) {
        let (name, words) = meaning(&error);
        responses.insert(name.to_owned(), json!({
            "description": words,
            "headers": headers_of(&error),
            "content": {"application/json": {"schema": request::reference("Error"), "example": example(dialect, &error)}},
        }));
    }
    responses
}

fn headers_of(error: &Error) -> Map<String, Value> {
    let mut pairs = headers::ALWAYS.to_vec();
    pairs.push(headers::OF_A_POST);
    if error.should_retry().is_some() {
        pairs.push(("Stripe-Should-Retry", "ShouldRetry"));
    }
    match error {
        Error::Unauthorized(_) => pairs.push(("WWW-Authenticate", "Authenticate")),
        Error::Unavailable(_) | Error::Contended => pairs.push(("Retry-After", "RetryAfter")),
        _ => {}
    }
    headers::references(&pairs)
}

fn example(dialect: Dialect, error: &Error) -> Value {
    let path = match dialect {
        Dialect::Stripe => "line_items[0][price_data][currency]",
        Dialect::Camel => "lineItems[0].priceData.currency",
    };
    match error {
        Error::Invalid(_) | Error::KeyReused { .. } => json!({"error": {
            "code": "parameter_missing",
            spelled(dialect, "doc_url"): "https://stripe.com/docs/error-codes/parameter-missing",
            "message": format!("Missing required param: {path}."), "param": path,
            "type": error.kind(),
        }}),
        Error::NoSuchSession { .. } => json!({"error": {
            "code": "resource_missing",
            spelled(dialect, "doc_url"): "https://stripe.com/docs/error-codes/resource-missing",
            "message": "No such checkout.session: cs_test_none", "type": error.kind(),
        }}),
        Error::Unauthorized(_) => {
            json!({"error": {"message": "Invalid API Key provided: sk_test_****desk", "type": error.kind()}})
        }
        Error::Forbidden(_) => json!({"error": {
            "message": "This API call cannot be made with a publishable API key. Please use a secret API key.",
            "type": error.kind(),
        }}),
        _ => json!({"error": {"message": error.message(), "type": error.kind()}}),
    }
}

pub fn schema(dialect: Dialect) -> Value {
    let mut kinds: Vec<_> = every(dialect).iter().map(Error::kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    json!({
        "type": "object", "required": ["error"], "additionalProperties": false,
        "properties": {"error": {
            "type": "object", "required": ["message", "type"], "additionalProperties": false,
            "properties": {
                "code": {"type": "string", "description": "What is wrong, in a word; on some errors."},
                spelled(dialect, "doc_url"): {"type": "string", "description": "What the code means; there with it."},
                "message": {"type": "string", "description": "What is wrong and what to do about it."},
                "param": {"type": "string", "description": "The parameter that is wrong, if it is one."},
                "type": {"type": "string", "enum": kinds},
            },
        }},
    })
}
