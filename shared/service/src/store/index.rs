//! Listing rows: where a session stands in every list it belongs to. Rows are hints; the session is the truth.

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use paydesk_model::session::Session;

use super::batch::Write;
use super::keys::{self, Item, Key, Reference, s};
use super::layout::Layout;
use super::timers::Timer;
use super::trace::traced;
use super::{Failure, Store};

/// Before and after every sort key: they begin with a digit or a capital letter.
const FIRST: &str = " ";
const LAST: &str = "~";

/// A stretch of one list: the rows whose place lies strictly between the two, either end open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    pub after: Option<String>,
    pub before: Option<String>,
}

impl Stretch {
    pub fn holds(&self, place: &str) -> bool {
        self.after.as_deref().is_none_or(|after| after < place)
            && self.before.as_deref().is_none_or(|before| place < before)
    }
}

/// Which way a list is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    NewestFirst,
    OldestFirst,
}

/// The rows and the timer that a new session needs beside itself.
pub fn rows_of(session: &Session, layout: Layout) -> Vec<Key> {
    let (account, live, place) = (&session.account, session.livemode(), keys::place(session));
    let mut rows =
        vec![Key::new(keys::listing(account, live, keys::shard(&session.id, layout.index_shards)), &place)];
    rows.extend(
        references(session)
            .into_iter()
            .map(|(reference, value)| Key::new(keys::by_reference(account, live, reference, value), &place)),
    );
    rows
}

/// What a session can be found by.
fn references(session: &Session) -> Vec<(Reference, &str)> {
    let details = session.gathered.customer_details.as_ref();
    [
        (Reference::ClientReference, session.settings.client_reference_id.as_deref()),
        (Reference::Customer, session.gathered.customer.as_deref()),
        (Reference::Email, details.and_then(|details| details.email.as_deref())),
        (Reference::PaymentLink, session.payment_link.as_deref()),
    ]
    .into_iter()
    .filter_map(|(reference, value)| Some((reference, value?)))
    .collect()
}

/// The rows that completion adds to those a session has from its create: by the e-mail that the payer gave, and by
/// the customer it makes.
pub fn references_of_completion(session: &Session, email: Option<&str>, customer: Option<&str>) -> Vec<Key> {
    let (account, live, place) = (&session.account, session.livemode(), keys::place(session));
    let known = references(session);
    [(Reference::Email, email), (Reference::Customer, customer)]
        .into_iter()
        .filter_map(|(reference, value)| Some((reference, value?)))
        .filter(|found| !known.contains(found))
        .map(|(reference, value)| Key::new(keys::by_reference(account, live, reference, value), &place))
        .collect()
}

impl Store {
    /// Writes what an attempt needs beside itself: the rows of its completion, and the timer of its deadline, where that
    /// does not go along with it.
    pub async fn beside_attempt(&self, rows: Vec<Key>, timer: Option<&Timer>) -> Result<(), Failure> {
        let timer = timer.map(|timer| Write::Put(timer.item()));
        let rows = rows.into_iter().map(|row| Write::Put(row.into_item()));
        self.write_all(timer.into_iter().chain(rows).collect()).await
    }

    pub async fn write_rows(&self, rows: Vec<Key>) -> Result<(), Failure> {
        self.write_all(rows.into_iter().map(|row| Write::Put(row.into_item())).collect()).await
    }

    /// Writes what a new session needs beside itself: its timer, its rows, and its lines if they live apart.
    pub async fn index(
        &self,
        session: &Session,
        timer: &Timer,
        layout: Layout,
        lines: Option<Item>,
    ) -> Result<(), Failure> {
        let mut writes = index_writes(session, timer, layout);
        writes.extend(lines.map(Write::Put));
        self.write_all(writes).await
    }

    /// Writes them for the session that is there, and takes back those of one that never came to be. Its
    /// timer is left: it rings for the same session, early or late, and is dropped then.
    pub async fn reindex(
        &self,
        stays: &Session,
        timer: &Timer,
        goes: &Session,
        layout: Layout,
    ) -> Result<(), Failure> {
        let kept = rows_of(stays, layout);
        let stale = rows_of(goes, layout).into_iter().filter(|row| !kept.contains(row));
        let mut writes = index_writes(stays, timer, layout);
        writes.extend(stale.map(Write::Delete));
        self.write_all(writes).await
    }

    /// Files an ended session by how it ended; done when its timer rings, long before anyone looks there.
    pub async fn file_ended(&self, session: &Session, layout: Layout) -> Result<(), Failure> {
        let shard = keys::shard(&session.id, layout.index_shards);
        let pk = keys::filed(&session.account, session.livemode(), session.status(), shard);
        self.write_all(vec![Write::Put(Key::new(pk, keys::place(session)).into_item())]).await
    }

    /// Up to `limit` places of one partition, in walking order.
    pub async fn places(
        &self,
        pk: &str,
        stretch: &Stretch,
        direction: Direction,
        limit: i32,
    ) -> Result<Vec<String>, Failure> {
        let low = stretch.after.as_deref().unwrap_or(FIRST);
        let high = stretch.before.as_deref().unwrap_or(LAST);
        if low > high {
            return Ok(Vec::new());
        }
        let query = self.between(pk, low, high).scan_index_forward(direction == Direction::OldestFirst);
        // BETWEEN includes its ends, which a stretch does not.
        let sent = traced("Query", query.limit(limit.saturating_add(2)).send()).await;
        let answer = sent.map_err(|error| Failure::of(&error))?;
        let places = answer.items.unwrap_or_default().into_iter().filter_map(|item| keys::text(&item, "sk"));
        Ok(places.filter(|place| place != low && place != high).collect())
    }

    /// Every item of a partition from one sort key to another, both included.
    pub(super) async fn query_between(&self, pk: &str, low: &str, high: &str) -> Result<Vec<Item>, Failure> {
        let mut items = Vec::new();
        let mut start = None;
        loop {
            let query = self.between(pk, low, high).set_exclusive_start_key(start);
            let answer = traced("Query", query.send()).await.map_err(|error| Failure::of(&error))?;
            items.extend(answer.items.unwrap_or_default());
            start = answer.last_evaluated_key.filter(|key| !key.is_empty());
            if start.is_none() {
                return Ok(items);
            }
        }
    }

    pub(super) fn between(&self, pk: &str, low: &str, high: &str) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND sk BETWEEN :low AND :high")
            .expression_attribute_values(":pk", s(pk))
            .expression_attribute_values(":low", s(low))
            .expression_attribute_values(":high", s(high))
            .consistent_read(true)
    }
}

fn index_writes(session: &Session, timer: &Timer, layout: Layout) -> Vec<Write> {
    let rows = rows_of(session, layout).into_iter().map(|row| Write::Put(row.into_item()));
    std::iter::once(Write::Put(timer.item())).chain(rows).collect()
}
