//! What the commands say on standard output. That nobody listens any more is no reason to die, nor to stand still.

use std::fmt::Display;
use std::io::Write as _;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

/// How many lines wait for a slow reader; what comes after them is left out.
const WAITING: usize = 1000;
/// How long the last lines are waited for.
const PATIENCE: Duration = Duration::from_millis(500);

static LINES: OnceLock<SyncSender<Line>> = OnceLock::new();

enum Line {
    Said(String),
    /// All lines before it are out.
    End(SyncSender<()>),
}

pub fn say(text: impl Display) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Says it from a thread of its own: a full pipe that nobody reads must not hold up what goes on meanwhile.
pub fn mention(text: String) {
    let _ = lines().try_send(Line::Said(text));
}

/// Returns when all that was mentioned is out, or when it is not going to be.
pub fn finish() {
    let (end, ended) = sync_channel(1);
    if lines().try_send(Line::End(end)).is_ok() {
        let _ = ended.recv_timeout(PATIENCE);
    }
}

fn lines() -> &'static SyncSender<Line> {
    LINES.get_or_init(|| {
        let (lines, said) = sync_channel(WAITING);
        thread::spawn(move || say_all(&said));
        lines
    })
}

fn say_all(lines: &Receiver<Line>) {
    for line in lines {
        match line {
            Line::Said(text) => say(text),
            Line::End(end) => drop(end.send(())),
        }
    }
}
