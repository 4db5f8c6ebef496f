//! The catalogue in the table: each object an item of its own, listed by its creation and found by what else it can be
//! named by.
//!
//! How often something was redeemed is counted beside its body, so that a count never meets a change of the object.

use std::collections::{BTreeSet, HashSet};

use paydesk_model::announcement::{Announcement, Cause, Happening};
use paydesk_model::catalogue::{Found, Kind, Object};
use paydesk_model::redemption::Counted;
use paydesk_model::time::Moment;

use super::index::{Direction, Stretch};
use super::keys::{self, Item, Key, n, number, s, text};
use super::stored::{Ledger, Seen};
use super::{Failure, Store};

/// How many rows are read at once: as many as objects can be.
const STEP: i32 = 100;
/// How many of its announcements an object remembers; the stream has carried out the rest.
const REMEMBERED_ANNOUNCEMENTS: usize = 10;

/// An object with what the store knows about it besides.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredObject {
    pub object: Object,
    /// Counts the writes of the object; each expects the one before it.
    pub version: i64,
    /// How often it was redeemed, payments under way included.
    pub redeemed: i64,
    /// Which requests made it what it is.
    pub ledger: Ledger,
    /// It stays, so that its id is given to nothing else.
    pub deleted: bool,
    /// Of a product: it has prices, active or not.
    pub priced: bool,
    /// What it announced, oldest first.
    pub outbox: Vec<Announcement>,
}

/// A name that only one object of an account and mode may bear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The lookup key of a price.
    LookupKey(String),
    /// The code of an active promotion code, in upper case.
    Code(String),
    /// What a create's idempotency key comes to, where the id is somebody's choice.
    Create(String),
}

/// Where it is counted how often something is used.
pub(super) fn count_key(owner: Owner<'_>, counted: &Counted) -> Key {
    match counted {
        Counted::Object(kind, id) => key(owner, *kind, id),
        Counted::FirstPayment(customer) => {
            Key::new(keys::claim(owner.account, owner.livemode, "first_payment", customer), "N")
        }
    }
}

/// Whose catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner<'o> {
    pub account: &'o str,
    pub livemode: bool,
}

impl StoredObject {
    pub fn first(object: impl Into<Object>, ledger: Ledger) -> Self {
        Self {
            object: object.into(),
            version: 1,
            redeemed: 0,
            ledger,
            deleted: false,
            priced: false,
            outbox: Vec::new(),
        }
    }

    /// One that is not kept here, to be shown like those that are.
    pub fn unstored(object: impl Into<Object>) -> Self {
        Self::first(object, Ledger::default())
    }

    /// The version after this one.
    #[must_use]
    pub fn next(&self, object: impl Into<Object>) -> Self {
        Self { object: object.into(), version: self.version + 1, ..self.clone() }
    }

    /// The same, made so by a request.
    #[must_use]
    pub fn made_by(self, by: &str, seen: Option<Seen>, now: Moment) -> Self {
        Self { ledger: self.ledger.after(by, seen, now), ..self }
    }

    #[must_use]
    pub fn deleted(&self) -> Self {
        Self { version: self.version + 1, deleted: true, ..self.clone() }
    }

    /// The same with its announcement of what is written now; shipping rates are told of to nobody.
    pub(super) fn announce(&mut self, at: Moment, request: &Cause) {
        let number = u32::try_from(self.version).unwrap_or(u32::MAX);
        let told = self.outbox.last().is_some_and(|last| last.number >= number);
        if told || self.object.kind() == Kind::ShippingRate {
            return;
        }
        let kind = match self.version {
            _ if self.deleted => Happening::ObjectDeleted,
            1 => Happening::ObjectCreated,
            _ => Happening::ObjectUpdated,
        };
        self.outbox.push(Announcement { number, kind, at, request: Some(request.clone()), line: None });
        if self.outbox.len() > REMEMBERED_ANNOUNCEMENTS {
            self.outbox.remove(1);
        }
    }

    pub(super) fn key(&self, owner: Owner<'_>) -> Key {
        key(owner, self.object.kind(), self.object.id())
    }

    /// Whether it may be redeemed at all, if it is something to be redeemed.
    pub fn is_redeemable(&self) -> Option<bool> {
        match &self.object {
            Object::Coupon(_) => Some(!self.deleted),
            Object::PromotionCode(code) => Some(code.active && !self.deleted),
            _ => None,
        }
    }

    /// The rows it is listed by: among all of its kind, and among those of its product or coupon.
    pub(super) fn rows(&self, owner: Owner<'_>) -> Vec<Key> {
        let (kind, place) = (self.object.kind(), place(&self.object));
        let of = match &self.object {
            Object::Price(price) => Some(price.product.as_str()),
            Object::PromotionCode(code) => Some(code.coupon.as_str()),
            _ => None,
        };
        let all = Key::new(listing_of(owner, kind, None), &place);
        let of = of.map(|of| Key::new(listing_of(owner, kind, Some(of)), &place));
        std::iter::once(all).chain(of).collect()
    }

    pub(super) fn item(&self, owner: Owner<'_>) -> Result<Item, Failure> {
        let body =
            serde_json::to_string(&self.object).map_err(|error| Failure::unreadable("catalogue", error))?;
        let mut item = self.key(owner).into_item();
        item.insert("kind".into(), s(self.object.kind().name()));
        item.insert("body".into(), s(body));
        item.insert("version".into(), n(self.version));
        item.insert("redeemed".into(), n(self.redeemed));
        if !self.outbox.is_empty() {
            let outbox = serde_json::to_string(&self.outbox)
                .map_err(|error| Failure::unreadable("catalogue", error))?;
            item.insert("account".into(), s(owner.account));
            item.insert("outbox".into(), s(outbox));
        }
        // Beside the body, where conditions see it.
        item.extend(self.is_redeemable().map(|may| ("redeemable".to_owned(), n(i64::from(may)))));
        self.ledger.write(&mut item)?;
        item.extend(self.deleted.then(|| ("deleted".to_owned(), n(1))));
        item.extend(self.priced.then(|| ("priced".to_owned(), n(1))));
        Ok(item)
    }

    pub(super) fn read(item: &Item) -> Result<Self, Failure> {
        let unreadable = |why: &str| Failure::unreadable("catalogue", why);
        let kind =
            text(item, "kind").and_then(|name| Kind::parse(&name)).ok_or_else(|| unreadable("its kind"))?;
        let body = text(item, "body").ok_or_else(|| unreadable("it has no body"))?;
        Ok(Self {
            object: Object::parse(kind, &body).map_err(|error| Failure::unreadable("catalogue", error))?,
            version: number(item, "version").unwrap_or_default(),
            redeemed: number(item, "redeemed").unwrap_or_default(),
            ledger: Ledger::read(item)?,
            deleted: number(item, "deleted").is_some(),
            priced: number(item, "priced").is_some(),
            outbox: match text(item, "outbox") {
                Some(outbox) => {
                    serde_json::from_str(&outbox).map_err(|error| Failure::unreadable("catalogue", error))?
                }
                None => Vec::new(),
            },
        })
    }
}

/// The partition of the list of a kind: of all of them, or of those of a product or a coupon.
pub fn listing_of(Owner { account, livemode }: Owner<'_>, kind: Kind, of: Option<&str>) -> String {
    keys::catalogue_listing(account, livemode, kind, of)
}

/// Where an object stands in the lists of its kind.
pub fn place(object: &Object) -> String {
    keys::place_at(Moment::from_seconds(object.created()), object.id())
}

pub(super) fn key(Owner { account, livemode }: Owner<'_>, kind: Kind, id: &str) -> Key {
    Key::new(keys::catalogue(account, livemode, kind, id), "K")
}

impl Store {
    /// The object with this id, deleted or not.
    pub async fn object(
        &self,
        owner: Owner<'_>,
        kind: Kind,
        id: &str,
    ) -> Result<Option<StoredObject>, Failure> {
        self.item(key(owner, kind, id)).await?.as_ref().map(StoredObject::read).transpose()
    }

    /// Those of them that are there and not deleted, in one round trip.
    pub async fn objects(
        &self,
        owner: Owner<'_>,
        wanted: impl IntoIterator<Item = (Kind, String)>,
    ) -> Result<Vec<StoredObject>, Failure> {
        let wanted: BTreeSet<(Kind, String)> = wanted.into_iter().collect();
        let mut keys: Vec<Key> = wanted.iter().map(|(kind, id)| key(owner, *kind, id)).collect();
        let items = match (keys.pop(), keys.is_empty()) {
            (None, _) => Vec::new(),
            (Some(only), true) => self.item(only).await?.into_iter().collect(),
            (Some(last), false) => {
                keys.push(last);
                self.read_all(keys).await?
            }
        };
        let mut objects = items.iter().map(StoredObject::read).collect::<Result<Vec<_>, _>>()?;
        objects.retain(|stored| !stored.deleted);
        Ok(objects)
    }

    /// Takes in what is there of these, and what that refers to: two round trips at most.
    pub async fn find_all(
        &self,
        owner: Owner<'_>,
        wanted: impl IntoIterator<Item = (Kind, String)>,
        found: &mut Found,
    ) -> Result<(), Failure> {
        for stored in self.objects(owner, wanted).await? {
            found.priced.extend(stored.priced.then(|| stored.object.id().to_owned()));
            found.take(stored.object, stored.redeemed);
        }
        for stored in self.objects(owner, found.further()).await? {
            found.take(stored.object, stored.redeemed);
        }
        Ok(())
    }

    /// Up to `wanted` objects of a listing, in walking order, that `keep` wants.
    pub async fn walk_objects(
        &self,
        owner: Owner<'_>,
        (kind, listing): (Kind, &str),
        mut stretch: Stretch,
        direction: Direction,
        wanted: usize,
        keep: impl Fn(&Object) -> bool,
    ) -> Result<Vec<StoredObject>, Failure> {
        let mut found = Vec::new();
        // Where nothing is filtered out, what is wanted is all that has to be read.
        let mut step = i32::try_from(wanted).map_or(STEP, |wanted| wanted.min(STEP));
        while found.len() < wanted {
            let places = self.places(listing, &stretch, direction, step).await?;
            let Some(last) = places.last().cloned() else { break };
            let ids = places.iter().filter_map(|place| Some(place.split_once('#')?.1.to_owned()));
            let mut objects = self.objects(owner, ids.map(|id| (kind, id))).await?;
            objects.retain(|stored| keep(&stored.object));
            objects.sort_by_key(|stored| place(&stored.object));
            if direction == Direction::NewestFirst {
                objects.reverse();
            }
            found.extend(objects);
            if places.len() < usize::try_from(step).unwrap_or_default() {
                break;
            }
            step = STEP;
            match direction {
                Direction::NewestFirst => stretch.before = Some(last),
                Direction::OldestFirst => stretch.after = Some(last),
            }
        }
        found.truncate(wanted);
        Ok(found)
    }

    /// The id of what bears a name.
    pub async fn bearer(&self, owner: Owner<'_>, claim: &Claim) -> Result<Option<String>, Failure> {
        let item = self.item(claim_key(owner, claim)).await?;
        Ok(item.as_ref().and_then(|item| text(item, "bearer")))
    }

    /// The ids of what bears any of these names, in one round trip.
    pub async fn bearers(&self, owner: Owner<'_>, claims: &[Claim]) -> Result<BTreeSet<String>, Failure> {
        let keys: HashSet<Key> = claims.iter().map(|claim| claim_key(owner, claim)).collect();
        let items = self.read_all(keys.into_iter().collect()).await?;
        Ok(items.iter().filter_map(|item| text(item, "bearer")).collect())
    }
}

pub(super) fn claim_key(Owner { account, livemode }: Owner<'_>, claim: &Claim) -> Key {
    let (what, value) = match claim {
        Claim::LookupKey(key) => ("lookup_key", key),
        Claim::Code(code) => ("code", code),
        Claim::Create(key) => ("create", key),
    };
    Key::new(keys::claim(account, livemode, what, value), "N")
}
