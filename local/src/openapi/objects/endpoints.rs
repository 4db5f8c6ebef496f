//! Webhook endpoints: who is told of events.

use paydesk_model::params::endpoints_table::{CREATE, ROLL, UPDATE};
use paydesk_model::params::list_table::PAGE;
use serde_json::{Map, Value, json};

use super::{Operation, asked, link};
use crate::openapi::answers::webhooks::{DELETED_WEBHOOK_ENDPOINT, WEBHOOK_ENDPOINT};

const PATH: &str = "/v1/webhook_endpoints";
const ONE: &str = "/v1/webhook_endpoints/{id}";

const CREATED: &str = "Answers with the secret that requests to it are signed with, once; a repeat with the same \
    idempotency key answers with it again for a day. An account has at most 16 endpoints in each mode.\n\n\
    Each request is signed twice with that secret: in `Stripe-Signature`, as Stripe's SDKs verify it, and in \
    `webhook-id`, `webhook-timestamp` and `webhook-signature`, as Standard Webhooks has it.\n\n\
    The dialects camel and event_data have words for the four events of a session only, and nothing else is ever sent in \
    them: completed, expired, asyncPaymentFailed and asyncPaymentSucceeded in camel, and the same as \
    checkout_session.completed and so on in event_data. Those names, Stripe's and * are what `enabled_events` takes there.";

const ROLLED: &str = "Gives it a new secret, and answers with that. The one before it stays valid for `expires_in` seconds; \
    until then every request has a signature of each. At most five are valid at once.";

pub fn all() -> Vec<Operation> {
    vec![create(), list(), retrieve(), update(), delete(), roll()]
}

fn create() -> Operation {
    let summary = "Create a webhook endpoint";
    Operation {
        path: PATH.to_owned(),
        parameters: Vec::new(),
        body: Some(CREATE),
        words: CREATED,
        ..one("createWebhookEndpoint", summary)
    }
}

fn list() -> Operation {
    let id = "listWebhookEndpoints";
    Operation {
        path: PATH.to_owned(),
        parameters: asked(id, PAGE),
        words: "Newest first. `starting_after` and `ending_before` move the page, one of them at a time.",
        answer: format!("{}List", WEBHOOK_ENDPOINT.name),
        links: [("first".to_owned(), link("retrieveWebhookEndpoint", "$response.body#/data/0/id"))]
            .into_iter()
            .collect(),
        ..one(id, "List webhook endpoints")
    }
}

fn retrieve() -> Operation {
    Operation { links: Map::new(), ..one("retrieveWebhookEndpoint", "Retrieve a webhook endpoint") }
}

fn update() -> Operation {
    Operation {
        body: Some(UPDATE),
        words: "What is not said stays as it is. A disabled endpoint is enabled by `disabled` false.",
        ..one("updateWebhookEndpoint", "Update a webhook endpoint")
    }
}

fn delete() -> Operation {
    Operation {
        deletes: true,
        words: "What it was still to be told is never sent.",
        answer: DELETED_WEBHOOK_ENDPOINT.name.to_owned(),
        links: Map::new(),
        ..one("deleteWebhookEndpoint", "Delete a webhook endpoint")
    }
}

fn roll() -> Operation {
    Operation {
        path: format!("{ONE}/roll_secret"),
        body: Some(ROLL),
        words: ROLLED,
        ..one("rollWebhookEndpointSecret", "Roll the secret of a webhook endpoint")
    }
}

/// About one endpoint.
fn one(id: &str, summary: &str) -> Operation {
    let leads_to = [
        ("retrieve", "retrieveWebhookEndpoint"),
        ("update", "updateWebhookEndpoint"),
        ("roll", "rollWebhookEndpointSecret"),
        ("delete", "deleteWebhookEndpoint"),
    ];
    let links = leads_to.map(|(name, operation)| (name.to_owned(), link(operation, "$response.body#/id")));
    Operation {
        id: id.to_owned(),
        path: ONE.to_owned(),
        tag: "Events",
        summary: summary.to_owned(),
        words: "As it is now, without its secret.",
        parameters: vec![id_in_path()],
        expand: None,
        body: None,
        deletes: false,
        pays: false,
        answer: WEBHOOK_ENDPOINT.name.to_owned(),
        links: links.into_iter().collect(),
    }
}

pub fn id_in_path() -> Value {
    json!({
        "name": "id", "in": "path", "required": true, "description": "The webhook endpoint.",
        "schema": {"type": "string", "pattern": "^we_[A-Za-z0-9]+$", "maxLength": 80},
    })
}
