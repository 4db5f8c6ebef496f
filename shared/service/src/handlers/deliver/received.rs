//! A message as SQS hands it over.

use aws_lambda_events::event::sqs::SqsMessage;
use paydesk_model::delivery::PATIENCE_SECONDS;
use paydesk_model::ids::EventId;
use paydesk_model::time::Moment;

use crate::app::App;
use crate::outlets::Message;

/// The group of those that nobody can read.
const UNREADABLE: &str = "unreadable";

/// A message that has come.
#[derive(Clone, Debug)]
pub struct Received {
    pub message: Message,
    /// What SQS names it by in a batch.
    pub id: String,
    /// What it can be put off by.
    pub receipt: String,
    /// From when on its attempts count, and its three days.
    pub sent: Moment,
}

/// What is no message of ours.
#[derive(Debug)]
pub struct Unreadable {
    id: String,
    body: String,
}

impl Received {
    /// `now` is when it was sent, of one that does not say.
    pub fn read(record: SqsMessage, now: Moment) -> Result<Self, Unreadable> {
        let id = record.message_id.unwrap_or_default();
        let body = record.body.unwrap_or_default();
        let message = serde_json::from_str::<Message>(&body).ok();
        let Some(message) = message.filter(|message| EventId::parse(&message.event).is_some()) else {
            return Err(Unreadable { id, body });
        };
        let sent = record.attributes.get("SentTimestamp").and_then(|sent| sent.parse().ok());
        let sent = sent.map_or(now, Moment);
        // Nothing is sent anew once its time is over: what looks like it was redriven, and begins again.
        let first = message.first_sent.filter(|first| sent < first.plus_seconds(PATIENCE_SECONDS));
        let receipt = record.receipt_handle.unwrap_or_default();
        Ok(Self { message, id, receipt, sent: first.unwrap_or(sent) })
    }

    pub fn event(&self) -> Option<EventId<'_>> {
        EventId::parse(&self.message.event)
    }

    /// What the id of the session or customer has in common with its events.
    pub fn session(&self) -> &str {
        self.event().map_or("", |event| event.body)
    }
}

impl Unreadable {
    /// Puts it where somebody can look at it. Its id, if it could not be put there.
    pub async fn bury(self, app: &App) -> Option<String> {
        tracing::error!(message = self.id, "a message of the queue cannot be read; it is put aside");
        let Some(outlets) = &app.outlets else { return Some(self.id) };
        // SQS takes no empty message.
        let body = if self.body.is_empty() { "{}".to_owned() } else { self.body };
        match outlets.queue.bury(body, UNREADABLE).await {
            Ok(()) => None,
            Err(cause) => {
                tracing::warn!(message = self.id, ?cause, "a message could not be put aside");
                Some(self.id)
            }
        }
    }
}
