//! Making, listing and revoking API keys: what the admin command does, against AWS or the local file.

use paydesk_model::problem::Problem;

use crate::access::{hint, is_well_formed};
use crate::app::App;
use crate::digest::sha256_hex;
use crate::error::Error;
use crate::random;
use crate::store::api_keys::ApiKey;

/// What a new key is to be.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// The account it opens; a new one when none is named.
    pub account: Option<String>,
    pub livemode: bool,
    pub read_only: bool,
    pub name: String,
}

/// A new key: the only time that its text is known.
#[derive(Clone, Debug)]
pub struct MadeKey {
    pub text: String,
    pub key: ApiKey,
}

impl App {
    pub async fn make_key(&self, wanted: NewKey) -> Result<MadeKey, Error> {
        if let Some(account) = wanted.account.as_ref().filter(|account| !is_account(account)) {
            let message =
                format!("An account is named acct_ and letters, digits or underscores, not '{account}'.");
            return Err(Problem::general(message).into());
        }
        let account = wanted.account.unwrap_or_else(|| format!("acct_{}", &random::token()[..16]));
        let salt = self.store.account_salt(&account, random::token()).await?;
        let kind = if wanted.read_only { "rk" } else { "sk" };
        let mode = if wanted.livemode { "live" } else { "test" };
        let text = format!("{kind}_{mode}_{}", random::token());
        let key = ApiKey {
            hash: sha256_hex(&text),
            account,
            livemode: wanted.livemode,
            read_only: wanted.read_only,
            salt,
            hint: hint(&text),
            name: wanted.name,
            created: self.clock.now(),
            revoked: None,
        };
        self.store.put_api_key(&key).await?;
        Ok(MadeKey { text, key })
    }

    /// An account's keys, newest first.
    pub async fn keys(&self, account: &str) -> Result<Vec<ApiKey>, Error> {
        let mut keys = self.store.api_keys(account).await?;
        keys.sort_by_key(|key| std::cmp::Reverse(key.created));
        Ok(keys)
    }

    /// Revokes a key given by its text or by its hash; `None` if there is no such key. Functions that have
    /// seen it lately may take it for a minute longer.
    pub async fn revoke_key(&self, text_or_hash: &str) -> Result<Option<ApiKey>, Error> {
        let hash =
            if is_well_formed(text_or_hash) { sha256_hex(text_or_hash) } else { text_or_hash.to_owned() };
        let Some(mut key) = self.store.api_key(&hash).await? else { return Ok(None) };
        key.revoked.get_or_insert(self.clock.now());
        self.store.put_api_key(&key).await?;
        Ok(Some(key))
    }
}

fn is_account(account: &str) -> bool {
    let own = account.strip_prefix("acct_").unwrap_or_default();
    (1..=100).contains(&own.len()) && own.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
