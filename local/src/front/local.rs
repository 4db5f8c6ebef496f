//! `/_local/…`: the clock and the announcements, which only the local runner has.

use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{Method, StatusCode};
use paydesk_service::wire::call::key_of;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, refused};
use crate::deployment::{ClockError, Deployment};

/// How the clock is to move.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Move {
    /// By so many seconds.
    Advance(i64),
    /// To this Unix second.
    Set(i64),
}

pub async fn answer(deployment: &Deployment, request: &Parts, body: &[u8]) -> Answer {
    let (path, method) = (request.uri.path(), &request.method);
    match (path, method) {
        ("/_local/clock", &Method::GET) => ok(&clock(deployment)),
        ("/_local/clock", &Method::POST) => move_clock(deployment, body).await,
        ("/_local/announcements", &Method::GET) => announcements(deployment, request).await,
        ("/_local/clock" | "/_local/announcements", _) => {
            refused(StatusCode::METHOD_NOT_ALLOWED, &format!("{path} does not take {method}."), false)
        }
        _ => {
            let message = format!("There is no {path}. There are /_local/clock and /_local/announcements.");
            refused(StatusCode::NOT_FOUND, &message, false)
        }
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
