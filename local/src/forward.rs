//! `--forward-to`: an endpoint that hears of every account, for a quick start. It is kept with the data, and so is its
//! secret.

use paydesk_model::endpoint::{EndpointBirth, EndpointParams};
use paydesk_model::event::EventType;
use paydesk_model::tree::Tree;
use paydesk_model::webhook::{EventDialect, WebhookEndpoint};
use paydesk_service::app::App;
use paydesk_service::random;
use paydesk_service::store::endpoints::{EVERYONE, StoredEndpoint};

use crate::deployment::Deployment;

/// What the event log and the attempts call it.
const ID: &str = "we_forward";
/// Who wrote it, as far as the table is concerned.
const BY: &str = "forward";

/// Where everything is to be forwarded to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forward {
    pub url: String,
    /// Names of event types, `charge.*` for all that begin so, or `*`.
    pub events: Vec<String>,
    pub dialect: EventDialect,
}

impl Deployment {
    /// Has everything forwarded, to https in live mode too; returns what it is signed with, which is the same at every
    /// start.
    pub async fn forward(&self, forward: &Forward) -> Result<String, String> {
        let params = forward.checked()?;
        let app = self.admin()?;
        let secret = known_secret(&app).await?.unwrap_or_else(random::webhook_secret);
        for livemode in [false, true] {
            put(&app, livemode, params.clone(), &secret).await?;
        }
        Ok(secret)
    }
}

impl Forward {
    /// Checked as the API checks a webhook endpoint.
    pub fn checked(&self) -> Result<EndpointParams, String> {
        // As other tools take it, without the scheme.
        let url = if self.url.contains("://") { self.url.clone() } else { format!("http://{}", self.url) };
        let names = self.events.iter().map(|name| self.named(name)).collect::<Result<Vec<_>, String>>()?;
        let events = names.into_iter().flatten().map(Tree::Text).collect();
        let tree = Tree::Hash(vec![
            ("url".to_owned(), Tree::Text(url)),
            ("enabled_events".to_owned(), Tree::List(events)),
            ("dialect".to_owned(), Tree::Text(self.dialect.as_str().to_owned())),
        ]);
        EndpointParams::check(&tree, false)
            .map_err(|problem| format!("--forward-to {}: {}", self.url, problem.message))
    }

    /// The event types that a name stands for: itself, or with `.*` at its end all there are that begin so.
    fn named(&self, name: &str) -> Result<Vec<String>, String> {
        let found: Vec<String> = match name.strip_suffix(".*") {
            Some(start) => {
                let names = EventType::ALL.into_iter().map(EventType::as_str);
                let begun = |name: &&str| name.strip_prefix(start).is_some_and(|rest| rest.starts_with('.'));
                names.filter(begun).map(str::to_owned).collect()
            }
            None => self.dialect.knows(name).then(|| name.to_owned()).into_iter().collect(),
        };
        if found.is_empty() {
            let dialect = self.dialect.as_str();
            return Err(format!("--forward-events: the dialect {dialect} has no event type {name}"));
        }
        Ok(found)
    }
}

async fn known_secret(app: &App) -> Result<Option<String>, String> {
    let known = Box::pin(app.store.endpoint(EVERYONE, false, ID)).await.map_err(|error| failed(&error))?;
    Ok(known.and_then(|known| known.endpoint.secrets.into_iter().next()).map(|secret| secret.text))
}

async fn put(app: &App, livemode: bool, params: EndpointParams, secret: &str) -> Result<(), String> {
    let now = app.clock.now();
    let birth = EndpointBirth {
        id: ID.to_owned(),
        account: EVERYONE.to_owned(),
        livemode,
        now,
        secret: secret.to_owned(),
    };
    let mut endpoint = WebhookEndpoint::new(params, birth);
    // In live mode nothing is sent to anywhere else, and trying to would only fill the log.
    endpoint.enabled = !livemode || endpoint.url.starts_with("https://");
    let known = Box::pin(app.store.endpoint(EVERYONE, livemode, ID)).await.map_err(|error| failed(&error))?;
    let stored = match known {
        Some(known) => known.next(endpoint, BY, None, now),
        None => StoredEndpoint::first(endpoint, None, BY),
    };
    // Whoever starts anew is tried anew.
    Box::pin(app.store.forget_health(EVERYONE, livemode, ID)).await.map_err(|error| failed(&error))?;
    match Box::pin(app.store.put_endpoint(&stored)).await {
        Ok(true) => Ok(()),
        Ok(false) => Err("somebody else changes where to forward to".into()),
        Err(error) => Err(failed(&error)),
    }
}

fn failed(error: &impl std::fmt::Debug) -> String {
    format!("the table did not answer: {error:?}")
}
