//! What belongs to which `ui_mode`: the ways back to the merchant, and what only a page of ours can show.

use serde_json::Value;

use super::{Checked, Request, Rule, ensure, path};
use crate::mode::UiMode;
use crate::params::choices::REDIRECTING;
use crate::path::Path;
use crate::problem::Problem;

pub(super) const RULES: &[Rule] = &[
    hosted_needs_success_url,
    only_hosted_takes_success_and_cancel_urls,
    others_need_return_url,
    return_url_must_be_usable,
    only_embedded_chooses_to_redirect,
    elements_show_no_page,
    only_embedded_and_elements_take_permissions,
];

/// R3.
fn hosted_needs_success_url(request: &Request<'_>) -> Checked {
    let needed = request.ui_mode == UiMode::HostedPage && !request.has("success_url");
    ensure(!needed, || Problem::missing(Path::of("success_url")))
}

/// R4.
fn only_hosted_takes_success_and_cancel_urls(request: &Request<'_>) -> Checked {
    ["success_url", "cancel_url"].into_iter().try_for_each(|name| {
        ensure(request.ui_mode == UiMode::HostedPage || !request.has(name), || {
            let ui_mode = request.ui_mode.as_str();
            let instead = "Use `return_url` instead.";
            Problem::at(
                Path::of(name),
                format!("You can not pass `{name}` when `ui_mode` is {ui_mode}. {instead}"),
            )
        })
    })
}

/// R5: an embedded page comes back unless it never leaves; elements come back from methods that redirect.
fn others_need_return_url(request: &Request<'_>) -> Checked {
    let needed = match request.ui_mode {
        UiMode::EmbeddedPage => !request.is("redirect_on_completion", "never"),
        UiMode::Elements => redirects(request),
        UiMode::HostedPage | UiMode::Form => false,
    };
    ensure(!needed || request.has("return_url"), || Problem::missing(Path::of("return_url")))
}

fn redirects(request: &Request<'_>) -> bool {
    let types = request.get("payment_method_types").or_else(|| request.get("allowed_payment_method_types"));
    let types = types.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    types.iter().filter_map(Value::as_str).any(|kind| REDIRECTING.contains(&kind))
}

/// R6.
fn return_url_must_be_usable(request: &Request<'_>) -> Checked {
    if !request.has("return_url") {
        return Ok(());
    }
    let refuse = |message: &str| Err(Problem::at(Path::of("return_url"), message));
    match request.ui_mode {
        UiMode::HostedPage => {
            refuse("You can not pass `return_url` when `ui_mode` is hosted_page. Use `success_url` instead.")
        }
        _ if request.is("redirect_on_completion", "never") => refuse(
            "You can not pass `return_url` when `redirect_on_completion` is never. Remove one of them.",
        ),
        _ => Ok(()),
    }
}

fn only_embedded_chooses_to_redirect(request: &Request<'_>) -> Checked {
    let embedded = request.ui_mode == UiMode::EmbeddedPage;
    ensure(embedded || !request.has("redirect_on_completion"), || {
        let message = "You can only pass `redirect_on_completion` when `ui_mode` is embedded_page.";
        Problem::at(Path::of("redirect_on_completion"), message)
    })
}

/// What needs a page to be shown on.
const PAGE_ONLY: &[&[&str]] = &[
    &["after_expiration"],
    &["branding_settings"],
    &["custom_fields"],
    &["custom_text"],
    &["origin_context"],
    &["submit_type"],
    &["optional_items"],
    &["tax_id_collection", "required"],
    &["payment_method_options", "card", "restrictions"],
];

/// R46: elements live in the merchant's own page; optional items are not for a form either.
fn elements_show_no_page(request: &Request<'_>) -> Checked {
    let ui_mode = request.ui_mode.as_str();
    let refuse = |names: &[&'static str]| {
        let param = path(names);
        Problem::at(param.clone(), format!("You can not pass `{param}` when `ui_mode` is {ui_mode}."))
    };
    let refused: &[&[&'static str]] = match request.ui_mode {
        UiMode::Elements => PAGE_ONLY,
        UiMode::Form => &[&["optional_items"]],
        UiMode::HostedPage | UiMode::EmbeddedPage => &[],
    };
    refused.iter().try_for_each(|names| ensure(request.at(names).is_none(), || refuse(names)))
}

/// R47.
fn only_embedded_and_elements_take_permissions(request: &Request<'_>) -> Checked {
    let allowed = matches!(request.ui_mode, UiMode::EmbeddedPage | UiMode::Elements);
    ensure(allowed || !request.has("permissions"), || {
        let message = "You can only pass `permissions` when `ui_mode` is embedded_page or elements.";
        Problem::at(Path::of("permissions"), message)
    })
}
