//! Examples as lines for a shell.

use paydesk_service::wire::Dialect;
use serde_json::Value;

use super::{entries, text};

const KEY: &str = "sk_test_paydesk_local";

/// A line per example of a body; without examples the plain call.
pub fn examples(
    dialect: Dialect,
    server: &str,
    path: &str,
    method: &str,
    examples: &Value,
) -> Vec<(String, String)> {
    let url = format!("{server}{}", path.replace("{id}", "$SESSION"));
    let call = match method {
        "get" => format!("curl {url} -u {KEY}:"),
        other => format!("curl -X {} {url} -u {KEY}:", other.to_uppercase()),
    };
    let lines: Vec<_> = entries(examples)
        .map(|(_, example)| {
            (
                caption(&text(&example["summary"]), path),
                format!("curl {url} -u {KEY}: \\\n{}", data(dialect, &example["value"])),
            )
        })
        .collect();
    if lines.is_empty() { vec![(caption("", path), call)] } else { lines }
}

/// What an example shows, and what the shell must know for it.
fn caption(summary: &str, path: &str) -> String {
    match (summary, path.contains("{id}")) {
        (summary, false) => summary.to_owned(),
        ("", true) => "SESSION is the id of a session.".to_owned(),
        (summary, true) => format!("{summary}; SESSION is the id of a session."),
    }
}

fn data(dialect: Dialect, value: &Value) -> String {
    if dialect == Dialect::Camel {
        return format!("  -H 'Content-Type: application/json' \\\n  -d '{value:#}'");
    }
    let mut pairs = Vec::new();
    form(value, "", &mut pairs);
    let lines: Vec<_> = pairs.iter().map(|pair| format!("  -d '{pair}'")).collect();
    lines.join(" \\\n")
}

/// A value in brackets, pair by pair.
fn form(value: &Value, path: &str, pairs: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            let below = if path.is_empty() { name.clone() } else { format!("{path}[{name}]") };
            form(value, &below, pairs);
        }),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| form(item, &format!("{path}[{at}]"), pairs));
        }
        Value::String(text) => pairs.push(format!("{path}={text}")),
        other => pairs.push(format!("{path}={other}")),
    }
}
