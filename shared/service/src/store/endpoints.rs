//! Webhook endpoints in the table: all of an account and mode in one partition, since who is told is asked of all of
//! them at once.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use paydesk_model::time::Moment;
use paydesk_model::webhook::WebhookEndpoint;
use serde::{Deserialize, Serialize};

use super::batch::Write;
use super::health;
use super::keys::{self, Item, Key, n, number, s, text};
use super::stored::{Ledger, REMEMBERED_SECONDS, Seen};
use super::trace::traced;
use super::{Failure, Store};

/// The account whose endpoint hears of every account: that of the local runner's `--forward-to`.
pub const EVERYONE: &str = "*";

/// An endpoint with what the store knows about it besides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEndpoint {
    pub endpoint: WebhookEndpoint,
    pub ledger: Ledger,
    /// Counts the writes; each expects the one before it.
    pub version: i64,
}

#[derive(Serialize)]
struct BodyOut<'e> {
    #[serde(flatten)]
    endpoint: &'e WebhookEndpoint,
    ledger: &'e Ledger,
}

#[derive(Deserialize)]
struct BodyIn {
    #[serde(flatten)]
    endpoint: WebhookEndpoint,
    #[serde(default)]
    ledger: Ledger,
}

impl StoredEndpoint {
    /// An endpoint's first version. `create` is the fingerprint of a keyed create, `by` the request or run that puts it.
    pub fn first(endpoint: WebhookEndpoint, create: Option<String>, by: &str) -> Self {
        let ledger = Ledger { create, by: by.to_owned(), recent: Vec::new() };
        Self { endpoint, ledger, version: 1 }
    }

    /// The version after this one.
    #[must_use]
    pub fn next(&self, endpoint: WebhookEndpoint, by: &str, seen: Option<Seen>, now: Moment) -> Self {
        Self { endpoint, ledger: self.ledger.after(by, seen, now), version: self.version + 1 }
    }
}

/// Every key of an endpoint begins so; what is kept beside it sorts elsewhere.
const FIRST: &str = "we_";
const LAST: &str = "we_~";

impl Store {
    /// Every endpoint of an account and mode, oldest id first.
    pub async fn endpoints(&self, account: &str, livemode: bool) -> Result<Vec<StoredEndpoint>, Failure> {
        let items = self.query_between(&keys::endpoints(account, livemode), FIRST, LAST).await?;
        items.iter().map(read).collect()
    }

    pub async fn endpoint(
        &self,
        account: &str,
        livemode: bool,
        id: &str,
    ) -> Result<Option<StoredEndpoint>, Failure> {
        self.item(key(account, livemode, id)).await?.as_ref().map(read).transpose()
    }

    /// Puts an endpoint over the version before it, or over none. Whether it was put: another change may have got in first.
    pub async fn put_endpoint(&self, stored: &StoredEndpoint) -> Result<bool, Failure> {
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item(stored)?));
        let put = match stored.version {
            1 => put.condition_expression("attribute_not_exists(pk)"),
            version => put
                .condition_expression("version = :read")
                .expression_attribute_values(":read", n(version - 1)),
        };
        match traced("PutItem", put.send()).await {
            Ok(_) => Ok(true),
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(_)) => Ok(false),
                _ => Err(Failure::of(&error)),
            },
        }
    }

    /// Deletes an endpoint, and with it what was known of its health.
    pub async fn delete_endpoint(&self, account: &str, livemode: bool, id: &str) -> Result<(), Failure> {
        let keys = [key(account, livemode, id), health::key(account, livemode, id)];
        self.write_all(keys.map(Write::Delete).into()).await
    }

    /// Remembers, before it is deleted, that an endpoint was made by an idempotency key: as long as such keys are
    /// remembered, the same create must not bring it back.
    pub async fn remember_endpoint(&self, stored: &StoredEndpoint, now: Moment) -> Result<(), Failure> {
        let StoredEndpoint { endpoint, ledger, .. } = stored;
        let end = endpoint.created.seconds() + REMEMBERED_SECONDS;
        let Some(create) = ledger.create.as_ref().filter(|_| now.seconds() < end) else { return Ok(()) };
        let mut item = deleted_key(&endpoint.account, endpoint.livemode, &endpoint.id).into_item();
        item.insert("print".into(), s(create));
        item.insert("ttl".into(), n(end));
        self.write_all(vec![Write::Put(item)]).await
    }

    /// The fingerprint of the create that made an endpoint which has been deleted since.
    pub async fn deleted_endpoint(
        &self,
        account: &str,
        livemode: bool,
        id: &str,
        now: Moment,
    ) -> Result<Option<String>, Failure> {
        let item = self.item(deleted_key(account, livemode, id)).await?;
        // DynamoDB takes its time with what is over.
        let item = item.filter(|item| number(item, "ttl").is_some_and(|end| now.seconds() < end));
        Ok(item.and_then(|item| text(&item, "print")))
    }
}

pub(super) fn key(account: &str, livemode: bool, id: &str) -> Key {
    Key::new(keys::endpoints(account, livemode), id)
}

fn deleted_key(account: &str, livemode: bool, id: &str) -> Key {
    Key::new(keys::endpoints(account, livemode), format!("deleted#{id}"))
}

fn item(stored: &StoredEndpoint) -> Result<Item, Failure> {
    let StoredEndpoint { endpoint, ledger, version } = stored;
    let body = serde_json::to_string(&BodyOut { endpoint, ledger });
    let body = body.map_err(|error| Failure::unreadable("endpoint", error))?;
    let mut item = key(&endpoint.account, endpoint.livemode, &endpoint.id).into_item();
    item.insert("body".into(), s(body));
    item.insert("version".into(), n(version));
    Ok(item)
}

pub(super) fn read(item: &Item) -> Result<StoredEndpoint, Failure> {
    let body = text(item, "body").unwrap_or_default();
    let body: BodyIn = serde_json::from_str(&body).map_err(|error| Failure::unreadable("endpoint", error))?;
    let version = number(item, "version").unwrap_or_default();
    Ok(StoredEndpoint { endpoint: body.endpoint, ledger: body.ledger, version })
}
