//! Events as merchants read them: Stripe's Event object, the first seed's words, the second seed's envelope.

mod camel;
mod event_data;
mod object;
mod stripe;

use paydesk_model::announcement::Announcement;
use paydesk_model::catalogue::Object;
use paydesk_model::event::Event;
use paydesk_model::payment::Customer;
use paydesk_model::session::Session;
use paydesk_model::webhook::EventDialect;
use serde_json::Value;

use super::version::ApiVersion;

/// What an event is about, as it was when it was announced or later: what came after is left out.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    Session(&'a Session),
    /// And what it was before, where it was changed.
    Customer(&'a Customer, Option<&'a Customer>),
    /// Of a catalogue, and how often it had been redeemed.
    Object {
        object: &'a Object,
        before: Option<&'a Object>,
        times_redeemed: i64,
    },
}

/// An event with all that it is rendered from.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub event: &'a Event,
    pub announcement: &'a Announcement,
    pub of: Of<'a>,
    pub livemode: bool,
    /// Endpoints that have not answered it well yet.
    pub pending_webhooks: usize,
    pub version: &'a ApiVersion,
    /// `https://host`: where the hosted page stands.
    pub base_url: &'a str,
}

/// The event in these words; none if they have no word for it.
pub fn render(told: &Told<'_>, dialect: EventDialect) -> Option<Value> {
    match dialect {
        EventDialect::Stripe => stripe::event(told),
        EventDialect::Camel => camel::event(told),
        EventDialect::EventData => event_data::event(told),
    }
}
