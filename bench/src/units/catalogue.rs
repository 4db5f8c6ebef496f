//! What a catalogue costs the table: a price that is made or read, and sessions that are made of what it has.

use paydesk_local::deployment::Options;

use super::{Bench, Units, warm};
use crate::carts::{self, PRICES, SESSIONS};

/// As many prices as a cart of a payment can name.
const MOST: usize = 100;

pub async fn rows(units: &mut Units) -> Result<(), String> {
    let bench = warm(Options::default()).await?;
    let prices = made(&bench).await?;
    let first = prices.first().ok_or("no price was made")?;
    let path = format!("{PRICES}/{first}");
    bench.send(carts::get(&path)?).await?;
    bench
        .row(units, "create a price", "typical", carts::post(PRICES, &carts::price(MOST), Some("new"))?)
        .await?;
    bench.row(units, "retrieve a price", "typical", carts::get(&path)?).await?;
    bench.row(units, "list of 10 prices", "typical", carts::get(&format!("{PRICES}?limit=10"))?).await?;
    for count in [1, 20, MOST] {
        let named = if count == 1 { "1 price id".to_owned() } else { format!("{count} price ids") };
        let form = carts::of_prices(&prices[..count]);
        bench.row(units, "create", &named, carts::post(SESSIONS, &form, Some(&named))?).await?;
    }
    Ok(())
}

/// The ids of prices that each have a product of their own.
async fn made(bench: &Bench) -> Result<Vec<String>, String> {
    let mut prices = Vec::new();
    for number in 0..MOST {
        let price = bench.send(carts::post(PRICES, &carts::price(number), None)?).await?;
        prices.push(price["id"].as_str().unwrap_or_default().to_owned());
    }
    Ok(prices)
}
