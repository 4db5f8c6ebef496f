//! `/v1/events`: what happened, for thirty days, and what came of telling it.

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};

use super::answer::answer;
use crate::app::App;
use crate::wire::route::unrouted;

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(answer(app, request, |_, call| Box::pin(async move { Err(unrouted("GET", &call.path)) })))
}
