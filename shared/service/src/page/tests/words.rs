//! Every word that the page asks for is in the English file.

use std::collections::BTreeSet;

const ENGLISH: &str = include_str!("../../../locales/en.ftl");

/// Where keys are named: in a call, or in the tables of what to say when.
const SOURCES: &[&str] = &[
    include_str!("../../../templates/checkout.html"),
    include_str!("../../../templates/parts.html"),
    include_str!("../../../templates/notice.html"),
    include_str!("../../../templates/bank.html"),
    include_str!("../address.rs"),
    include_str!("../bank.rs"),
    include_str!("../checkout.rs"),
    include_str!("../choosing.rs"),
    include_str!("../control.rs"),
    include_str!("../errors.rs"),
    include_str!("../estimate.rs"),
    include_str!("../lines.rs"),
    include_str!("../methods.rs"),
    include_str!("../money.rs"),
    include_str!("../notice.rs"),
    include_str!("../sections.rs"),
    include_str!("../sums.rs"),
    include_str!("../tax_ids.rs"),
];

/// Beginnings of keys that stand in tables, away from any call.
const TABLED: &[&str] = &[
    "agreement-",
    "choice-",
    "code-",
    "decline-",
    "error-",
    "estimate-",
    "every-",
    "lead",
    "method-",
    "notice-",
    "tax-",
    "total",
];

fn keys() -> BTreeSet<&'static str> {
    let lines = ENGLISH.lines().filter(|line| !line.starts_with(['#', ' ', '}']));
    lines.filter_map(|line| line.split_once(" =").map(|(key, _)| key)).collect()
}

/// What a call says.
fn said(source: &'static str) -> impl Iterator<Item = &'static str> {
    let calls = ["say(\"", "say_with(\"", "about(\""];
    let after = calls.into_iter().flat_map(move |call| source.split(call).skip(1));
    after.filter_map(|rest| rest.split('"').next())
}

/// What stands in quotes.
fn quoted(source: &'static str) -> impl Iterator<Item = &'static str> {
    source.split('"').skip(1).step_by(2)
}

#[test]
fn every_key_that_is_said_is_there() {
    let keys = keys();
    let word = |part: &&str| part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    let tabled = |part: &&str| TABLED.iter().any(|beginning| part.starts_with(beginning));
    let rust = SOURCES.iter().filter(|source| source.starts_with("//!"));
    let named = rust.flat_map(|source| quoted(source)).filter(|part| word(part) && tabled(part));
    let all: BTreeSet<&str> = SOURCES.iter().flat_map(|source| said(source)).chain(named).collect();
    assert!(all.len() > 100, "{}", all.len());
    let missing: Vec<_> = all.difference(&keys).collect();
    assert_eq!(missing, Vec::<&&str>::new());
}

#[test]
fn every_key_that_is_there_is_said() {
    let named = SOURCES.iter().flat_map(|source| quoted(source).chain(said(source)));
    let named: BTreeSet<&str> = named.collect();
    let silent: Vec<_> = keys().into_iter().filter(|key| !named.contains(key)).collect();
    assert_eq!(silent, Vec::<&str>::new());
}
