//! Stripe's Event object.

use serde_json::{Value, json};

use super::{Told, object};

pub fn event(told: &Told<'_>) -> Option<Value> {
    let object::Data { object, previous } = object::data(told)?;
    let mut data = json!({ "object": object });
    if let Some(previous) = previous {
        data["previous_attributes"] = previous;
    }
    let request = told.announcement.request.as_ref();
    Some(json!({
        "id": told.event.id,
        "object": "event",
        "api_version": told.version.as_str(),
        "created": told.announcement.at.seconds(),
        "data": data,
        "livemode": told.livemode,
        "pending_webhooks": told.pending_webhooks,
        "request": {
            "id": request.map(|request| &request.id),
            "idempotency_key": request.and_then(|request| request.idempotency_key.as_ref()),
        },
        "type": told.event.kind.as_str(),
    }))
}
