//! `paydesk-bench`: units and round trips of every action, our own CPU, and the runner under load.

mod canned;
mod carts;
mod handler;
mod load;
mod own;
mod server;
mod stopwatch;
mod units;
mod wrk;

use std::process::ExitCode;

const USAGE: &str = "paydesk-bench units | handler | spin LAYER ACTION | load DIRECTORY [SESSIONS]
  units     what each action costs in DynamoDB's units, calls and round trips
  handler   CPU of one request in this process: our own steps, with the SDK, with the engine
  spin      one of these (own, sdk, engine; create, retrieve, list) for ten seconds, for a profiler
  load      the runner on a data file in DIRECTORY, driven by wrk, up to SESSIONS sessions (100000)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    match arguments {
        ["units"] => runtime.block_on(units::run()),
        ["handler"] => handler::run(&runtime),
        ["spin", layer, action] => handler::spin(&runtime, layer, action),
        ["load", directory] => load::run(directory, 100_000),
        ["load", directory, sessions] => load::run(directory, sessions.parse().map_err(|_| USAGE)?),
        _ => Err(USAGE.to_owned()),
    }
}
