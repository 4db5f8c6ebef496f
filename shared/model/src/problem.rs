//! Why a request is refused: one clear error, in the words of Stripe's error object.

use crate::path::Path;

/// A refusal that is the caller's to mend; always HTTP 400 `invalid_request_error`.
///
/// Words in backticks in `message` are parameter names and nothing else: a dialect may spell them its own way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A code of Stripe's list, or none where Stripe sends none.
    pub code: Option<&'static str>,
    /// What is wrong and what to do about it.
    pub message: String,
    pub param: Option<Path>,
    /// True when the same request may have been right at another time (an absolute `expires_at`, a
    /// price since archived): a keyed create then first looks whether it is a repeat.
    pub of_the_moment: bool,
}

impl Problem {
    /// A refusal about one parameter, without a code.
    pub fn at(param: Path, message: impl Into<String>) -> Self {
        Self { code: None, message: message.into(), param: Some(param), of_the_moment: false }
    }

    /// A refusal about the request as a whole.
    pub fn general(message: impl Into<String>) -> Self {
        Self { code: None, message: message.into(), param: None, of_the_moment: false }
    }

    #[must_use]
    pub fn code(mut self, code: &'static str) -> Self {
        self.code = Some(code);
        self
    }

    #[must_use]
    pub fn of_the_moment(mut self) -> Self {
        self.of_the_moment = true;
        self
    }

    pub fn missing(param: Path) -> Self {
        let message = format!("Missing required param: `{param}`.");
        Self::at(param, message).code("parameter_missing")
    }

    pub fn unknown(param: Path) -> Self {
        let message = format!("Received unknown parameter: `{param}`.");
        Self::at(param, message).code("parameter_unknown")
    }

    /// Both of two parameters that exclude each other, or neither of two that one needs.
    pub fn exclusive(param: Path, message: impl Into<String>) -> Self {
        Self::at(param, message).code("parameters_exclusive")
    }

    /// An id inside the request that names nothing here; `kind` as in `price`, `customer`.
    pub fn no_such(kind: &str, id: &str, param: Path) -> Self {
        Self::at(param, format!("No such {kind}: '{id}'")).code("resource_missing").of_the_moment()
    }
}
