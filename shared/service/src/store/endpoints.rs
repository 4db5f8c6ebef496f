//! Webhook endpoints in the table: all of an account and mode in one partition, since who is told is asked of all of
//! them at once.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use paydesk_model::time::Moment;
use paydesk_model::webhook::WebhookEndpoint;
use serde::{Deserialize, Serialize};

use super::batch::Write;
use super::keys::{self, Item, Key, n, number, s, text};
use super::stored::{Ledger, Seen};
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

    pub async fn delete_endpoint(&self, account: &str, livemode: bool, id: &str) -> Result<(), Failure> {
        self.write_all(vec![Write::Delete(key(account, livemode, id))]).await
    }
}

pub(super) fn key(account: &str, livemode: bool, id: &str) -> Key {
    Key::new(keys::endpoints(account, livemode), id)
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
