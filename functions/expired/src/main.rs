//! The `expired` function: timers that DynamoDB's TTL deleted.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), paydesk_service::lambda::Error> {
    paydesk_service::lambda::serve_stream(paydesk_service::handlers::expired::handle).await
}
