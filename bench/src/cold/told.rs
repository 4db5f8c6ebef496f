//! What is told: changes as the stream has them, webhooks that are owed to a receiver, and events that can be listed.

use paydesk_local::engine::Images;
use paydesk_model::delivery::Outcome;
use paydesk_model::ids::{EventId, SessionId};
use paydesk_service::handlers::{announce, endpoints, events};
use serde_json::{Value, json};

use super::table::{ACCOUNT, KEY, KEY_OF_LISTING, Table, signed};
use crate::carts;

/// How many changes are looked at at once: more than there are since the last look.
const CHANGES: usize = 100_000;
/// How many events the account has at least whose events are listed.
const EVENTS: usize = 10;

/// A change, and the event by which merchants hear of it.
pub struct Payment {
    pub record: Value,
    pub event: String,
}

impl Table {
    /// Has the samples' account hear of payments, and the other one have events.
    pub async fn prepare_telling(&self) -> Result<(), String> {
        let form = format!("url={}&enabled_events[]=checkout.session.completed", self.receiver.url());
        let request = signed(carts::post("/v1/webhook_endpoints", &form, None)?, KEY)?;
        let answer = endpoints::handle(self.app.clone(), request).await;
        if answer.status() != 200 {
            return Err(format!("{answer:?}"));
        }
        let records: Vec<Value> = self.changes()?.into_iter().filter(is_announced).take(EVENTS).collect();
        self.announce(&records).await
    }

    /// The id of an event of the account that has some.
    pub async fn known_event(&self) -> Result<String, String> {
        let request = signed(carts::get("/v1/events")?, KEY_OF_LISTING)?;
        let answer = events::handle(self.app.clone(), request).await;
        let list: Value = serde_json::from_slice(answer.body()).map_err(|error| error.to_string())?;
        list["data"][0]["id"].as_str().map(str::to_owned).ok_or_else(|| format!("no events: {list}"))
    }

    /// A session was paid, and nobody was told.
    pub async fn payment(&self) -> Result<Payment, String> {
        self.changes()?;
        let session = self.paid().await?;
        let mut paid = self.changes()?.into_iter().filter_map(|record| {
            let event = completed(&record, &session)?;
            Some(Payment { record, event })
        });
        paid.next_back().ok_or_else(|| format!("{session} was not paid"))
    }

    /// The same, and it was announced: a webhook is owed. The body of its message, and the event.
    pub async fn owed(&self) -> Result<(String, String), String> {
        let Payment { record, event } = self.payment().await?;
        self.announce(&[record]).await?;
        let known = self.app.store.endpoints(ACCOUNT, false).await;
        let known = known.map_err(|failure| format!("{failure:?}"))?;
        let endpoint = known.first().ok_or("nobody wants to be told")?;
        let message = json!({
            "account": ACCOUNT, "livemode": false, "event": event, "endpoint": endpoint.endpoint.id,
        });
        Ok((message.to_string(), event))
    }

    /// Whether an event was published, and whether a webhook told it.
    pub async fn has_told(&self, event: &str) -> Result<(bool, bool), String> {
        let id = EventId::parse(event).ok_or("an event's id is none")?;
        let found = self.app.store.published(ACCOUNT, false, &id).await;
        let found = found.map_err(|failure| format!("{failure:?}"))?;
        let taken = |(_, attempts): &(_, Vec<paydesk_model::delivery::DeliveryAttempt>)| {
            attempts.iter().any(|attempt| attempt.outcome == Outcome::Succeeded)
        };
        Ok((found.is_some(), found.as_ref().is_some_and(taken)))
    }

    /// The table's changes since this was last asked.
    fn changes(&self) -> Result<Vec<Value>, String> {
        let changes = self.engine.changes(self.engine.position()?, CHANGES, Images::Read)?;
        if let Some(last) = changes.last() {
            self.engine.consumed(last.position)?;
        }
        Ok(changes.into_iter().map(|change| change.record).collect())
    }

    async fn announce(&self, records: &[Value]) -> Result<(), String> {
        let event = serde_json::from_value(json!({"Records": records})).map_err(|error| error.to_string())?;
        let answer = announce::handle(self.app.clone(), event).await;
        if answer.batch_item_failures.is_empty() { Ok(()) } else { Err(format!("{answer:?}")) }
    }
}

/// Whether a change has something to announce.
fn is_announced(record: &Value) -> bool {
    record["dynamodb"]["NewImage"]["outbox"]["S"].is_string()
}

/// The event of the session's completion, if that is what this change was.
fn completed(record: &Value, session: &SessionId) -> Option<String> {
    let image = &record["dynamodb"]["NewImage"];
    if image["pk"]["S"] != format!("S#{session}") {
        return None;
    }
    let outbox: Vec<Value> = serde_json::from_str(image["outbox"]["S"].as_str()?).ok()?;
    let announced = outbox.iter().find(|one| one["type"] == "completed")?;
    let (body, at) = (session.to_string(), announced["at"].as_i64()?);
    Some(format!("evt_{}_{at:013}_{}", body.rsplit('_').next()?, announced["n"]))
}
