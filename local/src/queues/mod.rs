//! The queues of the template, as SQS keeps them: a message is received, hidden for a while, and comes back unless it
//! was deleted.

mod faults;

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use paydesk_service::clock::Clock;
use paydesk_service::outlets::Message as Webhook;
use paydesk_service::random;
use tokio::sync::Notify;

use crate::engine::{Counts, Engine, Message, Order, Source};
use crate::template::QueueDefinition;

pub use faults::WebhookFaults;

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
    /// Received, put off, or sent to come later: nobody gets it before its time.
    pub hidden: Vec<Message>,
}

/// All of them.
pub struct Queues {
    engine: Arc<Engine>,
    definitions: Vec<QueueDefinition>,
    clock: Clock,
    sent: Notify,
    faults: RwLock<WebhookFaults>,
}

impl Queues {
    pub fn new(engine: Arc<Engine>, definitions: Vec<QueueDefinition>, clock: Clock) -> Self {
        Self { engine, definitions, clock, sent: Notify::new(), faults: RwLock::default() }
    }

    /// What is to go wrong with what is delivered.
    pub fn faults(&self) -> WebhookFaults {
        *self.faults.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn set_faults(&self, faults: WebhookFaults) {
        *self.faults.write().unwrap_or_else(PoisonError::into_inner) = faults;
    }

    /// The queue that an ARN or a URL names.
    pub fn find(&self, name: &str) -> Result<&QueueDefinition, QueueError> {
        let named = |queue: &&QueueDefinition| queue.arn == name || queue.url == name;
        self.definitions.iter().find(named).ok_or(QueueError::NoSuchQueue)
    }

    /// Sends messages (group and body), all or none; gives their ids. They are on the disk when the engine has kept
    /// them.
    pub fn send(&self, queue: &str, messages: &[(&str, &str)]) -> Result<Vec<String>, QueueError> {
        self.send_later(queue, messages, 0)
    }

    /// The same, for nobody to get before so many seconds are over.
    pub fn send_later(
        &self,
        queue: &str,
        messages: &[(&str, &str)],
        seconds: i64,
    ) -> Result<Vec<String>, QueueError> {
        let queue = self.find(queue)?;
        let now = self.now();
        // Dead letters are handed to nobody, and so not late.
        let late = if queue.redrive.is_some() { self.faults().hidden_seconds() } else { 0 };
        let hidden = seconds.max(late);
        let message = |(group, body): &(&str, &str)| Message {
            visible_at: now + hidden * 1000,
            ..message(group, body, now)
        };
        let messages: Vec<Message> = messages.iter().map(message).collect();
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
        let reorder = self.faults().reorder;
        let order = if reorder { Order::Any } else { Order::Oldest };
        let source = Source { queue: &queue.arn, dead_letters, order };
        // Within a batch, whoever takes it may put it in order again.
        let most = if reorder { 1 } else { most };
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
        let until = now + seconds * 1000;
        match self.on_messages(|kept| kept.hide(&queue.arn, receipt, now, until))? {
            None => Err(QueueError::NoSuchReceipt),
            Some(false) => Err(QueueError::NotInFlight),
            Some(true) => Ok(()),
        }
    }

    /// Deletes the received messages that were taken, and lets go of the others.
    pub fn settle(
        &self,
        queue: &str,
        received: &[Message],
        taken: &dyn Fn(&Message) -> bool,
    ) -> Result<(), QueueError> {
        let queue = self.find(queue)?;
        self.on_messages(|kept| kept.settle(received, taken))?;
        if self.faults().duplicate {
            let taken = received.iter().filter(|message| taken(message));
            let copies: Vec<Message> = taken.filter_map(|message| self.copy(message)).collect();
            self.on_messages(|kept| kept.send(&queue.arn, &copies))?;
            self.wake();
        }
        Ok(())
    }

    /// The same again, unless it is that already. It says so: whoever delivers would know better otherwise.
    fn copy(&self, message: &Message) -> Option<Message> {
        let mut webhook: Webhook =
            serde_json::from_str(&message.body).ok().filter(|one: &Webhook| !one.again)?;
        (webhook.again, webhook.first_sent) = (true, None);
        let body = serde_json::to_string(&webhook).ok()?;
        let now = self.now();
        // Sent after it was delivered, also where the clock stands still.
        Some(Message { sent: now + 1, ..self::message(&message.group, &body, now) })
    }

    /// How long until a message that is hidden now can be seen.
    pub fn next_visible(&self) -> Result<Option<Duration>, QueueError> {
        let now = self.now();
        let mut first = None;
        for queue in self.definitions.iter().filter(|queue| queue.redrive.is_some()) {
            let next = self.on_messages(|kept| kept.next_visible(&queue.arn, now))?;
            first = [first, next].into_iter().flatten().min();
        }
        Ok(first.map(|at| Duration::from_millis(u64::try_from(at - now).unwrap_or_default())))
    }

    pub fn contents(&self, queue: &str) -> Result<Contents, QueueError> {
        let queue = self.find(queue)?;
        let now = self.now();
        let all = self.on_messages(|kept| kept.all(&queue.arn))?;
        let (waiting, hidden) = all.into_iter().partition(|message| message.visible_at <= now);
        Ok(Contents { waiting, hidden })
    }

    /// How many messages are in a queue.
    pub fn counts(&self, queue: &str) -> Result<Counts, QueueError> {
        let queue = self.find(queue)?;
        let now = self.now();
        self.on_messages(|kept| kept.counts(&queue.arn, now))
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
