//! What a checkout costs: what was measured, times what AWS asks for it.

mod bill;
mod data;

use std::path::Path;

use paydesk_local::template::SOURCE;

use bill::{Quantities, quantities};
use data::{Assumptions, Measured, Price, Prices, Scenarios};

/// The columns of the bill: what each takes together.
const PARTS: [(&str, &[&str]); 5] = [
    ("API Gateway", &["api_requests"]),
    ("Lambda", &["invocations", "gb_seconds"]),
    ("DynamoDB", &["write_units", "read_units"]),
    ("logs", &["log_bytes"]),
    ("traces", &["traces"]),
];
const MILLION: f64 = 1_000_000.0;
const GB: f64 = 1_000_000_000.0;

/// Prints the tables, from the files that `units` and `cold` wrote.
pub fn run(units: &Path, cold: &Path) -> Result<(), String> {
    let measured = Measured::read(units, cold)?;
    let (prices, scenarios) = (Prices::read()?, Scenarios::read()?);
    print_assumptions(&scenarios.assumptions);
    print_quantities(&scenarios, &measured)?;
    print_bill(&scenarios, &measured, &prices)?;
    print_month(&scenarios, &measured, &prices)?;
    print_prices(&prices)
}

fn print_assumptions(assumed: &Assumptions) {
    let share = 100.0 * assumed.memory_mb / assumed.mb_of_a_full_core;
    println!("Assumed, in `bench/scenarios.json`:\n");
    println!(
        "- Lambda: arm64, {} MB, which buys {share:.1} % of a core ({} MB buy one). Billed is the measured CPU of a \
         warm invocation on that share, plus {} ms for each round trip to the table, in whole milliseconds.",
        assumed.memory_mb, assumed.mb_of_a_full_core, assumed.store_latency_ms
    );
    println!(
        "- Of the invocations, {} % are cold, and billed for {} ms more.",
        100.0 * assumed.cold_share,
        assumed.cold_start_ms
    );
    println!(
        "- Logged are the measured bytes of a function, and {} by API Gateway for each request.",
        assumed.access_log_bytes
    );
    println!(
        "- Of the API's invocations, {} % are traced; the sweep's all are: X-Ray takes the first of every second.\n",
        100.0 * assumed.traced_share
    );
}

fn print_quantities(scenarios: &Scenarios, measured: &Measured) -> Result<(), String> {
    println!("| each | write units | read units | API requests | invocations | Lambda ms | log bytes |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    for scenario in &scenarios.scenarios {
        let of = quantities(&scenario.steps, scenarios, measured)?;
        println!(
            "| {} | {:.1} | {:.1} | {} | {} | {:.1} | {:.0} |",
            scenario.name,
            of.get("write_units"),
            of.get("read_units"),
            of.get("api_requests"),
            of.get("invocations"),
            of.lambda_ms,
            of.get("log_bytes")
        );
    }
    Ok(())
}

fn print_bill(scenarios: &Scenarios, measured: &Measured, prices: &Prices) -> Result<(), String> {
    let parts = PARTS.map(|(name, _)| name).join(" | ");
    let first = prices.regions.first().ok_or("prices.json names no region")?;
    let sums: Vec<String> = prices.regions.iter().map(|region| format!("**{region}**")).collect();
    println!("\n| USD per million; parts in {first} | {parts} | {} |", sums.join(" | "));
    println!("|---|{}", "---:|".repeat(PARTS.len() + sums.len()));
    for scenario in &scenarios.scenarios {
        let of = quantities(&scenario.steps, scenarios, measured)?;
        let mut million = Quantities::default();
        million.add_all(&of, MILLION);
        let mut cells = Vec::new();
        for (_, names) in PARTS {
            cells.push(format!("{:.2}", million.only(names).dollars(prices, first)?));
        }
        for region in &prices.regions {
            cells.push(format!("**{:.2}**", million.dollars(prices, region)?));
        }
        println!("| {} | {} |", scenario.name, cells.join(" | "));
    }
    Ok(())
}

/// What a stack costs in which nothing happens, and what is kept of a million sessions.
fn print_month(scenarios: &Scenarios, measured: &Measured, prices: &Prices) -> Result<(), String> {
    let assumed = &scenarios.assumptions;
    let minutes = assumed.minutes_of_a_month;
    let mut sweep = Quantities::default();
    sweep.add_all(&quantities(&scenarios.every_minute, scenarios, measured)?, minutes);
    sweep.add("schedules", minutes);
    // The share is the API's: none of the sweep's invocations comes in the same second as another.
    sweep.add("traces", minutes - sweep.get("traces"));
    let alarms = count("Type: AWS::CloudWatch::Alarm");
    let dashboards = count("Type: AWS::CloudWatch::Dashboard");
    let stored = MILLION * stored_bytes(measured, assumed)? / GB;
    let of = |price: &'static str, quantity: f64| {
        let mut one = Quantities::default();
        one.add(price, quantity);
        one
    };
    let mut kept = of("stored_gb", stored);
    kept.add("backup_gb", stored);
    let rows = [
        (
            format!("the sweep, every minute: {minutes} invocations of {:.1} ms", sweep.lambda_ms / minutes),
            sweep,
        ),
        (format!("{alarms} alarms"), of("alarms", alarms)),
        (format!("{dashboards} dashboards"), of("dashboards", dashboards)),
        (format!("{} metrics", assumed.own_metrics), of("metrics", assumed.own_metrics)),
        ("an empty table, its recovery and its stream".to_owned(), Quantities::default()),
    ];
    println!(
        "\n| USD a month, idle | {} | beyond the allowances of every month |",
        prices.regions.join(" | ")
    );
    println!("|---|{}", "---:|".repeat(prices.regions.len() + 1));
    let mut all = Quantities::default();
    for (name, quantities) in &rows {
        print_row(name, quantities, prices)?;
        all.add_all(quantities, 1.0);
    }
    print_row("**together**", &all, prices)?;
    print_row(&format!("besides, each million ended sessions that are kept: {stored:.2} GB"), &kept, prices)
}

fn print_row(name: &str, quantities: &Quantities, prices: &Prices) -> Result<(), String> {
    let mut cells = Vec::new();
    for region in &prices.regions {
        cells.push(format!("{:.2}", quantities.dollars(prices, region)?));
    }
    let first = prices.regions.first().ok_or("prices.json names no region")?;
    let beyond = quantities.beyond_allowance(prices)?.dollars(prices, first)?;
    println!("| {name} | {} | {beyond:.2} |", cells.join(" | "));
    Ok(())
}

/// How often the template has something.
fn count(text: &str) -> f64 {
    u32::try_from(SOURCE.matches(text).count()).map_or(f64::MAX, f64::from)
}

/// An ended typical session, where it is listed, and where it is filed.
fn stored_bytes(measured: &Measured, assumed: &Assumptions) -> Result<f64, String> {
    let size = |kind: &str| {
        let size = measured.units.items.get(kind).and_then(|sizes| sizes.first());
        let size = size.and_then(|size| u32::try_from(*size).ok());
        size.map(f64::from).ok_or_else(|| format!("the size of a {kind} was not measured"))
    };
    let items = [size("session, ended")?, size("listing row")?, size("listing row")?];
    Ok(items.iter().map(|size| size + assumed.item_overhead_bytes).sum())
}

fn print_prices(prices: &Prices) -> Result<(), String> {
    let titles: Vec<String> = prices.regions.iter().map(|region| format!("{region}, as of")).collect();
    println!("\n| price in USD | per | {} | free each month | page |", titles.join(" | "));
    println!("|---|---|{}---:|---|", "---:|".repeat(titles.len()));
    let mut by_what: Vec<&Price> = prices.prices.values().collect();
    by_what.sort_by_key(|price| &price.what);
    for price in by_what {
        let mut cells = Vec::new();
        for region in &prices.regions {
            let missing = || format!("'{}' has no price in {region}", price.what);
            let usd = price.usd.get(region).ok_or_else(missing)?;
            cells.push(format!("{usd}, {}", price.known.get(region).ok_or_else(missing)?));
        }
        let free = price.free / price.per;
        let free = if price.free > 0.0 { format!("{free}") } else { "–".to_owned() };
        println!("| {} | {} | {} | {free} | <{}> |", price.what, price.unit, cells.join(" | "), price.source);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use paydesk_local::template::Template;

    use super::*;

    fn steps(scenarios: &Scenarios) -> impl Iterator<Item = &data::Step> {
        let chosen = scenarios.scenarios.iter().flat_map(|scenario| &scenario.steps);
        chosen.chain(&scenarios.every_minute)
    }

    #[test]
    fn every_function_is_in_a_scenario_and_every_scenario_names_functions() {
        let template = Template::embedded(&BTreeMap::new()).unwrap();
        let functions: BTreeSet<String> =
            template.functions.into_iter().map(|function| function.name).collect();
        let scenarios = Scenarios::read().unwrap();
        let billed: BTreeSet<String> = steps(&scenarios).map(|step| step.function.clone()).collect();
        assert_eq!(billed, functions, "bench/scenarios.json says what each function costs");
        for like in steps(&scenarios).filter_map(|step| step.works_like.as_ref()) {
            assert!(functions.contains(like), "{like}");
        }
    }

    #[test]
    fn every_price_is_known_in_every_region_with_its_page_and_date() {
        let prices = Prices::read().unwrap();
        for (name, price) in &prices.prices {
            for region in &prices.regions {
                assert!(price.usd.get(region).is_some_and(|usd| *usd >= 0.0), "{name} in {region}");
                assert!(price.known.get(region).is_some_and(|date| date.starts_with("20")), "{name}");
            }
            assert!(price.source.starts_with("https://aws.amazon.com/"), "{name}");
        }
        for name in PARTS.iter().flat_map(|(_, names)| names.iter()) {
            assert!(prices.get(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn the_bill_of_an_api_call_is_its_parts() {
        let parts: Vec<&str> = PARTS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let once: BTreeSet<&str> = parts.iter().copied().collect();
        assert_eq!(parts.len(), once.len(), "a price in two columns would be paid twice");
    }
}
