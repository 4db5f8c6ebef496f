//! `expand` as a schema: the paths that can be asked for.

use paydesk_service::wire::Dialect;
use paydesk_service::wire::expand::{DEEPEST, Subject};
use serde_json::{Value, json};

use super::spelled;

/// How deep the paths go that are told one by one; what is deeper is the same again.
const TOLD: usize = DEEPEST - 1;

pub fn schema(dialect: Dialect, subject: Subject) -> Value {
    of(subject.paths(TOLD).iter().map(|path| spelled(dialect, path)).collect())
}

/// `expand` where these are all the paths that there are.
pub fn of(mut paths: Vec<String>) -> Value {
    paths.sort_unstable();
    json!({
        "type": "array", "items": {"type": "string", "enum": paths},
        "description": format!(
            "Parts to bring along, at most {DEEPEST} levels deep; the deepest are not listed. What is null stays null."
        ),
    })
}
