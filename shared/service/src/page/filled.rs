//! What the payer sent, as far as it may be shown again: never a card's number or its CVC.

use std::collections::BTreeMap;

use paydesk_model::tree::Tree;

/// Texts by the names of their fields, such as `billing[city]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    texts: BTreeMap<String, String>,
    sent: bool,
}

/// Not kept for a moment longer than they are needed.
const SECRET: &[&str] = &["card[number]", "card[cvc]", "form", "amount", "renewal", "change"];
/// More than any field holds.
const LONGEST: usize = 1000;

impl Filled {
    /// The texts of a form that was sent; whatever else is in it is left out.
    pub fn of(sent: &Tree) -> Self {
        let mut filled = Self { texts: BTreeMap::new(), sent: true };
        filled.take(sent, "");
        filled
    }

    fn take(&mut self, tree: &Tree, name: &str) {
        match tree {
            Tree::Text(text) if !SECRET.contains(&name) => {
                self.texts.insert(name.to_owned(), text.chars().take(LONGEST).collect());
            }
            Tree::Hash(entries) => entries.iter().for_each(|(key, value)| {
                let below = if name.is_empty() { key.clone() } else { format!("{name}[{key}]") };
                self.take(value, &below);
            }),
            _ => {}
        }
    }

    /// Whether a form was sent at all; before that the page shows its defaults.
    pub fn was_sent(&self) -> bool {
        self.sent
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::form;

    #[test]
    fn what_was_sent_is_kept_by_name_without_a_cards_number_and_its_cvc() {
        let sent = b"form=f1&email=a%40x.example&card[number]=4242&card[cvc]=123&card[name]=Ada&a[]=1";
        let filled = Filled::of(&form::parse(sent).unwrap());
        assert!(filled.was_sent() && !Filled::default().was_sent());
        assert_eq!(filled.get("email"), Some("a@x.example"));
        assert_eq!(filled.get("card[name]"), Some("Ada"));
        let secret = ["card[number]", "card[cvc]", "form", "a"];
        assert_eq!(secret.map(|name| filled.get(name)), [None; 4]);
        assert!(!format!("{filled:?}").contains("4242"));
    }
}
