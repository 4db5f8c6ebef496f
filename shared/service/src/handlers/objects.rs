//! `GET /v1/payment_intents`, `/v1/charges` and the like: the objects that sessions refer to. Reads only.

mod page;

pub(super) use page::{between, cursor_of, stretch_of};

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::session::Session;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use tracing::Span;

use super::answer::{LARGEST_PAGE, answer, unrenderable};
use crate::access::{Caller, Permission};
use crate::app::App;
use crate::error::Error;
use crate::store::stored::Extent;
use crate::wire::call::Call;
use crate::wire::expand::{Expand, Subject};
use crate::wire::kind::Kind;
use crate::wire::params::nothing_else;
use crate::wire::reply::Reply;
use crate::wire::route::{Place, unrouted};
use crate::wire::stripe::List;
use crate::wire::stripe::objects::{Source, session_of};

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(answer(app, request, |app, call| Box::pin(objects(app, call))))
}

async fn objects(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Read).await?;
    let path = call.path.clone();
    match Place::find(&path) {
        Some((_, Place::Object(kind, id))) => one(app, call, &caller, kind, id).await,
        Some((_, Place::Objects(kind))) => page::all(app, call, &caller, kind).await,
        Some((_, Place::SavedMethods(id))) => page::saved_methods(app, call, &caller, id).await,
        _ => Err(unrouted("GET", &path)),
    }
}

async fn one(app: &App, call: &mut Call, caller: &Caller, kind: Kind, id: &str) -> Result<Reply, Error> {
    let expand = call.expand(Subject::Object(kind))?;
    nothing_else(&call.parameters)?;
    let session = app.owner(caller, kind, id, extent(kind, &expand)).await?;
    app.reply_object(call, &expand, &session, kind, id).await
}

/// How much of a session an object of this kind is made of.
fn extent(kind: Kind, expand: &Expand) -> Extent {
    if kind.needs_lines() || expand.needs_lines() { Extent::Whole } else { Extent::Head }
}

impl App {
    /// The caller's session that this object belongs to, as it reads now.
    pub(super) async fn owner(
        &self,
        caller: &Caller,
        kind: Kind,
        id: &str,
        extent: Extent,
    ) -> Result<Session, Error> {
        if let Some(session) = self.owner_in(caller, kind, id, caller.livemode, extent).await? {
            Span::current().record("session", session.id.as_str());
            return Ok(session);
        }
        let theirs = self.owner_in(caller, kind, id, !caller.livemode, Extent::Head).await?;
        let other_mode = theirs.map(|_| if caller.livemode { "test" } else { "live" });
        Err(Error::NoSuchObject { kind: kind.name(), id: id.to_owned(), other_mode })
    }

    async fn owner_in(
        &self,
        caller: &Caller,
        kind: Kind,
        id: &str,
        livemode: bool,
        extent: Extent,
    ) -> Result<Option<Session>, Error> {
        let Some(session_id) = session_of(kind, id, livemode) else { return Ok(None) };
        let found = self.store.session(&session_id, extent).await?.map(|stored| stored.session);
        let own = found.filter(|session| session.account == caller.account);
        let session = own.map(|session| session.at(self.clock.now()));
        Ok(session.filter(|session| Source::entries(session, kind).iter().any(|entry| entry.id == id)))
    }

    /// One object of a session, with what was asked to be expanded.
    pub(super) async fn reply_object(
        &self,
        call: &Call,
        expand: &Expand,
        session: &Session,
        kind: Kind,
        id: &str,
    ) -> Result<Reply, Error> {
        let beside = self.beside(call, expand, std::slice::from_ref(session)).await?;
        let source = Source { session, base_url: self.base_url(call), beside: &beside };
        let missing = || Error::NoSuchObject { kind: kind.name(), id: id.to_owned(), other_mode: None };
        let mut value = source.object(kind, id).ok_or_else(missing)?;
        source.expand(&mut value, &expand.objects);
        Ok(Reply::new(value.to_string()))
    }
}

/// A page of values, nearest to the cursor first; it ends early where it would grow too large.
pub(super) struct Shown {
    data: Vec<Box<RawValue>>,
    size: usize,
    has_more: bool,
}

impl Shown {
    pub(super) fn new(has_more: bool) -> Self {
        Self { data: Vec::new(), size: 0, has_more }
    }

    /// Takes one more, unless the page is full.
    pub(super) fn take(&mut self, value: &Value) -> Result<bool, Error> {
        let value = to_raw_value(value).map_err(|error| unrenderable(&error))?;
        self.size += value.get().len();
        if self.size > LARGEST_PAGE && !self.data.is_empty() {
            self.has_more = true;
            return Ok(false);
        }
        self.data.push(value);
        Ok(true)
    }

    pub(super) fn reply(mut self, backwards: bool, url: String) -> Result<Reply, Error> {
        if backwards {
            self.data.reverse();
        }
        let list = List::new(self.data, self.has_more, url);
        serde_json::to_string(&list).map(Reply::new).map_err(|error| unrenderable(&error))
    }
}
