//! The tests of the local deployment: template, engine, connector, time and front. None of them sleeps.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod architecture;
mod budgets;
mod callers;
mod connector;
mod crash;
mod delivery;
mod dialects;
mod endpoint;
mod engine;
mod errors;
mod expiry;
mod filters;
mod front;
mod fuzz;
mod healing;
mod http_api;
mod idempotency;
mod lambda_metadata;
mod listing;
mod machine;
mod merchant;
mod odd_values;
mod restart;
mod samples;
mod schema;
mod shapes;
mod snapshot;
mod template;
mod time_to_live;
mod world;
