//! Webhooks of the runner, to a receiver on the same machine: how soon after a change, how many a second, at what CPU.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::carts::{self, SESSIONS};
use crate::receiver::Receiver;
use crate::server::Server;
use crate::stopwatch;

/// One after another, each alone.
const ALONE: usize = 300;
/// By so many connections.
const CALLERS: usize = 8;
/// What is announced, and told nobody, is dealt with in this time.
const QUIET: Duration = Duration::from_secs(5);
const TOLD: &str = "checkout.session.expired";
/// Nothing of this kind happens here.
const UNTOLD: &str = "checkout.session.async_payment_failed";

pub fn run(directory: &str, sessions: usize) -> Result<(), String> {
    let directory = Path::new(directory);
    let _ = fs::remove_dir_all(directory);
    fs::create_dir_all(directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    let mut waits = alone(directory)?;
    waits.sort_unstable();
    let at = |percent: usize| waits[(waits.len() - 1) * percent / 100].as_secs_f64() * 1000.0;
    let told = together(directory, TOLD, sessions)?;
    let untold = together(directory, UNTOLD, sessions)?;
    let micros = (told.micros_each - untold.micros_each).max(1.0);
    println!("| | |\n|---|---:|");
    println!("| from the answer of the call to its webhook: median | {:.1} ms |", at(50));
    println!("| the same: 99 % | {:.1} ms |", at(99));
    println!("| {sessions} at once: webhooks per second | {:.0} |", told.per_second);
    println!("| CPU of an expire call and its announcement | {:.0} µs |", untold.micros_each);
    println!("| CPU of a webhook on top of that | {micros:.0} µs |");
    println!("| webhooks per second and core | {:.0} |", 1_000_000.0 / micros);
    let _ = fs::remove_dir_all(directory);
    Ok(())
}

/// How long after its call each webhook came, when nothing else happens.
fn alone(directory: &Path) -> Result<Vec<Duration>, String> {
    let receiver = Receiver::start()?;
    let server = forwarding(directory, "alone", &receiver, TOLD)?;
    let mut waits = Vec::with_capacity(ALONE);
    for _ in 0..ALONE {
        let id = create(&server)?;
        expire(&server, &id)?;
        let answered = stopwatch::now();
        let (came, event) = receiver.next()?;
        if event["data"]["object"]["id"] != id.as_str() {
            return Err(format!("another event came: {event}"));
        }
        waits.push(came.saturating_duration_since(answered));
    }
    Ok(waits)
}

struct Together {
    per_second: f64,
    micros_each: f64,
}

/// As many sessions expired at once, by some callers.
fn together(directory: &Path, events: &str, sessions: usize) -> Result<Together, String> {
    let receiver = Receiver::start()?;
    let server = forwarding(directory, events, &receiver, events)?;
    let ids = (0..sessions).map(|_| create(&server)).collect::<Result<Vec<_>, _>>()?;
    quiet();
    let before = server.cpu()?;
    let began = stopwatch::now();
    expire_all(&server, &ids)?;
    let ended = if events == TOLD { last(&receiver, sessions)? } else { began };
    quiet();
    let count = as_f64(sessions);
    let micros = u32::try_from(server.cpu()? - before).map_err(|error| error.to_string())?;
    let seconds = ended.duration_since(began).as_secs_f64().max(f64::EPSILON);
    Ok(Together { per_second: count / seconds, micros_each: f64::from(micros) / count })
}

fn forwarding(directory: &Path, name: &str, receiver: &Receiver, events: &str) -> Result<Server, String> {
    let url = receiver.url();
    let arguments = ["--quiet", "--forward-to", &url, "--forward-events", events];
    Server::start_with(&directory.join(format!("{name}.db")), &arguments)
}

fn create(server: &Server) -> Result<String, String> {
    let session = server.post(SESSIONS, &carts::typical())?;
    session["id"].as_str().map(str::to_owned).ok_or_else(|| session.to_string())
}

fn expire(server: &Server, id: &str) -> Result<(), String> {
    let session = server.post(&format!("{SESSIONS}/{id}/expire"), "")?;
    if session["status"] == "expired" { Ok(()) } else { Err(session.to_string()) }
}

fn expire_all(server: &Server, ids: &[String]) -> Result<(), String> {
    let next = AtomicUsize::new(0);
    let caller = || {
        while let Some(id) = ids.get(next.fetch_add(1, Ordering::Relaxed)) {
            expire(server, id)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let callers: Vec<_> = (0..CALLERS).map(|_| scope.spawn(caller)).collect();
        callers.into_iter().try_for_each(|one| one.join().map_err(|_| "a caller died".to_owned())?)
    })
}

/// When the last of as many different events was here; some may come twice.
fn last(receiver: &Receiver, events: usize) -> Result<Instant, String> {
    let mut seen = std::collections::BTreeSet::new();
    loop {
        let (came, event) = receiver.next()?;
        seen.insert(event["id"].as_str().unwrap_or_default().to_owned());
        if seen.len() == events {
            return Ok(came);
        }
    }
}

/// Waits until what is announced and told nobody is dealt with, too.
fn quiet() {
    #[expect(clippy::disallowed_methods, reason = "nothing says when the runner has nothing left to do")]
    thread::sleep(QUIET);
}

fn as_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
