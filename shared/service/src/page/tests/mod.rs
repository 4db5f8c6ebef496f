//! Stories of the page as a document: what is in it, what is not, and what it may do.

mod form;
mod guard;
mod words;

use paydesk_model::payment::{Customer, Decline, FieldProblem};
use paydesk_model::session::Session;
use serde_json::Value;

use super::sample::tree;
use super::{Filled, Page, Show, Visit, checkout};

pub(super) const HERE: Visit<'static> = Visit {
    base_url: "https://pay.example",
    accept_language: Some("en"),
    nonce: "n0nce",
    embed_origins: &[],
};

/// A rendering of the form.
#[derive(Default)]
pub(super) struct Rendering<'r> {
    pub sent: Option<Value>,
    pub problems: Vec<FieldProblem>,
    pub decline: Option<Decline>,
    pub customer: Option<&'r Customer>,
    pub language: Option<&'r str>,
    pub unpayable: bool,
}

impl Rendering<'_> {
    pub fn of(&self, session: &Session) -> Page {
        let filled = self.sent.as_ref().map_or_else(Filled::default, |sent| Filled::of(&tree(sent)));
        checkout(&Show {
            session,
            visit: Visit { accept_language: self.language.or(HERE.accept_language), ..HERE },
            form: "f0rm",
            filled: &filled,
            problems: &self.problems,
            decline: self.decline.as_ref(),
            unchosen: None,
            customer: self.customer,
            payable: !self.unpayable,
        })
    }
}

pub(super) fn shown(session: &Session) -> String {
    Rendering::default().of(session).body
}

/// The opening tag of the element with that id.
pub(super) fn tag<'b>(body: &'b str, id: &str) -> &'b str {
    let at = body.find(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("no #{id}"));
    let start = body[..at].rfind('<').unwrap();
    let end = at + body[at..].find('>').unwrap();
    &body[start..=end]
}

/// The text of the pay button.
pub(super) fn button(body: &str) -> String {
    let after = body.split_once("id=\"pay\"").unwrap().1;
    after.split_once("<span>").unwrap().1.split_once("</span>").unwrap().0.to_owned()
}
