//! What telling costs the table: announcements published, webhooks delivered, and who looks at events and endpoints.

use paydesk_local::deployment::Options;
use paydesk_model::delivery::{DeliveryAttempt, Outcome};
use paydesk_model::ids::EventId;
use paydesk_service::config::Config;
use paydesk_service::store::Store;
use paydesk_service::store::keys::{self, Key};

use super::paying::pay;
use super::{Bench, Units, advance, item, size, warm};
use crate::carts::{self, SESSIONS};
use crate::receiver::Receiver;

const ENDPOINTS: &str = "/v1/webhook_endpoints";
const EVENTS: &str = "/v1/events";

/// The rows of one session. Everything is done once before, by functions that do not know the key or the layout yet.
pub async fn rows(units: &mut Units, name: &str, form: &str) -> Result<(), String> {
    let receiver = Receiver::start()?;
    let bench = warm(Options::default()).await?;
    let wanted = "enabled_events[]=checkout.session.completed&enabled_events[]=checkout.session.expired";
    let endpoint = format!("url={}&{wanted}", receiver.url());
    bench.send(carts::post(ENDPOINTS, &endpoint, Some("unseen"))?).await?;
    bench.send(carts::get(ENDPOINTS)?).await?;
    // The rest of the warming is told now, and not as somebody's.
    Teller { bench: &bench, receiver: &receiver, units: &mut Units::default(), name: None }
        .session(form)
        .await?;
    Teller { bench: &bench, receiver: &receiver, units, name: Some(name) }.session(form).await?;
    if name != "typical" {
        return Ok(());
    }
    for _ in 0..10 {
        // Each change at a second of its own: how they are sorted, and so what a page of them reads, is always the same.
        let over = bench.create(form).await?;
        advance(&bench, 1).await?;
        bench.send(carts::post(&format!("{SESSIONS}/{over}/expire"), "", None)?).await?;
        advance(&bench, 1).await?;
    }
    let first = bench.send(carts::get(EVENTS)?).await?;
    let event = first["data"][0]["id"].as_str().ok_or("there are no events")?.to_owned();
    bench.send(carts::get(&format!("{EVENTS}/{event}"))?).await?;
    bench.row(units, "list of 10 events", name, carts::get(&format!("{EVENTS}?limit=10"))?).await?;
    bench.row(units, "retrieve an event", name, carts::get(&format!("{EVENTS}/{event}"))?).await?;
    let fresh = carts::post(ENDPOINTS, &endpoint, Some("first"))?;
    bench.row(units, "create a webhook endpoint", name, fresh).await?;
    bench.row(units, "list webhook endpoints", name, carts::get(ENDPOINTS)?).await
}

/// The item of the newest announcement, which is an expiry, and one of an attempt to tell it.
pub async fn sizes(bench: &Bench, account: &str) -> Result<[usize; 2], String> {
    advance(bench, 1).await?;
    let newest = bench.send(carts::get(EVENTS)?).await?;
    let event = newest["data"][0]["id"].as_str().ok_or("there are no events")?;
    let id = EventId::parse(event).ok_or("an event's id is none")?;
    let key =
        Key::new(keys::events_of(account, false, &id), format!("{:013}#{}", id.at.millis(), id.announcement));
    let attempt = DeliveryAttempt {
        event: event.to_owned(),
        endpoint: format!("we_{}", "0".repeat(27)),
        at: id.at,
        url: "https://shop.example/payments/webhook".into(),
        outcome: Outcome::Succeeded,
        latency_ms: 100,
        status: Some(200),
        answer: "ok".into(),
        error: None,
        next: None,
    };
    let client = bench.deployment.client("deliver").ok_or("no such function")?.clone();
    let table = bench.deployment.engine().table().name.clone();
    let config = Config::from_vars(&|name| (name == "TABLE_NAME").then(|| table.clone()))?;
    let store = Store::new(client, &config);
    store.note_attempt(account, false, &attempt).await.map_err(|failure| format!("{failure:?}"))?;
    let sk = format!("{}#{event}#{}#{:013}", key.sk, attempt.endpoint, attempt.at.millis());
    let noted = item(bench, Key::new(key.pk.clone(), sk)).await?;
    Ok([size(&item(bench, key).await?), size(&noted)])
}

struct Teller<'b> {
    bench: &'b Bench,
    receiver: &'b Receiver,
    units: &'b mut Units,
    /// Nothing is written down without one.
    name: Option<&'b str>,
}

impl Teller<'_> {
    /// A session that is paid, and one that is not; each of their announcements by itself.
    async fn session(&mut self, form: &str) -> Result<(), String> {
        advance(self.bench, 1).await?;
        let paid = self.bench.open(form).await?;
        self.announced("announce a new session", false).await?;
        pay(self.bench, &paid).await?;
        self.announced("announce a payment", true).await?;
        let over = self.bench.create(form).await?;
        advance(self.bench, 1).await?;
        self.bench.send(carts::post(&format!("{SESSIONS}/{over}/expire"), "", None)?).await?;
        self.announced("announce an expiry", true).await
    }

    /// The stream is read, and the queue; an endpoint is told, if this is what it wants.
    async fn announced(&mut self, action: &str, told: bool) -> Result<(), String> {
        self.bench.deployment.meter().reset();
        advance(self.bench, 1).await?;
        let usage = self.bench.deployment.meter().reset();
        let Some(name) = self.name else {
            return if told { self.receiver.next().map(drop) } else { Ok(()) };
        };
        self.units.add(action, name, &usage.of_function("announce"), 1.0, None);
        if told {
            self.receiver.next()?;
            let action = action.replace("announce", "deliver the webhook of");
            self.units.add(&action, name, &usage.of_function("deliver"), 1.0, None);
        }
        Ok(())
    }
}
