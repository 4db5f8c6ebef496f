//! Which URLs and which names of events an endpoint may have.

use url::Url;

use crate::params::text::quoted;
use crate::path::Path;
use crate::problem::Problem;
use crate::webhook::EventDialect;

/// What can be said of a URL without asking where it leads.
pub(super) fn check_url(url: &str, livemode: bool) -> Result<(), Problem> {
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

pub(super) fn check_events(names: &[String], dialect: EventDialect) -> Result<(), Problem> {
    foreign(names, dialect).map_or(Ok(()), |(index, name)| Err(not_of_the_dialect(index, name, dialect)))
}

/// The first name that is a word of another dialect.
pub(super) fn foreign(names: &[String], dialect: EventDialect) -> Option<(usize, &str)> {
    let names = names.iter().map(String::as_str).enumerate();
    names.into_iter().find(|(_, name)| !dialect.knows(name))
}

pub(super) fn not_of_the_dialect(index: usize, name: &str, dialect: EventDialect) -> Problem {
    let path = Path::of("enabled_events").index(index);
    let message = format!(
        "Invalid `{path}`: {} is no event type of the dialect {}. Use a name such as checkout.session.completed, or set `dialect` to the one whose name it is.",
        quoted(name),
        dialect.as_str()
    );
    Problem::at(path, message)
}

pub(super) fn dialect_without(name: &str, dialect: EventDialect) -> Problem {
    let message = format!(
        "Invalid `dialect`: the `enabled_events` of this webhook endpoint name {}, which is no event type of the dialect {}. Send `enabled_events` too.",
        quoted(name),
        dialect.as_str()
    );
    Problem::at(Path::of("dialect"), message)
}
