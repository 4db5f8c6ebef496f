//! The catalogue in the table: each object an item of its own, listed by its creation and found by what else it can be
//! named by.
//!
//! How often something was redeemed is counted beside its body, so that a count never meets a change of the object.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    CancellationReason, Delete as DeleteWrite, Put as PutWrite, ReturnValuesOnConditionCheckFailure,
    TransactWriteItem,
};
use paydesk_model::catalogue::{Found, Kind, Object};

use super::batch::Write;
use super::index::{Direction, Stretch};
use super::keys::{self, Item, Key, n, number, s, text};
use super::trace::traced;
use super::{Failure, Store};

/// How many rows are read at once: as many as objects can be.
const STEP: i32 = 100;

/// An object with what the store knows about it besides.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredObject {
    pub object: Object,
    /// Counts the writes of the object; each expects the one before it.
    pub version: i64,
    /// How often it was redeemed, payments under way included.
    pub redeemed: i64,
    /// The fingerprint of the keyed create that made it.
    pub print: Option<String>,
    /// It stays, so that its id is given to nothing else.
    pub deleted: bool,
}

/// A name that only one object of an account and mode may bear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The lookup key of a price.
    LookupKey(String),
    /// The code of an active promotion code, in upper case.
    Code(String),
}

/// A name to be given to an object, or to be given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claiming {
    /// If nothing else bears it.
    Take {
        claim: Claim,
        id: String,
    },
    /// Whatever bears it.
    TakeOver {
        claim: Claim,
        id: String,
        from: Option<String>,
    },
    GiveUp {
        claim: Claim,
        id: String,
    },
}

/// Objects to be written, all or none.
#[derive(Clone, Debug, Default)]
pub struct Writing {
    pub objects: Vec<StoredObject>,
    pub claims: Vec<Claiming>,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    Done,
    /// The n-th object is there already, or in another version: this is it.
    There(usize, Box<StoredObject>),
    /// Something else bears the n-th name.
    Taken(usize),
    /// Another write got in the way, and nothing was written.
    Again,
}

/// Whose catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner<'o> {
    pub account: &'o str,
    pub livemode: bool,
}

impl StoredObject {
    pub fn first(object: impl Into<Object>, print: Option<String>) -> Self {
        Self { object: object.into(), version: 1, redeemed: 0, print, deleted: false }
    }

    /// The version after this one.
    #[must_use]
    pub fn next(&self, object: impl Into<Object>) -> Self {
        Self { object: object.into(), version: self.version + 1, ..self.clone() }
    }

    #[must_use]
    pub fn deleted(&self) -> Self {
        Self { version: self.version + 1, deleted: true, ..self.clone() }
    }

    fn key(&self, owner: Owner<'_>) -> Key {
        key(owner, self.object.kind(), self.object.id())
    }

    /// The rows it is listed by: among all of its kind, and among those of its product or coupon.
    fn rows(&self, owner: Owner<'_>) -> Vec<Key> {
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

    fn item(&self, owner: Owner<'_>) -> Result<Item, Failure> {
        let body =
            serde_json::to_string(&self.object).map_err(|error| Failure::unreadable("catalogue", error))?;
        let mut item = self.key(owner).into_item();
        item.insert("kind".into(), s(self.object.kind().name()));
        item.insert("body".into(), s(body));
        item.insert("version".into(), n(self.version));
        item.insert("redeemed".into(), n(self.redeemed));
        item.extend(self.print.as_ref().map(|print| ("print".to_owned(), s(print))));
        item.extend(self.deleted.then(|| ("deleted".to_owned(), n(1))));
        Ok(item)
    }

    fn read(item: &Item) -> Result<Self, Failure> {
        let unreadable = |why: &str| Failure::unreadable("catalogue", why);
        let kind =
            text(item, "kind").and_then(|name| Kind::parse(&name)).ok_or_else(|| unreadable("its kind"))?;
        let body = text(item, "body").ok_or_else(|| unreadable("it has no body"))?;
        Ok(Self {
            object: Object::parse(kind, &body).map_err(|error| Failure::unreadable("catalogue", error))?,
            version: number(item, "version").unwrap_or_default(),
            redeemed: number(item, "redeemed").unwrap_or_default(),
            print: text(item, "print"),
            deleted: number(item, "deleted").is_some(),
        })
    }
}

/// The partition of the list of a kind: of all of them, or of those of a product or a coupon.
pub fn listing_of(Owner { account, livemode }: Owner<'_>, kind: Kind, of: Option<&str>) -> String {
    keys::catalogue_listing(account, livemode, kind, of)
}

/// Where an object stands in the lists of its kind.
pub fn place(object: &Object) -> String {
    keys::place_at(paydesk_model::time::Moment::from_seconds(object.created()), object.id())
}

fn key(Owner { account, livemode }: Owner<'_>, kind: Kind, id: &str) -> Key {
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
        let keys: Vec<Key> = wanted.iter().map(|(kind, id)| key(owner, *kind, id)).collect();
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let items = self.read_all(keys).await?;
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
            found.take(stored.object, stored.redeemed);
        }
        for stored in self.objects(owner, found.further()).await? {
            found.take(stored.object, stored.redeemed);
        }
        Ok(())
    }

    /// Writes objects over the versions that they were made from, new ones where nothing is, and the names they bear.
    /// Rows come first: one without its object is passed over by readers.
    pub async fn write_objects(&self, owner: Owner<'_>, writing: &Writing) -> Result<Written, Failure> {
        let new = writing.objects.iter().filter(|stored| stored.version == 1);
        let rows = new.flat_map(|stored| stored.rows(owner));
        let rows: Vec<Write> = rows.map(|row| Write::Put(row.into_item())).collect();
        if !rows.is_empty() {
            self.write_all(rows).await?;
        }
        let mut writes = Vec::new();
        for stored in &writing.objects {
            writes.push(object_write(self, stored, owner)?);
        }
        for claim in &writing.claims {
            writes.push(claim_write(self, claim, owner)?);
        }
        let transaction = self.client.transact_write_items().set_transact_items(Some(writes));
        let Err(error) = traced("TransactWriteItems", transaction.send()).await else {
            return Ok(Written::Done);
        };
        match error.as_service_error() {
            Some(TransactWriteItemsError::TransactionCanceledException(canceled)) => {
                why(canceled.cancellation_reasons(), writing)
            }
            _ => Err(Failure::of(&error)),
        }
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
        while found.len() < wanted {
            let places = self.places(listing, &stretch, direction, STEP).await?;
            let Some(last) = places.last().cloned() else { break };
            let ids = places.iter().filter_map(|place| Some(place.split_once('#')?.1.to_owned()));
            let mut objects = self.objects(owner, ids.map(|id| (kind, id))).await?;
            objects.retain(|stored| keep(&stored.object));
            objects.sort_by_key(|stored| place(&stored.object));
            if direction == Direction::NewestFirst {
                objects.reverse();
            }
            found.extend(objects);
            if places.len() < usize::try_from(STEP).unwrap_or_default() {
                break;
            }
            match direction {
                Direction::NewestFirst => stretch.before = Some(last),
                Direction::OldestFirst => stretch.after = Some(last),
            }
        }
        found.truncate(wanted);
        Ok(found)
    }

    /// Whether a product has prices, active or not.
    pub async fn has_prices(&self, owner: Owner<'_>, product: &str) -> Result<bool, Failure> {
        let listing = listing_of(owner, Kind::Price, Some(product));
        let newest = (Stretch::default(), Direction::NewestFirst);
        let found =
            self.walk_objects(owner, (Kind::Price, &listing), newest.0, newest.1, 1, |_| true).await?;
        Ok(!found.is_empty())
    }

    /// The id of what bears a name.
    pub async fn bearer(&self, owner: Owner<'_>, claim: &Claim) -> Result<Option<String>, Failure> {
        let item = self.item(claim_key(owner, claim)).await?;
        Ok(item.as_ref().and_then(|item| text(item, "bearer")))
    }
}

fn object_write(
    store: &Store,
    stored: &StoredObject,
    owner: Owner<'_>,
) -> Result<TransactWriteItem, Failure> {
    let put = PutWrite::builder().table_name(&store.table).set_item(Some(stored.item(owner)?));
    let put = put.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
    let put = match stored.version {
        1 => put.condition_expression("attribute_not_exists(pk)"),
        // What was redeemed meanwhile must not be forgotten.
        version => put
            .condition_expression("version = :read AND redeemed = :redeemed")
            .expression_attribute_values(":read", n(version - 1))
            .expression_attribute_values(":redeemed", n(stored.redeemed)),
    };
    let put = put.build().map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(TransactWriteItem::builder().put(put).build())
}

fn claim_write(store: &Store, claiming: &Claiming, owner: Owner<'_>) -> Result<TransactWriteItem, Failure> {
    let broken = |error: aws_sdk_dynamodb::error::BuildError| Failure::Broken(error.to_string());
    let take = |claim: &Claim, id: &str| {
        let mut item = claim_key(owner, claim).into_item();
        item.insert("bearer".into(), s(id));
        PutWrite::builder().table_name(&store.table).set_item(Some(item))
    };
    let put = match claiming {
        Claiming::Take { claim, id } => take(claim, id)
            .condition_expression("attribute_not_exists(pk) OR bearer = :id")
            .expression_attribute_values(":id", s(id)),
        Claiming::TakeOver { claim, id, from: Some(from) } => take(claim, id)
            .condition_expression("bearer = :from")
            .expression_attribute_values(":from", s(from)),
        Claiming::TakeOver { claim, id, from: None } => {
            take(claim, id).condition_expression("attribute_not_exists(pk)")
        }
        Claiming::GiveUp { claim, id } => {
            let delete = DeleteWrite::builder().table_name(&store.table);
            let delete = delete.set_key(Some(claim_key(owner, claim).into_item()));
            let delete = delete
                .condition_expression("attribute_not_exists(pk) OR bearer = :id")
                .expression_attribute_values(":id", s(id));
            return Ok(TransactWriteItem::builder().delete(delete.build().map_err(broken)?).build());
        }
    };
    Ok(TransactWriteItem::builder().put(put.build().map_err(broken)?).build())
}

fn claim_key(Owner { account, livemode }: Owner<'_>, claim: &Claim) -> Key {
    let (what, value) = match claim {
        Claim::LookupKey(key) => ("lookup_key", key),
        Claim::Code(code) => ("code", code),
    };
    Key::new(keys::claim(account, livemode, what, value), "N")
}

fn why(reasons: &[CancellationReason], writing: &Writing) -> Result<Written, Failure> {
    let failed = reasons.iter().position(|reason| reason.code() == Some("ConditionalCheckFailed"));
    match failed {
        Some(index) if index < writing.objects.len() => match reasons[index].item() {
            Some(item) => Ok(Written::There(index, Box::new(StoredObject::read(item)?))),
            None => Ok(Written::Again),
        },
        Some(index) => Ok(Written::Taken(index - writing.objects.len())),
        None if reasons.iter().any(|reason| reason.code() == Some("TransactionConflict")) => {
            Ok(Written::Again)
        }
        None => Err(Failure::Busy("a transaction of the catalogue was canceled".into())),
    }
}
