//! The first seed's events: its four names, and a session in its words.

use paydesk_model::webhook::EventDialect;
use serde_json::{Value, json};

use super::super::{Dialect, camel};
use super::{Of, Told, object};

pub fn event(told: &Told<'_>) -> Option<Value> {
    let Of::Session(session) = told.of else { return None };
    let name = EventDialect::Camel.name(told.event.kind)?;
    let session = object::session(told, &session.as_of(told.announcement.number), Dialect::Camel)?;
    let request = told.announcement.request.as_ref();
    Some(json!({
        "id": told.event.id,
        "object": "event",
        "apiVersion": told.version.as_str(),
        "created": told.announcement.at.seconds(),
        "data": { "object": camel::session(session) },
        "livemode": told.livemode,
        "pendingWebhooks": told.pending_webhooks,
        "request": {
            "id": request.map(|request| &request.id),
            "idempotencyKey": request.and_then(|request| request.idempotency_key.as_ref()),
        },
        "type": name,
    }))
}
