//! A merchant: an account of its own on a deployment, whose calls read as prose.

use std::future::IntoFuture;

use futures::future::BoxFuture;
use http::header::HeaderMap;
use http::{HeaderName, HeaderValue, Method};
use lambda_http::Body;
use paydesk_local::deployment::{Deployment, Options};
use paydesk_service::app::App;
use paydesk_service::config::Config;
use paydesk_service::digest::sha256_hex;
use paydesk_service::store::api_keys::ApiKey;
use serde_json::Value;

use crate::contract::assert_described;
use crate::world::{FORM, SESSIONS, START, started};

pub const CAMEL: &str = "/checkout-sessions";
pub const JSON: &str = "application/json";
pub const DAY: i64 = 24 * 60 * 60;
pub const HOUR: i64 = 60 * 60;

/// A typical session: three lines, five keys of metadata.
pub const SHOP: &str = "mode=payment&success_url=https%3A%2F%2Fshop.example%2Fthanks%3Fid%3D{CHECKOUT_SESSION_ID}\
    &cancel_url=https%3A%2F%2Fshop.example%2Fcart\
    &line_items[0][quantity]=2&line_items[0][price_data][currency]=eur\
    &line_items[0][price_data][unit_amount]=1250&line_items[0][price_data][product_data][name]=Tea\
    &line_items[1][quantity]=1&line_items[1][price_data][currency]=eur\
    &line_items[1][price_data][unit_amount]=890&line_items[1][price_data][product_data][name]=Strainer\
    &line_items[2][quantity]=6&line_items[2][price_data][currency]=eur\
    &line_items[2][price_data][unit_amount]=300&line_items[2][price_data][product_data][name]=Biscuit\
    &metadata[order_id]=6735&metadata[shop]=berlin&metadata[cart]=c-99&metadata[channel]=web&metadata[lang]=de";

/// One line, for stories in which the cart does not matter.
pub const TEA: &str = "mode=payment&success_url=https://shop.example/thanks&line_items[0][quantity]=1\
    &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=700\
    &line_items[0][price_data][product_data][name]=Tea";

pub struct Merchant {
    pub deployment: Deployment,
    pub key: String,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

/// A call that is about to be made; awaiting it makes it.
pub struct Ask<'m> {
    merchant: &'m Merchant,
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Merchant {
    /// A merchant alone on a new deployment whose clock stands still.
    pub fn new() -> Self {
        Self::on(Options::default())
    }

    pub fn on(options: Options) -> Self {
        Self::of(&started(options), "sk_test_the_tea_shop")
    }

    /// A merchant whose sessions live an hour, on one timer shard: long spans are swept in a moment.
    pub fn hourly(options: Options) -> Self {
        let parameters = [("LongestExpirySeconds", "3600"), ("TimerShards", "1")];
        let parameters = parameters.map(|(name, value)| (name.to_string(), value.to_string())).into();
        Self::on(Options { parameters, ..options })
    }

    pub fn of(deployment: &Deployment, key: &str) -> Self {
        Self { deployment: deployment.clone(), key: key.to_string() }
    }

    /// Another merchant on the same deployment.
    pub fn neighbour(&self) -> Self {
        Self::of(&self.deployment, "sk_test_the_shop_next_door")
    }

    pub fn ask(
        &self,
        method: Method,
        path: impl Into<String>,
        kind: &'static str,
        body: impl Into<Vec<u8>>,
    ) -> Ask<'_> {
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("127.0.0.1:12111"));
        headers.insert("authorization", format!("Bearer {}", self.key).parse().unwrap());
        headers.insert("content-type", HeaderValue::from_static(kind));
        Ask { merchant: self, method, path: path.into(), headers, body: body.into() }
    }

    pub fn post(&self, path: impl Into<String>, form: &str) -> Ask<'_> {
        self.ask(Method::POST, path, FORM, form)
    }

    pub fn get(&self, path: impl Into<String>) -> Ask<'_> {
        self.ask(Method::GET, path, FORM, "")
    }

    pub fn create(&self, form: &str) -> Ask<'_> {
        self.post(SESSIONS, form)
    }

    pub fn retrieve(&self, id: &str) -> Ask<'_> {
        self.get(format!("{SESSIONS}/{id}"))
    }

    pub fn list(&self, query: &str) -> Ask<'_> {
        self.get(format!("{SESSIONS}?{query}"))
    }

    pub fn update(&self, id: &str, form: &str) -> Ask<'_> {
        self.post(format!("{SESSIONS}/{id}"), form)
    }

    pub fn expire(&self, id: &str) -> Ask<'_> {
        self.post(format!("{SESSIONS}/{id}/expire"), "")
    }

    pub fn line_items(&self, id: &str, query: &str) -> Ask<'_> {
        self.get(format!("{SESSIONS}/{id}/line_items?{query}"))
    }

    pub fn camel_post(&self, path: &str, body: &Value) -> Ask<'_> {
        self.ask(Method::POST, format!("{CAMEL}{path}"), JSON, body.to_string())
    }

    pub fn camel_get(&self, path: &str) -> Ask<'_> {
        self.ask(Method::GET, format!("{CAMEL}{path}"), JSON, "")
    }

    /// Creates a session that must come to be.
    pub async fn opens(&self, form: &str) -> String {
        self.create(form).await.done()["id"].as_str().unwrap().to_string()
    }

    pub async fn status(&self, id: &str) -> String {
        self.retrieve(id).await.done()["status"].as_str().unwrap().to_string()
    }

    /// Ids of every session there is, newest first.
    pub async fn listed(&self, query: &str) -> Vec<String> {
        self.list(query).await.ids()
    }

    pub async fn advance(&self, seconds: i64) {
        self.deployment.advance(seconds).await.unwrap();
    }

    /// What was announced about this session, oldest first.
    pub fn announced(&self, id: &str) -> Vec<String> {
        let all = self.deployment.announcements().unwrap();
        all.into_iter().rev().filter(|one| one.session == id).map(|one| one.kind).collect()
    }

    /// A merchant whose key was made by the admin command; a live one has no other.
    pub async fn with_made_key(&self, account: &str, key: &str) -> Self {
        let table = self.deployment.template().table.name.clone();
        let config = Config::from_vars(&|name| (name == "TABLE_NAME").then(|| table.clone())).unwrap();
        let client = self.deployment.client("create").unwrap().clone();
        let app = App::new(config, client, self.deployment.clock().clone());
        let made = ApiKey {
            hash: sha256_hex(key),
            account: account.into(),
            livemode: key.contains("_live_"),
            read_only: key.starts_with("rk_"),
            salt: format!("salt of {account}"),
            hint: "made by a test".into(),
            name: String::new(),
            created: START,
            revoked: None,
        };
        app.store.put_api_key(&made).await.unwrap();
        Self::of(&self.deployment, key)
    }
}

impl Ask<'_> {
    pub fn keyed(self, key: &str) -> Self {
        self.with("idempotency-key", key)
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.insert(HeaderName::from_static(name), value.parse().unwrap());
        self
    }

    pub fn without(mut self, name: &'static str) -> Self {
        self.headers.remove(name);
        self
    }

    async fn sent(self) -> Answer {
        let body = if self.body.is_empty() { Body::Empty } else { Body::Binary(self.body) };
        let (method, path) = (self.method.clone(), self.path.clone());
        let mut request = http::Request::builder().method(self.method).uri(self.path).body(body).unwrap();
        *request.headers_mut() = self.headers;
        let response = self.merchant.deployment.http(request).await;
        let text = String::from_utf8(response.body().to_vec()).unwrap();
        let answer = Answer { status: response.status().as_u16(), headers: response.headers().clone(), text };
        assert_described(method.as_str(), &path, &answer);
        answer
    }
}

impl<'m> IntoFuture for Ask<'m> {
    type Output = Answer;
    type IntoFuture = BoxFuture<'m, Answer>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.sent())
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The body of a call that must have succeeded.
    #[track_caller]
    pub fn done(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text);
        self.json()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn replayed(&self) -> bool {
        self.header("idempotent-replayed") == Some("true")
    }

    /// A refusal's status, code and parameter.
    #[track_caller]
    pub fn refusal(&self) -> (u16, String, String) {
        let body = self.json();
        let field = |name: &str| body["error"][name].as_str().unwrap_or("-").to_string();
        assert!(body["error"]["message"].is_string(), "not a refusal: {}", self.text);
        (self.status, field("code"), field("param"))
    }

    /// The ids of a list.
    #[track_caller]
    pub fn ids(&self) -> Vec<String> {
        let data = self.done()["data"].as_array().unwrap().clone();
        data.iter().map(|session| session["id"].as_str().unwrap().to_string()).collect()
    }
}
