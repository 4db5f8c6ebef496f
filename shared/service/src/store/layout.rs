//! The layout: how many partitions listings and timers are spread over, and how long a session may live. Each
//! may grow and never shrink, because what was written under it has to be found again; the table remembers.

use paydesk_model::time::Moment;

use super::keys::{Item, Key, n, number};
use super::sessions::unless_there;
use super::{Failure, Store};

/// Another function may have raised a number meanwhile; then it stands.
const UNLESS_LARGER: &str = "attribute_not_exists(pk) OR (index_shards <= :index AND timer_shards <= :timer AND longest_expiry <= :longest)";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    pub index_shards: u32,
    pub timer_shards: u32,
    /// Seconds; no session was ever given longer than this.
    pub longest_expiry: i64,
}

impl Layout {
    fn largest(self, other: Self) -> Self {
        Self {
            index_shards: self.index_shards.max(other.index_shards),
            timer_shards: self.timer_shards.max(other.timer_shards),
            longest_expiry: self.longest_expiry.max(other.longest_expiry),
        }
    }

    fn read(item: &Item) -> Self {
        let count = |name: &str| number(item, name).and_then(|count| u32::try_from(count).ok()).unwrap_or(1);
        Self {
            index_shards: count("index_shards"),
            timer_shards: count("timer_shards"),
            longest_expiry: number(item, "longest_expiry").unwrap_or_default(),
        }
    }
}

impl Store {
    /// The counts that readers must look through; one read per process.
    pub async fn layout(&self) -> Result<Layout, Failure> {
        self.read_layout.get_or_try_init(|| self.read_layout()).await.copied()
    }

    /// The counts that writers may use: the table is told before a new shard gets its first row, and before
    /// the first row of all, from which minute on the sweep has to look.
    pub async fn layout_for_writing(&self, now: Moment) -> Result<Layout, Failure> {
        self.raised_layout.get_or_try_init(|| self.raise_layout(now)).await.copied()
    }

    async fn read_layout(&self) -> Result<Layout, Failure> {
        let item = self.item(layout_key()).await?;
        Ok(item.as_ref().map_or(self.configured, |item| Layout::read(item).largest(self.configured)))
    }

    async fn raise_layout(&self, now: Moment) -> Result<Layout, Failure> {
        let remembered = self.item(layout_key()).await?.as_ref().map(Layout::read);
        let wanted = remembered.map_or(self.configured, |known| known.largest(self.configured));
        if remembered.is_none() {
            self.start_sweep_mark(now.seconds().div_euclid(60)).await?;
        }
        if remembered != Some(wanted) {
            self.remember_layout(wanted).await?;
        }
        Ok(wanted)
    }

    /// Never lowers what another function may have raised meanwhile.
    async fn remember_layout(&self, wanted: Layout) -> Result<(), Failure> {
        let mut item = layout_key().into_item();
        item.insert("index_shards".into(), n(wanted.index_shards));
        item.insert("timer_shards".into(), n(wanted.timer_shards));
        item.insert("longest_expiry".into(), n(wanted.longest_expiry));
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item));
        let put = put
            .condition_expression(UNLESS_LARGER)
            .expression_attribute_values(":index", n(wanted.index_shards))
            .expression_attribute_values(":timer", n(wanted.timer_shards))
            .expression_attribute_values(":longest", n(wanted.longest_expiry));
        unless_there(put).await
    }
}

fn layout_key() -> Key {
    Key::new("DEPLOYMENT", "LAYOUT")
}
