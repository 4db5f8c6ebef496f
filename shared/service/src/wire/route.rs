//! Paths: which dialect, which session, which action.

use super::Dialect;
use crate::error::Error;

/// What a path asks for, without its method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'p> {
    /// `/v1/checkout/sessions`
    Sessions,
    /// `/v1/checkout/sessions/{id}`
    Session(&'p str),
    /// `/v1/checkout/sessions/{id}/expire`
    Expire(&'p str),
    /// `/v1/checkout/sessions/{id}/line_items`
    LineItems(&'p str),
}

impl<'p> Place<'p> {
    /// Finds the place in a path that may begin with one step more, a stage or a domain's base path.
    pub fn find(path: &'p str) -> Option<(Dialect, Self)> {
        let after_a_step = path.get(1..).and_then(|path| Some(&path[path.find('/')?..])).unwrap_or_default();
        let (dialect, rest) = [Dialect::Stripe, Dialect::Camel].into_iter().find_map(|dialect| {
            let sessions = dialect.sessions_path();
            let rest = path.strip_prefix(sessions).or_else(|| after_a_step.strip_prefix(sessions))?;
            Some((dialect, rest))
        })?;
        if rest.is_empty() {
            return Some((dialect, Self::Sessions));
        }
        let mut steps = rest.strip_prefix('/')?.split('/');
        let id = steps.next().filter(|id| !id.is_empty())?;
        let place = match (steps.next(), steps.next()) {
            (None, _) => Self::Session(id),
            (Some("expire"), None) => Self::Expire(id),
            (Some(step), None) if step == dialect.line_items_step() => Self::LineItems(id),
            _ => return None,
        };
        Some((dialect, place))
    }

    pub const fn id(self) -> Option<&'p str> {
        match self {
            Self::Sessions => None,
            Self::Session(id) | Self::Expire(id) | Self::LineItems(id) => Some(id),
        }
    }

    /// What logs call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::Session(_) => "session",
            Self::Expire(_) => "expire",
            Self::LineItems(_) => "line_items",
        }
    }

    /// The methods this place takes, as an `Allow` header says them.
    pub const fn methods(self) -> &'static str {
        match self {
            Self::Sessions | Self::Session(_) => "GET, POST",
            Self::Expire(_) => "POST",
            Self::LineItems(_) => "GET",
        }
    }
}

/// The error for a call that no route takes: a wrong method where the path is known, else an unknown route.
pub fn unrouted(method: &str, path: &str) -> Error {
    let (method, path) = (method.to_owned(), path.to_owned());
    match Place::find(&path) {
        Some((_, place)) => Error::WrongMethod { allowed: place.methods(), method, path },
        None => Error::UnknownRoute { method, path },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_behind_a_stage_too() {
        assert_eq!(Place::find("/v1/checkout/sessions"), Some((Dialect::Stripe, Place::Sessions)));
        assert_eq!(
            Place::find("/prod/v1/checkout/sessions/cs_1"),
            Some((Dialect::Stripe, Place::Session("cs_1")))
        );
        assert_eq!(
            Place::find("/checkout-sessions/cs_1/expire"),
            Some((Dialect::Camel, Place::Expire("cs_1")))
        );
        assert_eq!(
            Place::find("/checkout-sessions/cs_1/line-items"),
            Some((Dialect::Camel, Place::LineItems("cs_1")))
        );
        assert_eq!(Place::find("/v1/checkout/sessions/cs_1/line-items"), None);
        assert_eq!(Place::find("/v1/checkout/sessions/"), None);
        assert_eq!(Place::find("/v1/customers"), None);
        assert_eq!(Place::find("/a/b/v1/checkout/sessions"), None);
        assert_eq!(Place::find(""), None);
    }
}
