//! The page in a browser: how much of it is fetched, and how soon a payer can press its button.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

/// Document, style and script together, compressed.
const MOST_BYTES: f64 = 60_000.0;
const COUNTED: [&str; 3] = ["document", "stylesheet", "script"];
const TIMES: [(&str, &str); 4] = [
    ("first_byte", "the first byte has come"),
    ("first_paint", "something is painted"),
    ("content_loaded", "the document is read, its script has run"),
    ("interactive", "the button can be pressed"),
];

/// What tests/browser/measure.mjs prints.
#[derive(Debug, Deserialize)]
struct Visits {
    visits: u32,
    /// Medians, from the start of a visit.
    milliseconds: BTreeMap<String, f64>,
    fetched: Vec<File>,
}

#[derive(Debug, Deserialize)]
struct File {
    kind: String,
    name: String,
    plain: f64,
    gzip: f64,
    brotli: f64,
}

/// Prints the tables of what was measured in a browser. Whether the page is as small as it was aimed at.
pub fn run(measured: &Path) -> Result<bool, String> {
    let failed = |problem: &dyn std::fmt::Display| format!("{}: {problem}", measured.display());
    let text = fs::read_to_string(measured).map_err(|error| failed(&error))?;
    let visits: Visits = serde_json::from_str(&text).map_err(|error| failed(&error))?;
    let (tables, met) = visits.tables().map_err(|problem| failed(&problem))?;
    print!("{tables}");
    Ok(met)
}

impl Visits {
    fn tables(&self) -> Result<(String, bool), String> {
        let mut lines =
            vec!["| first visit | bytes | gzip | brotli |".to_owned(), "|---|---:|---:|---:|".into()];
        let counted = || self.fetched.iter().filter(|file| COUNTED.contains(&file.kind.as_str()));
        if let Some(missing) = COUNTED.iter().find(|kind| counted().all(|file| file.kind != **kind)) {
            return Err(format!("no {missing} was fetched"));
        }
        let row =
            |name: &str, [plain, gzip, brotli]: [f64; 3]| format!("| {name} | {plain} | {gzip} | {brotli} |");
        for file in &self.fetched {
            let name = if file.kind == "document" { "the page" } else { &file.name };
            lines.push(row(name, [file.plain, file.gzip, file.brotli]));
        }
        let sum = |of: fn(&File) -> f64| counted().map(of).sum::<f64>();
        let gzip = sum(|file| file.gzip);
        let sums = [sum(|file| file.plain), gzip, sum(|file| file.brotli)];
        lines.push(row("**page, style and script**", sums));
        lines.push(format!("\n| until, medians of {} first visits | ms |\n|---|---:|", self.visits));
        for (name, what) in TIMES {
            let took = self.milliseconds.get(name).ok_or_else(|| format!("no {name} was measured"))?;
            lines.push(format!("| {what} | {took:.1} |"));
        }
        let met = gzip < MOST_BYTES;
        let verdict = if met { "met" } else { "**missed**" };
        lines.push("\n| aim | measured | |\n|---|---|---|".to_owned());
        lines.push(format!(
            "| page, style and script below {:.0} KB compressed | {:.1} KB (gzip) | {verdict} |",
            MOST_BYTES / 1000.0,
            gzip / 1000.0
        ));
        Ok((lines.join("\n") + "\n", met))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visits(script_gzip: u32, kind: &str) -> Visits {
        let file = |kind: &str, name: &str, gzip: u32| serde_json::json!({"kind": kind, "name": name, "plain": 3 * gzip, "gzip": gzip, "brotli": gzip - 10});
        let milliseconds = BTreeMap::from(TIMES.map(|(name, _)| (name, 12.25)));
        let fetched = [
            file("document", "1111", 5_000),
            file("stylesheet", "checkout-1.css", 3_000),
            file(kind, "checkout-2.js", script_gzip),
            file("image", "logo.png", 400_000),
        ];
        serde_json::from_value(serde_json::json!({
            "visits": 20, "milliseconds": milliseconds, "bytes": {}, "fetched": fetched
        }))
        .unwrap()
    }

    #[test]
    fn what_a_merchant_adds_is_shown_and_not_counted() {
        let (tables, met) = visits(2_000, "script").tables().unwrap();
        assert!(met && tables.contains("| logo.png | 1200000 | 400000 | 399990 |"), "{tables}");
        assert!(tables.contains("| **page, style and script** | 30000 | 10000 | 9970 |"), "{tables}");
    }

    #[test]
    fn a_page_too_heavy_is_an_aim_missed_and_one_without_a_script_was_not_measured() {
        let (tables, met) = visits(52_000, "script").tables().unwrap();
        assert!(!met && tables.contains("60.0 KB (gzip) | **missed**"), "{tables}");
        assert!(visits(2_000, "fetch").tables().is_err());
    }
}
