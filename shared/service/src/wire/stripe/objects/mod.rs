//! The objects that a session refers to, each a view of it; only customers and payment links are more than that.

mod attempts;
mod charge;
mod customer;
mod expand;
mod instrument;
mod invoice;
mod invoice_figures;
mod method_keys;
mod payment_intent;
mod payment_method;
mod period;
mod setup_intent;
mod subscription;

use std::collections::HashMap;

use paydesk_model::catalogue::{self, Object};
use paydesk_model::ids::SessionId;
use paydesk_model::line::Line;
use paydesk_model::payment::Customer;
use paydesk_model::session::Session;
use paydesk_model::time::Moment;
use serde_json::{Map, Value};

use attempts::{charges, methods};
pub use customer::deleted as deleted_customer;
pub use invoice::status as invoice_status;
pub use payment_intent::{next_action, status as payment_intent_status};
pub use subscription::status as subscription_status;

use super::super::kind::{Edge, Kind};
use super::catalogue::{shown_product, shown_shipping_rate};
use crate::digest::derive;
use crate::random;

/// What expanded ids name besides the session itself.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    pub customers: HashMap<String, Customer>,
    /// Payment links as they are shown.
    pub payment_links: HashMap<String, Value>,
    /// Objects of the catalogue as they are shown, by kind and id.
    pub catalogue: HashMap<(catalogue::Kind, String), Value>,
}

/// What objects are made of.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    pub session: &'s Session,
    /// `https://host`: where payers are sent.
    pub base_url: &'s str,
    pub beside: &'s Beside,
}

/// A customer at its own path, with what was asked to be expanded.
pub fn customer(customer: &Customer, expand: &[Vec<Edge>]) -> Value {
    let mut value = customer::customer(customer);
    let of_customer = |edge: Edge, parent: &Value| match edge.1 {
        Kind::Sources => Some(list(Vec::new(), format!("/v1/customers/{}/sources", id_of(parent)))),
        Kind::TaxIds => Some(customer::tax_ids(customer)),
        _ => None,
    };
    expand::expand(&mut value, expand, &|edge, parent, _| of_customer(edge, parent));
    value
}

/// An object as far as lists look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'s> {
    pub id: String,
    /// Unix seconds.
    pub created: i64,
    pub customer: Option<&'s str>,
    /// The payment method type, where it has one.
    pub method: Option<&'s str>,
}

impl Source<'_> {
    /// The session's object of this kind and with this id, if it has it.
    pub fn object(&self, kind: Kind, id: &str) -> Option<Value> {
        let session = self.session;
        let is = |own: Option<String>| own.as_deref() == Some(id);
        match kind {
            Kind::PaymentIntent if is(session.payment_intent()) => Some(payment_intent::payment_intent(self)),
            Kind::SetupIntent if is(session.setup_intent()) => Some(setup_intent::setup_intent(self)),
            Kind::Charge => {
                let number = session.id.number_of("ch", id)?;
                let found = charges(session).into_iter().find(|charge| charge.number == number)?;
                Some(charge::charge(session, &found))
            }
            Kind::PaymentMethod => {
                let number = session.id.number_of("pm", id)?;
                let found = methods(session).into_iter().find(|method| method.number == number)?;
                Some(payment_method::payment_method(session, &found))
            }
            Kind::Subscription if is(session.subscription()) => subscription::subscription(session),
            Kind::Invoice if is(session.invoice()) => invoice::invoice(session),
            Kind::Customer => self.beside.customers.get(id).map(customer::customer),
            Kind::PaymentLink => self.beside.payment_links.get(id).cloned(),
            _ => self.of_catalogue(kind.of_catalogue()?, id),
        }
    }

    /// What the catalogue has of this id, or what inline data made; of a product that is gone, what the session knows.
    fn of_catalogue(&self, kind: catalogue::Kind, id: &str) -> Option<Value> {
        if let Some(there) = self.beside.catalogue.get(&(kind, id.to_owned())) {
            return Some(there.clone());
        }
        let session = self.session;
        match kind {
            catalogue::Kind::ShippingRate => match session.inline(kind, id)? {
                Object::ShippingRate(rate) => Some(shown_shipping_rate(&rate)),
                _ => None,
            },
            catalogue::Kind::Product => {
                let number = session.id.number_of("prod", id);
                let sells = |line: &&Line| match &line.asked.product {
                    Some(product) => product == id,
                    None => Some(line.number) == number,
                };
                let line = session.lines.iter().find(sells)?;
                Some(shown_product(&session.product_of(line)))
            }
            _ => None,
        }
    }

    /// What the session has of this kind, newest first.
    pub fn entries(session: &Session, kind: Kind) -> Vec<Entry<'_>> {
        let customer = session.gathered.customer.as_deref();
        let one = |id: Option<String>, at: Option<Moment>| {
            let entry =
                |(id, at): (String, Moment)| Entry { id, created: at.seconds(), customer, method: None };
            id.zip(at).map(entry).into_iter().collect()
        };
        let completed = session.complete().map(|complete| complete.at);
        match kind {
            Kind::PaymentIntent => one(session.payment_intent(), Some(session.created)),
            Kind::SetupIntent => one(session.setup_intent(), Some(session.created)),
            Kind::Subscription => one(session.subscription(), completed),
            Kind::Invoice => one(session.invoice(), completed),
            Kind::Charge => charges(session).iter().rev().map(|charge| charge.entry(session)).collect(),
            Kind::PaymentMethod => {
                methods(session).iter().rev().map(|method| method.entry(session)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Puts objects in the place of ids, along each of these paths.
    pub fn expand(&self, value: &mut Value, paths: &[Vec<Edge>]) {
        expand::expand(value, paths, &|edge, parent, id| self.expanded(edge.1, parent, id));
    }

    fn expanded(&self, kind: Kind, parent: &Value, id: &str) -> Option<Value> {
        match kind {
            Kind::Payments => Some(invoice::payments(self.session)),
            Kind::Refunds => Some(list(Vec::new(), format!("/v1/charges/{}/refunds", id_of(parent)))),
            Kind::Sources => Some(list(Vec::new(), format!("/v1/customers/{}/sources", id_of(parent)))),
            Kind::TaxIds => self.beside.customers.get(id_of(parent)).map(customer::tax_ids),
            _ => self.object(kind, id),
        }
    }
}

/// The session that an object's id leads to.
pub fn session_of(kind: Kind, id: &str, livemode: bool) -> Option<SessionId> {
    if kind.is_numbered() {
        return SessionId::of_numbered(kind.prefix(), id, livemode).map(|(session, _)| session);
    }
    SessionId::of_derived(&format!("{}_", kind.prefix()), id, livemode)
}

fn id_of(value: &Value) -> &str {
    value["id"].as_str().unwrap_or_default()
}

fn list(data: impl IntoIterator<Item = Value>, url: impl Into<String>) -> Value {
    let data: Vec<Value> = data.into_iter().collect();
    let url: String = url.into();
    let fields: [(&str, Value); 4] =
        [("object", "list".into()), ("data", data.into()), ("has_more", false.into()), ("url", url.into())];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A secret of its own: whoever may see an intent need not be who may open the page.
fn client_secret(session: &Session, id: &str) -> String {
    format!("{id}_secret_{}", derive(session.token.as_bytes(), &[id], random::ID_CHARACTERS))
}

/// What was asked for of this name, or null.
fn asked(data: Option<&Value>, name: &str) -> Value {
    data.and_then(|data| data.get(name)).cloned().unwrap_or_default()
}

/// Has an object say null under these names: nothing here ever comes to one.
fn without(mut object: Value, names: &[&str]) -> Value {
    for name in names {
        object[*name] = Value::Null;
    }
    object
}

/// Has an object say under these names just what was asked for, or null.
fn echoing(mut object: Value, data: Option<&Value>, names: &[&str]) -> Value {
    for name in names {
        object[*name] = asked(data, name);
    }
    object
}

/// The metadata that was asked for, or none.
fn metadata(data: Option<&Value>) -> Value {
    match asked(data, "metadata") {
        Value::Object(metadata) => Value::Object(metadata),
        _ => Value::Object(Map::new()),
    }
}

/// The first characters of an id, as documents for people have them.
fn short(body: &str) -> String {
    body.chars().take(8).collect::<String>().to_uppercase()
}
