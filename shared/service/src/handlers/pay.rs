//! What a payer sends: the form of the checkout page.

use futures::future::BoxFuture;
use lambda_http::{Body, Request, RequestExt, Response};

use crate::app::App;
use crate::wire::call::Envelope;
use crate::wire::reply::respond;
use crate::wire::route::unrouted;

pub fn handle(_app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(async move {
        let error = unrouted(request.method().as_str(), request.raw_http_path());
        respond(Err(error), &Envelope::of(&request))
    })
}
