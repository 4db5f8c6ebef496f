//! What every document of the page has: language, looks, and where its style and script are.

use paydesk_model::mode::UiMode;
use paydesk_model::session::Session;

use super::assets;
use super::brand::Brand;
use super::locale::Locale;
use super::policy;
use super::show::{Page, Visit};
use super::words::Words;

pub(super) struct Sheet {
    pub locale: Locale,
    pub words: &'static Words,
    pub brand: Brand,
    pub nonce: String,
    pub style: String,
    pub script: String,
    pub icon: String,
    /// No money moves.
    pub test: bool,
    /// The origins whose pages may have this one in a frame; none where it is no frame's.
    pub parents: Option<String>,
    headers: Vec<(&'static str, String)>,
}

impl Sheet {
    pub fn of(session: Option<&Session>, visit: &Visit<'_>) -> Self {
        let asked = session.and_then(|session| session.settings.locale.as_deref());
        let locale = Locale::choose(asked, visit.accept_language);
        let [style, script, icon] = assets::addresses();
        let framed = session.filter(|session| session.ui_mode == UiMode::EmbeddedPage);
        Self {
            words: Words::of(&locale),
            locale,
            brand: session.map_or_else(Brand::none, Brand::of),
            nonce: visit.nonce.to_owned(),
            style,
            script,
            icon,
            test: session.is_some_and(|session| !session.livemode()),
            parents: framed.map(|session| policy::framers(session, visit).join(" ")),
            headers: policy::headers(session, visit),
        }
    }

    pub fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// A sentence about the merchant, or one without a name.
    pub fn about_merchant(&self, with: &str, without: &str) -> String {
        match &self.brand.name {
            Some(name) => self.words.say_with(with, &[("merchant", name.into())]),
            None => self.words.say(without),
        }
    }

    /// A template only fails where its writer does, and text has room for everything.
    pub fn page(&self, status: u16, template: &impl askama::Template) -> Page {
        let body = template.render().unwrap_or_default();
        Page { status, headers: self.headers.clone(), body }
    }
}
