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

/// What the names of our own crates begin with.
const OURS: &str = "paydesk";

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

/// `info`, `debug`, or `paydesk_service=debug,warn`: targets and levels, without the patterns over spans and fields
/// that other subscribers take, and without the regular expressions those need.
///
/// More than INFO is said by our own crates only. At DEBUG and TRACE the runtime and the SDK print what they carry:
/// keys, requests and customers.
fn levels(wanted: Option<&str>) -> Result<Targets, String> {
    let wanted: Targets = wanted.unwrap_or("info").parse().map_err(|error| format!("{error}"))?;
    let most = wanted.default_level().unwrap_or(LevelFilter::OFF);
    let levels = Targets::new().with_default(most.min(LevelFilter::INFO)).with_target(OURS, most);
    let levels = levels.with_targets(wanted.into_iter().map(|(target, level)| {
        let ours = target.starts_with(OURS);
        (target, if ours { level } else { level.min(LevelFilter::INFO) })
    }));
    // Its span carries the id of the invocation to every line within it.
    Ok(levels.with_target("lambda_runtime", LevelFilter::INFO))
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
    use tracing::Level;

    #[test]
    fn levels_are_read_as_rust_log_writes_them() {
        let debug = levels(Some("paydesk_service=debug,warn")).unwrap();
        assert!(debug.would_enable("paydesk_service::store", &Level::DEBUG));
        assert!(!debug.would_enable("paydesk_model", &Level::INFO));
        assert!(!debug.would_enable("hyper", &Level::INFO));
        assert!(levels(None).unwrap().would_enable("anything", &Level::INFO));
        assert!(levels(Some("paydesk_service=loud")).is_err());
    }

    #[test]
    fn what_others_would_print_of_keys_and_customers_cannot_be_asked_for() {
        for wanted in
            ["trace", "lambda_runtime=trace", "aws_smithy_runtime=debug,hyper=trace", "off,aws=debug"]
        {
            let levels = levels(Some(wanted)).unwrap();
            for target in ["lambda_runtime::layers", "aws_smithy_runtime::client", "hyper", "aws_runtime"] {
                assert!(!levels.would_enable(target, &Level::DEBUG), "{wanted}: {target}");
            }
        }
        assert!(levels(Some("trace")).unwrap().would_enable("paydesk_service::store", &Level::TRACE));
    }

    #[test]
    fn the_invocations_id_is_on_every_line_whatever_the_level() {
        for wanted in [None, Some("error"), Some("lambda_runtime=off")] {
            assert!(levels(wanted).unwrap().would_enable("lambda_runtime::layers::trace", &Level::INFO));
        }
    }
}
