//! Paying: what a payer pays with, each try to pay, and what the payer said beside it.

mod attempt;
mod customer;
mod field;
mod instrument;
pub mod methods;
mod submission;

pub use attempt::{Action, Approval, Attempt, Attempts, Decline, Tried};
pub use customer::Customer;
pub use field::{FieldError, FieldProblem};
pub use instrument::{BankAccount, Card, Instrument};
pub use submission::Submission;
