//! What a payer submits, told as stories: what is asked, what is answered, and what is said about it.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on has failed")]

mod any;
mod collected;
mod contact;
mod questions;

use paydesk_model::create::{CreateParams, Limits};
use paydesk_model::ids::SessionId;
use paydesk_model::payment::{Customer, FieldError, FieldProblem, Submission};
use paydesk_model::session::{Birth, Session};
use paydesk_model::time::Moment;
use paydesk_model::tree::Tree;
use serde_json::{Value, json};

const NOON: Moment = Moment::from_seconds(1_800_000_000);

/// A form or a request, written as JSON.
fn tree(json: &Value) -> Tree {
    match json {
        Value::Object(entries) => {
            Tree::Hash(entries.iter().map(|(key, value)| (key.clone(), tree(value))).collect())
        }
        Value::Array(items) => Tree::List(items.iter().map(tree).collect()),
        Value::String(text) => Tree::Text(text.clone()),
        other => Tree::Text(other.to_string()),
    }
}

/// The first with everything that the second has.
fn and(mut base: Value, more: &Value) -> Value {
    let entries = more.as_object().unwrap().clone();
    base.as_object_mut().unwrap().extend(entries);
    base
}

/// A session over 7 euros that asks for `settings` too.
fn asking(settings: &Value) -> Session {
    let price = json!({"currency": "eur", "unit_amount": 700, "product_data": {"name": "Tea"}});
    let base = json!({
        "mode": "payment", "success_url": "https://shop.example",
        "line_items": [{"quantity": 1, "price_data": price}]
    });
    let params = CreateParams::check(&tree(&and(base, settings)), &Limits::standard(NOON, false)).unwrap();
    let (id, account) = (SessionId::new(false, "abc"), "acct_1".to_owned());
    Session::open(params, Birth { id, account, token: "token".into(), now: NOON, default_life: 86_400 })
}

/// The least that a payer with a card says: who they are and where their card is from.
fn payer() -> Value {
    json!({"email": "ada@example.com", "payment_method": "card", "billing": {"country": "DE"}})
}

fn submitted(settings: &Value, more: &Value) -> Submission {
    Submission::check(&asking(settings), None, &tree(&and(payer(), more))).unwrap()
}

fn refused(settings: &Value, more: &Value) -> Vec<(String, FieldError)> {
    let problems = Submission::check(&asking(settings), None, &tree(&and(payer(), more))).unwrap_err();
    problems.into_iter().map(|FieldProblem { field, error }| (field, error)).collect()
}

fn problem(field: &str, error: FieldError) -> Vec<(String, FieldError)> {
    vec![(field.to_owned(), error)]
}

fn customer(email: Option<&str>) -> Customer {
    Customer {
        id: "cus_1".into(),
        account: "acct_1".into(),
        livemode: false,
        created: NOON,
        email: email.map(str::to_owned),
        name: Some("Ada Lovelace".into()),
        business_name: None,
        individual_name: None,
        phone: None,
        address: None,
        shipping: None,
        shipping_phone: None,
        description: None,
        metadata: Default::default(),
        tax_ids: Vec::new(),
        preferred_locales: Vec::new(),
        tax_exempt: None,
        invoice_prefix: None,
    }
}
