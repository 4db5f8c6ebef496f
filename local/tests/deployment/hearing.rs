//! A merchant who is told: a webhook endpoint at a receiver, what was noted about it, and what waits in the queues.

use paydesk_local::deployment::Options;
use paydesk_local::engine::Message;
use paydesk_model::delivery::DeliveryAttempt;
use paydesk_model::ids::EventId;
use paydesk_model::line::Metadata;
use paydesk_model::time::Moment;
use paydesk_model::webhook::{EventDialect, Secret, WebhookEndpoint};
use paydesk_service::app::App;
use paydesk_service::store::endpoints::StoredEndpoint;
use serde_json::{Value, json};

use crate::merchant::{Merchant, TEA};
use crate::payer::Payer;
use crate::receiver::{Receiver, Taken};
use crate::world::START;

pub const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDAAECAwQFBgc=";
pub const EXPIRED: &str = "checkout.session.expired";

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
        let endpoint = WebhookEndpoint {
            id: id.into(),
            account: self.account.clone(),
            livemode: false,
            created: START,
            url: url.into(),
            enabled_events: events.iter().map(ToString::to_string).collect(),
            dialect: EventDialect::Stripe,
            api_version: None,
            description: None,
            metadata: Metadata::default(),
            enabled: true,
            secrets: vec![Secret { text: SECRET.into(), until: None }],
        };
        self.puts(&endpoint).await;
        endpoint
    }

    /// Puts an endpoint that is not there yet.
    pub async fn puts(&self, endpoint: &WebhookEndpoint) {
        let first = StoredEndpoint::first(endpoint.clone(), None, "a test");
        assert!(self.app.store.put_endpoint(&first).await.unwrap());
    }

    /// Changes the endpoint with this id.
    pub async fn changes(&self, id: &str, change: impl FnOnce(&mut WebhookEndpoint)) {
        let stored = self.app.store.endpoint(&self.account, false, id).await.unwrap().unwrap();
        let mut endpoint = stored.endpoint.clone();
        change(&mut endpoint);
        let next = stored.next(endpoint, "a test", None, self.now());
        assert!(self.app.store.put_endpoint(&next).await.unwrap());
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

    /// Lets a new session be paid, and everybody be told.
    pub async fn is_paid(&self) -> Payer<'_> {
        let payer = Payer::of(&self.merchant, TEA).await;
        payer.plays("complete", "").await.done();
        self.merchant.deployment.pump().await;
        self.merchant.deployment.deliver_webhooks().await;
        payer
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
        let queue = self.queue("Deliveries");
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
        let queues = &self.merchant.deployment.template().queues;
        queues.iter().find(|queue| queue.url.ends_with(name)).unwrap().url.clone()
    }

    pub fn redrive(&self) -> usize {
        self.merchant.deployment.queues().redrive(&self.queue("Deliveries")).unwrap()
    }

    pub fn waiting(&self) -> Vec<Message> {
        self.merchant.deployment.queues().contents(&self.queue("Deliveries")).unwrap().waiting
    }

    pub fn put_off(&self) -> Vec<Message> {
        self.merchant.deployment.queues().contents(&self.queue("Deliveries")).unwrap().hidden
    }

    /// The bodies of what was given up.
    pub fn given_up(&self) -> Vec<Value> {
        let queue = self.queue("Undelivered");
        let contents = self.merchant.deployment.queues().contents(&queue).unwrap();
        contents.waiting.iter().map(body).collect()
    }

    /// Nothing is left to be done.
    #[track_caller]
    pub fn assert_done(&self) {
        assert_eq!((self.waiting(), self.put_off()), (vec![], vec![]));
    }
}

pub fn body(message: &Message) -> Value {
    serde_json::from_str(&message.body).unwrap()
}
