//! What can never be told is put aside, where somebody sees it: its neighbours in the stream do not wait for it.

use aws_lambda_events::event::dynamodb::EventRecord;
use paydesk_model::time::Moment;
use serde_json::json;

use super::{item_of, made};
use crate::app::App;

/// For so long it is tried all the same: the fault may be in what was deployed last, and taken back.
const TRIED_SECONDS: i64 = 10 * 60;
/// A record of more bytes is named, and not kept.
const LARGEST_KEPT: usize = 200_000;
/// The group of what is no webhook.
const GROUP: &str = "stream";

/// Whether it was tried for long enough. Of a record that does not say when it was made nobody knows.
pub fn is_old_enough(record: &EventRecord, now: Moment) -> bool {
    let made = made(record);
    made > Moment(0) && now >= made.plus_seconds(TRIED_SECONDS)
}

/// Puts a record into the queue of what was given up, and says how to tell of it once the fault is mended. Whether it is
/// there.
pub async fn put(app: &App, record: &EventRecord, cause: &str) -> bool {
    let Some(outlets) = &app.outlets else { return false };
    let (number, again) = (&record.change.sequence_number, tell_again(record));
    let kept = serde_json::to_string(record).ok().filter(|text| text.len() <= LARGEST_KEPT);
    let body = json!({
        "object": "stream_record",
        "item": item_of(record),
        "sequence_number": number,
        "cause": cause,
        "tell_again": again,
        "record": kept.as_ref().map(|_| record),
    });
    match outlets.queue.bury(body.to_string(), GROUP).await {
        Ok(()) => {
            tracing::error!(cause, number, again, "a change can never be told as it is, and is put aside");
            true
        }
        Err(error) => {
            tracing::warn!(cause = ?error, "a change that cannot be told could not be put aside");
            false
        }
    }
}

/// The command for it.
fn tell_again(record: &EventRecord) -> String {
    match item_of(record).strip_prefix("S#") {
        Some(session) => format!("reannounce --session {session}"),
        None => format!("reannounce --since {}", made(record).seconds()),
    }
}
