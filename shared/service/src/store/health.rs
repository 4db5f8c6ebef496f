//! The health of webhook endpoints in the table: an item beside each endpoint that was ever in trouble.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use paydesk_model::time::Moment;

use super::batch::Write;
use super::endpoints::{self, StoredEndpoint};
use super::keys::{self, Item, Key, n, number, s, text};
use super::trace::traced;
use super::{Failure, Store};
use crate::webhooks::circuit::Circuit;

/// Who has not been in trouble for so long is well.
const KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;
/// Sorts outside of the endpoints themselves.
const PREFIX: &str = "health#";

/// Account, mode and id of an endpoint.
pub type Address = (String, bool, String);

/// What is known of an endpoint's health, and the version of that; 0 where nothing is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Health {
    pub circuit: Circuit,
    pub version: i64,
}

/// An endpoint, and how it is.
#[derive(Clone, Debug)]
pub struct Addressee {
    pub stored: StoredEndpoint,
    pub health: Health,
}

impl Store {
    /// Those of these endpoints that exist, by where they were looked for.
    pub async fn addressees(
        &self,
        wanted: &BTreeSet<Address>,
    ) -> Result<HashMap<Address, Addressee>, Failure> {
        let both = |(account, livemode, id): &Address| {
            [endpoints::key(account, *livemode, id), key(account, *livemode, id)]
        };
        let items = self.read_all(wanted.iter().flat_map(both).collect()).await?;
        let by_key: HashMap<Key, &Item> =
            items.iter().filter_map(|item| Some((place(item)?, item))).collect();
        let mut found = HashMap::new();
        for address in wanted {
            let [endpoint, health] = both(address);
            let Some(endpoint) = by_key.get(&endpoint) else { continue };
            let health = by_key.get(&health).map(|item| read(item)).transpose()?.unwrap_or_default();
            let stored = endpoints::read(endpoint)?;
            found.insert(address.clone(), Addressee { stored, health });
        }
        Ok(found)
    }

    pub async fn health(&self, account: &str, livemode: bool, id: &str) -> Result<Health, Failure> {
        let item = self.item(key(account, livemode, id)).await?;
        Ok(item.as_ref().map(read).transpose()?.unwrap_or_default())
    }

    /// Forgets what was known: whoever moved or was mended is tried at once.
    pub async fn forget_health(&self, account: &str, livemode: bool, id: &str) -> Result<(), Failure> {
        self.write_all(vec![Write::Delete(key(account, livemode, id))]).await
    }

    /// Puts an endpoint's circuit over the version it was made from. Whether it was: another attempt may have got in
    /// first.
    pub async fn put_health(
        &self,
        (account, livemode, id): (&str, bool, &str),
        circuit: &Circuit,
        over: i64,
        now: Moment,
    ) -> Result<bool, Failure> {
        let mut item = key(account, livemode, id).into_item();
        let text = serde_json::to_string(circuit).map_err(|error| Failure::unreadable("health", error))?;
        item.insert("circuit".into(), s(text));
        item.insert("version".into(), n(over + 1));
        item.insert("ttl".into(), n(now.seconds() + KEPT_SECONDS));
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item));
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
}

pub(super) fn key(account: &str, livemode: bool, id: &str) -> Key {
    Key::new(keys::endpoints(account, livemode), format!("{PREFIX}{id}"))
}

fn place(item: &Item) -> Option<Key> {
    Some(Key::new(text(item, "pk")?, text(item, "sk")?))
}

fn read(item: &Item) -> Result<Health, Failure> {
    let circuit = text(item, "circuit").unwrap_or_default();
    let circuit = serde_json::from_str(&circuit).map_err(|error| Failure::unreadable("health", error))?;
    Ok(Health { circuit, version: number(item, "version").unwrap_or_default() })
}
