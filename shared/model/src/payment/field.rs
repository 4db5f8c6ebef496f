//! What is wrong with a field of the page's form, so that the page can say it in the payer's language.

/// One field that has to be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// Its name in the form, such as `card[number]` or `custom_fields[size]`.
    pub field: String,
    pub error: FieldError,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// Required, and empty.
    Missing,
    /// Begun, and not long enough to be one.
    Incomplete,
    /// Not what such a field holds.
    Invalid,
    /// A date that has passed.
    InThePast,
    /// At most so many characters.
    TooLong(usize),
    /// At least so many characters.
    TooShort(usize),
    /// Digits only.
    NotANumber,
    /// None of the choices.
    NotOffered,
    /// Has to be agreed to.
    NotAccepted,
}

impl FieldProblem {
    pub fn new(field: impl Into<String>, error: FieldError) -> Self {
        Self { field: field.into(), error }
    }
}
