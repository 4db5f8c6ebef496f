//! Customers at their own paths: made, changed and deleted by the merchant, listed newest first and found by their
//! address.

use paydesk_model::catalogue::Birth;
use paydesk_model::objects::ObjectsParams;
use paydesk_model::params::objects_table::CUSTOMERS;
use paydesk_model::path::Path;
use paydesk_model::payment::Customer;
use paydesk_model::problem::Problem;

use super::super::change::{cause, made_before, seen};
use super::super::objects::{Shown, between, cursor_of, stretch_of};
use super::make::token;
use crate::access::Caller;
use crate::app::App;
use crate::contention::{TRIES, stand_aside};
use crate::error::Error;
use crate::store::customers::{CustomerWrite, StoredCustomer};
use crate::store::index::Direction;
use crate::store::keys;
use crate::store::stored::Ledger;
use crate::wire::call::Call;
use crate::wire::expand::{Expand, Subject};
use crate::wire::kind::Kind;
use crate::wire::params::nothing_else;
use crate::wire::print::fingerprint;
use crate::wire::reply::Reply;
use crate::wire::stripe::objects;

pub async fn one(app: &App, call: &mut Call, caller: &Caller, id: &str) -> Result<Reply, Error> {
    let expand = call.expand(Subject::Object(Kind::Customer))?;
    nothing_else(&call.parameters)?;
    let trace = app.store.customer_or_trace(&caller.account, caller.livemode, id).await?;
    match trace {
        Some(stored) => Ok(shown(&stored, &expand)),
        None => Err(unknown(app, caller, id).await?),
    }
}

/// A customer, or what is left of it.
fn shown(stored: &StoredCustomer, expand: &Expand) -> Reply {
    let shown = match stored.deleted {
        true => objects::deleted_customer(&stored.customer.id),
        false => objects::customer(&stored.customer, &expand.objects),
    };
    Reply::new(shown.to_string())
}

/// Makes a customer, once per idempotency key.
pub async fn make(app: &App, call: &mut Call, caller: &Caller) -> Result<Reply, Error> {
    let expand = call.expand(Subject::Object(Kind::Customer))?;
    let print = call.envelope.idempotency_key.as_ref().map(|_| fingerprint("customer", &call.parameters));
    let (account, now) = (&caller.account, app.clock.now());
    let birth = Birth { id: format!("cus_{}", token(call, caller, "own")), livemode: caller.livemode, now };
    let there = match print {
        Some(_) => app.store.customer_or_trace(account, caller.livemode, &birth.id).await?,
        None => None,
    };
    let there = match there {
        Some(there) => there,
        None => {
            let customer = Customer::create(&call.parameters, &birth, account)?;
            let write = CustomerWrite {
                request: Some(cause(call)),
                print: print.clone(),
                ..CustomerWrite::new(customer, None, now)
            };
            match app.store.put_customer(&write).await? {
                Ok(()) => return Ok(shown(&write.next(), &expand)),
                Err(there) => there,
            }
        }
    };
    let ours = Ledger::of_create(print, &call.envelope.request_id);
    if !there.ledger.is_of_create(&ours) {
        return Err(Error::KeyReused { key: call.envelope.idempotency_key.clone().unwrap_or_default() });
    }
    Ok(Reply { replayed: !there.ledger.is_by(&ours.by), ..shown(&there, &expand) })
}

pub async fn change(app: &App, call: &mut Call, caller: &Caller, id: &str) -> Result<Reply, Error> {
    let expand = call.expand(Subject::Object(Kind::Customer))?;
    for tried in 0..TRIES {
        let now = app.clock.now();
        let over = find(app, caller, id).await?;
        let seen = seen(call, "change", now);
        let replayed = made_before(&over.ledger, seen.as_ref(), call, now)?;
        if replayed || over.ledger.is_by(&call.envelope.request_id) {
            return Ok(Reply { replayed, ..shown(&over, &expand) });
        }
        let customer = over.customer.change(&call.parameters)?;
        let write = CustomerWrite {
            request: Some(cause(call)),
            seen,
            ..CustomerWrite::new(customer, Some(over), now)
        };
        match app.store.put_customer(&write).await? {
            Ok(()) => return Ok(shown(&write.next(), &expand)),
            Err(_) => stand_aside(tried).await,
        }
    }
    Err(Error::Contended)
}

/// Deletes a customer. Sessions that were opened for it keep what they know of it.
pub async fn delete(app: &App, call: &mut Call, caller: &Caller, id: &str) -> Result<Reply, Error> {
    call.read_parameters()?;
    nothing_else(&call.parameters)?;
    for tried in 0..TRIES {
        let over = find(app, caller, id).await?;
        let write = CustomerWrite {
            request: Some(cause(call)),
            deletes: true,
            ..CustomerWrite::new(over.customer.deleted(), Some(over), app.clock.now())
        };
        match app.store.put_customer(&write).await? {
            Err(there) if !(there.deleted && there.ledger.is_by(&call.envelope.request_id)) => {
                stand_aside(tried).await;
            }
            Ok(()) | Err(_) => return Ok(Reply::new(objects::deleted_customer(id).to_string())),
        }
    }
    Err(Error::Contended)
}

pub async fn page(app: &App, call: &mut Call, caller: &Caller) -> Result<Reply, Error> {
    let expand = call.expand(Subject::ObjectList(Kind::Customer))?;
    let params = ObjectsParams::check(CUSTOMERS, &call.parameters)?;
    let mut stretch = params.created.as_ref().map(|created| stretch_of(created, 0)).unwrap_or_default();
    let cursor = cursor_of(&params);
    if let Some((id, name)) = cursor {
        let place = match find(app, caller, id).await {
            Ok(StoredCustomer { customer, .. }) => keys::place_at(customer.created, &customer.id),
            Err(Error::NoSuchObject { .. }) => {
                return Err(Problem::no_such("customer", id, Path::of(name)).into());
            }
            Err(error) => return Err(error),
        };
        stretch = between(stretch, place, name);
    }
    let backwards = params.ending_before.is_some();
    let direction = if backwards { Direction::OldestFirst } else { Direction::NewestFirst };
    let (account, live) = (caller.account.as_str(), caller.livemode);
    let partition = match &params.email {
        Some(email) => keys::customers_by_email(account, live, email),
        None => keys::customer_listing(account, live),
    };
    let same = |customer: &Customer| match (&params.email, &customer.email) {
        (Some(wanted), Some(email)) => wanted.to_lowercase() == email.to_lowercase(),
        (wanted, _) => wanted.is_none(),
    };
    let limit = usize::from(params.limit);
    let found =
        app.store.walk_customers(&partition, (account, live), stretch, direction, limit + 1, same).await?;
    let mut page = Shown::new(found.len() > limit);
    for customer in found.iter().take(limit) {
        if !page.take(&objects::customer(customer, &expand.objects))? {
            break;
        }
    }
    page.reply(backwards, "/v1/customers".to_owned())
}

/// The caller's customer with this id.
pub async fn find(app: &App, caller: &Caller, id: &str) -> Result<StoredCustomer, Error> {
    match app.store.customer(&caller.account, caller.livemode, id).await? {
        Some(known) => Ok(known),
        None => Err(unknown(app, caller, id).await?),
    }
}

async fn unknown(app: &App, caller: &Caller, id: &str) -> Result<Error, Error> {
    let theirs = app.store.customer(&caller.account, !caller.livemode, id).await?;
    let other_mode = theirs.map(|_| if caller.livemode { "test" } else { "live" });
    Ok(Error::NoSuchObject { kind: "customer", id: id.to_owned(), other_mode })
}
