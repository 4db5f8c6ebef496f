//! Stripe's Event object.

use paydesk_model::event::Subject;
use serde_json::{Value, json};

use super::super::Dialect;
use super::super::expand::Expand;
use super::super::stripe::{self, View};
use super::{Of, Told};

pub fn event(told: &Told<'_>) -> Option<Value> {
    let request = told.announcement.request.as_ref();
    Some(json!({
        "id": told.event.id,
        "object": "event",
        "api_version": told.version.as_str(),
        "created": told.announcement.at.seconds(),
        "data": {"object": object(told)?},
        "livemode": told.livemode,
        "pending_webhooks": told.pending_webhooks,
        "request": {
            "id": request.map(|request| &request.id),
            "idempotency_key": request.and_then(|request| request.idempotency_key.as_ref()),
        },
        "type": told.event.kind.as_str(),
    }))
}

fn object(told: &Told<'_>) -> Option<Value> {
    match (told.event.subject, told.of) {
        (Subject::Session, Of::Session(session)) => {
            let expand = Expand::default();
            let view = View {
                dialect: Dialect::Stripe,
                version: told.version,
                expand: &expand,
                base_url: told.base_url,
            };
            serde_json::to_value(stripe::session(session, view)).ok()
        }
        _ => None,
    }
}
