//! The table over a real socket, with the SDK and the connector that real functions have.

use std::net::SocketAddr;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{PutRequest, ReturnValuesOnConditionCheckFailure, WriteRequest};
use aws_smithy_http_client::{Builder, tls};
use lambda_http::request::from_str;
use paydesk_local::deployment::{Deployment, Options};
use paydesk_local::front;
use paydesk_service::app::App;
use paydesk_service::config::Config;
use paydesk_service::handlers::{Handler, find};
use paydesk_service::outlets::{Message, Queue};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::merchant::DAY;
use crate::samples::sample;
use crate::world::{KEY, SESSIONS, deployment, get, json, n, s, started};

/// A deployment whose table is served; the server ends with the test's runtime.
struct Served {
    deployment: Deployment,
    address: SocketAddr,
    table: String,
}

impl Served {
    async fn of(deployment: Deployment) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let table = deployment.template().table.name.clone();
        let (engine, queues) = (deployment.engine().clone(), deployment.queues().clone());
        tokio::spawn(front::dynamodb::serve(listener, engine, queues, std::future::pending()));
        Self { deployment, address, table }
    }

    fn client(&self) -> Client {
        let ring = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
        let config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-central-1"))
            .credentials_provider(Credentials::new("anyone", "anything", None, None, "test"))
            .endpoint_url(format!("http://{}", self.address))
            .http_client(Builder::new().tls_provider(ring).build_https());
        Client::from_conf(config.build())
    }

    fn sqs(&self) -> aws_sdk_sqs::Client {
        let ring = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
        let config = aws_sdk_sqs::Config::builder()
            .behavior_version(aws_sdk_sqs::config::BehaviorVersion::latest())
            .region(aws_sdk_sqs::config::Region::new("eu-central-1"))
            .credentials_provider(aws_sdk_sqs::config::Credentials::new(
                "anyone", "anything", None, None, "test",
            ))
            .endpoint_url(format!("http://{}", self.address))
            .http_client(Builder::new().tls_provider(ring).build_https());
        aws_sdk_sqs::Client::from_conf(config.build())
    }

    /// Invokes a function with its sample, as if it ran in another process: what it shares with the deployment is the
    /// socket and the time.
    async fn invoke(&self, function: &str, session: &str) -> Value {
        let found = self.deployment.template().functions.iter().find(|one| one.name == function).unwrap();
        let variable = |name: &str| match name {
            "OPEN_KEYS" => Some("true".to_string()),
            name => found.variables.get(name).cloned(),
        };
        let config = Config::from_vars(&variable).unwrap();
        let app = App::new(config, self.client(), self.deployment.clock().clone());
        let Some(Handler::Http(handler)) = find(function) else { panic!("{function}") };
        let sample = sample(function).replace("sk_test_paydesk_events", KEY);
        let sample = sample.replace("cs_test_000000000000000000000000000", session);
        let answer = handler(app, from_str(&sample).unwrap()).await;
        assert_eq!(answer.status(), 200, "{answer:?}");
        json(&answer)
    }
}

#[tokio::test]
async fn what_a_function_elsewhere_makes_lives_its_life_here() {
    let served = Served::of(started(Options { sweep: false, ..Options::default() })).await;
    let created = served.invoke("create", "").await;
    let id = created["id"].as_str().unwrap();
    assert_eq!(json(&get(&served.deployment, &format!("{SESSIONS}/{id}")).await)["status"], "open");
    // Its timer's time to live is over, the stream says so, and the deployment's own function expires it.
    served.deployment.advance(DAY + 60).await.unwrap();
    let announced = served.deployment.announcements().unwrap();
    assert_eq!(announced.len(), 1);
    assert_eq!((announced[0].kind.as_str(), announced[0].session.as_str()), ("checkout.session.expired", id));
    assert_eq!(served.invoke("retrieve", id).await["status"], "expired");
}

#[tokio::test]
async fn a_condition_that_fails_hands_the_item_back_over_the_wire() {
    let served = Served::of(deployment()).await;
    let put = |color: &str| {
        let put = served.client().put_item().table_name(&served.table).item("pk", s("A")).item("sk", s("1"));
        put.item("color", s(color))
            .condition_expression("attribute_not_exists(pk)")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
    };
    put("red").await.unwrap();
    let refused = put("blue").await.unwrap_err().into_service_error();
    let PutItemError::ConditionalCheckFailedException(failed) = refused else { panic!("{refused:?}") };
    assert_eq!(failed.item.unwrap()["color"], s("red"));
}

#[tokio::test]
async fn tools_may_look_around() {
    let served = Served::of(deployment()).await;
    let client = served.client();
    client.put_item().table_name(&served.table).item("pk", s("A")).item("sk", s("1")).send().await.unwrap();
    let tables = client.list_tables().send().await.unwrap();
    assert_eq!(tables.table_names(), std::slice::from_ref(&served.table));
    let described = client.describe_table().table_name(&served.table).send().await.unwrap().table.unwrap();
    assert_eq!(described.key_schema().len(), 2);
    let time_to_live = client.describe_time_to_live().table_name(&served.table).send().await.unwrap();
    assert_eq!(time_to_live.time_to_live_description.unwrap().attribute_name(), Some("ttl"));
    let found = client.scan().table_name(&served.table).send().await.unwrap();
    assert_eq!(found.items()[0]["pk"], s("A"));
}

#[tokio::test]
async fn what_a_function_elsewhere_sends_is_in_the_queue_here() {
    let served = Served::of(deployment()).await;
    let function = served.deployment.template().functions.iter().find(|one| one.name == "announce").unwrap();
    let url = |name: &str| function.variables[name].clone();
    let queue = Queue::new(served.sqs(), url("DELIVERIES_URL"), url("UNDELIVERED_URL"));
    let message = Message {
        account: "acct_1".into(),
        livemode: false,
        event: "evt_1_1_1".into(),
        endpoint: "we_1".into(),
        again: false,
        first_sent: None,
    };
    queue.send(std::slice::from_ref(&message)).await.unwrap();
    queue.give_up(&message).await.unwrap();
    for name in ["DELIVERIES_URL", "UNDELIVERED_URL"].map(url) {
        let contents = served.deployment.queues().contents(&name).unwrap();
        let [waiting] = &contents.waiting[..] else { panic!("{name}: {contents:?}") };
        assert_eq!(serde_json::from_str::<Message>(&waiting.body).unwrap(), message);
        assert_eq!(waiting.group, "we_1");
    }
}

#[tokio::test]
async fn nobody_makes_or_drops_the_table() {
    let served = Served::of(deployment()).await;
    let dropped = served.client().delete_table().table_name(&served.table).send().await.unwrap_err();
    assert_eq!(dropped.code(), Some("UnknownOperationException"));
    assert_eq!(served.client().list_tables().send().await.unwrap().table_names().len(), 1);
}

#[tokio::test]
async fn a_batch_may_be_as_large_as_dynamodbs() {
    let served = Served::of(deployment()).await;
    let write = |number: i64| {
        let put =
            PutRequest::builder().item("pk", s("A")).item("sk", s(&number.to_string())).item("n", n(number));
        let put = put.item("body", s(&"x".repeat(390_000))).build().unwrap();
        WriteRequest::builder().put_request(put).build()
    };
    let batch = served.client().batch_write_item();
    batch.request_items(&served.table, (0..25).map(write).collect()).send().await.unwrap();
    let last = served.client().get_item().table_name(&served.table).key("pk", s("A")).key("sk", s("24"));
    assert_eq!(last.send().await.unwrap().item.unwrap()["n"], n(24));
}

#[tokio::test]
async fn a_browser_is_told_what_this_is() {
    let served = Served::of(deployment()).await;
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    assert!(answer.contains("This is a DynamoDB endpoint"), "{answer}");
}
