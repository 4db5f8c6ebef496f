//! Parts of a session about what the page is told to collect.

use paydesk_model::params::choices::COUNTRIES;

use super::shape::Kind::*;
use super::shape::{Shape, is};

const REUSE: Shape =
    Shape { name: "ReuseAgreement", note: "", fields: &[is("position", One(&["auto", "hidden"]))] };

pub const CONSENT_COLLECTION: Shape = Shape {
    name: "ConsentCollection",
    note: "",
    fields: &[
        is("payment_method_reuse_agreement", Of(&REUSE)).or_null(),
        is("promotions", One(&["auto", "none"])).or_null(),
        is("terms_of_service", One(&["none", "required"])).or_null(),
    ],
};

const NAME: Shape =
    Shape { name: "NameToCollect", note: "", fields: &[is("enabled", Flag), is("optional", Flag)] };

pub const NAME_COLLECTION: Shape = Shape {
    name: "NameCollection",
    note: "",
    fields: &[
        is("business", Of(&NAME)).when("if it was given"),
        is("individual", Of(&NAME)).when("if it was given"),
    ],
};

pub const PERMISSIONS: Shape = Shape {
    name: "Permissions",
    note: "Who may change what while the session is open.",
    fields: &[is("update_shipping_details", One(&["client_only", "server_only"])).or_null()],
};

pub const SHIPPING_ADDRESSES: Shape = Shape {
    name: "ShippingAddressCollection",
    note: "",
    fields: &[is("allowed_countries", List(&One(COUNTRIES)))],
};

pub const TAX_IDS: Shape = Shape {
    name: "TaxIdCollection",
    note: "",
    fields: &[is("enabled", Flag), is("required", One(&["if_supported", "never"]))],
};
