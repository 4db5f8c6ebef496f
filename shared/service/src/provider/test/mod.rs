//! The test provider: all of test mode. What is paid with decides how it ends.

mod book;
mod script;

pub use book::{charge, conclude, finish, payer_answered, settlement};
