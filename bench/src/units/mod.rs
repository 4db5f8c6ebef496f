//! What each action costs the table: units, calls and round trips, and how large its items are.

mod catalogue;
mod paying;
mod telling;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use aws_sdk_dynamodb::types::AttributeValue;
use lambda_http::{Body, Request, Response};
use paydesk_local::connector::{Totals, Usage};
use paydesk_local::deployment::{Deployment, Options};
use paydesk_service::clock::Clock;
use paydesk_service::store::index::rows_of;
use paydesk_service::store::keys::{Item, Key};
use paydesk_service::store::layout::Layout;
use paydesk_service::store::stored::Stored;
use paydesk_service::store::timers::Timer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::carts::{self, SESSIONS};

/// How many sessions expire at once, so that what the run itself costs is a small part of each.
const EXPIRING: usize = 200;
const DAY: i64 = 24 * 60 * 60;

/// Everything that was measured.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Units {
    pub actions: Vec<Action>,
    /// Bytes of the items of each kind, of a typical session, one with a reference, and a large one.
    pub items: BTreeMap<String, Vec<usize>>,
}

/// What one action costs the table.
#[derive(Debug, Serialize, Deserialize)]
pub struct Action {
    pub action: String,
    /// Whose: `typical`, `large`, …
    pub session: String,
    pub write_units: f64,
    pub read_units: f64,
    pub calls: f64,
    /// Of one invocation; what shares an invocation with others has none of its own.
    pub round_trips: Option<usize>,
}

/// Prints the tables, and writes the figures to `data` for `cost`.
pub async fn run(data: Option<&Path>) -> Result<(), String> {
    let mut units = Units::default();
    println!("| action | session | write units | read units | calls | round trips |");
    println!("|---|---|---:|---:|---:|---:|");
    for (name, form) in [
        ("typical", carts::typical()),
        ("typical + 1 reference", carts::typical_with_reference()),
        ("large", carts::large()),
    ] {
        actions(&mut units, name, &form).await?;
    }
    for (name, form) in [("typical", carts::typical()), ("large", carts::large())] {
        paying::rows(&warm(Options::default()).await?, &mut units, name, &form).await?;
    }
    for (name, form) in [("typical", carts::typical()), ("large", carts::large())] {
        telling::rows(&mut units, name, &form).await?;
    }
    catalogue::rows(&mut units).await?;
    for count in [50, 5_000] {
        lists(&mut units, count).await?;
    }
    for (name, form) in [("typical", carts::typical()), ("large", carts::large())] {
        expiries(&mut units, name, &form).await?;
    }
    paying::rings(&mut units).await?;
    println!("\n| item | typical | typical + 1 reference | large |\n|---|---:|---:|---:|");
    units.items = sizes().await?;
    let Some(data) = data else { return Ok(()) };
    let json = serde_json::to_string_pretty(&units).map_err(|error| error.to_string())?;
    fs::write(data, json + "\n").map_err(|error| format!("{}: {error}", data.display()))
}

impl Units {
    /// Writes down and prints what some actions together cost, shared among `of`.
    fn add(&mut self, action: &str, session: &str, totals: &Totals, of: f64, round_trips: Option<usize>) {
        let calls = u32::try_from(totals.calls).map_or(f64::MAX, f64::from);
        let one = Action {
            action: action.to_owned(),
            session: session.to_owned(),
            write_units: totals.write_units / of,
            read_units: totals.read_units / of,
            calls: calls / of,
            round_trips,
        };
        let number =
            |value: f64| format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_owned();
        let (write, read, calls) = (number(one.write_units), number(one.read_units), number(one.calls));
        let round_trips = round_trips.map_or_else(|| "–".to_owned(), |count| count.to_string());
        println!("| {action} | {session} | {write} | {read} | {calls} | {round_trips} |");
        self.actions.push(one);
    }
}

/// A deployment whose functions know the key and the table's layout already.
async fn warm(options: Options) -> Result<Bench, String> {
    let deployment = Deployment::start(Options { clock: Clock::frozen(carts::START), ..options })?;
    let bench = Bench { deployment };
    let id = bench.create(&carts::typical()).await?;
    for path in [format!("{SESSIONS}/{id}"), SESSIONS.to_owned()] {
        bench.send(carts::get(&path)?).await?;
    }
    bench.send(carts::post(&format!("{SESSIONS}/{id}"), "metadata[a]=b", None)?).await?;
    bench.send(carts::post(&format!("{SESSIONS}/{id}/expire"), "", None)?).await?;
    Ok(bench)
}

struct Bench {
    deployment: Deployment,
}

/// A session, and the path of its page.
struct Opened {
    id: String,
    page: String,
}

impl Opened {
    fn intent(&self) -> String {
        self.id.replace("cs_test_", "pi_")
    }
}

impl Bench {
    async fn create(&self, form: &str) -> Result<String, String> {
        self.open(form).await.map(|opened| opened.id)
    }

    async fn open(&self, form: &str) -> Result<Opened, String> {
        let made = self.send(carts::post(SESSIONS, form, None)?).await?;
        let id = made["id"].as_str().unwrap_or_default().to_owned();
        Ok(Opened { id, page: carts::page_of(&made).ok_or("the session has no page")? })
    }

    async fn send(&self, request: Request) -> Result<Value, String> {
        let response = self.answer(request, 200).await?;
        serde_json::from_slice(response.body()).map_err(|error| error.to_string())
    }

    /// What is answered, if it is what was meant.
    async fn answer(&self, request: Request, status: u16) -> Result<Response<Body>, String> {
        let asked = format!("{} {}", request.method(), request.uri());
        let response = self.deployment.http(request).await;
        if response.status() == status { Ok(response) } else { Err(format!("{asked}: {response:?}")) }
    }

    /// Sends a request and writes down what it cost.
    async fn row(
        &self,
        units: &mut Units,
        action: &str,
        session: &str,
        request: Request,
    ) -> Result<(), String> {
        self.deployment.meter().reset();
        self.send(request).await?;
        let usage = self.deployment.meter().reset();
        units.add(action, session, &usage.total(), 1.0, Some(usage.round_trips));
        Ok(())
    }
}

async fn actions(units: &mut Units, name: &str, form: &str) -> Result<(), String> {
    let bench = warm(Options::default()).await?;
    bench.row(units, "create", name, carts::post(SESSIONS, form, Some("first"))?).await?;
    bench.row(units, "create, replayed", name, carts::post(SESSIONS, form, Some("first"))?).await?;
    let id = bench.create(form).await?;
    let path = format!("{SESSIONS}/{id}");
    bench.row(units, "retrieve", name, carts::get(&path)?).await?;
    bench
        .row(
            units,
            "retrieve, line items expanded",
            name,
            carts::get(&format!("{path}?expand[]=line_items"))?,
        )
        .await?;
    bench
        .row(units, "line items, a page of 10", name, carts::get(&format!("{path}/line_items?limit=10"))?)
        .await?;
    bench
        .row(units, "update metadata", name, carts::post(&path, "metadata[order]=4712", Some("update"))?)
        .await?;
    bench.row(units, "expire", name, carts::post(&format!("{path}/expire"), "", Some("expire"))?).await
}

async fn lists(units: &mut Units, count: usize) -> Result<(), String> {
    let bench = warm(Options::default()).await?;
    for _ in 0..count {
        bench.create(&carts::typical_with_reference()).await?;
    }
    let session = format!("typical, {count} in the table");
    let path = |query: &str| format!("{SESSIONS}?limit=10{query}");
    let first = bench.send(carts::get(&path(""))?).await?;
    let last = first["data"][9]["id"].as_str().unwrap_or_default();
    bench.row(units, "list of 10", &session, carts::get(&path(""))?).await?;
    let after = path(&format!("&starting_after={last}"));
    bench.row(units, "list of 10, after a cursor", &session, carts::get(&after)?).await?;
    let by_reference = path("&client_reference_id=order-2026-11-22-004711");
    bench.row(units, "list of 10, by reference", &session, carts::get(&by_reference)?).await
}

/// What an expiry on time costs a session: by the sweep, and by the time to live alone.
async fn expiries(units: &mut Units, name: &str, form: &str) -> Result<(), String> {
    for (action, function) in
        [("expire by sweep, per session", "sweep"), ("expire by TTL, per session", "expired")]
    {
        let by_sweep = function == "sweep";
        let options = || Options { sweep: by_sweep, ttl: !by_sweep, ..Options::default() };
        let (bench, idle) = (warm(options()).await?, warm(options()).await?);
        for _ in 0..EXPIRING {
            bench.create(form).await?;
        }
        let mut spent = expiry_of(&bench, function).await?;
        let empty = expiry_of(&idle, function).await?;
        spent.write_units -= empty.write_units;
        spent.read_units -= empty.read_units;
        spent.calls -= empty.calls.min(spent.calls);
        units.add(action, name, &spent, f64::from(u32::try_from(EXPIRING).unwrap_or(1)), None);
    }
    if name == "typical" {
        let bench = warm(Options { ttl: false, ..Options::default() }).await?;
        advance(&bench, 60).await?;
        bench.deployment.meter().reset();
        advance(&bench, 60).await?;
        let usage: Usage = bench.deployment.meter().reset();
        let spent = usage.of_function("sweep");
        units.add("sweep of a minute in which nothing is due", "–", &spent, 1.0, Some(usage.round_trips));
    }
    Ok(())
}

/// The same, once the sweep has seen what the warming left to it.
async fn expiry_of(bench: &Bench, function: &str) -> Result<Totals, String> {
    advance(bench, 60).await?;
    day_of(bench, function).await
}

/// A whole day passes at once, with everything that falls due in it.
async fn day_of(bench: &Bench, function: &str) -> Result<Totals, String> {
    bench.deployment.meter().reset();
    advance(bench, DAY).await?;
    Ok(bench.deployment.meter().reset().of_function(function))
}

async fn advance(bench: &Bench, seconds: i64) -> Result<(), String> {
    bench.deployment.advance(seconds).await.map_err(|error| error.to_string())
}

async fn sizes() -> Result<BTreeMap<String, Vec<usize>>, String> {
    let kinds = [
        "session",
        "its lines, where they live apart",
        "session, ended",
        "timer",
        "listing row",
        "row by reference",
        "announcement",
        "delivery attempt",
    ];
    let mut items: Vec<Vec<usize>> = vec![Vec::new(); kinds.len()];
    for form in [carts::typical(), carts::typical_with_reference(), carts::large()] {
        let bench = warm(Options::default()).await?;
        // What the warming announced is older.
        advance(&bench, 1).await?;
        let id = bench.create(&form).await?;
        let open = item(&bench, Key::new(format!("S#{id}"), "S")).await?;
        bench.send(carts::post(&format!("{SESSIONS}/{id}/expire"), "", Some("expire"))?).await?;
        let ended = item(&bench, Key::new(format!("S#{id}"), "S")).await?;
        let session = Stored::read(&open).map_err(|failure| format!("{failure:?}"))?.session;
        let layout = Layout { index_shards: 4, timer_shards: 4, longest_expiry: DAY };
        let timer = Timer::new(&session.id, session.expires_at, layout).item();
        let lines = match &Stored::read(&open).map_err(|failure| format!("{failure:?}"))?.lines_at {
            Some(at) => size(&item(&bench, Key::new(format!("S#{id}"), at.as_str())).await?),
            None => 0,
        };
        let mut sizes = vec![size(&open), lines, size(&ended), size(&timer)];
        sizes.extend(rows_of(&session, layout).into_iter().map(|row| size(&row.into_item())));
        // A session without a reference has no row by one.
        sizes.resize(kinds.len() - 2, 0);
        sizes.extend(telling::sizes(&bench, &session.account).await?);
        items.iter_mut().zip(sizes).for_each(|(row, size)| row.push(size));
    }
    for (kind, sizes) in kinds.iter().zip(&items) {
        let cells = sizes.iter().map(|size| if *size == 0 { "–".to_owned() } else { size.to_string() });
        println!("| {kind} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
    Ok(kinds.into_iter().map(str::to_owned).zip(items).collect())
}

async fn item(bench: &Bench, key: Key) -> Result<Item, String> {
    let client = bench.deployment.client("retrieve").ok_or("no such function")?;
    let table = bench.deployment.engine().table().name.clone();
    let get = client.get_item().table_name(table).set_key(Some(key.into_item())).consistent_read(true);
    let answer = get.send().await.map_err(|error| error.to_string())?;
    answer.item.ok_or_else(|| "the item is not there".to_owned())
}

/// An item's size as DynamoDB counts it: names and values in bytes, a number as half its digits and one.
fn size(item: &Item) -> usize {
    let value = |value: &AttributeValue| match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(digits) => digits.len().div_ceil(2) + 1,
        _ => 0,
    };
    item.iter().map(|(name, attribute)| name.len() + value(attribute)).sum()
}
