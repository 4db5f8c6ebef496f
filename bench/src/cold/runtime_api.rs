//! Lambda's runtime API for one function: hands it events, and says when it asked and what it answered.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use paydesk_service::clock::Clock;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

use crate::stopwatch;

/// How long any step may take before the run is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// The server of one function.
pub struct RuntimeApi {
    /// `127.0.0.1:port`, as AWS_LAMBDA_RUNTIME_API has it.
    pub address: String,
    events: mpsc::UnboundedSender<String>,
    reports: mpsc::UnboundedReceiver<(Instant, Report)>,
    server: JoinHandle<()>,
}

/// What a function told the API.
enum Report {
    /// It asked for the next event.
    Polled,
    Answered(Bytes),
    Failed(String),
}

/// What the connections share.
struct Desk {
    events: Mutex<mpsc::UnboundedReceiver<String>>,
    reports: mpsc::UnboundedSender<(Instant, Report)>,
    timeout_seconds: u32,
}

impl RuntimeApi {
    /// Of a function that is told that it has this long for an invocation.
    pub async fn start(timeout_seconds: u32) -> Result<Self, String> {
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?.to_string();
        let (events, waiting) = mpsc::unbounded_channel();
        let (told, reports) = mpsc::unbounded_channel();
        let desk = Arc::new(Desk { events: Mutex::new(waiting), reports: told, timeout_seconds });
        let server = tokio::spawn(async move {
            // Owned by this task, so that no connection outlives the server.
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let _ = stream.set_nodelay(true);
                let desk = desk.clone();
                let service = service_fn(move |request| {
                    let desk = desk.clone();
                    async move { Ok::<_, Infallible>(desk.answer(request).await) }
                });
                connections.spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Ok(Self { address, events, reports, server })
    }

    /// When the function asked for its next event.
    pub async fn polled(&mut self) -> Result<Instant, String> {
        match self.report().await? {
            (at, Report::Polled) => Ok(at),
            (_, Report::Failed(problem)) => Err(problem),
            (_, Report::Answered(_)) => Err("it answered what it was not asked".to_owned()),
        }
    }

    /// Hands over an event; how long its answer took, and the answer.
    pub async fn invoke(&mut self, event: String) -> Result<(Duration, Bytes), String> {
        let began = stopwatch::now();
        self.events.send(event).map_err(|error| error.to_string())?;
        match self.report().await? {
            (at, Report::Answered(body)) => Ok((at - began, body)),
            (_, Report::Failed(problem)) => Err(problem),
            (_, Report::Polled) => Err("it asked for an event before it answered the last".to_owned()),
        }
    }

    async fn report(&mut self) -> Result<(Instant, Report), String> {
        let report = timeout(PATIENCE, self.reports.recv()).await;
        report.map_err(|_| format!("no sign of it for {PATIENCE:?}"))?.ok_or_else(|| "no server".to_owned())
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Desk {
    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        let path = request.uri().path().to_owned();
        if path.ends_with("/invocation/next") {
            self.tell(Report::Polled);
            return self.next().await;
        }
        let body = request.into_body().collect().await.map(http_body_util::Collected::to_bytes);
        let body = body.unwrap_or_default();
        match path.rsplit('/').next() {
            Some("response") => self.tell(Report::Answered(body)),
            _ => self.tell(Report::Failed(format!("{path}: {}", String::from_utf8_lossy(&body)))),
        }
        reply(StatusCode::ACCEPTED, "{}".into())
    }

    async fn next(&self) -> Response<Full<Bytes>> {
        let Some(event) = self.events.lock().await.recv().await else {
            return reply(StatusCode::GONE, String::new());
        };
        let deadline = Clock::system().now().millis() + i64::from(self.timeout_seconds) * 1000;
        let mut response = reply(StatusCode::OK, event);
        for (name, value) in [
            ("lambda-runtime-aws-request-id", "156cb537-e2d4-11e8-9b34-d36013741fb9"),
            ("lambda-runtime-deadline-ms", &deadline.to_string()),
            (
                "lambda-runtime-invoked-function-arn",
                "arn:aws:lambda:us-east-1:000000000000:function:paydesk-bench",
            ),
            (
                "lambda-runtime-trace-id",
                "Root=1-6920f0a4-4d6e3b0a1c2d3e4f5a6b7c8d;Parent=53995c3f42cd8ad8;Sampled=0",
            ),
        ] {
            let value = value.parse().unwrap_or_else(|_| unreachable!("{value} is a header's value"));
            response.headers_mut().insert(name, value);
        }
        response
    }

    fn tell(&self, report: Report) {
        // Nobody listens any more when the measurement is over.
        let _ = self.reports.send((stopwatch::now(), report));
    }
}

fn reply(status: StatusCode, body: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert("content-type", http::HeaderValue::from_static("application/json"));
    response
}
