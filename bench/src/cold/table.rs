//! The embedded table over HTTP, and what is in it: a key, and sessions to find.

use std::convert::Infallible;
use std::sync::Arc;

use aws_smithy_runtime_api::client::http::HttpConnector as _;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use paydesk_local::connector::{Connector, Faults, Meter, client};
use paydesk_local::deployment::Data;
use paydesk_local::engine::Engine;
use paydesk_local::template::Template;
use paydesk_service::app::App;
use paydesk_service::clock::Clock;
use paydesk_service::config::Config;
use paydesk_service::digest::sha256_hex;
use paydesk_service::handlers::create;
use paydesk_service::store::api_keys::ApiKey;
use tokio::net::TcpListener;

use crate::carts::{self, SESSIONS};

/// A table that functions reach at an address.
pub struct Table {
    /// `http://127.0.0.1:port`
    pub url: String,
    app: App,
    key: &'static str,
}

impl Table {
    /// Serves a table in which `key` is good, for as long as the runtime lives.
    pub async fn serve(template: &Template, key: &'static str) -> Result<Self, String> {
        let engine = Engine::open(&Data::Temporary, &template.table)?;
        let connector = Connector {
            engine: Arc::new(engine),
            meter: Arc::<Meter>::default(),
            faults: Arc::<Faults>::default(),
            function: "bench".into(),
            actions: Arc::new(
                template.functions.iter().flat_map(|function| function.actions.clone()).collect(),
            ),
        };
        let name = template.table.name.clone();
        let config = Config::from_vars(&|variable| (variable == "TABLE_NAME").then(|| name.clone()))?;
        let app = App::new(config, client(connector.clone()), Clock::system());
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        tokio::spawn(accept(listener, connector));
        let table = Self { url: format!("http://{address}"), app, key };
        table.put_key().await?;
        Ok(table)
    }

    async fn put_key(&self) -> Result<(), String> {
        let key = ApiKey {
            hash: sha256_hex(self.key),
            account: "acct_bench".into(),
            livemode: false,
            read_only: false,
            salt: "salt of the bench".into(),
            hint: "the samples' key".into(),
            name: String::new(),
            created: self.app.clock.now(),
            revoked: None,
        };
        self.app.store.put_api_key(&key).await.map_err(|failure| format!("{failure:?}"))
    }

    /// A new typical session of the key's account; its id.
    pub async fn session(&self) -> Result<String, String> {
        let mut request = carts::post(SESSIONS, &carts::typical(), None)?;
        let bearer = format!("Bearer {}", self.key).parse();
        request.headers_mut().insert("authorization", bearer.map_err(|_| "the key is no header")?);
        let response = create::handle(self.app.clone(), request).await;
        let session: serde_json::Value = serde_json::from_slice(response.body()).unwrap_or_default();
        session["id"].as_str().map(str::to_owned).ok_or_else(|| format!("{response:?}"))
    }
}

async fn accept(listener: TcpListener, connector: Connector) {
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let connector = connector.clone();
        let service = service_fn(move |request| {
            let connector = connector.clone();
            async move { Ok::<_, Infallible>(answer(&connector, request).await) }
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

/// The connector takes what the SDK would have sent; what it cannot take closes the connection, as a fault does.
async fn answer(connector: &Connector, request: Request<Incoming>) -> Response<Full<Bytes>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let mut asked = HttpRequest::new(SdkBody::from(body));
    let target = parts.headers.get("x-amz-target").and_then(|target| target.to_str().ok());
    asked.headers_mut().insert("x-amz-target", target.unwrap_or_default().to_owned());
    let (status, body) = match connector.call(asked).await {
        Ok(answer) => {
            let body = answer.body().bytes().map(Bytes::copy_from_slice);
            (answer.status().as_u16(), body.unwrap_or_default())
        }
        Err(error) => (500, error.to_string().into()),
    };
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    let kind = http::HeaderValue::from_static("application/x-amz-json-1.0");
    response.headers_mut().insert("content-type", kind);
    response
}
