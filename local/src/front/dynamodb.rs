//! The embedded table over HTTP, and the queues that functions send to, for whom the connector cannot serve: functions of
//! their own process, the AWS CLI, SDKs.
//!
//! Nobody is asked for a signature and every verb below is everybody's: a port for one's own machine.

use std::sync::Arc;

use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use serde_json::json;
use tokio::net::TcpListener;

use super::body::{self, Received};
use super::{Answer, listen};
use crate::connector;
use crate::engine::Engine;
use crate::queues::Queues;

/// DynamoDB takes requests of 16 MiB.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// What the name of every operation on the table starts with, and of every one on a queue.
const TABLE: &str = "DynamoDB_20120810";
const QUEUES: &str = "AmazonSQS";

/// Serves table and queues until it is told to stop, and lets what is under way finish.
pub async fn serve(
    listener: TcpListener,
    engine: Arc<Engine>,
    queues: Arc<Queues>,
    stop: impl Future<Output = ()>,
) {
    let answer = move |request| {
        let (engine, queues) = (engine.clone(), queues.clone());
        async move { answer(&engine, &queues, request).await }
    };
    listen::serve(listener, answer, stop).await;
}

async fn answer(engine: &Engine, queues: &Queues, request: Request<Incoming>) -> Answer {
    let (parts, incoming) = request.into_parts();
    let body = match body::read(incoming, MOST_BYTES).await {
        Received::Whole(body) => body,
        Received::TooLarge { .. } => {
            return refused("RequestEntityTooLargeException", "The request body is larger than 16 MiB.");
        }
        Received::TooSlow | Received::Broken => {
            return refused("SerializationException", "The request body did not arrive.");
        }
    };
    let performed = match called(&parts) {
        Some((TABLE, operation)) => connector::perform(engine, operation, &body).await,
        Some((QUEUES, operation)) => connector::perform_queue(engine, queues, operation, &body).await,
        _ => {
            return refused(
                "UnknownOperationException",
                "This is a DynamoDB endpoint: it answers AWS SDKs and the AWS CLI, and has no page to look at.",
            );
        }
    };
    match performed {
        Ok((status, body)) => reply(StatusCode::from_u16(status).unwrap_or_default(), body),
        Err(error) => {
            tracing::error!("a write could not be kept: {error}");
            let kind = "com.amazonaws.dynamodb.v20120810#InternalServerError";
            let body = json!({"__type": kind, "message": "The write could not be kept."});
            reply(StatusCode::INTERNAL_SERVER_ERROR, body.to_string().into_bytes())
        }
    }
}

/// The service and the operation that a request is for.
fn called(request: &Parts) -> Option<(&str, &str)> {
    let target = request.headers.get("x-amz-target")?.to_str().ok()?;
    target.split_once('.').filter(|_| request.method == Method::POST)
}

fn refused(kind: &str, message: &str) -> Answer {
    let body = json!({"__type": format!("com.amazon.coral.service#{kind}"), "message": message});
    reply(StatusCode::BAD_REQUEST, body.to_string().into_bytes())
}

fn reply(status: StatusCode, body: Vec<u8>) -> Answer {
    let mut response = Response::new(Full::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-amz-json-1.0"));
    if let Ok(id) = HeaderValue::from_str(&paydesk_service::random::token().to_uppercase()) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}
