//! The parameters of how the page looks, what it asks, and what follows it.

use super::choices::FONTS;
use super::rule::{Param, Rule, alphanumeric, between, choice, flag, hash, short, some_up_to, text, url};

pub const AFTER_EXPIRATION: &[Param] =
    &[hash("recovery", &[flag("allow_promotion_codes"), flag("enabled").required()])];

pub const AFTER_COMPLETION: &[Param] = &[
    hash("hosted_confirmation", &[short("custom_message", 500)]),
    hash("redirect", &[url("url").required()]),
    choice("type", &["hosted_confirmation", "redirect"]).required(),
];

pub const BRANDING: &[Param] = &[
    Param::new("background_color", Rule::Color).clearable(),
    choice("border_style", &["pill", "rectangular", "rounded"]).clearable(),
    Param::new("button_color", Rule::Color).clearable(),
    text("display_name").clearable(),
    choice("font_family", FONTS).clearable(),
    hash("icon", BRAND_IMAGE),
    hash("logo", BRAND_IMAGE),
];

const BRAND_IMAGE: &[Param] = &[text("file"), choice("type", &["file", "url"]).required(), url("url")];

pub const CONSENT: &[Param] = &[
    hash("payment_method_reuse_agreement", &[choice("position", &["auto", "hidden"]).required()]),
    choice("promotions", &["auto", "none"]),
    choice("terms_of_service", &["none", "required"]),
];

pub const CUSTOM_TEXT: &[Param] = &[
    hash("after_submit", MESSAGE).clearable(),
    hash("shipping_address", MESSAGE).clearable(),
    hash("submit", MESSAGE).clearable(),
    hash("terms_of_service_acceptance", MESSAGE).clearable(),
];

const MESSAGE: &[Param] = &[short("message", 1200).required()];

pub const CUSTOM_FIELD: &[Param] = &[
    hash("dropdown", DROPDOWN),
    alphanumeric("key", 200).required(),
    // Stripe's specification says 50, its newer SDK text 100 (C25): the longer holds.
    hash("label", &[short("custom", 100).required(), choice("type", &["custom"]).required()]).required(),
    hash("numeric", TYPED_ANSWER),
    flag("optional"),
    hash("text", TYPED_ANSWER),
    choice("type", &["dropdown", "numeric", "text"]).required(),
];

const DROPDOWN: &[Param] =
    &[short("default_value", 100), some_up_to("options", 200, &Rule::Hash(DROPDOWN_OPTION)).required()];

const DROPDOWN_OPTION: &[Param] = &[short("label", 100).required(), alphanumeric("value", 100).required()];

const TYPED_ANSWER: &[Param] =
    &[short("default_value", 255), between("maximum_length", 1, 255), between("minimum_length", 1, 255)];
