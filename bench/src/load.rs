//! The runner under load: sixteen connections create, retrieve and list over HTTP, on a file that is kept.

use std::fs;
use std::path::{Path, PathBuf};

use crate::carts::{KEY, SESSIONS};
use crate::server::Server;
use crate::wrk::{self, Report};

/// Where the list of the mock that it is compared with was measured.
const FIRST_STOP: u64 = 26_000;
/// A measurement's length.
const SECONDS: u64 = 8;
/// Sessions that are retrieved in turn.
const RETRIEVED: usize = 1_000;

pub fn run(directory: &str, sessions: u64) -> Result<(), String> {
    let directory = Path::new(directory);
    let _ = fs::remove_dir_all(directory);
    fs::create_dir_all(directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    let cart = concat!(env!("CARGO_MANIFEST_DIR"), "/carts/typical.form");
    let mut bench = Bench {
        server: Server::start(&directory.join("paydesk.db"))?,
        cart,
        ids: directory.join("ids"),
        stored: 0,
    };
    println!("| | sessions stored | requests/s | server CPU µs per request | median | 99 % | memory |");
    println!("|---|---:|---:|---:|---:|---:|---:|");
    bench.measure("HTTP alone (`GET /_local/clock`)", "get", "/_local/clock", &[KEY])?;
    for stop in [FIRST_STOP.min(sessions), sessions] {
        bench.fill(stop)?;
        bench.keep_ids()?;
        let ids = bench.ids.display().to_string();
        bench.measure("retrieve", "retrieve", "/", &[&ids, KEY])?;
        bench.measure("list of 10", "get", &format!("{SESSIONS}?limit=10"), &[KEY])?;
    }
    drop(bench);
    let _ = fs::remove_dir_all(directory);
    Ok(())
}

struct Bench {
    server: Server,
    cart: &'static str,
    ids: PathBuf,
    stored: u64,
}

/// What wrk saw, and what it cost the server.
struct Measured {
    report: Report,
    micros_each: u64,
}

impl Bench {
    /// Creates until so many sessions are stored, and prints how that went in the end.
    fn fill(&mut self, stop: u64) -> Result<(), String> {
        let mut last = None;
        while self.stored < stop {
            let measured = self.drive("create", SESSIONS, &[self.cart, KEY])?;
            self.stored += measured.report.requests;
            last = Some(measured);
        }
        last.map_or(Ok(()), |measured| self.print("create", &measured))
    }

    fn measure(&self, name: &str, script: &str, path: &str, arguments: &[&str]) -> Result<(), String> {
        // The first answers are not typical: caches and connections are cold.
        wrk::run(1, script, &self.server.url(path), arguments)?;
        self.print(name, &self.drive(script, path, arguments)?)
    }

    fn drive(&self, script: &str, path: &str, arguments: &[&str]) -> Result<Measured, String> {
        let before = self.server.cpu()?;
        let report = wrk::run(SECONDS, script, &self.server.url(path), arguments)?;
        let micros_each = (self.server.cpu()? - before) / report.requests.max(1);
        Ok(Measured { report, micros_each })
    }

    fn print(&self, name: &str, Measured { report, micros_each }: &Measured) -> Result<(), String> {
        let (median, slowest) = (&report.median, &report.slowest_percent);
        println!(
            "| {name} | {} | {:.0} | {micros_each} | {median} | {slowest} | {} MB |",
            self.stored,
            report.per_second,
            self.server.memory()?
        );
        Ok(())
    }

    /// Writes down the ids of the newest sessions, for the script that retrieves them.
    fn keep_ids(&self) -> Result<(), String> {
        let mut ids: Vec<String> = Vec::with_capacity(RETRIEVED);
        while ids.len() < RETRIEVED {
            let after = ids.last().map(|id| format!("&starting_after={id}")).unwrap_or_default();
            let page = self.server.get(&format!("{SESSIONS}?limit=100{after}"))?;
            let found = page["data"].as_array().ok_or_else(|| page.to_string())?;
            ids.extend(found.iter().filter_map(|session| session["id"].as_str().map(str::to_owned)));
            if page["has_more"] != true {
                break;
            }
        }
        fs::write(&self.ids, ids.join("\n")).map_err(|error| error.to_string())
    }
}
