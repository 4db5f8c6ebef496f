//! events/*.json, replayed through the handlers: every function takes the sample that is its own.

use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::eventbridge::EventBridgeEvent;
use aws_lambda_events::event::sqs::SqsEvent;
use aws_sdk_dynamodb::types::AttributeValue;
use lambda_http::request::{LambdaRequest, from_str};
use lambda_http::{Body, Request};
use paydesk_local::template::Trigger;
use paydesk_service::store::keys::Item;
use paydesk_service::store::stored::Stored;
use serde_json::Value;

use crate::world::{deployment, json, template};

/// What invokes a function.
pub fn sample(function: &str) -> String {
    let path = format!("{}/../events/{function}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The sample as API Gateway's caller sent it.
fn sent(function: &str) -> Request {
    let event: Value = serde_json::from_str(&sample(function)).unwrap();
    let request: Request = from_str(&sample(function)).unwrap();
    let (mut parts, body) = request.into_parts();
    let query = event["rawQueryString"].as_str().unwrap();
    let path = event["rawPath"].as_str().unwrap();
    parts.uri = if query.is_empty() { path.to_string() } else { format!("{path}?{query}") }.parse().unwrap();
    Request::from_parts(parts, body)
}

#[test]
fn every_function_has_a_sample_of_what_invokes_it() {
    for function in template().functions {
        let text = sample(&function.name);
        match &function.triggers[0] {
            Trigger::Stream(source) => {
                let event: Value = serde_json::from_str(&text).unwrap();
                assert!(source.wants(&event["Records"][0]), "the filter would keep the sample away");
                let event: Event = serde_json::from_str(&text).unwrap();
                assert_eq!(event.records.len(), 1);
            }
            Trigger::Schedule(_) => {
                let event: EventBridgeEvent = serde_json::from_str(&text).unwrap();
                assert_eq!(event.detail_type, "Scheduled Event");
            }
            Trigger::Queue(source) => {
                let event: SqsEvent = serde_json::from_str(&text).unwrap();
                assert_eq!(event.records[0].event_source_arn.as_deref(), Some(source.queue.as_str()));
            }
            Trigger::Route { method, path } => {
                let event: Value = serde_json::from_str(&text).unwrap();
                assert_eq!(event["routeKey"], format!("{method} {path}"));
            }
            Trigger::DefaultRoute => {
                let event: Value = serde_json::from_str(&text).unwrap();
                assert_eq!(event["routeKey"], "$default");
            }
        }
    }
}

#[test]
fn the_session_in_the_streams_sample_is_as_the_store_writes_it() {
    let event: Value = serde_json::from_str(&sample("announce")).unwrap();
    let change = &event["Records"][0]["dynamodb"];
    for image in ["OldImage", "NewImage"] {
        let attributes = change[image].as_object().unwrap().iter();
        let item: Item = attributes.map(|(name, value)| (name.clone(), attribute(value))).collect();
        let stored = Stored::read(&item).unwrap();
        assert_eq!(stored.items().unwrap().head, item, "{image}");
    }
    let outbox = |image: &str| change[image]["outbox"]["S"].as_str().unwrap().matches("\"n\":").count();
    assert!(outbox("NewImage") > outbox("OldImage"), "it has nothing to announce");
}

fn attribute(value: &Value) -> AttributeValue {
    match (value["S"].as_str(), value["N"].as_str()) {
        (Some(text), None) => AttributeValue::S(text.into()),
        (None, Some(digits)) => AttributeValue::N(digits.into()),
        _ => panic!("{value}"),
    }
}

#[tokio::test]
async fn the_samples_of_the_api_are_answered_as_they_are_meant() {
    for (function, status) in [
        ("create", 200),
        ("retrieve", 404),
        ("list", 200),
        ("expire", 404),
        ("update", 404),
        ("objects", 404),
        ("capture", 404),
        ("catalog", 200),
        ("links", 200),
        ("endpoints", 200),
        ("events", 200),
        ("simulate", 404),
        ("unknown", 404),
    ] {
        let response = deployment().http(sent(function)).await;
        assert_eq!(response.status(), status, "{function}: {response:?}");
        assert!(json(&response).is_object());
    }
}

#[tokio::test]
async fn the_samples_of_browsers_are_answered_with_pages() {
    for function in ["page", "pay", "open"] {
        let response = deployment().http(sent(function)).await;
        assert_eq!(response.status(), 404, "{function}: {response:?}");
        let kind = response.headers()["content-type"].to_str().unwrap();
        assert!(kind.starts_with("text/html"), "{function}: {kind}");
    }
}

#[tokio::test]
async fn a_form_is_base64_in_the_sample_and_bytes_in_the_handler() {
    let LambdaRequest::ApiGatewayV2(event) = serde_json::from_str(&sample("create")).unwrap() else {
        panic!()
    };
    assert!(event.is_base64_encoded);
    let Body::Binary(bytes) = sent("create").into_body() else { panic!("not bytes") };
    assert!(String::from_utf8(bytes).unwrap().starts_with("mode=payment&"));
}
