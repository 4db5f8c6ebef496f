//! The `deliver` function: webhooks, posted.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), paydesk_service::lambda::Error> {
    paydesk_service::lambda::serve_queue(paydesk_service::handlers::deliver::handle).await
}
