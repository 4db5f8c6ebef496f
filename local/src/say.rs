//! What the commands say on standard output. That nobody listens any more is no reason to die.

use std::fmt::Display;
use std::io::Write as _;

pub fn say(text: impl Display) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}
