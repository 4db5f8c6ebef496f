//! Event-source filters match as EventBridge's patterns do.

use paydesk_local::template::{Pattern, Trigger};
use serde_json::{Value, json};

use crate::world::template;

fn matches(pattern: &Value, event: &Value) -> bool {
    Pattern::parse(&pattern.to_string()).unwrap().matches(event)
}

fn change(name: &str, pk: &str) -> Value {
    json!({"eventName": name, "dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": "x"}}}})
}

#[test]
fn the_stream_brings_removed_timers_and_nothing_else() {
    let template = template();
    let expired = template.functions.iter().find(|function| function.name == "expired").unwrap();
    let [Trigger::Stream(source)] = &expired.triggers[..] else { panic!("{:?}", expired.triggers) };
    assert!(source.wants(&change("REMOVE", "T#0#29921760")));
    assert!(!source.wants(&change("INSERT", "T#0#29921760")));
    assert!(!source.wants(&change("MODIFY", "T#0#29921760")));
    assert!(!source.wants(&change("REMOVE", "S#cs_test_1")));
    assert!(source.reports_failures);
}

#[test]
fn the_stream_brings_what_announces_something_and_nothing_else() {
    let template = template();
    let announce = template.functions.iter().find(|function| function.name == "announce").unwrap();
    let [Trigger::Stream(source)] = &announce.triggers[..] else { panic!("{:?}", announce.triggers) };
    let announcing = |name: &str, pk: &str| {
        let mut change = change(name, pk);
        change["dynamodb"]["NewImage"] = json!({"outbox": {"S": "[]"}});
        change
    };
    for pk in ["S#cs_test_1", "C#acct_1#test#cus_1", "K#acct_1#test#price#price_1"] {
        assert!(source.wants(&announcing("INSERT", pk)) && source.wants(&announcing("MODIFY", pk)));
        assert!(!source.wants(&announcing("REMOVE", pk)));
        assert!(!source.wants(&change("MODIFY", pk)), "there is nothing to tell");
    }
    // An event's item has a session in it, outbox and all.
    for pk in ["E#acct_1#test#0", "L#acct_1#test#0", "T#0#29921760", "W#acct_1#test", "LK#acct_1#test#price"]
    {
        assert!(!source.wants(&announcing("INSERT", pk)), "{pk}");
    }
    let mut lines = change("INSERT", "S#cs_test_1");
    lines["dynamodb"]["Keys"]["sk"] = json!({"S": "L#1"});
    assert!(source.wants(&lines), "they may come late");
    lines["eventName"] = json!("REMOVE");
    assert!(!source.wants(&lines));
    assert!(source.reports_failures);
}

#[test]
fn every_named_field_must_match_and_any_of_its_values_may() {
    let pattern = json!({"a": [1, "x"], "b": {"c": [null]}});
    assert!(matches(&pattern, &json!({"a": "x", "b": {"c": null}, "more": true})));
    assert!(matches(&pattern, &json!({"a": 1, "b": {"c": null}})));
    assert!(!matches(&pattern, &json!({"a": "1", "b": {"c": null}})));
    assert!(!matches(&pattern, &json!({"a": 1, "b": {}})));
    assert!(!matches(&pattern, &json!({"a": 1})));
}

#[test]
fn a_prefix_matches_texts_only() {
    let pattern = json!({"a": [{"prefix": "T#"}]});
    assert!(matches(&pattern, &json!({"a": "T#1"})));
    assert!(!matches(&pattern, &json!({"a": "S#T#1"})));
    assert!(!matches(&pattern, &json!({"a": 7})));
}

#[test]
fn existence_is_of_the_field_itself() {
    assert!(matches(&json!({"a": {"b": [{"exists": true}]}}), &json!({"a": {"b": null}})));
    assert!(!matches(&json!({"a": {"b": [{"exists": true}]}}), &json!({"a": {}})));
    assert!(matches(&json!({"a": {"b": [{"exists": false}]}}), &json!({"a": {}})));
    assert!(matches(&json!({"a": {"b": [{"exists": false}]}}), &json!({})));
}

#[test]
fn anything_but_needs_the_field_to_be_there() {
    let pattern = json!({"a": [{"anything-but": ["x", "y"]}]});
    assert!(matches(&pattern, &json!({"a": "z"})));
    assert!(!matches(&pattern, &json!({"a": "x"})));
    assert!(!matches(&pattern, &json!({})));
    assert!(!matches(&json!({"a": [{"anything-but": "x"}]}), &json!({"a": "x"})));
}

#[test]
fn a_list_in_the_event_matches_by_any_of_its_elements() {
    assert!(matches(&json!({"a": ["x"]}), &json!({"a": ["w", "x"]})));
    assert!(!matches(&json!({"a": ["x"]}), &json!({"a": ["w"]})));
}

#[test]
fn what_is_not_understood_is_refused() {
    for pattern in [
        json!({"a": [{"numeric": ["=", 1]}]}),
        json!({"a": [{"anything-but": {"prefix": "x"}}]}),
        json!({"a": [{"prefix": "x", "suffix": "y"}]}),
        json!({"$or": [{"a": [1]}]}),
        json!({"a": "x"}),
        json!(["x"]),
    ] {
        assert!(Pattern::parse(&pattern.to_string()).is_err(), "{pattern}");
    }
}
