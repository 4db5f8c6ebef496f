//! Checkout sessions as pure data and pure transitions: no clock, randomness, environment, I/O or AWS.

pub mod amend;
pub mod announcement;
pub mod create;
pub mod currency;
pub mod ids;
pub mod lifecycle;
pub mod limits;
pub mod line;
pub mod link;
pub mod list;
pub mod mode;
pub mod money;
pub mod nested;
pub mod objects;
pub mod params;
pub mod path;
pub mod payment;
pub mod problem;
pub mod recovery;
mod rules;
pub mod session;
pub mod settings;
pub mod simulate;
pub mod time;
pub mod totals;
pub mod tree;
pub mod update;
