//! Webhook endpoints: where a merchant wants events to be sent, in which words, and what they are signed with.

use serde::{Deserialize, Serialize};

use crate::event::EventType;
use crate::line::Metadata;
use crate::params::event_names::{self, ANY};
use crate::time::Moment;

/// How long a secret that was rolled stays valid beside the new one, at most: 24 hours.
pub const ROLLED_SECONDS: i64 = 24 * 60 * 60;

/// In whose words an endpoint is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventDialect {
    /// Stripe's Event object.
    #[default]
    Stripe,
    /// The first seed's names, and its camelCase session.
    Camel,
    /// The second seed's envelope and schema.
    EventData,
}

impl EventDialect {
    pub const ALL: [Self; 3] = [Self::Stripe, Self::Camel, Self::EventData];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stripe => "stripe",
            Self::Camel => "camel",
            Self::EventData => "event_data",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.as_str() == text)
    }

    /// Whether there are words for this in it: only Stripe's has any for what is not a session.
    pub const fn has(self, kind: EventType) -> bool {
        self.name(kind).is_some()
    }

    /// What it calls events of this type.
    pub const fn name(self, kind: EventType) -> Option<&'static str> {
        use EventType as E;
        Some(match (self, kind) {
            (Self::Stripe, _) => kind.as_str(),
            (Self::Camel, E::SessionAsyncPaymentFailed) => "asyncPaymentFailed",
            (Self::Camel, E::SessionAsyncPaymentSucceeded) => "asyncPaymentSucceeded",
            (Self::Camel, E::SessionCompleted) => "completed",
            (Self::Camel, E::SessionExpired) => "expired",
            (Self::EventData, E::SessionAsyncPaymentFailed) => "checkout_session.async_payment_failed",
            (Self::EventData, E::SessionAsyncPaymentSucceeded) => "checkout_session.async_payment_succeeded",
            (Self::EventData, E::SessionCompleted) => "checkout_session.completed",
            (Self::EventData, E::SessionExpired) => "checkout_session.expired",
            _ => return None,
        })
    }

    /// Whether an endpoint of this dialect can ask for this name: Stripe's names are taken in all of them.
    pub fn knows(self, name: &str) -> bool {
        let own = match self {
            Self::Stripe => &[],
            Self::Camel => event_names::CAMEL,
            Self::EventData => event_names::EVENT_DATA,
        };
        name == ANY || own.contains(&name) || event_names::STRIPES.contains(&name)
    }
}

/// Where events are sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookEndpoint {
    /// `we_…`
    pub id: String,
    pub account: String,
    pub livemode: bool,
    pub created: Moment,
    pub url: String,
    /// Names of event types, Stripe's or the dialect's, or `*` for all.
    pub enabled_events: Vec<String>,
    #[serde(default)]
    pub dialect: EventDialect,
    /// What its events are rendered as; the newest version when it says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
    pub enabled: bool,
    /// The newest first; older ones are valid until they say.
    pub secrets: Vec<Secret>,
}

/// What payloads are signed with: `whsec_` and the base64 of 32 random bytes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secret {
    pub text: String,
    /// When a rolled secret ends to be valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
}

impl std::fmt::Debug for Secret {
    /// A secret is in no log.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Secret").field("until", &self.until).finish_non_exhaustive()
    }
}

impl WebhookEndpoint {
    /// Whether it is to be told of events of this type.
    pub fn wants(&self, kind: EventType) -> bool {
        let Some(own) = self.dialect.name(kind) else { return false };
        let named = |name: &String| name == ANY || name == kind.as_str() || name == own;
        self.enabled && self.enabled_events.iter().any(named)
    }

    /// The secrets that are valid at `now`, newest first.
    pub fn valid_secrets(&self, now: Moment) -> impl Iterator<Item = &str> {
        let valid = move |secret: &&Secret| secret.until.is_none_or(|until| now < until);
        self.secrets.iter().filter(valid).map(|secret| secret.text.as_str())
    }

    /// The endpoint with a new secret; those before it end `keep` seconds from now at the latest.
    #[must_use]
    pub fn rolled(mut self, text: String, keep: i64, now: Moment) -> Self {
        let end = now.plus_seconds(keep.clamp(0, ROLLED_SECONDS));
        self.secrets.retain(|secret| secret.until.is_none_or(|until| now < until));
        for secret in &mut self.secrets {
            secret.until = Some(secret.until.map_or(end, |until| until.min(end)));
        }
        self.secrets.insert(0, Secret { text, until: None });
        self
    }
}
