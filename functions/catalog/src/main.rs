//! The `catalog` function: what sessions are made of.

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), paydesk_service::lambda::Error> {
    paydesk_service::lambda::serve_http(paydesk_service::handlers::catalog::handle).await
}
