//! Metrics in CloudWatch's embedded format: log lines that CloudWatch turns into figures, without a call.
//!
//! The format: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>.
//! Every figure has the dimension `Stack`; those of a merchant's business also have `Mode`, because test and live
//! never meet.

use std::fmt;
use std::sync::Arc;

use paydesk_model::session::{Session, Status};
use paydesk_model::time::Moment;
use serde_json::{Map, Value, json};

const NAMESPACE: &str = "Paydesk";

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    SessionsCreated,
    SessionsCompleted,
    SessionsExpired,
    /// From `expires_at` to the write that made it true.
    ExpiryLag,
    /// How far the sweep is behind when it begins.
    SweepLag,
    /// Due timers that could not be rung for a reason of their own, and were set anew.
    TimersPostponed,
    /// Records of the stream that are asked for again.
    RecordsNotTaken,
    /// Events that an endpoint took.
    WebhooksDelivered,
    /// Attempts that an endpoint did not take.
    WebhookAttemptsFailed,
    /// Events that an endpoint did not take in three days.
    WebhooksGivenUp,
    /// From a change to the first attempt to tell an endpoint of it.
    DeliveryLag,
}

impl Metric {
    /// Every one of them: none is written that is not here.
    pub const ALL: [Self; 11] = [
        Self::SessionsCreated,
        Self::SessionsCompleted,
        Self::SessionsExpired,
        Self::ExpiryLag,
        Self::SweepLag,
        Self::TimersPostponed,
        Self::RecordsNotTaken,
        Self::WebhooksDelivered,
        Self::WebhookAttemptsFailed,
        Self::WebhooksGivenUp,
        Self::DeliveryLag,
    ];

    /// Whether it is a merchant's business, which test and live mode have each for itself.
    pub const fn by_mode(self) -> bool {
        matches!(
            self,
            Self::SessionsCreated
                | Self::SessionsCompleted
                | Self::SessionsExpired
                | Self::WebhooksDelivered
                | Self::WebhookAttemptsFailed
                | Self::WebhooksGivenUp
        )
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::SessionsCreated => "SessionsCreated",
            Self::SessionsCompleted => "SessionsCompleted",
            Self::SessionsExpired => "SessionsExpired",
            Self::ExpiryLag => "ExpiryLag",
            Self::SweepLag => "SweepLag",
            Self::TimersPostponed => "TimersPostponed",
            Self::RecordsNotTaken => "RecordsNotTaken",
            Self::WebhooksDelivered => "WebhooksDelivered",
            Self::WebhookAttemptsFailed => "WebhookAttemptsFailed",
            Self::WebhooksGivenUp => "WebhooksGivenUp",
            Self::DeliveryLag => "DeliveryLag",
        }
    }

    const fn unit(self) -> &'static str {
        match self {
            Self::ExpiryLag | Self::SweepLag => "Seconds",
            Self::DeliveryLag => "Milliseconds",
            _ => "Count",
        }
    }
}

type Take = dyn Fn(&str) + Send + Sync;

/// Where the lines go.
#[derive(Clone)]
pub struct Sink(Option<Arc<Take>>);

impl Sink {
    /// On Lambda, standard output is the log.
    pub fn stdout() -> Self {
        Self::to(|line| println!("{line}"))
    }

    pub fn none() -> Self {
        Self(None)
    }

    pub fn to(take: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(take)))
    }
}

impl fmt::Debug for Sink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() { "Sink" } else { "no sink" })
    }
}

/// The metrics of one stack.
#[derive(Clone, Debug)]
pub struct Metrics {
    stack: String,
    sink: Sink,
}

impl Metrics {
    pub fn new(stack: String, sink: Sink) -> Self {
        Self { stack, sink }
    }

    /// A session that was read as `before` and is now written as `after`.
    pub fn changed(&self, before: &Session, after: &Session, now: Moment) {
        if before.status() != Status::Open {
            return;
        }
        match after.status() {
            Status::Open => {}
            Status::Complete => self.count(Metric::SessionsCompleted, after.livemode(), now),
            Status::Expired => {
                self.count(Metric::SessionsExpired, after.livemode(), now);
                if before.lapses(now) {
                    self.figure(Metric::ExpiryLag, now.seconds() - before.expires_at, now);
                }
            }
        }
    }

    /// One more of a merchant's business.
    pub fn count(&self, metric: Metric, livemode: bool, now: Moment) {
        self.emit(metric, 1, Some(livemode), now);
    }

    /// A figure of the deployment's own work.
    pub fn figure(&self, metric: Metric, value: i64, now: Moment) {
        self.emit(metric, value, None, now);
    }

    fn emit(&self, metric: Metric, value: i64, livemode: Option<bool>, now: Moment) {
        debug_assert!(Metric::ALL.contains(&metric), "{metric:?} is missing in ALL");
        debug_assert_eq!(livemode.is_some(), metric.by_mode(), "{metric:?}");
        let Sink(Some(take)) = &self.sink else { return };
        let mut dimensions = vec!["Stack"];
        let mut line = Map::new();
        line.insert("Stack".into(), json!(self.stack));
        if let Some(livemode) = livemode {
            dimensions.push("Mode");
            line.insert("Mode".into(), json!(if livemode { "live" } else { "test" }));
        }
        line.insert(metric.name().into(), json!(value));
        line.insert(
            "_aws".into(),
            json!({
                "Timestamp": now.0,
                "CloudWatchMetrics": [{
                    "Namespace": NAMESPACE,
                    "Dimensions": [dimensions],
                    "Metrics": [{"Name": metric.name(), "Unit": metric.unit()}],
                }],
            }),
        );
        take(&Value::Object(line).to_string());
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use paydesk_model::create::{CreateParams, Limits};
    use paydesk_model::ids::SessionId;
    use paydesk_model::payment::Submission;
    use paydesk_model::session::Birth;

    use super::*;
    use crate::wire::form;

    #[test]
    fn a_completion_is_counted_once_and_what_follows_it_is_not() {
        let now = Moment::from_seconds(1_795_305_600);
        let form = b"mode=payment&success_url=https://shop.example/thanks&line_items[0][quantity]=1\
            &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=0\
            &line_items[0][price_data][product_data][name]=Tea";
        let params = CreateParams::check(&form::parse(form).unwrap(), &Limits::standard(now, true)).unwrap();
        let (id, account) = (SessionId::new(true, "abc"), "acct_1".to_owned());
        let open = Session::open(params, Birth { id, account, token: "t".into(), now, default_life: 3600 });
        let complete = open.clone().confirm(Submission::default(), "form", None, now).unwrap();

        let lines = Arc::new(Mutex::new(Vec::new()));
        let kept = lines.clone();
        let sink = Sink::to(move |line| kept.lock().unwrap().push(line.to_owned()));
        let metrics = Metrics::new("shop".into(), sink);
        metrics.changed(&open, &open, now);
        metrics.changed(&open, &complete, now);
        metrics.changed(&complete, &complete, now);

        let lines = lines.lock().unwrap();
        assert_eq!(lines.len(), 1, "{lines:?}");
        let line: Value = serde_json::from_str(&lines[0]).unwrap();
        assert_eq!(line["SessionsCompleted"], 1);
        assert_eq!((&line["Stack"], &line["Mode"]), (&json!("shop"), &json!("live")));
    }
}
