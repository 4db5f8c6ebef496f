//! What is posted: the event in the endpoint's words, as of the change, signed for this attempt.

use paydesk_model::delivery::Outcome;
use paydesk_model::event::{Event, Subject};
use paydesk_model::webhook::WebhookEndpoint;

use super::loaded::Known;
use crate::app::App;
use crate::clock::Clock;
use crate::error::Error;
use crate::store::events::{Published, Snapshot};
use crate::store::stored::Extent;
use crate::webhooks::sign;
use crate::wire::event::{Of, Told, render};
use crate::wire::version::ApiVersion;

/// Ready to be posted.
pub struct Letter {
    pub event: Event,
    pub body: String,
    pub headers: [(&'static str, String); 4],
}

/// The letter about the event with this id; none if the endpoint's dialect has no words for it.
pub async fn letter(
    app: &App,
    known: &Known,
    event: &str,
    endpoint: &WebhookEndpoint,
) -> Result<Option<Letter>, Error> {
    let Some((published, event)) = with_lines(app, &known.published, event).await? else { return Ok(None) };
    let version = endpoint.api_version.as_deref().unwrap_or(&published.api_version);
    let version = ApiVersion::parse(version).unwrap_or_default();
    let told = Told {
        event: &event,
        announcement: &published.announcement,
        of: match &published.of {
            Snapshot::Session(stored) => Of::Session(&stored.session),
            Snapshot::Customer { customer, before } => Of::Customer(customer, before.as_ref()),
        },
        livemode: published.livemode,
        pending_webhooks: pending(known, &event),
        version: &version,
        base_url: app.config.public_url.as_deref().unwrap_or_default(),
    };
    let Some(payload) = render(&told, endpoint.dialect) else { return Ok(None) };
    let body = payload.to_string();
    let secrets = endpoint.valid_secrets(app.clock.now());
    let headers = sign::headers(secrets, &event.id, Clock::wall(), &body);
    Ok(Some(Letter { event, body, headers }))
}

/// The event, and its announcement with the lines of the cart where the event shows them: those of a large cart live
/// apart.
async fn with_lines(app: &App, published: &Published, id: &str) -> Result<Option<(Published, Event)>, Error> {
    let find = |published: &Published| published.events().into_iter().find(|event| event.id == id);
    let event = find(published);
    let Snapshot::Session(stored) = &published.of else {
        return Ok(event.map(|event| (published.clone(), event)));
    };
    if stored.is_whole() || event.as_ref().is_some_and(|event| !shows_lines(event.subject)) {
        return Ok(event.map(|event| (published.clone(), event)));
    }
    let whole = app.store.complete(stored.clone(), Extent::Whole).await?;
    let whole = whole.ok_or_else(|| Error::Internal(format!("the lines of {id} are gone")))?;
    let published = Published { of: Snapshot::Session(whole), ..published.clone() };
    Ok(find(&published).map(|event| (published, event)))
}

const fn shows_lines(subject: Subject) -> bool {
    matches!(subject, Subject::Invoice | Subject::Subscription | Subject::Product(_) | Subject::Price(_))
}

/// How many endpoints have not taken it yet.
fn pending(known: &Known, event: &Event) -> usize {
    let taken = |endpoint: &&String| {
        known.attempts.iter().any(|attempt| {
            attempt.event == event.id
                && attempt.endpoint == **endpoint
                && attempt.outcome == Outcome::Succeeded
        })
    };
    let told = known.published.fan.get(&event.id).map_or(&[][..], Vec::as_slice);
    told.iter().filter(|endpoint| !taken(endpoint)).count()
}
