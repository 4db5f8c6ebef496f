//! The template's parameters: their defaults, what `--set` makes of them, and their limits.

use std::collections::BTreeMap;

use super::node::Node;

/// Every parameter's value: the one given, or its default.
pub fn parameters(
    root: &Node,
    overrides: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, String> {
    let declared = root.get("Parameters").map_or_else(|| Ok(Vec::new()), |node| node.entries())?;
    if let Some(unknown) = overrides.keys().find(|name| !declared.iter().any(|(known, _)| known == *name)) {
        let known: Vec<&str> = declared.iter().map(|(name, _)| name.as_str()).collect();
        return Err(format!("there is no parameter {unknown}; there are {}", known.join(", ")));
    }
    declared
        .into_iter()
        .map(|(name, node)| {
            let value = match overrides.get(&name) {
                Some(value) => checked(&name, value, &node)?,
                None => node.required("Default")?.text()?,
            };
            Ok((name, value))
        })
        .collect()
}

/// A value given by hand, if it is within the parameter's limits.
fn checked(name: &str, value: &str, node: &Node) -> Result<String, String> {
    if let Some(allowed) = node.get("AllowedValues") {
        let allowed = allowed.texts()?;
        if !allowed.iter().any(|one| one == value) {
            return Err(format!("{name} must be one of {}", allowed.join(", ")));
        }
    }
    if node.required("Type")?.text()? == "Number" {
        let number: i64 =
            value.parse().map_err(|_| format!("{name} must be a whole number, not '{value}'"))?;
        let limit = |key: &str| node.get(key).map(|limit| limit.integer::<i64>()).transpose();
        if limit("MinValue")?.is_some_and(|least| number < least) {
            return Err(format!("{name} must be at least {}", node.required("MinValue")?.text()?));
        }
        if limit("MaxValue")?.is_some_and(|most| number > most) {
            return Err(format!("{name} must be at most {}", node.required("MaxValue")?.text()?));
        }
    }
    Ok(value.to_string())
}
