//! API Gateway's events, made to ask for something else than the sample does.

use paydesk_service::random;
use serde_json::{Value, json};

/// Has an event ask for something else.
pub fn lead(event: &mut Value, route: &str, parameter: &str, path: &str) {
    event["routeKey"] = route.into();
    event["rawPath"] = path.into();
    event["requestContext"]["routeKey"] = route.into();
    event["requestContext"]["http"]["path"] = path.into();
    event["pathParameters"] = json!({parameter: path.rsplit('/').next()});
    event["rawQueryString"] = "".into();
    event["queryStringParameters"] = json!({});
}

/// Has an event send a form there, once.
pub fn post(event: &mut Value, path: &str, form: &str) {
    event["routeKey"] = format!("POST {path}").into();
    event["rawPath"] = path.into();
    event["rawQueryString"] = "".into();
    event["queryStringParameters"] = json!({});
    event["requestContext"]["routeKey"] = event["routeKey"].clone();
    event["requestContext"]["http"]["path"] = path.into();
    event["requestContext"]["http"]["method"] = "POST".into();
    event["headers"]["content-type"] = "application/x-www-form-urlencoded".into();
    event["headers"]["content-length"] = form.len().to_string().into();
    event["headers"]["idempotency-key"] = random::token().into();
    event["body"] = form.into();
}
