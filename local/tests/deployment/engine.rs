//! The workarounds for dynoxide-rs 3.2.0: that they work, that they fit its file, and that they are still needed.

use paydesk_local::deployment::Data;
use paydesk_local::engine::{Engine, Images};
use rusqlite::Connection;

use crate::world::{Table, s, table, template};

/// A look at the file beside the deployment's own.
fn look(table: &Table) -> Connection {
    Connection::open(table.engine.path()).unwrap()
}

fn count(table: &Table) -> i64 {
    look(table).query_row("SELECT COUNT(*) FROM _stream_records", [], |row| row.get(0)).unwrap()
}

fn plan(connection: &Connection, query: &str) -> String {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
    let parameters = vec![1; statement.parameter_count()];
    let rows =
        statement.query_map(rusqlite::params_from_iter(parameters), |row| row.get::<_, String>(3)).unwrap();
    rows.map(Result::unwrap).collect::<Vec<_>>().join("; ")
}

#[test]
fn the_engine_still_keeps_its_stream_as_the_workaround_expects() {
    let columns: Vec<String> = {
        let table = table();
        let connection = look(&table);
        let mut statement =
            connection.prepare("SELECT name FROM pragma_table_info('_stream_records')").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let expected = "id table_name event_name keys_json new_image old_image sequence_number shard_id created_at \
                    user_identity event_id";
    assert_eq!(columns.join(" "), expected, "engine/side.rs reads this table: see whether it still fits");
}

#[test]
fn the_engine_still_has_no_index_on_its_stream() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("bare.db");
    let _bare = dynoxide::Database::new(path.to_str().unwrap()).unwrap();
    let query = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = '_stream_records'";
    let indexes: i64 = Connection::open(&path).unwrap().query_row(query, [], |row| row.get(0)).unwrap();
    assert_eq!(indexes, 0, "the engine has an index of its own now: engine/side.rs may drop its own");
}

#[tokio::test]
async fn the_engine_still_never_trims_its_stream() {
    let table = table();
    for number in 0..40 {
        table.put("A", &number.to_string()).await;
    }
    assert_eq!(count(&table), 40, "the engine trims its stream now: engine/side.rs need not");
}

#[tokio::test]
async fn what_the_engine_asks_of_its_stream_is_answered_by_the_index() {
    let table = table();
    table.put("A", "1").await;
    let connection = look(&table);
    let number = "CAST(sequence_number AS INTEGER)";
    let next = format!("SELECT COALESCE(MAX({number}), 0) + 1 FROM _stream_records WHERE table_name = ?1");
    let plan = plan(&connection, &next);
    assert!(plan.contains("SEARCH") && plan.contains("_paydesk_stream"), "{plan}");
}

#[tokio::test]
async fn what_was_delivered_is_forgotten_except_the_last() {
    let table = table();
    for number in 0..20 {
        table.put("A", &number.to_string()).await;
    }
    let changes = table.engine.changes(0, 100, Images::Left).unwrap();
    assert_eq!(changes.len(), 20);
    let last = changes.last().unwrap().position;
    table.engine.consumed(last).unwrap();
    assert_eq!(count(&table), 1);
    assert_eq!(table.engine.position().unwrap(), last);
    assert!(table.engine.changes(last, 100, Images::Left).unwrap().is_empty());
    table.put("A", "later").await;
    let [later] = &table.engine.changes(last, 100, Images::Read).unwrap()[..] else { panic!() };
    assert!(later.position > last);
    assert_eq!(later.record["dynamodb"]["NewImage"]["sk"]["S"], "later");
}

#[tokio::test]
async fn an_item_is_due_from_its_second_on_and_not_before() {
    let table = table();
    for (sk, ttl) in [("late", 300), ("early", 100), ("middle", 200)] {
        table.put_timer(sk, ttl).await;
    }
    table.put("S#1", "no ttl").await;
    let due = |second| {
        let items = table.engine.due(second, 10).unwrap();
        items.iter().map(|item| item.image["sk"]["S"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    assert!(due(99).is_empty());
    assert_eq!(due(200), ["early", "middle"]);
    assert_eq!(due(1000), ["early", "middle", "late"]);
}

#[tokio::test]
async fn a_text_that_looks_like_the_ttl_attribute_does_not_make_an_item_due() {
    let table = table();
    let lookalike = r#""ttl":{"N":"1"}"#;
    let put = table.client.put_item().table_name(&table.name).item("pk", s("S#1")).item("sk", s("S"));
    put.item("body", s(lookalike)).send().await.unwrap();
    assert!(table.engine.due(i64::MAX, 10).unwrap().is_empty());
}

#[tokio::test]
async fn due_items_are_found_without_a_scan() {
    let table = table();
    table.put_timer("1", 1).await;
    let definition = template().table;
    let query = paydesk_local::engine::due_query(&definition);
    let plan = plan(&look(&table), &query);
    assert!(plan.contains("SEARCH") && plan.contains("_paydesk_ttl"), "{plan}");
}

#[tokio::test]
async fn a_due_item_that_was_given_more_time_is_not_deleted() {
    let table = table();
    table.put_timer("1", 100).await;
    let [due] = &table.engine.due(100, 10).unwrap()[..] else { panic!() };
    table.put_timer("1", 500).await;
    assert!(!table.engine.delete_due(due).unwrap());
    let [due] = &table.engine.due(500, 10).unwrap()[..] else { panic!() };
    assert!(table.engine.delete_due(due).unwrap());
    assert!(table.engine.due(500, 10).unwrap().is_empty());
}

#[tokio::test]
async fn what_is_synced_before_an_answer_is_where_the_engine_writes() {
    let table = table();
    table.put("A", "to be found in the log").await;
    let mut log = table.engine.path().as_os_str().to_os_string();
    log.push("-wal");
    let written = String::from_utf8_lossy(&std::fs::read(log).unwrap()).into_owned();
    assert!(written.contains("to be found in the log"), "engine/journal.rs syncs another file than this");
}

#[test]
fn a_file_is_one_runners_at_a_time() {
    let directory = tempfile::tempdir().unwrap();
    let data = Data::File(directory.path().join("one.db"));
    let first = Engine::open(&data, &template().table).unwrap();
    let refused = Engine::open(&data, &template().table).err().unwrap();
    assert!(refused.contains("one.db is in use by another paydesk"), "{refused}");
    drop(first);
    assert!(Engine::open(&data, &template().table).is_ok());
}

#[test]
fn a_file_whose_table_has_other_keys_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let data = Data::File(directory.path().join("old.db"));
    let definition = template().table;
    drop(Engine::open(&data, &definition).unwrap());
    let other = paydesk_local::template::TableDefinition { sort_key: "range".into(), ..definition };
    let refused = Engine::open(&data, &other).err().unwrap();
    assert!(refused.contains(r#"its table has the keys ["pk", "sk"]"#), "{refused}");
}

#[test]
fn a_temporary_file_goes_away() {
    let engine = Engine::open(&Data::Temporary, &template().table).unwrap();
    let path = engine.path().to_path_buf();
    assert!(path.exists());
    drop(engine);
    assert!(!path.exists() && !path.parent().unwrap().exists());
}
