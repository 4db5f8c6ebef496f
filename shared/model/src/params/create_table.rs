//! The parameters of a create, top level; the larger hashes have rooms of their own beside this one.

use super::choices::{LOCALES, PAYMENT_METHODS};
use super::rule::{
    Param, Rule, choice, currency, flag, hash, list, metadata, short, some_up_to, text, time, up_to, url,
};
use super::{lines_table, page_table, payment_method_options, payment_table, subscription_table};

/// Every parameter of Stripe's create except `expand`.
pub const CREATE: &[Param] = &[
    hash("adaptive_pricing", &[flag("enabled")]),
    hash("after_expiration", page_table::AFTER_EXPIRATION),
    flag("allow_promotion_codes"),
    some_up_to("allowed_payment_method_types", PAYMENT_METHODS.len(), &METHOD),
    hash("automatic_tax", &[flag("enabled").required(), hash("liability", subscription_table::ACCOUNT)]),
    choice("billing_address_collection", &["auto", "required"]),
    hash("branding_settings", page_table::BRANDING),
    url("cancel_url"),
    short("client_reference_id", 200),
    hash("consent_collection", page_table::CONSENT),
    currency("currency"),
    up_to("custom_fields", 3, &Rule::Hash(page_table::CUSTOM_FIELD)),
    hash("custom_text", page_table::CUSTOM_TEXT),
    text("customer"),
    text("customer_account"),
    choice("customer_creation", &["always", "if_required"]),
    Param::new("customer_email", Rule::Email),
    hash("customer_update", CUSTOMER_UPDATE),
    up_to("discounts", 1, &Rule::Hash(&[text("coupon"), text("promotion_code")])),
    list("excluded_payment_method_types", &METHOD),
    time("expires_at"),
    short("integration_identifier", 200),
    hash("invoice_creation", subscription_table::INVOICE_CREATION),
    list("line_items", &Rule::Hash(lines_table::LINE)),
    choice("locale", LOCALES).clearable(),
    hash("managed_payments", &[flag("enabled")]),
    metadata(),
    choice("mode", &["payment", "setup", "subscription"]).required(),
    hash("name_collection", &[hash("business", NAME), hash("individual", NAME)]),
    up_to("optional_items", 10, &Rule::Hash(lines_table::OPTIONAL_ITEM)),
    choice("origin_context", &["mobile_app", "web"]),
    hash("payment_intent_data", payment_table::PAYMENT_INTENT_DATA),
    choice("payment_method_collection", &["always", "if_required"]),
    short("payment_method_configuration", 100),
    hash("payment_method_data", &[choice("allow_redisplay", payment_table::REDISPLAY)]),
    hash("payment_method_options", payment_method_options::METHODS),
    some_up_to("payment_method_types", PAYMENT_METHODS.len(), &METHOD),
    hash("permissions", &[choice("update_shipping_details", &["client_only", "server_only"])]),
    hash("phone_number_collection", &[flag("enabled").required()]),
    choice("redirect_on_completion", &["always", "if_required", "never"]),
    url("return_url"),
    hash("saved_payment_method_options", payment_table::SAVED_PAYMENT_METHODS),
    hash("setup_intent_data", payment_table::SETUP_INTENT_DATA),
    hash("shipping_address_collection", &[COUNTRIES.required()]),
    up_to("shipping_options", 5, &Rule::Hash(lines_table::SHIPPING_OPTION)),
    choice("submit_type", &["auto", "book", "donate", "pay", "subscribe"]),
    hash("subscription_data", subscription_table::SUBSCRIPTION_DATA),
    url("success_url"),
    hash("tax_id_collection", &[flag("enabled").required(), choice("required", &["if_supported", "never"])]),
    // The last three are the names from before 2026-03-25.dahlia.
    choice("ui_mode", &["hosted_page", "embedded_page", "elements", "form", "hosted", "embedded", "custom"]),
    hash("wallet_options", &[hash("link", &[choice("display", &["auto", "never"])])]),
];

/// The second seed's own parameters, which only the camel dialect takes.
pub const CAMEL_EXTRAS: &[Param] = &[
    hash("after_completion", page_table::AFTER_COMPLETION),
    short("client_customer_id", 200),
    text("description"),
];

/// Both, for the camel dialect.
pub static WITH_EXTRAS: [Param; CREATE.len() + CAMEL_EXTRAS.len()] = {
    let mut all = [CREATE[0]; CREATE.len() + CAMEL_EXTRAS.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = if at < CREATE.len() { CREATE[at] } else { CAMEL_EXTRAS[at - CREATE.len()] };
        at += 1;
    }
    all
};

const METHOD: Rule = Rule::Choice(PAYMENT_METHODS);
const COUNTRY: Rule = Rule::Choice(super::choices::COUNTRIES);
const COUNTRIES: Param = some_up_to("allowed_countries", super::choices::COUNTRIES.len(), &COUNTRY);

const NAME: &[Param] = &[flag("enabled").required(), flag("optional")];

const CUSTOMER_UPDATE: &[Param] = &[
    choice("address", &["auto", "never"]),
    choice("name", &["auto", "never"]),
    choice("shipping", &["auto", "never"]),
];
