//! What a caller asks of webhook endpoints: a checked create and update, the roll of a secret, and what comes of each.

use serde_json::Value;
use url::Url;

use crate::limits::METADATA_KEYS;
use crate::line::Metadata;
use crate::list::text;
use crate::params::endpoints_table::{CREATE, ROLL, UPDATE};
use crate::params::{self, text::quoted};
use crate::path::Path;
use crate::problem::Problem;
use crate::time::Moment;
use crate::tree::Tree;
use crate::update::MetadataChange;
use crate::webhook::{EventDialect, ROLLED_SECONDS, Secret, WebhookEndpoint};

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

/// What can be said of a URL without asking where it leads.
fn check_url(url: &str, livemode: bool) -> Result<(), Problem> {
    let Ok(parsed) = Url::parse(url) else { return Ok(()) };
    let refused = |message: &str| Err(Problem::at(Path::of("url"), message).code("url_invalid"));
    if livemode && parsed.scheme() != "https" {
        return refused(
            "Invalid URL: in live mode, the `url` of a webhook endpoint must start with https://.",
        );
    }
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return refused(
            "Invalid URL: `url` must have no user name or password in it. Verify the signature of a request instead.",
        );
    }
    Ok(())
}

fn check_events(names: &[String], dialect: EventDialect) -> Result<(), Problem> {
    foreign(names, dialect).map_or(Ok(()), |(index, name)| Err(not_of_the_dialect(index, name, dialect)))
}

/// The first name that is a word of another dialect.
fn foreign(names: &[String], dialect: EventDialect) -> Option<(usize, &str)> {
    let names = names.iter().map(String::as_str).enumerate();
    names.into_iter().find(|(_, name)| !dialect.knows(name))
}

fn not_of_the_dialect(index: usize, name: &str, dialect: EventDialect) -> Problem {
    let path = Path::of("enabled_events").index(index);
    let message = format!(
        "Invalid `{path}`: {} is no event type of the dialect {}. Use a name such as checkout.session.completed, or set `dialect` to the one whose name it is.",
        quoted(name),
        dialect.as_str()
    );
    Problem::at(path, message)
}

fn dialect_without(name: &str, dialect: EventDialect) -> Problem {
    let message = format!(
        "Invalid `dialect`: the `enabled_events` of this webhook endpoint name {}, which is no event type of the dialect {}. Send `enabled_events` too.",
        quoted(name),
        dialect.as_str()
    );
    Problem::at(Path::of("dialect"), message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::EventType;
    use crate::params::sample::tree;

    const NOW: Moment = Moment::from_seconds(1_800_000_000);
    const ALL: &str = "url=https://shop.example/hook&enabled_events[0]=*";

    fn endpoint(form: &str) -> WebhookEndpoint {
        let params = EndpointParams::check(&tree(form), false).expect(form);
        let (id, account, secret) = ("we_1".to_owned(), "acct_1".to_owned(), "whsec_first".to_owned());
        WebhookEndpoint::new(params, EndpointBirth { id, account, livemode: false, now: NOW, secret })
    }

    fn refused(form: &str, livemode: bool) -> (Option<&'static str>, String) {
        let problem = EndpointParams::check(&tree(form), livemode).expect_err(form);
        (problem.code, problem.param.unwrap().to_string())
    }

    fn change(endpoint: &WebhookEndpoint, form: &str) -> Result<WebhookEndpoint, Problem> {
        endpoint.clone().changed(EndpointChange::check(&tree(form), false).expect(form))
    }

    #[test]
    fn an_endpoint_is_told_of_what_it_asked_for_in_words_of_its_own() {
        let told = |form: &str| {
            let endpoint = endpoint(&format!("url=https://a.example&{form}"));
            EventType::ALL.into_iter().filter(|kind| endpoint.wants(*kind)).count()
        };
        assert_eq!(told("enabled_events[0]=*"), EventType::ALL.len());
        assert_eq!(told("enabled_events[0]=*&dialect=camel"), 4);
        assert_eq!(told("enabled_events[0]=completed&enabled_events[1]=expired&dialect=camel"), 2);
        assert_eq!(told("enabled_events[0]=checkout_session.completed&dialect=event_data"), 1);
        assert_eq!(told("enabled_events[0]=checkout.session.completed&dialect=event_data"), 1);
        assert_eq!(told("enabled_events[0]=charge.succeeded&dialect=event_data"), 0);
        assert_eq!(told("enabled_events[0]=payout.paid"), 0);
    }

    #[test]
    fn an_endpoint_has_a_url_to_post_to_and_events_that_there_are() {
        for (form, livemode, code, param) in [
            ("enabled_events[0]=*", false, Some("parameter_missing"), "url"),
            ("url=https://a.example", false, Some("parameter_missing"), "enabled_events"),
            ("url=shop.example&enabled_events[0]=*", false, Some("url_invalid"), "url"),
            ("url=ftp://shop.example&enabled_events[0]=*", false, Some("url_invalid"), "url"),
            ("url=https://ada:secret@shop.example&enabled_events[0]=*", false, Some("url_invalid"), "url"),
            ("url=https://ada@shop.example&enabled_events[0]=*", false, Some("url_invalid"), "url"),
            ("url=http://shop.example&enabled_events[0]=*", true, Some("url_invalid"), "url"),
            ("url=https://a.example&enabled_events[0]=tea.brewed", false, None, "enabled_events[0]"),
            (
                "url=https://a.example&enabled_events[0]=*&enabled_events[1]=expired",
                false,
                None,
                "enabled_events[1]",
            ),
            (&format!("{ALL}&connect=true"), false, None, "connect"),
            (&format!("{ALL}&dialect=klingon"), false, None, "dialect"),
            (&format!("{ALL}&secret=whsec_mine"), false, Some("parameter_unknown"), "secret"),
        ] {
            assert_eq!(refused(form, livemode), (code, param.to_owned()), "{form}");
        }
        assert!(endpoint(&format!("{ALL}&connect=false&description=&metadata[a]=b")).enabled);
        assert!(EndpointParams::check(&tree("url=http://a.example&enabled_events[0]=*"), false).is_ok());
    }

    #[test]
    fn an_update_changes_what_it_says_and_nothing_else() {
        let before = endpoint(&format!("{ALL}&description=Till&metadata[a]=1&metadata[b]=2"));
        assert_eq!(change(&before, "").unwrap(), before);
        let after = change(&before, "disabled=true&metadata[a]=&description=").unwrap();
        assert_eq!((after.enabled, after.description.as_deref()), (false, None));
        assert_eq!(after.metadata, Metadata::from([("b".to_owned(), "2".to_owned())]));
        assert_eq!((&after.url, &after.enabled_events), (&before.url, &before.enabled_events));
        assert!(change(&after, "disabled=false").unwrap().enabled);
        let many: String = (0..49).map(|key| format!("&metadata[k{key}]=v")).collect();
        assert_eq!(change(&before, &many).unwrap_err().param.unwrap().to_string(), "metadata");
    }

    #[test]
    fn an_endpoint_cannot_be_left_with_names_that_its_dialect_has_not() {
        let before = endpoint("url=https://a.example&enabled_events[0]=completed&dialect=camel");
        let place = |form: &str| change(&before, form).unwrap_err().param.unwrap().to_string();
        assert_eq!(place("dialect=stripe"), "dialect");
        assert_eq!(place("enabled_events[0]=checkout_session.completed"), "enabled_events[0]");
        let form = "dialect=event_data&enabled_events[0]=checkout_session.completed";
        assert_eq!(change(&before, form).unwrap().dialect, EventDialect::EventData);
    }

    #[test]
    fn a_rolled_secret_stays_valid_as_long_as_it_is_told_to() {
        let rolled = endpoint(ALL).rolled("whsec_second".into(), 60, NOW);
        let valid = |endpoint: &WebhookEndpoint, after: i64| {
            endpoint.valid_secrets(NOW.plus_seconds(after)).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(valid(&rolled, 59), ["whsec_second", "whsec_first"]);
        assert_eq!(valid(&rolled, 60), ["whsec_second"]);
        let again = rolled.rolled("whsec_third".into(), 0, NOW.plus_seconds(1));
        assert_eq!(valid(&again, 1), ["whsec_third"]);
        assert_eq!((expires_in(&tree("")), expires_in(&tree("expires_in=0"))), (Ok(86_400), Ok(0)));
        assert!(expires_in(&tree("expires_in=86401")).is_err());
    }

    #[test]
    fn only_so_many_secrets_are_valid_at_once() {
        let mut endpoint = endpoint(ALL);
        for number in 1..MOST_SECRETS {
            assert_eq!(endpoint.check_roll(60, NOW), Ok(()));
            endpoint = endpoint.rolled(format!("whsec_{number}"), 60, NOW);
        }
        assert!(endpoint.check_roll(60, NOW).is_err());
        assert_eq!(endpoint.check_roll(0, NOW), Ok(()));
        assert_eq!(endpoint.check_roll(60, NOW.plus_seconds(60)), Ok(()));
    }
}
