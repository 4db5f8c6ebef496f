//! `POST /v1/payment_intents/{id}/capture` and `…/cancel`: what becomes of money that was only authorised.

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::announcement::Cause;
use paydesk_model::objects::{amount_to_capture, cancellation_reason};
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::session::{Payment, Session, Status};
use paydesk_model::time::Moment;

use super::answer::{answer, extent};
use super::change::Changed;
use crate::access::{Caller, Permission};
use crate::app::App;
use crate::error::Error;
use crate::provider::Finish;
use crate::store::stored::Extent;
use crate::wire::call::Call;
use crate::wire::expand::{Expand, Subject};
use crate::wire::kind::Kind;
use crate::wire::reply::Reply;
use crate::wire::route::{Place, unrouted};
use crate::wire::stripe::objects::payment_intent_status;

/// The code of a payment intent that is not in a state for what is asked.
const UNEXPECTED_STATE: &str = "payment_intent_unexpected_state";

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(answer(app, request, |app, call| Box::pin(intent(app, call))))
}

async fn intent(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Write).await?;
    let expand = call.expand(Subject::Object(Kind::PaymentIntent))?;
    let path = call.path.clone();
    let (id, changed) = match Place::find(&path) {
        Some((_, Place::Capture(id))) => (id, capture(app, call, &caller, id, &expand).await?),
        Some((_, Place::Cancel(id))) => (id, cancel(app, call, &caller, id, &expand).await?),
        _ => return Err(unrouted("POST", &path)),
    };
    let reply = app.reply_object(call, &expand, &changed.session, Kind::PaymentIntent, id).await?;
    Ok(Reply { replayed: changed.replayed, ..reply })
}

async fn capture(
    app: &App,
    call: &Call,
    caller: &Caller,
    id: &str,
    expand: &Expand,
) -> Result<Changed, Error> {
    let amount = amount_to_capture(&call.parameters)?;
    let session = app.owner(caller, Kind::PaymentIntent, id, Extent::Head).await?;
    let mut done = None;
    if is_authorised(&session) {
        captured(session.clone(), amount, app.clock.now(), None)?;
        done = finish(app, &session, Finish::Capture(amount.unwrap_or(session.amount_due()))).await?;
    }
    let extent = extent(expand);
    app.change_of(call, caller, session.id.as_str(), "capture", extent, |session, now, cause| match done {
        Some(Finish::Release) => Err(released_meanwhile()),
        Some(Finish::Capture(taken)) => captured(session, Some(taken), now, Some(cause)),
        None => captured(session, amount, now, Some(cause)),
    })
    .await
}

async fn cancel(
    app: &App,
    call: &Call,
    caller: &Caller,
    id: &str,
    expand: &Expand,
) -> Result<Changed, Error> {
    let reason = cancellation_reason(&call.parameters)?;
    let session = app.owner(caller, Kind::PaymentIntent, id, Extent::Head).await?;
    let mut done = None;
    if is_authorised(&session) {
        done = finish(app, &session, Finish::Release).await?;
    }
    let extent = extent(expand);
    app.change_of(call, caller, session.id.as_str(), "cancel", extent, |session, now, cause| match done {
        Some(Finish::Capture(_)) => Err(captured_meanwhile()),
        _ => canceled(session, reason.clone(), now, Some(cause)),
    })
    .await
}

/// Has the provider do it first, which does it once: a crash after it is mended by asking again. What it answers was
/// really done, by this call or by one that came before.
async fn finish(app: &App, session: &Session, wanted: Finish) -> Result<Option<Finish>, Error> {
    let Some(number) = session.complete().and_then(|complete| complete.attempt) else { return Ok(None) };
    let missing = || Error::Internal("an authorised payment has no provider".into());
    let provider = app.provider(session.livemode()).ok_or_else(missing)?;
    provider.finish(app, &session.id.attempt(number), wanted).await.map(Some)
}

fn released_meanwhile() -> Error {
    Problem::general("This PaymentIntent is being canceled by another request.").code(UNEXPECTED_STATE).into()
}

fn captured_meanwhile() -> Error {
    Problem::general("This PaymentIntent is being captured by another request.").code(UNEXPECTED_STATE).into()
}

fn captured(
    session: Session,
    amount: Option<i64>,
    now: Moment,
    cause: Option<Cause>,
) -> Result<Session, Error> {
    let session = session.at(now);
    let refused = uncapturable(payment_intent_status(&session));
    let authorised = session.amount_due();
    let amount = amount.unwrap_or(authorised);
    if !is_authorised(&session) {
        return Err(refused.into());
    }
    if amount > authorised {
        let message = format!(
            "The requested capture amount ({amount}) is greater than the amount you can capture for this charge ({authorised})."
        );
        return Err(Problem::at(Path::of("amount_to_capture"), message).code("amount_too_large").into());
    }
    session.capture(amount, now, cause).map_err(|_| refused.into())
}

fn canceled(
    session: Session,
    reason: Option<String>,
    now: Moment,
    cause: Option<Cause>,
) -> Result<Session, Error> {
    let session = session.at(now);
    let refused = if session.status() == Status::Open {
        Problem::general(
            "This PaymentIntent belongs to a Checkout Session that is still open: expire the session instead.",
        )
        .code(UNEXPECTED_STATE)
    } else {
        uncancelable(payment_intent_status(&session))
    };
    if !is_authorised(&session) {
        return Err(refused.into());
    }
    session.release_because(reason, now, cause).map_err(|_| refused.into())
}

fn is_authorised(session: &Session) -> bool {
    session.complete().is_some_and(|complete| complete.payment == Payment::Authorized)
}

fn uncapturable(status: &str) -> Problem {
    let message = format!(
        "This PaymentIntent could not be captured because it has a status of {status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture."
    );
    Problem::general(message).code(UNEXPECTED_STATE)
}

/// Money on its way by a delayed method cannot be called back; only an authorisation can be given back.
fn uncancelable(status: &str) -> Problem {
    let message = format!(
        "You cannot cancel this PaymentIntent because it has a status of {status}. Only a PaymentIntent of a completed Checkout Session with one of the following statuses may be canceled: requires_capture."
    );
    Problem::general(message).code(UNEXPECTED_STATE)
}
