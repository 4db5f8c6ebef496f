//! Lists of objects: the sessions that have them are walked newest first, and within a session its newest object.
//!
//! A list is in the order in which the sessions were created, not their objects: a session's objects stand together.
//! `customer` reads no more than that customer's sessions; an intent or a subscription leads to its session alone;
//! `created` bounds the stretch that is read; other filters look through what is left.

use paydesk_model::list::CreatedRange;
use paydesk_model::objects::ObjectsParams;
use paydesk_model::params::objects_table::{
    CHARGES, INVOICES, PAYMENT_INTENTS, PAYMENT_METHODS_LIST, SAVED_METHODS, SETUP_INTENTS, SUBSCRIPTIONS,
};
use paydesk_model::params::rule::Param;
use paydesk_model::path::Path;
use paydesk_model::problem::Problem;
use paydesk_model::session::Session;
use paydesk_model::time::Moment;

use super::super::catalog::customers;
use super::{Shown, extent};
use crate::access::Caller;
use crate::app::App;
use crate::error::Error;
use crate::store::index::{Direction, Stretch};
use crate::store::keys::{self, Reference};
use crate::store::stored::Extent;
use crate::store::walk::Part;
use crate::wire::call::Call;
use crate::wire::expand::{Expand, Subject};
use crate::wire::kind::Kind;
use crate::wire::reply::Reply;
use crate::wire::stripe::objects::{Entry, Source, invoice_status, session_of, subscription_status};

/// How much later than at its session's last minute an object may be made: a payment that began in time ends in time,
/// however long that takes.
const LONGEST_PAYMENT_SECONDS: i64 = 7 * 24 * 60 * 60;

/// What a list is asked for.
struct Wanted {
    kind: Kind,
    params: ObjectsParams,
    url: String,
}

pub async fn all(app: &App, call: &mut Call, caller: &Caller, kind: Kind) -> Result<Reply, Error> {
    let expand = call.expand(Subject::ObjectList(kind))?;
    let params = ObjectsParams::check(table(kind), &call.parameters)?;
    let wanted = Wanted { kind, params, url: format!("/v1/{}", kind.step()) };
    page(app, call, caller, &expand, &wanted).await
}

pub async fn saved_methods(app: &App, call: &mut Call, caller: &Caller, id: &str) -> Result<Reply, Error> {
    let expand = call.expand(Subject::ObjectList(Kind::PaymentMethod))?;
    let params = ObjectsParams::check(SAVED_METHODS, &call.parameters)?;
    let customer = customers::find(app, caller, id).await?;
    let wanted = Wanted {
        kind: Kind::PaymentMethod,
        params: ObjectsParams { customer: Some(customer.customer.id), ..params },
        url: format!("/v1/customers/{id}/payment_methods"),
    };
    page(app, call, caller, &expand, &wanted).await
}

const fn table(kind: Kind) -> &'static [Param] {
    match kind {
        Kind::SetupIntent => SETUP_INTENTS,
        Kind::Charge => CHARGES,
        Kind::PaymentMethod => PAYMENT_METHODS_LIST,
        Kind::Subscription => SUBSCRIPTIONS,
        Kind::Invoice => INVOICES,
        _ => PAYMENT_INTENTS,
    }
}

async fn page(
    app: &App,
    call: &Call,
    caller: &Caller,
    expand: &Expand,
    wanted: &Wanted,
) -> Result<Reply, Error> {
    let backwards = wanted.params.ending_before.is_some();
    let limit = usize::from(wanted.params.limit);
    let sessions = sessions(app, caller, wanted, extent(wanted.kind, expand)).await?;
    let mut found: Vec<(&Session, String)> = Vec::new();
    for session in &sessions {
        found.extend(wanted.within(session).into_iter().map(|id| (session, id)));
    }
    let beside = app.beside(call, expand, &sessions).await?;
    let mut shown = Shown::new(found.len() > limit);
    for (session, id) in found.into_iter().take(limit) {
        let source = Source { session, base_url: app.base_url(call), beside: &beside };
        let Some(mut value) = source.object(wanted.kind, &id) else { continue };
        source.expand(&mut value, &expand.objects);
        if !shown.take(&value)? {
            break;
        }
    }
    shown.reply(backwards, wanted.url.clone())
}

/// The sessions that the page's objects belong to, in walking order: the cursor's own first.
async fn sessions(
    app: &App,
    caller: &Caller,
    wanted: &Wanted,
    extent: Extent,
) -> Result<Vec<Session>, Error> {
    let (params, now) = (&wanted.params, app.clock.now());
    let mut found = Vec::new();
    let layout = app.store.layout().await?;
    let late = layout.longest_expiry + LONGEST_PAYMENT_SECONDS;
    let mut stretch = params.created.as_ref().map(|created| stretch_of(created, late)).unwrap_or_default();
    if let Some((id, name)) = cursor_of(params) {
        let session =
            app.owner(caller, wanted.kind, id, extent).await.map_err(|error| not_there(error, id, name))?;
        stretch = between(stretch, keys::place(&session), name);
        found.push(session);
    }
    if let Some((kind, id)) = wanted.of_one_session() {
        let one = match session_of(kind, id, caller.livemode) {
            Some(id) => app.store.session(&id, extent).await?,
            None => None,
        };
        let one = one.map(|stored| stored.session.at(now));
        let one = one.filter(|session| wanted.wants(session, caller) && stretch.holds(&keys::place(session)));
        found.extend(one);
        return Ok(found);
    }
    let direction =
        if params.ending_before.is_some() { Direction::OldestFirst } else { Direction::NewestFirst };
    let (account, live) = (caller.account.as_str(), caller.livemode);
    let partitions = match &params.customer {
        Some(customer) => vec![keys::by_reference(account, live, Reference::Customer, customer)],
        None => (0..layout.index_shards).map(|shard| keys::listing(account, live, shard)).collect(),
    };
    let keep = |session: &Session| wanted.wants(&session.clone().at(now), caller);
    // Every session has at least one: one more than the page holds tells whether there are more.
    let most = usize::from(params.limit) + 1;
    let walked = app.store.walk(&[Part { partitions, stretch }], direction, most, extent, keep).await?;
    found.extend(walked.into_iter().map(|session| session.at(now)));
    Ok(found)
}

impl Wanted {
    /// The id of another object that leads to the one session that could match.
    fn of_one_session(&self) -> Option<(Kind, &str)> {
        let (params, of) = (&self.params, |kind, id: &'_ Option<String>| id.clone().map(|_| kind));
        [
            (of(Kind::PaymentIntent, &params.payment_intent), &params.payment_intent),
            (of(Kind::PaymentMethod, &params.payment_method), &params.payment_method),
            (of(Kind::Subscription, &params.subscription), &params.subscription),
        ]
        .into_iter()
        .find_map(|(kind, id)| Some((kind?, id.as_deref()?)))
    }

    fn wants(&self, session: &Session, caller: &Caller) -> bool {
        session.account == caller.account
            && session.livemode() == caller.livemode
            && Source::entries(session, self.kind).iter().any(|entry| self.matches(session, entry))
    }

    /// The ids of a session's objects that belong to the page, in walking order; of the cursor's own session only
    /// those beyond the cursor.
    fn within(&self, session: &Session) -> Vec<String> {
        let mut entries = Source::entries(session, self.kind);
        let position = |id: &str| entries.iter().position(|entry| entry.id == id);
        match (&self.params.starting_after, &self.params.ending_before) {
            (Some(id), _) => {
                let beyond = position(id).map_or(0, |at| at + 1);
                entries.drain(..beyond);
            }
            (None, Some(id)) => {
                let beyond = position(id).unwrap_or(entries.len());
                entries.truncate(beyond);
                entries.reverse();
            }
            (None, None) => {}
        }
        entries.into_iter().filter(|entry| self.matches(session, entry)).map(|entry| entry.id).collect()
    }

    /// Whether an object is what every given filter asks for.
    fn matches(&self, session: &Session, entry: &Entry<'_>) -> bool {
        let params = &self.params;
        let asked = |wanted: &Option<String>, has: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| has == Some(wanted))
        };
        let method = || {
            let methods = Source::entries(session, Kind::PaymentMethod);
            methods.iter().any(|method| Some(method.id.as_str()) == params.payment_method.as_deref())
        };
        asked(&params.customer, entry.customer)
            && asked(&params.kind, entry.method)
            && asked(&params.payment_intent, session.payment_intent().as_deref())
            && asked(&params.subscription, session.subscription().as_deref())
            && (params.payment_method.is_none() || method())
            && params.created.as_ref().is_none_or(|range| range.contains(entry.created))
            && self.has_status(session)
    }

    /// Subscriptions that have ended are left out unless they are asked for.
    fn has_status(&self, session: &Session) -> bool {
        let wanted = self.params.status.as_deref();
        match self.kind {
            Kind::Subscription => match (wanted, subscription_status(session)) {
                (Some("all"), _) => true,
                (Some("ended"), status) => status == Some("incomplete_expired"),
                (None, status) => status != Some("incomplete_expired"),
                (wanted, status) => wanted == status,
            },
            Kind::Invoice => {
                wanted.is_none_or(|wanted| session.complete().map(invoice_status) == Some(wanted))
            }
            _ => true,
        }
    }
}

/// A cursor that leads nowhere is the parameter's fault.
fn not_there(error: Error, id: &str, name: &'static str) -> Error {
    match error {
        Error::NoSuchObject { kind, .. } => Problem::no_such(kind, id, Path::of(name)).into(),
        error => error,
    }
}

/// The cursor, and the name of the parameter that it came in.
pub fn cursor_of(params: &ObjectsParams) -> Option<(&str, &'static str)> {
    let after = params.starting_after.as_deref().map(|id| (id, "starting_after"));
    after.or_else(|| params.ending_before.as_deref().map(|id| (id, "ending_before")))
}

/// The places of what was created within the range, or belongs to it though its session was made up to `late` seconds
/// before.
pub fn stretch_of(created: &CreatedRange, late: i64) -> Stretch {
    Stretch {
        after: created.low.map(|low| keys::place_at(Moment::from_seconds(low.saturating_sub(late)), "")),
        before: created.high.map(|high| keys::place_at(Moment::from_seconds(high.saturating_add(1)), "")),
    }
}

/// The part of a stretch on the far side of a cursor.
pub fn between(stretch: Stretch, cursor: String, name: &str) -> Stretch {
    let Stretch { after, before } = stretch;
    if name == "starting_after" {
        let before = before.map_or_else(|| cursor.clone(), |before| before.min(cursor.clone()));
        return Stretch { after, before: Some(before) };
    }
    Stretch { after: after.max(Some(cursor)), before }
}
