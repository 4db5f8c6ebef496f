//! How long large carts take: a create of a hundred lines, and of prices by their ids, which are looked up.

use std::hint::black_box;

use lambda_http::Request;
use paydesk_local::deployment::{Deployment, Options};
use paydesk_service::clock::Clock;
use paydesk_service::random;
use tokio::runtime::Runtime;

use crate::carts::{self, PRICES, SESSIONS};
use crate::stopwatch::median_nanos;

/// Each is a session more in the engine.
const BATCHES: usize = 101;
/// As many prices as a cart of a payment can name.
const MOST: usize = 100;

/// Prints what each create takes on the engine.
pub fn run(runtime: &Runtime) -> Result<(), String> {
    let deployment = Deployment::start(Options { clock: Clock::frozen(carts::START), ..Options::default() })?;
    let prices = made(runtime, &deployment)?;
    println!("\n| create, ms | with the engine, in memory |\n|---|---:|");
    for (name, form) in [
        ("typical, 3 lines", carts::typical()),
        ("large, 100 lines", carts::large()),
        ("20 price ids", carts::of_prices(&prices[..20])),
        ("100 price ids", carts::of_prices(&prices)),
    ] {
        let create = || send(runtime, &deployment, carts::post(SESSIONS, &form, Some(&random::token()))?);
        create()?;
        let nanos = median_nanos(BATCHES, || assert!(black_box(create()).is_ok()));
        println!("| {name} | {}.{:02} |", nanos / 1_000_000, nanos / 10_000 % 100);
    }
    Ok(())
}

fn made(runtime: &Runtime, deployment: &Deployment) -> Result<Vec<String>, String> {
    let id = |number| {
        let price = send(runtime, deployment, carts::post(PRICES, &carts::price(number), None)?)?;
        Ok(price["id"].as_str().unwrap_or_default().to_owned())
    };
    (0..MOST).map(id).collect()
}

fn send(runtime: &Runtime, deployment: &Deployment, request: Request) -> Result<serde_json::Value, String> {
    let response = runtime.block_on(deployment.http(request));
    if response.status() != 200 {
        return Err(format!("{response:?}"));
    }
    serde_json::from_slice(response.body()).map_err(|error| error.to_string())
}
