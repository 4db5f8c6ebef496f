//! What a browser is told to refuse: headers for every document of the page.

use std::collections::BTreeSet;

use paydesk_model::mode::UiMode;
use paydesk_model::session::{Session, Status};

use super::brand::Brand;
use super::origin;
use super::show::Visit;

/// The headers of a document about `session`, or of one that is about none.
pub fn headers(session: Option<&Session>, visit: &Visit<'_>) -> Vec<(&'static str, String)> {
    let fixed = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "no-store"),
        // The address is the key to the session: no other site is told. Without any referrer, browsers would send their
        // own form's origin as `null`.
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Robots-Tag", "noindex, nofollow"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ];
    let mut headers: Vec<_> = fixed.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
    headers.push(("Content-Security-Policy", policy(session, visit)));
    if visit.base_url.starts_with("https://") {
        headers.push(("Strict-Transport-Security", "max-age=63072000".to_owned()));
    }
    headers
}

fn policy(session: Option<&Session>, visit: &Visit<'_>) -> String {
    let frames = session.map_or_else(Vec::new, |session| framers(session, visit));
    // What is chosen on the page is sent by its script, too.
    let open = session.is_some_and(|session| session.status() == Status::Open);
    let directives = [
        ("default-src", vec!["'none'".to_owned()]),
        ("script-src", vec!["'self'".to_owned()]),
        ("connect-src", vec![if open { "'self'" } else { "'none'" }.to_owned()]),
        ("style-src", vec!["'self'".to_owned(), format!("'nonce-{}'", visit.nonce)]),
        ("img-src", with_self(session.map_or_else(BTreeSet::new, pictures))),
        ("form-action", with_self(session.and_then(returns_to))),
        ("frame-ancestors", if frames.is_empty() { vec!["'none'".to_owned()] } else { frames }),
        ("base-uri", vec!["'none'".to_owned()]),
    ];
    let written = directives.map(|(directive, sources)| format!("{directive} {}", sources.join(" ")));
    written.join("; ")
}

fn with_self(others: impl IntoIterator<Item = String>) -> Vec<String> {
    std::iter::once("'self'".to_owned()).chain(others).collect()
}

/// Where the payer goes when all is done: Chromium asks `form-action` about what a form's answer redirects to.
fn returns_to(session: &Session) -> Option<String> {
    let settings = &session.settings;
    origin::of(settings.success_url.as_deref().or(settings.return_url.as_deref())?)
}

/// Whose pages may have this one in a frame.
pub(super) fn framers(session: &Session, visit: &Visit<'_>) -> Vec<String> {
    if session.ui_mode != UiMode::EmbeddedPage {
        return Vec::new();
    }
    let own = session.settings.return_url.as_deref().and_then(origin::of);
    let allowed = visit.embed_origins.iter().filter_map(|allowed| origin::of(allowed));
    let mut framers: Vec<String> = own.into_iter().collect();
    framers.extend(allowed);
    framers.dedup();
    framers
}

/// Where the merchant's pictures come from.
fn pictures(session: &Session) -> BTreeSet<String> {
    let brand = Brand::of(session);
    let sold = session.lines.iter().map(|line| &line.asked).chain(&session.optional);
    let lines = sold.filter_map(|line| line.price_data.product.images.first());
    lines.chain(&brand.icon).chain(&brand.logo).filter_map(|url| origin::of(url)).collect()
}
