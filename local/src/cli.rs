//! The command line of `paydesk`.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use paydesk_model::webhook::EventDialect;
use paydesk_service::wire::Dialect;

use crate::forward::Forward;
use crate::queues::WebhookFaults;

/// Checkout sessions on your own machine: the deployment of template.yaml in one process.
#[derive(Debug, Parser)]
#[command(name = "paydesk", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub serve: Serve,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the deployment; what happens without a command, too
    Serve(Serve),
    /// Make, list and revoke API keys
    Keys(Keys),
    /// Supply, show and clear the table of taxes that automatic tax is calculated by
    Taxes(Taxes),
    /// Rebuild events from what sessions and customers announced, after changes got lost on their way
    Reannounce(Reannounce),
    /// Print the OpenAPI 3.1 document of a dialect
    Openapi {
        /// Stripe's wire, or camelCase JSON
        #[arg(default_value = "stripe")]
        dialect: Words,
    },
}

/// In whose words an API is described.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Words {
    Stripe,
    Camel,
}

impl From<Words> for Dialect {
    fn from(words: Words) -> Self {
        match words {
            Words::Stripe => Self::Stripe,
            Words::Camel => Self::Camel,
        }
    }
}

/// Which keys, and what is to be done with them.
#[derive(Clone, Debug, Args)]
pub struct Keys {
    #[command(flatten)]
    pub place: Where,
    #[command(subcommand)]
    pub action: KeysAction,
}

/// Which table of taxes, and what is to be done with it.
#[derive(Clone, Debug, Args)]
pub struct Taxes {
    #[command(flatten)]
    pub place: Where,
    #[command(subcommand)]
    pub action: TaxesAction,
}

#[derive(Clone, Debug, Subcommand)]
pub enum TaxesAction {
    /// Put a file's [[taxes]] in force, in place of those before
    Set {
        /// TOML, or JSON where it is named so
        file: PathBuf,
    },
    /// Show what is due where
    Show,
    /// Have nothing due anywhere
    Clear,
}

/// Whose announcements are to be told again, and where.
#[derive(Clone, Debug, Args)]
pub struct Reannounce {
    #[command(flatten)]
    pub place: Where,
    /// Only those of this session and its customer, however young
    #[arg(long, value_name = "ID")]
    pub session: Option<String>,
    /// Only those made at this Unix second or later; all of the last thirty days when not given. Younger ones than seven
    /// hours are left out: the stream may yet bring them
    #[arg(long, value_name = "UNIX", conflicts_with = "session")]
    pub since: Option<i64>,
    /// The stack's queue of webhooks (its output DeliveriesUrl)
    #[arg(long, value_name = "URL", requires = "table")]
    pub queue: Option<String>,
    /// The stack's queue of webhooks that were given up
    #[arg(long, value_name = "URL", requires = "table")]
    pub undelivered: Option<String>,
    /// The bus that the stack's events go to, if they go to one
    #[arg(long, value_name = "NAME", requires = "table")]
    pub bus: Option<String>,
    /// Where the stack's customers reach the hosted page: URLs in what goes to the bus begin with it
    #[arg(long, value_name = "URL", requires = "table")]
    pub public_url: Option<String>,
}

/// Where the table is.
#[derive(Clone, Debug, Args)]
pub struct Where {
    /// The local file
    #[arg(long, value_name = "FILE", default_value = ".paydesk/paydesk.db", global = true)]
    pub data: PathBuf,
    /// The table of a deployed stack instead, with your AWS credentials and region
    #[arg(long, value_name = "NAME", global = true)]
    pub table: Option<String>,
}

#[derive(Clone, Debug, Subcommand)]
pub enum KeysAction {
    /// Make a key; it is shown once
    Create {
        /// The account it opens (acct_…); a new one when not given
        #[arg(long)]
        account: Option<String>,
        /// A live key; otherwise a test key
        #[arg(long)]
        live: bool,
        /// A restricted key (rk_…) that may read and not write
        #[arg(long)]
        read_only: bool,
        /// What to know it by
        #[arg(long, default_value = "")]
        name: String,
    },
    /// List an account's keys, newest first
    List {
        /// acct_…
        account: String,
    },
    /// Revoke a key, for good
    Revoke {
        /// The whole key, or its hash as `list` shows it
        key: String,
    },
}

/// How to serve.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// The file everything is kept in
    #[arg(long, value_name = "FILE", default_value = ".paydesk/paydesk.db")]
    pub data: PathBuf,
    /// Keep nothing
    #[arg(long, conflicts_with = "data")]
    pub memory: bool,
    /// The port; 0 for any that is free
    #[arg(long, default_value_t = 12111)]
    pub port: u16,
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    pub host: IpAddr,
    /// Serve the table at this address too, such as 127.0.0.1:8000: a DynamoDB endpoint for functions that run under
    /// Lambda's own tools, for AWS SDKs and the AWS CLI. It asks nobody for credentials. The clock is not moved then:
    /// functions elsewhere have the real time
    #[arg(long, value_name = "ADDRESS")]
    pub dynamodb: Option<SocketAddr>,
    /// Accept only keys that were made, not any well-formed sk_test_ key
    #[arg(long)]
    pub strict_keys: bool,
    /// Load a catalogue with fixed ids from this file before anybody is answered; ./paydesk.toml, if it is there, when
    /// not given. What was loaded before stays
    #[arg(long, value_name = "FILE")]
    pub seed: Option<PathBuf>,
    /// Put this file's [[taxes]] in force, in place of those of the seed and of those before
    #[arg(long, value_name = "FILE")]
    pub tax: Option<PathBuf>,
    /// Set a parameter of template.yaml, such as ShortestExpirySeconds=300
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = setting)]
    pub settings: Vec<(String, String)>,
    /// Send every account's events to this URL (those of live mode only if it is https), signed with a secret that is
    /// shown at the start and stays the same
    #[arg(long, value_name = "URL")]
    pub forward_to: Option<String>,
    /// Which events to forward, separated by commas; charge.* is every one that begins so
    #[arg(long, value_name = "TYPES", value_delimiter = ',', default_value = "*", requires = "forward_to")]
    pub forward_events: Vec<String>,
    /// In whose words: stripe, camel or event_data
    #[arg(long, value_name = "DIALECT", value_parser = dialect, default_value = "stripe", requires = "forward_to")]
    pub forward_dialect: EventDialect,
    /// What is to go wrong with every webhook, so that you see whether your handler stands it: delay=SECONDS,
    /// duplicate, reorder, drop-first-attempt, separated by commas
    #[arg(long, value_name = "FAULTS")]
    pub webhook_faults: Option<WebhookFaults>,
    /// Say nothing about events and webhooks
    #[arg(long)]
    pub quiet: bool,
}

impl Cli {
    /// Whether what happens is told on the terminal.
    pub fn tells_events(&self) -> bool {
        match &self.command {
            None => !self.serve.quiet,
            Some(Command::Serve(serve)) => !serve.quiet,
            Some(_) => false,
        }
    }
}

impl Serve {
    pub fn forward(&self) -> Option<Forward> {
        let events = self.forward_events.iter().map(|name| name.trim().to_owned()).collect();
        self.forward_to.clone().map(|url| Forward { url, events, dialect: self.forward_dialect })
    }
}

fn dialect(text: &str) -> Result<EventDialect, String> {
    EventDialect::parse(text).ok_or_else(|| "a dialect is stripe, camel or event_data".to_owned())
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("a setting is NAME=VALUE")?;
    Ok((name.trim().to_string(), value.trim().to_string()))
}
