//! The deployment in one process: template.yaml, the handlers and an embedded DynamoDB; runner and test harness.

mod aws;
pub mod cli;
pub mod connector;
pub mod deployment;
pub mod engine;
pub mod event_log;
pub mod forward;
pub mod front;
pub mod keys;
pub mod openapi;
pub mod queues;
pub mod reannounce;
pub mod say;
pub mod seed;
pub mod serve;
mod supplied;
pub mod taxes;
pub mod template;
