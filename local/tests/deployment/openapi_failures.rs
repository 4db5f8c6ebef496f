//! The failures that are described, one by one: each can be provoked, but for what only API Gateway says.

use std::collections::BTreeSet;

use http::Method;
use paydesk_local::connector::Fault;
use paydesk_service::wire::Dialect;
use paydesk_service::wire::call::LARGEST_BODY;
use serde_json::Value;

use crate::any_request::form;
use crate::contract::contract;
use crate::merchant::{Answer, Merchant, TEA};

/// An operation as it is called.
struct Call<'m> {
    merchant: &'m Merchant,
    dialect: Dialect,
    method: Method,
    path: String,
    /// The first of the document's examples, if it has any.
    body: Vec<u8>,
}

impl Call<'_> {
    async fn with(&self, key: &str, kind: &'static str, body: &[u8]) -> Answer {
        let asked = self.merchant.ask(self.method.clone(), &self.path, kind, body);
        asked.with("authorization", &format!("Bearer {key}")).await
    }

    async fn of_an_unknown_session(&self, id: &str) -> Answer {
        let path = self.path.replace(id, "cs_test_none");
        self.merchant.ask(self.method.clone(), path, self.dialect.body_format(), "").await
    }

    async fn under(&self, fault: Fault) -> Answer {
        self.merchant.deployment.faults().set(move |_| fault);
        let answer = self.with(&self.merchant.key, self.dialect.body_format(), &self.body).await;
        self.merchant.deployment.faults().clear();
        answer
    }

    /// Lets the call fail with this status, if there is a way to.
    async fn fails_with(&self, status: &str, id: &str) -> Option<Answer> {
        let (key, kind) = (self.merchant.key.as_str(), self.dialect.body_format());
        Some(match status {
            "400" => {
                let asked = self.merchant.ask(self.method.clone(), &self.path, kind, self.body.clone());
                asked.with("stripe-version", "yesterday").await
            }
            "401" => self.with("sk_unknown", kind, &self.body).await,
            "403" => self.with("pk_test_the_tea_shop", kind, &self.body).await,
            "402" => {
                self.with(key, kind, b"payment_method=pm_card_visa_chargeDeclinedInsufficientFunds").await
            }
            "404" => self.of_an_unknown_session(id).await,
            "413" => self.with(key, kind, &vec![b'a'; LARGEST_BODY + 1]).await,
            "415" => self.with(key, "text/plain", b"tea").await,
            "500" => self.under(Fault::Panic).await,
            "503" => self.under(Fault::TimeoutBefore).await,
            _ => return None,
        })
    }
}

/// What the document shows being sent.
fn example(dialect: Dialect, operation: &Value) -> Vec<u8> {
    let examples = operation["requestBody"]["content"][dialect.body_format()]["examples"].as_object();
    let first = examples.and_then(|examples| examples.values().next()).map(|example| &example["value"]);
    let written = first.map(|value| if dialect == Dialect::Stripe { form(value) } else { value.to_string() });
    written.unwrap_or_default().into_bytes()
}

/// Every failure of an operation, by its status; those that could not be provoked are named.
async fn fails_as_described(
    call: &Call<'_>,
    id: &str,
    operation: &Value,
    properties: &mut BTreeSet<String>,
) -> Vec<String> {
    let mut never = Vec::new();
    for status in operation["responses"].as_object().unwrap().keys().filter(|status| *status != "200") {
        let Some(answer) = call.fails_with(status, id).await else {
            never.push(status.clone());
            continue;
        };
        assert_eq!(answer.status.to_string(), *status, "{} {}: {}", call.method, call.path, answer.text);
        properties.extend(answer.json()["error"].as_object().unwrap().keys().cloned());
    }
    never
}

/// The merchant holds each against the documents.
async fn everything_fails_as_described(dialect: Dialect) {
    let merchant = Merchant::new();
    let id = merchant.opens(TEA).await;
    let mut properties = BTreeSet::new();
    for (path, methods) in contract(dialect).document["paths"].as_object().unwrap() {
        let methods = methods.as_object().unwrap().iter();
        let of_sessions =
            |operation: &Value| operation["tags"][0] == "Sessions" || operation["tags"][0] == "Test mode";
        // The other actions answer through the same envelope; their own refusals are their stories'.
        for (method, operation) in methods.filter(|(_, operation)| of_sessions(operation)) {
            let (method, path) = (method.to_uppercase().parse().unwrap(), path.replace("{id}", &id));
            let call = Call { merchant: &merchant, dialect, method, path, body: example(dialect, operation) };
            let never = fails_as_described(&call, &id, operation, &mut properties).await;
            // Contention is a story of idempotency.rs; what API Gateway throttles never gets here.
            assert_eq!(never, ["429"], "{}", call.path);
        }
    }
    // Which parameter is wrong is never said of a header.
    let refused = merchant.get(format!("{}?limit=0", dialect.sessions_path())).await;
    properties.extend(refused.json()["error"].as_object().unwrap().keys().cloned());
    let described = &contract(dialect).document["components"]["schemas"]["Error"]["properties"]["error"];
    let described: BTreeSet<String> = described["properties"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(properties, described);
}

#[tokio::test]
async fn every_failure_that_is_described_can_be_provoked() {
    everything_fails_as_described(Dialect::Stripe).await;
}

#[tokio::test]
async fn every_failure_that_is_described_in_camel_case_can_be_provoked() {
    everything_fails_as_described(Dialect::Camel).await;
}
