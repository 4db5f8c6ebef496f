//! AWS without a network: the SDKs' HTTP client, answered in this process by the embedded engine, the queues and the bus.
//!
//! It is also the gate (a function may use only the verbs of its policy), the meter and the fault injector.

mod bus;
mod client;
mod conflict;
mod faults;
mod meter;
mod operations;
mod queue;
mod remote;
mod service;
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

use crate::engine::Engine;
use crate::queues::Queues;

pub use bus::{Bus, BusEntry};
pub use client::{client, eventbridge, sqs};
pub use faults::{Crashed, Fault, FaultHook, Faults, Operation, survived};
pub use meter::{Meter, Totals, Usage};
use operations::Answer;
pub use queue::md5_hex;
pub use remote::{perform, perform_queue};
use service::Service;

/// What one function's calls go through.
#[derive(Clone)]
pub struct Connector {
    pub engine: Arc<Engine>,
    pub meter: Arc<Meter>,
    pub faults: Arc<Faults>,
    /// The function that calls, and what its policy lets it do.
    pub function: Arc<str>,
    pub actions: Arc<BTreeSet<String>>,
    /// Where a function of the deployment sends messages and events; whoever only uses the table has none.
    pub outlets: Option<Outlets>,
}

/// The queues and the bus.
#[derive(Clone)]
pub struct Outlets {
    pub queues: Arc<Queues>,
    pub bus: Arc<Bus>,
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
        let (service, operation) = called(request);
        match service {
            Service::Table if operations::only_reads(operation) => return Ok(()),
            Service::Bus => return Ok(()),
            Service::Table | Service::Queues => {}
        }
        self.engine.keep().await.map_err(|error| ConnectorError::io(error.into()))?;
        if service == Service::Table {
            self.engine.note_change();
        }
        Ok(())
    }

    fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let (service, operation) = called(request);
        let body = request.body().bytes().unwrap_or_default();
        let fault = self.faults.next(operation, &self.function);
        match fault {
            Fault::Throttle => return Ok(service.reply(service.throttled())),
            Fault::Unavailable => return Ok(service.reply(service.unavailable())),
            Fault::TimeoutBefore => return Err(timeout()),
            Fault::CrashBefore => faults::crash(),
            Fault::Panic => faults::panic(),
            Fault::None | Fault::Conflict | Fault::TimeoutAfter | Fault::CrashAfter | Fault::Unprocessed => {}
        }
        if let Some(refusal) = conflict::of(operation, body).filter(|_| fault == Fault::Conflict) {
            return Ok(service.reply(refusal));
        }
        if let Some(verb) = self.missing_right(service, operation, body) {
            let denied = service.access_denied(&self.function, &verb, self.engine.table());
            return Ok(service.reply(denied));
        }
        let answer = self.perform(service, operation, body, fault == Fault::Unprocessed);
        self.meter.count(&self.function, operation, body.len(), &answer);
        match fault {
            Fault::TimeoutAfter => Err(timeout()),
            Fault::CrashAfter => faults::crash(),
            _ => Ok(service.reply(answer)),
        }
    }

    fn missing_right(&self, service: Service, operation: &str, body: &[u8]) -> Option<String> {
        match service {
            Service::Table => operations::missing_right(operation, body, &self.actions),
            Service::Queues | Service::Bus => {
                let verb = service.verb(operation);
                (!self.actions.contains(&verb)).then_some(verb)
            }
        }
    }

    fn perform(&self, service: Service, operation: &str, body: &[u8], in_part: bool) -> Answer {
        match (service, &self.outlets) {
            (Service::Table, _) if in_part => unprocessed::perform(self.engine.database(), operation, body),
            (Service::Table, _) => operations::perform(self.engine.database(), operation, body),
            (Service::Queues, Some(outlets)) => queue::perform(&outlets.queues, operation, body, in_part),
            (Service::Bus, Some(outlets)) => outlets.bus.perform(operation, body, in_part),
            (Service::Queues | Service::Bus, None) => service.unknown(operation),
        }
    }
}

/// The service, and `PutItem`, `SendMessage` and so on.
fn called(request: &HttpRequest) -> (Service, &str) {
    let target = request.headers().get("x-amz-target").unwrap_or_default();
    let (service, operation) = target.rsplit_once('.').unwrap_or_default();
    (Service::of(service), operation)
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
