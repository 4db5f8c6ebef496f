//! Events: what happened, and what came of telling it.

use paydesk_model::params::events_table::{EVENTS, RETRY};
use paydesk_model::params::list_table::PAGE;
use serde_json::{Map, Value, json};

use super::{Operation, asked, link};
use crate::openapi::answers::webhooks::{DELIVERY_ATTEMPT, EVENT};

const ONE: &str = "/v1/events/{id}";

const LISTED: &str = "Newest first, and all of the last 30 days. Filters can be combined; `starting_after` and `ending_before` \
    move the page, one of them at a time. A page may end early, before it grows beyond 5 MB or after looking through some \
    40,000 rows for what the filters want: then `has_more` is true. Where 100,000 rows hold nothing of it, the answer is a \
    400 that says by which `created` the search goes on.";

pub fn all() -> Vec<Operation> {
    vec![list(), retrieve(), attempts(), retry()]
}

fn list() -> Operation {
    let id = "listEvents";
    Operation {
        path: "/v1/events".to_owned(),
        parameters: asked(id, EVENTS),
        words: LISTED,
        answer: format!("{}List", EVENT.name),
        links: [("first".to_owned(), link("retrieveEvent", "$response.body#/data/0/id"))]
            .into_iter()
            .collect(),
        ..one(id, "List events")
    }
}

fn retrieve() -> Operation {
    let leads_to = [("attempts", "listDeliveryAttempts"), ("retry", "retryEvent")];
    let links = leads_to.map(|(name, operation)| (name.to_owned(), link(operation, "$response.body#/id")));
    Operation {
        words: "With `data` as it was when it happened.",
        links: links.into_iter().collect(),
        ..one("retrieveEvent", "Retrieve an event")
    }
}

fn attempts() -> Operation {
    let id = "listDeliveryAttempts";
    let mut parameters = asked(id, PAGE);
    parameters.insert(0, id_in_path());
    Operation {
        path: format!("{ONE}/delivery_attempts"),
        parameters,
        words: "Every try to send the event to an endpoint, newest first.",
        answer: format!("{}List", DELIVERY_ATTEMPT.name),
        ..one(id, "List the delivery attempts of an event")
    }
}

fn retry() -> Operation {
    Operation {
        path: format!("{ONE}/retry"),
        body: Some(RETRY),
        words: "To one endpoint, whatever became of it before. Tries that are still to come are made all the same.",
        ..one("retryEvent", "Send an event again")
    }
}

/// About one event.
fn one(id: &str, summary: &str) -> Operation {
    Operation {
        id: id.to_owned(),
        path: ONE.to_owned(),
        tag: "Events",
        summary: summary.to_owned(),
        words: "",
        parameters: vec![id_in_path()],
        expand: None,
        body: None,
        deletes: false,
        pays: false,
        answer: EVENT.name.to_owned(),
        links: Map::new(),
    }
}

fn id_in_path() -> Value {
    json!({
        "name": "id", "in": "path", "required": true, "description": "The event.",
        "schema": {"type": "string", "pattern": "^evt_[A-Za-z0-9_]+$", "maxLength": 200},
    })
}
