//! The chosen fault by which a first attempt never arrives: it is noted as failed, and the next one follows as ever.

use paydesk_model::delivery::{DeliveryAttempt, Outcome, back_off};
use paydesk_model::ids::EventId;
use paydesk_service::app::App;
use paydesk_service::outlets::Message as Webhook;
use paydesk_service::store::endpoints::EVERYONE;

use super::Deployment;
use crate::engine::Message;
use crate::template::QueueSource;

/// What the log of attempts says of it.
const WHY: &str = "dropped on purpose, as the runner's webhook faults say";

impl Deployment {
    /// Drops the messages that come for the first time; returns their ids. One that cannot be dropped is delivered.
    pub(super) async fn drop_first_attempts<'m>(
        &self,
        function: &str,
        source: &QueueSource,
        messages: &'m [Message],
    ) -> Vec<&'m str> {
        let Some((app, _)) = self.parts.functions.get(function) else { return Vec::new() };
        let mut dropped = Vec::new();
        for message in messages.iter().filter(|message| message.receives == 1) {
            match self.drop_first_attempt(&app, source, message).await {
                Ok(true) => dropped.push(message.id.as_str()),
                Ok(false) => {}
                Err(problem) => tracing::warn!("a first attempt was not dropped: {problem}"),
            }
        }
        dropped
    }

    /// Whether it was: what is sent again has had its first attempt.
    async fn drop_first_attempt(
        &self,
        app: &App,
        source: &QueueSource,
        message: &Message,
    ) -> Result<bool, String> {
        let webhook: Webhook = serde_json::from_str(&message.body).map_err(|error| error.to_string())?;
        if webhook.again || webhook.first_sent.is_some() {
            return Ok(false);
        }
        let wait = back_off(1);
        note(app, &webhook, wait).await?;
        let put_off = self.queues().put_off(&source.queue, &message.receipt, wait);
        put_off.map(|()| true).map_err(|error| error.to_string())
    }
}

/// Notes the attempt, and says so where every attempt is told of.
async fn note(app: &App, webhook: &Webhook, wait: i64) -> Result<(), String> {
    let Webhook { account, livemode, event, endpoint, .. } = webhook;
    let failed = |failure| format!("{failure:?}");
    let id = EventId::parse(event).ok_or("its event's id is none")?;
    let published = Box::pin(app.store.published(account, *livemode, &id)).await.map_err(failed)?;
    let (published, _) = published.ok_or("its event is gone")?;
    let events = published.events();
    let kind = events.iter().find(|one| one.id == *event).ok_or("its event is gone")?.kind;
    let mut known = Box::pin(app.store.endpoint(account, *livemode, endpoint)).await.map_err(failed)?;
    if known.is_none() && app.config.forwards {
        known = Box::pin(app.store.endpoint(EVERYONE, *livemode, endpoint)).await.map_err(failed)?;
    }
    let now = app.clock.now();
    let attempt = DeliveryAttempt {
        event: event.clone(),
        endpoint: endpoint.clone(),
        at: now,
        url: known.ok_or("its endpoint is gone")?.endpoint.url,
        outcome: Outcome::Failed,
        latency_ms: 0,
        status: None,
        answer: String::new(),
        error: Some(WHY.to_owned()),
        next: Some(now.plus_seconds(wait)),
    };
    Box::pin(app.store.note_attempt(account, *livemode, &attempt)).await.map_err(failed)?;
    tracing::info!(
        target: "paydesk::events", event, kind = kind.as_str(), endpoint, error = WHY, took_ms = 0, next_s = wait,
        "webhook"
    );
    Ok(())
}
