//! The actions of Paydesk: handlers around the model, the wire they speak and the store they keep.

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
pub mod page;
pub mod provider;
pub mod random;
pub mod store;
pub mod wire;
