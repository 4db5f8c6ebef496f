//! The services that a function may call: what their targets begin with, and in what words they refuse.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_types::body::SdkBody;
use serde_json::json;

use super::operations::Answer;
use crate::template::TableDefinition;

/// By its protocol's name of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    Table,
    Queues,
    Bus,
}

impl Service {
    pub fn of(target: &str) -> Self {
        match target {
            "AmazonSQS" => Self::Queues,
            "AWSEvents" => Self::Bus,
            _ => Self::Table,
        }
    }

    /// The right that an operation needs. A batch needs that of what is in it.
    pub fn verb(self, operation: &str) -> String {
        match self {
            Self::Table => operation.to_owned(),
            Self::Queues => format!("sqs:{}", operation.strip_suffix("Batch").unwrap_or(operation)),
            Self::Bus => format!("events:{operation}"),
        }
    }

    pub fn throttled(self) -> Answer {
        match self {
            Self::Table => refused(
                400,
                "com.amazonaws.dynamodb.v20120810#ThrottlingException",
                "Throughput exceeds the current capacity of your table or index.",
            ),
            Self::Queues => refused(400, "com.amazonaws.sqs#RequestThrottled", "Request is throttled."),
            Self::Bus => refused(400, "ThrottlingException", "Rate exceeded"),
        }
    }

    pub fn unavailable(self) -> Answer {
        let message = "The request processing has failed because of an unknown error, exception or failure.";
        match self {
            Self::Table => refused(500, "com.amazonaws.dynamodb.v20120810#InternalServerError", message),
            Self::Queues => refused(500, "com.amazonaws.sqs#InternalError", message),
            Self::Bus => refused(500, "InternalException", message),
        }
    }

    pub fn unknown(self, operation: &str) -> Answer {
        tracing::error!(operation, "the local runner does not take this operation");
        let message = format!("the local runner does not take {operation}: a function must not need it");
        refused(400, "com.amazon.coral.service#UnknownOperationException", &message)
    }

    pub fn access_denied(self, function: &str, verb: &str, table: &TableDefinition) -> Answer {
        let (verb, resource) = match self {
            Self::Table => (format!("dynamodb:{verb}"), table.arn()),
            Self::Queues => (verb.to_owned(), "any queue".to_owned()),
            Self::Bus => (verb.to_owned(), "any bus".to_owned()),
        };
        let message = format!(
            "{function} is not authorized to perform: {verb} on resource: {resource} because no policy in template.yaml \
             allows it"
        );
        tracing::error!("{message}");
        match self {
            Self::Bus => refused(400, "AccessDeniedException", &message),
            Self::Table | Self::Queues => {
                refused(400, "com.amazon.coral.service#AccessDeniedException", &message)
            }
        }
    }

    /// The answer in the service's protocol.
    pub fn reply(self, answer: Answer) -> HttpResponse {
        // Every status is written down in this crate or in the engine.
        let status = answer.status.try_into();
        let status = status.unwrap_or_else(|_| unreachable!("{} is an HTTP status", answer.status));
        let mut response = HttpResponse::new(status, SdkBody::from(answer.body));
        let kind = match self {
            Self::Table | Self::Queues => "application/x-amz-json-1.0",
            Self::Bus => "application/x-amz-json-1.1",
        };
        response.headers_mut().insert("content-type", kind);
        response
    }
}

/// An error of the awsJson protocols, which name its type and spell the message either way.
pub fn refused(status: u16, kind: &str, message: &str) -> Answer {
    let body = json!({"__type": kind, "message": message}).to_string().into_bytes();
    Answer { status, body, ..Answer::default() }
}

pub fn answered(body: &serde_json::Value) -> Answer {
    Answer { status: 200, body: body.to_string().into_bytes(), ..Answer::default() }
}
