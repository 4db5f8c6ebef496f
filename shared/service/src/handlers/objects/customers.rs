//! Customers at their own paths: items of their own, listed newest first and found by their address.

use paydesk_model::objects::ObjectsParams;
use paydesk_model::params::objects_table::CUSTOMERS;
use paydesk_model::path::Path;
use paydesk_model::payment::Customer;
use paydesk_model::problem::Problem;

use super::Shown;
use super::page::{between, cursor_of, stretch_of};
use crate::access::Caller;
use crate::app::App;
use crate::error::Error;
use crate::store::index::Direction;
use crate::store::keys;
use crate::wire::call::Call;
use crate::wire::expand::Subject;
use crate::wire::kind::Kind;
use crate::wire::params::nothing_else;
use crate::wire::reply::Reply;
use crate::wire::stripe::objects;

pub async fn one(app: &App, call: &mut Call, caller: &Caller, id: &str) -> Result<Reply, Error> {
    let expand = call.expand(Subject::Object(Kind::Customer))?;
    nothing_else(&call.parameters)?;
    let customer = find(app, caller, id).await?;
    Ok(Reply::new(objects::customer(&customer, &expand.objects).to_string()))
}

pub async fn page(app: &App, call: &mut Call, caller: &Caller) -> Result<Reply, Error> {
    let expand = call.expand(Subject::ObjectList(Kind::Customer))?;
    let params = ObjectsParams::check(CUSTOMERS, &call.parameters)?;
    let mut stretch = params.created.as_ref().map(|created| stretch_of(created, 0)).unwrap_or_default();
    let cursor = cursor_of(&params);
    if let Some((id, name)) = cursor {
        let place = match find(app, caller, id).await {
            Ok(customer) => keys::place_at(customer.created, &customer.id),
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
    let mut shown = Shown::new(found.len() > limit);
    for customer in found.iter().take(limit) {
        if !shown.take(&objects::customer(customer, &expand.objects))? {
            break;
        }
    }
    shown.reply(backwards, "/v1/customers".to_owned())
}

/// The caller's customer with this id.
pub async fn find(app: &App, caller: &Caller, id: &str) -> Result<Customer, Error> {
    if let Some(known) = app.store.customer(&caller.account, caller.livemode, id).await? {
        return Ok(known.customer);
    }
    let theirs = app.store.customer(&caller.account, !caller.livemode, id).await?;
    let other_mode = theirs.map(|_| if caller.livemode { "test" } else { "live" });
    Err(Error::NoSuchObject { kind: "customer", id: id.to_owned(), other_mode })
}
