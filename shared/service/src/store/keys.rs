//! The table's keys: every kind of item, in one place.
//!
//! | item | pk | sk |
//! |---|---|---|
//! | session | `S#{session id}` | `S` |
//! | lines of a large cart | `S#{session id}` | `L#{fingerprint}` |
//! | timer | `T#{shard}#{due hour}` | `{due minute}#{session id}` |
//! | listing row | `L#{account}#{mode}#{shard}` | `{created ms}#{session id}` |
//! | listing row of an ended session | `L#{account}#{mode}#{status}#{shard}` | the same |
//! | row by reference | `R#{account}#{mode}#{what}#{value}` | the same |
//! | customer | `C#{account}#{mode}#{customer id}` | `C` |
//! | listing row of a customer | `LC#{account}#{mode}` | `{created ms}#{customer id}` |
//! | object of the catalogue | `K#{account}#{mode}#{kind}#{id}` | `K` |
//! | listing row of one | `LK#{account}#{mode}#{kind}` | `{created ms}#{id}` |
//! | who bears a lookup key or a code | `N#{account}#{mode}#{what}#{value}` | `N` |
//! | payment link | `PL#{payment link id}` | `PL` |
//! | listing row of a payment link | `LP#{account}#{mode}` | `{created ms}#{payment link id}` |
//! | entry of the test provider's book | `P#{attempt id}` | `P` |
//! | customer by address | `RC#{account}#{mode}#email#{address}` | the same |
//! | webhook endpoint | `W#{account}#{mode}` | `{endpoint id}` |
//! | a keyed one that was deleted, for a day | the same | `deleted#{endpoint id}` |
//! | what is known of its health, 30 days | the same | `health#{endpoint id}` |
//! | announcement, 30 days | `E#{account}#{mode}#{shard}` | `{ms}#{announcement id}` |
//! | attempt to deliver | the same | `{ms}#{announcement id}#{event id}#{endpoint id}#{attempt ms}` |
//! | API key | `KEY#{hash}` | `KEY` |
//! | account, with its salt | `ACCOUNT#{account}` | `ACCOUNT` |
//! | key of an account, for listing | `ACCOUNT#{account}` | `KEY#{hash}` |
//! | how far the sweep got | `SWEEP` | `MARK` |
//! | layout | `DEPLOYMENT` | `LAYOUT` |
//! | table of taxes | `DEPLOYMENT` | `TAXES` |

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use paydesk_model::catalogue::Kind;
use paydesk_model::ids::{EventId, SessionId};
use paydesk_model::session::{Session, Status};
use paydesk_model::time::Moment;

use crate::digest;

/// An item as the SDK has it.
pub type Item = HashMap<String, AttributeValue>;

/// Partition and sort key of one item.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub pk: String,
    pub sk: String,
}

impl Key {
    pub fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { pk: pk.into(), sk: sk.into() }
    }

    pub fn session(id: &SessionId) -> Self {
        Self::new(format!("S#{id}"), "S")
    }

    /// Lines that live apart, named by their content.
    pub fn lines(id: &SessionId, at: &str) -> Self {
        Self::new(format!("S#{id}"), at)
    }

    pub fn link(id: &str) -> Self {
        Self::new(format!("PL#{id}"), "PL")
    }

    /// What the test provider remembers of an attempt.
    pub fn entry(attempt: &str) -> Self {
        Self::new(format!("P#{attempt}"), "P")
    }

    pub fn api_key(hash: &str) -> Self {
        Self::new(format!("KEY#{hash}"), "KEY")
    }

    pub fn into_item(self) -> Item {
        Item::from([
            ("pk".to_owned(), AttributeValue::S(self.pk)),
            ("sk".to_owned(), AttributeValue::S(self.sk)),
        ])
    }
}

/// What a session can be found by besides its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    ClientReference,
    Customer,
    Email,
    PaymentLink,
}

impl Reference {
    const fn as_str(self) -> &'static str {
        match self {
            Self::ClientReference => "client_reference_id",
            Self::Customer => "customer",
            Self::Email => "email",
            Self::PaymentLink => "payment_link",
        }
    }
}

/// Where the newest sessions of an account and mode are listed, one partition per shard.
pub fn listing(account: &str, livemode: bool, shard: u32) -> String {
    format!("L#{account}#{}#{shard}", mode(livemode))
}

/// Where ended sessions are filed by how they ended.
pub fn filed(account: &str, livemode: bool, status: Status, shard: u32) -> String {
    format!("L#{account}#{}#{}#{shard}", mode(livemode), status.as_str())
}

/// Where the sessions with this reference are listed.
pub fn by_reference(account: &str, livemode: bool, reference: Reference, value: &str) -> String {
    // Addresses are found whatever their case; other references are the merchant's own text.
    let value = if reference == Reference::Email { value.to_lowercase() } else { value.to_owned() };
    format!("R#{account}#{}#{}#{}", mode(livemode), reference.as_str(), held(value))
}

/// A partition key holds 2 KB, which a text that is looked for may well exceed.
fn held(value: String) -> String {
    if value.len() > 500 { digest::sha256_hex(&value) } else { value }
}

/// Where a customer is.
pub fn customer(account: &str, livemode: bool, id: &str) -> String {
    format!("C#{account}#{}#{id}", mode(livemode))
}

/// Where the customers of an account and mode are listed.
pub fn customer_listing(account: &str, livemode: bool) -> String {
    format!("LC#{account}#{}", mode(livemode))
}

/// Where those with this address are.
pub fn customers_by_email(account: &str, livemode: bool, email: &str) -> String {
    format!("RC#{account}#{}#email#{}", mode(livemode), held(email.to_lowercase()))
}

/// Where an object of the catalogue is.
pub fn catalogue(account: &str, livemode: bool, kind: Kind, id: &str) -> String {
    format!("K#{account}#{}#{}#{id}", mode(livemode), kind.name())
}

/// Where the objects of a kind are listed: all of them, or those of a product or a coupon.
pub fn catalogue_listing(account: &str, livemode: bool, kind: Kind, of: Option<&str>) -> String {
    let all = format!("LK#{account}#{}#{}", mode(livemode), kind.name());
    of.map_or_else(|| all.clone(), |of| format!("{all}#{of}"))
}

/// Where it is written which object bears a name.
pub fn claim(account: &str, livemode: bool, what: &str, value: &str) -> String {
    format!("N#{account}#{}#{what}#{}", mode(livemode), held(value.to_owned()))
}

/// Where the payment links of an account and mode are listed.
pub fn link_listing(account: &str, livemode: bool) -> String {
    format!("LP#{account}#{}", mode(livemode))
}

/// Where the webhook endpoints of an account and mode are.
pub fn endpoints(account: &str, livemode: bool) -> String {
    format!("W#{account}#{}", mode(livemode))
}

/// Over how many partitions the events of an account and mode are spread: each takes a thousand writes a second. The id
/// of an event leads to its own, so that this number is part of the table and never changes.
pub const EVENT_SHARDS: u32 = 8;

/// Where events are kept.
pub fn events(account: &str, livemode: bool, shard: u32) -> String {
    format!("E#{account}#{}#{shard}", mode(livemode))
}

/// The partition of the event with this id.
pub fn events_of(account: &str, livemode: bool, id: &EventId<'_>) -> String {
    events(account, livemode, spread(id.body, EVENT_SHARDS))
}

/// The timers that ring in this hour (hours since 1970).
pub fn timers(shard: u32, hour: i64) -> String {
    format!("T#{shard}#{hour}")
}

/// A session's place in every listing: newest first by creation in milliseconds, then by id.
pub fn place(session: &Session) -> String {
    place_at(session.created, session.id.as_str())
}

/// Thirteen digits reach to the year 2286: what lies outside is before or after everything.
pub fn place_at(created: Moment, id: &str) -> String {
    format!("{:013}#{id}", created.millis().clamp(0, 9_999_999_999_999))
}

/// The shard of a session: the same for its listing rows and its timers, spread evenly by FNV-1a.
pub fn shard(id: &SessionId, shards: u32) -> u32 {
    spread(id.body(), shards)
}

fn spread(body: &str, shards: u32) -> u32 {
    let hash =
        body.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash % shards
}

const fn mode(livemode: bool) -> &'static str {
    if livemode { "live" } else { "test" }
}

pub fn text(item: &Item, name: &str) -> Option<String> {
    item.get(name)?.as_s().ok().cloned()
}

pub fn number(item: &Item, name: &str) -> Option<i64> {
    item.get(name)?.as_n().ok()?.parse().ok()
}

pub fn s(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

pub fn n(number: impl std::fmt::Display) -> AttributeValue {
    AttributeValue::N(number.to_string())
}
