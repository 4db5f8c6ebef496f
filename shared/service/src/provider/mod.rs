//! Payment providers: who moves the money, and what they make of what a payer typed.

pub mod test;

use paydesk_model::payment::{Decline, FieldError, FieldProblem};

/// Why what a payer typed cannot be paid with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MethodProblem {
    /// It has to be mended.
    Fields(Vec<FieldProblem>),
    /// It is complete, and it is refused.
    Decline(Decline),
}

impl MethodProblem {
    fn field(name: &str, error: FieldError) -> Self {
        Self::Fields(vec![FieldProblem::new(name, error)])
    }
}
