//! Telling: an announcement is published, a message is queued for every endpoint that wants one of its events, and the
//! bus gets them all.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use paydesk_model::event::Event;
use paydesk_model::webhook::{EventDialect, WebhookEndpoint};
use serde_json::Value;
use tokio::sync::{Mutex, OnceCell};

use crate::app::App;
use crate::error::Error;
use crate::outlets::{Entry, Message};
use crate::store::Failure;
use crate::store::endpoints::EVERYONE;
use crate::store::events::{Fan, Published, Snapshot};
use crate::wire::event::{Of, Told, render};
use crate::wire::version::ApiVersion;

type Endpoints = Arc<[WebhookEndpoint]>;
/// An account, and whether in live mode.
type Owner = (String, bool);

/// Who is there to be told, looked up once for all that is told together.
#[derive(Default)]
pub struct Audience {
    endpoints: Mutex<HashMap<Owner, Arc<OnceCell<Endpoints>>>>,
}

impl Audience {
    async fn of(&self, app: &App, account: &str, livemode: bool) -> Result<Endpoints, Failure> {
        let place = (account.to_owned(), livemode);
        let cell = self.endpoints.lock().await.entry(place).or_default().clone();
        let found = cell.get_or_try_init(|| Box::pin(endpoints(app, account, livemode)));
        found.await.cloned()
    }
}

/// The endpoints of an account and mode, and those that hear of every account.
pub async fn endpoints(app: &App, account: &str, livemode: bool) -> Result<Endpoints, Failure> {
    let mut found = app.store.endpoints(account, livemode).await?;
    if app.config.forwards {
        found.extend(app.store.endpoints(EVERYONE, livemode).await?);
    }
    Ok(found.into_iter().map(|stored| stored.endpoint).collect())
}

/// How many announcements a process remembers to have told.
const REMEMBERED: usize = 2000;

/// What this process has told to the end. A record that keeps failing has its neighbours come again with it, and those
/// are not to be queued each time anew. It is a courtesy: who forgets tells twice, under the same ids.
#[derive(Debug, Default)]
pub struct Memory(std::sync::Mutex<VecDeque<(bool, String, String)>>);

impl Memory {
    fn has(&self, told: &(bool, String, String)) -> bool {
        self.kept().contains(told)
    }

    fn keep(&self, told: (bool, String, String)) {
        let mut kept = self.kept();
        kept.push_back(told);
        if kept.len() > REMEMBERED {
            kept.pop_front();
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, VecDeque<(bool, String, String)>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Whether an announcement was made public just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    New,
    /// It was there before.
    Known,
}

impl App {
    /// Makes an announcement public and tells everybody. Done twice, it tells the same endpoints of the same events.
    pub(crate) async fn tell(&self, mut published: Published, audience: &Audience) -> Result<Outcome, Error> {
        let outcome = self.publish(&mut published, audience).await?;
        let events = published.events();
        if outcome == Outcome::New {
            // The local runner's terminal shows them; elsewhere attempts are lines enough.
            for Event { id, kind, .. } in &events {
                tracing::debug!(target: "paydesk::events", event = id, kind = kind.as_str(), "event");
            }
        }
        let told = (published.livemode, published.account.clone(), published.id());
        if outcome == Outcome::Known && self.told.has(&told) {
            return Ok(outcome);
        }
        self.queue(messages(&published, &events)).await?;
        Box::pin(self.put_on_bus(published, &events)).await?;
        self.told.keep(told);
        Ok(outcome)
    }

    /// Puts it where events are kept. Who is told was decided when that was done first.
    pub(crate) async fn publish(
        &self,
        published: &mut Published,
        audience: &Audience,
    ) -> Result<Outcome, Error> {
        let endpoints = audience.of(self, &published.account, published.livemode).await?;
        published.fan = fan(&published.events(), &endpoints);
        match self.store.publish(published).await? {
            None => Ok(Outcome::New),
            Some(there) => {
                published.fan = there.fan;
                Ok(Outcome::Known)
            }
        }
    }

    pub(crate) async fn queue(&self, messages: Vec<Message>) -> Result<(), Error> {
        if messages.is_empty() {
            return Ok(());
        }
        let outlets = self.outlets.as_ref();
        let outlets = outlets.ok_or_else(|| Error::Internal("there is no queue for webhooks".into()))?;
        Ok(Box::pin(outlets.queue.send(&messages)).await?)
    }

    pub(crate) async fn put_on_bus(&self, published: Published, events: &[Event]) -> Result<(), Error> {
        let Some(bus) = self.outlets.as_ref().and_then(|outlets| outlets.bus.as_ref()) else {
            return Ok(());
        };
        let published = self.store.whole(published).await?;
        let entries: Vec<Entry> = events.iter().filter_map(|event| self.entry(&published, event)).collect();
        Ok(Box::pin(bus.put(&entries)).await?)
    }

    fn entry(&self, published: &Published, event: &Event) -> Option<Entry> {
        let base_url = self.config.public_url.as_deref().unwrap_or_default();
        let pending = published.fan.get(&event.id).map_or(0, Vec::len);
        let detail = shown(published, event, pending, base_url)?.to_string();
        let (account, detail_type) = (published.account.clone(), event.kind.as_str().to_owned());
        Some(Entry { account, detail_type, detail, at: published.announcement.at })
    }
}

/// An event as the API and the bus show it: in Stripe's words, as the version that it was published with.
pub fn shown(published: &Published, event: &Event, pending: usize, base_url: &str) -> Option<Value> {
    let version = ApiVersion::parse(&published.api_version).unwrap_or_default();
    let shown = render(&told(published, event, pending, &version, base_url), EventDialect::Stripe);
    if shown.is_none() {
        tracing::error!(event = event.id, "an event cannot be rendered");
    }
    shown
}

/// An event with all that it is rendered from; `pending` endpoints have not taken it yet.
pub fn told<'a>(
    published: &'a Published,
    event: &'a Event,
    pending: usize,
    version: &'a ApiVersion,
    base_url: &'a str,
) -> Told<'a> {
    Told {
        event,
        announcement: &published.announcement,
        of: match &published.of {
            Snapshot::Session(stored) => Of::Session(&stored.session),
            Snapshot::Customer { customer, before } => Of::Customer(customer, before.as_ref()),
            Snapshot::Object(of) => {
                Of::Object { object: &of.object, before: of.before.as_ref(), times_redeemed: of.redeemed }
            }
        },
        livemode: published.livemode,
        pending_webhooks: pending,
        version,
        base_url,
    }
}

/// The messages of an announcement's events, in the order in which they happened.
pub fn messages(published: &Published, events: &[Event]) -> Vec<Message> {
    let told = |event: &Event| published.fan.get(&event.id).cloned().unwrap_or_default();
    let message = |event: &Event, endpoint: String| Message {
        account: published.account.clone(),
        livemode: published.livemode,
        event: event.id.clone(),
        endpoint,
        again: false,
        first_sent: None,
    };
    let of = |event| told(event).into_iter().map(move |endpoint| message(event, endpoint));
    events.iter().flat_map(of).collect()
}

fn fan(events: &[Event], endpoints: &[WebhookEndpoint]) -> Fan {
    let told = |event: &Event| {
        let interested = endpoints.iter().filter(|endpoint| endpoint.wants(event.kind));
        interested.map(|endpoint| endpoint.id.clone()).collect::<Vec<_>>()
    };
    let fan = events.iter().map(|event| (event.id.clone(), told(event)));
    fan.filter(|(_, endpoints)| !endpoints.is_empty()).collect()
}
