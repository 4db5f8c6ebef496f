//! API keys in the table: found by the hash of the key, listed by account. The key itself is never stored.

use paydesk_model::time::Moment;
use serde::{Deserialize, Serialize};

use super::batch::Write;
use super::keys::{Item, Key, s, text};
use super::sessions::unless_there;
use super::{Failure, Store};

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// SHA-256 of the whole key, in hex.
    pub hash: String,
    /// `acct_…`
    pub account: String,
    pub livemode: bool,
    /// `rk_…`: may read and not write.
    pub read_only: bool,
    /// The account's salt, from which ids of keyed creates are derived; the same in all its keys.
    pub salt: String,
    /// `sk_test_…abcd`: enough to tell keys apart by eye.
    pub hint: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    pub created: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<Moment>,
}

impl ApiKey {
    fn item(&self, key: Key) -> Result<Item, Failure> {
        let body = serde_json::to_string(self).map_err(|error| Failure::unreadable("API key", error))?;
        let mut item = key.into_item();
        item.insert("body".into(), s(body));
        Ok(item)
    }

    fn read(item: &Item) -> Result<Self, Failure> {
        let body = text(item, "body").unwrap_or_default();
        serde_json::from_str(&body).map_err(|error| Failure::unreadable("API key", error))
    }
}

impl Store {
    pub async fn api_key(&self, hash: &str) -> Result<Option<ApiKey>, Failure> {
        self.item(Key::api_key(hash)).await?.as_ref().map(ApiKey::read).transpose()
    }

    /// Puts a new or a changed key, first where it is listed and then where it opens the door.
    pub async fn put_api_key(&self, key: &ApiKey) -> Result<(), Failure> {
        let listed = Key::new(format!("ACCOUNT#{}", key.account), format!("KEY#{}", key.hash));
        self.write_all(vec![Write::Put(key.item(listed)?)]).await?;
        self.write_all(vec![Write::Put(key.item(Key::api_key(&key.hash))?)]).await
    }

    /// The account's salt: the one it has, or this one if it is new.
    pub async fn account_salt(&self, account: &str, salt: String) -> Result<String, Failure> {
        let mut item = account_key(account).into_item();
        item.insert("salt".into(), s(salt));
        let put = self.client.put_item().table_name(&self.table).set_item(Some(item));
        unless_there(put.condition_expression("attribute_not_exists(pk)")).await?;
        let there = self.item(account_key(account)).await?;
        there
            .and_then(|item| text(&item, "salt"))
            .ok_or_else(|| Failure::unreadable("account", "it has no salt"))
    }

    /// An account's keys, revoked ones too.
    pub async fn api_keys(&self, account: &str) -> Result<Vec<ApiKey>, Failure> {
        // '~' sorts after every hash.
        let items = self.query_between(&format!("ACCOUNT#{account}"), "KEY#", "KEY#~").await?;
        items.iter().map(ApiKey::read).collect()
    }
}

fn account_key(account: &str) -> Key {
    Key::new(format!("ACCOUNT#{account}"), "ACCOUNT")
}
