//! `GET /v1/checkout/sessions`: newest first, by cursor, filtered.
//!
//! What each filter costs: none of them reads more than the page where a reference (`customer`, e-mail,
//! `payment_link`, `client_reference_id`, `payment_intent`, `subscription`) is given; `created` bounds the
//! stretch that is read; `status` looks through the sessions of the last expiry period and, for ended ones,
//! through rows filed by status. Combinations are filtered after the narrowest.

use futures::future::BoxFuture;
use lambda_http::{Body, Request, Response};
use paydesk_model::ids::SessionId;
use paydesk_model::list::ListParams;
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::session::{Session, Status};
use paydesk_model::time::Moment;

use super::answer::{Page, answer, extent};
use crate::access::{Caller, Permission};
use crate::app::App;
use crate::error::Error;
use crate::store::index::{Direction, Stretch};
use crate::store::keys::{self, Reference};
use crate::store::layout::Layout;
use crate::store::stored::Extent;
use crate::store::walk::Part;
use crate::wire::call::Call;
use crate::wire::expand::Subject;
use crate::wire::reply::Reply;

/// How late the timers of an expiry period may be before a status filter could miss a session.
const TIMERS_LATE_SECONDS: i64 = 60 * 60;

pub fn handle(app: App, request: Request) -> BoxFuture<'static, Response<Body>> {
    Box::pin(answer(app, request, |app, call| Box::pin(list(app, call))))
}

async fn list(app: &App, call: &mut Call) -> Result<Reply, Error> {
    let caller = app.authorize(call.api_key.as_deref(), Permission::Read);
    let (caller, layout) = tokio::join!(caller, app.store.layout());
    let (caller, layout) = (caller?, layout?);
    let expand = call.expand(Subject::SessionList)?;
    let params = ListParams::check(&call.parameters)?;
    let wanted = usize::from(params.limit);
    let stretch = stretch(app, &caller, &params).await?;
    let sessions = match direct(&caller, &params) {
        Some(id) => one(app, id, &caller, &params, &stretch, extent(&expand)).await?,
        // No session has one before there are accounts to refer to.
        None if params.customer_account.is_some() => Vec::new(),
        None => page(app, &caller, &params, layout, &stretch, extent(&expand)).await?,
    };
    let page = Page {
        sessions: &sessions[..sessions.len().min(wanted)],
        has_more: sessions.len() > wanted,
        backwards: params.ending_before.is_some(),
    };
    app.reply_list(call, &expand, page).await
}

/// Ids that lead straight to their session; what leads nowhere lists nothing.
fn direct(caller: &Caller, params: &ListParams) -> Option<Option<SessionId>> {
    let of = |prefix, id: &Option<String>| {
        id.as_deref().map(|id| SessionId::of_derived(prefix, id, caller.livemode))
    };
    of("pi_", &params.payment_intent).or_else(|| of("sub_", &params.subscription))
}

async fn one(
    app: &App,
    id: Option<SessionId>,
    caller: &Caller,
    params: &ListParams,
    stretch: &Stretch,
    extent: Extent,
) -> Result<Vec<Session>, Error> {
    let Some(id) = id else { return Ok(Vec::new()) };
    let found = app.store.session(&id, extent).await?.map(|stored| stored.session.at(app.clock.now()));
    let wanted = |session: &Session| {
        belongs(session, caller) && matches(session, params) && stretch.holds(&keys::place(session))
    };
    Ok(found.into_iter().filter(wanted).collect())
}

async fn page(
    app: &App,
    caller: &Caller,
    params: &ListParams,
    layout: Layout,
    stretch: &Stretch,
    extent: Extent,
) -> Result<Vec<Session>, Error> {
    let now = app.clock.now();
    let direction =
        if params.ending_before.is_some() { Direction::OldestFirst } else { Direction::NewestFirst };
    let mut parts = parts(caller, params, layout, now);
    for part in &mut parts {
        part.stretch = overlap(&part.stretch, stretch);
    }
    if direction == Direction::OldestFirst {
        parts.reverse();
    }
    let keep = |session: &Session| belongs(session, caller) && matches(&session.clone().at(now), params);
    // One more than the page holds tells whether there are more.
    let wanted = usize::from(params.limit) + 1;
    let found = app.store.walk(&parts, direction, wanted, extent, keep).await?;
    Ok(found.into_iter().map(|session| session.at(now)).collect())
}

/// The places between the cursor and the bounds of `created`.
async fn stretch(app: &App, caller: &Caller, params: &ListParams) -> Result<Stretch, Error> {
    let mut stretch = Stretch::default();
    if let Some(range) = &params.created {
        // A place without an id sorts before every place of the same moment.
        stretch.after = range.low.map(|low| keys::place_at(Moment::from_seconds(low), ""));
        stretch.before = range.high.map(|high| keys::place_at(Moment::from_seconds(high + 1), ""));
    }
    if let Some(id) = &params.starting_after {
        let cursor = cursor(app, caller, id, "starting_after").await?;
        stretch = overlap(&stretch, &Stretch { after: None, before: Some(cursor) });
    }
    if let Some(id) = &params.ending_before {
        let cursor = cursor(app, caller, id, "ending_before").await?;
        stretch = overlap(&stretch, &Stretch { after: Some(cursor), before: None });
    }
    Ok(stretch)
}

async fn cursor(app: &App, caller: &Caller, id: &str, name: &'static str) -> Result<String, Error> {
    match app.find(caller, id, Extent::Head).await {
        Ok(stored) => Ok(keys::place(&stored.session)),
        Err(Error::NoSuchSession { .. }) => {
            Err(Problem::no_such("checkout.session", id, Path::of(name)).into())
        }
        Err(error) => Err(error),
    }
}

/// Where the sessions that could match stand, newest part first.
fn parts(caller: &Caller, params: &ListParams, layout: Layout, now: Moment) -> Vec<Part> {
    let (account, live) = (caller.account.as_str(), caller.livemode);
    let references = [
        (Reference::ClientReference, &params.client_reference_id),
        (Reference::Customer, &params.customer),
        (Reference::PaymentLink, &params.payment_link),
        (Reference::Email, &params.customer_email),
    ];
    let given = references.iter().find_map(|(reference, value)| Some((*reference, value.as_deref()?)));
    let period = layout.longest_expiry + TIMERS_LATE_SECONDS;
    let edge = keys::place_at(now.plus_seconds(-period), "");
    let recent = Stretch { after: Some(edge.clone()), before: None };
    if let Some((reference, value)) = given {
        let partitions = vec![keys::by_reference(account, live, reference, value)];
        let stretch = if params.status == Some(Status::Open) { recent } else { Stretch::default() };
        return vec![Part { partitions, stretch }];
    }
    let all = |stretch| Part {
        partitions: (0..layout.index_shards).map(|shard| keys::listing(account, live, shard)).collect(),
        stretch,
    };
    let Some(status) = params.status else { return vec![all(Stretch::default())] };
    let recent = all(recent);
    if status == Status::Open {
        return vec![recent];
    }
    let filed = Part {
        partitions: (0..layout.index_shards).map(|shard| keys::filed(account, live, status, shard)).collect(),
        stretch: Stretch { after: None, before: Some(edge) },
    };
    vec![recent, filed]
}

fn overlap(one: &Stretch, other: &Stretch) -> Stretch {
    let later = |a: &Option<String>, b: &Option<String>| a.clone().max(b.clone());
    let earlier = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b).clone()),
        (a, b) => a.clone().or_else(|| b.clone()),
    };
    Stretch { after: later(&one.after, &other.after), before: earlier(&one.before, &other.before) }
}

fn belongs(session: &Session, caller: &Caller) -> bool {
    session.account == caller.account && session.livemode() == caller.livemode
}

/// Whether the session, as it reads now, is what every given filter asks for.
fn matches(session: &Session, params: &ListParams) -> bool {
    let asked = |wanted: &Option<String>, has: Option<&str>| {
        wanted.as_deref().is_none_or(|wanted| has == Some(wanted))
    };
    let details = session.gathered.customer_details.as_ref();
    let email = details.and_then(|details| details.email.as_deref());
    let same_email =
        |wanted: &String| email.is_some_and(|email| email.to_lowercase() == wanted.to_lowercase());
    asked(&params.client_reference_id, session.settings.client_reference_id.as_deref())
        && asked(&params.customer, session.gathered.customer.as_deref())
        && asked(&params.customer_account, session.settings.customer_account.as_deref())
        && asked(&params.payment_link, session.payment_link.as_deref())
        && asked(&params.payment_intent, session.payment_intent().as_deref())
        && asked(&params.subscription, session.subscription().as_deref())
        && params.customer_email.as_ref().is_none_or(same_email)
        && params.status.is_none_or(|status| session.status() == status)
        && params.created.as_ref().is_none_or(|range| range.contains(session.created.seconds()))
}
