//! The queues of the template, as SQS keeps them: a message is received, hidden for a while, and comes back unless it
//! was deleted.

use std::fmt;
use std::sync::Arc;

use paydesk_service::clock::Clock;
use paydesk_service::random;
use tokio::sync::Notify;

use crate::engine::{Engine, Message, Source};
use crate::template::QueueDefinition;

/// The furthest a message can be put off.
pub const LONGEST_HIDDEN_SECONDS: i64 = 12 * 60 * 60;

/// Why a queue did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueueError {
    NoSuchQueue,
    /// The receipt is not the last of any message.
    NoSuchReceipt,
    /// Its time is over: somebody else may have the message.
    NotInFlight,
    Broken(String),
}

impl fmt::Display for QueueError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchQueue => formatter.write_str("The specified queue does not exist."),
            Self::NoSuchReceipt => formatter.write_str("The input receipt handle is invalid."),
            Self::NotInFlight => formatter.write_str("The message is not in flight."),
            Self::Broken(problem) => formatter.write_str(problem),
        }
    }
}

/// What is in a queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Neither received nor put off.
    pub waiting: Vec<Message>,
    /// Received, or put off: nobody gets it before its time.
    pub hidden: Vec<Message>,
}

/// All of them.
pub struct Queues {
    engine: Arc<Engine>,
    definitions: Vec<QueueDefinition>,
    clock: Clock,
    sent: Notify,
}

impl Queues {
    pub fn new(engine: Arc<Engine>, definitions: Vec<QueueDefinition>, clock: Clock) -> Self {
        Self { engine, definitions, clock, sent: Notify::new() }
    }

    /// The queue that an ARN or a URL names.
    pub fn find(&self, name: &str) -> Result<&QueueDefinition, QueueError> {
        let named = |queue: &&QueueDefinition| queue.arn == name || queue.url == name;
        self.definitions.iter().find(named).ok_or(QueueError::NoSuchQueue)
    }

    /// Sends messages (group and body), all or none; gives their ids. They are on the disk when the engine has kept
    /// them.
    pub fn send(&self, queue: &str, messages: &[(&str, &str)]) -> Result<Vec<String>, QueueError> {
        let queue = self.find(queue)?;
        let now = self.now();
        let messages: Vec<Message> = messages.iter().map(|(group, body)| message(group, body, now)).collect();
        self.on_messages(|kept| kept.send(&queue.arn, &messages))?;
        self.wake();
        Ok(messages.into_iter().map(|message| message.id).collect())
    }

    /// Receives up to so many messages of one group, other than the groups that are busy: of that which waits longest.
    pub fn receive(
        &self,
        queue: &str,
        most: usize,
        busy: &[String],
    ) -> Result<Option<Vec<Message>>, QueueError> {
        let queue = self.find(queue)?;
        let redrive = queue.redrive.as_ref();
        let dead_letters = redrive.map(|redrive| (redrive.to.as_str(), redrive.most_receives));
        let source = Source { queue: &queue.arn, dead_letters };
        let now = self.now();
        let hidden_until = now + queue.visibility_seconds * 1000;
        loop {
            let received = self.on_messages(|kept| {
                let Some(group) = kept.next_group(&queue.arn, now, busy)? else { return Ok(None) };
                kept.receive(source, &group, most, now, hidden_until, &random::token).map(Some)
            })?;
            // Where all of them were dead letters, there may be others.
            if received.as_ref().is_none_or(|messages| !messages.is_empty()) {
                return Ok(received);
            }
        }
    }

    /// Has a received message come back after so many seconds.
    pub fn put_off(&self, queue: &str, receipt: &str, seconds: i64) -> Result<(), QueueError> {
        let queue = self.find(queue)?;
        let now = self.now();
        let before = self.on_messages(|kept| kept.hide(&queue.arn, receipt, now + seconds * 1000))?;
        match before {
            None => Err(QueueError::NoSuchReceipt),
            Some(before) if before <= now => Err(QueueError::NotInFlight),
            Some(_) => Ok(()),
        }
    }

    /// Deletes the received messages that were taken, and lets go of the others.
    pub fn settle(&self, received: &[Message], taken: &dyn Fn(&Message) -> bool) -> Result<(), QueueError> {
        self.on_messages(|kept| kept.settle(received, taken))
    }

    pub fn contents(&self, queue: &str) -> Result<Contents, QueueError> {
        let queue = self.find(queue)?;
        let now = self.now();
        let all = self.on_messages(|kept| kept.all(&queue.arn))?;
        let (waiting, hidden) = all.into_iter().partition(|message| message.visible_at <= now);
        Ok(Contents { waiting, hidden })
    }

    /// Sends what is in the dead letters of a queue to it again, as new messages. Says how many those are.
    pub fn redrive(&self, queue: &str) -> Result<usize, QueueError> {
        let queue = self.find(queue)?;
        let Some(redrive) = &queue.redrive else { return Ok(0) };
        let moved = self.on_messages(|kept| kept.redrive(&redrive.to, &queue.arn, self.now()))?;
        self.wake();
        Ok(moved)
    }

    /// Forgets what is older than its queue keeps it.
    pub fn forget_old(&self) -> Result<(), QueueError> {
        for queue in &self.definitions {
            let before = self.now() - queue.retention_seconds * 1000;
            let lost = self.on_messages(|kept| kept.forget(&queue.arn, before))?;
            if lost > 0 {
                tracing::error!(queue = queue.arn, "{lost} messages were too old, and are lost");
            }
        }
        Ok(())
    }

    /// Something may have become visible.
    pub fn wake(&self) {
        self.sent.notify_one();
    }

    /// Returns when something may have become visible since this was last asked.
    pub async fn woken(&self) {
        self.sent.notified().await;
    }

    fn now(&self) -> i64 {
        self.clock.now().millis()
    }

    fn on_messages<T>(
        &self,
        work: impl FnOnce(&mut crate::engine::Messages) -> rusqlite::Result<T>,
    ) -> Result<T, QueueError> {
        self.engine.messages(work).map_err(QueueError::Broken)
    }
}

fn message(group: &str, body: &str, now: i64) -> Message {
    Message {
        id: message_id(),
        group: group.to_owned(),
        body: body.to_owned(),
        sent: now,
        visible_at: now,
        receives: 0,
        first_received: 0,
        receipt: String::new(),
        held: false,
    }
}

/// In the shape of a UUID.
fn message_id() -> String {
    let hex: String = random::bytes::<16>().iter().map(|byte| format!("{byte:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}
