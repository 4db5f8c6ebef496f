//! Who is calling: API keys, looked up by hash and cached for a minute.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use paydesk_model::time::Moment;
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::digest::{derive, sha256_hex};
use crate::error::Error;
use crate::store::api_keys::ApiKey;

/// How long a key that was good is taken as good: revoking takes effect within it.
const CACHED_SECONDS: i64 = 60;
/// More keys than this at once, and the cache starts anew.
const MOST_CACHED: usize = 10_000;

/// An authenticated caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    pub account: String,
    pub livemode: bool,
    pub read_only: bool,
    /// The account's secret, from which ids of keyed creates are derived.
    pub salt: String,
}

/// What an action does to the account's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    Read,
    Write,
}

/// Keys seen lately, by hash.
#[derive(Default)]
pub struct Access {
    cache: Mutex<HashMap<String, (Caller, Moment)>>,
}

impl Access {
    fn cached(&self, hash: &str, now: Moment) -> Option<Caller> {
        let cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let (caller, seen) = cache.get(hash)?;
        (now < seen.plus_seconds(CACHED_SECONDS)).then(|| caller.clone())
    }

    fn remember(&self, hash: String, caller: &Caller, now: Moment) {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= MOST_CACHED {
            cache.clear();
        }
        cache.insert(hash, (caller.clone(), now));
    }
}

impl App {
    /// The caller behind `key`, if it is good for what is wanted.
    pub async fn authorize(&self, key: Option<&str>, wanted: Permission) -> Result<Caller, Error> {
        let key = key.ok_or_else(no_key)?;
        let caller = self.caller(key).await?;
        tracing::Span::current().record("account", caller.account.as_str());
        if wanted == Permission::Write && caller.read_only {
            return Err(Error::Forbidden(format!(
                "The provided key '{}' does not have the required permissions for this endpoint: it may only read. Use a secret key (sk_…) instead.",
                hint(key)
            )));
        }
        Ok(caller)
    }

    async fn caller(&self, key: &str) -> Result<Caller, Error> {
        if key.starts_with("pk_") {
            return Err(Error::Forbidden(
                "This API call cannot be made with a publishable API key. Please use a secret API key."
                    .into(),
            ));
        }
        if !is_well_formed(key) {
            return Err(wrong_key(key));
        }
        if is_test(key) && !self.config.test_mode {
            return Err(Error::Forbidden(format!(
                "The provided key '{}' is a test key, and this deployment has no test mode. Use a live key (sk_live_… or rk_live_…) instead.",
                hint(key)
            )));
        }
        let (hash, now) = (sha256_hex(key), self.clock.now());
        if let Some(caller) = self.access.cached(&hash, now) {
            return Ok(caller);
        }
        let stored = self.store.api_key(&hash).await?;
        let caller = match stored {
            Some(stored) => admit(&stored, &hash).ok_or_else(|| wrong_key(key))?,
            None if self.config.open_keys && key.starts_with("sk_test_") => open_account(&hash),
            None => return Err(wrong_key(key)),
        };
        self.access.remember(hash, &caller, now);
        Ok(caller)
    }
}

fn admit(stored: &ApiKey, hash: &str) -> Option<Caller> {
    let same: bool = stored.hash.as_bytes().ct_eq(hash.as_bytes()).into();
    (same && stored.revoked.is_none()).then(|| Caller {
        account: stored.account.clone(),
        livemode: stored.livemode,
        read_only: stored.read_only,
        salt: stored.salt.clone(),
    })
}

/// The account that an unregistered test key is by itself, where that is allowed.
fn open_account(hash: &str) -> Caller {
    let derived = |what| derive(hash.as_bytes(), &[what], 16);
    Caller {
        account: format!("acct_{}", derived("account")),
        livemode: false,
        read_only: false,
        salt: derived("salt"),
    }
}

/// `sk_test_…`, `sk_live_…`, `rk_test_…` or `rk_live_…` with at least eight characters of its own.
pub fn is_well_formed(key: &str) -> bool {
    let own =
        ["sk_test_", "sk_live_", "rk_test_", "rk_live_"].iter().find_map(|prefix| key.strip_prefix(prefix));
    own.is_some_and(|own| {
        (8..=240).contains(&own.len()) && own.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    })
}

fn is_test(key: &str) -> bool {
    key.starts_with("sk_test_") || key.starts_with("rk_test_")
}

/// `sk_test_****abcd`: what may be shown of a key.
pub fn hint(key: &str) -> String {
    let shown = key.char_indices().rev().nth(3).map_or("", |(at, _)| &key[at..]);
    let prefix =
        ["sk_test_", "sk_live_", "rk_test_", "rk_live_"].iter().find(|prefix| key.starts_with(**prefix));
    match prefix {
        Some(prefix) if key.len() >= prefix.len() + 8 => format!("{prefix}****{shown}"),
        _ => "****".to_owned(),
    }
}

fn no_key() -> Error {
    Error::Unauthorized(
        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').".into(),
    )
}

fn wrong_key(key: &str) -> Error {
    Error::Unauthorized(format!("Invalid API Key provided: {}", hint(key)))
}
