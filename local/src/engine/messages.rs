//! The messages of the queues, in the engine's file by a connection of their own: what was sent is there after a restart.
//!
//! Commits are not synced one by one; whoever sends waits for the engine's journal, which is one for all connections.
//! What else is lost in a power cut (that a message was received, put off or deleted) only makes it come again.

use std::path::Path;

use paydesk_service::random;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::side::BUSY;

/// A message as it is kept. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: String,
    pub group: String,
    pub body: String,
    pub sent: i64,
    /// Until when nobody receives it.
    pub visible_at: i64,
    /// How often it was received, and when for the first time.
    pub receives: i64,
    pub first_received: i64,
    /// What whoever received it last names it by.
    pub receipt: String,
    /// Somebody has it at this moment.
    pub held: bool,
}

/// How many messages a queue has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub waiting: i64,
    /// Received, and neither deleted nor come back yet.
    pub in_flight: i64,
    /// Sent to come later, and received by nobody yet.
    pub delayed: i64,
}

/// What is received from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'q> {
    pub queue: &'q str,
    /// Where a message goes that was received too often, and how often that is.
    pub dead_letters: Option<(&'q str, i64)>,
    pub order: Order,
}

/// What is received first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Oldest,
    /// One, whichever it is.
    Any,
}

/// The connection.
pub struct Messages {
    connection: Connection,
}

impl Messages {
    /// Whoever had a message when the last process ended has it no more: it can be received at once.
    pub fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS _paydesk_messages (
                 number INTEGER PRIMARY KEY, id TEXT NOT NULL, queue TEXT NOT NULL, grp TEXT NOT NULL,
                 body TEXT NOT NULL, sent INTEGER NOT NULL, visible_at INTEGER NOT NULL,
                 receives INTEGER NOT NULL DEFAULT 0, first_received INTEGER NOT NULL DEFAULT 0,
                 receipt TEXT NOT NULL DEFAULT '', held INTEGER NOT NULL DEFAULT 0);
             CREATE INDEX IF NOT EXISTS _paydesk_messages_due ON _paydesk_messages (queue, visible_at, grp);
             CREATE INDEX IF NOT EXISTS _paydesk_messages_group ON _paydesk_messages (queue, grp, visible_at);
             CREATE INDEX IF NOT EXISTS _paydesk_messages_receipt ON _paydesk_messages (receipt) WHERE receipt <> '';
             UPDATE _paydesk_messages SET visible_at = 0, held = 0 WHERE held = 1;",
        )?;
        Ok(Self { connection })
    }

    /// All of them or none.
    pub fn send(&mut self, queue: &str, messages: &[Message]) -> rusqlite::Result<()> {
        let transaction = self.begin()?;
        for message in messages {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO _paydesk_messages (id, queue, grp, body, sent, visible_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?;
            let Message { id, group, body, sent, visible_at, .. } = message;
            insert.execute(params![id, queue, group, body, sent, visible_at])?;
        }
        transaction.commit()
    }

    /// The group of the message that is visible for longest, other than these.
    pub fn next_group(&self, queue: &str, now: i64, except: &[String]) -> rusqlite::Result<Option<String>> {
        let mut query = self.connection.prepare_cached(
            "SELECT grp FROM _paydesk_messages
             WHERE queue = ?1 AND visible_at <= ?2 AND grp NOT IN (SELECT value FROM json_each(?3))
             ORDER BY visible_at, grp LIMIT 1",
        )?;
        let except = serde_json::Value::from(except).to_string();
        query.query_map(params![queue, now, except], |row| row.get(0))?.next().transpose()
    }

    /// Receives a group's messages that are visible, and hides them until `hidden_until`. Those that were received too
    /// often go to the dead letters instead, which may leave none.
    pub fn receive(
        &mut self,
        from: Source<'_>,
        group: &str,
        most: usize,
        now: i64,
        hidden_until: i64,
        receipt: &dyn Fn() -> String,
    ) -> rusqlite::Result<Vec<Message>> {
        let transaction = self.begin()?;
        let mut received = visible(&transaction, from, group, now, most)?;
        if let Some((dead_letters, most_receives)) = from.dead_letters {
            for (number, _) in received.iter().filter(|(_, message)| message.receives >= most_receives) {
                bury(&transaction, *number, dead_letters, now)?;
            }
            received.retain(|(_, message)| message.receives < most_receives);
        }
        let mut hide = transaction.prepare_cached(
            "UPDATE _paydesk_messages SET visible_at = ?2, receives = ?3, first_received = ?4, receipt = ?5, held = 1
             WHERE number = ?1",
        )?;
        let mut messages = Vec::with_capacity(received.len());
        for (number, mut message) in received {
            message.receives += 1;
            message.receipt = receipt();
            if message.receives == 1 {
                message.first_received = now;
            }
            let Message { receives, first_received, receipt, .. } = &message;
            hide.execute(params![number, hidden_until, receives, first_received, receipt])?;
            messages.push(message);
        }
        drop(hide);
        transaction.commit()?;
        Ok(messages)
    }

    /// Hides a received message until then, unless its time is over already. Says whether it was hidden, if the receipt
    /// is its last.
    pub fn hide(
        &mut self,
        queue: &str,
        receipt: &str,
        now: i64,
        until: i64,
    ) -> rusqlite::Result<Option<bool>> {
        let transaction = self.begin()?;
        let query =
            "SELECT visible_at FROM _paydesk_messages WHERE queue = ?1 AND receipt = ?2 AND receipt <> ''";
        let found = transaction.query_row(query, params![queue, receipt], |row| row.get::<_, i64>(0));
        let Some(before) = found.optional()? else { return Ok(None) };
        if before <= now {
            return Ok(Some(false));
        }
        transaction.execute(
            "UPDATE _paydesk_messages SET visible_at = ?3, held = 0 WHERE queue = ?1 AND receipt = ?2",
            params![queue, receipt, until],
        )?;
        transaction.commit()?;
        Ok(Some(true))
    }

    /// Ends a receipt of every message: those that were taken are gone, the others wait for their time.
    pub fn settle(&mut self, received: &[Message], taken: &dyn Fn(&Message) -> bool) -> rusqlite::Result<()> {
        let transaction = self.begin()?;
        for message in received {
            let statement = if taken(message) {
                "DELETE FROM _paydesk_messages WHERE receipt = ?1 AND receipt <> ''"
            } else {
                "UPDATE _paydesk_messages SET held = 0 WHERE receipt = ?1 AND receipt <> ''"
            };
            transaction.prepare_cached(statement)?.execute(params![message.receipt])?;
        }
        transaction.commit()
    }

    /// When the next message that is hidden can be seen.
    pub fn next_visible(&self, queue: &str, now: i64) -> rusqlite::Result<Option<i64>> {
        let query = "SELECT MIN(visible_at) FROM _paydesk_messages WHERE queue = ?1 AND visible_at > ?2";
        self.connection.prepare_cached(query)?.query_row(params![queue, now], |row| row.get(0))
    }

    /// Every message of a queue, oldest first.
    pub fn all(&self, queue: &str) -> rusqlite::Result<Vec<Message>> {
        let mut query = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM _paydesk_messages WHERE queue = ?1 ORDER BY number"
        ))?;
        let rows = query.query_map(params![queue], row_message)?;
        rows.map(|row| row.map(|(_, message)| message)).collect()
    }

    pub fn counts(&self, queue: &str, now: i64) -> rusqlite::Result<Counts> {
        let mut query = self.connection.prepare_cached(
            "SELECT COUNT(*) FILTER (WHERE visible_at <= ?2),
                    COUNT(*) FILTER (WHERE visible_at > ?2 AND receives > 0),
                    COUNT(*) FILTER (WHERE visible_at > ?2 AND receives = 0)
             FROM _paydesk_messages WHERE queue = ?1",
        )?;
        query.query_row(params![queue, now], |row| {
            Ok(Counts { waiting: row.get(0)?, in_flight: row.get(1)?, delayed: row.get(2)? })
        })
    }

    /// Sends every message of one queue to another, as new.
    pub fn redrive(&mut self, from: &str, to: &str, now: i64) -> rusqlite::Result<usize> {
        self.connection.execute(
            "UPDATE _paydesk_messages
             SET queue = ?2, sent = ?3, visible_at = ?3, receives = 0, first_received = 0, receipt = '', held = 0
             WHERE queue = ?1",
            params![from, to, now],
        )
    }

    /// Forgets what was sent before.
    pub fn forget(&mut self, queue: &str, sent_before: i64) -> rusqlite::Result<usize> {
        let forget = "DELETE FROM _paydesk_messages WHERE queue = ?1 AND sent < ?2";
        self.connection.execute(forget, params![queue, sent_before])
    }

    /// One that is to write waits for its turn at once: to be refused later could not be waited for.
    fn begin(&mut self) -> rusqlite::Result<Transaction<'_>> {
        self.connection.transaction_with_behavior(TransactionBehavior::Immediate)
    }
}

const COLUMNS: &str = "number, id, grp, body, sent, visible_at, receives, first_received, receipt, held";

fn visible(
    transaction: &Transaction,
    Source { queue, order, .. }: Source<'_>,
    group: &str,
    now: i64,
    most: usize,
) -> rusqlite::Result<Vec<(i64, Message)>> {
    let mut query = transaction.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM _paydesk_messages WHERE queue = ?1 AND grp = ?2 AND visible_at <= ?3
         ORDER BY visible_at, number LIMIT ?4 OFFSET ?5"
    ))?;
    let mut from = |place: i64, most: usize| {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        query.query_map(params![queue, group, now, most, place], row_message)?.collect()
    };
    match order {
        Order::Oldest => from(0, most),
        // Whoever wants any of them takes one at a time.
        Order::Any => from(random::up_to(waiting(transaction, queue, group, now)? - 1), 1),
    }
}

fn waiting(transaction: &Transaction, queue: &str, group: &str, now: i64) -> rusqlite::Result<i64> {
    let query = "SELECT COUNT(*) FROM _paydesk_messages WHERE queue = ?1 AND grp = ?2 AND visible_at <= ?3";
    transaction.prepare_cached(query)?.query_row(params![queue, group, now], |row| row.get(0))
}

/// It keeps the time it was sent at, by which it is forgotten.
fn bury(transaction: &Transaction, number: i64, to: &str, now: i64) -> rusqlite::Result<()> {
    let bury =
        "UPDATE _paydesk_messages SET queue = ?2, visible_at = ?3, receipt = '', held = 0 WHERE number = ?1";
    transaction.execute(bury, params![number, to, now]).map(|_| ())
}

fn row_message(row: &Row) -> rusqlite::Result<(i64, Message)> {
    let message = Message {
        id: row.get(1)?,
        group: row.get(2)?,
        body: row.get(3)?,
        sent: row.get(4)?,
        visible_at: row.get(5)?,
        receives: row.get(6)?,
        first_received: row.get(7)?,
        receipt: row.get(8)?,
        held: row.get(9)?,
    };
    Ok((row.get(0)?, message))
}
