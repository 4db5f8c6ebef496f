//! The wire: what bytes mean to the model, and how the model is said in bytes. Knows nothing of the store.

pub mod call;
pub mod camel;
pub mod event;
pub mod expand;
pub mod form;
pub mod json;
pub mod json_value;
pub mod kind;
pub mod page_path;
pub mod params;
pub mod print;
pub mod reply;
pub mod route;
pub mod stripe;
pub mod version;

/// Maps whose keys are the merchant's own: never re-cased, and never read as a list.
const FREE_FORM: &[&str] = &["metadata"];

/// Whose words a call is spoken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `/v1/checkout/sessions…`: bracketed forms in, snake_case JSON out.
    Stripe,
    /// `/checkout-sessions…`: camelCase JSON both ways.
    Camel,
}

impl Dialect {
    pub const fn body_format(self) -> &'static str {
        match self {
            Self::Stripe => "application/x-www-form-urlencoded",
            Self::Camel => "application/json",
        }
    }

    /// Where this dialect's sessions are listed.
    pub const fn sessions_path(self) -> &'static str {
        match self {
            Self::Stripe => "/v1/checkout/sessions",
            Self::Camel => "/checkout-sessions",
        }
    }

    /// The last step of the path to a session's lines.
    pub const fn line_items_step(self) -> &'static str {
        match self {
            Self::Stripe => "line_items",
            Self::Camel => "line-items",
        }
    }
}
