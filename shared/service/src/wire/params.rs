//! Actions without parameters of their own: what is sent besides `expand` is refused by name.

use paydesk_model::params::create_table;
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::tree::Tree;

pub fn nothing_else(parameters: &Tree) -> Result<(), Problem> {
    match parameters {
        Tree::Hash(entries) => match entries.first() {
            Some((key, _)) => Err(Problem::unknown(Path::of(key.clone()))),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// For actions that take a whole CheckoutSession and need nothing of it: properties that no session has.
pub fn known_properties_only(parameters: &Tree) -> Result<(), Problem> {
    let Tree::Hash(entries) = parameters else { return Ok(()) };
    let known = |name: &str| create_table::WITH_EXTRAS.iter().any(|param| param.name == name);
    match entries.iter().find(|(key, _)| !known(key)) {
        Some((key, _)) => Err(Problem::unknown(Path::of(key.clone()))),
        None => Ok(()),
    }
}
