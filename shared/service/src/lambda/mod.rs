//! A handler as a Lambda function: what each `main` calls, and nothing else does.

mod dynamodb;
mod logging;

use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::eventbridge::EventBridgeEvent;
pub use lambda_runtime::Error;
use lambda_runtime::{LambdaEvent, service_fn};

use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, variable};
use crate::handlers::{HttpHandler, ScheduleHandler, StreamHandler};
use crate::metrics::Sink;

pub use logging::subscriber;

/// Runs an API action behind API Gateway.
pub async fn serve_http(handler: HttpHandler) -> Result<(), Error> {
    let app = start()?;
    lambda_http::run(service_fn(move |request| {
        let answer = handler(app.clone(), request);
        async move { Ok::<_, std::convert::Infallible>(answer.await) }
    }))
    .await
}

/// Runs a handler of the table's stream.
pub async fn serve_stream(handler: StreamHandler) -> Result<(), Error> {
    let app = start()?;
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Event>| {
        let outcome = handler(app.clone(), event.payload);
        async move { Ok::<_, std::convert::Infallible>(outcome.await) }
    }))
    .await
}

/// Runs a handler on a schedule; a failure is the invocation's failure, so that it is counted and tried again.
pub async fn serve_schedule(handler: ScheduleHandler) -> Result<(), Error> {
    let app = start()?;
    lambda_runtime::run(service_fn(move |event: LambdaEvent<EventBridgeEvent>| {
        let outcome = handler(app.clone(), event.payload);
        async move { outcome.await.map_err(Error::from) }
    }))
    .await
}

/// Everything that a cold start does before it asks for its first event.
fn start() -> Result<App, Error> {
    logging::init(variable("RUST_LOG").as_deref())?;
    let config = Config::from_env()?;
    let client = dynamodb::client(&variable)?;
    Ok(App::measured(config, client, Clock::system(), Sink::stdout()))
}
