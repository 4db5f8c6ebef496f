//! Webhooks on their way out: signed, sent only where they may go, and put off while an endpoint is in trouble.

pub mod carrier;
pub mod circuit;
pub mod crowd;
pub mod guard;
pub mod internet;
pub mod post;
mod retry_after;
pub mod series;
pub mod sign;
mod trouble;

pub use trouble::Trouble;
