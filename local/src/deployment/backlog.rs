//! What is in the queue of webhooks, and what was given up: to be looked at, and to be sent again.

use super::Deployment;
use crate::engine::Message;
use crate::queues::QueueError;

/// The queue that functions take webhooks from, and its dead letters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Due, and with nobody.
    pub waiting: Vec<Message>,
    /// With a function at this moment.
    pub in_flight: Vec<Message>,
    /// To come, or to come again, at their time.
    pub put_off: Vec<Message>,
    /// Given up.
    pub dead: Vec<Message>,
}

impl Deployment {
    /// What is yet to be delivered, and what never was.
    pub fn backlog(&self) -> Result<Backlog, String> {
        self.read_backlog().map_err(|error| error.to_string())
    }

    /// Sends what was given up to the queue again, as new. Says how many messages those are.
    pub fn redrive(&self) -> Result<usize, String> {
        let queues = self.queue_sources().map(|(_, source)| source.queue.as_str());
        let moved = queues.map(|queue| self.queues().redrive(queue)).sum::<Result<usize, QueueError>>();
        moved.map_err(|error| error.to_string())
    }

    fn read_backlog(&self) -> Result<Backlog, QueueError> {
        let mut backlog = Backlog::default();
        for (_, source) in self.queue_sources() {
            let contents = self.queues().contents(&source.queue)?;
            backlog.waiting.extend(contents.waiting);
            let (held, put_off): (Vec<_>, Vec<_>) =
                contents.hidden.into_iter().partition(|message| message.held);
            backlog.in_flight.extend(held);
            backlog.put_off.extend(put_off);
            if let Some(redrive) = &self.queues().find(&source.queue)?.redrive {
                let dead = self.queues().contents(&redrive.to)?;
                backlog.dead.extend(dead.waiting.into_iter().chain(dead.hidden));
            }
        }
        Ok(backlog)
    }
}
