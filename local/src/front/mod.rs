//! The HTTP front of the local runner: one port, requests in, answers out, and nobody who can keep it waiting.

mod body;
mod local;

use std::convert::Infallible;
use std::time::Duration;

use http::header::{CONNECTION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use lambda_http::Body;
use tokio::net::{TcpListener, TcpStream};

use crate::deployment::Deployment;
use body::Received;

type Answer = Response<Full<Bytes>>;

/// How long a client may take over its headers.
const HEADER_TIMEOUT: Duration = Duration::from_secs(15);
/// How long a request under way may take once the runner is told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// API Gateway takes 10,240 bytes of headers in all.
/// hyper looks between reads: up to twice this gets through.
const MOST_HEADER_BYTES: usize = 64 * 1024;
const MOST_HEADERS: usize = 128;

/// Serves until it is told to stop, and lets what is under way finish.
pub async fn serve(listener: TcpListener, deployment: Deployment, stop: impl Future<Output = ()>) {
    let connections = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => connect(stream, &deployment, &connections),
                Err(error) => {
                    // Out of file descriptors, most likely: others have to finish first.
                    tracing::warn!("a connection was not accepted: {error}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
    drop(listener);
    if tokio::time::timeout(GRACE, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests were still under way");
    }
}

fn connect(stream: TcpStream, deployment: &Deployment, connections: &GracefulShutdown) {
    // Without it an answer of two packets waits for the client's acknowledgement.
    let _ = stream.set_nodelay(true);
    let deployment = deployment.clone();
    let service = service_fn(move |request| {
        let deployment = deployment.clone();
        async move { Ok::<_, Infallible>(answer(&deployment, request).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .max_headers(MOST_HEADERS)
        .max_buf_size(MOST_HEADER_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    let watched = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = watched.await {
            tracing::debug!("a connection ended: {error}");
        }
    });
}

async fn answer(deployment: &Deployment, request: Request<Incoming>) -> Answer {
    let (parts, incoming) = request.into_parts();
    let body = match body::read(incoming).await {
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
    let message = format!("The request body is larger than {} bytes.", body::MOST_BYTES);
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
