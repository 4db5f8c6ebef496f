//! A function whose handler panics when it is told to: what the release profile makes of that, tests/lambda looks at.

use futures::FutureExt;
use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_service::app::App;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), paydesk_service::lambda::Error> {
    paydesk_service::lambda::serve_http(answer).await
}

/// Says which process this is, except under `/panic`.
fn answer(_: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    async move {
        assert_ne!(request.uri().path(), "/panic", "as it was told to");
        Response::new(Body::from(std::process::id().to_string()))
    }
    .boxed()
}
