//! A table that costs nothing: the SDK's HTTP client, answered from a list. What is left is the SDK and us.

use std::fmt::Write as _;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Region, StalledStreamProtectionConfig};
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use paydesk_service::store::keys::Item;

/// What is answered to an operation whose request contains a text; the first that fits.
#[derive(Clone, Debug)]
pub struct Answer {
    pub operation: &'static str,
    pub containing: String,
    pub body: String,
}

/// Everything else is answered with `{}`, which is success to all of them.
#[derive(Clone, Debug, Default)]
pub struct Canned {
    answers: Arc<Vec<Answer>>,
}

/// A client with the runner's own settings.
pub fn client(answers: Vec<Answer>) -> Client {
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .allow_no_auth()
        .endpoint_url("http://dynamodb.local")
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .http_client(Canned { answers: Arc::new(answers) });
    Client::from_conf(config.build())
}

impl HttpClient for Canned {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Canned {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let body = std::str::from_utf8(request.body().bytes().unwrap_or_default()).unwrap_or_default();
        let mut fitting = self.answers.iter().filter(|answer| target.ends_with(answer.operation));
        let answer = fitting.find(|answer| body.contains(&answer.containing));
        let body = answer.map_or("{}", |answer| &answer.body);
        let status = 200.try_into().unwrap_or_else(|_| unreachable!("200 is an HTTP status"));
        let mut response = HttpResponse::new(status, SdkBody::from(body));
        response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
        HttpConnectorFuture::ready(Ok(response))
    }
}

/// An item in DynamoDB's JSON.
pub fn json(item: &Item) -> String {
    let mut text = String::from("{");
    for (name, value) in item {
        let comma = if text.len() > 1 { "," } else { "" };
        let _ = match value {
            AttributeValue::N(digits) => write!(text, "{comma}\"{name}\":{{\"N\":\"{digits}\"}}"),
            AttributeValue::S(inside) => {
                write!(text, "{comma}\"{name}\":{{\"S\":{}}}", serde_json::Value::from(inside.as_str()))
            }
            _ => Ok(()),
        };
    }
    text + "}"
}
