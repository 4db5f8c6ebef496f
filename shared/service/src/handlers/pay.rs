//! `POST /c/pay/{id}/{token}` and what belongs to it: a payer pays, or answers their bank.

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::payment::{Decline, FieldError, FieldProblem, Submission};
use paydesk_model::redemption::Unredeemable;
use paydesk_model::session::{Session, Status};
use paydesk_model::shown::Shown;
use paydesk_model::tree::Tree;

use super::choose::{Chosen, Sent, Wish, choose};
use super::custom;
use super::page::{AFTER_BANK, AFTERWARDS, Again, address, completed, expired, form_again, standing};
use super::visit::{PageCall, respond, see_other, visit};
use crate::app::App;
use crate::digest::derive;
use crate::error::Error;
use crate::page::{Filled, Notice};
use crate::payments::{Order, Paid, Standing};
use crate::provider::MethodProblem;
use crate::provider::test::read_method;
use crate::random;
use crate::store::stored::{Extent, Stored};
use crate::wire::form;
use crate::wire::page_path::PagePath;

/// The code of a discount that cannot be redeemed, as Stripe has it.
pub(super) const COUPON_EXPIRED: &str = "coupon_expired";

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(visit(app, request, |app, call| Box::pin(act(app, call))))
}

async fn act(app: &App, call: &PageCall) -> Result<Response<Body>, Error> {
    match call.path() {
        Some(PagePath::Confirm { id, token }) => {
            return custom::act(app, call, (id, token), custom::Asked::Payment).await;
        }
        Some(PagePath::Choose { id, token }) => {
            return custom::act(app, call, (id, token), custom::Asked::Choices).await;
        }
        _ => {}
    }
    if let Some(from) = call.cross_site(app) {
        tracing::warn!(from, "a form of another site was refused");
        return Ok(forbidden(call.unknown(app)));
    }
    match call.path() {
        Some(PagePath::Checkout { id, token }) => pay(app, call, id, token).await,
        Some(PagePath::Bank { id, token }) => answer(app, call, id, token).await,
        _ => Ok(call.unknown(app)),
    }
}

fn forbidden(mut response: Response<Body>) -> Response<Body> {
    *response.status_mut() = http::StatusCode::FORBIDDEN;
    response
}

async fn pay(app: &App, call: &PageCall, id: &str, token: &str) -> Result<Response<Body>, Error> {
    let found = app.behind(id, token, Extent::Whole).await?;
    let Some(stored) = found.filter(|stored| stored.session.has_page()) else {
        return Ok(call.unknown(app));
    };
    let sent = form::parse(&call.body)?;
    let filled = Filled::of(&sent);
    let stored = match Box::pin(choose(app, stored, &on_page(&sent, call))).await? {
        Chosen::GoOn(stored) => stored,
        chosen => return chose(app, call, &filled, chosen).await,
    };
    let order = match order(app, &stored.session, &sent).await? {
        Ok(order) => order,
        // What has ended needs no mending.
        Err(_) if standing(app, call, &stored.session.clone().at(app.clock.now())).is_some() => {
            let session = stored.session.at(app.clock.now());
            return Ok(standing(app, call, &session).unwrap_or_else(|| call.unknown(app)));
        }
        Err(problem) => return mend(app, call, &stored.session, &filled, &problem).await,
    };
    let paid = Box::pin(app.pay(stored, &order, &call.request_id, None)).await?;
    outcome(app, call, paid, &order.print, &filled).await
}

/// Without a button of a choice pressed the payer is paying.
fn on_page<'f>(sent: &'f Tree, call: &'f PageCall) -> Sent<'f> {
    let pays = sent.get("change").is_none();
    Sent { tree: sent, wish: Wish::of_page, shown: shown(sent), pays, by: &call.request_id }
}

/// The form again, with what it costs now.
async fn chose(app: &App, call: &PageCall, filled: &Filled, chosen: Chosen) -> Result<Response<Body>, Error> {
    let again = Again::of(filled);
    match chosen {
        Chosen::GoOn(Stored { session, .. }) | Chosen::Made(session) => {
            form_again(app, call, &session, again).await
        }
        Chosen::Stands(session) => Ok(standing(app, call, &session).unwrap_or_else(|| call.unknown(app))),
        // Who pressed to pay is told why nothing was paid.
        Chosen::Repriced(session) => {
            form_again(app, call, &session, Again { decline: Some(&repriced()), ..again }).await
        }
        Chosen::Refused(session, why) => {
            form_again(app, call, &session, Again { unchosen: Some(why), ..again }).await
        }
    }
}

/// The payer's answer at the test provider's own step.
async fn answer(app: &App, call: &PageCall, id: &str, token: &str) -> Result<Response<Body>, Error> {
    let Some(stored) = app.behind(id, token, Extent::Whole).await? else { return Ok(call.unknown(app)) };
    let sent = form::parse(&call.body)?;
    let text = |name: &str| sent.get(name).and_then(Tree::as_text).unwrap_or_default();
    let yes = text("answer") == "authorise";
    let print = stored.session.attempt().map(|attempt| attempt.print.clone()).unwrap_or_default();
    let paid = Box::pin(app.payer_answered(stored, text("attempt"), yes, &call.request_id)).await?;
    if paid.stored.session.is_custom() {
        return Ok(back_to_merchant(app, call, paid));
    }
    if let Standing::Declined(_) | Standing::GivenUp = paid.standing {
        // Back to the page's own address, so that its form is sent from there.
        return Ok(see_other(&format!("{}?{AFTER_BANK}", address(app, call, &paid.stored.session))));
    }
    outcome(app, call, paid, &print, &Filled::default()).await
}

/// Where a page of the merchant's own asked: however it ended, that page goes on.
fn back_to_merchant(app: &App, call: &PageCall, paid: Paid) -> Response<Body> {
    let session = paid.stored.session.at(app.clock.now());
    let Some(forward) = session.way_back() else { return call.unknown(app) };
    match paid.standing {
        Standing::Complete => completed(app, call, &session),
        Standing::Declined(_) | Standing::GivenUp | Standing::Expired => {
            respond(call.notice(app, Some(&session), Notice::Canceled { forward: Some(&forward) }))
        }
        _ => see_other(&forward),
    }
}

/// What the payer sees of it.
async fn outcome(
    app: &App,
    call: &PageCall,
    paid: Paid,
    print: &str,
    filled: &Filled,
) -> Result<Response<Body>, Error> {
    let session = paid.stored.session.at(app.clock.now());
    let again = |decline| Again { decline, ..Again::of(filled) };
    match paid.standing {
        Standing::Complete => {
            let theirs = session.complete().is_some_and(|complete| complete.print == print);
            let notice = || call.notice(app, Some(&session), Notice::Complete { forward: None });
            Ok(if theirs { completed(app, call, &session) } else { respond(notice()) })
        }
        Standing::NeedsPayer(_) => Ok(see_other(&format!("{}/bank", address(app, call, &session)))),
        // Its time came while the payer was away: there is nothing to try again.
        Standing::Declined(_) | Standing::GivenUp if session.status() == Status::Expired => {
            Ok(expired(app, call, &session))
        }
        Standing::Declined(decline) => form_again(app, call, &session, again(Some(&decline))).await,
        Standing::GivenUp => form_again(app, call, &session, again(Some(&given_up()))).await,
        Standing::InProgress => Ok(see_other(&format!("{}?{AFTERWARDS}", address(app, call, &session)))),
        Standing::Repriced => form_again(app, call, &session, again(Some(&repriced()))).await,
        Standing::Unpayable => form_again(app, call, &session, again(Some(&unpayable()))).await,
        Standing::Unredeemable(why) => {
            form_again(app, call, &session, again(Some(&unredeemed(&session, why)))).await
        }
        Standing::Expired => Ok(expired(app, call, &session)),
        Standing::NoProvider => Ok(respond(call.notice(app, Some(&session), Notice::Unavailable))),
    }
}

/// The attempt ended before anyone said no: the payer took too long, or began another one.
pub(super) fn given_up() -> Decline {
    Decline::new("given_up", None, "The attempt was given up, and nothing was paid. Pay again.")
}

/// The merchant changed the session since the page was opened.
pub(super) fn repriced() -> Decline {
    let message = "The amount has changed since the page was opened. Check it, and pay again.";
    Decline::new("amount_changed", None, message)
}

/// With the taxes of where the payer is, the amount is none that can be charged.
pub(super) fn unpayable() -> Decline {
    let message = "With the taxes of this address the amount is none that can be charged.";
    Decline::new("amount_out_of_bounds", None, message)
}

/// A payer may take back a code of theirs; a discount of the merchant's is the merchant's to mend.
fn unredeemed(session: &Session, why: Unredeemable) -> Decline {
    let code = if session.has_payers_code() { "promotion_code_expired" } else { COUPON_EXPIRED };
    Decline::new(code, None, why.message())
}

async fn mend(
    app: &App,
    call: &PageCall,
    session: &Session,
    filled: &Filled,
    problem: &MethodProblem,
) -> Result<Response<Body>, Error> {
    let again = match problem {
        MethodProblem::Fields(problems) => Again { problems, ..Again::of(filled) },
        MethodProblem::Decline(decline) => Again { decline: Some(decline), ..Again::of(filled) },
    };
    form_again(app, call, session, again).await
}

/// What the payer sent, as an order; or everything that is wrong with it.
pub(super) async fn order(
    app: &App,
    session: &Session,
    sent: &Tree,
) -> Result<Result<Order, MethodProblem>, Error> {
    let customer = app.given_customer(session).await?;
    let submission = Submission::check(session, customer.as_ref(), sent);
    let address = submission.as_ref().ok().and_then(Submission::taxed_address);
    let located = app.taxes_at(session, address).await?;
    let method = session.needs_method().then(|| method(app, session, sent)).transpose();
    Ok(match (submission, method) {
        (Ok(submission), Ok(instrument)) => {
            let print = print(session, sent, &submission, instrument.as_ref());
            Ok(Order { submission, instrument, print, settle_after: None, shown: shown(sent), located })
        }
        (Err(mut problems), Err(MethodProblem::Fields(more))) => {
            problems.extend(more);
            Err(MethodProblem::Fields(problems))
        }
        (Err(problems), _) => Err(MethodProblem::Fields(problems)),
        (_, Err(problem)) => Err(problem),
    })
}

/// What the payer saw. What cannot be read was never shown to anyone, and is no amount that a session can have.
pub(super) fn shown(sent: &Tree) -> Shown {
    let amount = |name| {
        let amount = sent.get(name).and_then(Tree::as_text).filter(|amount| !amount.is_empty())?;
        Some(amount.parse().unwrap_or(-1))
    };
    Shown { due: amount("amount"), renewal: amount("renewal") }
}

/// In live mode nobody reads a number: there is no provider that takes one.
fn method(
    app: &App,
    session: &Session,
    sent: &Tree,
) -> Result<paydesk_model::payment::Instrument, MethodProblem> {
    if app.provider(session.livemode()).is_none() {
        let problem = FieldProblem::new("payment_method", FieldError::NotOffered);
        return Err(MethodProblem::Fields(vec![problem]));
    }
    read_method(session, sent, app.clock.now())
}

/// Of the form, with all that was said and without any number: the same form sent twice is one attempt.
fn print(
    session: &Session,
    sent: &Tree,
    submission: &Submission,
    instrument: Option<&paydesk_model::payment::Instrument>,
) -> String {
    let form = sent.get("form").and_then(Tree::as_text).unwrap_or_default();
    let said = serde_json::to_string(&(submission, instrument)).unwrap_or_default();
    derive(session.token.as_bytes(), &["form", form, &said], random::ID_CHARACTERS)
}
