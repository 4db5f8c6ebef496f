//! The bill as tables: assumptions, quantities, dollars per million, dollars a month, prices.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::bill::{Quantities, quantities};
use super::data::{Assumptions, Measured, Price, Prices, Scenarios};
use super::stack::{Stack, idle_metrics, own_metrics};

/// The columns of the bill: what each takes together.
pub const PARTS: [(&str, &[&str]); 6] = [
    ("API Gateway", &["api_requests"]),
    ("Lambda", &["invocations", "gb_seconds"]),
    ("DynamoDB", &["write_units", "read_units"]),
    ("queue and bus", &["sqs_requests", "bus_events"]),
    ("logs", &["log_bytes"]),
    ("traces", &["traces"]),
];
pub const MILLION: f64 = 1_000_000.0;
const GB: f64 = 1_000_000_000.0;

/// A line of the page. Writing to a text never fails.
macro_rules! put {
    ($page:expr, $($text:tt)*) => {{
        let _ = writeln!($page, $($text)*);
    }};
}

/// All tables, one after another.
pub fn page(scenarios: &Scenarios, measured: &Measured, prices: &Prices) -> Result<String, String> {
    let mut page = String::new();
    assumptions(&mut page, &scenarios.assumptions, measured);
    amounts(&mut page, scenarios, measured)?;
    bill(&mut page, scenarios, measured, prices)?;
    month(&mut page, scenarios, measured, prices)?;
    list(&mut page, prices)?;
    Ok(page)
}

fn assumptions(page: &mut String, assumed: &Assumptions, measured: &Measured) {
    put!(page, "Assumed, in `bench/scenarios.json`:\n");
    // Functions of the same memory are named together, as one.
    let memories: BTreeSet<u32> = measured.stack.memory_mb.values().copied().collect();
    for memory_mb in memories.into_iter().map(f64::from) {
        let share = 100.0 * memory_mb / assumed.mb_of_a_full_core;
        put!(
            page,
            "- Lambda: arm64, {memory_mb} MB, which buys {share:.1} % of a core ({} MB buy one). Billed is the measured \
             CPU of a warm invocation on that share, plus {} ms for each round trip to the table, in whole milliseconds.",
            assumed.mb_of_a_full_core,
            assumed.store_latency_ms
        );
    }
    put!(
        page,
        "- Of the invocations, {} % are cold, and billed for {} ms more.",
        100.0 * assumed.cold_share,
        assumed.cold_start_ms
    );
    put!(
        page,
        "- Logged are the measured bytes of a function, and {} by API Gateway for each request.",
        assumed.access_log_bytes
    );
    put!(
        page,
        "- Of the API's invocations, {} % are traced; the sweep's all are: X-Ray takes the first of every second.\n",
        100.0 * assumed.traced_share
    );
}

fn amounts(page: &mut String, scenarios: &Scenarios, measured: &Measured) -> Result<(), String> {
    put!(
        page,
        "| each | write units | read units | API requests | invocations | SQS requests | Lambda ms | log bytes |"
    );
    put!(page, "|---|---:|---:|---:|---:|---:|---:|---:|");
    for scenario in &scenarios.scenarios {
        let of = quantities(&scenario.steps, scenarios, measured)?;
        put!(
            page,
            "| {} | {:.1} | {:.1} | {} | {} | {} | {:.1} | {:.0} |",
            scenario.name,
            of.get("write_units"),
            of.get("read_units"),
            of.get("api_requests"),
            of.get("invocations"),
            of.get("sqs_requests"),
            of.lambda_ms,
            of.get("log_bytes")
        );
    }
    Ok(())
}

fn bill(
    page: &mut String,
    scenarios: &Scenarios,
    measured: &Measured,
    prices: &Prices,
) -> Result<(), String> {
    let parts = PARTS.map(|(name, _)| name).join(" | ");
    let first = prices.regions.first().ok_or("prices.json names no region")?;
    let sums: Vec<String> = prices.regions.iter().map(|region| format!("**{region}**")).collect();
    put!(page, "\n| USD per million; parts in {first} | {parts} | {} |", sums.join(" | "));
    put!(page, "|---|{}", "---:|".repeat(PARTS.len() + sums.len()));
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
        put!(page, "| {} | {} |", scenario.name, cells.join(" | "));
    }
    Ok(())
}

/// What a stack costs in which nothing happens, and what is kept of a million sessions.
fn month(
    page: &mut String,
    scenarios: &Scenarios,
    measured: &Measured,
    prices: &Prices,
) -> Result<(), String> {
    let assumed = &scenarios.assumptions;
    let minutes = assumed.minutes_of_a_month;
    let mut sweep = Quantities::default();
    sweep.add_all(&quantities(&scenarios.every_minute, scenarios, measured)?, minutes);
    sweep.add("schedules", minutes);
    // The share is the API's: none of the sweep's invocations comes in the same second as another.
    sweep.add("traces", minutes - sweep.get("traces"));
    let stored =
        MILLION * stored_bytes(measured, assumed, &["session, ended", "listing row", "listing row"])? / GB;
    let told = MILLION
        * stored_bytes(measured, assumed, &["announcement", "announcement", "delivery attempt"])?
        / GB;
    let mut rows = vec![(
        format!("the sweep, every minute: {minutes} invocations of {:.1} ms", sweep.lambda_ms / minutes),
        sweep,
    )];
    let polls = minutes * assumed.queue_polls_a_minute;
    rows.push((format!("the queue, which Lambda asks {polls} times"), of("sqs_requests", polls)));
    rows.extend(standing(&measured.stack));
    put!(
        page,
        "\n| USD a month, idle | {} | beyond the allowances of every month |",
        prices.regions.join(" | ")
    );
    put!(page, "|---|{}", "---:|".repeat(prices.regions.len() + 1));
    let mut all = Quantities::default();
    for (name, quantities) in &rows {
        row(page, name, quantities, prices)?;
        all.add_all(quantities, 1.0);
    }
    row(page, "**together**", &all, prices)?;
    let others = own_metrics() - idle_metrics();
    row(
        page,
        &format!("besides, with traffic in test and live mode: {others} metrics more"),
        &of("metrics", others),
        prices,
    )?;
    row(
        page,
        &format!("besides, each million ended sessions that are kept: {stored:.2} GB"),
        &kept(stored),
        prices,
    )?;
    row(
        page,
        &format!(
            "besides, for 30 days, what each million of them announced, twice, and told, once: {told:.2} GB"
        ),
        &kept(told),
        prices,
    )
}

fn row(page: &mut String, name: &str, quantities: &Quantities, prices: &Prices) -> Result<(), String> {
    let mut cells = Vec::new();
    for region in &prices.regions {
        cells.push(format!("{:.2}", quantities.dollars(prices, region)?));
    }
    let first = prices.regions.first().ok_or("prices.json names no region")?;
    let beyond = quantities.beyond_allowance(prices)?.dollars(prices, first)?;
    put!(page, "| {name} | {} | {beyond:.2} |", cells.join(" | "));
    Ok(())
}

/// What is there whether or not anything happens.
fn standing(stack: &Stack) -> Vec<(String, Quantities)> {
    vec![
        (
            format!("{} alarms, which look at {} metrics", stack.alarms, stack.alarm_metrics),
            of("alarms", stack.alarm_metrics),
        ),
        (format!("{} dashboard", stack.dashboards), of("dashboards", stack.dashboards)),
        ("the sweep's metric".to_owned(), of("metrics", idle_metrics())),
        (
            "an empty table, its recovery and its stream; bucket, topic and rules".to_owned(),
            Quantities::default(),
        ),
    ]
}

fn of(price: &'static str, quantity: f64) -> Quantities {
    let mut one = Quantities::default();
    one.add(price, quantity);
    one
}

/// What is kept, and can be recovered.
fn kept(gb: f64) -> Quantities {
    let mut kept = of("stored_gb", gb);
    kept.add("backup_gb", gb);
    kept
}

/// Some items of a typical session.
fn stored_bytes(measured: &Measured, assumed: &Assumptions, kinds: &[&str]) -> Result<f64, String> {
    let size = |kind: &str| {
        let size = measured.units.items.get(kind).and_then(|sizes| sizes.first());
        let size = size.and_then(|size| u32::try_from(*size).ok());
        size.map(f64::from).ok_or_else(|| format!("the size of a {kind} was not measured"))
    };
    kinds.iter().map(|kind| Ok(size(kind)? + assumed.item_overhead_bytes)).sum()
}

fn list(page: &mut String, prices: &Prices) -> Result<(), String> {
    let titles: Vec<String> = prices.regions.iter().map(|region| format!("{region}, as of")).collect();
    put!(page, "\n| price in USD | per | {} | free each month | page |", titles.join(" | "));
    put!(page, "|---|---|{}---:|---|", "---:|".repeat(titles.len()));
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
        put!(
            page,
            "| {} | {} | {} | {free} | <{}> |",
            price.what,
            price.unit,
            cells.join(" | "),
            price.source
        );
    }
    Ok(())
}
