//! `/_local/…` of webhooks: the queue, what was given up, the faults that were chosen, and the bus.

use http::StatusCode;
use serde_json::{Value, json};

use super::{Answer, json, refused};
use crate::deployment::{Backlog, Deployment};
use crate::engine::Message;
use crate::queues::WebhookFaults;

pub fn queue(deployment: &Deployment) -> Answer {
    match deployment.backlog() {
        Ok(Backlog { waiting, in_flight, put_off, dead }) => {
            let list = |messages: &[Message]| messages.iter().map(message).collect::<Vec<_>>();
            let (waiting, in_flight) = (list(&waiting), list(&in_flight));
            let (put_off, dead) = (list(&put_off), list(&dead));
            ok(&json!({"waiting": waiting, "in_flight": in_flight, "put_off": put_off, "dead": dead}))
        }
        Err(problem) => failed(&problem),
    }
}

pub fn redrive(deployment: &Deployment) -> Answer {
    match deployment.redrive() {
        Ok(moved) => ok(&json!({ "redriven": moved })),
        Err(problem) => failed(&problem),
    }
}

pub fn bus(deployment: &Deployment) -> Answer {
    ok(&json!({"data": deployment.bus().entries()}))
}

pub fn faults(deployment: &Deployment) -> Answer {
    ok(&json!(deployment.queues().faults()))
}

/// What is not named is well.
pub fn set_faults(deployment: &Deployment, body: &[u8]) -> Answer {
    let chosen = serde_json::from_slice::<WebhookFaults>(body).map_err(|error| error.to_string());
    match chosen.and_then(WebhookFaults::checked) {
        Ok(chosen) => {
            deployment.queues().set_faults(chosen);
            faults(deployment)
        }
        Err(problem) => {
            let message = format!(
                "Send {{\"delay\": seconds, \"duplicate\": true, \"reorder\": true, \"drop_first_attempt\": true}} as \
                 JSON, each or none of them: {problem}."
            );
            refused(StatusCode::BAD_REQUEST, &message, false)
        }
    }
}

fn message(message: &Message) -> Value {
    json!({
        "id": message.id,
        "webhook_endpoint": message.group,
        "body": serde_json::from_str::<Value>(&message.body).unwrap_or_else(|_| json!(message.body)),
        "sent": message.sent.div_euclid(1000),
        "visible_at": message.visible_at.div_euclid(1000),
        "received": message.receives,
    })
}

fn ok(value: &Value) -> Answer {
    json(StatusCode::OK, value)
}

fn failed(problem: &str) -> Answer {
    refused(StatusCode::INTERNAL_SERVER_ERROR, problem, false)
}
