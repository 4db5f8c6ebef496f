//! What is posted: the event in the endpoint's words, as of the change, signed for this attempt.

use paydesk_model::event::Event;
use paydesk_model::webhook::WebhookEndpoint;

use super::loaded::Known;
use crate::app::App;
use crate::telling::told;
use crate::webhooks::sign;
use crate::wire::event::render;
use crate::wire::version::ApiVersion;

/// Ready to be posted.
pub struct Letter {
    pub event: Event,
    pub body: String,
    pub headers: [(&'static str, String); 4],
}

/// The letter about the event with this id; none if the endpoint's dialect has no words for it.
pub fn letter(app: &App, known: &Known, event: &str, endpoint: &WebhookEndpoint) -> Option<Letter> {
    let published = &known.published;
    let event = published.events().into_iter().find(|one| one.id == event)?;
    let version = endpoint.api_version.as_deref().unwrap_or(&published.api_version);
    let version = ApiVersion::parse(version).unwrap_or_default();
    let pending = published.waiting(&event.id, &known.attempts).count();
    let base_url = app.config.public_url.as_deref().unwrap_or_default();
    let told = told(published, &event, pending, &version, base_url);
    let body = render(&told, endpoint.dialect)?.to_string();
    let secrets = endpoint.valid_secrets(app.clock.now());
    let headers = sign::headers(secrets, &event.id, app.clock.wall(), &body);
    Some(Letter { event, body, headers })
}
