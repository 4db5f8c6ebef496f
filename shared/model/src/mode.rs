//! What a session is for, and where the customer meets it.

use serde::{Deserialize, Serialize};

/// What the customer does in the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Payment,
    Setup,
    Subscription,
}

impl Mode {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Setup => "setup",
            Self::Subscription => "subscription",
        }
    }
}

/// Where the customer meets the session. Names as of 2026-03-25.dahlia; older ones are accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UiMode {
    #[default]
    #[serde(alias = "hosted")]
    HostedPage,
    #[serde(alias = "embedded")]
    EmbeddedPage,
    #[serde(alias = "custom")]
    Elements,
    Form,
}

impl UiMode {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HostedPage => "hosted_page",
            Self::EmbeddedPage => "embedded_page",
            Self::Elements => "elements",
            Self::Form => "form",
        }
    }

    /// The name before 2026-03-25.dahlia.
    pub const fn as_old_str(self) -> &'static str {
        match self {
            Self::HostedPage => "hosted",
            Self::EmbeddedPage => "embedded",
            Self::Elements => "custom",
            Self::Form => "form",
        }
    }
}
