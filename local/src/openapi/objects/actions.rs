//! What can be done with these objects besides retrieving and listing them.

use serde_json::{Map, Value, json};

use super::kind::{KINDS, Kind};
use super::{Operation, expand, link, list, page, retrieve};
use crate::openapi::operation::session_id;

/// Reads of what belongs to another object, and what changes one.
pub fn others() -> Vec<Operation> {
    let [intent, .., customer, method, payment_link] = &KINDS;
    vec![
        methods_of(customer, method),
        lines_of(payment_link),
        capture(intent),
        cancel(intent),
        create(payment_link),
    ]
}

fn methods_of(customer: &Kind, method: &Kind) -> Operation {
    let mut operation = list(method);
    operation.id = "listCustomersPaymentMethods".into();
    operation.path = format!("/v1/{}/{{id}}/{}", customer.path, method.path);
    operation.summary = "List a customer's payment methods".into();
    operation.parameters.retain(|parameter| parameter["name"] != "customer");
    operation.parameters.insert(0, customer.id_in_path());
    operation
}

fn lines_of(payment_link: &Kind) -> Operation {
    let mut operation = retrieve(payment_link);
    operation.id = "listPaymentLinkLineItems".into();
    operation.path.push_str("/line_items");
    operation.summary = "List a payment link's line items".into();
    operation.words = "In the order of the cart; `starting_after` and `ending_before` move the page.";
    operation.parameters.extend(page());
    operation.answer = "LineItemList".into();
    operation
}

fn capture(intent: &Kind) -> Operation {
    let mut operation = post("capturePaymentIntent", intent, "/capture", "Capture a payment");
    operation.words = "Of what the payer's bank has authorised, all or a part; the rest is released.";
    let amount = json!({"type": "integer", "format": "int64", "minimum": 1});
    operation.body = Some(form(json!({"amount_to_capture": amount})));
    operation
}

fn cancel(intent: &Kind) -> Operation {
    let mut operation = post("cancelPaymentIntent", intent, "/cancel", "Release an authorised payment");
    operation.words = "Nothing is captured, and the payer's bank lets the money go.";
    let reasons = ["abandoned", "duplicate", "fraudulent", "requested_by_customer"];
    operation.body = Some(form(json!({"cancellation_reason": {"type": "string", "enum": reasons}})));
    operation
}

fn create(payment_link: &Kind) -> Operation {
    let mut operation = post("createPaymentLink", payment_link, "", "Create a payment link");
    operation.path = format!("/v1/{}", payment_link.path);
    operation.words = "A URL that opens a session of these lines for whoever follows it.";
    operation.parameters.clear();
    let line_items = json!({"type": "array", "items": {"type": "object"}, "minItems": 1, "maxItems": 100});
    let mut body = form(json!({"line_items": line_items}));
    (body["required"], body["additionalProperties"]) = (json!(["line_items"]), true.into());
    operation.body = Some(body);
    for (name, leads_to) in [("retrieve", "retrievePaymentLink"), ("lineItems", "listPaymentLinkLineItems")] {
        operation.links.insert(name.to_owned(), link(leads_to, "$response.body#/id"));
    }
    operation
}

fn post(id: &str, kind: &Kind, step: &str, summary: &str) -> Operation {
    let mut operation = retrieve(kind);
    operation.id = id.into();
    operation.path.push_str(step);
    operation.summary = summary.into();
    operation
}

fn form(mut properties: Value) -> Value {
    properties["expand"] = expand();
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

/// What a payer and the test provider would do, of test sessions only.
pub fn simulated() -> Vec<Operation> {
    let [complete, fail, settle] = [
        (
            "completeSession",
            "complete",
            "Pay a session",
            "As its payer would on the page, with a test card where none is said.",
        ),
        (
            "failSession",
            "fail",
            "Fail to pay a session",
            "As its payer would with a card that is declined; the session stays open.",
        ),
        (
            "settleSession",
            "settle",
            "Settle a delayed payment",
            "As the payer's bank would some days later: the money arrives, or does not.",
        ),
    ]
    .map(|(id, step, summary, words)| Operation {
        id: id.into(),
        path: format!("/v1/test_helpers/checkout/sessions/{{id}}/{step}"),
        tag: "Test mode",
        summary: summary.into(),
        words,
        parameters: vec![session_id()],
        body: Some(json!({"type": "object", "additionalProperties": true})),
        answer: "Session".into(),
        links: found_in_a_session(),
    });
    vec![complete, fail, settle]
}

/// Where the ids of a session lead.
fn found_in_a_session() -> Map<String, Value> {
    let found = ["payment_intent", "setup_intent", "subscription", "invoice", "customer"];
    let kinds = KINDS.iter().map(|kind| (kind.words.replace(' ', "_"), kind));
    kinds
        .filter(|(name, _)| found.contains(&name.as_str()))
        .map(|(name, kind)| {
            let link = link(&kind.retrieve(), &format!("$response.body#/{name}"));
            (name, link)
        })
        .collect()
}
