//! EventBridge's schedules: each fires once in every interval of the deployment's clock.

use aws_lambda_events::event::eventbridge::EventBridgeEvent;
use aws_smithy_types::DateTime;
use aws_smithy_types::date_time::Format;
use paydesk_model::time::Moment;
use paydesk_service::handlers::Handler;
use serde_json::json;

use super::functions::isolated;
use super::{Background, Deployment, Trigger};
use crate::template::{ACCOUNT, REGION, ScheduleSource};

impl Deployment {
    /// Fires what has not fired in the current interval; after the clock was moved, everything.
    pub(super) async fn fire_schedules(&self, background: &mut Background, all: bool) {
        let schedules: Vec<(&str, &ScheduleSource)> = self
            .triggers()
            .filter_map(|(name, trigger)| match trigger {
                Trigger::Schedule(source) => Some((name, source)),
                _ => None,
            })
            .collect();
        let now = self.clock().now();
        for (function, source) in schedules {
            let interval = now.seconds().div_euclid(source.every_seconds);
            let before = background.fired.insert(function.to_string(), interval);
            if all || before != Some(interval) {
                self.fire(function, source, now).await;
            }
        }
    }

    async fn fire(&self, function: &str, source: &ScheduleSource, now: Moment) {
        for _ in 0..=source.retries.min(2) {
            match self.invoke_schedule(function, now).await {
                Ok(()) => return,
                Err(problem) => tracing::error!(function, "the scheduled run failed: {problem}"),
            }
        }
    }

    async fn invoke_schedule(&self, function: &str, now: Moment) -> Result<(), String> {
        let Some((app, Handler::Schedule(handler))) = self.parts.functions.get(function) else {
            return Err("template.yaml has a schedule for it, the service none".into());
        };
        let event = event(function, now)?;
        isolated(function, async move { handler(app, event).await }).await?
    }
}

fn event(function: &str, now: Moment) -> Result<EventBridgeEvent, String> {
    let time = DateTime::from_secs(now.seconds()).fmt(Format::DateTime).map_err(|error| error.to_string())?;
    let event = json!({
        "version": "0",
        "id": format!("00000000-0000-0000-0000-{:012x}", now.millis()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": time,
        "region": REGION,
        "resources": [format!("arn:aws:events:{REGION}:{ACCOUNT}:rule/local-{function}")],
        "detail": {},
    });
    serde_json::from_value(event).map_err(|error| error.to_string())
}
