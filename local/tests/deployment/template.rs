//! The template: what it says, and that the runner refuses whatever it does not understand.

use std::collections::{BTreeMap, BTreeSet};

use paydesk_local::template::{SOURCE, Template, Trigger};
use paydesk_service::handlers::{Handler, find};

use crate::world::template;

/// What the runner says to the template with one thing changed.
fn refusal(from: &str, to: &str) -> String {
    assert!(SOURCE.contains(from), "the template no longer has {from}");
    Template::read(&SOURCE.replacen(from, to, 1), &BTreeMap::new()).unwrap_err()
}

fn set(name: &str, value: &str) -> Result<Template, String> {
    Template::embedded(&BTreeMap::from([(name.to_string(), value.to_string())]))
}

#[test]
fn every_route_is_a_function_of_the_service() {
    let mut routes = Vec::new();
    for function in template().functions {
        let handler = find(&function.name).unwrap();
        for trigger in function.triggers {
            let fits = match &trigger {
                Trigger::Route { .. } | Trigger::DefaultRoute => matches!(handler, Handler::Http(_)),
                Trigger::Stream(_) => matches!(handler, Handler::Stream(_)),
                Trigger::Schedule(_) => matches!(handler, Handler::Schedule(_)),
            };
            assert!(fits, "{} is not a handler for {trigger:?}", function.name);
            match trigger {
                Trigger::Route { method, path } => routes.push(format!("{method} {path} {}", function.name)),
                Trigger::DefaultRoute => routes.push(format!("$default {}", function.name)),
                Trigger::Stream(_) | Trigger::Schedule(_) => {}
            }
        }
    }
    routes.sort();
    insta::assert_snapshot!(routes.join("\n"), @r"
    $default unknown
    GET /checkout-sessions list
    GET /checkout-sessions/{id} retrieve
    GET /checkout-sessions/{id}/line-items retrieve
    GET /v1/checkout/sessions list
    GET /v1/checkout/sessions/{id} retrieve
    GET /v1/checkout/sessions/{id}/line_items retrieve
    POST /checkout-sessions create
    POST /checkout-sessions/{id} update
    POST /checkout-sessions/{id}/expire expire
    POST /v1/checkout/sessions create
    POST /v1/checkout/sessions/{id} update
    POST /v1/checkout/sessions/{id}/expire expire
    ");
}

#[test]
fn each_function_may_do_only_what_it_does() {
    let rights: Vec<String> = template()
        .functions
        .iter()
        .map(|function| {
            let actions: Vec<&str> = function.actions.iter().map(String::as_str).collect();
            format!("{}: {}", function.name, actions.join(" "))
        })
        .collect();
    insta::assert_snapshot!(rights.join("\n"), @r"
    create: BatchWriteItem GetItem PutItem
    retrieve: GetItem
    list: BatchGetItem GetItem Query
    expire: GetItem PutItem
    update: BatchWriteItem GetItem PutItem
    unknown: 
    expired: BatchWriteItem GetItem PutItem
    sweep: BatchWriteItem GetItem PutItem Query
    ");
}

#[test]
fn every_function_gets_the_table_and_the_parameters_as_variables() {
    let template = set("ShortestExpirySeconds", "300").unwrap();
    for function in &template.functions {
        let variables: BTreeSet<(&str, &str)> =
            function.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let expected = [
            ("TABLE_NAME", template.table.name.as_str()),
            ("EXPIRY_SHORTEST_SECONDS", "300"),
            ("EXPIRY_LONGEST_SECONDS", "86400"),
            ("INDEX_SHARDS", "4"),
            ("TIMER_SHARDS", "4"),
            ("PUBLIC_URL", ""),
            ("AWS_ENDPOINT_URL_DYNAMODB", ""),
        ];
        assert_eq!(variables, BTreeSet::from(expected));
    }
}

#[test]
fn the_table_has_its_keys_and_its_time_to_live() {
    let table = template().table;
    assert_eq!([table.partition_key, table.sort_key, table.ttl_attribute], ["pk", "sk", "ttl"]);
}

#[test]
fn open_keys_are_not_something_a_template_can_give() {
    assert!(!SOURCE.contains("OPEN_KEYS"));
}

#[test]
fn a_parameter_outside_its_limits_is_refused_by_name() {
    assert_eq!(set("IndexShards", "65").unwrap_err(), "IndexShards must be at most 64");
    assert_eq!(set("IndexShards", "many").unwrap_err(), "IndexShards must be a whole number, not 'many'");
    assert_eq!(set("Architecture", "mips").unwrap_err(), "Architecture must be one of arm64, x86_64");
    assert!(
        set("Shards", "1").unwrap_err().starts_with("there is no parameter Shards; there are Architecture,")
    );
}

#[test]
fn an_unknown_resource_is_refused_with_its_place() {
    let refused = refusal("Type: AWS::Logs::LogGroup", "Type: AWS::SQS::Queue");
    assert_eq!(refused, "template.yaml, Resources.Logs: the local runner has no AWS::SQS::Queue");
}

#[test]
fn an_unknown_event_is_refused_with_its_place() {
    let refused = refusal("Type: DynamoDB\n", "Type: Kinesis\n");
    let expected = "template.yaml, Resources.Expired.Properties.Events.Timers: the local runner does not know events \
                    of type Kinesis";
    assert_eq!(refused, expected);
}

#[test]
fn an_unknown_property_of_an_event_is_refused_with_its_place() {
    let refused = refusal("BatchSize: 100", "TumblingWindowInSeconds: 100");
    assert!(
        refused.ends_with("Timers.Properties: the local runner does not know TumblingWindowInSeconds"),
        "{refused}"
    );
}

#[test]
fn an_unknown_intrinsic_is_refused_with_its_place() {
    let refused = refusal("TABLE_NAME: !Ref Table", "TABLE_NAME: !ImportValue Table");
    let expected = "template.yaml, Globals.Function.Environment.Variables.TABLE_NAME: the local runner does not know \
                    !ImportValue";
    assert_eq!(refused, expected);
    let refused = refusal("TABLE_NAME: !Ref Table", "TABLE_NAME: {Ref: Table}");
    assert!(
        refused.contains("TABLE_NAME: a text, a number or one of !Ref, !Sub and !GetAtt is expected"),
        "{refused}"
    );
}

#[test]
fn a_name_that_nothing_has_is_refused_with_its_place() {
    let refused = refusal("TABLE_NAME: !Ref Table", "TABLE_NAME: !Ref Tabel");
    assert!(refused.ends_with("TABLE_NAME: there is no parameter or resource Tabel"), "{refused}");
}

#[test]
fn an_unknown_filter_operator_is_refused_with_its_place() {
    let refused = refusal(r#"{"prefix": "T#"}"#, r#"{"suffix": "T#"}"#);
    assert!(
        refused.contains(
            "FilterCriteria.Filters.0.Pattern: the local runner does not know the filter operator suffix"
        ),
        "{refused}"
    );
}

#[test]
fn a_right_that_is_more_than_one_verb_is_refused() {
    let refused = refusal("- dynamodb:PutItem", "- dynamodb:*");
    assert!(refused.ends_with("dynamodb:* is not one DynamoDB verb"), "{refused}");
}

#[test]
fn a_schedule_that_is_not_a_rate_is_refused() {
    let refused = refusal("rate(1 minute)", "cron(0 12 * * ? *)");
    assert!(refused.ends_with("the local runner knows rate(… minutes) only"), "{refused}");
}

#[test]
fn a_condition_is_refused() {
    let refused = Template::read(&format!("Conditions: {{}}\n{SOURCE}"), &BTreeMap::new()).unwrap_err();
    assert_eq!(refused, "template.yaml: the local runner does not know Conditions");
}
