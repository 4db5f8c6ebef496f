//! The SDK on the engine without a network: what comes back, what it costs, and what can be made to go wrong.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::{
    DeleteRequest, KeysAndAttributes, Put, PutRequest, ReturnValuesOnConditionCheckFailure,
    TransactWriteItem, WriteRequest,
};
use futures::FutureExt;
use paydesk_local::connector::{Crashed, Fault};

use crate::world::{Table, n, s, table, table_with};

async fn put_once(table: &Table, sk: &str, color: &str) -> Result<(), Option<String>> {
    let put = table.client.put_item().table_name(&table.name).item("pk", s("A")).item("sk", s(sk));
    let put = put.item("color", s(color)).condition_expression("attribute_not_exists(pk)");
    let put = put.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    match put.send().await {
        Ok(_) => Ok(()),
        Err(error) => match error.into_service_error() {
            aws_sdk_dynamodb::operation::put_item::PutItemError::ConditionalCheckFailedException(failed) => {
                Err(failed.item.map(|item| item["color"].as_s().unwrap().clone()))
            }
            other => panic!("{other:?}"),
        },
    }
}

async fn get(table: &Table, sk: &str) -> bool {
    let get = table.client.get_item().table_name(&table.name).key("pk", s("A")).key("sk", s(sk));
    get.consistent_read(true).send().await.unwrap().item.is_some()
}

fn writes(range: std::ops::Range<i64>) -> Vec<WriteRequest> {
    let write = |number: i64| {
        let put = PutRequest::builder()
            .item("pk", s("A"))
            .item("sk", s(&format!("{number:03}")))
            .item("n", n(number));
        WriteRequest::builder().put_request(put.build().unwrap()).build()
    };
    range.map(write).collect()
}

#[tokio::test]
async fn a_condition_that_fails_hands_back_the_item_that_is_there() {
    let table = table();
    assert_eq!(put_once(&table, "1", "red").await, Ok(()));
    assert_eq!(put_once(&table, "1", "blue").await, Err(Some("red".into())));
}

#[tokio::test]
async fn a_failed_condition_is_counted_and_billed() {
    let table = table();
    put_once(&table, "1", "red").await.unwrap();
    table.meter.reset();
    put_once(&table, "1", "blue").await.unwrap_err();
    let cost = table.meter.reset().total();
    assert_eq!((cost.calls, cost.write_units, cost.failed_conditions), (1, 1.0, 1));
}

#[tokio::test]
async fn batches_and_queries_see_each_others_items() {
    let table = table();
    let batch = table.client.batch_write_item().request_items(&table.name, writes(0..25));
    assert!(batch.send().await.unwrap().unprocessed_items.unwrap_or_default().is_empty());
    let query =
        table.client.query().table_name(&table.name).key_condition_expression("pk = :pk AND sk < :end");
    let query =
        query.expression_attribute_values(":pk", s("A")).expression_attribute_values(":end", s("020"));
    let page = query.clone().scan_index_forward(false).limit(3).send().await.unwrap();
    let found: Vec<&str> = page.items().iter().map(|item| item["sk"].as_s().unwrap().as_str()).collect();
    assert_eq!(found, ["019", "018", "017"]);
    assert!(page.last_evaluated_key.is_some());
    let key = |sk: &str| [("pk".to_string(), s("A")), ("sk".to_string(), s(sk))].into_iter().collect();
    let keys =
        KeysAndAttributes::builder().keys(key("001")).keys(key("024")).keys(key("none")).build().unwrap();
    let found = table.client.batch_get_item().request_items(&table.name, keys).send().await.unwrap();
    assert_eq!(found.responses.unwrap()[&table.name].len(), 2);
}

#[tokio::test]
async fn units_are_dynamodbs_own() {
    let table = table();
    let large = table.client.put_item().table_name(&table.name).item("pk", s("A")).item("sk", s("large"));
    large.item("body", s(&"x".repeat(1500))).send().await.unwrap();
    assert_eq!(table.meter.reset().of_operation("PutItem").write_units, 2.0);
    assert!(get(&table, "large").await);
    assert_eq!(table.meter.reset().of_operation("GetItem").read_units, 1.0);
    let batch = table.client.batch_write_item().request_items(&table.name, writes(0..10));
    batch.send().await.unwrap();
    assert_eq!(table.meter.reset().total().write_units, 10.0);
}

#[tokio::test]
async fn capacity_that_was_not_asked_for_is_not_in_the_answer() {
    let table = table();
    let get = table.client.get_item().table_name(&table.name).key("pk", s("A")).key("sk", s("1"));
    assert!(get.send().await.unwrap().consumed_capacity.is_none());
}

#[tokio::test]
async fn calls_made_together_are_one_round_trip() {
    let table = table();
    let (first, second) = futures::join!(put_once(&table, "1", "red"), put_once(&table, "2", "red"));
    first.and(second).unwrap();
    assert!(get(&table, "1").await && get(&table, "2").await);
    let usage = table.meter.reset();
    assert_eq!((usage.round_trips, usage.total().calls), (3, 4));
}

#[tokio::test]
async fn a_throttled_call_is_tried_again_by_the_sdk() {
    for fault in [Fault::Throttle, Fault::Unavailable, Fault::TimeoutBefore] {
        let table = table();
        table.faults.set(move |call| if call.index < 2 { fault } else { Fault::None });
        put_once(&table, "1", "red").await.unwrap();
        assert!(get(&table, "1").await, "{fault:?}");
    }
}

#[tokio::test]
async fn a_call_throttled_for_good_says_so() {
    let table = table();
    table.faults.set(|_| Fault::Throttle);
    let error =
        table.client.get_item().table_name(&table.name).key("pk", s("A")).key("sk", s("1")).send().await;
    assert_eq!(error.unwrap_err().code(), Some("ThrottlingException"));
}

#[tokio::test]
async fn a_write_whose_answer_was_lost_meets_itself_when_it_is_tried_again() {
    let table = table();
    table.faults.set(|call| if call.index == 0 { Fault::TimeoutAfter } else { Fault::None });
    assert_eq!(put_once(&table, "1", "red").await, Err(Some("red".into())));
}

#[tokio::test]
async fn a_crash_ends_the_caller_before_or_after_the_write() {
    for (fault, written) in [(Fault::CrashBefore, false), (Fault::CrashAfter, true)] {
        let table = table();
        let went_on = Arc::new(AtomicUsize::new(0));
        table.faults.set(move |call| if call.name == "PutItem" { fault } else { Fault::None });
        let caller = async {
            let _ = put_once(&table, "1", "red").await;
            went_on.fetch_add(1, Ordering::SeqCst);
        };
        let died = std::panic::AssertUnwindSafe(caller).catch_unwind().await.unwrap_err();
        assert!(died.is::<Crashed>());
        assert_eq!(went_on.load(Ordering::SeqCst), 0);
        assert_eq!(get(&table, "1").await, written, "{fault:?}");
    }
}

#[tokio::test]
async fn half_a_batch_may_come_back_undone() {
    let table = table();
    table.faults.set(|call| if call.index == 0 { Fault::Unprocessed } else { Fault::None });
    let write =
        table.client.batch_write_item().request_items(&table.name, writes(0..5)).send().await.unwrap();
    let left = write.unprocessed_items.unwrap().remove(&table.name).unwrap();
    assert_eq!(left.len(), 3);
    assert!(get(&table, "001").await && !get(&table, "002").await);
    table.faults.set(|call| if call.index == 0 { Fault::Unprocessed } else { Fault::None });
    let key = [("pk".to_string(), s("A")), ("sk".to_string(), s("001"))].into_iter().collect();
    let keys = KeysAndAttributes::builder().keys(key).consistent_read(true).build().unwrap();
    let read = table.client.batch_get_item().request_items(&table.name, keys).send().await.unwrap();
    let left = read.unprocessed_keys.unwrap().remove(&table.name).unwrap();
    assert_eq!((left.keys.len(), left.consistent_read), (1, Some(true)));
}

#[tokio::test]
async fn a_transaction_needs_the_rights_of_what_it_does() {
    let put = |table: &Table| {
        let put =
            Put::builder().table_name(&table.name).item("pk", s("A")).item("sk", s("1")).build().unwrap();
        table.client.transact_write_items().transact_items(TransactWriteItem::builder().put(put).build())
    };
    let allowed = table_with(&["PutItem", "GetItem"]);
    put(&allowed).send().await.unwrap();
    assert!(get(&allowed, "1").await);
    let refused = put(&table_with(&["GetItem"])).send().await.unwrap_err();
    assert_eq!(refused.code(), Some("AccessDeniedException"));
}

#[tokio::test]
async fn what_a_function_has_no_right_to_is_refused_as_on_aws() {
    let table = table_with(&["GetItem"]);
    let delete = DeleteRequest::builder().key("pk", s("A")).key("sk", s("1")).build().unwrap();
    let write = WriteRequest::builder().delete_request(delete).build();
    let error =
        table.client.batch_write_item().request_items(&table.name, vec![write]).send().await.unwrap_err();
    assert_eq!(error.code(), Some("AccessDeniedException"));
    assert!(error.message().unwrap().contains("test is not authorized to perform: dynamodb:BatchWriteItem"));
}

#[tokio::test]
async fn no_function_may_scan() {
    let functions = crate::world::template().functions;
    let scans = functions.iter().find(|function| function.actions.contains("Scan"));
    assert!(scans.is_none(), "{scans:?}");
    let table = table_with(&["Query"]);
    let error = table.client.scan().table_name(&table.name).send().await.unwrap_err();
    assert_eq!(error.code(), Some("AccessDeniedException"));
}

#[tokio::test]
async fn what_no_function_needs_is_not_taken() {
    let table = table_with(&["DescribeTable"]);
    let error = table.client.describe_table().table_name(&table.name).send().await.unwrap_err();
    assert_eq!(error.code(), Some("UnknownOperationException"));
}

#[tokio::test]
async fn a_request_that_dynamodb_would_refuse_is_refused() {
    let table = table();
    let put = table.client.put_item().table_name(&table.name).item("pk", s("A")).send().await.unwrap_err();
    assert_eq!(put.code(), Some("ValidationException"));
    let put =
        table.client.put_item().table_name(&table.name).item("pk", s("")).item("sk", s("1")).send().await;
    assert_eq!(put.unwrap_err().code(), Some("ValidationException"));
}
