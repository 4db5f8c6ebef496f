//! The embedded DynamoDB: the engine, its file, and the one place that works around dynoxide-rs 3.2.0.
//!
//! Always a file, also for `--memory`: only a file can be opened a second time, and the engine needs that (`side.rs`).

mod file;
mod journal;
mod messages;
mod side;

use std::path::Path;
use std::sync::Mutex;

use dynoxide::Database;
use dynoxide::actions::create_table::CreateTableRequest;
use dynoxide::actions::delete_item::DeleteItemRequest;
use dynoxide::actions::describe_table::DescribeTableRequest;
use dynoxide::actions::update_time_to_live::UpdateTimeToLiveRequest;
use serde_json::json;
use tokio::sync::Notify;

use crate::template::TableDefinition;

pub use file::Data;
use file::Home;
use journal::Journal;
pub use messages::{Counts, Message, Messages, Order, Source};
use side::Side;
pub use side::{Attributes, Change, DueItem, Images, due_query};

/// The table, on disk.
pub struct Engine {
    database: Database,
    side: Mutex<Side>,
    messages: Mutex<Messages>,
    changed: Notify,
    journal: Journal,
    table: TableDefinition,
    home: Home,
}

impl Engine {
    /// Opens the file, or makes it, with the table in it.
    pub fn open(data: &Data, table: &TableDefinition) -> Result<Self, String> {
        let home = Home::prepare(data)?;
        let path = home.path().to_str().ok_or("the data file's path must be UTF-8")?;
        let broken = |error: &dyn std::fmt::Display| format!("{path}: {error}");
        let database = Database::new(path).map_err(|error| broken(&error))?;
        ensure_table(&database, table).map_err(|error| broken(&error))?;
        let side = Side::open(home.path(), table).map_err(|error| broken(&error))?;
        let messages = Messages::open(home.path()).map_err(|error| broken(&error))?;
        let journal = match data {
            Data::File(_) => Journal::of(home.path()).map_err(|error| broken(&error))?,
            Data::Temporary => Journal::none(),
        };
        // The engine's only way to be told `synchronous = NORMAL`; the rest of it are SQLite's defaults.
        database.disable_bulk_loading().map_err(|error| broken(&error))?;
        let (side, messages) = (Mutex::new(side), Mutex::new(messages));
        let table = table.clone();
        Ok(Self { database, side, messages, changed: Notify::new(), journal, table, home })
    }

    pub fn database(&self) -> &Database {
        &self.database
    }

    pub fn table(&self) -> &TableDefinition {
        &self.table
    }

    pub fn path(&self) -> &Path {
        self.home.path()
    }

    /// Returns when every write so far is on the disk.
    pub async fn keep(&self) -> std::io::Result<()> {
        self.journal.keep().await
    }

    /// Somebody wrote into the table, or may have.
    pub fn note_change(&self) {
        self.changed.notify_one();
    }

    /// Returns when somebody wrote into the table since this was last asked. One may ask at a time.
    pub async fn changed(&self) {
        self.changed.notified().await;
    }

    /// The messages of the queues.
    pub fn messages<T>(&self, work: impl FnOnce(&mut Messages) -> rusqlite::Result<T>) -> Result<T, String> {
        let mut messages = self.messages.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        work(&mut messages).map_err(|error| format!("{}: {error}", self.home.path().display()))
    }

    /// Deletes an item as DynamoDB's time to live does: only if its attribute still says so.
    pub fn delete_due(&self, item: &DueItem) -> Result<bool, String> {
        let request = serde_json::from_value::<DeleteItemRequest>(json!({
            "TableName": self.table.name,
            "Key": item.keys(&self.table),
            "ConditionExpression": "#ttl = :ttl",
            "ExpressionAttributeNames": {"#ttl": self.table.ttl_attribute},
            "ExpressionAttributeValues": {":ttl": item.image[self.table.ttl_attribute.as_str()]},
        }));
        let request = request.map_err(|error| format!("the due item's own keys: {error}"))?;
        match self.database.delete_item(request) {
            Ok(_) => Ok(true),
            Err(dynoxide::DynoxideError::ConditionalCheckFailedException(..)) => Ok(false),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Items whose time to live is over at this Unix second.
    pub fn due(&self, second: i64, limit: usize) -> Result<Vec<DueItem>, String> {
        self.with_side(|side| side.due(second, limit))
    }

    /// The table's changes after a position, oldest first; old and new images only if they are asked for.
    pub fn changes(&self, after: i64, limit: usize, images: Images) -> Result<Vec<Change>, String> {
        self.with_side(|side| side.changes(after, limit, images))
    }

    /// Up to where the stream has been consumed.
    pub fn position(&self) -> Result<i64, String> {
        self.with_side(|side| side.number("stream_position")).map(|position| position.unwrap_or(0))
    }

    /// Forgets the changes up to a position: they have been delivered.
    pub fn consumed(&self, position: i64) -> Result<(), String> {
        self.with_side(|side| side.consumed(position))
    }

    pub fn clock_offset(&self) -> Result<i64, String> {
        self.with_side(|side| side.number("clock_offset_millis")).map(|offset| offset.unwrap_or(0))
    }

    pub fn keep_clock_offset(&self, millis: i64) -> Result<(), String> {
        self.with_side(|side| side.keep("clock_offset_millis", millis))
    }

    /// The named attributes of every item whose partition key starts so, for the runner's own pages.
    pub fn attributes<const N: usize>(
        &self,
        prefix: &str,
        names: [&str; N],
    ) -> Result<Vec<Attributes<N>>, String> {
        self.with_side(|side| side.attributes(prefix, names))
    }

    fn with_side<T>(&self, work: impl FnOnce(&mut Side) -> rusqlite::Result<T>) -> Result<T, String> {
        let mut side = self.side.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        work(&mut side).map_err(|error| format!("{}: {error}", self.home.path().display()))
    }
}

/// Makes the table of the template, or refuses a file whose table has other keys.
fn ensure_table(database: &Database, table: &TableDefinition) -> Result<(), String> {
    let described = database.describe_table(DescribeTableRequest { table_name: table.name.clone() });
    if let Ok(described) = described {
        let keys: Vec<String> =
            described.table.key_schema.iter().map(|element| element.attribute_name.clone()).collect();
        let expected = [table.partition_key.clone(), table.sort_key.clone()];
        let message = || format!("its table has the keys {keys:?}, the template's has {expected:?}");
        return if keys == expected { Ok(()) } else { Err(message()) };
    }
    let create = serde_json::from_value::<CreateTableRequest>(json!({
        "TableName": table.name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
            {"AttributeName": table.partition_key, "AttributeType": "S"},
            {"AttributeName": table.sort_key, "AttributeType": "S"},
        ],
        "KeySchema": [
            {"AttributeName": table.partition_key, "KeyType": "HASH"},
            {"AttributeName": table.sort_key, "KeyType": "RANGE"},
        ],
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    }));
    let create = create.map_err(|error| error.to_string())?;
    database.create_table(create).map_err(|error| error.to_string())?;
    let ttl = serde_json::from_value::<UpdateTimeToLiveRequest>(json!({
        "TableName": table.name,
        "TimeToLiveSpecification": {"AttributeName": table.ttl_attribute, "Enabled": true},
    }));
    let ttl = ttl.map_err(|error| error.to_string())?;
    database.update_time_to_live(ttl).map_err(|error| error.to_string())?;
    Ok(())
}
