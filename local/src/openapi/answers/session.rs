//! The session as it is answered.

use paydesk_model::params::choices::LOCALES;

use super::kinds::{ALWAYS_OR_IF_REQUIRED, MODES, STATUSES, UI_MODES};
use super::line_item::LINE_ITEM_LIST;
use super::setup_intent::SETUP_INTENT;
use super::shape::Kind::*;
use super::shape::{Field, Kind, Shape, is};
use super::{collection, details, pages, shipping};

pub const SESSION: Shape = Shape {
    name: "Session",
    note: "A checkout session: amounts in the currency's smallest unit, times in Unix seconds.",
    fields: FIELDS,
};

pub const SESSION_LIST: Shape = Shape {
    name: "SessionList",
    note: "A page of sessions, newest first.",
    fields: &[
        is("object", Only("list")),
        is("data", List(&Of(&SESSION))),
        is("has_more", Flag).note("Whether there are more beyond this page."),
        is("url", Text).note("The path that was asked."),
    ],
};

const METHOD_TYPES: Kind = List(&One(paydesk_model::params::choices::PAYMENT_METHODS));

#[rustfmt::skip]
const FIELDS: &[Field] = &[
    is("id", Text).note("cs_test_… or cs_live_…, at most 66 characters."),
    is("object", Only("checkout.session")),
    is("adaptive_pricing", Of(&details::SWITCH)),
    is("after_completion", Of(&pages::AFTER_COMPLETION)).when("if it was given"),
    is("after_expiration", Of(&pages::AFTER_EXPIRATION)).or_null(),
    is("allow_promotion_codes", Flag).or_null(),
    is("allowed_payment_method_types", METHOD_TYPES).when("if it was given, from API version 2026-09-30 on"),
    is("amount_subtotal", Amount).or_null().note("The lines, before shipping. Null in setup mode."),
    is("amount_total", Amount).or_null().note("What the customer pays today. Null in setup mode."),
    is("automatic_tax", Of(&details::AUTOMATIC_TAX)),
    is("billing_address_collection", One(&["auto", "required"])).or_null(),
    is("branding_settings", Of(&pages::BRANDING)),
    is("cancel_url", Url).or_null(),
    is("client_customer_id", Text).when("if it was given"),
    is("client_reference_id", Text).or_null(),
    is("client_secret", Text).or_null().note("For your own page; null on the hosted page."),
    is("collected_information", Of(&details::COLLECTED)).or_null(),
    is("consent", Of(&details::CONSENT)).or_null().note("What the customer agreed to."),
    is("consent_collection", Of(&collection::CONSENT_COLLECTION)).or_null(),
    is("created", Seconds),
    is("currency", Currency).or_null().note("Null in setup mode where none was given."),
    is("currency_conversion", Null),
    is("custom_fields", List(&Of(&pages::CUSTOM_FIELD))),
    is("custom_text", Of(&pages::CUSTOM_TEXT)),
    is("customer", IdOrWhole("customer")).or_null(),
    is("customer_account", Text).or_null(),
    is("customer_creation", One(ALWAYS_OR_IF_REQUIRED)).or_null(),
    is("customer_details", Of(&details::CUSTOMER)).or_null().note("What is known of the customer so far."),
    is("customer_email", Text).or_null().note("The address you gave at create."),
    is("description", Text).when("if it was given"),
    is("discounts", List(&Of(&details::DISCOUNT))),
    is("excluded_payment_method_types", METHOD_TYPES).when("if it was given"),
    is("expires_at", Seconds).note("From this second on the session is expired, unless it was completed."),
    is("integration_identifier", Text).or_null(),
    is("invoice", IdOrWhole("invoice")).or_null(),
    is("invoice_creation", Of(&details::INVOICE_CREATION)).or_null(),
    is("line_items", Of(&LINE_ITEM_LIST)).when("on expand").note("The first ten lines."),
    is("livemode", Flag),
    is("locale", One(LOCALES)).or_null(),
    is("managed_payments", Of(&details::SWITCH)),
    is("metadata", Metadata),
    is("mode", One(MODES)),
    is("name_collection", Of(&collection::NAME_COLLECTION)).when("if it was given"),
    is("optional_items", List(&Of(&details::OPTIONAL_ITEM))).when("if it was given"),
    is("origin_context", One(&["mobile_app", "web"])).or_null(),
    is("payment_intent", IdOrWhole("payment_intent")).or_null().note("Once paying has been tried."),
    is("payment_link", IdOrWhole("payment_link")).or_null(),
    is("payment_method_collection", One(ALWAYS_OR_IF_REQUIRED)),
    is("payment_method_configuration_details", Of(&details::METHOD_CONFIGURATION)).or_null(),
    is("payment_method_options", MethodOptions),
    is("payment_method_types", METHOD_TYPES),
    is("payment_status", One(&["no_payment_required", "paid", "unpaid"])),
    is("permissions", Of(&collection::PERMISSIONS)).or_null(),
    is("phone_number_collection", Of(&details::SWITCH)),
    is("recovered_from", Text).or_null().note("The expired session that this one is a copy of."),
    is("redirect_on_completion", One(&["always", "if_required", "never"])).when("off the hosted page"),
    is("return_url", Url).when("if it was given"),
    is("saved_payment_method_options", Of(&details::SAVED_METHODS)).or_null(),
    is("setup_intent", IdOr(&SETUP_INTENT)).or_null().note("In setup mode."),
    is("shipping_address_collection", Of(&collection::SHIPPING_ADDRESSES)).or_null(),
    is("shipping_cost", Of(&shipping::COST)).or_null(),
    is("shipping_details", Of(&details::OLD_SHIPPING)).or_null().when("in API versions before 2025-03-31, in camelCase always"),
    is("shipping_options", List(&Of(&shipping::OPTION))),
    is("status", One(STATUSES)),
    is("submit_type", One(&["auto", "book", "donate", "pay", "subscribe"])).or_null(),
    is("subscription", IdOrWhole("subscription")).or_null(),
    is("success_url", Url).or_null(),
    is("tax_id_collection", Of(&collection::TAX_IDS)).when("if it was given"),
    is("total_details", Of(&details::TOTALS)).or_null().note("Null in setup mode."),
    is("ui_mode", One(UI_MODES)).note("API versions before 2026-03-25 have hosted, embedded and custom."),
    is("url", Url).or_null().note("The hosted page, while it can be paid on."),
    is("wallet_options", Of(&details::WALLETS)).or_null(),
];
