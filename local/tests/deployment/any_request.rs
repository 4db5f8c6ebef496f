//! Requests made of the parameter tables: mostly what a rule asks for, and now and then anything.

use paydesk_model::params::rule::{Param, Rule};
use paydesk_model::tree::Tree;
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Texts that are right for some rules and wrong for the others.
const PROBES: &[&str] = &[
    "",
    "x",
    "two words",
    "0",
    "1",
    "12",
    "-1",
    "1.5",
    "12.345",
    ".5",
    "100",
    "101",
    "9223372036854775807",
    "true",
    "false",
    "eur",
    "xxx",
    "https://shop.example/thanks",
    "shop.example",
    "javascript:alert(1)",
    "ada@example.com",
    "nobody",
    "#0074d4",
    "#00",
    "2026-11-22",
    "2026-13-01",
    "payment",
    "auto",
    "card",
    "DE",
];

/// A request as the wire reads it, and as a schema sees it.
pub type Both = (Tree, Value);

/// Mostly what the rule asks for, and sometimes anything.
fn value(rule: &'static Rule) -> BoxedStrategy<Both> {
    let right = match rule {
        Rule::Hash(params) => hash(params),
        Rule::List { of, most, .. } => list(of, *most),
        Rule::Or(scalar, params) => prop_oneof![value(scalar), hash(params)].boxed(),
        Rule::ByCurrency(params) => hash(params).prop_map(|(tree, value)| under("eur", tree, value)).boxed(),
        Rule::Metadata | Rule::MetadataChange => metadata(),
        scalar => prop_oneof![8 => Just(example(scalar)), 1 => probe()]
            .prop_map(move |text| typed(scalar, &text))
            .boxed(),
    };
    prop_oneof![30 => right, 1 => probe().prop_map(move |text| typed(rule, &text))].boxed()
}

fn probe() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(PROBES).prop_map(String::from),
        3 => prop::sample::select(&[12, 13, 22, 40, 41, 100, 101, 200, 255, 500, 501, 1200, 5001][..])
            .prop_map(|length: i32| "x".repeat(length.unsigned_abs() as usize)),
    ]
}

fn example(rule: &Rule) -> String {
    match rule {
        Rule::Choice(values) => values[0],
        Rule::Flag => "true",
        Rule::Integer { least, .. } => return least.to_string(),
        Rule::Currency => "eur",
        Rule::Url => "https://shop.example/",
        Rule::Email => "ada@example.com",
        Rule::Color => "#0074d4",
        Rule::Date => "2026-11-22",
        Rule::Decimal | Rule::Number { .. } => "12.5",
        _ => "x",
    }
    .to_owned()
}

/// A text as JSON has it: a number or a switch where the rule wants one and the text is one.
fn typed(rule: &Rule, text: &str) -> Both {
    let literal = || serde_json::from_str::<Value>(text).ok();
    let value = match rule {
        Rule::Integer { .. } => literal().filter(Value::is_i64),
        Rule::Number { .. } => literal().filter(Value::is_number),
        Rule::Flag => literal().filter(Value::is_boolean),
        Rule::Or(scalar, _) => return typed(scalar, text),
        _ => None,
    };
    (Tree::Text(text.to_owned()), value.unwrap_or_else(|| text.into()))
}

fn under(name: &str, tree: Tree, value: Value) -> Both {
    (Tree::Hash(vec![(name.to_owned(), tree)]), Value::Object(Map::from_iter([(name.to_owned(), value)])))
}

fn list(of: &'static Rule, most: usize) -> BoxedStrategy<Both> {
    let longest = if most < 12 { most + 2 } else { 3 };
    vec(value(of), 0..longest)
        .prop_map(|items| {
            let (trees, values) = items.into_iter().unzip();
            (Tree::List(trees), Value::Array(values))
        })
        .boxed()
}

fn metadata() -> BoxedStrategy<Both> {
    let key = prop_oneof![8 => "[a-z_]{1,8}", 1 => "[a-z\\[\\]]{1,8}", 1 => "[a-z]{39,42}"];
    let entries = prop::collection::btree_map(key, probe(), 0..4);
    entries
        .prop_map(|entries| {
            let trees = entries.iter().map(|(key, text)| (key.clone(), Tree::Text(text.clone())));
            let values = entries.iter().map(|(key, text)| (key.clone(), text.clone().into()));
            (Tree::Hash(trees.collect()), Value::Object(values.collect()))
        })
        .boxed()
}

/// What is needed, some of the rest, and now and then a name that does not exist.
pub fn hash(params: &'static [Param]) -> BoxedStrategy<Both> {
    let some = params.len().min(4);
    let optional = prop::sample::subsequence((0..params.len()).collect::<Vec<_>>(), 0..=some);
    let needed = prop::bool::weighted(0.97);
    let strange = prop::bool::weighted(0.02);
    (optional, needed, strange)
        .prop_flat_map(move |(optional, needed, strange)| {
            let wanted = |(at, param): (usize, &'static Param)| {
                (optional.contains(&at) || needed && param.required).then_some(param)
            };
            let chosen: Vec<_> = params.iter().enumerate().filter_map(wanted).collect();
            let values: Vec<_> = chosen.iter().map(|param| value(&param.rule)).collect();
            (Just(chosen), values, Just(strange))
        })
        .prop_map(|(chosen, values, strange)| {
            let (mut trees, mut fields) = (Vec::new(), Map::new());
            for (param, (tree, value)) in chosen.into_iter().zip(values) {
                trees.push((param.name.to_owned(), tree));
                fields.insert(param.name.to_owned(), value);
            }
            if strange {
                trees.push(("colour".to_owned(), Tree::Text("green".to_owned())));
                fields.insert("colour".to_owned(), "green".into());
            }
            (Tree::Hash(trees), Value::Object(fields))
        })
        .boxed()
}

/// A JSON value as a form writes it.
pub fn form(value: &Value) -> String {
    let mut pairs = Vec::new();
    write(value, "", &mut pairs);
    pairs.join("&")
}

fn write(value: &Value, path: &str, pairs: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            let below = if path.is_empty() { name.clone() } else { format!("{path}[{name}]") };
            write(value, &below, pairs);
        }),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| write(item, &format!("{path}[{at}]"), pairs));
        }
        Value::String(text) => pairs.push(format!("{path}={}", text.replace('&', "%26"))),
        other => pairs.push(format!("{path}={other}")),
    }
}
