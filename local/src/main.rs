//! `paydesk`: the deployment on your own machine.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;
use paydesk_local::cli::{Cli, Command};
use paydesk_local::event_log::EventLog;
use paydesk_local::say::mention;
use paydesk_local::serve::serve;
use paydesk_local::{keys, openapi, reannounce, taxes};
use paydesk_service::clock::Clock;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

/// A debug build's frames are large, and a sweep stacks many of them: Lambda's own main thread has as much.
const STACK: usize = 8 * 1024 * 1024;

fn main() -> ExitCode {
    match tokio::runtime::Builder::new_multi_thread().thread_stack_size(STACK).enable_all().build() {
        Ok(runtime) => runtime.block_on(run()),
        Err(problem) => {
            eprintln!("paydesk: {problem}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> ExitCode {
    let (cli, clock) = (Cli::parse(), Clock::system());
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::WARN.into()).from_env_lossy();
    let log = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_filter(filter);
    let events = cli.tells_events().then(|| EventLog::of(clock.clone(), mention).filtered());
    tracing_subscriber::registry().with(log).with(events).init();
    let ended = match cli.command {
        None => serve(cli.serve, clock).await,
        Some(Command::Serve(arguments)) => serve(arguments, clock).await,
        Some(Command::Keys(arguments)) => keys::run(arguments).await,
        Some(Command::Taxes(arguments)) => taxes::run(arguments).await,
        Some(Command::Reannounce(arguments)) => reannounce::run(arguments).await,
        Some(Command::Openapi { dialect }) => {
            let text = openapi::text(dialect.into());
            std::io::stdout().write_all(text.as_bytes()).map_err(|error| error.to_string())
        }
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("paydesk: {problem}");
            ExitCode::FAILURE
        }
    }
}
