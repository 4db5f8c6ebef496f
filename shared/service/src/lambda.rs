//! A handler as a Lambda function: what each `main` calls, and nothing else does.

use aws_config::{BehaviorVersion, Region};
use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::eventbridge::EventBridgeEvent;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
pub use lambda_runtime::Error;
use lambda_runtime::{LambdaEvent, service_fn};
use std::time::Duration;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::handlers::{HttpHandler, ScheduleHandler, StreamHandler};

/// One try of one store call; DynamoDB answers in milliseconds or not at all.
const ATTEMPT: Duration = Duration::from_millis(1500);
/// All tries of one store call together: less than a function's time, so that there is time to say no.
const OPERATION: Duration = Duration::from_secs(5);

/// Runs an API action behind API Gateway.
pub async fn serve_http(handler: HttpHandler) -> Result<(), Error> {
    let app = start().await?;
    lambda_http::run(service_fn(move |request| {
        let answer = handler(app.clone(), request);
        async move { Ok::<_, std::convert::Infallible>(answer.await) }
    }))
    .await
}

/// Runs a handler of the table's stream.
pub async fn serve_stream(handler: StreamHandler) -> Result<(), Error> {
    let app = start().await?;
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Event>| {
        let outcome = handler(app.clone(), event.payload);
        async move { Ok::<_, std::convert::Infallible>(outcome.await) }
    }))
    .await
}

/// Runs a handler on a schedule; a failure is the invocation's failure, so that it is counted and tried again.
pub async fn serve_schedule(handler: ScheduleHandler) -> Result<(), Error> {
    let app = start().await?;
    lambda_runtime::run(service_fn(move |event: LambdaEvent<EventBridgeEvent>| {
        let outcome = handler(app.clone(), event.payload);
        async move { outcome.await.map_err(Error::from) }
    }))
    .await
}

async fn start() -> Result<App, Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let config = Config::from_env()?;
    Ok(App::new(config, dynamodb().await, Clock::system()))
}

/// A client for the table of this region, with Lambda's own credentials.
pub async fn dynamodb() -> Client {
    let timeouts =
        TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT).operation_timeout(OPERATION).build();
    let shared = aws_config::defaults(BehaviorVersion::latest())
        .region(region())
        .http_client(https())
        .retry_config(
            RetryConfig::standard().with_max_attempts(4).with_initial_backoff(Duration::from_millis(50)),
        )
        .timeout_config(timeouts)
        .load()
        .await;
    let mut config = aws_sdk_dynamodb::config::Builder::from(&shared);
    // The SDK would take an empty variable for an address.
    config.set_endpoint_url(crate::config::dynamodb_endpoint());
    Client::from_conf(config.build())
}

fn region() -> Option<Region> {
    crate::config::region().map(Region::new)
}

fn https() -> aws_sdk_dynamodb::config::SharedHttpClient {
    use aws_smithy_http_client::{Builder, tls};
    Builder::new().tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring)).build_https()
}
