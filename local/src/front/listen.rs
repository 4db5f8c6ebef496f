//! Listening on a port: connections in, one answer per request, and nobody who can keep it waiting.

use std::convert::Infallible;
use std::time::Duration;

use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};

use super::Answer;

/// How long a client may take over its headers.
const HEADER_TIMEOUT: Duration = Duration::from_secs(15);
/// How long a request under way may take once the runner is told to stop.
const GRACE: Duration = Duration::from_secs(10);
/// API Gateway takes 10,240 bytes of headers in all.
/// hyper looks between reads: up to twice this gets through.
const MOST_HEADER_BYTES: usize = 64 * 1024;
const MOST_HEADERS: usize = 128;

/// Serves until it is told to stop, and lets what is under way finish.
pub async fn serve<A, F>(listener: TcpListener, answer: A, stop: impl Future<Output = ()>)
where
    A: Fn(Request<Incoming>) -> F + Clone + Send + 'static,
    F: Future<Output = Answer> + Send + 'static,
{
    let connections = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => connect(stream, answer.clone(), &connections),
                Err(error) => {
                    // Out of file descriptors, most likely: others have to finish first.
                    tracing::warn!("a connection was not accepted: {error}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
    drop(listener);
    if tokio::time::timeout(GRACE, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests were still under way");
    }
}

fn connect<A, F>(stream: TcpStream, answer: A, connections: &GracefulShutdown)
where
    A: Fn(Request<Incoming>) -> F + Send + 'static,
    F: Future<Output = Answer> + Send + 'static,
{
    // Without it an answer of two packets waits for the client's acknowledgement.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let answered = answer(request);
        async move { Ok::<_, Infallible>(answered.await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT)
        .max_headers(MOST_HEADERS)
        .max_buf_size(MOST_HEADER_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    let watched = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = watched.await {
            tracing::debug!("a connection ended: {error}");
        }
    });
}
