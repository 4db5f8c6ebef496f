//! Timers: one row per session and due minute. The sweep finds by it what is due; its TTL is the net below the sweep.

use paydesk_model::ids::SessionId;
use paydesk_model::time::Moment;

use super::batch::Write;
use super::keys::{self, Item, Key, n, number};
use super::layout::Layout;
use super::{Failure, Store};

/// A timer as the sweep finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    pub session: SessionId,
    /// Unix seconds.
    pub due: i64,
    pub key: Key,
}

impl Timer {
    pub fn new(session: &SessionId, due: i64, layout: Layout) -> Self {
        let shard = keys::shard(session, layout.timer_shards);
        let key = Key::new(keys::timers(shard, due.div_euclid(60)), session.as_str());
        Self { session: session.clone(), due, key }
    }

    /// The TTL attribute is the due time: DynamoDB deletes the row some time after it.
    pub fn item(&self) -> Item {
        let mut item = self.key.clone().into_item();
        item.insert("ttl".into(), n(self.due));
        item
    }

    /// A timer of the key of a deleted row, as a stream record has it.
    pub fn session_of(pk: &str, sk: &str) -> Option<SessionId> {
        pk.starts_with("T#").then(|| SessionId::parse(sk)).flatten()
    }

    fn read(item: &Item) -> Option<Self> {
        let (pk, sk) = (keys::text(item, "pk")?, keys::text(item, "sk")?);
        Some(Self { session: SessionId::parse(&sk)?, due: number(item, "ttl")?, key: Key::new(pk, sk) })
    }
}

impl Store {
    /// The timers of one shard and minute that ring at or before `now`.
    pub async fn due_timers(&self, shard: u32, minute: i64, now: Moment) -> Result<Vec<Timer>, Failure> {
        let items = self.query_all(&keys::timers(shard, minute)).await?;
        Ok(items.iter().filter_map(Timer::read).filter(|timer| timer.due <= now.seconds()).collect())
    }

    pub async fn set_timer(&self, timer: &Timer) -> Result<(), Failure> {
        self.write_all(vec![Write::Put(timer.item())]).await
    }

    pub async fn drop_timers(&self, timers: &[Timer]) -> Result<(), Failure> {
        self.write_all(timers.iter().map(|timer| Write::Delete(timer.key.clone())).collect()).await
    }

    /// The last minute that the sweep has dealt with entirely.
    pub async fn sweep_mark(&self) -> Result<Option<i64>, Failure> {
        Ok(self.item(mark_key()).await?.as_ref().and_then(|item| number(item, "minute")))
    }

    pub async fn set_sweep_mark(&self, minute: i64) -> Result<(), Failure> {
        let mut item = mark_key().into_item();
        item.insert("minute".into(), n(minute));
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item));
        put.send().await.map(|_| ()).map_err(|error| Failure::of(&error))
    }
}

fn mark_key() -> Key {
    Key::new("SWEEP", "MARK")
}
