//! DynamoDB without a network: the SDK's HTTP client, answered by the embedded engine in this process.
//!
//! It is also the gate (a function may use only the verbs of its policy), the meter and the fault injector.

mod client;
mod faults;
mod meter;
mod operations;
mod remote;
mod unprocessed;

use std::collections::BTreeSet;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;

use crate::engine::Engine;

pub use client::client;
pub use faults::{Crashed, Fault, FaultHook, Faults, Operation, survived};
pub use meter::{Meter, Totals, Usage};
pub use remote::perform;

/// What one function's calls go through.
#[derive(Clone)]
pub struct Connector {
    pub engine: Arc<Engine>,
    pub meter: Arc<Meter>,
    pub faults: Arc<Faults>,
    /// The function that calls, and what its policy lets it do.
    pub function: Arc<str>,
    pub actions: Arc<BTreeSet<String>>,
}

impl fmt::Debug for Connector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Connector({})", self.function)
    }
}

impl HttpClient for Connector {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let connector = self.clone();
        HttpConnectorFuture::new(async move {
            // As on a network, every call that was started together is under way before the first is answered.
            let under_way = connector.meter.start();
            Turn::default().await;
            let answer = connector.answer(&request);
            let kept = connector.keep(&request).await;
            drop(under_way);
            kept.and(answer)
        })
    }
}

impl Connector {
    /// What a call may have changed, or may have seen of another's change, is on the disk before it is answered.
    async fn keep(&self, request: &HttpRequest) -> Result<(), ConnectorError> {
        if operations::only_reads(operation(request)) {
            return Ok(());
        }
        self.engine.keep().await.map_err(|error| ConnectorError::io(error.into()))
    }

    fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let operation = operation(request);
        let body = request.body().bytes().unwrap_or_default();
        let fault = self.faults.next(operation, &self.function);
        match fault {
            Fault::Throttle => return Ok(reply(400, faults::THROTTLED.into())),
            Fault::Unavailable => return Ok(reply(500, faults::UNAVAILABLE.into())),
            Fault::TimeoutBefore => return Err(timeout()),
            Fault::CrashBefore => faults::crash(),
            Fault::Panic => faults::panic(),
            Fault::None | Fault::TimeoutAfter | Fault::CrashAfter | Fault::Unprocessed => {}
        }
        if let Some(verb) = operations::missing_right(operation, body, &self.actions) {
            return Ok(reply(400, operations::access_denied(&self.function, &verb, self.engine.table())));
        }
        let answer = match fault {
            Fault::Unprocessed => unprocessed::perform(self.engine.database(), operation, body),
            _ => operations::perform(self.engine.database(), operation, body),
        };
        self.meter.count(&self.function, operation, body.len(), &answer);
        match fault {
            Fault::TimeoutAfter => Err(timeout()),
            Fault::CrashAfter => faults::crash(),
            _ => Ok(reply(answer.status, answer.body)),
        }
    }
}

/// `PutItem`, `Query` and so on.
fn operation(request: &HttpRequest) -> &str {
    let target = request.headers().get("x-amz-target").unwrap_or_default();
    target.rsplit('.').next().unwrap_or_default()
}

fn reply(status: u16, body: Vec<u8>) -> HttpResponse {
    // Every status above is written down in this crate or in the engine.
    let status = status.try_into().unwrap_or_else(|_| unreachable!("{status} is an HTTP status"));
    let mut response = HttpResponse::new(status, SdkBody::from(body));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    response
}

fn timeout() -> ConnectorError {
    ConnectorError::timeout("the injected fault".into())
}

/// Lets every other call of the same task go first, once.
#[derive(Default)]
struct Turn {
    given: bool,
}

impl Future for Turn {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.given, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
