//! One attempt: posted, noted beside its event, measured and logged.

use paydesk_model::delivery::{DeliveryAttempt, Outcome};
use paydesk_model::event::Event;
use paydesk_model::time::Moment;

use super::health;
use super::letter::letter;
use super::loaded::Known;
use super::received::Received;
use crate::app::App;
use crate::clock::Stopwatch;
use crate::error::Error;
use crate::metrics::Metric;
use crate::random;
use crate::store::events::Snapshot;
use crate::store::health::Addressee;
use crate::webhooks::Trouble;
use crate::webhooks::circuit::Sign;
use crate::webhooks::post::Answer;
use crate::webhooks::series::Series;

/// By which an endpoint says that it wants nothing any more.
const GONE: u16 = 410;
/// Of 4xx those that are about the endpoint and not about the event: not found, too slow, gone, too much.
const OF_THE_ENDPOINT: [u16; 4] = [404, 408, GONE, 429];
/// Thousandths by which a wait may be longer or shorter than planned.
const JITTER: i64 = 100;

/// What an attempt came to.
pub enum Made {
    /// None was made: the endpoint's dialect has no words for the event.
    NoWords,
    Taken,
    /// The endpoint wants nothing any more.
    Gone,
    Failed(DeliveryAttempt),
}

/// Makes an attempt. It is noted before this returns, and so before the message is forgotten: who dies in between
/// delivers twice.
pub async fn make(
    app: &App,
    received: &Received,
    known: &Known,
    addressee: &Addressee,
    series: &Series<'_>,
) -> Result<Made, Error> {
    let (message, endpoint) = (&received.message, &addressee.stored.endpoint);
    let Some(letter) = letter(app, known, &message.event, endpoint) else { return Ok(Made::NoWords) };
    let (began, watch) = (app.clock.now(), Stopwatch::start());
    let posted = app.post.send(&endpoint.url, message.livemode, &letter.headers, letter.body).await;
    let latency_ms = watch.micros() / 1000;
    let asked = posted.as_ref().ok().and_then(|answer| answer.retry_after);
    let (now, jitter) = (app.clock.now(), random::up_to(2 * JITTER) - JITTER);
    let attempt = DeliveryAttempt {
        event: message.event.clone(),
        endpoint: message.endpoint.clone(),
        at: began,
        url: endpoint.url.clone(),
        outcome: outcome(&posted),
        latency_ms,
        status: posted.as_ref().ok().map(|answer| answer.status),
        answer: posted.as_ref().map(|answer| answer.body.clone()).unwrap_or_default(),
        error: posted.as_ref().err().map(ToString::to_string),
        next: if is_final(&posted) { None } else { series.next(now, asked, jitter) },
    };
    report(app, known, &letter.event, &attempt, now);
    measure(app, known, received, series, &attempt);
    app.store.note_attempt(&message.account, message.livemode, &attempt).await?;
    health::learn(app, addressee, sign(&posted), asked, now).await;
    Ok(match attempt {
        DeliveryAttempt { outcome: Outcome::Succeeded, .. } => Made::Taken,
        DeliveryAttempt { status: Some(GONE), .. } => Made::Gone,
        failed => Made::Failed(failed),
    })
}

type Posted = Result<Answer, Trouble>;

fn outcome(posted: &Posted) -> Outcome {
    let taken = posted.as_ref().is_ok_and(Answer::is_success);
    if taken { Outcome::Succeeded } else { Outcome::Failed }
}

/// Whether no other attempt is planned after this answer.
fn is_final(posted: &Posted) -> bool {
    posted.as_ref().is_ok_and(|answer| answer.is_success() || answer.status == GONE)
}

fn sign(posted: &Posted) -> Sign {
    match posted {
        Ok(answer) if answer.is_success() => Sign::Well,
        // A handler that refuses types it does not know must not keep those away that it does.
        Ok(answer) if (400..500).contains(&answer.status) && !OF_THE_ENDPOINT.contains(&answer.status) => {
            Sign::Picky
        }
        Err(trouble) if trouble.was_waited_for() => Sign::Hung,
        _ => Sign::Failed,
    }
}

/// The line about an attempt: what the local runner shows, and what is looked for when a merchant asks. Of the URL it
/// has nothing, for that may carry a secret of theirs.
fn report(app: &App, known: &Known, event: &Event, attempt: &DeliveryAttempt, now: Moment) {
    let session = match &known.published.of {
        Snapshot::Session(stored) => Some(stored.session.id.as_str()),
        Snapshot::Customer { .. } | Snapshot::Object(_) => None,
    };
    let next_s = attempt.next.map(|next| (next.millis() - now.millis() + 999).div_euclid(1000));
    tracing::info!(
        target: "paydesk::events",
        event = attempt.event,
        kind = event.kind.as_str(),
        session,
        endpoint = attempt.endpoint,
        status = attempt.status,
        error = attempt.error.as_deref(),
        took_ms = attempt.latency_ms,
        next_s,
        "webhook"
    );
    let metric = match attempt.outcome {
        Outcome::Succeeded => Metric::WebhooksDelivered,
        Outcome::Failed => Metric::WebhookAttemptsFailed,
    };
    app.metrics.count(metric, known.published.livemode, now);
}

/// How long an endpoint had to wait to hear of a change, if this was the first it heard.
fn measure(app: &App, known: &Known, received: &Received, series: &Series<'_>, attempt: &DeliveryAttempt) {
    if series.made() == 0 && !received.message.again {
        let lag = attempt.at.millis() - known.published.announcement.at.millis();
        app.metrics.figure(Metric::DeliveryLag, lag, attempt.at);
    }
}
