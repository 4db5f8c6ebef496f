//! The terminal's log of events: a line for each that happens, and for each webhook that was tried.

use std::fmt;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use paydesk_service::clock::Clock;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::Context;

/// Under which name the service tells of events and attempts.
const TARGET: &str = "paydesk::events";

/// Makes lines of what is told, and hands them to `say`.
pub struct EventLog {
    clock: Clock,
    zone: TimeZone,
    say: fn(String),
}

impl EventLog {
    /// In this machine's own zone.
    pub fn of(clock: Clock, say: fn(String)) -> Self {
        Self { clock, zone: TimeZone::system(), say }
    }

    /// The same, asked for nothing else.
    pub fn filtered<S: Subscriber + for<'s> tracing_subscriber::registry::LookupSpan<'s>>(
        self,
    ) -> impl Layer<S> {
        self.with_filter(Targets::new().with_target(TARGET, Level::DEBUG))
    }

    fn time(&self) -> String {
        let now = Timestamp::from_millisecond(self.clock.now().millis()).unwrap_or_default();
        now.to_zoned(self.zone.clone()).strftime("%H:%M:%S").to_string()
    }
}

impl<S: Subscriber> Layer<S> for EventLog {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut told = Told::default();
        event.record(&mut told);
        (self.say)(format!("{}  {told}", self.time()));
    }
}

/// What was told of an event, or of an attempt.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    event: String,
    kind: String,
    endpoint: String,
    status: Option<u64>,
    error: Option<String>,
    took_ms: u64,
    next_s: Option<i64>,
}

impl Visit for Told {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "event" => value.clone_into(&mut self.event),
            "kind" => value.clone_into(&mut self.kind),
            "endpoint" => value.clone_into(&mut self.endpoint),
            "error" => self.error = Some(value.to_owned()),
            _ => {}
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "status" => self.status = Some(value),
            "took_ms" => self.took_ms = value,
            _ => {}
        }
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        match field.name() {
            "next_s" => self.next_s = Some(value),
            _ => self.record_u64(field, value.try_into().unwrap_or_default()),
        }
    }

    /// Nothing of interest comes this way.
    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

impl fmt::Display for Told {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { event, kind, endpoint, status, error, took_ms, next_s } = self;
        write!(formatter, "{kind}  {event}")?;
        match (status, error) {
            (Some(status), _) => write!(formatter, "  {endpoint} → {status} in {took_ms} ms")?,
            (None, Some(error)) => write!(formatter, "  {endpoint} → {error}")?,
            (None, None) => {}
        }
        next_s.map_or(Ok(()), |seconds| write!(formatter, ", again in {}", Wait(seconds)))
    }
}

/// Seconds as a person would say them.
struct Wait(i64);

impl fmt::Display for Wait {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            seconds @ ..120 => write!(formatter, "{seconds} s"),
            seconds @ ..7200 => write!(formatter, "{} min", (seconds + 30) / 60),
            seconds => write!(formatter, "{} h", (seconds + 1800) / 3600),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use paydesk_model::time::Moment;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    static SAID: Mutex<Vec<String>> = Mutex::new(Vec::new());

    fn note(line: String) {
        SAID.lock().unwrap().push(line);
    }

    #[test]
    fn every_event_and_attempt_is_a_line_and_nothing_else_is() {
        let clock = Clock::frozen(Moment::from_seconds(1_795_305_600));
        let log = EventLog { clock, zone: TimeZone::fixed(jiff::tz::offset(2)), say: note };
        tracing::subscriber::with_default(tracing_subscriber::registry().with(log.filtered()), || {
            let (event, endpoint, kind) = ("evt_1", "we_1", "checkout.session.completed");
            tracing::debug!(target: TARGET, event, kind, "event");
            let (status, error) = (Some(200_u16), None::<&str>);
            tracing::info!(target: TARGET, event, kind, endpoint, status, error, took_ms = 12_u64, "webhook");
            let (status, error) = (None::<u16>, Some("the connection was refused"));
            tracing::info!(
                target: TARGET, event, kind, endpoint, status, error, took_ms = 1_u64, next_s = 300_i64, "webhook"
            );
            tracing::error!("nobody's event");
        });
        assert_eq!(
            *SAID.lock().unwrap(),
            [
                "02:00:00  checkout.session.completed  evt_1",
                "02:00:00  checkout.session.completed  evt_1  we_1 → 200 in 12 ms",
                "02:00:00  checkout.session.completed  evt_1  we_1 → the connection was refused, again in 5 min",
            ]
        );
    }
}
