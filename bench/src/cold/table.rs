//! The embedded table over HTTP, and what is in it: keys, and sessions to find, to list and to expire.

use std::collections::BTreeMap;
use std::future;
use std::sync::Arc;

use lambda_http::Request;
use paydesk_local::connector::{Bus, Connector, Faults, Meter, Outlets, client, sqs};
use paydesk_local::deployment::Data;
use paydesk_local::engine::Engine;
use paydesk_local::front::dynamodb;
use paydesk_local::queues::Queues;
use paydesk_local::template::Template;
use paydesk_model::ids::SessionId;
use paydesk_model::session::Status;
use paydesk_service::app::App;
use paydesk_service::clock::Clock;
use paydesk_service::config::Config;
use paydesk_service::digest::sha256_hex;
use paydesk_service::handlers::{HttpHandler, catalog, create, expire, page, simulate};
use paydesk_service::metrics::Sink;
use paydesk_service::outlets;
use paydesk_service::store::api_keys::ApiKey;
use paydesk_service::store::stored::Extent;
use paydesk_service::store::timers::Timer;
use paydesk_service::webhooks::internet::Internet;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::carts::{self, PRICES, SESSIONS};
use crate::receiver::Receiver;

/// The key that every sample is sent with.
pub const KEY: &str = "sk_test_paydesk_events";
pub const ACCOUNT: &str = "acct_bench";
/// A key of the account whose listing never grows, nor its events.
pub const KEY_OF_LISTING: &str = "sk_test_paydesk_listing";
/// How many sessions that account has.
pub const LISTED: usize = 50;
/// A session whose time is over was created a day ago, and a minute; the sweep looks back for five.
const OVER_SECONDS: i64 = 24 * 60 * 60 + 60;

/// A table that functions reach at an address.
pub struct Table {
    /// `http://127.0.0.1:port`
    pub url: String,
    /// The service at this table, now.
    pub app: App,
    pub engine: Arc<Engine>,
    /// Who is told of the payments of the samples' account.
    pub receiver: Receiver,
    /// The same with yesterday's clock.
    yesterday: App,
}

impl Table {
    /// Serves a table in which the keys are good, for as long as the runtime lives.
    pub async fn serve(template: &Template) -> Result<Self, String> {
        let engine = Arc::new(Engine::open(&Data::Temporary, &template.table)?);
        let queues = Arc::new(Queues::new(engine.clone(), template.queues.clone(), Clock::system()));
        // The variables that every function gets, so that all of them and the bench agree on the table's layout.
        let mut variables = BTreeMap::from([("TABLE_NAME".to_owned(), template.table.name.clone())]);
        variables.insert("NEAR_RECEIVERS".to_owned(), "true".to_owned());
        variables.extend(template.functions.iter().flat_map(|function| function.variables.clone()));
        let connector = Connector {
            engine: engine.clone(),
            meter: Arc::<Meter>::default(),
            faults: Arc::<Faults>::default(),
            function: "bench".into(),
            actions: Arc::new(
                template.functions.iter().flat_map(|function| function.actions.clone()).collect(),
            ),
            outlets: Some(Outlets { queues: queues.clone(), bus: Arc::<Bus>::default() }),
        };
        let app = |clock| {
            let config = Config::from_vars(&|name| variables.get(name).cloned())?;
            let url = |name| variables.get(name).cloned().unwrap_or_default();
            let queue =
                outlets::Queue::new(sqs(connector.clone()), url("DELIVERIES_URL"), url("UNDELIVERED_URL"));
            let outlets = Some(outlets::Outlets { queue, bus: None });
            let (client, internet) = (client(connector.clone()), Internet::default());
            Ok::<_, String>(App::telling(config, client, clock, Sink::none(), outlets, internet))
        };
        let past = Clock::system();
        past.advance_seconds(-OVER_SECONDS);
        let (app, yesterday) = (app(Clock::system())?, app(past)?);
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        tokio::spawn(dynamodb::serve(listener, engine.clone(), queues, future::pending()));
        let (url, receiver) = (format!("http://{address}"), Receiver::start()?);
        let table = Self { url, app, engine, receiver, yesterday };
        table.put_key(KEY, ACCOUNT).await?;
        table.put_key(KEY_OF_LISTING, "acct_bench_listing").await?;
        for _ in 0..LISTED {
            create(&table.app, KEY_OF_LISTING, "").await?;
        }
        table.prepare_telling().await?;
        Ok(table)
    }

    async fn put_key(&self, key: &str, account: &str) -> Result<(), String> {
        let key = ApiKey {
            hash: sha256_hex(key),
            account: account.into(),
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

    /// A new typical session of the samples' account, open.
    pub async fn open(&self) -> Result<SessionId, String> {
        create(&self.app, KEY, "").await
    }

    /// One whose time is over, and whose timer the next sweep finds.
    pub async fn due(&self) -> Result<SessionId, String> {
        create(&self.yesterday, KEY, "").await
    }

    /// One whose time is over, and whose timer the time to live has deleted.
    pub async fn rung(&self) -> Result<SessionId, String> {
        let id = self.due().await?;
        let due = self.read(&id).await?.expires_at;
        let layout = self.app.store.layout().await.map_err(|failure| format!("{failure:?}"))?;
        let timer = Timer::new(&id, due, layout);
        self.app.store.drop_timers(&[timer]).await.map_err(|failure| format!("{failure:?}"))?;
        Ok(id)
    }

    /// One that was paid for, by a test.
    pub async fn paid(&self) -> Result<SessionId, String> {
        let id = self.open().await?;
        self.act(simulate::handle, &format!("/v1/test_helpers/checkout/sessions/{id}/complete")).await?;
        Ok(id)
    }

    /// One whose money is held, and not captured yet.
    pub async fn authorised(&self) -> Result<SessionId, String> {
        let id = create(&self.app, KEY, carts::MANUAL).await?;
        self.act(simulate::handle, &format!("/v1/test_helpers/checkout/sessions/{id}/complete")).await?;
        Ok(id)
    }

    /// One that was expired, and whose payers may recover it.
    pub async fn recoverable(&self) -> Result<SessionId, String> {
        let id = create(&self.app, KEY, carts::RECOVERABLE).await?;
        self.expire(id).await
    }

    /// One that was expired.
    pub async fn expired(&self) -> Result<SessionId, String> {
        self.expire(self.open().await?).await
    }

    async fn expire(&self, id: SessionId) -> Result<SessionId, String> {
        self.act(expire::handle, &format!("{SESSIONS}/{id}/expire")).await?;
        Ok(id)
    }

    /// A new price of the samples' account, and its product.
    pub async fn price(&self) -> Result<String, String> {
        let request = signed(carts::post(PRICES, &carts::price(0), None)?, KEY)?;
        let answer = catalog::handle(self.app.clone(), request).await;
        let price: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
        price["id"].as_str().map(str::to_owned).ok_or_else(|| format!("{answer:?}"))
    }

    /// The address of the page's style.
    pub async fn style(&self) -> Result<String, String> {
        let id = self.open().await?;
        let path = format!("/c/pay/{id}/{}", self.token(&id).await?);
        let shown = page::handle(self.app.clone(), carts::get(&path)?).await;
        carts::style_of(&shown).ok_or_else(|| format!("{shown:?}"))
    }

    async fn act(&self, handler: HttpHandler, path: &str) -> Result<(), String> {
        let answer = handler(self.app.clone(), signed(carts::post(path, "", None)?, KEY)?).await;
        if answer.status() == 200 { Ok(()) } else { Err(format!("{path}: {answer:?}")) }
    }

    /// Whether it is written down that the session has expired; readers would say so at any rate.
    pub async fn has_expired(&self, id: &SessionId) -> Result<bool, String> {
        Ok(self.read(id).await?.status() == Status::Expired)
    }

    /// What lets a payer into the session's page.
    pub async fn token(&self, id: &SessionId) -> Result<String, String> {
        Ok(self.read(id).await?.token)
    }

    async fn read(&self, id: &SessionId) -> Result<paydesk_model::session::Session, String> {
        let stored = self.app.store.session(id, Extent::Head).await;
        let stored = stored.map_err(|failure| format!("{failure:?}"))?;
        Ok(stored.ok_or_else(|| format!("{id} is not there"))?.session)
    }
}

async fn create(app: &App, key: &str, besides: &str) -> Result<SessionId, String> {
    let form = carts::typical() + besides;
    let response = create::handle(app.clone(), signed(carts::post(SESSIONS, &form, None)?, key)?).await;
    let session: Value = serde_json::from_slice(response.body()).unwrap_or_default();
    let id = session["id"].as_str().and_then(SessionId::parse);
    id.ok_or_else(|| format!("{response:?}"))
}

pub fn signed(mut request: Request, key: &str) -> Result<Request, String> {
    let bearer = format!("Bearer {key}").parse().map_err(|_| "the key is no header")?;
    request.headers_mut().insert("authorization", bearer);
    Ok(request)
}
