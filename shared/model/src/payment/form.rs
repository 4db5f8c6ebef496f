//! The payer's form as it is read: field by field, every problem noted and none of them final.

use std::fmt;

use super::{FieldError, FieldProblem};
use crate::params::text::is_longer;
use crate::tree::Tree;

/// Reads what was sent; problems stay in the order of reading.
pub struct Form<'a> {
    sent: &'a Tree,
    problems: Vec<FieldProblem>,
}

/// The name of a field: alone, as `phone`, or in a group, as `billing[city]`.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    group: Option<&'a str>,
    name: &'a str,
}

/// A field that stands alone.
pub const fn field(name: &str) -> Field<'_> {
    Field { group: None, name }
}

/// `group[name]`.
pub const fn within<'a>(group: &'a str, name: &'a str) -> Field<'a> {
    Field { group: Some(group), name }
}

impl fmt::Display for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.group {
            Some(group) => write!(f, "{group}[{}]", self.name),
            None => f.write_str(self.name),
        }
    }
}

impl<'a> Form<'a> {
    pub fn new(sent: &'a Tree) -> Self {
        Self { sent, problems: Vec::new() }
    }

    pub fn note(&mut self, field: Field<'_>, error: FieldError) {
        self.problems.push(FieldProblem::new(field.to_string(), error));
    }

    /// A text without the space around it; none if it is empty, or if it cannot be taken, which is noted.
    pub fn text(&mut self, field: Field<'_>, most: usize) -> Option<&'a str> {
        self.asked(field, most, false)
    }

    /// A text that has to be there.
    pub fn required(&mut self, field: Field<'_>, most: usize) -> Option<&'a str> {
        self.asked(field, most, true)
    }

    /// Either of the two.
    pub fn asked(&mut self, field: Field<'_>, most: usize, required: bool) -> Option<&'a str> {
        let error = match self.read(field, most) {
            Ok(None) if required => FieldError::Missing,
            Ok(read) => return read,
            Err(error) => error,
        };
        self.note(field, error);
        None
    }

    /// A text that somebody else reads and complains of.
    pub fn peek(&self, field: Field<'_>, most: usize) -> Option<&'a str> {
        self.read(field, most).ok().flatten()
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, field: Field<'_>) -> bool {
        self.value(field).and_then(Tree::as_text) == Some("true")
    }

    /// What stands under a name, whatever it is.
    pub fn sent(&self, name: &str) -> Option<&'a Tree> {
        self.sent.get(name)
    }

    pub fn tree(&self) -> &'a Tree {
        self.sent
    }

    /// The problems, or what was read if there are none.
    pub fn finish<T>(self, read: T) -> Result<T, Vec<FieldProblem>> {
        if self.problems.is_empty() { Ok(read) } else { Err(self.problems) }
    }

    fn read(&self, field: Field<'_>, most: usize) -> Result<Option<&'a str>, FieldError> {
        let Some(tree) = self.value(field) else { return Ok(None) };
        single_line(tree, most)
    }

    /// What was sent for a field; where its group is no group, that.
    fn value(&self, field: Field<'_>) -> Option<&'a Tree> {
        let Some(group) = field.group else { return self.sent.get(field.name) };
        match self.sent.get(group)? {
            group @ Tree::Hash(_) => group.get(field.name),
            Tree::Text(text) if text.is_empty() => None,
            _ => Some(const { &Tree::List(Vec::new()) }),
        }
    }
}

/// The text of a field that a person types on one line.
pub(super) fn single_line(tree: &Tree, most: usize) -> Result<Option<&str>, FieldError> {
    let text = tree.as_text().ok_or(FieldError::Invalid)?.trim();
    if text.chars().any(char::is_control) {
        return Err(FieldError::Invalid);
    }
    if is_longer(text, most) {
        return Err(FieldError::TooLong(most));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}
