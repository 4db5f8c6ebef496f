//! The queues' event source mappings: messages in batches to the function that takes them, apart from the stream and
//! from the API, and so that no group can hold up another.

use std::collections::BTreeMap;

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use paydesk_service::handlers::Handler;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::functions::isolated;
use super::{Deployment, Trigger};
use crate::connector::md5_hex;
use crate::engine::Message;
use crate::queues::QueueError;
use crate::template::{ACCOUNT, QueueSource, REGION};

/// How many batches are with functions at once, and how many of one group.
const MOST_AT_ONCE: usize = 32;
const MOST_OF_A_GROUP: usize = 2;

/// The batches under way, and how many of each group.
#[derive(Default)]
struct Round {
    batches: JoinSet<String>,
    groups: BTreeMap<String, usize>,
}

impl Round {
    /// Groups that have as many batches under way as they may.
    fn busy(&self) -> Vec<String> {
        let full = self.groups.iter().filter(|(_, batches)| **batches >= MOST_OF_A_GROUP);
        full.map(|(group, _)| group.clone()).collect()
    }

    fn ended(&mut self, group: &str) {
        if let Some(batches) = self.groups.get_mut(group) {
            *batches -= 1;
        }
        self.groups.retain(|_, batches| *batches > 0);
    }
}

impl Deployment {
    /// Takes whatever is visible in the queues, also what becomes visible meanwhile, until nothing is left.
    pub async fn deliver_webhooks(&self) {
        let turn = self.parts.postman.try_lock();
        let _turn = match turn {
            Ok(turn) => turn,
            Err(_) => {
                // Whoever is at it already takes along what is visible now.
                self.queues().wake();
                self.parts.postman.lock().await
            }
        };
        let mut round = Round::default();
        loop {
            if let Err(problem) = self.start_batches(&mut round) {
                tracing::error!("the queue cannot be read: {problem}");
            }
            tokio::select! {
                biased;
                ended = round.batches.join_next() => match ended {
                    None => return,
                    Some(Ok(group)) => round.ended(&group),
                    Some(Err(error)) => {
                        tracing::error!("a batch of messages was not taken to its end: {error}");
                        round = Round::default();
                    }
                },
                () = self.queues().woken() => {}
            }
        }
    }

    fn start_batches(&self, round: &mut Round) -> Result<(), QueueError> {
        for (function, source) in self.queue_sources() {
            while round.batches.len() < MOST_AT_ONCE {
                let received = self.queues().receive(&source.queue, source.batch_size, &round.busy())?;
                let Some(messages) = received else { break };
                let Some(group) = messages.first().map(|message| message.group.clone()) else { break };
                *round.groups.entry(group.clone()).or_default() += 1;
                let (deployment, function, source) = (self.clone(), function.to_owned(), source.clone());
                round.batches.spawn(async move {
                    deployment.deliver_batch_of(&function, &source, &messages).await;
                    group
                });
            }
        }
        Ok(())
    }

    pub(super) fn queue_sources(&self) -> impl Iterator<Item = (&str, &QueueSource)> {
        self.triggers().filter_map(|(name, trigger)| match trigger {
            Trigger::Queue(source) => Some((name, source)),
            _ => None,
        })
    }

    async fn deliver_batch_of(&self, function: &str, source: &QueueSource, messages: &[Message]) {
        let mut wanted: Vec<&Message> = messages.iter().collect();
        if self.queues().faults().drop_first_attempt {
            let dropped = self.drop_first_attempts(function, source, messages).await;
            wanted.retain(|message| !dropped.contains(&message.id.as_str()));
        }
        let failed =
            if wanted.is_empty() { Vec::new() } else { self.hand_over(function, source, &wanted).await };
        let taken = |message: &Message| {
            wanted.iter().any(|wanted| wanted.id == message.id) && !failed.contains(&message.id.as_str())
        };
        if let Err(problem) = self.queues().settle(&source.queue, messages, &taken) {
            tracing::error!(function, "messages come again, though they were taken: {problem}");
        }
    }

    /// Hands messages to a function; returns the ids of those that it did not take.
    async fn hand_over<'m>(
        &self,
        function: &str,
        source: &QueueSource,
        messages: &[&'m Message],
    ) -> Vec<&'m str> {
        let records: Vec<Value> = messages.iter().map(|message| record(source, message)).collect();
        match self.invoke_queue(function, json!({ "Records": records })).await {
            Ok(response) => failed(messages, &response),
            Err(problem) => {
                tracing::error!(function, "a batch of messages was not taken: {problem}");
                messages.iter().map(|message| message.id.as_str()).collect()
            }
        }
    }

    /// Invokes a function of a queue with an event, as the Lambda API would.
    pub async fn invoke_queue(&self, function: &str, event: Value) -> Result<SqsBatchResponse, String> {
        let Some((app, Handler::Queue(handler))) = self.parts.functions.get(function) else {
            return Err(format!("{function} takes no queue"));
        };
        let event: SqsEvent = serde_json::from_value(event).map_err(|error| error.to_string())?;
        isolated(function, async move { handler(app, event).await }).await
    }
}

/// The ids of the messages that were not taken: all of them, if one is named that is not among them.
fn failed<'m>(messages: &[&'m Message], response: &SqsBatchResponse) -> Vec<&'m str> {
    let named = |id: &str| messages.iter().map(|message| message.id.as_str()).find(|one| *one == id);
    let failures = response.batch_item_failures.iter();
    let found: Option<Vec<&str>> = failures.map(|failure| named(&failure.item_identifier)).collect();
    found.unwrap_or_else(|| messages.iter().map(|message| message.id.as_str()).collect())
}

/// A message as Lambda hands it over.
fn record(source: &QueueSource, message: &Message) -> Value {
    json!({
        "messageId": message.id,
        "receiptHandle": message.receipt,
        "body": message.body,
        "attributes": {
            "ApproximateReceiveCount": message.receives.to_string(),
            "SentTimestamp": message.sent.to_string(),
            "SenderId": ACCOUNT,
            "ApproximateFirstReceiveTimestamp": message.first_received.to_string(),
            "MessageGroupId": message.group,
        },
        "messageAttributes": {},
        "md5OfBody": md5_hex(&message.body),
        "eventSource": "aws:sqs",
        "eventSourceARN": source.queue,
        "awsRegion": REGION,
    })
}
