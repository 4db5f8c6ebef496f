//! One message: whether an attempt is due and may be made, and what becomes of the message after it.

use std::panic::AssertUnwindSafe;

use futures::FutureExt as _;
use paydesk_model::delivery::DeliveryAttempt;

use super::attempt::{self, Made};
use super::health;
use super::loaded::{Known, Loaded};
use super::put_off::{apart, put_off};
use super::received::Received;
use crate::app::App;
use crate::error::Error;
use crate::metrics::Metric;
use crate::outlets::Message;
use crate::store::health::Addressee;
use crate::webhooks::series::{Series, Standing};

/// How often the message of a disabled endpoint looks whether it is enabled again.
const DISABLED_SECONDS: i64 = 60 * 60;

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The queue may forget it.
    Done,
    /// It comes again: when it was put off to, or soon.
    Again,
}

/// Deals with one message. Its id, if it has to come again.
pub async fn deliver(app: &App, received: Received, loaded: &Loaded) -> Option<String> {
    // Whatever is not known now may be known when the queue hands it over again.
    let dealt_with = AssertUnwindSafe(Box::pin(try_deliver(app, &received, loaded))).catch_unwind().await;
    // One that makes us panic takes no other message of its batch along.
    let dealt_with = dealt_with.unwrap_or_else(|_| Err(Error::Internal("the delivery panicked".into())));
    let fate = dealt_with.unwrap_or_else(|error| {
        let (event, endpoint) = (&received.message.event, &received.message.endpoint);
        tracing::warn!(event, endpoint, cause = ?error, "a webhook could not be dealt with");
        Fate::Again
    });
    (fate == Fate::Again).then_some(received.id)
}

async fn try_deliver(app: &App, received: &Received, loaded: &Loaded) -> Result<Fate, Error> {
    let message = &received.message;
    let Some(known) = loaded.known(message)? else { return Ok(dropped(received, "its event is gone")) };
    let Some(addressee) = loaded.addressee(message)? else {
        return Ok(dropped(received, "its endpoint is gone"));
    };
    let series = Series::of(&known.attempts, &message.event, &message.endpoint, received.sent, message.again);
    let now = app.clock.now();
    match series.standing(now) {
        Standing::Delivered => return Ok(Fate::Done),
        Standing::Spent => return give_up(app, received).await,
        Standing::Waiting(until) => return Ok(put_off(app, received, until, now).await),
        Standing::Due => {}
    }
    let ends = now >= series.end();
    if !addressee.stored.endpoint.enabled {
        if ends {
            return give_up(app, received).await;
        }
        let until = now.plus_seconds(DISABLED_SECONDS).min(series.end());
        return Ok(put_off(app, received, until, now).await);
    }
    if !has_words(known, message, addressee) {
        return Ok(dropped(received, "its endpoint has no words for it"));
    }
    // Nothing is given up that was never tried, and what a person asks for is tried at once.
    let at_any_rate = series.made() == 0 && (ends || message.again);
    if !at_any_rate && let Err(until) = health::may_attempt(app, addressee, now).await? {
        if ends {
            return give_up(app, received).await;
        }
        return Ok(put_off(app, received, apart(until.min(series.end()), now), now).await);
    }
    attempted(app, received, known, addressee, &series).await
}

/// Whether the endpoint's dialect can say it: a probe must not be spent on what cannot be sent.
fn has_words(known: &Known, message: &Message, addressee: &Addressee) -> bool {
    let events = known.published.events();
    let event = events.iter().find(|event| event.id == message.event);
    event.is_some_and(|event| addressee.stored.endpoint.dialect.has(event.kind))
}

/// Makes the attempt, and deals with what it came to.
async fn attempted(
    app: &App,
    received: &Received,
    known: &Known,
    addressee: &Addressee,
    series: &Series<'_>,
) -> Result<Fate, Error> {
    let made = Box::pin(attempt::make(app, received, known, addressee, series)).await?;
    let now = app.clock.now();
    match made {
        Made::NoWords => Ok(dropped(received, "its endpoint has no words for it")),
        Made::Taken => Ok(Fate::Done),
        Made::Gone => {
            health::disable(app, addressee).await?;
            let until = now.plus_seconds(DISABLED_SECONDS).min(series.end());
            Ok(put_off(app, received, until, now).await)
        }
        Made::Failed(DeliveryAttempt { next: Some(next), .. }) => Ok(put_off(app, received, next, now).await),
        Made::Failed(_) => give_up(app, received).await,
    }
}

/// Puts the message where somebody can redrive it.
async fn give_up(app: &App, received: &Received) -> Result<Fate, Error> {
    let message = &received.message;
    let outlets = app.outlets.as_ref();
    let outlets = outlets.ok_or_else(|| Error::Internal("there is no queue to give up to".into()))?;
    outlets.queue.give_up(message).await?;
    app.metrics.count(Metric::WebhooksGivenUp, message.livemode, app.clock.now());
    tracing::error!(event = message.event, endpoint = message.endpoint, "a webhook was given up");
    Ok(Fate::Done)
}

fn dropped(received: &Received, why: &'static str) -> Fate {
    let (event, endpoint) = (&received.message.event, &received.message.endpoint);
    tracing::warn!(event, endpoint, why, "a webhook was dropped");
    Fate::Done
}
