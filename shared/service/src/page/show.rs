//! What the page is shown with, and what comes out: documents with their headers.

use paydesk_model::choices::Unchosen;
use paydesk_model::payment::{Customer, Decline, FieldProblem};
use paydesk_model::session::Session;

use super::filled::Filled;

/// Where a page is shown, and to whom.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'v> {
    /// `https://` and the host of the page, without a slash at its end.
    pub base_url: &'v str,
    /// The browser's own header.
    pub accept_language: Option<&'v str>,
    /// For the policy: fresh for each response.
    pub nonce: &'v str,
    /// Who may frame embedded pages beside the origin that their session returns to.
    pub embed_origins: &'v [String],
}

/// Everything that a rendering of the form needs.
pub struct Show<'s> {
    /// As it reads now.
    pub session: &'s Session,
    pub visit: Visit<'s>,
    /// The name of this rendering, in the hidden field `form`.
    pub form: &'s str,
    /// What the payer sent last time, to be shown again.
    pub filled: &'s Filled,
    pub problems: &'s [FieldProblem],
    /// The provider's no to the last attempt.
    pub decline: Option<&'s Decline>,
    /// Why what the payer chose is not so.
    pub unchosen: Option<Unchosen>,
    /// The one that the session was given.
    pub customer: Option<&'s Customer>,
    /// Whether there is a provider that could take money, or keep a method, for this session.
    pub payable: bool,
}

/// An answer to a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}
