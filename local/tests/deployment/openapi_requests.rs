//! The request schemas against the evaluator of the tables, and carts with whatever can be asked for.

use std::cell::Cell;

use http::Method;
use paydesk_model::link::LINK;
use paydesk_model::params;
use paydesk_model::params::catalogue_table::{
    COUPON, COUPON_CHANGE, COUPONS, PRICE, PRICE_CHANGE, PRICES, PRODUCT, PRODUCT_CHANGE, PRODUCTS,
    PROMOTION_CODE, PROMOTION_CODE_CHANGE, PROMOTION_CODES, SHIPPING_RATE, SHIPPING_RATE_CHANGE,
    SHIPPING_RATES, TAX_RATE, TAX_RATE_CHANGE, TAX_RATES,
};
use paydesk_model::params::create_table::{CREATE, WITH_EXTRAS};
use paydesk_model::params::customers_table::{CUSTOMER, CUSTOMER_CHANGE};
use paydesk_model::params::endpoints_table::{self, ROLL};
use paydesk_model::params::events_table::{EVENTS, RETRY};
use paydesk_model::params::intent_table::{CANCEL, CAPTURE};
use paydesk_model::params::list_table::{LIST, PAGE};
use paydesk_model::params::objects_table::{
    CHARGES, CUSTOMERS, INVOICES, PAYMENT_INTENTS, PAYMENT_LINKS, PAYMENT_METHODS_LIST, SAVED_METHODS,
    SETUP_INTENTS, SUBSCRIPTIONS,
};
use paydesk_model::params::rule::Param;
use paydesk_model::params::update_table::UPDATE;
use paydesk_model::simulate::{COMPLETE, FAIL, SETTLE};
use paydesk_service::wire::Dialect;
use paydesk_service::wire::camel::recase;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

use crate::any_request::{form, hash};
use crate::contract::contract;
use crate::merchant::Merchant;

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(11),
        ..ProptestConfig::default()
    }
}

fn spoken(dialect: Dialect, request: Value) -> Value {
    if dialect == Dialect::Camel { recase(request) } else { request }
}

/// Holds schema and evaluator against each other on requests of which some are right and some wrong.
fn agree(dialect: Dialect, table: &'static [Param], schema: &str) {
    let (taken, refused) = (Cell::new(0), Cell::new(0));
    proptest!(settings(600), |((tree, request) in hash(table))| {
        let evaluated = params::check(table, &tree);
        let objections = contract(dialect).objections(schema, &spoken(dialect, request.clone()));
        prop_assert_eq!(
            evaluated.is_ok(), objections.is_empty(),
            "{}: {:?} and {:?}", request, evaluated.err().map(|problem| problem.message), objections
        );
        let count = if objections.is_empty() { &taken } else { &refused };
        count.set(count.get() + 1);
    });
    // A table of one parameter leaves little to get wrong.
    assert!(taken.get() > 60 && refused.get() > 15, "{} taken, {} refused", taken.get(), refused.get());
}

#[test]
fn the_schema_of_a_create_takes_what_the_table_takes() {
    agree(Dialect::Stripe, CREATE, "CreateSession");
}

#[test]
fn the_schema_of_a_create_in_camel_case_takes_what_the_table_takes() {
    agree(Dialect::Camel, &WITH_EXTRAS, "CreateSession");
}

#[test]
fn the_schema_of_an_update_takes_what_the_table_takes() {
    agree(Dialect::Stripe, UPDATE, "UpdateSession");
}

#[test]
fn the_schema_of_an_update_in_camel_case_takes_what_the_table_takes() {
    agree(Dialect::Camel, UPDATE, "UpdateSession");
}

#[test]
fn the_schemas_of_simulating_take_what_the_tables_take() {
    agree(Dialect::Stripe, COMPLETE, "CompleteSession");
    agree(Dialect::Stripe, FAIL, "FailSession");
    agree(Dialect::Stripe, SETTLE, "SettleSession");
}

#[test]
fn the_schemas_of_capturing_and_releasing_take_what_the_tables_take() {
    agree(Dialect::Stripe, CAPTURE, "CapturePaymentIntent");
    agree(Dialect::Stripe, CANCEL, "CancelPaymentIntent");
}

#[test]
fn the_schema_of_a_payment_link_takes_what_the_table_takes() {
    agree(Dialect::Stripe, &LINK, "CreatePaymentLink");
}

#[test]
fn the_schemas_of_webhook_endpoints_and_events_take_what_the_tables_take() {
    agree(Dialect::Stripe, endpoints_table::CREATE, "CreateWebhookEndpoint");
    agree(Dialect::Stripe, endpoints_table::UPDATE, "UpdateWebhookEndpoint");
    agree(Dialect::Stripe, ROLL, "RollWebhookEndpointSecret");
    agree(Dialect::Stripe, RETRY, "RetryEvent");
}

/// What may be said of each kind of a catalogue, and in which words of the document.
const KEPT: [(&str, &[Param]); 14] = [
    ("CreateProduct", PRODUCT),
    ("UpdateProduct", PRODUCT_CHANGE),
    ("CreatePrice", PRICE),
    ("UpdatePrice", PRICE_CHANGE),
    ("CreateCoupon", COUPON),
    ("UpdateCoupon", COUPON_CHANGE),
    ("CreatePromotionCode", PROMOTION_CODE),
    ("UpdatePromotionCode", PROMOTION_CODE_CHANGE),
    ("CreateTaxRate", TAX_RATE),
    ("UpdateTaxRate", TAX_RATE_CHANGE),
    ("CreateShippingRate", SHIPPING_RATE),
    ("UpdateShippingRate", SHIPPING_RATE_CHANGE),
    ("CreateCustomer", CUSTOMER),
    ("UpdateCustomer", CUSTOMER_CHANGE),
];

#[test]
fn the_schemas_of_the_catalogue_take_what_the_tables_take() {
    for (schema, table) in KEPT {
        agree(Dialect::Stripe, table, schema);
    }
}

#[test]
fn every_parameter_of_the_objects_has_its_words() {
    let document = &contract(Dialect::Stripe).document;
    let with_expand =
        ["CompleteSession", "FailSession", "SettleSession", "CapturePaymentIntent", "CancelPaymentIntent"];
    let without =
        ["CreateWebhookEndpoint", "UpdateWebhookEndpoint", "RollWebhookEndpointSecret", "RetryEvent"];
    let kept = KEPT.map(|(name, _)| name);
    for name in with_expand.into_iter().chain(["CreatePaymentLink"]).chain(without).chain(kept) {
        let properties = document["components"]["schemas"][name]["properties"].as_object().unwrap();
        assert!(properties.len() > usize::from(!without.contains(&name)), "{name}");
        for (property, schema) in properties {
            assert!(schema["description"].is_string(), "{name}.{property}");
        }
    }
}

#[test]
fn the_filters_of_a_list_are_the_tables() {
    for (path, table) in [
        ("checkout/sessions", LIST),
        ("payment_intents", PAYMENT_INTENTS),
        ("setup_intents", SETUP_INTENTS),
        ("charges", CHARGES),
        ("subscriptions", SUBSCRIPTIONS),
        ("invoices", INVOICES),
        ("customers", CUSTOMERS),
        ("customers/{id}/payment_methods", SAVED_METHODS),
        ("payment_methods", PAYMENT_METHODS_LIST),
        ("payment_links", PAYMENT_LINKS),
        ("products", PRODUCTS),
        ("prices", PRICES),
        ("coupons", COUPONS),
        ("promotion_codes", PROMOTION_CODES),
        ("tax_rates", TAX_RATES),
        ("shipping_rates", SHIPPING_RATES),
        ("webhook_endpoints", PAGE),
        ("events", EVENTS),
        ("events/{id}/delivery_attempts", PAGE),
    ] {
        let operation = &contract(Dialect::Stripe).document["paths"][format!("/v1/{path}")]["get"];
        let described = operation["parameters"].as_array().unwrap().iter();
        let described: Vec<_> = described
            .filter(|parameter| parameter["in"] == "query" && parameter["name"] != "expand[]")
            .collect();
        assert!(described.iter().all(|parameter| parameter["description"].is_string()), "{path}");
        let names = described.iter().map(|parameter| parameter["name"].as_str().unwrap());
        let names: Vec<_> = names.map(|name| name.trim_end_matches("[]")).collect();
        assert_eq!(names, table.iter().map(|param| param.name).collect::<Vec<_>>(), "{path}");
    }
}

/// A cart in one of the modes, as `ui_mode` has it.
fn cart(mode: &str, elements: bool) -> Value {
    let price = json!({"currency": "eur", "unit_amount": 70_000, "product_data": {"name": "Tea"}});
    let mut cart = json!({"mode": mode, "line_items": [{"quantity": 1, "price_data": price}]});
    match mode {
        "subscription" => cart["line_items"][0]["price_data"]["recurring"] = json!({"interval": "month"}),
        "setup" => cart = json!({"mode": mode, "currency": "eur"}),
        _ => {}
    }
    if elements {
        cart["ui_mode"] = json!("elements");
    } else {
        cart["success_url"] = json!("https://shop.example/thanks");
    }
    cart
}

/// The merchant holds every answer against the documents.
fn carts_are_answered_as_described(dialect: Dialect) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let merchant = Merchant::new();
    let opened = Cell::new(0);
    let mode = prop::sample::select(&["payment", "payment", "subscription", "setup"][..]);
    let elements = prop::bool::weighted(0.2);
    proptest!(settings(250), |((_, more) in hash(CREATE), few in 1_usize..4, mode in mode, elements in elements)| {
        let mut asked = cart(mode, elements);
        let known = asked.as_object_mut().unwrap();
        let more = more.as_object().unwrap().iter().filter(|(name, _)| *name != "line_items");
        for (name, value) in more.take(few) {
            known.entry(name).or_insert_with(|| value.clone());
        }
        let body = match dialect {
            Dialect::Stripe => form(&asked),
            Dialect::Camel => recase(asked).to_string(),
        };
        let created = merchant.ask(Method::POST, dialect.sessions_path(), dialect.body_format(), body);
        let answer = runtime.block_on(created.into_future());
        prop_assert!(matches!(answer.status, 200 | 400), "{}", answer.text);
        opened.set(opened.get() + u32::from(answer.status == 200));
    });
    assert!(opened.get() > 50, "only {} of 250 were opened", opened.get());
}

#[test]
fn carts_with_whatever_can_be_asked_for_are_answered_as_described() {
    carts_are_answered_as_described(Dialect::Stripe);
}

#[test]
fn carts_in_camel_case_with_whatever_can_be_asked_for_are_answered_as_described() {
    carts_are_answered_as_described(Dialect::Camel);
}
