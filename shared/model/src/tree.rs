//! A request as it was sent: text, lists and hashes, before anything is known about its meaning.

/// What a form or a JSON body says, whatever it was written in. Scalars are text, because a form has no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    Text(String),
    List(Vec<Tree>),
    /// In the order sent; a key stands once (the wire refuses duplicates).
    Hash(Vec<(String, Tree)>),
}

impl Tree {
    pub fn hash() -> Self {
        Self::Hash(Vec::new())
    }

    pub fn get(&self, key: &str) -> Option<&Tree> {
        match self {
            Self::Hash(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, tree)| tree),
            _ => None,
        }
    }

    /// Takes `key` out of a hash.
    pub fn take(&mut self, key: &str) -> Option<Tree> {
        let Self::Hash(entries) = self else { return None };
        let position = entries.iter().position(|(name, _)| name == key)?;
        Some(entries.remove(position).1)
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}
