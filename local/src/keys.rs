//! `paydesk keys`: makes, lists and revokes API keys, in the local file or in a deployed stack's table.

use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use paydesk_service::app::App;
use paydesk_service::clock::Clock;
use paydesk_service::config::Config;
use paydesk_service::keys::NewKey;
use paydesk_service::store::api_keys::ApiKey;

use crate::cli::{Keys, KeysAction, Where};
use crate::connector::{Connector, Faults, Meter, client};
use crate::engine::{Data, Engine};
use crate::say::say;
use crate::template::Template;

/// What the admin command may do with the table.
const ACTIONS: [&str; 7] =
    ["BatchGetItem", "GetItem", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "Query"];

pub async fn run(keys: Keys) -> Result<(), String> {
    let app = app(&keys.place).await?;
    match keys.action {
        KeysAction::Create { account, live, read_only, name } => {
            let wanted = NewKey { account, livemode: live, read_only, name };
            let made = app.make_key(wanted).await.map_err(|error| failed(&error))?;
            say(format_args!("{}\n", made.text));
            let account = made.key.account;
            say(format_args!("It opens {account} and is shown only this once: only its hash is stored."));
        }
        KeysAction::List { account } => {
            let found = app.keys(&account).await.map_err(|error| failed(&error))?;
            if found.is_empty() {
                return Err(format!("there are no keys of {account}"));
            }
            found.iter().for_each(|key| say(line(key)));
        }
        KeysAction::Revoke { key } => {
            let revoked = app.revoke_key(&key).await.map_err(|error| failed(&error))?;
            let revoked = revoked.ok_or("there is no such key; name it by its whole text or by its hash")?;
            say(format_args!(
                "Revoked {} of {}. Functions that saw it lately refuse it within a minute.",
                revoked.hint, revoked.account
            ));
        }
    }
    Ok(())
}

/// The service with the admin command's rights.
pub async fn app(place: &Where) -> Result<App, String> {
    let (table, client) = match &place.table {
        Some(table) => (table.clone(), crate::aws::clients().await.dynamodb),
        None => local(place)?,
    };
    let config = Config::from_vars(&|name| (name == "TABLE_NAME").then(|| table.clone()))?;
    Ok(App::new(config, client, Clock::system()))
}

/// The table in the local file. A running `paydesk` holds the file: then it has to be stopped first.
fn local(place: &Where) -> Result<(String, Client), String> {
    let template = Template::embedded(&std::collections::BTreeMap::new())?;
    let engine = Engine::open(&Data::File(place.data.clone()), &template.table)?;
    Ok((template.table.name.clone(), admin_client(Arc::new(engine))))
}

/// A client of the embedded engine with the admin command's rights.
pub fn admin_client(engine: Arc<Engine>) -> Client {
    client(Connector {
        engine,
        meter: Arc::<Meter>::default(),
        faults: Arc::<Faults>::default(),
        function: "keys".into(),
        actions: Arc::new(ACTIONS.iter().map(ToString::to_string).collect()),
        outlets: None,
    })
}

fn line(key: &ApiKey) -> String {
    let rights = if key.read_only { "read only" } else { "read and write" };
    let state = if key.revoked.is_some() { "revoked" } else { "good" };
    format!("{}  {rights}  {state}  made {}  {}  {}", key.hint, key.created.seconds(), key.hash, key.name)
}

/// What an admin command says of a failure.
pub fn failed(error: &paydesk_service::error::Error) -> String {
    use paydesk_service::error::Error;
    match error {
        Error::Internal(cause) | Error::Unavailable(cause) => format!("the table did not answer: {cause}"),
        error => error.message(),
    }
}
