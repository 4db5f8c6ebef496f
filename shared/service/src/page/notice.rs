//! What stands in place of the form when there is nothing to fill in.

use askama::Template;
use paydesk_model::session::Session;

use super::origin;
use super::sheet::Sheet;
use super::show::{Page, Visit};

/// Why there is no form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice<'n> {
    /// It is done. `forward` is where the payer goes on: at once on a page of its own, and by the page around it in a
    /// frame. Nothing of what was paid is told: whoever has the address reads this.
    Complete { forward: Option<&'n str> },
    /// The outcome is not known yet: the page asks again by itself.
    Processing,
    /// Too late. `recovery` is where a copy of the session is made.
    Expired { recovery: Option<&'n str> },
    /// No such session, or not with this token.
    Unknown,
    /// Something of ours is out of order.
    Unavailable,
    /// The payer failed at the bank, and goes on to a page of the merchant's own.
    Canceled { forward: Option<&'n str> },
}

#[derive(Template)]
#[template(path = "notice.html", whitespace = "minimize")]
struct View<'n> {
    sheet: Sheet,
    kind: &'static str,
    title: String,
    words: String,
    /// What the merchant says beside it.
    own: Option<String>,
    /// Where to go on, and what that is called.
    link: Option<(&'n str, String)>,
    /// Seconds until the browser goes there, or asks again.
    forward: Option<&'n str>,
    again: bool,
    /// For the page around a frame.
    id: Option<&'n str>,
}

/// A notice about `session`, or about none.
pub fn notice<'n>(session: Option<&'n Session>, kind: Notice<'n>, visit: &Visit<'_>) -> Page {
    let sheet = Sheet::of(session, visit);
    let kind = kind.without_odd_addresses();
    let (status, name) = kind.name();
    let framed = sheet.parents.is_some();
    let view = View {
        kind: name,
        title: sheet.say(kind.title()),
        words: sheet.say(kind.words()),
        own: session.filter(|_| name == "complete").and_then(confirmation),
        link: link(session, kind, &sheet),
        forward: match kind {
            Notice::Complete { forward } | Notice::Canceled { forward } if !framed => forward,
            _ => None,
        },
        again: kind == Notice::Processing,
        id: session.map(|session| session.id.as_str()).filter(|_| framed && name == "complete"),
        sheet,
    };
    view.sheet.page(status, &view)
}

impl Notice<'_> {
    /// Only the web is gone on to, whatever a merchant may have given.
    fn without_odd_addresses(self) -> Self {
        let web = |url: &&str| origin::of(url).is_some();
        match self {
            Self::Complete { forward } => Self::Complete { forward: forward.filter(web) },
            Self::Expired { recovery } => Self::Expired { recovery: recovery.filter(web) },
            Self::Canceled { forward } => Self::Canceled { forward: forward.filter(web) },
            other => other,
        }
    }

    const fn name(self) -> (u16, &'static str) {
        match self {
            Self::Complete { .. } => (200, "complete"),
            Self::Processing => (200, "processing"),
            Self::Expired { .. } => (410, "expired"),
            Self::Unknown => (404, "unknown"),
            Self::Unavailable => (503, "unavailable"),
            Self::Canceled { .. } => (200, "canceled"),
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Complete { .. } => "notice-complete",
            Self::Processing => "notice-processing",
            Self::Expired { .. } => "notice-expired",
            Self::Unknown => "notice-unknown",
            Self::Unavailable => "notice-unavailable",
            Self::Canceled { .. } => "notice-canceled",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Complete { .. } => "notice-complete-words",
            Self::Processing => "notice-processing-words",
            Self::Expired { recovery: Some(_) } => "notice-expired-recovery-words",
            Self::Expired { recovery: None } => "notice-expired-words",
            Self::Unknown => "notice-unknown-words",
            Self::Unavailable => "notice-unavailable-words",
            Self::Canceled { .. } => "notice-canceled-words",
        }
    }
}

fn confirmation(session: &Session) -> Option<String> {
    let after = session.settings.after_completion.as_ref()?;
    after.hosted_confirmation.as_ref()?.custom_message.clone()
}

fn link<'n>(session: Option<&'n Session>, kind: Notice<'n>, sheet: &Sheet) -> Option<(&'n str, String)> {
    let back = || sheet.about_merchant("back-to", "back");
    match kind {
        Notice::Complete { forward: Some(url) } | Notice::Canceled { forward: Some(url) } => {
            Some((url, sheet.say("continue")))
        }
        Notice::Expired { recovery: Some(url) } => Some((url, sheet.say("recover"))),
        Notice::Expired { .. } | Notice::Canceled { .. } | Notice::Unavailable => {
            let url = session?.settings.cancel_url.as_deref().filter(|url| origin::of(url).is_some());
            url.map(|url| (url, back()))
        }
        Notice::Complete { .. } | Notice::Processing | Notice::Unknown => None,
    }
}
