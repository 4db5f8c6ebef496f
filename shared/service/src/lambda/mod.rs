//! A handler as a Lambda function: what each `main` calls, and nothing else does.

mod aws;
mod logging;

use std::pin::Pin;

use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::eventbridge::EventBridgeEvent;
use aws_lambda_events::event::sqs::SqsEvent;
use lambda_http::{Body, IntoResponse, Response};
pub use lambda_runtime::Error;
use lambda_runtime::{LambdaEvent, service_fn};

use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, variable};
use crate::handlers::{HttpHandler, QueueHandler, ScheduleHandler, StreamHandler};
use crate::metrics::Sink;
use crate::outlets::{Bus, Outlets, Queue};
use crate::webhooks::internet::Internet;

pub use logging::subscriber;

/// Runs an API action behind API Gateway.
pub async fn serve_http(handler: HttpHandler) -> Result<(), Error> {
    run_http(start(None)?, handler).await
}

/// The same of one that tells somebody.
pub async fn serve_telling_http(handler: HttpHandler) -> Result<(), Error> {
    run_http(start(Some(outlets()?))?, handler).await
}

async fn run_http(app: App, handler: HttpHandler) -> Result<(), Error> {
    lambda_http::run(service_fn(move |request| {
        let answer = handler(app.clone(), request);
        async move { Ok::<_, std::convert::Infallible>(Answer(answer.await)) }
    }))
    .await
}

/// An answer as it goes out: text in UTF-8. Left to itself `lambda_http` would encode it as its type says, and every
/// function would carry the tables of all encodings there are, 0.2 MB of them.
struct Answer(Response<Body>);

impl IntoResponse for Answer {
    fn into_response(self) -> Pin<Box<dyn Future<Output = Response<Body>> + Send>> {
        Box::pin(std::future::ready(self.0))
    }
}

/// Runs a handler of the table's stream.
pub async fn serve_stream(handler: StreamHandler) -> Result<(), Error> {
    run_stream(start(None)?, handler).await
}

/// The same of one that tells somebody.
pub async fn serve_telling_stream(handler: StreamHandler) -> Result<(), Error> {
    run_stream(start(Some(outlets()?))?, handler).await
}

async fn run_stream(app: App, handler: StreamHandler) -> Result<(), Error> {
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Event>| {
        let outcome = handler(app.clone(), event.payload);
        async move { Ok::<_, std::convert::Infallible>(outcome.await) }
    }))
    .await
}

/// Runs a handler of the queue of webhooks.
pub async fn serve_queue(handler: QueueHandler) -> Result<(), Error> {
    let app = start(Some(outlets()?))?;
    lambda_runtime::run(service_fn(move |event: LambdaEvent<SqsEvent>| {
        let outcome = handler(app.clone(), event.payload);
        async move { Ok::<_, std::convert::Infallible>(outcome.await) }
    }))
    .await
}

/// Runs a handler on a schedule; a failure is the invocation's failure, so that it is counted and tried again.
pub async fn serve_schedule(handler: ScheduleHandler) -> Result<(), Error> {
    let app = start(None)?;
    lambda_runtime::run(service_fn(move |event: LambdaEvent<EventBridgeEvent>| {
        let outcome = handler(app.clone(), event.payload);
        async move { outcome.await.map_err(Error::from) }
    }))
    .await
}

/// Everything that a cold start does before it asks for its first event.
fn start(outlets: Option<Outlets>) -> Result<App, Error> {
    logging::init(variable("RUST_LOG").as_deref())?;
    let config = Config::from_env()?;
    let client = aws::dynamodb(&variable)?;
    Ok(App::telling(config, client, Clock::system(), Sink::stdout(), outlets, Internet::default()))
}

/// Queue and bus; only the functions that tell somebody have them.
fn outlets() -> Result<Outlets, Error> {
    let named = |name: &str| variable(name).ok_or_else(|| format!("{name} is not set: it is a queue's URL"));
    let queue = Queue::new(aws::sqs(&variable)?, named("DELIVERIES_URL")?, named("UNDELIVERED_URL")?);
    let bus = match variable("EVENT_BUS") {
        Some(name) => Some(Bus::new(aws::eventbridge(&variable)?, name)),
        None => None,
    };
    Ok(Outlets { queue, bus })
}
