//! The `sweep` function: every minute, what is due expires.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), paydesk_service::lambda::Error> {
    paydesk_service::lambda::serve_schedule(paydesk_service::handlers::sweep::handle).await
}
