//! What template.yaml has that is billed by the month or by size: alarms, dashboards, metrics, and functions' memory.

use std::collections::BTreeMap;

use paydesk_local::template::{SOURCE, Template};
use paydesk_service::metrics::Metric;
use serde_yaml_ng::Value;

/// A stack of all that the template has.
#[derive(Debug)]
pub struct Stack {
    pub alarms: f64,
    /// Alarms are billed by the metrics that they look at.
    pub alarm_metrics: f64,
    pub dashboards: f64,
    /// By function.
    pub memory_mb: BTreeMap<String, u32>,
}

impl Stack {
    pub fn read() -> Result<Self, String> {
        Self::of(SOURCE)
    }

    fn of(source: &str) -> Result<Self, String> {
        let template = Template::read(source, &BTreeMap::new())?;
        let functions = template.functions.into_iter();
        let memory_mb = functions.map(|function| (function.name, function.memory_mb)).collect();
        let document: Value = serde_yaml_ng::from_str(source).map_err(|error| error.to_string())?;
        let alarms = resources(&document, "AWS::CloudWatch::Alarm");
        Ok(Self {
            alarms: count(alarms.len()),
            alarm_metrics: count(alarms.into_iter().map(metrics).sum()),
            dashboards: count(resources(&document, "AWS::CloudWatch::Dashboard").len()),
            memory_mb,
        })
    }

    pub fn memory_of(&self, function: &str) -> Result<f64, String> {
        let memory = self.memory_mb.get(function);
        memory
            .map(|memory_mb| f64::from(*memory_mb))
            .ok_or_else(|| format!("template.yaml has no function {function}"))
    }
}

/// Each metric of our own, in each mode that it is told apart by.
pub fn own_metrics() -> f64 {
    modes(&Metric::ALL)
}

/// Those that are written every minute, whoever is there.
pub fn idle_metrics() -> f64 {
    modes(&[Metric::SweepLag])
}

fn modes(metrics: &[Metric]) -> f64 {
    count(metrics.iter().map(|metric| if metric.by_mode() { 2 } else { 1 }).sum())
}

fn resources<'d>(document: &'d Value, kind: &str) -> Vec<&'d Value> {
    let resources = document.get("Resources").and_then(Value::as_mapping).into_iter().flatten();
    let of_kind = resources.map(|(_, resource)| resource);
    of_kind.filter(|resource| resource.get("Type").and_then(Value::as_str) == Some(kind)).collect()
}

/// How many metrics an alarm looks at: the one it names, or those that its expression is made of.
fn metrics(alarm: &Value) -> usize {
    let listed = alarm.get("Properties").and_then(|properties| properties.get("Metrics"));
    let listed = listed.and_then(Value::as_sequence).into_iter().flatten();
    listed.filter(|metric| present(metric).get("MetricStat").is_some()).count().max(1)
}

/// What is there if its condition holds: all that there can be is billed.
fn present(value: &Value) -> &Value {
    let Value::Tagged(tagged) = value else { return value };
    tagged.value.as_sequence().and_then(|branches| branches.get(1)).unwrap_or(value)
}

fn count(things: usize) -> f64 {
    u32::try_from(things).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alarm_is_billed_by_each_metric_it_looks_at() {
        let stack = Stack::read().unwrap();
        let one_each =
            SOURCE.matches("Type: AWS::CloudWatch::Alarm").count() - SOURCE.matches("Metrics:\n").count();
        let added_up = SOURCE.matches("MetricStat:").count();
        assert!(one_each > 0 && added_up > 0);
        assert_eq!(stack.alarm_metrics, count(one_each + added_up), "{stack:?}");
        let another = "  TableFails:\n    Type: AWS::CloudWatch::Alarm\n";
        let with_another =
            format!("  One:\n    Type: AWS::CloudWatch::Alarm\n    Properties: {{}}\n{another}");
        let more = Stack::of(&SOURCE.replacen(another, &with_another, 1)).unwrap();
        assert_eq!((more.alarms, more.alarm_metrics), (stack.alarms + 1.0, stack.alarm_metrics + 1.0));
    }

    #[test]
    fn a_function_is_billed_for_its_own_memory() {
        let described = "      Description: GET a checkout session, or its line items\n";
        let own = SOURCE.replacen(described, &format!("{described}      MemorySize: 512\n"), 1);
        let stack = Stack::of(&own).unwrap();
        assert_eq!(stack.memory_of("retrieve"), Ok(512.0));
        assert_eq!(stack.memory_of("create"), Stack::read().unwrap().memory_of("create"));
        assert!(stack.memory_of("nobody").is_err());
    }
}
