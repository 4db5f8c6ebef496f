//! The tests of the local deployment: template, engine, connector, time and front. None of them sleeps.

mod connector;
mod delivery;
mod engine;
mod filters;
mod front;
mod http_api;
mod restart;
mod samples;
mod template;
mod time_to_live;
mod world;
