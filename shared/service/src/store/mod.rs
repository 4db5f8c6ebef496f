//! The store: the only user of DynamoDB. One table, one conditional put per decision.

pub mod announcing;
pub mod api_keys;
mod book;
pub mod catalogue;
pub mod catalogue_written;
pub mod customers;
mod customers_listed;
pub mod endpoints;
mod event_walk;
pub mod events;
pub mod failure;
pub mod health;
pub mod index;
pub mod keys;
pub mod layout;
pub mod links;
pub mod sessions;
pub mod stored;
mod tax_table;
pub mod timers;
pub mod together;
pub mod walk;

mod batch;
mod trace;

use aws_sdk_dynamodb::Client;
use tokio::sync::OnceCell;

use crate::config::Config;
pub use failure::Failure;
use layout::Layout;

/// The table, and what it remembers about itself.
pub struct Store {
    client: Client,
    table: String,
    configured: Layout,
    /// As readers and as writers need to know it; only writers tell the table.
    read_layout: OnceCell<Layout>,
    raised_layout: OnceCell<Layout>,
}

impl Store {
    pub fn new(client: Client, config: &Config) -> Self {
        let configured = Layout {
            index_shards: config.index_shards,
            timer_shards: config.timer_shards,
            longest_expiry: config.expiry_longest,
        };
        Self {
            client,
            table: config.table.clone(),
            configured,
            read_layout: OnceCell::new(),
            raised_layout: OnceCell::new(),
        }
    }
}
