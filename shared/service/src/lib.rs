//! The actions of Paydesk: handlers around the model, the wire they speak and the store they keep.

// Stripe's objects have up to seventy properties, and `json!` recurses over each.
#![recursion_limit = "512"]

pub mod access;
pub mod app;
pub mod clock;
pub mod config;
mod contention;
pub mod digest;
pub mod error;
pub mod handlers;
pub mod keys;
pub mod lambda;
pub mod metrics;
pub mod outlets;
pub mod page;
pub mod payments;
pub mod provider;
pub mod random;
pub mod reannounce;
pub mod seed;
pub mod store;
pub mod taxes;
pub mod telling;
pub mod webhooks;
pub mod wire;
