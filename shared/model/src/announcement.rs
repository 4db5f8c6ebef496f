//! Announcements: what a change tells the world, decided and stored together with the change.

use serde::{Deserialize, Serialize};

/// What happened, under the name merchants subscribe to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventType {
    #[serde(rename = "checkout.session.completed")]
    Completed,
    #[serde(rename = "checkout.session.expired")]
    Expired,
    #[serde(rename = "checkout.session.async_payment_succeeded")]
    AsyncPaymentSucceeded,
    #[serde(rename = "checkout.session.async_payment_failed")]
    AsyncPaymentFailed,
}

/// The API request that caused a change; none when time or the customer did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// `req_…`
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
}

/// One event to be: its id is fixed here, so that publishing it twice publishes the same event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// `evt_…`
    pub id: String,
    #[serde(rename = "type")]
    pub kind: EventType,
    /// Unix seconds.
    pub created: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Cause>,
}
