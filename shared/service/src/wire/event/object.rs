//! What an event is about, as Stripe's objects were at that step of the change, and what an update took the place of.

use paydesk_model::announcement::Happening;
use paydesk_model::event::{EventType, Subject};
use paydesk_model::session::Session;
use serde_json::{Map, Value, json};

use super::super::Dialect;
use super::super::expand::Expand;
use super::super::kind::Kind;
use super::super::stripe::objects::{self, Beside, Source};
use super::super::stripe::{self, View, catalogue};
use super::{Of, Told};

/// `data` of an event.
pub struct Data {
    pub object: Value,
    /// What an update took the place of; only updates have it.
    pub previous: Option<Value>,
}

/// None for a subject that what the event is about does not have.
pub fn data(told: &Told<'_>) -> Option<Data> {
    match (told.event.subject, told.of) {
        (Subject::Customer, Of::Customer(customer, before)) => {
            let object = objects::customer(customer, &[]);
            let before = before.filter(|_| told.event.kind == EventType::CustomerUpdated);
            let previous = before.map(|before| replaced(&objects::customer(before, &[]), &object));
            Some(Data { object, previous })
        }
        (Subject::Object, Of::Object { object, before, times_redeemed }) => {
            let beside =
                catalogue::Beside { now: told.announcement.at, times_redeemed, version: told.version };
            let before = before.filter(|_| told.announcement.kind == Happening::ObjectUpdated);
            let object = catalogue::object(object, beside);
            let previous = before.map(|before| replaced(&catalogue::object(before, beside), &object));
            Some(Data { object, previous })
        }
        (Subject::Customer | Subject::Object, Of::Session(_)) | (_, Of::Customer(..) | Of::Object { .. }) => {
            None
        }
        (_, Of::Session(session)) => {
            let object = at_its_step(told, session)?;
            let previous = before(told, session).map(|before| replaced(&before, &object));
            Some(Data { object, previous })
        }
    }
}

/// A session as Stripe shows it, without its lines.
pub fn session(told: &Told<'_>, session: &Session, dialect: Dialect) -> Option<Value> {
    let expand = Expand::default();
    let view = View { dialect, version: told.version, expand: &expand, base_url: told.base_url };
    serde_json::to_value(stripe::session(session, view)).ok()
}

/// One announcement comes to several events, and the first of them know nothing of the last.
fn at_its_step(told: &Told<'_>, session: &Session) -> Option<Value> {
    let was = session.as_of(told.announcement.number);
    match told.event.kind {
        EventType::PaymentIntentCreated => of_session(told, &was.about_to_be_paid()),
        EventType::InvoiceCreated => of_session(told, &was).map(draft),
        EventType::InvoiceFinalized => of_session(told, &was).map(unpaid),
        _ => of_session(told, &was),
    }
}

/// What an update changed, as it was before.
fn before(told: &Told<'_>, session: &Session) -> Option<Value> {
    match told.event.kind {
        // The word on delayed funds is what updates a subscription; completion left it waiting for them.
        EventType::SubscriptionUpdated => of_session(told, &session.clone().unsettled()),
        // With Stripe the balance comes to know of the charge. There is no balance here, and nothing changes.
        EventType::ChargeUpdated => at_its_step(told, session),
        _ => None,
    }
}

fn of_session(told: &Told<'_>, session: &Session) -> Option<Value> {
    let id = &session.id;
    let beside = Beside::default();
    let source = Source { session, base_url: told.base_url, beside: &beside };
    match told.event.subject {
        Subject::Session => self::session(told, session, Dialect::Stripe),
        Subject::PaymentIntent => source.object(Kind::PaymentIntent, &id.payment_intent()),
        Subject::SetupIntent => source.object(Kind::SetupIntent, &id.setup_intent()),
        Subject::Charge(number) => source.object(Kind::Charge, &id.charge(number)),
        Subject::PaymentMethod(number) => source.object(Kind::PaymentMethod, &id.payment_method(number)),
        Subject::Invoice => source.object(Kind::Invoice, &id.invoice()),
        Subject::Subscription => source.object(Kind::Subscription, &id.subscription()),
        Subject::Product(number) => stripe::product(session, number),
        Subject::Price(number) => {
            Some(stripe::price(session, session.lines.iter().find(|line| line.number == number)?))
        }
        Subject::Customer | Subject::Object => None,
    }
}

/// An invoice before anything was asked for it.
fn unpaid(mut invoice: Value) -> Value {
    invoice["amount_paid"] = json!(0);
    invoice["amount_remaining"] = invoice["amount_due"].clone();
    invoice["attempt_count"] = json!(0);
    invoice["attempted"] = json!(false);
    invoice["status"] = json!("open");
    invoice["status_transitions"]["paid_at"] = Value::Null;
    invoice
}

/// An invoice before it was final.
fn draft(invoice: Value) -> Value {
    let mut invoice = unpaid(invoice);
    invoice["effective_at"] = Value::Null;
    invoice["number"] = Value::Null;
    invoice["status"] = json!("draft");
    invoice["status_transitions"]["finalized_at"] = Value::Null;
    invoice
}

/// The old values of what is not the same any more, within objects too.
fn replaced(before: &Value, after: &Value) -> Value {
    let changed = |(key, old): (&String, &Value)| match after.get(key) {
        Some(new) if new == old => None,
        Some(new) if new.is_object() && old.is_object() => Some((key.clone(), replaced(old, new))),
        _ => Some((key.clone(), old.clone())),
    };
    let gone: Map<String, Value> = before.as_object().into_iter().flatten().filter_map(changed).collect();
    let keys = after.as_object().into_iter().flat_map(Map::keys);
    let new = keys.filter(|key| before.get(*key).is_none()).map(|key| (key.clone(), Value::Null));
    Value::Object(gone.into_iter().chain(new).collect())
}
