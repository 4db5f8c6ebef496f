//! A second SQLite connection to the engine's file, for what dynoxide-rs 3.2.0 lacks.
//!
//! - Its stream table has no index and is never trimmed, so that every write gets slower: this adds the index and deletes
//!   what was delivered. The last record stays, because the engine numbers the next one by it.
//! - Its clock cannot be moved in a file, and its TTL sweep scans the table: this adds an index on the TTL attribute,
//!   and the runner deletes what is due by its own clock.
//! - The runner's own numbers (the clock's offset, the stream's position) live beside the table, in `_paydesk`.
//!
//! `tests/deployment/engine.rs` fails when a new engine no longer fits this, or no longer needs it.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Value, json};

use crate::template::{REGION, TableDefinition};

/// How long either connection waits for the other's write.
pub const BUSY: Duration = Duration::from_secs(5);

/// Whether a change is read with the item before and after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Images {
    Left,
    Read,
}

/// A change of the table, as Lambda is told of it.
#[derive(Clone, Debug)]
pub struct Change {
    pub position: i64,
    pub record: Value,
}

/// An item whose time to live is over.
#[derive(Clone, Debug)]
pub struct DueItem {
    pub image: Value,
}

impl DueItem {
    pub fn keys(&self, table: &TableDefinition) -> Value {
        let key = |name: &String| (name.clone(), self.image[name.as_str()].clone());
        Value::Object([key(&table.partition_key), key(&table.sort_key)].into_iter().collect())
    }
}

/// A partition key and some of its item's texts.
pub type Attributes<const N: usize> = (String, [Option<String>; N]);

/// The second connection.
pub struct Side {
    connection: Connection,
    table: TableDefinition,
}

impl Side {
    pub fn open(path: &Path, table: &TableDefinition) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY)?;
        // The runner's own numbers are few and late writes: each may wait for the disk by itself.
        connection.pragma_update(None, "synchronous", "FULL")?;
        let side = Self { connection, table: table.clone() };
        side.prepare()?;
        Ok(side)
    }

    fn prepare(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch(&format!(
            "CREATE INDEX IF NOT EXISTS _paydesk_stream
                 ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
             CREATE INDEX IF NOT EXISTS _paydesk_ttl
                 ON \"{table}\" ({ttl}) WHERE {marked};
             CREATE TABLE IF NOT EXISTS _paydesk (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;",
            table = self.table.name,
            ttl = ttl(&self.table),
            marked = marked(&self.table),
        ))
    }

    pub fn due(&self, second: i64, limit: usize) -> rusqlite::Result<Vec<DueItem>> {
        let mut statement = self.connection.prepare_cached(&due_query(&self.table))?;
        let rows = statement.query_map(params![second, count(limit)], |row| row.get::<_, String>(0))?;
        rows.map(|row| Ok(DueItem { image: parsed(&row?) })).collect()
    }

    pub fn changes(&self, after: i64, limit: usize, images: Images) -> rusqlite::Result<Vec<Change>> {
        let images = if images == Images::Read { "new_image, old_image" } else { "NULL, NULL" };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT CAST(sequence_number AS INTEGER), event_name, event_id, created_at, user_identity, keys_json, {images}
             FROM _stream_records
             WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) > ?2
             ORDER BY CAST(sequence_number AS INTEGER) LIMIT ?3"
        ))?;
        let rows = statement.query_map(params![self.table.name, after, count(limit)], |row| {
            change(row, &self.table.stream_arn())
        })?;
        rows.collect()
    }

    /// One transaction: what is forgotten is never asked for again.
    pub fn consumed(&mut self, position: i64) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        transaction.execute(KEEP, params!["stream_position", position])?;
        transaction.execute(
            "DELETE FROM _stream_records
             WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) <= ?2 AND CAST(sequence_number AS INTEGER) <
                 (SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?1)",
            params![self.table.name, position],
        )?;
        transaction.commit()
    }

    pub fn number(&self, name: &str) -> rusqlite::Result<Option<i64>> {
        let query = "SELECT number FROM _paydesk WHERE name = ?1";
        self.connection.query_row(query, params![name], |row| row.get(0)).optional()
    }

    pub fn keep(&self, name: &str, number: i64) -> rusqlite::Result<()> {
        self.connection.execute(KEEP, params![name, number]).map(|_| ())
    }

    pub fn attributes<const N: usize>(
        &self,
        prefix: &str,
        names: [&str; N],
    ) -> rusqlite::Result<Vec<Attributes<N>>> {
        // The engine writes a text key as `S:` and the text.
        let (from, to) = (format!("S:{prefix}"), format!("S:{prefix}\u{10FFFF}"));
        let columns: String =
            names.iter().map(|name| format!(", json_extract(item_json, '$.{name}.S')")).collect();
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT substr(pk, 3){columns} FROM \"{}\" WHERE pk >= ?1 AND pk < ?2",
            self.table.name
        ))?;
        let rows = statement.query_map(params![from, to], |row| {
            let mut texts = [const { None }; N];
            for (text, column) in texts.iter_mut().zip(1..) {
                *text = row.get(column)?;
            }
            Ok((row.get(0)?, texts))
        })?;
        rows.collect()
    }
}

/// What finds due items through the index.
pub fn due_query(table: &TableDefinition) -> String {
    let (name, ttl, marked) = (&table.name, ttl(table), marked(table));
    format!("SELECT item_json FROM \"{name}\" WHERE {marked} AND {ttl} <= ?1 ORDER BY {ttl} LIMIT ?2")
}

fn ttl(table: &TableDefinition) -> String {
    format!("CAST(json_extract(item_json, '$.{}.N') AS INTEGER)", table.ttl_attribute)
}

/// What tells cheaply that an item has a TTL attribute, so that the index need not parse the large ones that have none.
/// Inside a JSON text every quote is escaped: this occurs as an attribute only.
fn marked(table: &TableDefinition) -> String {
    format!("instr(item_json, '\"{}\":{{\"N\":') > 0", table.ttl_attribute)
}

const KEEP: &str = "INSERT INTO _paydesk (name, number) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET number = excluded.number";

/// A row of the engine's stream as a record of Lambda's event.
fn change(row: &Row, stream_arn: &str) -> rusqlite::Result<Change> {
    let position: i64 = row.get(0)?;
    let identity: Option<String> = row.get(4)?;
    let mut dynamodb = json!({
        "ApproximateCreationDateTime": row.get::<_, i64>(3)?,
        "Keys": parsed(&row.get::<_, String>(5)?),
        "SequenceNumber": sequence_number(position),
        "SizeBytes": 0,
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    });
    let mut size = dynamodb["Keys"].to_string().len();
    for (name, column) in [("NewImage", 6), ("OldImage", 7)] {
        if let Some(image) = row.get::<_, Option<String>>(column)? {
            size += image.len();
            dynamodb[name] = parsed(&image);
        }
    }
    dynamodb["SizeBytes"] = json!(size);
    let mut record = json!({
        "eventID": row.get::<_, Option<String>>(2)?.unwrap_or_else(|| position.to_string()),
        "eventName": row.get::<_, String>(1)?,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "eventSourceARN": stream_arn,
        "dynamodb": dynamodb,
    });
    if let Some(identity) = identity {
        record["userIdentity"] = parsed(&identity);
    }
    Ok(Change { position, record })
}

/// 21 digits, as DynamoDB's are at least.
pub fn sequence_number(position: i64) -> String {
    format!("1{position:020}")
}

/// The engine's own JSON; if it were not, the record would be as good as empty.
fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
