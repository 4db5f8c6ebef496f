//! The figures as a table, and whether they are what was aimed at.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::BESIDE;
use super::figures::{Figures, Spread};

/// Aims: the init of a function against the bare runtime's, Node's against a function's, and the upload.
const MOST_OF_HELLO: f64 = 1.5;
const LEAST_BELOW_NODE: f64 = 10.0;
const LARGEST_ZIP: f64 = 3_000_000.0;

/// How the rows end in which the key is unknown: the one read that says so is all there is.
const ONE_READ: &str = ", one read";

/// Something that was aimed at, and what came of it; where nothing was, it is only said.
#[derive(Debug)]
pub struct Aim {
    what: String,
    measured: String,
    pub met: Option<bool>,
}

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

    /// What was aimed at, and what is worth knowing beside it.
    pub fn aims(&self) -> Vec<Aim> {
        let functions = || self.rows.iter().filter(|row| !row.peer);
        let slowest = functions().max_by(|one, other| one.init.median.total_cmp(&other.init.median));
        let largest = functions().max_by_key(|row| row.zip_bytes);
        let mut aims = Vec::new();
        if let Some((slowest, hello)) = slowest.zip(self.find("hello")) {
            let ratio = slowest.init.median / hello.init.median;
            aims.push(Aim {
                what: format!("init within {MOST_OF_HELLO} times the bare runtime's"),
                measured: format!("{ratio:.2} times ({})", slowest.name),
                met: Some(ratio <= MOST_OF_HELLO),
            });
        }
        if let Some((node, own)) = self.node("").zip(self.find(BESIDE)) {
            let ratio = node.init.median / own.init.median;
            aims.push(Aim {
                what: format!("init {LEAST_BELOW_NODE} times below Node's"),
                measured: format!("{ratio:.0} times ({BESIDE})"),
                met: Some(ratio >= LEAST_BELOW_NODE),
            });
        }
        for (reads, suffix) in [("one table read", ONE_READ), ("two (key and session)", "")] {
            if let Some((node, own)) = self.node(suffix).zip(self.find(&format!("{BESIDE}{suffix}"))) {
                let (own, node) = (own.first.median, node.first.median);
                let measured =
                    format!("{own:.2} ms; {:.0} times below Node's {node:.2} ({BESIDE})", node / own);
                aims.push(Aim {
                    what: format!("first invocation with {reads}, no aim"),
                    measured,
                    met: None,
                });
            }
        }
        if let Some(largest) = largest {
            let size = bytes(largest.zip_bytes);
            aims.push(Aim {
                what: format!("zip of at most {} MB", LARGEST_ZIP / 1e6),
                measured: format!("{:.2} MB ({})", size / 1e6, largest.name),
                met: Some(size <= LARGEST_ZIP),
            });
        }
        aims
    }

    /// Node's row, whichever version it is.
    fn node(&self, suffix: &str) -> Option<&Figures> {
        let mut peers = self.rows.iter().filter(|row| row.peer && row.name.starts_with("node"));
        peers.find(|row| row.name.find(ONE_READ).map_or("", |at| &row.name[at..]) == suffix)
    }

    pub fn find(&self, name: &str) -> Option<&Figures> {
        self.rows.iter().find(|row| row.name == name)
    }
}

impl fmt::Display for Aim {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = self.met.map_or("", |met| if met { "met" } else { "**missed**" });
        write!(formatter, "| {} | {} | {verdict} |", self.what, self.measured)
    }
}

/// `2.1 (2.0–2.6)`
fn cell(spread: Spread) -> String {
    format!("{:.2} ({:.2}–{:.2})", spread.median, spread.low, spread.high)
}

fn bytes(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn committed() -> Report {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/results/cold.json");
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    }

    fn missed(report: &Report) -> usize {
        report.aims().iter().filter(|aim| aim.met == Some(false)).count()
    }

    #[test]
    fn what_is_committed_is_what_was_aimed_at_or_what_is_said_to_be_missed() {
        let report = committed();
        let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/text/cold.md")).unwrap();
        let said = |what: &str| text.contains(&format!("Missed: {what}"));
        for aim in report.aims().iter().filter(|aim| aim.met.is_some()) {
            assert_eq!(aim.met == Some(false), said(&aim.what), "{aim:?}");
        }
        assert_eq!(report.aims().iter().filter(|aim| aim.met.is_some()).count(), 3);
    }

    #[test]
    fn one_function_that_is_too_slow_or_too_large_is_an_aim_missed() {
        let mut report = committed();
        let hello = report.find("hello").unwrap().init.median;
        for function in report.rows.iter_mut().filter(|row| !row.peer) {
            function.init.median = function.init.median.min(hello * 1.49);
        }
        assert_eq!(missed(&report), 0);
        let function = report.rows.iter_mut().rfind(|row| !row.peer).unwrap();
        function.init.median = hello * 1.51;
        assert_eq!(missed(&report), 1);
        report.rows.iter_mut().rfind(|row| !row.peer).unwrap().zip_bytes = 3_000_001;
        assert_eq!(missed(&report), 2);
        let node = report.rows.iter_mut().find(|row| row.name.starts_with("node")).unwrap();
        node.init.median = hello;
        assert_eq!(missed(&report), 3);
    }
}
