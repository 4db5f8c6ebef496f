//! `expand` as a schema: the paths that can be asked for, and what may one day stand below them.

use paydesk_service::wire::Dialect;
use paydesk_service::wire::expand::{DEEPEST, LINE_ITEM, OPAQUE, SESSION, Subject};
use serde_json::{Value, json};

use super::spelled;

pub fn schema(dialect: Dialect, subject: Subject) -> Value {
    let (known, opaque, prefix) = match subject {
        Subject::Session => (SESSION, OPAQUE, ""),
        Subject::SessionList => (SESSION, OPAQUE, "data."),
        Subject::LineItemList => (LINE_ITEM, &[][..], "data."),
    };
    let whole = |path: &&str| format!("{prefix}{}", spelled(dialect, path));
    let shallow = |path: &String| path.split('.').count() <= DEEPEST;
    let paths: Vec<String> = known.iter().map(whole).filter(shallow).collect();
    let mut items = vec![json!({"type": "string", "enum": paths})];
    if let Some(pattern) = below(&opaque.iter().map(whole).collect::<Vec<_>>()) {
        items.push(json!({
            "type": "string", "pattern": pattern,
            "description": "Below what is null for now nothing can be judged yet.",
        }));
    }
    json!({
        "type": "array", "items": {"anyOf": items},
        "description": format!("Parts to bring along, at most {DEEPEST} levels deep; what is null stays null."),
    })
}

/// Paths below any of these, as deep as paths may go.
fn below(wholes: &[String]) -> Option<String> {
    let branches: Vec<String> = wholes
        .iter()
        .filter_map(|whole| {
            let levels = DEEPEST.checked_sub(whole.split('.').count()).filter(|levels| *levels > 0)?;
            Some(format!(r"{}(\.[A-Za-z_]+){{1,{levels}}}", whole.replace('.', r"\.")))
        })
        .collect();
    (!branches.is_empty()).then(|| format!("^({})$", branches.join("|")))
}
