//! The tests of the local deployment: template, engine, connector, time and front. None of them sleeps.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod budgets;
mod callers;
mod connector;
mod delivery;
mod engine;
mod errors;
mod expiry;
mod filters;
mod front;
mod http_api;
mod idempotency;
mod listing;
mod merchant;
mod restart;
mod samples;
mod shapes;
mod snapshot;
mod template;
mod time_to_live;
mod world;
