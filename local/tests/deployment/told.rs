//! What a merchant is told: endpoints with a receiver behind them or with nobody, the messages for them, the events there
//! are, and what was noted of each attempt.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use futures::future::BoxFuture;
use paydesk_local::deployment::{Deployment, Options};
use paydesk_local::engine::Message as Kept;
use paydesk_model::delivery::{DeliveryAttempt, Outcome};
use paydesk_model::ids::EventId;
use paydesk_model::time::Moment;
use paydesk_model::webhook::{EventDialect, Secret, WebhookEndpoint};
use paydesk_service::app::App;
use paydesk_service::handlers::Handler;
use paydesk_service::outlets::Message;
use paydesk_service::store::endpoints::StoredEndpoint;
use serde_json::{Value, json};

use crate::merchant::{Answer, Merchant, TEA};
use crate::receiver::{Receiver, Taken};
use crate::world::START;

pub const EVENTS: &str = "/v1/events";
pub const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDAAECAwQFBgc=";
pub const EXPIRED: &str = "checkout.session.expired";
pub const DELIVERIES: &str = "Deliveries";
pub const UNDELIVERED: &str = "Undelivered";

/// How often an event is tried in three days: once more than planned where nearly every wait was shorter than that.
pub const TRIES: RangeInclusive<usize> = 10..=11;

static NEXT: AtomicUsize = AtomicUsize::new(1);

/// Nobody takes messages: they stay where announce put them.
pub fn undelivered() -> Options {
    fn leaves(_: App, event: SqsEvent) -> BoxFuture<'static, SqsBatchResponse> {
        Box::pin(async move {
            let failures = event.records.iter().map(|record| record.message_id.clone());
            let failures: Vec<Value> = failures.map(|id| json!({"itemIdentifier": id})).collect();
            serde_json::from_value(json!({"batchItemFailures": failures})).unwrap()
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

pub fn queue_url(deployment: &Deployment, name: &str) -> String {
    let queues = &deployment.template().queues;
    queues.iter().find(|queue| queue.url.ends_with(name)).unwrap().url.clone()
}

/// An endpoint that wants these events, and is enabled.
pub fn endpoint(account: &str, id: &str, url: &str, wanted: &[&str]) -> WebhookEndpoint {
    WebhookEndpoint {
        id: id.into(),
        account: account.into(),
        livemode: false,
        created: START,
        url: url.into(),
        enabled_events: wanted.iter().map(ToString::to_string).collect(),
        dialect: EventDialect::Stripe,
        api_version: None,
        description: None,
        metadata: BTreeMap::new(),
        enabled: true,
        secrets: vec![Secret { text: SECRET.into(), until: None }],
    }
}

impl Merchant {
    /// An endpoint of this merchant that wants these events; its id.
    pub async fn hears(&self, wanted: &[&str]) -> String {
        self.hears_in(EventDialect::Stripe, wanted).await
    }

    pub async fn hears_in(&self, dialect: EventDialect, wanted: &[&str]) -> String {
        let id = format!("we_{:04}", NEXT.fetch_add(1, Ordering::SeqCst));
        let endpoint = WebhookEndpoint {
            livemode: self.key.contains("_live_"),
            created: self.deployment.clock().now(),
            dialect,
            ..endpoint(&self.account().await, &id, "https://shop.example/hooks", wanted)
        };
        self.keep_endpoint(&endpoint).await;
        endpoint.id
    }

    /// Puts an endpoint, over what there is of it.
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
        let contents = self.deployment.queues().contents(&queue_url(&self.deployment, DELIVERIES)).unwrap();
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

/// A merchant with a receiver behind an endpoint, `we_1`.
pub struct Told {
    pub merchant: Merchant,
    pub receiver: Receiver,
    pub account: String,
    pub app: App,
}

impl Told {
    /// A merchant who is told when a session expires, which is one event for each.
    pub async fn new() -> Self {
        Self::of(Options::default(), &[EXPIRED]).await
    }

    pub async fn of(options: Options, events: &[&str]) -> Self {
        // Nothing here waits for a timer, and three days of sweeps take their time.
        let merchant = Merchant::on(Options { sweep: false, ttl: false, ..options });
        let account = merchant.deployment.account(&merchant.key).await.unwrap();
        let (receiver, app) = (Receiver::start().await, merchant.deployment.admin().unwrap());
        let told = Self { merchant, receiver, account, app };
        told.listens("we_1", &told.receiver.url, events).await;
        told
    }

    /// Has an endpoint of this id and URL told of these events.
    pub async fn listens(&self, id: &str, url: &str, events: &[&str]) -> WebhookEndpoint {
        let endpoint = endpoint(&self.account, id, url, events);
        self.merchant.keep_endpoint(&endpoint).await;
        endpoint
    }

    /// Changes the endpoint with this id.
    pub async fn changes(&self, id: &str, change: impl FnOnce(&mut WebhookEndpoint)) {
        let stored = self.app.store.endpoint(&self.account, false, id).await.unwrap().unwrap();
        let mut endpoint = stored.endpoint.clone();
        change(&mut endpoint);
        self.merchant.keep_endpoint(&endpoint).await;
    }

    pub async fn is_enabled(&self, id: &str) -> bool {
        self.app.store.endpoint(&self.account, false, id).await.unwrap().unwrap().endpoint.enabled
    }

    /// Lets a new session expire and everybody be told. Returns the id of the event.
    pub async fn expires(&self) -> String {
        let event = self.expires_untold().await;
        self.merchant.deployment.deliver_webhooks().await;
        event
    }

    /// The same, with the message left in the queue.
    pub async fn expires_untold(&self) -> String {
        let session = self.merchant.opens(TEA).await;
        self.merchant.expire(&session).await.done();
        self.merchant.deployment.pump().await;
        let waiting = self.waiting();
        let mut events =
            waiting.iter().filter_map(|message| Some(body(message)["event"].as_str()?.to_string()));
        let of = session.strip_prefix("cs_test_").unwrap();
        // The session's own, which bears the announcement's id.
        events
            .find(|event| EventId::parse(event).is_some_and(|id| id.body == of && id.announcement == event))
            .unwrap()
    }

    pub async fn advance(&self, seconds: i64) {
        self.merchant.advance(seconds).await;
    }

    /// Moves the clock to when the next message comes back. How far that was; none, if none does.
    pub async fn goes_on(&self) -> Option<i64> {
        let due = self.put_off().into_iter().map(|message| message.visible_at).min()?;
        let seconds = (due - self.merchant.deployment.clock().now().millis() + 999).div_euclid(1000);
        self.advance(seconds.max(0)).await;
        Some(seconds)
    }

    /// What was noted of attempts to tell this event, oldest first.
    pub async fn attempts(&self, event: &str) -> Vec<DeliveryAttempt> {
        let id = EventId::parse(event).unwrap();
        let (_, attempts) = self.app.store.published(&self.account, false, &id).await.unwrap().unwrap();
        attempts.into_iter().filter(|attempt| attempt.event == event).collect()
    }

    /// What an event's requests were.
    pub fn taken(&self, event: &str) -> Vec<Taken> {
        self.receiver.taken().into_iter().filter(|taken| taken.event() == event).collect()
    }

    pub fn now(&self) -> Moment {
        self.merchant.deployment.clock().now()
    }

    /// Puts a message into the queue of webhooks.
    pub fn sends(&self, body: &Value) {
        let queue = self.queue(DELIVERIES);
        self.merchant.deployment.queues().send(&queue, &[("we_1", &body.to_string())]).unwrap();
    }

    /// Asks by hand for an event to be sent again, and has it sent.
    pub async fn resends(&self, event: &str) {
        self.sends(&json!({
            "account": self.account, "livemode": false, "event": event, "endpoint": "we_1", "again": true,
        }));
        self.merchant.deployment.deliver_webhooks().await;
    }

    fn queue(&self, name: &str) -> String {
        queue_url(&self.merchant.deployment, name)
    }

    pub fn redrive(&self) -> usize {
        self.merchant.deployment.queues().redrive(&self.queue(DELIVERIES)).unwrap()
    }

    pub fn waiting(&self) -> Vec<Kept> {
        self.merchant.deployment.queues().contents(&self.queue(DELIVERIES)).unwrap().waiting
    }

    pub fn put_off(&self) -> Vec<Kept> {
        self.merchant.deployment.queues().contents(&self.queue(DELIVERIES)).unwrap().hidden
    }

    /// The bodies of what was given up.
    pub fn given_up(&self) -> Vec<Value> {
        let queue = self.queue(UNDELIVERED);
        let contents = self.merchant.deployment.queues().contents(&queue).unwrap();
        contents.waiting.iter().map(body).collect()
    }

    /// Nothing is left to be done.
    #[track_caller]
    pub fn assert_done(&self) {
        assert_eq!((self.waiting(), self.put_off()), (vec![], vec![]));
    }
}

pub fn body(message: &Kept) -> Value {
    serde_json::from_str(&message.body).unwrap()
}
