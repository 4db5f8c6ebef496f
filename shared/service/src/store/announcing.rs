//! Items that announce, sessions, customers and the objects of catalogues, as the stream and a scan bring them; and what is published of each of
//! their announcements.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use paydesk_model::announcement::{Announcement, Happening};
use paydesk_model::ids::SessionId;
use paydesk_model::mode::Mode;
use paydesk_model::payment::Customer;
use paydesk_model::session::{Gathered, Session};
use paydesk_model::settings::Settings;
use paydesk_model::terms::Terms;

use super::catalogue::StoredObject;
use super::customers::{self, StoredCustomer};
use super::events::{Fan, ObjectSnapshot, Published, Snapshot};
use super::keys::{Item, text};
use super::stored::{Extent, Stored};
use super::trace::traced;
use super::{Failure, Store};

/// How many items are looked through in one call.
const SCANNED: i32 = 250;

/// An item that has announcements.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "few live at a time, and most are sessions")]
pub enum Announcing {
    Session(Stored),
    Customer {
        stored: StoredCustomer,
        /// What it was before the last change, where that is known.
        before: Option<Customer>,
    },
    Object {
        account: String,
        stored: StoredObject,
        /// What it was before the last change, where that is known.
        before: Option<StoredObject>,
    },
}

/// Lines that live apart, as the stream names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinesKey {
    pub session: SessionId,
    /// What the session's item knows them by.
    pub at: String,
}

impl LinesKey {
    /// What the keys of a stream record are; nothing if they are not those of lines.
    pub fn of_keys(keys: &serde_dynamo::Item) -> Option<Self> {
        let attributes: &HashMap<String, serde_dynamo::AttributeValue> = keys;
        let key = |name: &str| match attributes.get(name) {
            Some(serde_dynamo::AttributeValue::S(text)) => Some(text.as_str()),
            _ => None,
        };
        let session = key("pk")?.strip_prefix("S#").and_then(SessionId::parse)?;
        let at = key("sk").filter(|sk| sk.starts_with("L#"))?.to_owned();
        Some(Self { session, at })
    }
}

/// Some of the table's items, and where to go on; nowhere after the last.
pub struct Scanned {
    pub announcing: Vec<Announcing>,
    /// How many items were looked at, and how many of them cannot be read.
    pub seen: usize,
    pub unreadable: usize,
    pub next: Option<ScanFrom>,
}

/// A place in a scan.
#[derive(Clone, Debug)]
pub struct ScanFrom(Item);

impl Announcing {
    /// What an image of a stream record is; nothing if it does not announce.
    pub fn of_image(image: &serde_dynamo::Item) -> Result<Option<Self>, Failure> {
        let attributes: &HashMap<String, serde_dynamo::AttributeValue> = image;
        let known = attributes.iter().filter_map(|(name, value)| {
            // No such item has attributes of other types.
            let value = match value {
                serde_dynamo::AttributeValue::S(text) => AttributeValue::S(text.clone()),
                serde_dynamo::AttributeValue::N(number) => AttributeValue::N(number.clone()),
                _ => return None,
            };
            Some((name.clone(), value))
        });
        Self::of(&known.collect())
    }

    /// What an item is; nothing if it does not announce.
    pub fn of(item: &Item) -> Result<Option<Self>, Failure> {
        let (pk, sk) = (text(item, "pk").unwrap_or_default(), text(item, "sk").unwrap_or_default());
        match sk.as_str() {
            "S" if pk.starts_with("S#") => Stored::read(item).map(|stored| Some(Self::Session(stored))),
            "C" if pk.starts_with("C#") => {
                let stored = customers::read(item)?;
                Ok(Some(Self::Customer { stored, before: None }))
            }
            "K" if pk.starts_with("K#") && item.contains_key("outbox") => {
                let account = text(item, "account").unwrap_or_default();
                Ok(Some(Self::Object { account, stored: StoredObject::read(item)?, before: None }))
            }
            _ => Ok(None),
        }
    }

    /// The same, after what was there before it.
    #[must_use]
    pub fn after(self, old: Option<&Self>) -> Self {
        match (self, old) {
            (Self::Customer { stored, .. }, Some(Self::Customer { stored: old, .. })) => {
                Self::Customer { stored, before: Some(old.customer.clone()) }
            }
            (Self::Object { account, stored, .. }, Some(Self::Object { stored: old, .. })) => {
                Self::Object { account, stored, before: Some(old.clone()) }
            }
            (announcing, _) => announcing,
        }
    }

    /// Its owner, and whether in live mode.
    pub fn owner(&self) -> (&str, bool) {
        match self {
            Self::Session(stored) => (&stored.session.account, stored.session.livemode()),
            Self::Customer { stored, .. } => (&stored.customer.account, stored.customer.livemode),
            Self::Object { account, stored, .. } => (account, stored.object.livemode()),
        }
    }

    pub fn id(&self) -> &str {
        match self {
            Self::Session(stored) => stored.session.id.as_str(),
            Self::Customer { stored, .. } => &stored.customer.id,
            Self::Object { stored, .. } => stored.object.id(),
        }
    }

    /// What it announced, oldest first.
    pub fn outbox(&self) -> &[Announcement] {
        match self {
            Self::Session(stored) => &stored.session.outbox,
            Self::Customer { stored, .. } => &stored.outbox,
            Self::Object { stored, .. } => &stored.outbox,
        }
    }

    /// The number of its last announcement.
    pub fn last(&self) -> u32 {
        self.outbox().last().map_or(0, |made| made.number)
    }

    /// What is to be published of one of its announcements, told to nobody yet. `as_it_is` is what it has just become by
    /// making it; otherwise it is taken back to what it was then, as far as it still knows.
    pub fn published(&self, announcement: &Announcement, as_it_is: bool, api_version: &str) -> Published {
        let of = match self {
            Self::Session(stored) => {
                let then =
                    if as_it_is { stored.session.clone() } else { stored.session.as_of(announcement.number) };
                Snapshot::Session(stored.showing(shown_by(then, announcement)))
            }
            Self::Customer { stored, before } => {
                match before.clone().filter(|_| as_it_is) {
                    // What is left of a deleted one says nothing of the person.
                    Some(customer) if announcement.kind == Happening::CustomerDeleted => {
                        Snapshot::Customer { customer, before: None }
                    }
                    before => Snapshot::Customer { customer: stored.customer.clone(), before },
                }
            }
            Self::Object { stored, before, .. } => Snapshot::Object(Box::new(ObjectSnapshot {
                object: stored.object.clone(),
                redeemed: stored.redeemed,
                before: before.as_ref().filter(|_| as_it_is).map(|before| before.object.clone()),
            })),
        };
        let (account, livemode) = self.owner();
        Published {
            account: account.to_owned(),
            livemode,
            announcement: announcement.clone(),
            of,
            api_version: api_version.to_owned(),
            fan: Fan::new(),
        }
    }
}

/// What the events of an announcement show of its session: every byte is paid for when it is written.
fn shown_by(mut session: Session, announcement: &Announcement) -> Session {
    session.outbox.retain(|made| made.number <= announcement.number);
    for earlier in session.outbox.iter_mut().filter(|made| made.number < announcement.number) {
        earlier.request = None;
    }
    if announcement.kind.adds_lines() && session.mode != Mode::Setup {
        // Its products and prices are made of the lines alone.
        session.settings = Settings::default();
        session.gathered = Gathered::default();
        session.metadata.clear();
        session.terms = Terms::default();
        session.token.clear();
    }
    session
}

impl Store {
    /// Some more of the items that announce, wherever they are in the table.
    pub async fn scan(&self, from: Option<ScanFrom>) -> Result<Scanned, Failure> {
        let scan = self.client.scan().table_name(&self.table).limit(SCANNED).consistent_read(true);
        let scan = scan.filter_expression("attribute_exists(outbox)");
        let sent = traced("Scan", scan.set_exclusive_start_key(from.map(|ScanFrom(key)| key)).send()).await;
        let answer = sent.map_err(|error| Failure::of(&error))?;
        let seen = usize::try_from(answer.scanned_count).unwrap_or_default();
        let (mut announcing, mut unreadable) = (Vec::new(), 0);
        for item in answer.items.unwrap_or_default() {
            match Announcing::of(&item) {
                Ok(found) => announcing.extend(found),
                Err(cause) => {
                    let pk = text(&item, "pk").unwrap_or_default();
                    tracing::error!(?cause, pk, "an item cannot be read");
                    unreadable += 1;
                }
            }
        }
        let next = answer.last_evaluated_key.filter(|key| !key.is_empty()).map(ScanFrom);
        Ok(Scanned { announcing, seen, unreadable, next })
    }

    /// The same with the lines that its announcements are about, where they live apart; nothing if they are not there.
    pub async fn with_lines(&self, announcing: Announcing) -> Result<Option<Announcing>, Failure> {
        match announcing {
            Announcing::Session(stored) => {
                Ok(self.complete(stored, Extent::Whole).await?.map(Announcing::Session))
            }
            other => Ok(Some(other)),
        }
    }
}
