//! The runner as a process of its own: started on a file, measured through /proc, stopped at the end.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::carts::KEY;

/// `utime` and `stime` count these.
const MICROS_PER_TICK: u64 = 10_000;

pub struct Server {
    process: Child,
    /// `127.0.0.1:port`
    pub address: String,
}

impl Server {
    pub fn start(data: &Path) -> Result<Self, String> {
        Self::start_with(data, &[])
    }

    /// Starts the `paydesk` that was built beside this program.
    pub fn start_with(data: &Path, arguments: &[&str]) -> Result<Self, String> {
        let beside = std::env::current_exe().map_err(|error| error.to_string())?.with_file_name("paydesk");
        let mut process = Command::new(&beside)
            .args(["--port", "0", "--data"])
            .arg(data)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", beside.display()))?;
        let mut greeting = String::new();
        let output = process.stdout.take().ok_or("the runner says nothing")?;
        BufReader::new(output).read_line(&mut greeting).map_err(|error| error.to_string())?;
        let address = greeting.trim().split_once("http://").ok_or("the runner did not start")?.1.to_owned();
        Ok(Self { process, address })
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Microseconds of CPU so far, the kernel's work for it included.
    pub fn cpu(&self) -> Result<u64, String> {
        let stat = self.proc("stat")?;
        // The name in parentheses may hold anything; after it come the fields from the third on.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<u64>().ok());
        Ok((ticks(11).ok_or("no utime")? + ticks(12).ok_or("no stime")?) * MICROS_PER_TICK)
    }

    /// Resident memory in MB.
    pub fn memory(&self) -> Result<u64, String> {
        let status = self.proc("status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kilobytes = line.trim().trim_end_matches(" kB").parse::<u64>();
        kilobytes.map(|kilobytes| kilobytes / 1024).map_err(|error| error.to_string())
    }

    fn proc(&self, file: &str) -> Result<String, String> {
        let path = format!("/proc/{}/{file}", self.process.id());
        fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))
    }

    /// The JSON at a path.
    pub fn get(&self, path: &str) -> Result<Value, String> {
        self.ask("GET", path, "")
    }

    /// What a form is answered with.
    pub fn post(&self, path: &str, form: &str) -> Result<Value, String> {
        self.ask("POST", path, form)
    }

    fn ask(&self, method: &str, path: &str, form: &str) -> Result<Value, String> {
        let ask = || {
            let mut stream = TcpStream::connect(&self.address)?;
            let (host, length) = (&self.address, form.len());
            let request = format!(
                "{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {KEY}\r\nConnection: close\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
            );
            stream.write_all(request.as_bytes())?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        };
        let answer = ask().map_err(|error: std::io::Error| error.to_string())?;
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        serde_json::from_str(body).map_err(|error| format!("{error}: {answer}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
