//! Answers: a body in the caller's dialect with the headers that SDKs read.

use lambda_http::{Body, Response};
use serde::Serialize;

use super::call::Envelope;
use super::{Dialect, camel};
use crate::error::Error;

/// What an action answers.
#[derive(Clone, Debug)]
pub struct Reply {
    pub body: String,
    /// The action was done before, by the same idempotency key.
    pub replayed: bool,
}

impl Reply {
    pub fn new(body: String) -> Self {
        Self { body, replayed: false }
    }
}

/// The error object, in Stripe's words; keys without a value are left out.
#[derive(Serialize)]
struct ErrorBody<'e> {
    error: ErrorFields<'e>,
}

#[derive(Serialize)]
struct ErrorFields<'e> {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decline_code: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc_url: Option<String>,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    param: Option<String>,
    #[serde(rename = "type")]
    kind: &'e str,
}

/// The whole response to a call.
pub fn respond(outcome: Result<Reply, Error>, envelope: &Envelope) -> Response<Body> {
    match outcome {
        Ok(reply) => success(reply, envelope),
        Err(error) => refusal(&error, envelope),
    }
}

fn success(reply: Reply, envelope: &Envelope) -> Response<Body> {
    let mut headers = common(200, envelope);
    if reply.replayed {
        headers = headers.header("Idempotent-Replayed", "true");
    }
    finish(headers, reply.body)
}

fn refusal(error: &Error, envelope: &Envelope) -> Response<Body> {
    let mut headers = common(error.status(), envelope);
    match error {
        Error::Unauthorized(_) => headers = headers.header("WWW-Authenticate", "Basic realm=\"Stripe\""),
        Error::WrongMethod { allowed, .. } => headers = headers.header("Allow", *allowed),
        Error::Unavailable(_) | Error::Contended => headers = headers.header("Retry-After", "1"),
        _ => {}
    }
    if let Some(retry) = error.should_retry() {
        headers = headers.header("Stripe-Should-Retry", if retry { "true" } else { "false" });
    }
    finish(headers, error_body(error, envelope.dialect))
}

fn common(status: u16, envelope: &Envelope) -> http::response::Builder {
    let mut headers = Response::builder()
        .status(status)
        .header("Content-Type", "application/json")
        .header("Cache-Control", "no-cache, no-store")
        .header("Request-Id", &envelope.request_id)
        .header("Stripe-Version", envelope.version.as_str());
    if let Some(key) = &envelope.idempotency_key {
        headers = headers.header("Idempotency-Key", key);
    }
    headers
}

fn finish(headers: http::response::Builder, body: String) -> Response<Body> {
    // The only header taken from a caller came in as a valid header.
    headers.body(Body::Text(body)).unwrap_or_else(|_| Response::new(Body::Empty))
}

fn error_body(error: &Error, dialect: Dialect) -> String {
    let param = match error {
        Error::Invalid(problem) => problem.param.as_ref(),
        _ => None,
    };
    let decline_code = match error {
        Error::Declined(decline) => decline.decline_code.as_deref(),
        _ => None,
    };
    let fields = ErrorFields {
        code: error.code(),
        decline_code,
        doc_url: error
            .code()
            .map(|code| format!("https://stripe.com/docs/error-codes/{}", code.replace('_', "-"))),
        message: error.message(),
        param: param.map(ToString::to_string),
        kind: error.kind(),
    };
    let body = ErrorBody { error: fields };
    match dialect {
        Dialect::Stripe => without_backticks(serde_json::to_string(&body)),
        Dialect::Camel => camel::error(serde_json::to_value(&body), param),
    }
}

/// Stripe writes parameter names in its messages plainly.
fn without_backticks(body: Result<String, serde_json::Error>) -> String {
    body.unwrap_or_default().replace('`', "")
}
