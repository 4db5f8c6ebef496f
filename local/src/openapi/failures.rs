//! What a call is answered with when it fails: the error object, and every status with its headers; and what
//! API Gateway says by itself.

use paydesk_model::payment::Decline;
use paydesk_model::problem::Problem;
use paydesk_service::error::Error;
use paydesk_service::wire::Dialect;
use paydesk_service::wire::call::LARGEST_BODY;
use serde_json::{Map, Value, json};

use super::{headers, request, spelled};

/// One of every kind of failure that a route can have; statuses and types are the errors' own.
fn every(dialect: Dialect) -> Vec<Error> {
    let text = String::new;
    let mut errors = vec![
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
    ];
    // Only a simulated payer pays at a route of the API.
    if dialect == Dialect::Stripe {
        errors.push(Error::Declined(Decline::new("", None, "")));
    }
    errors
}

/// What API Gateway answers without a function: a body beyond its own limit, too many calls, and a function
/// that is throttled, out of time or dead.
const BY_THE_GATEWAY: [u16; 4] = [413, 429, 500, 503];

const GATEWAYS: &str =
    "API Gateway itself may answer so, too: then there is only a message, and none of these headers.";

/// A failure by name, and what it means; a kind of error that is not here yet does not compile.
fn meaning(error: &Error) -> (&'static str, String) {
    let (name, words) = match error {
        Error::Invalid(_) | Error::KeyReused { .. } => (
            "Invalid",
            "The request is wrong, or its idempotency key was used with other parameters. Mend it before sending it again.",
        ),
        Error::Unauthorized(_) => ("Unauthorized", "No key, or one that is not good."),
        Error::Forbidden(_) => (
            "Forbidden",
            "The key may not do this: it may only read, it is a publishable one, or a test key where there is no test mode.",
        ),
        Error::NoSuchSession { .. } | Error::NoSuchObject { .. } | Error::UnknownRoute { .. } => {
            ("NotFound", "There is no such session, or other object, of this account in this mode.")
        }
        Error::Declined(_) => {
            ("Declined", "The request is right, and the provider said no; `decline_code` says why.")
        }
        Error::WrongMethod { .. } => ("WrongMethod", "The path takes other methods."),
        Error::TooLarge { limit } => {
            return ("TooLarge", format!("The body is larger than {limit} bytes."));
        }
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
    };
    (name, words.to_owned())
}

/// The failures of a route, by status.
pub fn of(post: bool, session: bool) -> Map<String, Value> {
    let can_be = |error: &Error| match error {
        Error::NoSuchSession { .. } => session,
        Error::WrongFormat { .. } => post,
        Error::Contended => post && session,
        Error::Declined(_) => false,
        _ => true,
    };
    let failures = every(Dialect::Stripe).into_iter().filter(can_be);
    let mut responses: Map<String, Value> =
        failures.map(|error| (error.status().to_string(), reference(meaning(&error).0))).collect();
    responses.entry("429").or_insert_with(|| reference(THROTTLED));
    responses
}

/// What a route answers besides, where a payer pays.
pub fn of_paying() -> (String, Value) {
    let declined = Error::Declined(Decline::new("", None, ""));
    (declined.status().to_string(), reference(meaning(&declined).0))
}

fn reference(response: &str) -> Value {
    json!({"$ref": format!("#/components/responses/{response}")})
}

/// Where no function answers 429, API Gateway still does.
const THROTTLED: &str = "TooManyRequests";

fn throttled() -> Value {
    json!({
        "description": "API Gateway was asked too often. Send it again in a moment; Stripe's SDKs do not by themselves.",
        "content": {"application/json": {
            "schema": request::reference("GatewayError"), "example": {"message": "Too Many Requests"},
        }},
    })
}

pub fn responses(dialect: Dialect) -> Map<String, Value> {
    let mut responses = Map::new();
    for error in every(dialect) {
        let (name, words) = meaning(&error);
        let own = request::reference("Error");
        let (words, schema) = if by_the_gateway(&error) {
            (format!("{words} {GATEWAYS}"), json!({"anyOf": [own, request::reference("GatewayError")]}))
        } else {
            (words, own)
        };
        responses.insert(
            name.to_owned(),
            json!({
                "description": words,
                "headers": headers_of(&error),
                "content": {"application/json": {"schema": schema, "example": example(dialect, &error)}},
            }),
        );
    }
    responses.insert(THROTTLED.to_owned(), throttled());
    responses
}

fn by_the_gateway(error: &Error) -> bool {
    BY_THE_GATEWAY.contains(&error.status())
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
    if by_the_gateway(error) { headers::perhaps(&pairs) } else { headers::references(&pairs) }
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
        Error::Declined(_) => json!({"error": {
            "code": "card_declined", "decline_code": "insufficient_funds",
            spelled(dialect, "doc_url"): "https://stripe.com/docs/error-codes/card-declined",
            "message": "Your card has insufficient funds.", "type": error.kind(),
        }}),
        _ => json!({"error": {"message": error.message(), "type": error.kind()}}),
    }
}

pub fn schema(dialect: Dialect) -> Value {
    let every = every(dialect);
    let mut kinds: Vec<_> = every.iter().map(Error::kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut fields = json!({
        "code": {"type": "string", "description": "What is wrong, in a word; on some errors."},
        spelled(dialect, "doc_url"): {"type": "string", "description": "What the code means; there with it."},
        "message": {"type": "string", "description": "What is wrong and what to do about it."},
        "param": {"type": "string", "description": "The parameter that is wrong, if it is one."},
        "type": {"type": "string", "enum": kinds},
    });
    if every.iter().any(|error| matches!(error, Error::Declined(_))) {
        fields["decline_code"] =
            json!({"type": "string", "description": "Why the card was declined, if it was."});
    }
    json!({
        "type": "object", "required": ["error"], "additionalProperties": false,
        "properties": {"error": {
            "type": "object", "required": ["message", "type"], "additionalProperties": false, "properties": fields,
        }},
    })
}

/// What API Gateway says in its own words.
pub fn gateways_schema() -> Value {
    json!({
        "type": "object", "required": ["message"], "additionalProperties": false,
        "description": "What API Gateway says by itself, when no function answers.",
        "properties": {"message": {"type": "string", "description": "Such as Too Many Requests."}},
    })
}
