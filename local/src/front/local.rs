//! `/_local/…`: the clock, the announcements, the queue and the documents, which only the local runner has.

use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;
use http::{Method, StatusCode};
use paydesk_service::wire::Dialect;
use paydesk_service::wire::call::key_of;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, refused, webhooks};
use crate::deployment::{ClockError, Deployment};
use crate::openapi;
use crate::template::DEFAULT_STAGE;

/// How the clock is to move.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Move {
    /// By so many seconds.
    Advance(i64),
    /// To this Unix second.
    Set(i64),
}

/// What a path leads to.
#[derive(Clone, Copy)]
enum Place {
    Announcements,
    Bus,
    Clock,
    Page(Dialect),
    Document(Dialect),
    Queue,
    Redrive,
    Faults,
}

/// Everything there is.
const PLACES: [(&str, Place); 10] = [
    ("/_local/announcements", Place::Announcements),
    ("/_local/bus", Place::Bus),
    ("/_local/clock", Place::Clock),
    ("/_local/docs", Place::Page(Dialect::Stripe)),
    ("/_local/docs/camel", Place::Page(Dialect::Camel)),
    ("/_local/openapi/camel.json", Place::Document(Dialect::Camel)),
    ("/_local/openapi/stripe.json", Place::Document(Dialect::Stripe)),
    ("/_local/queue", Place::Queue),
    ("/_local/redrive", Place::Redrive),
    ("/_local/webhooks/faults", Place::Faults),
];

pub async fn answer(deployment: &Deployment, request: &Parts, body: &[u8]) -> Answer {
    let (path, method) = (request.uri.path(), &request.method);
    let Some((_, place)) = PLACES.iter().find(|(known, _)| *known == path) else {
        let known = PLACES.map(|(known, _)| known).join(", ");
        let message = format!("There is no {path}. There are {known}.");
        return refused(StatusCode::NOT_FOUND, &message, false);
    };
    match (*place, method) {
        (Place::Clock, &Method::GET) => ok(&clock(deployment)),
        (Place::Clock, &Method::POST) => move_clock(deployment, body).await,
        (Place::Announcements, &Method::GET) => announcements(deployment, request).await,
        (Place::Bus, &Method::GET) => webhooks::bus(deployment),
        (Place::Queue, &Method::GET) => webhooks::queue(deployment),
        (Place::Redrive, &Method::POST) => webhooks::redrive(deployment),
        (Place::Faults, &Method::GET) => webhooks::faults(deployment),
        (Place::Faults, &Method::POST) => webhooks::set_faults(deployment, body),
        (Place::Document(dialect), &Method::GET) => {
            ok(&openapi::document(dialect, &server(deployment, request)))
        }
        (Place::Page(dialect), &Method::GET) => page(dialect, &server(deployment, request)),
        _ => refused(StatusCode::METHOD_NOT_ALLOWED, &format!("{path} does not take {method}."), false),
    }
}

/// Where the caller has reached this runner's API: behind its stage, if that is a step of every path.
fn server(deployment: &Deployment, request: &Parts) -> String {
    let host = request.headers.get(HOST).and_then(|host| host.to_str().ok());
    let runner = host.map_or_else(|| openapi::RUNNER.to_owned(), |host| format!("http://{host}"));
    match deployment.template().stage.as_str() {
        DEFAULT_STAGE => runner,
        stage => format!("{runner}/{stage}"),
    }
}

fn page(dialect: Dialect, server: &str) -> Answer {
    match openapi::page::html(dialect, server) {
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
