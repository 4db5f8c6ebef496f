//! The operations: what each takes, answers and leads to.

use paydesk_model::params::create_table::{CREATE, WITH_EXTRAS};
use paydesk_model::params::list_table::{LIST, PAGE};
use paydesk_model::params::update_table::UPDATE;
use paydesk_service::wire::Dialect;
use paydesk_service::wire::expand::Subject;
use paydesk_service::wire::json::READ_ONLY;
use serde_json::{Map, Value, json};

use super::answers::{LINE_ITEM_LIST, SESSION, SESSION_LIST};
use super::operation::{Body, Operation};
use super::{rules, said};

const OPERATIONS: &[Operation] = &[
    Operation {
        id: "createSession",
        step: |_| String::new(),
        summary: "Create a session",
        words: create_words,
        query: &[],
        body: Some(create_takes),
        subject: Subject::Session,
        answer: &SESSION,
    },
    Operation {
        id: "listSessions",
        step: |_| String::new(),
        summary: "List sessions",
        words: |dialect| {
            said(
                dialect,
                "Newest first. Filters can be combined; `starting_after` and `ending_before` move the page, one of them at a time. A page may end early, before it grows beyond 5 MB.",
            )
        },
        query: LIST,
        body: None,
        subject: Subject::SessionList,
        answer: &SESSION_LIST,
    },
    Operation {
        id: "retrieveSession",
        step: |_| "/{id}".to_owned(),
        summary: "Retrieve a session",
        words: |_| "The session as it is now: past its time it is expired from the first second.".to_owned(),
        query: &[],
        body: None,
        subject: Subject::Session,
        answer: &SESSION,
    },
    Operation {
        id: "updateSession",
        step: |_| "/{id}".to_owned(),
        summary: "Update a session",
        words: update_words,
        query: &[],
        body: Some(update_takes),
        subject: Subject::Session,
        answer: &SESSION,
    },
    Operation {
        id: "expireSession",
        step: |_| "/{id}/expire".to_owned(),
        summary: "Expire a session",
        words: |_| {
            "Ends an open session at once. One that has ended, or on which a payment is being made, is refused.".to_owned()
        },
        query: &[],
        body: Some(expire_takes),
        subject: Subject::Session,
        answer: &SESSION,
    },
    Operation {
        id: "listLineItems",
        step: |dialect| format!("/{{id}}/{}", dialect.line_items_step()),
        summary: "List a session's line items",
        words: |dialect| {
            said(dialect, "In the order of the cart; `starting_after` and `ending_before` move the page.")
        },
        query: PAGE,
        body: None,
        subject: Subject::LineItemList,
        answer: &LINE_ITEM_LIST,
    },
];

fn create_words(dialect: Dialect) -> String {
    let mut text = "Opens a session.\n\nBeyond types and limits:\n".to_owned();
    for (heading, rules) in rules::CREATE {
        text.push_str(&format!("\n**{}**\n\n", said(dialect, heading)));
        for rule in *rules {
            text.push_str(&format!("- {}\n", said(dialect, rule.words)));
        }
    }
    text
}

fn update_words(dialect: Dialect) -> String {
    let mut text =
        "Changes what may still change about a session.\n\nThe rules of create hold, and:\n\n".to_owned();
    for rule in rules::UPDATE {
        text.push_str(&format!("- {}\n", said(dialect, rule.words)));
    }
    text
}

fn create_takes(dialect: Dialect) -> Body {
    match dialect {
        Dialect::Stripe => (CREATE, Vec::new()),
        Dialect::Camel => (&WITH_EXTRAS, READ_ONLY.to_vec()),
    }
}

fn update_takes(dialect: Dialect) -> Body {
    let settable = |name: &&str| UPDATE.iter().any(|param| param.name == *name);
    match dialect {
        Dialect::Stripe => (UPDATE, Vec::new()),
        Dialect::Camel => (UPDATE, READ_ONLY.iter().copied().filter(|name| !settable(name)).collect()),
    }
}

/// In camelCase a whole session, of which the path says all that is needed.
fn expire_takes(dialect: Dialect) -> Body {
    let known = WITH_EXTRAS.iter().map(|param| param.name).chain(READ_ONLY.iter().copied());
    (&[], if dialect == Dialect::Camel { known.collect() } else { Vec::new() })
}

pub fn paths(dialect: Dialect) -> Map<String, Value> {
    let mut paths = Map::new();
    for operation in OPERATIONS {
        let path = format!("{}{}", dialect.sessions_path(), (operation.step)(dialect));
        let of_path = paths.entry(path).or_insert_with(|| json!({}));
        of_path[if operation.is_post() { "post" } else { "get" }] = operation.described(dialect);
    }
    paths
}

/// The bodies of the POSTs, by name.
pub fn bodies(dialect: Dialect) -> Map<String, Value> {
    let schema = |operation: &Operation| Some((operation.body_name(), operation.body_schema(dialect)?));
    OPERATIONS.iter().filter_map(schema).collect()
}
