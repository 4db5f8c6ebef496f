//! `/_local/…`: the clock, the announcements and the documents, which only the local runner has.

use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;
use http::{Method, StatusCode};
use paydesk_service::wire::Dialect;
use paydesk_service::wire::call::key_of;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, refused};
use crate::deployment::{ClockError, Deployment};
use crate::openapi;

/// How the clock is to move.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Move {
    /// By so many seconds.
    Advance(i64),
    /// To this Unix second.
    Set(i64),
}

/// Everything there is, for whoever asks for something else.
const PATHS: [&str; 6] = [
    "/_local/announcements",
    "/_local/clock",
    "/_local/docs",
    "/_local/docs/camel",
    "/_local/openapi/camel.json",
    "/_local/openapi/stripe.json",
];

pub async fn answer(deployment: &Deployment, request: &Parts, body: &[u8]) -> Answer {
    let (path, method) = (request.uri.path(), &request.method);
    match (path, method) {
        ("/_local/clock", &Method::GET) => ok(&clock(deployment)),
        ("/_local/clock", &Method::POST) => move_clock(deployment, body).await,
        ("/_local/announcements", &Method::GET) => announcements(deployment, request).await,
        ("/_local/openapi/stripe.json", &Method::GET) => {
            ok(&openapi::document(Dialect::Stripe, &server(request)))
        }
        ("/_local/openapi/camel.json", &Method::GET) => {
            ok(&openapi::document(Dialect::Camel, &server(request)))
        }
        ("/_local/docs", &Method::GET) => page(Dialect::Stripe, request),
        ("/_local/docs/camel", &Method::GET) => page(Dialect::Camel, request),
        (known, _) if PATHS.contains(&known) => {
            refused(StatusCode::METHOD_NOT_ALLOWED, &format!("{path} does not take {method}."), false)
        }
        _ => {
            let message = format!("There is no {path}. There are {}.", PATHS.join(", "));
            refused(StatusCode::NOT_FOUND, &message, false)
        }
    }
}

/// Where the caller has reached this runner.
fn server(request: &Parts) -> String {
    let host = request.headers.get(HOST).and_then(|host| host.to_str().ok());
    host.map_or_else(|| openapi::RUNNER.to_owned(), |host| format!("http://{host}"))
}

fn page(dialect: Dialect, request: &Parts) -> Answer {
    match openapi::page::html(dialect, &server(request)) {
        Ok(html) => super::html(html),
        Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string(), false),
    }
}

fn ok(value: &Value) -> Answer {
    super::json(StatusCode::OK, value)
}

fn clock(deployment: &Deployment) -> Value {
    let clock = deployment.clock();
    json!({"now": clock.now().seconds(), "offset": clock.offset_millis() / 1000})
}

async fn move_clock(deployment: &Deployment, body: &[u8]) -> Answer {
    let moved = match serde_json::from_slice(body) {
        Ok(Move::Advance(seconds)) => deployment.advance(seconds).await,
        Ok(Move::Set(second)) => deployment.set_time(second).await,
        Err(_) => {
            let message =
                r#"Send {"advance": seconds} or {"set": unix seconds} as JSON, one of them, a whole number."#;
            return refused(StatusCode::BAD_REQUEST, message, false);
        }
    };
    match moved {
        Ok(()) => ok(&clock(deployment)),
        Err(error @ ClockError::NotKept(_)) => {
            refused(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string(), false)
        }
        Err(error) => refused(StatusCode::BAD_REQUEST, &error.to_string(), false),
    }
}

/// All of them, or with a key those of its account: a test run may want to see only its own.
async fn announcements(deployment: &Deployment, request: &Parts) -> Answer {
    let key = request.headers.get(AUTHORIZATION).and_then(|value| key_of(value.to_str().ok()?));
    let account = match key {
        None => None,
        Some(key) => match deployment.account(&key).await {
            Ok(account) => Some(account),
            Err(message) => return refused(StatusCode::UNAUTHORIZED, &message, false),
        },
    };
    match deployment.announcements() {
        Ok(mut announcements) => {
            announcements.retain(|one| account.as_ref().is_none_or(|account| one.account == *account));
            ok(&json!({ "data": announcements }))
        }
        Err(problem) => refused(StatusCode::INTERNAL_SERVER_ERROR, &problem, false),
    }
}
