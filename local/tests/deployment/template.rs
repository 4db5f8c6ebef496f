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

pub fn set(name: &str, value: &str) -> Result<Template, String> {
    Template::embedded(&BTreeMap::from([(name.to_string(), value.to_string())]))
}

#[track_caller]
fn assert_handles(function: &str, trigger: &Trigger) {
    let handler = find(function).unwrap();
    let fits = match trigger {
        Trigger::Route { .. } | Trigger::DefaultRoute => matches!(handler, Handler::Http(_)),
        Trigger::Stream(_) => matches!(handler, Handler::Stream(_)),
        Trigger::Schedule(_) => matches!(handler, Handler::Schedule(_)),
        Trigger::Queue(_) => matches!(handler, Handler::Queue(_)),
    };
    assert!(fits, "{function} is not a handler for {trigger:?}");
}

#[test]
fn every_route_is_a_function_of_the_service() {
    let mut routes = Vec::new();
    for function in template().functions {
        for trigger in &function.triggers {
            assert_handles(&function.name, trigger);
            match trigger {
                Trigger::Route { method, path } => routes.push(format!("{method} {path} {}", function.name)),
                Trigger::DefaultRoute => routes.push(format!("$default {}", function.name)),
                Trigger::Stream(_) | Trigger::Schedule(_) | Trigger::Queue(_) => {}
            }
        }
    }
    routes.sort();
    insta::assert_snapshot!(routes.join("\n"), @r"
    $default unknown
    DELETE /v1/coupons/{id} catalog
    DELETE /v1/customers/{id} catalog
    DELETE /v1/products/{id} catalog
    DELETE /v1/webhook_endpoints/{id} endpoints
    GET /b/{link} open
    GET /c/api/{id}/{token} page
    GET /c/assets/{name} page
    GET /c/pay/{id}/{token} page
    GET /c/pay/{id}/{token}/bank page
    GET /c/recover/{id}/{token} open
    GET /checkout-sessions list
    GET /checkout-sessions/{id} retrieve
    GET /checkout-sessions/{id}/line-items retrieve
    GET /v1/charges objects
    GET /v1/charges/{id} objects
    GET /v1/checkout/sessions list
    GET /v1/checkout/sessions/{id} retrieve
    GET /v1/checkout/sessions/{id}/line_items retrieve
    GET /v1/coupons catalog
    GET /v1/coupons/{id} catalog
    GET /v1/customers catalog
    GET /v1/customers/{id} catalog
    GET /v1/customers/{id}/payment_methods objects
    GET /v1/events events
    GET /v1/events/{id} events
    GET /v1/events/{id}/delivery_attempts events
    GET /v1/invoices objects
    GET /v1/invoices/{id} objects
    GET /v1/payment_intents objects
    GET /v1/payment_intents/{id} objects
    GET /v1/payment_links links
    GET /v1/payment_links/{id} links
    GET /v1/payment_links/{id}/line_items links
    GET /v1/payment_methods objects
    GET /v1/payment_methods/{id} objects
    GET /v1/prices catalog
    GET /v1/prices/{id} catalog
    GET /v1/products catalog
    GET /v1/products/{id} catalog
    GET /v1/promotion_codes catalog
    GET /v1/promotion_codes/{id} catalog
    GET /v1/setup_intents objects
    GET /v1/setup_intents/{id} objects
    GET /v1/shipping_rates catalog
    GET /v1/shipping_rates/{id} catalog
    GET /v1/subscriptions objects
    GET /v1/subscriptions/{id} objects
    GET /v1/tax_rates catalog
    GET /v1/tax_rates/{id} catalog
    GET /v1/webhook_endpoints endpoints
    GET /v1/webhook_endpoints/{id} endpoints
    POST /c/api/{id}/{token}/choose pay
    POST /c/api/{id}/{token}/confirm pay
    POST /c/pay/{id}/{token} pay
    POST /c/pay/{id}/{token}/bank pay
    POST /checkout-sessions create
    POST /checkout-sessions/{id} update
    POST /checkout-sessions/{id}/expire expire
    POST /v1/checkout/sessions create
    POST /v1/checkout/sessions/{id} update
    POST /v1/checkout/sessions/{id}/expire expire
    POST /v1/coupons catalog
    POST /v1/coupons/{id} catalog
    POST /v1/customers catalog
    POST /v1/customers/{id} catalog
    POST /v1/events/{id}/retry events
    POST /v1/payment_intents/{id}/cancel capture
    POST /v1/payment_intents/{id}/capture capture
    POST /v1/payment_links links
    POST /v1/prices catalog
    POST /v1/prices/{id} catalog
    POST /v1/products catalog
    POST /v1/products/{id} catalog
    POST /v1/promotion_codes catalog
    POST /v1/promotion_codes/{id} catalog
    POST /v1/shipping_rates catalog
    POST /v1/shipping_rates/{id} catalog
    POST /v1/tax_rates catalog
    POST /v1/tax_rates/{id} catalog
    POST /v1/test_helpers/checkout/sessions/{id}/complete simulate
    POST /v1/test_helpers/checkout/sessions/{id}/fail simulate
    POST /v1/test_helpers/checkout/sessions/{id}/settle simulate
    POST /v1/webhook_endpoints endpoints
    POST /v1/webhook_endpoints/{id} endpoints
    POST /v1/webhook_endpoints/{id}/roll_secret endpoints
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
    create: BatchGetItem BatchWriteItem GetItem PutItem Query
    retrieve: BatchGetItem GetItem
    list: BatchGetItem GetItem Query
    expire: BatchGetItem GetItem PutItem UpdateItem
    update: BatchGetItem BatchWriteItem GetItem PutItem UpdateItem
    objects: BatchGetItem GetItem Query
    capture: GetItem PutItem UpdateItem
    catalog: BatchGetItem BatchWriteItem DeleteItem GetItem PutItem Query UpdateItem
    links: BatchGetItem BatchWriteItem GetItem PutItem Query
    simulate: BatchGetItem BatchWriteItem GetItem PutItem Query UpdateItem
    page: GetItem
    pay: BatchGetItem BatchWriteItem GetItem PutItem Query UpdateItem
    open: BatchWriteItem GetItem PutItem
    endpoints: BatchWriteItem GetItem PutItem Query
    events: BatchGetItem GetItem Query sqs:SendMessage
    unknown: 
    announce: GetItem PutItem Query sqs:SendMessage
    deliver: BatchGetItem BatchWriteItem GetItem PutItem Query sqs:ChangeMessageVisibility sqs:GetQueueAttributes sqs:SendMessage
    expired: BatchWriteItem GetItem PutItem UpdateItem
    sweep: BatchWriteItem GetItem PutItem Query UpdateItem
    ");
}

#[test]
fn every_function_gets_the_table_and_the_parameters_as_variables() {
    let template = set("ShortestExpirySeconds", "300").unwrap();
    for function in &template.functions {
        let variables: BTreeSet<(&str, &str)> =
            function.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        // Whom nobody asks has to be told where the API is.
        let public_url = match function.name.as_str() {
            "announce" | "deliver" => "https://Api.execute-api.us-east-1.amazonaws.com",
            _ => "",
        };
        let expected = [
            ("TABLE_NAME", template.table.name.as_str()),
            ("EXPIRY_SHORTEST_SECONDS", "300"),
            ("EXPIRY_LONGEST_SECONDS", "86400"),
            ("INDEX_SHARDS", "4"),
            ("TIMER_SHARDS", "4"),
            ("PUBLIC_URL", public_url),
            ("TEST_MODE", "true"),
            ("TEST_SETTLEMENT_SECONDS", "60"),
            ("EMBED_ORIGINS", ""),
            ("STACK_NAME", "local"),
            ("RUST_LOG", "info"),
            ("AWS_ENDPOINT_URL_DYNAMODB", ""),
        ];
        let outlets = [
            ("DELIVERIES_URL", "http://sqs.local/000000000000/paydesk-Deliveries"),
            ("UNDELIVERED_URL", "http://sqs.local/000000000000/paydesk-Undelivered"),
        ];
        let tells = ["announce", "deliver", "events"].contains(&function.name.as_str());
        let mut expected = BTreeSet::from(expected);
        expected.extend(outlets.into_iter().filter(|_| tells));
        expected.extend((function.name == "announce").then_some(("EVENT_BUS", "")));
        assert_eq!(variables, expected, "{}", function.name);
    }
}

#[test]
fn a_function_has_memory_and_time_of_its_own_or_the_globals_or_lambdas() {
    let retrieve = |from: &str, to: &str| {
        assert!(SOURCE.contains(from), "the template no longer has {from}");
        let template = Template::read(&SOURCE.replacen(from, to, 1), &BTreeMap::new()).unwrap();
        let function = template.functions.into_iter().find(|function| function.name == "retrieve").unwrap();
        (function.memory_mb, function.timeout_seconds)
    };
    let globals = retrieve("", "");
    let described = "      Description: GET a checkout session, or its line items\n";
    let own = format!("{described}      MemorySize: 512\n      Timeout: 60\n");
    assert_eq!(retrieve(described, &own), (512, 60));
    assert_eq!(retrieve("    MemorySize: 256\n", ""), (128, globals.1));
    assert_eq!(retrieve("    Timeout: 15\n", ""), (globals.0, 3));
    assert_eq!(globals, (256, 15));
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
    let refused = refusal("Type: AWS::SQS::Queue\n", "Type: AWS::Kinesis::Stream\n");
    assert_eq!(refused, "template.yaml, Resources.DeadLetters: the local runner has no AWS::Kinesis::Stream");
}

#[test]
fn an_unknown_event_is_refused_with_its_place() {
    let refused = refusal("Type: DynamoDB\n", "Type: Kinesis\n");
    let expected = "template.yaml, Resources.Announce.Properties.Events.Announcements: the local runner does not know \
                    events of type Kinesis";
    assert_eq!(refused, expected);
}

#[test]
fn an_unknown_property_of_an_event_is_refused_with_its_place() {
    let refused = refusal("BatchSize: 100", "TumblingWindowInSeconds: 100");
    assert!(
        refused.ends_with("Announcements.Properties: the local runner does not know TumblingWindowInSeconds"),
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
    let refused = refusal("                - dynamodb:PutItem", "                - dynamodb:*");
    assert!(refused.ends_with("dynamodb:* is not one verb of dynamodb"), "{refused}");
}

#[test]
fn a_function_may_not_do_what_is_beyond_its_boundary() {
    let source = SOURCE.replacen("              - dynamodb:Query\n", "", 1);
    let template = Template::read(&source, &BTreeMap::new()).unwrap();
    assert!(template.functions.iter().all(|function| !function.actions.contains("Query")));
    assert!(template.functions.iter().any(|function| function.actions.contains("BatchGetItem")));
}

#[test]
fn a_schedule_that_is_not_a_rate_is_refused() {
    let refused = refusal("rate(1 minute)", "cron(0 12 * * ? *)");
    assert!(refused.ends_with("the local runner knows rate(… minutes) only"), "{refused}");
}

#[test]
fn records_are_given_up_after_six_hours_and_kept() {
    let sources: Vec<_> = template().functions.into_iter().flat_map(|function| function.triggers).collect();
    let streams = sources.iter().filter_map(|trigger| match trigger {
        Trigger::Stream(source) => Some((source.oldest_seconds, source.keeps_failures)),
        _ => None,
    });
    assert_eq!(streams.collect::<Vec<_>>(), [(6 * 60 * 60, true); 2]);
    let refused =
        refusal("{Type: S3, Destination: !GetAtt Failures.Arn}", "{Type: SQS, Destination: some:queue}");
    assert!(
        refused.ends_with("OnFailure: the local runner knows a bucket of this template only"),
        "{refused}"
    );
}

#[test]
fn a_variable_without_a_value_does_not_exist() {
    let source = SOURCE.replacen("TABLE_NAME: !Ref Table", "TABLE_NAME: !Ref AWS::NoValue", 1);
    let template = Template::read(&source, &BTreeMap::new()).unwrap();
    assert!(!template.functions[0].variables.contains_key("TABLE_NAME"));
}

#[test]
fn conditions_are_worked_out_and_leave_resources_away() {
    let with = |condition: &str| {
        let source =
            SOURCE.replacen("\nConditions:\n", &format!("\nConditions:\n  IsThere: {condition}\n"), 1);
        let source = source.replacen("  Table:\n", "  Table:\n    Condition: IsThere\n", 1);
        Template::read(&source, &BTreeMap::new())
    };
    for holds in ["!Equals [a, a]", "!Not [!Equals [a, b]]", "!Or [!Equals [a, b], !Equals [a, a]]"] {
        assert!(with(holds).is_ok(), "{holds}");
    }
    for fails in ["!Equals [a, b]", "!And [!Equals [a, b], !Equals [a, a]]"] {
        assert_eq!(
            with(fails).unwrap_err(),
            "template.yaml: expected one DynamoDB table, found 0",
            "{fails}"
        );
    }
}

#[test]
fn a_condition_that_makes_no_sense_is_refused_with_its_place() {
    let refused = refusal("HasDomain: !Not [", "HasDomain: !Xor [");
    let expected = "template.yaml, Conditions.HasDomain: the local runner does not know !Xor in a condition";
    assert_eq!(refused, expected);
    let refused = refusal("!Condition HasDomain", "!Condition HasDomian");
    assert!(refused.ends_with("there is no condition HasDomian above"), "{refused}");
    let refused = refusal("!If [HasPublicUrl,", "!If [HasPublicUri,");
    assert!(
        refused.ends_with("PUBLIC_URL: !If must be given a condition of the template and two values"),
        "{refused}"
    );
}
