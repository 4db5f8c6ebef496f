//! Webhook endpoints in the table: all of an account and mode in one partition, since who is told is asked of all of
//! them at once.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use paydesk_model::webhook::WebhookEndpoint;

use super::batch::Write;
use super::keys::{self, Item, Key, n, number, s, text};
use super::trace::traced;
use super::{Failure, Store};

/// The account whose endpoint hears of every account: that of the local runner's `--forward-to`.
pub const EVERYONE: &str = "*";

/// An endpoint and its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEndpoint {
    pub endpoint: WebhookEndpoint,
    pub version: i64,
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

    /// Puts an endpoint over the version it was made from, 0 for a new one. Whether it was: another change may have
    /// got in first.
    pub async fn put_endpoint(&self, endpoint: &WebhookEndpoint, over: i64) -> Result<bool, Failure> {
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item(endpoint, over + 1)?));
        let put = match over {
            0 => put.condition_expression("attribute_not_exists(pk)"),
            _ => put.condition_expression("version = :read").expression_attribute_values(":read", n(over)),
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

fn item(endpoint: &WebhookEndpoint, version: i64) -> Result<Item, Failure> {
    let body = serde_json::to_string(endpoint).map_err(|error| Failure::unreadable("endpoint", error))?;
    let mut item = key(&endpoint.account, endpoint.livemode, &endpoint.id).into_item();
    item.insert("body".into(), s(body));
    item.insert("version".into(), n(version));
    Ok(item)
}

pub(super) fn read(item: &Item) -> Result<StoredEndpoint, Failure> {
    let body = text(item, "body").unwrap_or_default();
    let endpoint = serde_json::from_str(&body).map_err(|error| Failure::unreadable("endpoint", error))?;
    Ok(StoredEndpoint { endpoint, version: number(item, "version").unwrap_or_default() })
}
