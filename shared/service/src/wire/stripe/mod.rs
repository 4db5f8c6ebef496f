//! Stripe's shapes: a session, its lines and lists as the official SDKs read them.

pub mod catalogue;
pub mod figures;
mod line_item;
pub mod objects;
mod payment_link;
mod session;
mod shipping;
mod webhook_endpoint;

use paydesk_model::session::Session;
use serde::Serialize;

pub use catalogue::shown_tax_rates;
pub use line_item::{LineItem, line_items, price, price_id, product, product_id};
pub use payment_link::payment_link;
pub use session::{StripeSession, page_address};
pub use webhook_endpoint::webhook_endpoint;

use super::Dialect;
use super::expand::Expand;
use super::version::ApiVersion;

/// For whom and from where a session is rendered.
#[derive(Clone, Copy, Debug)]
pub struct View<'v> {
    pub dialect: Dialect,
    pub version: &'v ApiVersion,
    pub expand: &'v Expand,
    /// `https://host`: where the hosted page stands.
    pub base_url: &'v str,
}

/// The list envelope: no total count.
#[derive(Debug, Serialize)]
pub struct List<T> {
    pub object: &'static str,
    pub data: Vec<T>,
    pub has_more: bool,
    pub url: String,
}

impl<T> List<T> {
    pub fn new(data: Vec<T>, has_more: bool, url: String) -> Self {
        Self { object: "list", data, has_more, url }
    }
}

/// A session as Stripe shows it.
pub fn session<'s>(session: &'s Session, view: View<'s>) -> StripeSession<'s> {
    StripeSession::new(session, view)
}
