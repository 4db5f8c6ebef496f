//! What can be done with these objects besides retrieving and listing them.

use paydesk_model::link::LINK;
use paydesk_model::params::intent_table::{CANCEL, CAPTURE};
use paydesk_model::params::list_table::PAGE;
use paydesk_model::params::objects_table::SAVED_METHODS;
use paydesk_model::params::rule::Param;
use paydesk_model::simulate::{COMPLETE, FAIL, SETTLE};
use paydesk_service::wire::Dialect;
use paydesk_service::wire::expand::Subject;
use serde_json::{Map, Value};

use super::kind::{KINDS, Kind};
use super::{Operation, asked, link, list, retrieve};
use crate::openapi::expand;
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
    operation.path = format!("/v1/{}/{{id}}/{}", customer.path(), method.path());
    operation.summary = "List a customer's payment methods".into();
    operation.parameters = asked(&operation.id, SAVED_METHODS);
    operation.parameters.insert(0, customer.id_in_path());
    operation
}

fn lines_of(payment_link: &Kind) -> Operation {
    let mut operation = retrieve(payment_link);
    operation.id = "listPaymentLinkLineItems".into();
    operation.path.push_str("/line_items");
    operation.summary = "List a payment link's line items".into();
    operation.words = "In the order of the cart; `starting_after` and `ending_before` move the page.";
    operation.parameters.extend(asked(&operation.id, PAGE));
    operation.expand = Some(expand::schema(Dialect::Stripe, Subject::LineItemList));
    operation.answer = "LineItemList".into();
    operation
}

fn capture(intent: &Kind) -> Operation {
    let mut operation = post("capturePaymentIntent", intent, "/capture", CAPTURE);
    operation.summary = "Capture a payment".into();
    operation.words = "Of what the payer's bank has authorised, all or a part; the rest is released.";
    operation
}

fn cancel(intent: &Kind) -> Operation {
    let mut operation = post("cancelPaymentIntent", intent, "/cancel", CANCEL);
    operation.summary = "Release an authorised payment".into();
    operation.words = "Nothing is captured, and the payer's bank lets the money go.";
    operation
}

fn create(payment_link: &Kind) -> Operation {
    let mut operation = post("createPaymentLink", payment_link, "", &LINK);
    operation.path = format!("/v1/{}", payment_link.path());
    operation.summary = "Create a payment link".into();
    operation.words = "A URL that opens a session of these lines for whoever follows it.";
    operation.parameters.clear();
    for (name, leads_to) in [("retrieve", "retrievePaymentLink"), ("lineItems", "listPaymentLinkLineItems")] {
        operation.links.insert(name.to_owned(), link(leads_to, "$response.body#/id"));
    }
    operation
}

fn post(id: &str, kind: &Kind, step: &str, body: &'static [Param]) -> Operation {
    let mut operation = retrieve(kind);
    operation.id = id.into();
    operation.path.push_str(step);
    operation.body = Some(body);
    operation
}

/// What a payer and the test provider would do, of test sessions only.
pub fn simulated() -> Vec<Operation> {
    let complete = simulates(
        ("completeSession", "complete", COMPLETE),
        "Pay a session",
        "As its payer would on the page, with a good test card where none is said. Who is asked to authorise does so.",
    );
    let fail = simulates(
        ("failSession", "fail", FAIL),
        "Fail to pay a session",
        "As its payer would with a card that is declined; the session stays open.",
    );
    let settle = simulates(
        ("settleSession", "settle", SETTLE),
        "Settle a delayed payment",
        "As the payer's bank would some days later: the money arrives, or does not.",
    );
    vec![Operation { pays: true, ..complete }, fail, settle]
}

fn simulates(
    (id, step, body): (&str, &str, &'static [Param]),
    summary: &str,
    words: &'static str,
) -> Operation {
    Operation {
        id: id.into(),
        path: format!("/v1/test_helpers/checkout/sessions/{{id}}/{step}"),
        tag: "Test mode",
        summary: summary.into(),
        words,
        parameters: vec![session_id()],
        expand: Some(expand::schema(Dialect::Stripe, Subject::Session)),
        body: Some(body),
        deletes: false,
        pays: false,
        answer: "Session".into(),
        links: found_in_a_session(),
    }
}

/// Where the ids of a session lead.
fn found_in_a_session() -> Map<String, Value> {
    let found = ["payment_intent", "setup_intent", "subscription", "invoice", "customer"];
    let kinds = KINDS.iter().filter(|kind| found.contains(&kind.name()));
    let links = kinds.map(|kind| {
        let link = link(&kind.retrieve(), &format!("$response.body#/{}", kind.name()));
        (kind.name().to_owned(), link)
    });
    links.collect()
}
