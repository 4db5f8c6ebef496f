//! The `events` function: events, and their deliveries.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), paydesk_service::lambda::Error> {
    paydesk_service::lambda::serve_telling_http(paydesk_service::handlers::events::handle).await
}
