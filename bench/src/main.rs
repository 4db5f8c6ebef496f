//! `paydesk-bench`: units and round trips of every action, our own CPU, the runner under load, cold starts and cost.

mod canned;
mod carts;
mod cold;
mod cost;
mod handler;
mod large;
mod load;
mod own;
mod page;
mod receiver;
mod server;
mod stopwatch;
mod units;
mod webhooks;
mod wrk;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "paydesk-bench units [FILE] | handler | page FILE | spin LAYER ACTION | load DIRECTORY [SESSIONS]
              webhooks DIRECTORY [SESSIONS]
              cold RUNS FUNCTIONS HELLO NODE BUNDLE FILE | levers RUNS NAME=PROGRAM... | cost UNITS COLD
  units     what each action costs in DynamoDB's units, calls and round trips; the figures also go to FILE
  handler   CPU of one request in this process: our own steps, with the SDK, with the engine
  spin      one of these (own, sdk, engine; create, retrieve, list, page, pay) for ten seconds, for a profiler
  page      how heavy the page is and how soon it can be used, from what tests/browser/run --measure has written to FILE.
            Ends with 3 if the aim is missed
  load      the runner on a data file in DIRECTORY, driven by wrk, up to SESSIONS sessions (100000)
  webhooks  the runner's webhooks to a receiver of its own, on data files in DIRECTORY: one by one, and of SESSIONS
            sessions (3000) at once
  cold      RUNS cold starts of every function of template.yaml in the directory FUNCTIONS, of the bare runtime HELLO
            and of the program NODE on BUNDLE, taking turns; the figures also go to FILE. Ends with 3 if an aim is
            missed
  levers    the same of some builds of the function retrieve
  cost      dollars, from the files that units and cold have written, prices.json and scenarios.json";

/// How it ends when everything was measured, and something is not as it was aimed at.
const AIM_MISSED: u8 = 3;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(AIM_MISSED),
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything is as it was aimed at.
fn run(arguments: &[&str]) -> Result<bool, String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    match arguments {
        ["units"] => runtime.block_on(units::run(None)),
        ["units", file] => runtime.block_on(units::run(Some(Path::new(file)))),
        ["handler"] => handler::run(&runtime),
        ["spin", layer, action] => handler::spin(&runtime, layer, action),
        ["page", file] => return page::run(Path::new(file)),
        ["load", directory] => load::run(directory, 100_000),
        ["load", directory, sessions] => load::run(directory, sessions.parse().map_err(|_| USAGE)?),
        ["webhooks", directory] => webhooks::run(directory, 3_000),
        ["webhooks", directory, sessions] => webhooks::run(directory, sessions.parse().map_err(|_| USAGE)?),
        ["cold", runs, functions, hello, node, bundle, file] => {
            let [functions, hello, node, bundle, file] =
                [functions, hello, node, bundle, file].map(Path::new);
            let peers = cold::Peers { hello, node, bundle };
            return runtime.block_on(cold::functions(number(runs)?, functions, peers, file));
        }
        ["levers", runs, builds @ ..] if !builds.is_empty() => {
            runtime.block_on(cold::levers(number(runs)?, builds))
        }
        ["cost", units, cold] => cost::run(Path::new(units), Path::new(cold)),
        _ => Err(USAGE.to_owned()),
    }?;
    Ok(true)
}

fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("expected a number, not {text}"))
}
