//! Logs as JSON lines: one per answer, with the request id, the account and the session id of the spans around
//! it at the top. What a customer or a key says never gets here.

use std::panic::PanicHookInfo;

use json_subscriber::JsonLayer;
use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::time::SystemTime;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::{Layer as _, Registry};

/// Installs the subscriber of this process, with the levels that `RUST_LOG` wants.
pub fn init(wanted: Option<&str>) -> Result<(), String> {
    let (levels, problem) = match levels(wanted) {
        Ok(levels) => (levels, None),
        Err(problem) => (Targets::new().with_default(LevelFilter::INFO), Some(problem)),
    };
    tracing::subscriber::set_global_default(subscriber(levels, std::io::stdout))
        .map_err(|error| error.to_string())?;
    std::panic::set_hook(Box::new(log_panic));
    // A function that serves customers does not stop for a typing error in a log level.
    if let Some(problem) = problem {
        tracing::warn!("RUST_LOG is not understood, so it is info: {problem}");
    }
    Ok(())
}

/// `info`, or `paydesk_service=debug,info`: targets and levels, without the patterns over spans and fields that
/// other subscribers take, and without the regular expressions those need.
fn levels(wanted: Option<&str>) -> Result<Targets, String> {
    match wanted {
        None => Ok(Targets::new().with_default(LevelFilter::INFO)),
        Some(text) => text.parse().map_err(|error| format!("{error}")),
    }
}

/// What turns events and spans into JSON lines for `writer`.
pub fn subscriber<W>(levels: Targets, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let mut lines = JsonLayer::<Registry>::new(writer);
    lines.with_timer("timestamp", SystemTime);
    lines.with_level("level");
    lines.with_target("target");
    lines.with_flattened_event();
    lines.with_top_level_flattened_span_list();
    tracing_subscriber::registry().with(lines.with_filter(levels))
}

/// Where it was, and not what it says: a panic's message may quote what it was given.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "panicked");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_as_rust_log_writes_them() {
        let debug = levels(Some("paydesk_service=debug,warn")).unwrap();
        assert!(debug.would_enable("paydesk_service::store", &tracing::Level::DEBUG));
        assert!(!debug.would_enable("hyper", &tracing::Level::INFO));
        assert!(levels(None).unwrap().would_enable("anything", &tracing::Level::INFO));
        assert!(levels(Some("paydesk_service=loud")).is_err());
    }
}
