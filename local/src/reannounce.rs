//! `paydesk reannounce`: rebuilds events from what was announced, in the local file or in a deployed stack's table.

use aws_sdk_dynamodb::Client;
use paydesk_model::ids::SessionId;
use paydesk_model::time::Moment;
use paydesk_service::app::App;
use paydesk_service::clock::Clock;
use paydesk_service::config::Config;
use paydesk_service::error::Error;
use paydesk_service::metrics::Sink;
use paydesk_service::outlets::{Bus, Outlets, Queue};
use paydesk_service::reannounce::{Report, Whose};
use paydesk_service::webhooks::internet::Internet;

use crate::aws;
use crate::cli::{Reannounce, Where};
use crate::deployment::{Data, Deployment, Options};
use crate::say::say;

/// What the command may do with the table and the queue.
pub const ACTIONS: [&str; 7] =
    ["BatchGetItem", "GetItem", "PutItem", "Query", "Scan", "sqs:SendMessage", "events:PutEvents"];

pub async fn run(arguments: Reannounce) -> Result<(), String> {
    let whose = whose(&arguments)?;
    let app = app(&arguments).await?;
    let mut said = 0;
    let done = app.reannounce(&whose, |done| {
        // A line for every ten thousand items is enough to see that it goes on.
        if done.looked_at >= said + 10_000 {
            said = done.looked_at;
            say(format_args!("… {}", line(done)));
        }
    });
    let done = Box::pin(done).await.map_err(|error| failed(&error))?;
    say(line(&done));
    if done.too_young > 0 {
        say(format_args!(
            "{} announcements are younger than seven hours and were left out: the stream may yet bring them (--session \
             looks at a session all the same)",
            done.too_young
        ));
    }
    if done.unreadable > 0 {
        return Err(format!("{} items were left out: the log above says which", done.unreadable));
    }
    Ok(())
}

fn whose(arguments: &Reannounce) -> Result<Whose, String> {
    match &arguments.session {
        Some(id) => {
            let parsed = SessionId::parse(id).ok_or_else(|| format!("{id} is no session's id (cs_…)"))?;
            Ok(Whose::Session(parsed))
        }
        None => Ok(Whose::Since(Moment::from_seconds(arguments.since.unwrap_or_default()))),
    }
}

async fn app(arguments: &Reannounce) -> Result<App, String> {
    match &arguments.place.table {
        Some(table) => deployed(arguments, table).await,
        None => local(&arguments.place),
    }
}

/// Of a stack: its table and its queues, by the user's own credentials.
async fn deployed(arguments: &Reannounce, table: &str) -> Result<App, String> {
    let (Some(queue), Some(undelivered)) = (&arguments.queue, &arguments.undelivered) else {
        return Err("name the stack's queues, too: --queue URL and --undelivered URL".into());
    };
    let clients = aws::clients().await;
    let outlets = Outlets {
        queue: Queue::new(clients.sqs, queue.clone(), undelivered.clone()),
        bus: arguments.bus.clone().map(|name| Bus::new(clients.eventbridge, name)),
    };
    telling(table, clients.dynamodb, arguments.public_url.as_deref(), outlets)
}

fn telling(table: &str, dynamodb: Client, public_url: Option<&str>, outlets: Outlets) -> Result<App, String> {
    let config = Config::from_vars(&|name| match name {
        "TABLE_NAME" => Some(table.to_owned()),
        "PUBLIC_URL" => public_url.map(str::to_owned),
        _ => None,
    })?;
    Ok(App::telling(config, dynamodb, Clock::system(), Sink::none(), Some(outlets), Internet::default()))
}

/// Of the local file: what is told waits in it for the runner. A running `paydesk` holds the file: then it has to be
/// stopped first.
fn local(place: &Where) -> Result<App, String> {
    let options = Options { data: Data::File(place.data.clone()), forwards: true, ..Options::default() };
    Deployment::start(options)?.teller()
}

fn line(done: &Report) -> String {
    format!(
        "{} items looked at: {} announcements had their events, {} have them now; {} messages sent",
        done.looked_at, done.known, done.published, done.messages
    )
}

fn failed(error: &Error) -> String {
    match error {
        Error::Internal(cause) | Error::Unavailable(cause) => {
            format!("it was not done to its end, and may be done again: {cause}")
        }
        error => error.message(),
    }
}
