//! The figures as a table, and whether they are what was aimed at.

use serde::{Deserialize, Serialize};

use super::BESIDE;
use super::figures::{Figures, Spread};

/// Aims: the init of a function against the bare runtime's, Node's against a function's, and the upload.
const MOST_OF_HELLO: f64 = 1.5;
const LEAST_BELOW_NODE: f64 = 10.0;
const LARGEST_ZIP: f64 = 3_000_000.0;

/// What one run of the bench measured.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    pub runs: u32,
    pub rows: Vec<Figures>,
}

impl Report {
    pub fn print(&self) {
        println!(
            "| {} starts each | program, MB | zip, MB | init, ms | first invocation, ms | warm, ms | CPU of init, ms | of first, ms | of warm, µs | peak memory, MB |",
            self.runs
        );
        println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        for row in &self.rows {
            let name = if row.peer { format!("*{}*", row.name) } else { row.name.clone() };
            println!(
                "| {name} | {:.2} | {:.2} | {} | {} | {} | {:.1} | {:.2} | {:.0} | {:.1} |",
                bytes(row.program_bytes) / 1e6,
                bytes(row.zip_bytes) / 1e6,
                cell(row.init),
                cell(row.first),
                cell(row.warm),
                row.cpu_init.median / 1000.0,
                row.cpu_first.median / 1000.0,
                row.cpu_warm.median,
                row.peak_kilobytes.median / 1024.0,
            );
        }
    }

    /// Each aim, what was measured, and whether that is enough.
    pub fn print_targets(&self) {
        println!("| aim | measured | |\n|---|---|---|");
        let functions = || self.rows.iter().filter(|row| !row.peer);
        let slowest = functions().max_by(|one, other| one.init.median.total_cmp(&other.init.median));
        let largest = functions().max_by_key(|row| row.zip_bytes);
        let (Some(slowest), Some(largest)) = (slowest, largest) else { return };
        if let Some(hello) = self.find("hello") {
            let ratio = slowest.init.median / hello.init.median;
            let aim = format!("init within {MOST_OF_HELLO} times the bare runtime's");
            verdict(&aim, &format!("{ratio:.2} times ({})", slowest.name), ratio <= MOST_OF_HELLO);
        }
        if let Some((node, own)) = self.find("node20").zip(self.find(BESIDE)) {
            let ratio = node.init.median / own.init.median;
            let aim = format!("init {LEAST_BELOW_NODE} times below Node's");
            verdict(&aim, &format!("{ratio:.0} times ({BESIDE})"), ratio >= LEAST_BELOW_NODE);
            let first = node.first.median / own.first.median;
            println!("| its first invocation below Node's, no aim | {first:.0} times ({BESIDE}) | |");
        }
        let size = bytes(largest.zip_bytes);
        let aim = format!("zip of at most {} MB", LARGEST_ZIP / 1e6);
        verdict(&aim, &format!("{:.2} MB ({})", size / 1e6, largest.name), size <= LARGEST_ZIP);
    }

    pub fn find(&self, name: &str) -> Option<&Figures> {
        self.rows.iter().find(|row| row.name == name)
    }
}

fn verdict(aim: &str, measured: &str, met: bool) {
    println!("| {aim} | {measured} | {} |", if met { "met" } else { "**missed**" });
}

/// `2.1 (2.0–2.6)`
fn cell(spread: Spread) -> String {
    format!("{:.2} ({:.2}–{:.2})", spread.median, spread.low, spread.high)
}

fn bytes(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
