//! The HTTP front of the local runner: requests in, answers out.

mod body;
pub mod dynamodb;
mod listen;
mod local;
mod webhooks;

use http::header::{CONNECTION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use lambda_http::Body;
use tokio::net::TcpListener;

use crate::deployment::Deployment;
use body::Received;

type Answer = Response<Full<Bytes>>;

/// Lambda takes events of 6 MiB.
const MOST_BYTES: usize = 6 * 1024 * 1024;

/// Serves the API until it is told to stop, and lets what is under way finish.
pub async fn serve(listener: TcpListener, deployment: Deployment, stop: impl Future<Output = ()>) {
    let answer = move |request| {
        let deployment = deployment.clone();
        async move { answer(&deployment, request).await }
    };
    listen::serve(listener, answer, stop).await;
}

async fn answer(deployment: &Deployment, request: Request<Incoming>) -> Answer {
    let (parts, incoming) = request.into_parts();
    let body = match body::read(incoming, MOST_BYTES).await {
        Received::Whole(body) => body,
        Received::TooLarge { drained } => return too_large(drained),
        Received::TooSlow => {
            return refused(StatusCode::REQUEST_TIMEOUT, "The request body did not arrive in time.", true);
        }
        Received::Broken => {
            return refused(StatusCode::BAD_REQUEST, "The request body could not be read.", true);
        }
    };
    if parts.uri.path().starts_with("/_local/") {
        return local::answer(deployment, &parts, &body).await;
    }
    let body = if body.is_empty() { Body::Empty } else { Body::Binary(body) };
    into_hyper(deployment.http(Request::from_parts(parts, body)).await)
}

fn too_large(drained: bool) -> Answer {
    let message = format!("The request body is larger than {MOST_BYTES} bytes.");
    refused(StatusCode::PAYLOAD_TOO_LARGE, &message, !drained)
}

fn into_hyper(response: Response<Body>) -> Answer {
    response.map(|body| match body {
        Body::Text(text) => Full::from(text),
        Body::Binary(bytes) => Full::from(bytes),
        _ => Full::default(),
    })
}

/// What the front itself refuses, in the API's error shape.
fn refused(status: StatusCode, message: &str, close: bool) -> Answer {
    let mut response = json(
        status,
        &serde_json::json!({
            "error": {"type": "invalid_request_error", "message": message},
        }),
    );
    if let Ok(id) = HeaderValue::from_str(&format!("req_{}", paydesk_service::random::token())) {
        response.headers_mut().insert("request-id", id);
    }
    if close {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

fn json(status: StatusCode, value: &serde_json::Value) -> Answer {
    let mut response = Response::new(Full::from(value.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// A page that needs nothing but itself, and may load nothing else.
fn html(page: String) -> Answer {
    let mut response = Response::new(Full::from(page));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}
