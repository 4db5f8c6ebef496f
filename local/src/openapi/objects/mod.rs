//! What only Stripe's wire has: the objects that a session refers to, the catalogue, payment links, events, and what
//! test mode simulates.
//!
//! What a session refers to is described by what it is and how it is found: what is in it is Stripe's own to say.

mod actions;
mod catalogue;
mod catalogue_words;
mod customers;
mod endpoints;
mod events;
mod kind;
mod words;

use paydesk_model::params::rule::Param;
use paydesk_service::wire::Dialect;
use serde_json::{Map, Value, json};

use super::answers::webhooks::{DELIVERY_ATTEMPT, EVENT, SHAPES, WEBHOOK_ENDPOINT};
use super::operation::{body_name, in_query, request_body};
use super::{failures, headers, request};
use kind::{KINDS, Kind, page_of};

/// One operation.
struct Operation {
    id: String,
    path: String,
    tag: &'static str,
    summary: String,
    words: &'static str,
    parameters: Vec<Value>,
    /// What can be brought along, if anything.
    expand: Option<Value>,
    /// What the form of a POST may say, besides `expand`.
    body: Option<&'static [Param]>,
    deletes: bool,
    /// Whether a payer pays here.
    pays: bool,
    answer: String,
    links: Map<String, Value>,
}

impl Operation {
    fn described(&self) -> Value {
        let is_post = self.body.is_some();
        let mut pairs = headers::ALWAYS.to_vec();
        let mut parameters = self.parameters.clone();
        if is_post {
            pairs.extend([headers::OF_A_POST, headers::REPLAYED]);
            parameters.push(json!({"$ref": "#/components/parameters/IdempotencyKey"}));
        } else if let Some(expand) = &self.expand {
            parameters.push(json!({
                "name": "expand[]", "in": "query", "required": false, "style": "form", "explode": true,
                "schema": expand,
            }));
        }
        parameters.push(json!({"$ref": "#/components/parameters/Version"}));
        let mut responses = failures::of(is_post, self.path.contains("{id}"));
        responses.extend(self.pays.then(failures::of_paying));
        responses.insert(
            "200".to_owned(),
            json!({
                "description": if self.deletes { "It is gone." } else { "As it is now." },
                "headers": headers::references(&pairs),
                "content": {"application/json": {"schema": request::reference(&self.answer)}},
                "links": self.links,
            }),
        );
        let mut described = json!({
            "operationId": self.id, "summary": self.summary, "description": self.words, "tags": [self.tag],
            "parameters": parameters, "responses": responses,
        });
        if let Some(body) = self.form() {
            described["requestBody"] = request_body(Dialect::Stripe, &self.id, &body);
        }
        described
    }

    /// The schema of a POST's body.
    fn form(&self) -> Option<Value> {
        let mut form = request::object(Dialect::Stripe, self.body?, "");
        for (name, property) in form["properties"].as_object_mut()? {
            if let Some(words) = words::of(&self.id, name) {
                property["description"] = words.into();
            }
        }
        if let Some(expand) = &self.expand {
            form["properties"]["expand"] = expand.clone();
        }
        Some(form)
    }
}

fn link(operation: &str, from: &str) -> Value {
    json!({"operationId": operation, "parameters": {"id": from}})
}

fn retrieve(kind: &Kind) -> Operation {
    Operation {
        id: kind.retrieve(),
        path: format!("/v1/{}/{{id}}", kind.path()),
        tag: tag(kind),
        summary: format!("Retrieve a {}", kind.words()),
        words: "As it is now.",
        parameters: vec![kind.id_in_path()],
        expand: Some(kind.expand(false)),
        body: None,
        deletes: false,
        pays: false,
        answer: kind.schema.to_owned(),
        links: Map::new(),
    }
}

fn list(kind: &Kind) -> Operation {
    let id = format!("list{}s", kind.schema);
    let first = ("first".to_owned(), link(&kind.retrieve(), "$response.body#/data/0/id"));
    Operation {
        path: format!("/v1/{}", kind.path()),
        tag: tag(kind),
        summary: format!("List {}s", kind.words()),
        words: "Newest first. `starting_after` and `ending_before` move the page, one of them at a time.",
        parameters: asked(&id, kind.listed_by),
        expand: Some(kind.expand(true)),
        body: None,
        deletes: false,
        pays: false,
        answer: kind.list(),
        links: [first].into_iter().collect(),
        id,
    }
}

/// What stands in the query.
fn asked(operation: &str, params: &[Param]) -> Vec<Value> {
    let described = params.iter().map(|param| {
        let mut described = in_query(Dialect::Stripe, param);
        if let Some(words) = words::of(operation, param.name) {
            described["description"] = words.into();
        }
        described
    });
    described.collect()
}

fn tag(kind: &Kind) -> &'static str {
    if kind.schema == "PaymentLink" { "Payment links" } else { "Objects" }
}

pub fn paths() -> Map<String, Value> {
    let mut paths = Map::new();
    let operations = KINDS.iter().flat_map(|kind| [retrieve(kind), list(kind)]);
    for operation in operations.chain(others()) {
        let method = match operation.body {
            Some(_) => "post",
            None if operation.deletes => "delete",
            None => "get",
        };
        paths.entry(operation.path.clone()).or_insert_with(|| json!({}))[method] = operation.described();
    }
    paths
}

/// What is neither retrieving nor listing one of the kinds.
fn others() -> impl Iterator<Item = Operation> {
    let others = [actions::others(), actions::simulated(), endpoints::all(), events::all()];
    others.into_iter().flatten().chain(catalogue::all()).chain(customers::all())
}

/// The bodies of the POSTs, by name.
pub fn bodies() -> Map<String, Value> {
    others().filter_map(|operation| Some((body_name(&operation.id), operation.form()?))).collect()
}

/// The objects that stand nowhere else in the document, and their pages.
pub fn schemas() -> Map<String, Value> {
    // A setup intent has stood in answers that bring it along, key by key.
    let objects = KINDS.iter().filter(|kind| kind.schema != "SetupIntent");
    let objects = objects.map(|kind| (kind.schema.to_owned(), kind.object()));
    let shapes = SHAPES.iter().map(|shape| (shape.name.to_owned(), shape.schema(Dialect::Stripe)));
    let listed =
        [(&WEBHOOK_ENDPOINT, "webhook endpoint"), (&EVENT, "event"), (&DELIVERY_ATTEMPT, "delivery attempt")];
    let pages = listed.map(|(shape, words)| (format!("{}List", shape.name), page_of(shape.name, words)));
    let pages = pages.into_iter().chain(catalogue::pages());
    objects.chain(KINDS.iter().map(|kind| (kind.list(), kind.page()))).chain(shapes).chain(pages).collect()
}

pub fn tags() -> [Value; 5] {
    [
        json!({"name": "Catalogue", "description": "What sessions are made of: products and their prices, coupons and promotion codes, tax rates and shipping rates."}),
        json!({"name": "Objects", "description": "What a session refers to: intents, charges, subscriptions, invoices, customers and their payment methods."}),
        json!({"name": "Payment links", "description": "URLs that open a session for whoever follows them."}),
        json!({"name": "Events", "description": "What happened, who is told of it, and what came of telling them."}),
        json!({"name": "Test mode", "description": "What a payer and the test provider would do. A stack without test mode does not have these."}),
    ]
}
