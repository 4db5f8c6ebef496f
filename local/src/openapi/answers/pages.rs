//! Parts of a session about its page: looks, questions, and what follows.

use paydesk_model::params::choices::FONTS;

use super::shape::Kind::*;
use super::shape::{Shape, is};

const CONFIRMATION: Shape =
    Shape { name: "HostedConfirmation", note: "", fields: &[is("custom_message", Text).or_null()] };

const REDIRECT: Shape = Shape { name: "Redirect", note: "", fields: &[is("url", Url)] };

pub const AFTER_COMPLETION: Shape = Shape {
    name: "AfterCompletion",
    note: "",
    fields: &[
        is("hosted_confirmation", Of(&CONFIRMATION)).when("if it was given"),
        is("redirect", Of(&REDIRECT)).when("if it was given"),
        is("type", One(&["hosted_confirmation", "redirect"])),
    ],
};

const RECOVERY: Shape = Shape {
    name: "Recovery",
    note: "Whether an expired session can be opened again as a copy, and where.",
    fields: &[
        is("allow_promotion_codes", Flag),
        is("enabled", Flag),
        is("expires_at", Seconds).or_null(),
        is("url", Url).or_null().note("Once the session is expired."),
    ],
};

pub const AFTER_EXPIRATION: Shape =
    Shape { name: "AfterExpiration", note: "", fields: &[is("recovery", Of(&RECOVERY)).or_null()] };

const BRAND_IMAGE: Shape = Shape {
    name: "BrandImage",
    note: "",
    fields: &[
        is("file", Text).when("if the type is file"),
        is("type", One(&["file", "url"])),
        is("url", Url).when("if the type is url"),
    ],
};

pub const BRANDING: Shape = Shape {
    name: "BrandingSettings",
    note: "",
    fields: &[
        is("background_color", Text),
        is("border_style", One(&["pill", "rectangular", "rounded"])),
        is("button_color", Text),
        is("display_name", Text),
        is("font_family", One(FONTS)),
        is("icon", Of(&BRAND_IMAGE)).or_null(),
        is("logo", Of(&BRAND_IMAGE)).or_null(),
    ],
};

const MESSAGE: Shape = Shape { name: "CustomMessage", note: "", fields: &[is("message", Text)] };

pub const CUSTOM_TEXT: Shape = Shape {
    name: "CustomText",
    note: "",
    fields: &[
        is("after_submit", Of(&MESSAGE)).or_null(),
        is("shipping_address", Of(&MESSAGE)).or_null(),
        is("submit", Of(&MESSAGE)).or_null(),
        is("terms_of_service_acceptance", Of(&MESSAGE)).or_null(),
    ],
};

const CHOICE: Shape =
    Shape { name: "DropdownOption", note: "", fields: &[is("label", Text), is("value", Text)] };

const DROPDOWN: Shape = Shape {
    name: "Dropdown",
    note: "",
    fields: &[
        is("default_value", Text).or_null(),
        is("options", List(&Of(&CHOICE))),
        is("value", Text).or_null().note("The customer's answer."),
    ],
};

const TYPED: Shape = Shape {
    name: "TypedAnswer",
    note: "",
    fields: &[
        is("default_value", Text).or_null(),
        is("maximum_length", Integer).or_null(),
        is("minimum_length", Integer).or_null(),
        is("value", Text).or_null().note("The customer's answer."),
    ],
};

const LABEL: Shape =
    Shape { name: "CustomFieldLabel", note: "", fields: &[is("custom", Text), is("type", Only("custom"))] };

pub const CUSTOM_FIELD: Shape = Shape {
    name: "CustomField",
    note: "A question of your own, with the customer's answer once there is one.",
    fields: &[
        is("dropdown", Of(&DROPDOWN)).when("if it is the type"),
        is("key", Text),
        is("label", Of(&LABEL)),
        is("numeric", Of(&TYPED)).when("if it is the type"),
        is("optional", Flag),
        is("text", Of(&TYPED)).when("if it is the type"),
        is("type", One(&["dropdown", "numeric", "text"])),
    ],
};
