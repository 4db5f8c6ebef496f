//! Events in the table: one item for each announcement, with what it is about as that was then, and beside it every
//! attempt to deliver what was made of it.
//!
//! An announcement comes to several events, which are views of its item: they are rendered when they are read, in
//! whosever words.

use std::borrow::Cow;
use std::collections::BTreeMap;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use paydesk_model::announcement::Announcement;
use paydesk_model::catalogue::{Kind, Object};
use paydesk_model::delivery::{DeliveryAttempt, Outcome};
use paydesk_model::event::{self, Event};
use paydesk_model::ids::{EventId, event_body};
use paydesk_model::payment::Customer;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::batch::Write;
use super::keys::{self, Item, Key, n, s, text};
use super::stored::{Extent, Stored};
use super::trace::traced;
use super::{Failure, Store};
use crate::digest::derive;
use crate::random;

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
    Object(Box<ObjectSnapshot>),
}

/// An object of a catalogue as it was then.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectSnapshot {
    pub object: Object,
    /// How often it had been redeemed.
    pub redeemed: i64,
    /// What it was before, where it was changed.
    pub before: Option<Object>,
}

/// The same as it is kept.
#[derive(Serialize, Deserialize)]
struct KeptObject {
    kind: String,
    redeemed: i64,
    object: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<String>,
}

impl KeptObject {
    fn of(snapshot: &ObjectSnapshot) -> Result<Self, Failure> {
        Ok(Self {
            kind: snapshot.object.kind().name().to_owned(),
            redeemed: snapshot.redeemed,
            object: json(&snapshot.object)?,
            before: snapshot.before.as_ref().map(json).transpose()?,
        })
    }

    fn read(&self) -> Result<ObjectSnapshot, Failure> {
        let unreadable = |why: &str| Failure::unreadable("event", why);
        let kind = Kind::parse(&self.kind).ok_or_else(|| unreadable("its kind"))?;
        let object =
            |text: &String| Object::parse(kind, text).map_err(|error| Failure::unreadable("event", error));
        Ok(ObjectSnapshot {
            object: object(&self.object)?,
            redeemed: self.redeemed,
            before: self.before.as_ref().map(object).transpose()?,
        })
    }
}

impl Snapshot {
    /// That of the session's or the customer's id. The id of a catalogue's object may be a merchant's own text, and that
    /// of another kind's object, too: both are in what stands for it.
    fn body(&self) -> Cow<'_, str> {
        match self {
            Self::Session(stored) => stored.session.id.body().into(),
            Self::Customer { customer, .. } => event_body(&customer.id).into(),
            Self::Object(of) => {
                derive(b"event", &[of.object.kind().name(), of.object.id()], random::ID_CHARACTERS).into()
            }
        }
    }
}

impl Published {
    /// What the ids of its events begin with.
    pub fn id(&self) -> String {
        self.announcement.id(&self.of.body())
    }

    /// The events it comes to, in the order they happened.
    pub fn events(&self) -> Vec<Event> {
        match &self.of {
            Snapshot::Session(stored) => event::events(&stored.session, &self.announcement),
            Snapshot::Customer { .. } => {
                vec![event::customer_event(&self.of.body(), &self.announcement)]
            }
            Snapshot::Object(of) => {
                let event = event::object_event(of.object.kind(), &self.of.body(), &self.announcement);
                event.into_iter().collect()
            }
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
            Snapshot::Object(of) => {
                let of = ("catalogue".to_owned(), s(json(&KeptObject::of(of)?)?));
                (Item::from([of]), None)
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
        } else if item.contains_key("catalogue") {
            Snapshot::Object(Box::new(part::<KeptObject>(item, "catalogue")?.read()?))
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
