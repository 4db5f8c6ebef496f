//! The actions, one file each, and their names.

pub mod announce;
mod answer;
pub mod capture;
pub mod catalog;
mod change;
mod choose;
pub mod create;
mod custom;
pub mod deliver;
mod due;
pub mod endpoints;
pub mod events;
pub mod expire;
pub mod expired;
pub mod links;
pub mod list;
mod named;
mod naming;
pub mod objects;
pub mod open;
mod opening;
pub mod page;
pub mod pay;
pub mod retrieve;
pub mod simulate;
pub mod sweep;
pub mod unknown;
pub mod update;
mod visit;

use aws_lambda_events::event::dynamodb::Event as StreamEvent;
use aws_lambda_events::event::eventbridge::EventBridgeEvent;
use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use aws_lambda_events::streams::DynamoDbEventResponse;
use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};

use crate::app::App;

/// Answers an API call; a failure is an answer too.
pub type HttpHandler = fn(App, Request) -> BoxFuture<'static, Response<Body>>;
/// Takes a batch of the table's changes and names those to be delivered again.
pub type StreamHandler = fn(App, StreamEvent) -> BoxFuture<'static, DynamoDbEventResponse>;
/// Runs on a schedule.
pub type ScheduleHandler = fn(App, EventBridgeEvent) -> BoxFuture<'static, Result<(), String>>;

/// Takes messages of a queue and names those that have to come again.
pub type QueueHandler = fn(App, SqsEvent) -> BoxFuture<'static, SqsBatchResponse>;

/// A function's handler, by what invokes it.
#[derive(Clone, Copy, Debug)]
pub enum Handler {
    Http(HttpHandler),
    Stream(StreamHandler),
    Schedule(ScheduleHandler),
    Queue(QueueHandler),
}

/// The handler of the function with this binary name.
pub fn find(name: &str) -> Option<Handler> {
    Some(match name {
        "create" => Handler::Http(create::handle),
        "retrieve" => Handler::Http(retrieve::handle),
        "list" => Handler::Http(list::handle),
        "expire" => Handler::Http(expire::handle),
        "update" => Handler::Http(update::handle),
        "catalog" => Handler::Http(catalog::handle),
        "objects" => Handler::Http(objects::handle),
        "capture" => Handler::Http(capture::handle),
        "links" => Handler::Http(links::handle),
        "simulate" => Handler::Http(simulate::handle),
        "page" => Handler::Http(page::handle),
        "pay" => Handler::Http(pay::handle),
        "open" => Handler::Http(open::handle),
        "unknown" => Handler::Http(unknown::handle),
        "endpoints" => Handler::Http(endpoints::handle),
        "events" => Handler::Http(events::handle),
        "announce" => Handler::Stream(announce::handle),
        "deliver" => Handler::Queue(deliver::handle),
        "expired" => Handler::Stream(expired::handle),
        "sweep" => Handler::Schedule(sweep::handle),
        _ => return None,
    })
}
