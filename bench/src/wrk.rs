//! `wrk`, run for a while with a script of `wrk/`, and what it reports.

use std::process::Command;

/// Concurrent connections, as every figure in the design is for.
const CONNECTIONS: &str = "-c16";

#[derive(Clone, Debug, Default)]
pub struct Report {
    pub requests: u64,
    pub per_second: f64,
    /// As wrk writes it: `1.23ms`.
    pub median: String,
    pub slowest_percent: String,
}

/// Drives `url` for `seconds`; `arguments` go to the script.
pub fn run(seconds: u64, script: &str, url: &str, arguments: &[&str]) -> Result<Report, String> {
    let script = format!("{}/wrk/{script}.lua", env!("CARGO_MANIFEST_DIR"));
    let run = Command::new("wrk")
        .args(["-t1", CONNECTIONS, "--latency", &format!("-d{seconds}s"), "-s", &script, url, "--"])
        .args(arguments)
        .output()
        .map_err(|error| format!("wrk: {error}; `apt-get install wrk` installs it"))?;
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    if !run.status.success() || text.contains("Non-2xx") || text.contains("Socket errors") {
        return Err(format!("{text}\n{}", String::from_utf8_lossy(&run.stderr)));
    }
    let requests = text.lines().find_map(|line| line.trim().split_once(" requests in "));
    let requests = requests.and_then(|(count, _)| count.parse().ok()).ok_or_else(|| text.clone())?;
    Ok(Report {
        requests,
        per_second: after(&text, "Requests/sec:").parse().unwrap_or_default(),
        median: after(&text, "50%").to_owned(),
        slowest_percent: after(&text, "99%").to_owned(),
    })
}

/// The word after a label at the start of a line.
fn after<'t>(text: &'t str, label: &str) -> &'t str {
    text.lines().find_map(|line| line.trim().strip_prefix(label)).map_or("", str::trim)
}
