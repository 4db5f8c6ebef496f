//! `POST /v1/test_helpers/checkout/sessions/{id}/…`: completes, declines or settles a session without a browser.
//!
//! The payer is played, and nothing else: what they say is checked like a form, and paying is the page's own way.

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::lifecycle::{Refusal, Settlement};
use paydesk_model::payment::{Decline, Instrument, Submission};
use paydesk_model::problem::Problem;
use paydesk_model::redemption::Unredeemable;
use paydesk_model::session::{Session, Status};
use paydesk_model::shown::Shown;
use paydesk_model::simulate::{self, CompleteParams};
use paydesk_model::time::Moment;
use paydesk_model::tree::Tree;

use super::answer::answer;
use super::change::{made_before, seen};
use super::pay::COUPON_EXPIRED;
use crate::access::Permission;
use crate::app::App;
use crate::error::Error;
use crate::payments::{Order, Paid, Settled, Standing};
use crate::provider::test::{declining, instrument_of_token};
use crate::store::stored::{Extent, Seen, Stored};
use crate::wire::call::Call;
use crate::wire::expand::{Expand, Subject};
use crate::wire::reply::Reply;
use crate::wire::route::{Outcome, Place, unrouted};

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(answer(app, request, |app, call| Box::pin(simulate(app, call))))
}

async fn simulate(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Write).await?;
    let Some((_, Place::Simulate(outcome, _))) = Place::find(&call.path) else {
        return Err(unrouted("POST", &call.path));
    };
    // There is nothing to simulate where money is real.
    if caller.livemode || !app.config.test_mode {
        return Err(Error::UnknownRoute { method: "POST".into(), path: call.path.clone() });
    }
    let expand = call.expand(Subject::Session)?;
    let read = app.find(&caller, call.session_id(), Extent::Whole).await?;
    let now = app.clock.now();
    let seen = seen(call, name(outcome), now);
    let mut asked = Asked { print: print(call, seen.as_ref()), seen, again: false };
    if made_before(&read.ledger, asked.seen.as_ref(), call, now)? {
        match before(&read.session, outcome, &asked.print, now) {
            Before::Done => {
                let session = read.session.at(now);
                return Ok(Reply { replayed: true, ..app.reply(call, &expand, &session).await? });
            }
            Before::Declined(decline) => return Err(Error::Declined(decline)),
            Before::InFlight => {}
            Before::GivenUp => asked.print = call.envelope.request_id.clone(),
        }
        asked = Asked { seen: None, again: true, ..asked };
    }
    match outcome {
        Outcome::Complete => complete(app, call, &expand, read, asked).await,
        Outcome::Fail => fail(app, call, &expand, read, asked).await,
        Outcome::Settle => settle(app, call, &expand, read, asked.seen).await,
    }
}

/// One asking to have a payment played, and how it is known again.
struct Asked {
    /// What is to be remembered of its key.
    seen: Option<Seen>,
    /// Of the form that it sends: that of a key is one form, however often it comes.
    print: String,
    /// It came before, and died on the way.
    again: bool,
}

/// What became of a keyed request that came before.
enum Before {
    Done,
    Declined(Decline),
    /// Its attempt may still be decided by whoever made it.
    InFlight,
    /// It died before anything was decided: what was begun is over, or will be.
    GivenUp,
}

fn before(session: &Session, outcome: Outcome, print: &str, now: Moment) -> Before {
    if outcome == Outcome::Settle || session.status() != Status::Open || session.lapses(now) {
        return Before::Done;
    }
    if let Some(decline) = session.attempts.failure_of(print).and_then(|tried| tried.decline.clone()) {
        return if outcome == Outcome::Fail { Before::Done } else { Before::Declined(decline) };
    }
    match session.attempt() {
        Some(attempt) if attempt.print == print && now < attempt.deadline => Before::InFlight,
        _ => Before::GivenUp,
    }
}

fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Complete => "simulate complete",
        Outcome::Fail => "simulate fail",
        Outcome::Settle => "simulate settle",
    }
}

fn print(call: &Call, seen: Option<&Seen>) -> String {
    seen.map_or_else(|| call.envelope.request_id.clone(), |seen| seen.key.clone())
}

async fn complete(
    app: &App,
    call: &Call,
    expand: &Expand,
    read: Stored,
    asked: Asked,
) -> Result<Reply, Error> {
    let params = CompleteParams::check(&call.parameters)?;
    let session = &read.session;
    let named = params.payment_method.as_deref().unwrap_or("pm_card_visa");
    // A free order takes no method; one that is named is checked all the same.
    let instrument = instrument_of_token(session, named)?;
    let instrument = session.needs_method().then_some(instrument);
    let mut order = order(app, asked.print, session, &params.form(session), instrument).await?;
    order.settle_after = params.settle_after;
    let paid = Box::pin(app.pay(read, &order, &call.envelope.request_id, asked.seen)).await?;
    let paid = authorise(app, call, paid).await?;
    let by_this = |session: &Session| session.complete().is_some_and(|there| there.print == order.print);
    match paid.standing {
        Standing::Complete if paid.changed || asked.again || by_this(&paid.stored.session) => {
            app.reply(call, expand, &paid.stored.session).await
        }
        Standing::Declined(decline) => Err(Error::Declined(decline)),
        Standing::Unredeemable(why) => Err(unredeemed(why).into()),
        _ => Err(not_open(app, &paid.stored.session).into()),
    }
}

/// A payer who is asked to authorise does so.
async fn authorise(app: &App, call: &Call, paid: Paid) -> Result<Paid, Error> {
    let waiting = matches!(paid.standing, Standing::NeedsPayer(_));
    let Some(attempt) = paid.stored.session.attempt().filter(|_| waiting) else { return Ok(paid) };
    let id = attempt.id.clone();
    Box::pin(app.payer_answered(paid.stored, &id, true, &call.envelope.request_id)).await
}

async fn fail(app: &App, call: &Call, expand: &Expand, read: Stored, asked: Asked) -> Result<Reply, Error> {
    let code = simulate::decline_code(&call.parameters)?;
    if !read.session.needs_method() {
        return Err(Problem::general(
            "Nothing is charged in this Checkout Session, so nothing can be declined.",
        )
        .into());
    }
    let instrument = declining(code.as_deref().unwrap_or("generic_decline"));
    let payer = CompleteParams::check(&Tree::hash())?;
    let order = order(app, asked.print, &read.session, &payer.form(&read.session), Some(instrument)).await?;
    let paid = Box::pin(app.pay(read, &order, &call.envelope.request_id, asked.seen)).await?;
    match paid.standing {
        Standing::Declined(_) => app.reply(call, expand, &paid.stored.session.at(app.clock.now())).await,
        Standing::Unredeemable(why) => Err(unredeemed(why).into()),
        _ => Err(not_open(app, &paid.stored.session).into()),
    }
}

async fn settle(
    app: &App,
    call: &Call,
    expand: &Expand,
    read: Stored,
    seen: Option<Seen>,
) -> Result<Reply, Error> {
    let settlement = match simulate::succeeds(&call.parameters)? {
        true => Settlement::Succeeded,
        false => Settlement::Failed(Some(Decline::new(
            "payment_intent_payment_attempt_failed",
            None,
            "The payment attempt failed: the funds did not arrive.",
        ))),
    };
    match app.settle(read, &settlement, &call.envelope.request_id, seen).await? {
        Settled::Done(stored) => app.reply(call, expand, &stored.session).await,
        Settled::Refused(stored, refusal) => Err(unsettled(&stored.session, refusal).into()),
    }
}

/// What the payer says, checked like a form.
async fn order(
    app: &App,
    print: String,
    session: &Session,
    sent: &Tree,
    instrument: Option<Instrument>,
) -> Result<Order, Error> {
    let customer = app.given_customer(session).await?;
    let submission = Submission::check(session, customer.as_ref(), sent)
        .map_err(|problems| simulate::problem(&problems))?;
    let located = app.taxes_at(session, submission.taxed_address()).await?;
    let order = Order { submission, instrument, print, settle_after: None, shown: Shown::default(), located };
    // Whoever plays the payer has seen what it costs where they say they are.
    let shown = order.placed(session)?.as_ref().map_or_else(Shown::default, Shown::of);
    Ok(Order { shown, ..order })
}

fn unredeemed(why: Unredeemable) -> Problem {
    Problem::general(why.message()).code(COUPON_EXPIRED)
}

fn not_open(app: &App, session: &Session) -> Problem {
    let session = session.clone().at(app.clock.now());
    if session.attempt().is_some() {
        return Problem::general(
            "This Checkout Session has a payment in progress. Try again when the payment has ended.",
        );
    }
    if session.status() == Status::Open {
        return Problem::general(
            "This Checkout Session was changed while it was being paid, and nothing was charged. Try again.",
        );
    }
    Problem::general(format!(
        "Only Checkout Sessions with a status in [\"open\"] can be paid. This Checkout Session has a status of {}.",
        session.status().as_str()
    ))
}

fn unsettled(session: &Session, refusal: Refusal) -> Problem {
    tracing::debug!(?refusal, "a settlement was refused");
    Problem::general(format!(
        "Only Checkout Sessions whose payment is on its way can be settled. This one has a status of {} and a \
         payment_status of {}.",
        session.status().as_str(),
        session.payment_status().as_str()
    ))
}
