//! The OpenAPI documents: that they are the code's own, and that nothing is missing from them.

use std::collections::BTreeSet;

use paydesk_local::openapi::{self, words};
use paydesk_local::template::Trigger;
use paydesk_model::params::create_table::WITH_EXTRAS;
use paydesk_model::params::list_table::LIST;
use paydesk_model::params::rule::Param;
use paydesk_model::params::update_table::UPDATE;
use paydesk_service::wire::Dialect;
use paydesk_service::wire::camel::to_camel;
use paydesk_service::wire::json::to_snake;
use serde_json::Value;

use crate::any_request::form;
use crate::contract::contract;
use crate::merchant::{Answer, Merchant, TEA};
use crate::webhook_endpoints::{ENDPOINTS, HOOK};
use crate::world::template;

const DIALECTS: [Dialect; 2] = [Dialect::Stripe, Dialect::Camel];

#[test]
fn the_committed_documents_are_what_the_code_says() {
    for (dialect, name, committed) in [
        (Dialect::Stripe, "stripe", include_str!("../../../docs/openapi/stripe.json")),
        (Dialect::Camel, "camel", include_str!("../../../docs/openapi/camel.json")),
    ] {
        let fits = openapi::text(dialect) == committed;
        assert!(
            fits,
            "docs/openapi/{name}.json is not what the code says. Renew it, and read what changed:\n\
             cargo run -- openapi {name} > docs/openapi/{name}.json"
        );
    }
}

#[test]
fn every_route_of_the_template_is_described_and_no_other() {
    let functions = template().functions;
    let triggers = functions.iter().flat_map(|function| &function.triggers);
    let routes: BTreeSet<String> = triggers
        .filter_map(|trigger| match trigger {
            Trigger::Route { path, .. } if is_a_browsers(path) => None,
            Trigger::Route { method, path } => Some(format!("{method} {path}")),
            _ => None,
        })
        .collect();
    let mut described = BTreeSet::new();
    for dialect in DIALECTS {
        for (path, methods) in contract(dialect).document["paths"].as_object().unwrap() {
            let methods = methods.as_object().unwrap().keys();
            described.extend(methods.map(|method| format!("{} {path}", method.to_uppercase())));
        }
    }
    assert_eq!(described, routes, "describe the route in local/src/openapi/operations.rs or objects.rs");
}

fn is_a_browsers(path: &str) -> bool {
    openapi::OF_BROWSERS.iter().any(|begin| path.starts_with(begin))
}

#[test]
fn only_what_a_key_does_not_protect_goes_without_a_description() {
    let routes = template().functions.into_iter().flat_map(|function| {
        function.triggers.into_iter().map(move |trigger| (function.name.clone(), trigger))
    });
    let browsers: BTreeSet<String> = routes
        .filter_map(|(name, trigger)| match trigger {
            Trigger::Route { path, .. } if is_a_browsers(&path) => Some(name),
            _ => None,
        })
        .collect();
    assert_eq!(browsers, ["open", "page", "pay"].map(String::from).into());
}

#[test]
fn every_parameter_has_its_words_and_nothing_else_has() {
    let tables = [&WITH_EXTRAS[..], UPDATE, LIST];
    let names: BTreeSet<&str> = tables.into_iter().flatten().map(|param: &Param| param.name).collect();
    let told: BTreeSet<&str> = words::BY_PATH.iter().map(|(path, _)| *path).collect();
    assert_eq!(told, names);
}

#[test]
fn every_name_of_a_document_finds_its_way_back_from_camel_case() {
    let mut names = BTreeSet::new();
    property_names(&contract(Dialect::Stripe).document["components"]["schemas"], &mut names);
    assert!(names.len() > 300, "{}", names.len());
    for name in names {
        assert_eq!(to_snake(&to_camel(&name)), name);
    }
}

fn property_names(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(fields) => {
            if let Some(properties) = fields.get("properties").and_then(Value::as_object) {
                names.extend(properties.keys().cloned());
            }
            fields.values().for_each(|inner| property_names(inner, names));
        }
        Value::Array(items) => items.iter().for_each(|inner| property_names(inner, names)),
        _ => {}
    }
}

#[tokio::test]
async fn every_example_does_what_it_shows() {
    let merchant = Merchant::new();
    let mut sent = 0;
    for dialect in DIALECTS {
        for (path, methods) in contract(dialect).document["paths"].as_object().unwrap() {
            let content = &methods["post"]["requestBody"]["content"][dialect.body_format()];
            for (name, example) in content["examples"].as_object().into_iter().flatten() {
                let path = path.replace("{id}", &something_at(&merchant, path).await);
                let answer = send(&merchant, dialect, &path, &example["value"]).await;
                assert_eq!(answer.status, 200, "{path} {name}: {}", answer.text);
                assert_shows(&answer.json(), &example["value"]);
                sent += 1;
            }
        }
    }
    assert!(sent >= 8, "{sent} examples");
}

/// What an example's path can be about.
async fn something_at(merchant: &Merchant, path: &str) -> String {
    match path.starts_with(ENDPOINTS) {
        true => merchant.registered(HOOK).await,
        false => merchant.opens(TEA).await,
    }
}

async fn send(merchant: &Merchant, dialect: Dialect, path: &str, body: &Value) -> Answer {
    match dialect {
        Dialect::Stripe => merchant.post(path, &form(body)).await,
        Dialect::Camel => merchant.camel_post(path.strip_prefix("/checkout-sessions").unwrap(), body).await,
    }
}

/// What an example sets and an answer shows is the same in both.
#[track_caller]
fn assert_shows(session: &Value, example: &Value) {
    for name in ["mode", "metadata", "customer_email", "customerEmail", "url", "enabled_events"] {
        if let Some(value) = example.get(name) {
            assert_eq!(&session[name], value, "{name}");
        }
    }
}
