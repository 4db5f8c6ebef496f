//! The test provider from outside: what is typed or named, and what then happens.

mod accounts;
mod cards;
mod tokens;

use paydesk_model::create::{CreateParams, Limits};
use paydesk_model::ids::SessionId;
use paydesk_model::payment::{Decline, FieldError, Instrument};
use paydesk_model::session::{Birth, Session};
use paydesk_model::time::Moment;
use paydesk_model::tree::Tree;
use serde_json::{Value, json};

use super::{Verdict, read_method, script};
use crate::provider::MethodProblem;

/// 2027-01-15.
const NOW: Moment = Moment::from_seconds(1_800_000_000);

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

/// A session over 7.00 in a currency, with `more` asked of it.
fn session(currency: &str, more: &Value) -> Session {
    let price = json!({"currency": currency, "unit_amount": 700, "product_data": {"name": "Tea"}});
    let mut asked = json!({
        "mode": "payment", "success_url": "https://shop.example",
        "line_items": [{"quantity": 1, "price_data": price}],
    });
    asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let params = CreateParams::check(&tree(&asked), &Limits::standard(NOW, false)).unwrap();
    let id = SessionId::new(false, "abc");
    Session::open(
        params,
        Birth { id, account: "acct_1".into(), token: "t".into(), now: NOW, default_life: 86_400 },
    )
}

fn cards() -> Session {
    session("eur", &json!({}))
}

fn typed(session: &Session, sent: &Value) -> Result<Instrument, MethodProblem> {
    read_method(session, &tree(sent), NOW)
}

fn problems(session: &Session, sent: &Value) -> Vec<(String, FieldError)> {
    match typed(session, sent) {
        Err(MethodProblem::Fields(problems)) => {
            problems.into_iter().map(|problem| (problem.field, problem.error)).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn decline(session: &Session, sent: &Value) -> Decline {
    match typed(session, sent) {
        Err(MethodProblem::Decline(decline)) => decline,
        other => panic!("{other:?}"),
    }
}

/// The code of a verdict and the bank's reason; two empty texts for a yes.
fn said(verdict: &Verdict) -> (&str, &str) {
    match verdict {
        Verdict::Approve => ("", ""),
        Verdict::Decline(decline) => (&decline.code, decline.decline_code.as_deref().unwrap_or("")),
    }
}
