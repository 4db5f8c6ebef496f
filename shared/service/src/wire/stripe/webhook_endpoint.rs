//! A webhook endpoint as Stripe shows it, with the dialect that is ours.

use paydesk_model::webhook::WebhookEndpoint;
use serde_json::{Value, json};

/// The endpoint; its secret is told only to who has just made it.
pub fn webhook_endpoint(endpoint: &WebhookEndpoint, secret: Option<&str>) -> Value {
    let mut shown = json!({
        "id": endpoint.id,
        "object": "webhook_endpoint",
        "api_version": endpoint.api_version,
        "application": null,
        "created": endpoint.created.seconds(),
        "description": endpoint.description,
        "dialect": endpoint.dialect.as_str(),
        "enabled_events": endpoint.enabled_events,
        "livemode": endpoint.livemode,
        "metadata": endpoint.metadata,
        "status": if endpoint.enabled { "enabled" } else { "disabled" },
        "url": endpoint.url,
    });
    if let Some(secret) = secret {
        shown["secret"] = secret.into();
    }
    shown
}
