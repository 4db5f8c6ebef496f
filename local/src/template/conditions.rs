//! The template's conditions: what `!Equals`, `!Not`, `!And` and `!Or` come to with these parameters.

use serde_yaml_ng::Value;

use super::node::Node;
use super::scope::Scope;

/// Works the conditions out, in the order in which they stand: each may name those above it.
pub fn conditions(document: &Value, mut scope: Scope) -> Result<Scope, String> {
    let names: Vec<String> = match Node::root(document, &scope).get("Conditions") {
        Some(section) => section.entries()?.into_iter().map(|(name, _)| name).collect(),
        None => Vec::new(),
    };
    for name in names {
        let holds = holds(&Node::root(document, &scope).required("Conditions")?.required(&name)?)?;
        scope.add_condition(name, holds);
    }
    Ok(scope)
}

fn holds(node: &Node) -> Result<bool, String> {
    let (tag, argument) = node.tagged().ok_or_else(|| node.refuse("a condition is expected"))?;
    match tag.as_str() {
        "!Condition" => node.condition(&argument.text()?),
        "!Equals" => match argument.items()?.as_slice() {
            [one, other] => Ok(one.text()? == other.text()?),
            _ => Err(node.refuse("!Equals compares two values")),
        },
        "!Not" => match argument.items()?.as_slice() {
            [one] => Ok(!holds(one)?),
            _ => Err(node.refuse("!Not turns one condition round")),
        },
        "!And" => Ok(all(&argument)?.into_iter().all(|one| one)),
        "!Or" => Ok(all(&argument)?.into_iter().any(|one| one)),
        _ => Err(node.refuse(&format!("the local runner does not know {tag} in a condition"))),
    }
}

fn all(list: &Node) -> Result<Vec<bool>, String> {
    list.items()?.iter().map(holds).collect()
}
