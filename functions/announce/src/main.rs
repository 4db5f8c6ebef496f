//! The `announce` function: what changes announce becomes events.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), paydesk_service::lambda::Error> {
    paydesk_service::lambda::serve_telling_stream(paydesk_service::handlers::announce::handle).await
}
