//! Everything a call can be answered with instead of success, and the one place that picks its status.

use paydesk_model::payment::Decline;
use paydesk_model::problem::Problem;

/// Why a call fails.
#[derive(Debug)]
pub enum Error {
    /// 400: the request itself is wrong.
    Invalid(Problem),
    /// 400: this idempotency key was used with other parameters.
    KeyReused { key: String },
    /// 401: no key, or one that is not ours.
    Unauthorized(String),
    /// 403: the key may not do this.
    Forbidden(String),
    /// 404: the path names nothing of this account and mode.
    NoSuchSession { id: String, other_mode: bool },
    /// 404: the same of an object that is not a session; `kind` as in `payment_intent`.
    NoSuchObject { kind: &'static str, id: String, other_mode: Option<&'static str> },
    /// 402: everything is right, and the provider says no.
    Declined(Decline),
    /// 404: there is no such route.
    UnknownRoute { method: String, path: String },
    /// 405: the route exists, for another method.
    WrongMethod { method: String, path: String, allowed: &'static str },
    /// 413.
    TooLarge { limit: usize },
    /// 415: the body is in a format this path does not read.
    WrongFormat { expected: &'static str },
    /// 429: others keep changing the same session.
    Contended,
    /// 503: the store did not answer in time; what was asked may be asked again.
    Unavailable(String),
    /// 500: our fault; the cause goes to the log and nowhere else.
    Internal(String),
}

impl Error {
    pub const fn status(&self) -> u16 {
        match self {
            Self::Invalid(_) | Self::KeyReused { .. } => 400,
            Self::Unauthorized(_) => 401,
            Self::Forbidden(_) => 403,
            Self::NoSuchSession { .. } | Self::NoSuchObject { .. } | Self::UnknownRoute { .. } => 404,
            Self::Declined(_) => 402,
            Self::WrongMethod { .. } => 405,
            Self::TooLarge { .. } => 413,
            Self::WrongFormat { .. } => 415,
            Self::Contended => 429,
            Self::Internal(_) => 500,
            Self::Unavailable(_) => 503,
        }
    }

    pub const fn kind(&self) -> &'static str {
        match self {
            Self::KeyReused { .. } => "idempotency_error",
            Self::Internal(_) | Self::Unavailable(_) => "api_error",
            Self::Declined(_) => "card_error",
            _ => "invalid_request_error",
        }
    }

    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Invalid(problem) => problem.code,
            Self::NoSuchSession { .. } | Self::NoSuchObject { .. } => Some("resource_missing"),
            Self::Declined(decline) => Some(&decline.code),
            Self::Contended => Some("lock_timeout"),
            _ => None,
        }
    }

    /// Whether the same request may succeed if it is simply sent again: what SDKs are told in `Stripe-Should-Retry`.
    pub const fn should_retry(&self) -> Option<bool> {
        match self {
            Self::Contended | Self::Unavailable(_) | Self::Internal(_) => Some(true),
            Self::Invalid(_) | Self::KeyReused { .. } | Self::Declined(_) => Some(false),
            _ => None,
        }
    }

    pub fn message(&self) -> String {
        match self {
            Self::Invalid(problem) => problem.message.clone(),
            Self::KeyReused { key } => format!(
                "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '{key}' if you meant to execute a different request."
            ),
            Self::Unauthorized(message) | Self::Forbidden(message) => message.clone(),
            Self::NoSuchSession { id, other_mode: false } => format!("No such checkout.session: {id}"),
            Self::NoSuchSession { id, other_mode: true } => other_mode_message(id),
            Self::NoSuchObject { kind, id, other_mode: None } => format!("No such {kind}: '{id}'"),
            Self::NoSuchObject { kind, id, other_mode: Some(theirs) } => {
                let ours = if *theirs == "live" { "test" } else { "live" };
                format!("No such {kind}: '{id}'; {}", similar(theirs, ours))
            }
            Self::Declined(decline) => decline.message.clone(),
            Self::UnknownRoute { method, path } => format!(
                "Unrecognized request URL ({method}: {path}). Check the method and the path against the list of routes in the README."
            ),
            Self::WrongMethod { method, path, allowed } => {
                format!("Unrecognized request URL ({method}: {path}). This path takes {allowed}.")
            }
            Self::TooLarge { limit } => format!("Request body is too large: at most {limit} bytes are accepted."),
            Self::WrongFormat { expected } => {
                format!("Invalid request: the body must be sent with Content-Type: {expected}.")
            }
            Self::Contended => "This object cannot be accessed right now because another API request is changing it. Send the request again in a moment.".into(),
            Self::Unavailable(_) => "The service is busy and did not finish in time. Send the same request again, with the same idempotency key.".into(),
            Self::Internal(_) => "An unexpected error occurred on our side. Send the same request again, with the same idempotency key.".into(),
        }
    }
}

fn other_mode_message(id: &str) -> String {
    let (theirs, ours) = if id.starts_with("cs_live_") { ("live", "test") } else { ("test", "live") };
    format!("No such checkout.session: {id}; {}", similar(theirs, ours))
}

fn similar(theirs: &str, ours: &str) -> String {
    format!("a similar object exists in {theirs} mode, but a {ours} mode key was used to make this request.")
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Invalid(problem)
    }
}
