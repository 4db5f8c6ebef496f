//! Events in the words of each dialect: every event of every life renders, and its object is what it was at that step.

use std::collections::{BTreeMap, BTreeSet};

use paydesk_model::announcement::{Announcement, Happening as Announced};
use paydesk_model::event::{Event, EventType, Subject, customer_event, events};
use paydesk_model::lifecycle::Settlement;
use paydesk_model::payment::{Approval, Customer};
use paydesk_model::session::{Payment, Session};
use paydesk_model::webhook::EventDialect;
use paydesk_service::wire::event::{Of, Told, render};
use paydesk_service::wire::version::ApiVersion;
use serde_json::{Value, json};

use crate::lives::{HERE, asks, failure, later, lives, opens, rendered, rendered_as, told};
use crate::object_shapes;
use crate::schema;
use crate::till::{CLUB, Happening, TEA, card, open, other, said};
use crate::world::START;

/// The objects of the event of this type, in order.
fn objects<'e>(events: &'e [Value], kind: &str) -> Vec<&'e Value> {
    events.iter().filter(|event| event["type"] == kind).map(|event| &event["data"]["object"]).collect()
}

#[track_caller]
fn statuses(session: &Session, prefix: &str) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    for event in told(session, EventDialect::Stripe) {
        let name = event["type"].as_str().unwrap();
        if let Some(name) = name.strip_prefix(prefix) {
            found.push((name.to_owned(), event["data"]["object"]["status"].clone()));
        }
    }
    found
}

#[track_caller]
fn assert_statuses(session: &Session, prefix: &str, expected: &[(&str, &str)]) {
    let expected: Vec<_> =
        expected.iter().map(|(name, status)| ((*name).to_owned(), json!(status))).collect();
    assert_eq!(statuses(session, prefix), expected, "{}", session.id);
}

/// The object, its own id and the schema of what an event is about.
fn subject(session: &Session, subject: Subject) -> (&'static str, String) {
    let id = &session.id;
    match subject {
        Subject::Session => ("checkout.session", id.to_string()),
        Subject::PaymentIntent => ("payment_intent", id.payment_intent()),
        Subject::SetupIntent => ("setup_intent", id.setup_intent()),
        Subject::Charge(number) => ("charge", id.charge(number)),
        Subject::PaymentMethod(number) => ("payment_method", id.payment_method(number)),
        Subject::Invoice => ("invoice", id.invoice()),
        Subject::Subscription => ("subscription", id.subscription()),
        Subject::Product(number) => ("product", id.product(number)),
        Subject::Price(number) => ("price", id.price(number)),
        Subject::Customer => ("customer", id.customer()),
        Subject::Object => unreachable!("a session is no catalogue"),
    }
}

#[test]
fn every_event_of_every_life_renders_with_its_own_object_by_stripes_types() {
    let mut seen = BTreeSet::new();
    for session in lives() {
        for announcement in &session.outbox {
            for event in events(&session, announcement) {
                let of = (announcement, &event);
                let shown =
                    rendered(&session, of, EventDialect::Stripe).unwrap_or_else(|| panic!("{event:?}"));
                let object = &shown["data"]["object"];
                let (kind, id) = subject(&session, event.subject);
                assert_eq!((&object["object"], &object["id"]), (&json!(kind), &json!(id)), "{event:?}");
                match kind {
                    "checkout.session" => schema::assert_is("session", object),
                    _ => object_shapes::assert_is(kind, object),
                }
                let updates = event.kind.as_str().ends_with(".updated");
                assert_eq!(shown["data"].get("previous_attributes").is_some(), updates, "{event:?}");
                seen.insert(event.kind.as_str());
            }
        }
    }
    // Customers and catalogues have stories of their own.
    let others = [
        "coupon.created",
        "coupon.deleted",
        "coupon.updated",
        "customer.created",
        "customer.deleted",
        "customer.updated",
        "price.updated",
        "product.deleted",
        "product.updated",
        "promotion_code.created",
        "promotion_code.updated",
        "tax_rate.created",
        "tax_rate.updated",
    ];
    let all: BTreeSet<&str> = EventType::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(all.difference(&seen).copied().collect::<Vec<_>>(), others);
}

#[test]
fn an_event_says_when_why_and_to_how_many_it_is_told() {
    let session = opens("said", TEA).expire(START.plus_seconds(9), None).unwrap();
    let events = told(&session, EventDialect::Stripe);
    let keys =
        ["id", "object", "api_version", "created", "data", "livemode", "pending_webhooks", "request", "type"];
    for event in &events {
        let named: BTreeSet<&str> = event.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(named, BTreeSet::from(keys));
        assert_eq!((&event["object"], &event["pending_webhooks"]), (&json!("event"), &json!(1)));
        assert_eq!(event["api_version"], ApiVersion::default().as_str());
    }
    assert_eq!(events[0]["request"], json!({"id": "req_1", "idempotency_key": "key one"}));
    let expired = events.last().unwrap();
    assert_eq!(expired["request"], json!({"id": null, "idempotency_key": null}));
    assert_eq!(
        (&expired["type"], &expired["created"]),
        (&json!("checkout.session.expired"), &json!(START.seconds() + 9))
    );
    assert_eq!(expired["id"], session.outbox[1].id("said"));
    assert_eq!(expired["data"]["object"]["url"], Value::Null);
}

fn lives_by_name() -> BTreeMap<String, Session> {
    lives().into_iter().map(|session| (session.id.body().to_owned(), session)).collect()
}

#[test]
fn each_event_shows_its_intent_as_it_was_at_that_step() {
    let life = lives_by_name();
    assert_statuses(
        &life["paid"],
        "payment_intent.",
        &[
            ("created", "requires_payment_method"),
            ("payment_failed", "requires_payment_method"),
            ("succeeded", "succeeded"),
        ],
    );
    assert_statuses(
        &life["came"],
        "payment_intent.",
        &[("created", "requires_payment_method"), ("processing", "processing"), ("succeeded", "succeeded")],
    );
    assert_statuses(
        &life["released"],
        "payment_intent.",
        &[
            ("created", "requires_payment_method"),
            ("amount_capturable_updated", "requires_capture"),
            ("canceled", "canceled"),
        ],
    );
    assert_statuses(
        &life["asked"],
        "payment_intent.",
        &[
            ("created", "requires_payment_method"),
            ("payment_failed", "requires_payment_method"),
            ("requires_action", "requires_action"),
            ("canceled", "canceled"),
        ],
    );
    assert_statuses(
        &life["kept"],
        "setup_intent.",
        &[
            ("created", "requires_payment_method"),
            ("setup_failed", "requires_payment_method"),
            ("succeeded", "succeeded"),
        ],
    );
}

#[test]
fn each_event_shows_its_bill_as_it_was_at_that_step() {
    let life = lives_by_name();
    assert_statuses(&life["came"], "charge.", &[("pending", "pending"), ("succeeded", "succeeded")]);
    assert_statuses(
        &life["came"],
        "invoice.",
        &[("created", "draft"), ("finalized", "open"), ("paid", "paid"), ("payment_succeeded", "paid")],
    );
    assert_statuses(
        &life["joined"],
        "customer.subscription.",
        &[("created", "incomplete"), ("updated", "active")],
    );
}

#[test]
fn each_event_shows_whether_the_money_is_there_as_it_was_at_that_step() {
    let life = lives_by_name();
    let events = told(&life["bounced"], EventDialect::Stripe);
    let shown =
        |kind: &str| objects(&events, &format!("checkout.session.{kind}"))[0]["payment_status"].clone();
    assert_eq!((shown("completed"), shown("async_payment_failed")), (json!("unpaid"), json!("unpaid")));
    let taken = told(&life["taken"], EventDialect::Stripe);
    let captured = objects(&taken, "charge.captured")[0];
    assert_eq!((&captured["captured"], &captured["amount_captured"]), (&json!(true), &json!(900)));
    assert_eq!(objects(&taken, "charge.succeeded")[0]["captured"], false);
    let released = told(&life["released"], EventDialect::Stripe);
    assert_eq!(objects(&released, "charge.refunded")[0]["refunded"], true);
}

#[test]
fn an_update_says_what_it_took_the_place_of() {
    let joined = opens("joined", CLUB).pays(other("sepa_debit"), Payment::Processing);
    let joined = joined.settles(Settlement::Succeeded);
    let previous = |session: &Session, kind: &str| {
        let events = told(session, EventDialect::Stripe);
        events.iter().find(|event| event["type"] == kind).unwrap()["data"]["previous_attributes"].clone()
    };
    assert_eq!(previous(&joined, "customer.subscription.updated"), json!({"status": "incomplete"}));
    let paid = opens("paid", TEA).pays(card(), Payment::Paid);
    assert_eq!(previous(&paid, "charge.updated"), json!({}));
}

#[test]
fn a_customer_is_told_of_as_it_is_and_as_it_was() {
    let session = open("buyer", TEA, 0);
    let before = Customer { phone: Some("+1".into()), ..Customer::made_by(&session, &said(), START) };
    let after =
        Customer { name: Some("Ada L.".into()), individual_name: Some("Ada".into()), ..before.clone() };
    for (kind, old, previous) in [
        (Announced::CustomerCreated, None, None),
        (Announced::CustomerDeleted, None, None),
        (Announced::CustomerUpdated, Some(&before), Some(json!({"name": "Ada", "individual_name": null}))),
    ] {
        let announcement = Announcement { number: 3, kind, at: START, request: None, line: None };
        let told = Told {
            event: &customer_event("buyer", &announcement),
            announcement: &announcement,
            of: Of::Customer(&after, old),
            livemode: false,
            pending_webhooks: 0,
            version: &ApiVersion::default(),
            base_url: HERE,
        };
        let shown = render(&told, EventDialect::Stripe).unwrap();
        object_shapes::assert_is("customer", &shown["data"]["object"]);
        assert_eq!(shown["data"]["object"]["name"], "Ada L.");
        assert_eq!(shown["data"].get("previous_attributes"), previous.as_ref());
        assert!(
            render(&told, EventDialect::Camel).is_none() && render(&told, EventDialect::EventData).is_none()
        );
    }
}

#[test]
fn what_happened_since_changes_no_event() {
    let asked = asks(opens("asked", TEA).declined("card_declined", None));
    let (id, now) = (asked.id.attempt(2), later(&asked));
    let approval = Approval { payment: Payment::Processing, settles_at: None, authenticated: false };
    let paid = asked.clone().complete_attempt(&id, approval, None, now).unwrap();
    let settled = paid.clone().settle(failure(), now).unwrap();
    let over = asked.clone().expire(now, None).unwrap();
    for (was, since) in [(&asked, &over), (&asked, &paid), (&asked, &settled), (&paid, &settled)] {
        let (early, late) = (told(was, EventDialect::Stripe), told(since, EventDialect::Stripe));
        assert!(early.len() > 5 && late.len() > early.len());
        for (early, late) in early.iter().zip(&late) {
            let (early, late) = (concise(early), concise(late));
            assert_eq!(early, late);
        }
    }
}

/// What an event says, but for how the payer is billed: the session learns that when the payment ends.
fn concise(event: &Value) -> Value {
    let mut event = event.clone();
    let object = &mut event["data"]["object"];
    for key in ["billing_details", "shipping", "last_payment_error"] {
        object.as_object_mut().unwrap().remove(key);
    }
    event
}

#[test]
fn a_session_is_shown_as_the_endpoints_version_has_it() {
    let session = opens("old", TEA).pays(card(), Payment::Paid);
    let completed = session.outbox.last().unwrap();
    let event = Event { id: "evt_1".into(), kind: EventType::SessionCompleted, subject: Subject::Session };
    for (version, ui_mode) in [("2024-06-20", "hosted"), ("2026-10-28.endive", "hosted_page")] {
        let version = ApiVersion::parse(version).unwrap();
        let shown = rendered_as(&session, (completed, &event), EventDialect::Stripe, &version).unwrap();
        assert_eq!(shown["data"]["object"]["ui_mode"], ui_mode);
        assert_eq!(shown["api_version"], version.as_str());
    }
}

#[test]
fn the_first_seed_has_four_events_in_camel_case() {
    let mut seen = BTreeSet::new();
    for session in lives() {
        for event in told(&session, EventDialect::Camel) {
            let object = &event["data"]["object"];
            assert_eq!((&object["object"], &object["id"]), (&json!("checkout.session"), &json!(session.id)));
            assert!(object["successUrl"].is_string() || object["returnUrl"].is_string());
            assert!(event["apiVersion"].is_string() && event["pendingWebhooks"] == 1);
            assert!(event["request"].get("idempotencyKey").is_some() && event["created"].is_i64());
            assert_eq!(object["metadata"], json!(session.metadata));
            seen.insert(event["type"].as_str().unwrap().to_owned());
        }
    }
    assert_eq!(
        seen,
        ["asyncPaymentFailed", "asyncPaymentSucceeded", "completed", "expired"].map(str::to_owned).into()
    );
}
