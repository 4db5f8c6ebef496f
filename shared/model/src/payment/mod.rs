//! Paying: what a payer pays with, each try to pay, and what the payer said beside it.

mod address;
mod answers;
mod attempt;
mod contact;
mod customer;
mod field;
pub mod form;
mod instrument;
pub mod methods;
pub mod places;
mod submission;
mod tax_ids;

pub use attempt::{Action, Approval, Attempt, Attempts, Decline, Tried};
pub use customer::Customer;
pub use field::{FieldError, FieldProblem};
pub use instrument::{BankAccount, Card, Instrument};
pub use submission::{Submission, bills_whole, known_email, offers_saving, place_so_far};
pub use tax_ids::TAX_ID_TYPES;
