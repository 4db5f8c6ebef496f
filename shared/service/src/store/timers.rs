//! Timers: one row per session, keyed by its due minute, an hour to a partition. The sweep finds by it what is due; its TTL is the net below the sweep.

use paydesk_model::ids::SessionId;
use paydesk_model::time::Moment;

use super::batch::Write;
use super::keys::{self, Item, Key, n, number};
use super::layout::Layout;
use super::sessions::unless_there;
use super::trace::traced;
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
        let (shard, minute) = (keys::shard(session, layout.timer_shards), due.div_euclid(60));
        let key =
            Key::new(keys::timers(shard, minute.div_euclid(60)), format!("{}{session}", before(minute)));
        Self { session: session.clone(), due, key }
    }

    /// The TTL attribute is the due time: DynamoDB deletes the row some time after it.
    pub fn item(&self) -> Item {
        let mut item = self.key.clone().into_item();
        item.insert("ttl".into(), n(self.due));
        item
    }

    /// The session of a timer's key, as a stream record of its deletion has it.
    pub fn session_of(pk: &str, sk: &str) -> Option<SessionId> {
        let (_, id) = sk.split_once('#').filter(|_| pk.starts_with("T#"))?;
        SessionId::parse(id)
    }

    fn read(item: &Item) -> Option<Self> {
        let (pk, sk) = (keys::text(item, "pk")?, keys::text(item, "sk")?);
        let session = Self::session_of(&pk, &sk)?;
        Some(Self { session, due: number(item, "ttl")?, key: Key::new(pk, sk) })
    }
}

/// A sort key before every timer of this minute and after every earlier one.
fn before(minute: i64) -> String {
    format!("{minute:010}#")
}

impl Store {
    /// The timers of one shard and hour that ring in minute `from` or later, and at or before `now`.
    pub async fn due_timers(
        &self,
        shard: u32,
        hour: i64,
        from: i64,
        now: Moment,
    ) -> Result<Vec<Timer>, Failure> {
        let after_this_minute = before(now.seconds().div_euclid(60) + 1);
        let items = self.query_between(&keys::timers(shard, hour), &before(from), &after_this_minute).await?;
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

    /// Where the sweep begins, if it never ran: no timer is older than the first create.
    pub(super) async fn start_sweep_mark(&self, minute: i64) -> Result<(), Failure> {
        let mut item = mark_key().into_item();
        item.insert("minute".into(), n(minute));
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item));
        unless_there(put.condition_expression("attribute_not_exists(pk)")).await
    }

    pub async fn set_sweep_mark(&self, minute: i64) -> Result<(), Failure> {
        let mut item = mark_key().into_item();
        item.insert("minute".into(), n(minute));
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item));
        traced("PutItem", put.send()).await.map(|_| ()).map_err(|error| Failure::of(&error))
    }
}

fn mark_key() -> Key {
    Key::new("SWEEP", "MARK")
}
