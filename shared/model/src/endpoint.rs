//! What a caller asks of webhook endpoints: a checked create and update, the roll of a secret, and what comes of each.

mod rules;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::limits::METADATA_KEYS;
use crate::line::Metadata;
use crate::list::text;
use crate::params;
use crate::params::endpoints_table::{CREATE, ROLL, UPDATE};
use crate::path::Path;
use crate::problem::Problem;
use crate::time::Moment;
use crate::tree::Tree;
use crate::update::MetadataChange;
use crate::webhook::{EventDialect, ROLLED_SECONDS, Secret, WebhookEndpoint};
use rules::{check_events, check_url, dialect_without, foreign, not_of_the_dialect};

/// Most endpoints of an account and mode: each event is held against all of them.
pub const MOST_ENDPOINTS: usize = 16;
/// Most secrets of an endpoint that are valid at once: each signs every request.
const MOST_SECRETS: usize = 5;

/// A checked create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointParams {
    url: String,
    enabled_events: Vec<String>,
    dialect: EventDialect,
    pub api_version: Option<String>,
    description: Option<String>,
    metadata: Metadata,
}

/// What an endpoint is born with.
#[derive(Clone, Debug)]
pub struct EndpointBirth {
    pub id: String,
    pub account: String,
    pub livemode: bool,
    pub now: Moment,
    pub secret: String,
}

/// A checked update: what is not said stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndpointChange {
    url: Option<String>,
    enabled_events: Option<Vec<String>>,
    dialect: Option<EventDialect>,
    /// None inside takes it away.
    description: Option<Option<String>>,
    metadata: Option<MetadataChange>,
    disabled: Option<bool>,
}

impl EndpointParams {
    /// Checks a create whose `expand` has been taken out.
    pub fn check(tree: &Tree, livemode: bool) -> Result<Self, Problem> {
        let mut sent = params::check(CREATE, tree)?;
        if sent.get("connect") == Some(&Value::Bool(true)) {
            let message =
                "`connect` cannot be true: there are no connected accounts here whose events could be sent.";
            return Err(Problem::at(Path::of("connect"), message));
        }
        let params = Self {
            url: text(&mut sent, "url").unwrap_or_default(),
            enabled_events: sent.remove("enabled_events").map(params::read).transpose()?.unwrap_or_default(),
            dialect: sent.remove("dialect").map(params::read).transpose()?.unwrap_or_default(),
            api_version: text(&mut sent, "api_version"),
            description: text(&mut sent, "description"),
            metadata: sent.remove("metadata").map(params::read).transpose()?.unwrap_or_default(),
        };
        check_url(&params.url, livemode)?;
        check_events(&params.enabled_events, params.dialect)?;
        Ok(params)
    }

    pub fn url(&self) -> &str {
        &self.url
    }
}

impl EndpointChange {
    /// Checks an update whose `expand` has been taken out.
    pub fn check(tree: &Tree, livemode: bool) -> Result<Self, Problem> {
        let mut sent = params::check(UPDATE, tree)?;
        let change = Self {
            url: text(&mut sent, "url"),
            enabled_events: sent.remove("enabled_events").map(params::read).transpose()?,
            dialect: sent.remove("dialect").map(params::read).transpose()?,
            description: sent.remove("description").map(params::read).transpose()?,
            metadata: sent.remove("metadata").map(MetadataChange::of).transpose()?,
            disabled: sent.get("disabled").and_then(Value::as_bool),
        };
        change.url.as_deref().map_or(Ok(()), |url| check_url(url, livemode))?;
        Ok(change)
    }

    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Whether what went wrong before says nothing any more.
    pub fn is_a_new_start(&self) -> bool {
        self.url.is_some() || self.disabled == Some(false)
    }
}

/// How many seconds a rolled secret stays valid; a day where nothing is said.
pub fn expires_in(tree: &Tree) -> Result<i64, Problem> {
    let sent = params::check(ROLL, tree)?;
    Ok(sent.get("expires_in").and_then(Value::as_i64).unwrap_or(ROLLED_SECONDS))
}

/// The refusal of one endpoint more, where there are `count`.
pub fn check_room(count: usize, livemode: bool) -> Result<(), Problem> {
    if count < MOST_ENDPOINTS {
        return Ok(());
    }
    let mode = if livemode { "live" } else { "test" };
    Err(Problem::general(format!(
        "You have reached the maximum of {MOST_ENDPOINTS} {mode} webhook endpoints. Delete one that is no longer needed."
    )))
}

impl WebhookEndpoint {
    pub fn new(params: EndpointParams, birth: EndpointBirth) -> Self {
        Self {
            id: birth.id,
            account: birth.account,
            livemode: birth.livemode,
            created: birth.now,
            url: params.url,
            enabled_events: params.enabled_events,
            dialect: params.dialect,
            api_version: params.api_version,
            description: params.description,
            metadata: params.metadata,
            enabled: true,
            secrets: vec![Secret { text: birth.secret, until: None }],
        }
    }

    /// The endpoint with `change` made to it.
    pub fn changed(mut self, change: EndpointChange) -> Result<Self, Problem> {
        let renamed = change.enabled_events.is_some();
        self.enabled_events = change.enabled_events.unwrap_or(self.enabled_events);
        self.dialect = change.dialect.unwrap_or(self.dialect);
        match foreign(&self.enabled_events, self.dialect) {
            Some((index, name)) if renamed => return Err(not_of_the_dialect(index, name, self.dialect)),
            Some((_, name)) => return Err(dialect_without(name, self.dialect)),
            None => {}
        }
        self.url = change.url.unwrap_or(self.url);
        self.description = change.description.unwrap_or(self.description);
        self.enabled = change.disabled.map_or(self.enabled, |disabled| !disabled);
        if let Some(metadata) = change.metadata {
            metadata.apply(&mut self.metadata);
        }
        if self.metadata.len() > METADATA_KEYS {
            let message = format!(
                "Metadata can have at most {METADATA_KEYS} keys; this update would make {}. Remove some by sending them empty.",
                self.metadata.len()
            );
            return Err(Problem::at(Path::of("metadata"), message));
        }
        Ok(self)
    }

    /// The refusal of one secret more, if the one before it is to stay valid and there are too many that are.
    pub fn check_roll(&self, keep: i64, now: Moment) -> Result<(), Problem> {
        if keep == 0 || self.valid_secrets(now).count() < MOST_SECRETS {
            return Ok(());
        }
        Err(Problem::general(format!(
            "This webhook endpoint has {MOST_SECRETS} secrets that are valid. Wait until one of them has expired, or send `expires_in` as 0: then all of them end at once."
        )))
    }
}
