//! What a merchant is told: endpoints without anyone behind them, the messages for them, and the events there are.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use futures::future::BoxFuture;
use paydesk_local::deployment::Options;
use paydesk_model::delivery::{DeliveryAttempt, Outcome};
use paydesk_model::webhook::{EventDialect, WebhookEndpoint};
use paydesk_service::app::App;
use paydesk_service::handlers::Handler;
use paydesk_service::outlets::Message;
use paydesk_service::store::endpoints::StoredEndpoint;
use serde_json::Value;

use crate::merchant::{Answer, Merchant};
use crate::world::START;

pub const EVENTS: &str = "/v1/events";

static NEXT: AtomicUsize = AtomicUsize::new(1);

/// Nobody takes messages: they stay where announce put them.
pub fn undelivered() -> Options {
    fn leaves(_: App, event: SqsEvent) -> BoxFuture<'static, SqsBatchResponse> {
        Box::pin(async move {
            let failures = event.records.iter().map(|record| record.message_id.clone());
            let failures: Vec<Value> = failures.map(|id| serde_json::json!({"itemIdentifier": id})).collect();
            serde_json::from_value(serde_json::json!({"batchItemFailures": failures})).unwrap()
        })
    }
    Options { handlers: BTreeMap::from([("deliver", Handler::Queue(leaves))]), ..Options::default() }
}

/// An attempt to deliver an event, and what it came to.
pub fn attempt(event: &str, endpoint: &str, outcome: Outcome) -> DeliveryAttempt {
    DeliveryAttempt {
        event: event.into(),
        endpoint: endpoint.into(),
        at: START,
        url: "https://shop.example/hooks".into(),
        outcome,
        latency_ms: 12,
        status: Some(if outcome == Outcome::Succeeded { 200 } else { 500 }),
        answer: "so be it".into(),
        error: None,
        next: None,
    }
}

impl Merchant {
    /// An endpoint of this merchant that wants these events; its id.
    pub async fn hears(&self, wanted: &[&str]) -> String {
        self.hears_in(EventDialect::Stripe, wanted).await
    }

    pub async fn hears_in(&self, dialect: EventDialect, wanted: &[&str]) -> String {
        let endpoint = WebhookEndpoint {
            id: format!("we_{:04}", NEXT.fetch_add(1, Ordering::SeqCst)),
            account: self.account().await,
            livemode: self.key.contains("_live_"),
            created: self.deployment.clock().now(),
            url: "https://shop.example/hooks".into(),
            enabled_events: wanted.iter().map(ToString::to_string).collect(),
            dialect,
            api_version: None,
            description: None,
            metadata: Default::default(),
            enabled: true,
            secrets: Vec::new(),
        };
        self.keep_endpoint(&endpoint).await;
        endpoint.id
    }

    pub async fn keep_endpoint(&self, endpoint: &WebhookEndpoint) {
        let store = &self.deployment.admin().unwrap().store;
        let there = store.endpoint(&endpoint.account, endpoint.livemode, &endpoint.id).await.unwrap();
        let stored = match there {
            Some(there) => there.next(endpoint.clone(), "told", None, endpoint.created),
            None => StoredEndpoint::first(endpoint.clone(), None, "told"),
        };
        assert!(store.put_endpoint(&stored).await.unwrap());
    }

    pub async fn account(&self) -> String {
        self.deployment.account(&self.key).await.unwrap()
    }

    /// The messages that wait to be delivered to an endpoint, oldest first.
    pub fn waiting(&self, endpoint: &str) -> Vec<Message> {
        self.messages().into_iter().filter(|message| message.endpoint == endpoint).collect()
    }

    /// All messages of the deployment, oldest first.
    pub fn messages(&self) -> Vec<Message> {
        let queues = &self.deployment.template().queues;
        let deliveries = queues.iter().find(|queue| queue.url.ends_with("Deliveries")).unwrap();
        let contents = self.deployment.queues().contents(&deliveries.arn).unwrap();
        let all = contents.waiting.into_iter().chain(contents.hidden);
        all.map(|message| serde_json::from_str(&message.body).unwrap()).collect()
    }

    /// A page of events.
    pub async fn events(&self, query: &str) -> Answer {
        self.get(format!("{EVENTS}?{query}")).await
    }

    pub async fn event(&self, id: &str) -> Answer {
        self.get(format!("{EVENTS}/{id}")).await
    }

    /// Every event there is, newest first.
    pub async fn all_events(&self) -> Vec<Value> {
        let mut found: Vec<Value> = Vec::new();
        loop {
            let after = found.last().map(|last| format!("&starting_after={}", last["id"].as_str().unwrap()));
            let page = self.events(&format!("limit=100{}", after.unwrap_or_default())).await.done();
            found.extend(page["data"].as_array().unwrap().iter().cloned());
            if page["has_more"] == false {
                return found;
            }
        }
    }

    /// What was told about a session, in the order in which it happened.
    pub async fn told_of(&self, session: &str) -> Vec<String> {
        let body = session.rsplit('_').next().unwrap();
        let mut events = self.all_events().await;
        events.retain(|event| event["id"].as_str().unwrap().starts_with(&format!("evt_{body}_")));
        events.reverse();
        events.iter().map(|event| event["type"].as_str().unwrap().to_string()).collect()
    }

    /// An endpoint answered, or did not.
    pub async fn tried(&self, event: &str, endpoint: &str, outcome: Outcome) {
        let attempt =
            DeliveryAttempt { at: self.deployment.clock().now(), ..attempt(event, endpoint, outcome) };
        let store = &self.deployment.admin().unwrap().store;
        let live = self.key.contains("_live_");
        store.note_attempt(&self.account().await, live, &attempt).await.unwrap();
    }
}
