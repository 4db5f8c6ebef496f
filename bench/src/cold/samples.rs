//! events/*.json, prepared for the bench's table: what they ask for is there.

use std::fs;

use paydesk_service::random;
use serde_json::Value;

use super::table::Table;

/// The key that every sample is sent with.
pub const KEY: &str = "sk_test_paydesk_events";
/// The session that every sample means.
const SESSION: &str = "cs_test_000000000000000000000000000";

/// A function's sample.
#[derive(Clone, Debug)]
pub struct Sample {
    text: String,
}

impl Sample {
    pub fn of(function: &str) -> Result<Self, String> {
        let path = format!("{}/../events/{function}.json", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        Ok(Self { text })
    }

    /// An event of its own: about a session that nobody has touched, under an idempotency key that nobody has used.
    pub async fn event(&self, table: &Table) -> Result<String, String> {
        let mut text = self.text.clone();
        if text.contains(SESSION) {
            text = text.replace(SESSION, &table.session().await?);
        }
        let mut event: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        if let Some(key) = event.pointer_mut("/headers/idempotency-key") {
            *key = random::token().into();
        }
        Ok(event.to_string())
    }

    /// Refuses an answer that is not the one meant: a session asked for was found, and nothing failed.
    pub fn check(&self, answer: &[u8]) -> Result<(), String> {
        let answer: Value = serde_json::from_slice(answer).map_err(|error| error.to_string())?;
        let good = match answer["statusCode"].as_u64() {
            Some(status) if self.text.contains(SESSION) => status == 200,
            Some(status) => status < 500 && status != 401,
            None => answer["batchItemFailures"].as_array().is_none_or(Vec::is_empty),
        };
        if good { Ok(()) } else { Err(format!("it answered {answer}")) }
    }
}
