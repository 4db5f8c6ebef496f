//! Customers in the table: read by id, listed by creation, written by themselves or together with the session that makes
//! or changes them.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{Put as PutWrite, ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use paydesk_model::announcement::{Announcement, Cause, Happening};
use paydesk_model::payment::Customer;
use paydesk_model::time::Moment;

use super::batch::Write;
use super::keys::{self, Item, Key, n, number, s, text};
use super::sessions::put_after_transactions;
use super::stored::{Ledger, Seen};
use super::{Failure, Store};

/// How many of its announcements a customer remembers; the stream has carried out the rest.
const REMEMBERED_ANNOUNCEMENTS: usize = 10;

/// A customer with what the store knows about it besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCustomer {
    pub customer: Customer,
    pub version: i64,
    /// What it announced, oldest first.
    pub outbox: Vec<Announcement>,
    /// Which requests made it what it is.
    pub ledger: Ledger,
    /// It stays, so that its id is given to nobody else.
    pub deleted: bool,
}

/// A customer to be written at a time, and what was read of it; nothing of a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerWrite {
    pub customer: Customer,
    pub over: Option<StoredCustomer>,
    pub at: Moment,
    /// The request that asks for it; none where a payer does.
    pub request: Option<Cause>,
    /// The fingerprint of a keyed create.
    pub print: Option<String>,
    /// A keyed change.
    pub seen: Option<Seen>,
    pub deletes: bool,
}

/// A customer as an item.
pub fn customer_item(stored: &StoredCustomer) -> Result<Item, Failure> {
    let unreadable = |error| Failure::unreadable("customer", error);
    let customer = &stored.customer;
    let mut item = key(&customer.account, customer.livemode, &customer.id).into_item();
    item.insert("body".into(), s(serde_json::to_string(customer).map_err(unreadable)?));
    item.insert("outbox".into(), s(serde_json::to_string(&stored.outbox).map_err(unreadable)?));
    item.insert("version".into(), n(stored.version));
    stored.ledger.write(&mut item)?;
    item.extend(stored.deleted.then(|| ("deleted".to_owned(), n(1))));
    Ok(item)
}

impl CustomerWrite {
    /// A write that no request asks for.
    pub const fn new(customer: Customer, over: Option<StoredCustomer>, at: Moment) -> Self {
        Self { customer, over, at, request: None, print: None, seen: None, deletes: false }
    }

    /// The version that is written, with its announcement.
    pub fn next(&self) -> StoredCustomer {
        let version = self.over.as_ref().map_or(1, |over| over.version + 1);
        let mut outbox = self.over.as_ref().map(|over| over.outbox.clone()).unwrap_or_default();
        outbox.push(Announcement {
            number: u32::try_from(version).unwrap_or(u32::MAX),
            kind: match version {
                _ if self.deletes => Happening::CustomerDeleted,
                1 => Happening::CustomerCreated,
                _ => Happening::CustomerUpdated,
            },
            at: self.at,
            request: self.request.clone(),
            line: None,
        });
        if outbox.len() > REMEMBERED_ANNOUNCEMENTS {
            outbox.remove(1);
        }
        let (customer, ledger) = (self.customer.clone(), self.ledger());
        StoredCustomer { customer, version, outbox, ledger, deleted: self.deletes }
    }

    fn ledger(&self) -> Ledger {
        let by = self.request.as_ref().map_or("", |request| &request.id);
        match &self.over {
            Some(over) => over.ledger.after(by, self.seen.clone(), self.at),
            None => Ledger::of_create(self.print.clone(), by),
        }
    }
}

/// The rows that a customer is listed by; written with every version, because an address may have changed. A row of
/// an address that it no longer has is passed over by readers.
pub fn customer_rows(customer: &Customer) -> Vec<Key> {
    let place = keys::place_at(customer.created, &customer.id);
    let (account, live) = (customer.account.as_str(), customer.livemode);
    let email = customer.email.as_deref().map(|email| keys::customers_by_email(account, live, email));
    let partitions = std::iter::once(keys::customer_listing(account, live)).chain(email);
    partitions.map(|pk| Key::new(pk, &place)).collect()
}

pub(super) fn key(account: &str, livemode: bool, id: &str) -> Key {
    Key::new(keys::customer(account, livemode, id), "C")
}

pub(super) fn read(item: &Item) -> Result<StoredCustomer, Failure> {
    let unreadable = |error| Failure::unreadable("customer", error);
    let customer = serde_json::from_str(&text(item, "body").unwrap_or_default()).map_err(unreadable)?;
    let outbox = text(item, "outbox").map(|outbox| serde_json::from_str(&outbox)).transpose();
    Ok(StoredCustomer {
        customer,
        version: number(item, "version").unwrap_or_default(),
        outbox: outbox.map_err(unreadable)?.unwrap_or_default(),
        ledger: Ledger::read(item)?,
        deleted: number(item, "deleted").is_some(),
    })
}

impl Store {
    /// The customer with this id.
    pub async fn customer(
        &self,
        account: &str,
        livemode: bool,
        id: &str,
    ) -> Result<Option<StoredCustomer>, Failure> {
        Ok(self.customer_or_trace(account, livemode, id).await?.filter(|stored| !stored.deleted))
    }

    /// The customer with this id, deleted or not.
    pub async fn customer_or_trace(
        &self,
        account: &str,
        livemode: bool,
        id: &str,
    ) -> Result<Option<StoredCustomer>, Failure> {
        self.item(key(account, livemode, id)).await?.as_ref().map(read).transpose()
    }

    /// Puts a customer over the version that was read; else what is there. The rows it is listed by come first: one
    /// without its customer is passed over by readers. Those of a deleted one go after it.
    pub async fn put_customer(&self, write: &CustomerWrite) -> Result<Result<(), StoredCustomer>, Failure> {
        if !write.deletes {
            let rows = customer_rows(&write.customer).into_iter();
            self.write_all(rows.map(|row| Write::Put(row.into_item())).collect()).await?;
        }
        let put = self.client.put_item().table_name(&self.table);
        let put = put.set_item(Some(customer_item(&write.next())?));
        let put = put.return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let put = match &write.over {
            None => put.condition_expression("attribute_not_exists(pk)"),
            Some(over) => {
                let put = put.condition_expression("version = :read");
                put.expression_attribute_values(":read", n(over.version))
            }
        };
        if let Err(error) = put_after_transactions(put).await? {
            return match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(there)) => match there.item() {
                    Some(item) => read(item).map(Err),
                    None => Err(Failure::Busy("a customer vanished while it was written".into())),
                },
                _ => Err(Failure::of(&error)),
            };
        }
        if let Some(over) = write.over.as_ref().filter(|_| write.deletes) {
            let rows = customer_rows(&over.customer).into_iter();
            self.write_all(rows.map(Write::Delete).collect()).await?;
        }
        Ok(Ok(()))
    }

    pub(super) fn customer_write(&self, write: &CustomerWrite) -> Result<TransactWriteItem, Failure> {
        let item = customer_item(&write.next())?;
        let put = PutWrite::builder().table_name(&self.table).set_item(Some(item));
        written(match &write.over {
            None => put.condition_expression("attribute_not_exists(pk)"),
            Some(over) => {
                let put = put.condition_expression("version = :read");
                put.expression_attribute_values(":read", n(over.version))
            }
        })
    }
}

fn written(put: aws_sdk_dynamodb::types::builders::PutBuilder) -> Result<TransactWriteItem, Failure> {
    let put = put.build().map_err(|error| Failure::Broken(error.to_string()))?;
    Ok(TransactWriteItem::builder().put(put).build())
}
