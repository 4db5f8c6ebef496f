//! What the tests share: deployments that stand still, tables with every right, and requests.

use std::collections::BTreeSet;
use std::panic::Location;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use http::Method;
use lambda_http::{Body, Request, Response};
use paydesk_local::connector::{Connector, Faults, Meter, client};
use paydesk_local::deployment::{Data, Deployment, Options};
use paydesk_local::engine::Engine;
use paydesk_local::template::Template;
use paydesk_model::time::Moment;
use paydesk_service::clock::Clock;
use serde_json::Value;

/// 22 November 2026, midnight.
pub const START: Moment = Moment::from_seconds(1_795_305_600);
pub const KEY: &str = "sk_test_the_local_tests";
pub const SESSIONS: &str = "/v1/checkout/sessions";
pub const FORM: &str = "application/x-www-form-urlencoded";
/// A session that can be made without anything else.
pub const CART: &str = "mode=payment&success_url=https%3A%2F%2Fexample.com%2Fthanks&line_items[0][quantity]=2\
     &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=1250\
     &line_items[0][price_data][product_data][name]=Tea";

/// A table of its own, and a client that may do anything with it.
pub struct Table {
    pub engine: Arc<Engine>,
    pub client: Client,
    pub meter: Arc<Meter>,
    pub faults: Arc<Faults>,
    pub name: String,
}

/// Everything the connector can do.
pub const EVERY_VERB: [&str; 9] = [
    "GetItem",
    "BatchGetItem",
    "Query",
    "PutItem",
    "UpdateItem",
    "DeleteItem",
    "BatchWriteItem",
    "ConditionCheckItem",
    "Scan",
];

pub fn table() -> Table {
    table_with(&EVERY_VERB)
}

pub fn table_with(verbs: &[&str]) -> Table {
    let definition = template().table;
    let engine = Arc::new(Engine::open(&Data::Temporary, &definition).unwrap());
    let (meter, faults) = (Arc::<Meter>::default(), Arc::<Faults>::default());
    let actions: BTreeSet<String> = verbs.iter().map(ToString::to_string).collect();
    let connector = Connector {
        engine: engine.clone(),
        meter: meter.clone(),
        faults: faults.clone(),
        function: "test".into(),
        actions: Arc::new(actions),
        outlets: None,
    };
    Table { engine, client: client(connector), meter, faults, name: definition.name }
}

pub fn template() -> Template {
    Template::embedded(&std::collections::BTreeMap::new()).unwrap()
}

pub fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.into())
}

pub fn n(number: i64) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

impl Table {
    pub async fn put(&self, pk: &str, sk: &str) {
        let put = self.client.put_item().table_name(&self.name).item("pk", s(pk)).item("sk", s(sk));
        put.send().await.unwrap();
    }

    pub async fn put_timer(&self, sk: &str, ttl: i64) {
        let put = self.client.put_item().table_name(&self.name);
        put.item("pk", s("T#0#1")).item("sk", s(sk)).item("ttl", n(ttl)).send().await.unwrap();
    }
}

/// A deployment whose clock stands still until it is moved.
pub fn deployment() -> Deployment {
    started(Options::default())
}

pub fn started(options: Options) -> Deployment {
    Deployment::start(Options { clock: Clock::frozen(START), ..options }).unwrap()
}

pub fn kept_at(path: &Path) -> Options {
    Options { data: Data::File(path.to_path_buf()), ..Options::default() }
}

pub fn request(method: Method, path: &str, kind: &str, body: impl Into<Body>) -> Request {
    http::Request::builder()
        .method(method)
        .uri(path)
        .header("host", "127.0.0.1:12111")
        .header("authorization", format!("Bearer {KEY}"))
        .header("content-type", kind)
        .body(body.into())
        .unwrap()
}

pub async fn post(deployment: &Deployment, path: &str, form: &str) -> Response<Body> {
    deployment.http(request(Method::POST, path, FORM, form.as_bytes().to_vec())).await
}

pub async fn get(deployment: &Deployment, path: &str) -> Response<Body> {
    deployment.http(request(Method::GET, path, FORM, Body::Empty)).await
}

pub fn json(response: &Response<Body>) -> Value {
    serde_json::from_slice(response.body()).unwrap()
}

/// The timers that are set: other items have a time to live, too.
pub fn timers(deployment: &Deployment) -> usize {
    let due = deployment.engine().due(i64::MAX, 10_000).unwrap();
    due.iter().filter(|item| item.image["pk"]["S"].as_str().unwrap().starts_with("T#")).count()
}

/// Makes a session and returns its id.
pub async fn create(deployment: &Deployment) -> String {
    let response = post(deployment, SESSIONS, CART).await;
    assert_eq!(response.status(), 200, "{response:?}");
    json(&response)["id"].as_str().unwrap().to_string()
}

/// Longer than anything takes, also on a machine with much to do.
const PATIENCE: Duration = Duration::from_secs(120);

/// Lets all else go on until this is so. It has to come to be without the clock.
#[track_caller]
pub fn until(what: &'static str, is_so: impl Fn() -> bool) -> impl Future<Output = ()> {
    let from = Location::caller();
    async move {
        let waits = async {
            while !is_so() {
                tokio::task::yield_now().await;
            }
        };
        let came = tokio::time::timeout(PATIENCE, waits).await;
        assert!(came.is_ok(), "{from}: {what} was waited for in vain");
    }
}
