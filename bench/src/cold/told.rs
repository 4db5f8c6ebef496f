//! What is told: changes as the stream has them, webhooks that are owed to a receiver, and events that can be listed.

use paydesk_local::engine::Images;
use paydesk_model::announcement::{Announcement, Happening};
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
pub struct Change {
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

    /// This happened to a session, and nobody was told: it was opened, expired, or paid.
    pub async fn change(&self, happening: Happening) -> Result<Change, String> {
        self.changes()?;
        let session = match happening {
            Happening::Opened => self.open().await?,
            Happening::Expired => self.expired().await?,
            _ => self.paid().await?,
        };
        let mut changes = self.changes()?.into_iter().filter_map(|record| {
            let event = event_of(&record, &session, happening)?;
            Some(Change { record, event })
        });
        changes.next_back().ok_or_else(|| format!("{happening:?} did not happen to {session}"))
    }

    /// A session was paid, and that was announced: a webhook is owed. The body of its message, and the event.
    pub async fn owed(&self) -> Result<(String, String), String> {
        let Change { record, event } = self.change(Happening::Completed).await?;
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

/// The event of what happened to the session, if that is what this change was.
fn event_of(record: &Value, session: &SessionId, happening: Happening) -> Option<String> {
    let image = &record["dynamodb"]["NewImage"];
    if image["pk"]["S"] != format!("S#{session}") {
        return None;
    }
    let outbox: Vec<Announcement> = serde_json::from_str(image["outbox"]["S"].as_str()?).ok()?;
    let announced = outbox.iter().find(|one| one.kind == happening)?;
    Some(announced.id(session.to_string().rsplit('_').next()?))
}
