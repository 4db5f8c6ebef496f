//! The OpenAPI documents as a contract: every answer of every story is held against them.

use std::collections::HashMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use paydesk_local::openapi;
use paydesk_service::wire::Dialect;
use serde_json::{Value, json};

use crate::merchant::{Answer, CAMEL};

/// A document with its schemas ready to be held against something.
pub struct Contract {
    pub document: Value,
    validators: HashMap<String, Validator>,
}

/// What even a function sends on some calls only.
const SOMETIMES: [&str; 2] = ["Idempotency-Key", "Idempotent-Replayed"];

static STRIPE: LazyLock<Contract> = LazyLock::new(|| Contract::of(Dialect::Stripe));
static IN_CAMEL: LazyLock<Contract> = LazyLock::new(|| Contract::of(Dialect::Camel));

pub fn contract(dialect: Dialect) -> &'static Contract {
    match dialect {
        Dialect::Stripe => &STRIPE,
        Dialect::Camel => &IN_CAMEL,
    }
}

impl Contract {
    fn of(dialect: Dialect) -> Self {
        let document = openapi::document(dialect, openapi::RUNNER);
        let names = document["components"]["schemas"].as_object().unwrap().keys();
        let validator = |name: &String| {
            let schema = json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "$ref": format!("#/components/schemas/{name}"), "components": document["components"],
            });
            jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
        };
        let validators = names.map(|name| (name.clone(), validator(name))).collect();
        Self { document, validators }
    }

    /// What the schema of this name says against `value`; empty if nothing.
    pub fn objections(&self, name: &str, value: &Value) -> Vec<String> {
        let errors = self.validators[name].iter_errors(value);
        errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    pub fn resolved<'d>(&'d self, value: &'d Value) -> &'d Value {
        let pointer = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
        pointer.map_or(value, |pointer| self.document.pointer(pointer).unwrap())
    }

    /// The operation that takes this call, if any does.
    fn operation(&self, method: &str, path: &str) -> Option<&Value> {
        let steps = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
        let asked = steps(path);
        let fits = |template: &str| {
            let steps = steps(template);
            let same =
                |(step, asked): (&String, &String)| step == asked || step == "{id}" && !asked.is_empty();
            steps.len() == asked.len() && steps.iter().zip(&asked).all(same)
        };
        let mut paths = self.document["paths"].as_object().unwrap().iter();
        let methods = paths.find(|(template, _)| fits(template))?.1;
        methods.get(method.to_lowercase())
    }

    #[track_caller]
    fn check(&self, method: &str, path: &str, answer: &Answer) {
        let what =
            format!("local/src/openapi/ says else of {method} {path} → {}: {}", answer.status, answer.text);
        let Some(operation) = self.operation(method, path) else {
            assert_eq!(self.objections("Error", &answer.json()), Vec::<String>::new(), "{what}");
            return;
        };
        let described = &operation["responses"][answer.status.to_string()];
        assert!(described.is_object(), "no such status: {what}");
        let response = self.resolved(described);
        let names = names_of(&response["content"]["application/json"]["schema"]);
        // A function never speaks as API Gateway does, nor the other way round.
        let gateways = answer.header("request-id").is_none();
        let fitting: Vec<_> =
            names.iter().filter(|name| self.objections(name, &answer.json()).is_empty()).collect();
        assert_eq!(fitting.len(), 1, "{:?}: {what}", self.objections(names[0], &answer.json()));
        assert_eq!(*fitting[0] == "GatewayError", gateways, "{what}");
        self.check_headers(response, answer, gateways, &what);
    }

    /// What a function always sends is there, and nothing else is but the body's own headers; API Gateway sends
    /// nothing that is always there.
    #[track_caller]
    fn check_headers(&self, response: &Value, answer: &Answer, gateways: bool, what: &str) {
        let nothing = serde_json::Map::new();
        let described = response["headers"].as_object().unwrap_or(&nothing);
        for (name, header) in described {
            let always = self.resolved(header)["required"] == true;
            let sent = always || !gateways && !SOMETIMES.contains(&name.as_str());
            assert!(!sent || answer.header(name).is_some(), "no {name}: {what}");
        }
        for name in answer.headers.keys().map(http::HeaderName::as_str).filter(|name| *name != "content-type")
        {
            let known = described.keys().any(|known| known.eq_ignore_ascii_case(name));
            assert!(known, "{name} is not described: {what}");
        }
    }
}

/// The schemas that a body may be, by name.
fn names_of(schema: &Value) -> Vec<&str> {
    let branches = schema["anyOf"].as_array().into_iter().flatten().chain([schema]);
    let references = branches.filter_map(|branch| branch["$ref"].as_str());
    references.map(|reference| reference.rsplit('/').next().unwrap()).collect()
}

/// Holds an answer against the document of the dialect that its path is in.
#[track_caller]
pub fn assert_described(method: &str, path: &str, answer: &Answer) {
    let path = path.split('?').next().unwrap_or(path);
    if path.starts_with("/v1/") {
        STRIPE.check(method, path, answer);
    } else if path.starts_with(CAMEL) {
        IN_CAMEL.check(method, path, answer);
    }
}
