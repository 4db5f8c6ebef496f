//! Waiting: a message comes again at a later time, and keeps no other from coming meanwhile.

use paydesk_model::time::Moment;

use super::one::Fate;
use super::received::Received;
use crate::app::App;
use crate::outlets::{Message, NotTaken, Queue};
use crate::random;

/// SQS keeps a message out of sight for twelve hours in all, those included that have passed since it was received.
const LONGEST_PUT_OFF_SECONDS: i64 = 12 * 60 * 60 - 5 * 60;
/// Who waits no longer than this crowds nobody out.
const SHORT_SECONDS: i64 = 60;
/// SQS holds back no message for longer when it is sent.
const LONGEST_DELAY_SECONDS: i64 = 15 * 60;

/// Has the message come again at `until`, or in between if that is too far away for the queue.
pub async fn put_off(app: &App, received: &Received, until: Moment, now: Moment) -> Fate {
    let seconds = seconds(until, now);
    let Some(outlets) = &app.outlets else { return Fate::Again };
    if seconds > SHORT_SECONDS && app.crowd.is_too_large(&outlets.queue, now).await {
        // Until this is answered the old one stays: who dies in between has two, of which one finds that it is not its
        // time, or that all is done.
        match sent_anew(&outlets.queue, received, seconds).await {
            Ok(()) => return Fate::Done,
            Err(cause) => {
                tracing::warn!(event = received.message.event, ?cause, "a webhook could not be sent anew");
            }
        }
    }
    let seconds = i32::try_from(seconds).unwrap_or(i32::MAX);
    if let Err(cause) = outlets.queue.postpone(&received.receipt, seconds).await {
        // Then it comes when the queue thinks it was forgotten, and finds that it is not its time.
        tracing::warn!(event = received.message.event, ?cause, "a webhook could not be put off");
    }
    Fate::Again
}

/// Sends the message once more, to come later: those that the queue holds back before anybody got them are not in
/// flight. What came before stays its own.
async fn sent_anew(queue: &Queue, received: &Received, seconds: i64) -> Result<(), NotTaken> {
    let message = Message { first_sent: Some(received.sent), ..received.message.clone() };
    let seconds = i32::try_from(seconds.min(LONGEST_DELAY_SECONDS)).unwrap_or(i32::MAX);
    queue.send_later(&message, seconds).await
}

/// Whole seconds, of which none is too early.
fn seconds(until: Moment, now: Moment) -> i64 {
    let millis = until.millis() - now.millis();
    (millis + 999).div_euclid(1000).clamp(1, LONGEST_PUT_OFF_SECONDS)
}

/// A little later than `until`, so that those who wait for the same do not come together.
pub fn apart(until: Moment, now: Moment) -> Moment {
    Moment(until.millis() + random::up_to((until.millis() - now.millis()) / 10))
}
