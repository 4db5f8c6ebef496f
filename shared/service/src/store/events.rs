//! Events in the table: one item for each announcement, with what it is about as that was then, and beside it every
//! attempt to deliver what was made of it.
//!
//! An announcement comes to several events, which are views of its item: they are rendered when they are read, in
//! whosever words.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use paydesk_model::announcement::Announcement;
use paydesk_model::delivery::{DeliveryAttempt, Outcome};
use paydesk_model::event::{self, Event};
use paydesk_model::ids::{EventId, event_body};
use paydesk_model::payment::Customer;
use serde::de::DeserializeOwned;

use super::batch::Write;
use super::keys::{self, Item, Key, n, s, text};
use super::stored::{Extent, Stored};
use super::trace::traced;
use super::{Failure, Store};

pub use super::event_walk::{EventWalk, Kept, Sieve, Step, Stretch};

/// How long events are kept.
pub const KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;

/// Who is told of what: endpoints by event.
pub type Fan = BTreeMap<String, Vec<String>>;

/// An announcement that was made public.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    pub account: String,
    pub livemode: bool,
    pub announcement: Announcement,
    pub of: Snapshot,
    /// The version that its events are rendered as.
    pub api_version: String,
    /// Decided when it was published, and the same if it is published again.
    pub fan: Fan,
}

/// What an announcement is about, as it was then.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "one lives in an announcement, and few at a time")]
pub enum Snapshot {
    Session(Stored),
    Customer { customer: Customer, before: Option<Customer> },
}

impl Snapshot {
    /// That of the session's or the customer's id.
    fn body(&self) -> &str {
        match self {
            Self::Session(stored) => stored.session.id.body(),
            Self::Customer { customer, .. } => event_body(&customer.id),
        }
    }
}

impl Published {
    /// What the ids of its events begin with.
    pub fn id(&self) -> String {
        self.announcement.id(self.of.body())
    }

    /// The events it comes to, in the order they happened.
    pub fn events(&self) -> Vec<Event> {
        match &self.of {
            Snapshot::Session(stored) => event::events(&stored.session, &self.announcement),
            Snapshot::Customer { .. } => vec![event::customer_event(self.of.body(), &self.announcement)],
        }
    }

    /// The endpoints that were to be told of one of its events and, by these attempts, have not answered it well; also
    /// those that are gone.
    pub fn waiting<'a>(
        &'a self,
        event: &'a str,
        attempts: &'a [DeliveryAttempt],
    ) -> impl Iterator<Item = &'a String> {
        let told = self.fan.get(event).map(Vec::as_slice).unwrap_or_default();
        let answered = move |endpoint: &String| {
            attempts.iter().any(|attempt| {
                attempt.event == event
                    && attempt.endpoint == *endpoint
                    && attempt.outcome == Outcome::Succeeded
            })
        };
        told.iter().filter(move |endpoint| !answered(endpoint))
    }

    /// Its item; and the lines it is about, if they live apart and nowhere yet.
    fn items(&self) -> Result<(Item, Option<Item>), Failure> {
        let id = self.id();
        let id = EventId::parse(&id).ok_or_else(|| Failure::unreadable("event", "its id is none"))?;
        let (mut item, lines) = match &self.of {
            Snapshot::Session(stored) => {
                let items = stored.items()?;
                (items.head, items.lines)
            }
            Snapshot::Customer { customer, before } => {
                let customer = ("customer".to_owned(), s(json(customer)?));
                (Item::from([customer, ("before".to_owned(), s(json(before)?))]), None)
            }
        };
        item.extend(key(&self.account, self.livemode, &id).into_item());
        item.insert("account".into(), s(&self.account));
        item.insert("announcement".into(), s(json(&self.announcement)?));
        item.insert("api_version".into(), s(&self.api_version));
        item.insert("fan".into(), s(json(&self.fan)?));
        item.insert("livemode".into(), n(i32::from(self.livemode)));
        item.insert("ttl".into(), n(self.announcement.at.seconds() + KEPT_SECONDS));
        Ok((item, lines))
    }

    pub(super) fn read(item: &Item) -> Result<Self, Failure> {
        let of = if item.contains_key("customer") {
            Snapshot::Customer { customer: part(item, "customer")?, before: part(item, "before")? }
        } else {
            Snapshot::Session(Stored::read(item)?)
        };
        Ok(Self {
            account: text(item, "account").unwrap_or_default(),
            livemode: keys::number(item, "livemode") == Some(1),
            announcement: part(item, "announcement")?,
            of,
            api_version: text(item, "api_version").unwrap_or_default(),
            fan: part(item, "fan")?,
        })
    }
}

impl Store {
    /// Puts an announcement that was not published before; else what is there.
    pub async fn publish(&self, published: &Published) -> Result<Option<Published>, Failure> {
        let (item, lines) = published.items()?;
        if let Some(lines) = lines {
            // Named by their content: whoever puts them puts the same.
            let put = self.client.put_item().table_name(&self.table).set_item(Some(lines));
            traced("PutItem", put.send()).await.map_err(|error| Failure::of(&error))?;
        }
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item));
        let put = put.condition_expression("attribute_not_exists(pk)");
        let put = put.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let Err(error) = traced("PutItem", put.send()).await else { return Ok(None) };
        match error.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(there)) => match there.item() {
                Some(item) => Published::read(item).map(Some),
                None => Err(Failure::Busy("an event vanished while it was published".into())),
            },
            _ => Err(Failure::of(&error)),
        }
    }

    /// The announcement that this event is made of, and every attempt to deliver its events, oldest first.
    pub async fn published(
        &self,
        account: &str,
        livemode: bool,
        id: &EventId<'_>,
    ) -> Result<Option<(Published, Vec<DeliveryAttempt>)>, Failure> {
        let Key { pk, sk } = key(account, livemode, id);
        let items = self.query_between(&pk, &sk, &format!("{sk}#~")).await?;
        let mut items = items.iter();
        // Attempts outlive the announcement by a moment, as both have the same time to live.
        let Some(first) = items.next().filter(|item| item.contains_key("announcement")) else {
            return Ok(None);
        };
        let attempts =
            items.map(|item| part(item, "attempt")).collect::<Result<Vec<DeliveryAttempt>, _>>()?;
        let mut attempts = attempts;
        attempts.sort_by_key(|attempt| attempt.at);
        Ok(Some((self.whole(Published::read(first)?).await?, attempts)))
    }

    /// An announcement with the lines of its session, which its events may be about.
    pub(crate) async fn whole(&self, mut published: Published) -> Result<Published, Failure> {
        if let Snapshot::Session(stored) = &published.of
            && !stored.is_whole()
            && let Some(whole) = self.complete(stored.clone(), Extent::Whole).await?
        {
            published.of = Snapshot::Session(whole);
        }
        Ok(published)
    }

    /// Notes an attempt beside its announcement.
    pub async fn note_attempt(
        &self,
        account: &str,
        livemode: bool,
        attempt: &DeliveryAttempt,
    ) -> Result<(), Failure> {
        let id = EventId::parse(&attempt.event);
        let id = id.ok_or_else(|| Failure::unreadable("event", "its id is none"))?;
        let Key { pk, sk } = key(account, livemode, &id);
        let sk = format!("{sk}#{}#{}#{:013}", attempt.event, attempt.endpoint, attempt.at.millis());
        let mut item = Key::new(pk, sk).into_item();
        item.insert("attempt".into(), s(json(attempt)?));
        item.insert("ttl".into(), n(id.at.seconds() + KEPT_SECONDS));
        self.write_all(vec![Write::Put(item)]).await
    }
}

fn key(account: &str, livemode: bool, id: &EventId<'_>) -> Key {
    Key::new(keys::events_of(account, livemode, id), place_of(id))
}

/// The place of the announcement that an event is made of.
pub fn place_of(id: &EventId<'_>) -> String {
    format!("{:013}#{}", id.at.millis(), id.announcement)
}

fn json(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(|error| Failure::unreadable("event", error))
}

pub(super) fn part<T: DeserializeOwned>(item: &Item, name: &str) -> Result<T, Failure> {
    let text = text(item, name).ok_or_else(|| Failure::unreadable("event", format!("it has no {name}")))?;
    serde_json::from_str(&text).map_err(|error| Failure::unreadable("event", error))
}
