//! The names in a request: ids of the catalogue, and where each stands.

use crate::catalogue::Kind;
use crate::path::Path;
use crate::problem::Problem;

/// An id of the catalogue, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub kind: Kind,
    pub id: String,
    pub place: Path,
}

impl Name {
    /// The refusal of a name that nothing bears.
    pub fn missing(&self) -> Problem {
        let kind = self.kind.name().replace('_', " ");
        Problem::no_such(&kind, &self.id, self.place.clone())
    }
}
