//! `POST /v1/checkout/sessions/{id}/expire`: ends an open session at once.

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::lifecycle::Refusal;
use paydesk_model::problem::Problem;

use super::answer::{answer, extent};
use crate::access::Permission;
use crate::app::App;
use crate::error::Error;
use crate::wire::call::Call;
use crate::wire::expand::Subject;
use crate::wire::json;
use crate::wire::params::{known_properties_only, nothing_else};
use crate::wire::reply::Reply;

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(answer(app, request, |app, call| Box::pin(expire(app, call))))
}

async fn expire(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Write).await?;
    let expand = call.expand(Subject::Session)?;
    if call.is_camel() {
        // The first seed's action takes a CheckoutSession; only the id in the path says which.
        json::drop_read_only(&mut call.parameters);
        known_properties_only(&call.parameters)?;
    } else {
        nothing_else(&call.parameters)?;
    }
    let changed = app
        .change(call, &caller, "expire", extent(&expand), |session, now, cause| {
            session.expire(now, Some(cause)).map_err(|refusal| refused(refusal).into())
        })
        .await?;
    Ok(Reply { replayed: changed.replayed, ..app.reply(call, &expand, &changed.session).await? })
}

fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::NotOpen(status) => Problem::general(format!(
            "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of {}.",
            status.as_str()
        )),
        Refusal::PaymentInProgress => Problem::general(
            "This Checkout Session has a payment in progress. Expire it again when the payment has ended.",
        ),
        Refusal::NoSuchAttempt | Refusal::NothingToSettle => {
            Problem::general("This Checkout Session cannot be expired.")
        }
    }
}
