//! The OpenAPI documents as a contract: every answer of every story is held against them.

use std::collections::HashMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use paydesk_local::openapi;
use paydesk_service::wire::Dialect;
use serde_json::{Value, json};

use crate::merchant::{Answer, CAMEL};
use crate::world::SESSIONS;

/// A document with its schemas ready to be held against something.
pub struct Contract {
    pub document: Value,
    validators: HashMap<String, Validator>,
}

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
        let schema = response["content"]["application/json"]["schema"]["$ref"].as_str().unwrap();
        let name = schema.rsplit('/').next().unwrap();
        assert_eq!(self.objections(name, &answer.json()), Vec::<String>::new(), "{what}");
        self.check_headers(response, answer, &what);
    }

    /// What is always there is there, and nothing else is but the body's own headers.
    #[track_caller]
    fn check_headers(&self, response: &Value, answer: &Answer, what: &str) {
        let described = response["headers"].as_object().unwrap();
        for (name, header) in described {
            let always = self.resolved(header)["required"] == true;
            assert!(!always || answer.header(name).is_some(), "no {name}: {what}");
        }
        for name in answer.headers.keys().map(http::HeaderName::as_str).filter(|name| *name != "content-type")
        {
            let known = described.keys().any(|known| known.eq_ignore_ascii_case(name));
            assert!(known, "{name} is not described: {what}");
        }
    }
}

/// Holds an answer against the document of the dialect that its path is in.
#[track_caller]
pub fn assert_described(method: &str, path: &str, answer: &Answer) {
    // A function that died left no answer of its own: what stands there is the gateway's.
    if answer.header("request-id").is_none() {
        assert_eq!(answer.status, 500, "{method} {path}: {}", answer.text);
        return;
    }
    let path = path.split('?').next().unwrap_or(path);
    if path.starts_with(SESSIONS) {
        STRIPE.check(method, path, answer);
    } else if path.starts_with(CAMEL) {
        IN_CAMEL.check(method, path, answer);
    }
}
