//! `/c/api/{id}/{token}`: the JSON by which a page of the merchant's own shows a session, has its payer choose and
//! confirms it.

use lambda_http::{Body, Response};
use paydesk_model::choices::Unchosen;
use paydesk_model::payment::{Decline, FieldError, FieldProblem};
use paydesk_model::redemption::Unredeemable;
use paydesk_model::session::{Session, Status};
use paydesk_model::shown::Shown;
use paydesk_model::tree::Tree;
use serde_json::{Value, json};

use super::choose::{Chosen, Sent, Wish, choose, unknown_fields};
use super::pay::{COUPON_EXPIRED, given_up, order, repriced, unpayable};
use super::visit::{PageCall, finish};
use crate::app::App;
use crate::error::Error;
use crate::page;
use crate::payments::Standing;
use crate::provider::MethodProblem;
use crate::store::stored::{Extent, Stored};
use crate::wire::form;

/// What the merchant's page may know of the session.
pub(super) async fn show(app: &App, call: &PageCall, id: &str, token: &str) -> Result<Response<Body>, Error> {
    let found = app.behind(id, token, Extent::Whole).await?;
    let Some(stored) = found.filter(|stored| stored.session.is_custom()) else {
        return Ok(answer(app, call, None, 404, &unknown()));
    };
    let session = stored.session.at(app.clock.now());
    Ok(answer(app, call, Some(&session), 200, &shown(app, call, &session)))
}

/// What a page of the merchant's own asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Choices,
    Payment,
}

/// The session as it is by now, and what the page is told.
type Told = (Session, u16, Value);

/// Does what a page of the merchant's own asks for, if it may.
pub(super) async fn act(
    app: &App,
    call: &PageCall,
    (id, token): (&str, &str),
    asked: Asked,
) -> Result<Response<Body>, Error> {
    let found = app.behind(id, token, Extent::Whole).await?;
    let Some(stored) = found.filter(|stored| stored.session.is_custom()) else {
        return Ok(answer(app, call, None, 404, &unknown()));
    };
    if let Some(from) = call.cross_site(app)
        && !may_ask(app, &stored.session, from)
    {
        return Ok(answer(app, call, None, 403, &foreign()));
    }
    let sent = form::parse(&call.body)?;
    let (session, status, body) = match asked {
        Asked::Choices => Box::pin(chosen(app, call, stored, &sent)).await?,
        Asked::Payment => Box::pin(paid(app, call, stored, &sent)).await?,
    };
    Ok(answer(app, call, Some(&session), status, &body))
}

/// Pays as the merchant's page says: the page's own form, and the same path through the lifecycle.
async fn paid(app: &App, call: &PageCall, stored: Stored, sent: &Tree) -> Result<Told, Error> {
    let order = match order(app, &stored.session, sent).await? {
        Ok(order) => order,
        Err(problem) => {
            let (status, error) = refusal(&problem);
            return Ok((stored.session, status, error));
        }
    };
    let paid = Box::pin(app.pay(stored, &order, &call.request_id, None)).await?;
    let session = paid.stored.session.at(app.clock.now());
    let (status, body) = match &paid.standing {
        Standing::Declined(decline) => (402, declined(decline)),
        Standing::Repriced => (409, declined(&repriced())),
        Standing::GivenUp => (409, declined(&given_up())),
        Standing::Unpayable => (402, declined(&unpayable())),
        Standing::Unredeemable(why) => (409, unredeemed(*why)),
        Standing::NoProvider => (503, unavailable()),
        _ => (200, shown(app, call, &session)),
    };
    Ok((session, status, body))
}

/// Makes what the payer chose on the merchant's page, all of it or nothing.
async fn chosen(app: &App, call: &PageCall, stored: Stored, sent: &Tree) -> Result<Told, Error> {
    let session = stored.session.clone().at(app.clock.now());
    let unknown = unknown_fields(&session, sent);
    if session.status() == Status::Open && !unknown.is_empty() {
        return Ok((session, 400, to_mend(&unknown)));
    }
    let sent =
        Sent { tree: sent, wish: Wish::of_api, shown: Shown::default(), pays: false, by: &call.request_id };
    let session = match Box::pin(choose(app, stored, &sent)).await? {
        Chosen::Refused(session, why) => {
            let (status, error) = unchosen(app, call, &session, why);
            return Ok((session, status, error));
        }
        Chosen::GoOn(Stored { session, .. }) => session.at(app.clock.now()),
        Chosen::Stands(session) | Chosen::Made(session) | Chosen::Repriced(session) => session,
    };
    let body = shown(app, call, &session);
    Ok((session, 200, body))
}

fn shown(app: &App, call: &PageCall, session: &Session) -> Value {
    let mut shown = page::custom(session, &call.visit(app));
    if session.attempt().is_some_and(paydesk_model::payment::Attempt::waits_for_payer) {
        let base = call.base_url(app);
        let url = format!("{base}/c/pay/{}/{}/bank", session.id, session.token);
        shown["next_action"] = json!({"type": "redirect_to_url", "url": url});
    }
    shown
}

fn refusal(problem: &MethodProblem) -> (u16, Value) {
    match problem {
        MethodProblem::Decline(decline) => (402, declined(decline)),
        MethodProblem::Fields(problems) => (400, to_mend(problems)),
    }
}

fn to_mend(problems: &[FieldProblem]) -> Value {
    let fields: Vec<Value> = problems.iter().map(field).collect();
    let message = "Some of what was sent has to be mended; see fields.";
    json!({"error": {"type": "invalid_request_error", "message": message, "fields": fields}})
}

/// Why a choice is not made: in a word for the page, and in the payer's language.
fn unchosen(app: &App, call: &PageCall, session: &Session, why: Unchosen) -> (u16, Value) {
    let status = if why == Unchosen::NotNow { 409 } else { 400 };
    let message = page::why_not(session, &call.visit(app), why);
    let mut error = json!({"type": "invalid_request_error", "code": why.code(), "message": message});
    if let Unchosen::Quantity { line, .. } = why {
        let param = format!("quantities[{}]", session.id.line(line));
        error["fields"] = json!([{"param": param, "reason": "out_of_bounds"}]);
    }
    (status, json!({"error": error}))
}

fn field(problem: &FieldProblem) -> Value {
    let reason = match problem.error {
        FieldError::Missing => "missing",
        FieldError::Incomplete => "incomplete",
        FieldError::Invalid => "invalid",
        FieldError::InThePast => "in_the_past",
        FieldError::TooLong(_) => "too_long",
        FieldError::TooShort(_) => "too_short",
        FieldError::NotANumber => "not_a_number",
        FieldError::NotOffered => "not_offered",
        FieldError::NotAccepted => "not_accepted",
    };
    json!({"param": problem.field, "reason": reason})
}

fn declined(decline: &Decline) -> Value {
    json!({"error": {
        "type": "card_error", "code": decline.code, "decline_code": decline.decline_code,
        "message": decline.message,
    }})
}

fn unredeemed(why: Unredeemable) -> Value {
    let (code, message) = (COUPON_EXPIRED, why.message());
    json!({"error": {"type": "invalid_request_error", "code": code, "message": message}})
}

fn unknown() -> Value {
    json!({"error": {"type": "invalid_request_error", "message": "No such checkout.session for this client secret."}})
}

fn foreign() -> Value {
    let message = "This page's origin may not confirm the session: it is neither that of its return_url nor one of the deployment's EmbedOrigins.";
    json!({"error": {"type": "invalid_request_error", "message": message}})
}

/// What went wrong before anything could be shown; whose page asked is not known then.
pub(super) fn failed(app: &App, call: &PageCall, error: &Error) -> Response<Body> {
    let (status, kind, message) = match error {
        Error::Invalid(problem) => (400, "invalid_request_error", problem.message.as_str()),
        _ => (503, "api_error", "Something went wrong here. Try again in a while: nothing is paid twice."),
    };
    answer(app, call, None, status, &json!({"error": {"type": kind, "message": message}}))
}

fn unavailable() -> Value {
    json!({"error": {"type": "api_error", "message": "Nobody takes payments for this session."}})
}

/// Whether a page of this origin is the merchant's.
fn may_ask(app: &App, session: &Session, from: &str) -> bool {
    let own = session.settings.return_url.as_deref().and_then(page::origin::of);
    own.as_deref() == Some(from) || app.config.embed_origins.iter().any(|allowed| allowed == from)
}

fn answer(
    app: &App,
    call: &PageCall,
    session: Option<&Session>,
    status: u16,
    body: &Value,
) -> Response<Body> {
    let mut response = Response::builder()
        .status(status)
        .header("Content-Type", "application/json")
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Vary", "Origin");
    let asking = call.asking_origin().filter(|from| session.is_some_and(|own| may_ask(app, own, from)));
    if let Some(from) = asking {
        response = response.header("Access-Control-Allow-Origin", from);
    }
    finish(response, Body::Text(body.to_string()))
}
