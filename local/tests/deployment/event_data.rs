//! Seed 2's events: every payload by that seed's own schema, and what it says otherwise than Stripe.

use std::collections::BTreeSet;

use paydesk_model::event::{Event, EventType, Subject};
use paydesk_model::payment::Action;
use paydesk_model::session::{Payment, Session};
use paydesk_model::webhook::EventDialect;
use serde_json::{Value, json};

use crate::lives::{HERE, OWN_PAGE, lives, opens, rendered, told};
use crate::till::{Happening, SETUP, TEA, card, other};

const SCHEMA: &str = include_str!("../fixtures/event-data.schema.json");

fn payloads(session: &Session) -> Vec<Value> {
    told(session, EventDialect::EventData)
}

/// The session of the last event.
fn last(session: &Session) -> Value {
    payloads(session).last().unwrap()["data"]["object"].clone()
}

fn page(session: &Session) -> String {
    format!("{HERE}/c/pay/{}/{}", session.id, session.token)
}

#[test]
fn every_payload_is_what_the_seeds_schema_says() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let (mut types, mut statuses) = (BTreeSet::new(), BTreeSet::new());
    for session in lives() {
        for payload in payloads(&session) {
            let wrong: Vec<String> = validator
                .iter_errors(&payload)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(wrong.is_empty(), "{wrong:#?} in {payload:#}");
            types.insert(payload["type"].as_str().unwrap().to_owned());
            statuses.insert(payload["data"]["object"]["payment_status"].as_str().unwrap().to_owned());
        }
    }
    let all = ["async_payment_failed", "async_payment_succeeded", "completed", "expired"];
    assert_eq!(types, all.map(|name| format!("checkout_session.{name}")).into());
    assert_eq!(statuses, ["no_payment_required", "paid", "processing", "unpaid"].map(str::to_owned).into());
}

#[test]
fn money_on_its_way_is_processing_until_it_has_come_or_has_not() {
    let coming = opens("coming", TEA).pays(other("sepa_debit"), Payment::Processing);
    let shown = last(&coming);
    assert_eq!((&shown["status"], &shown["payment_status"]), (&json!("complete"), &json!("processing")));
    let came = coming.settles(paydesk_model::lifecycle::Settlement::Succeeded);
    let statuses: Vec<Value> =
        payloads(&came).iter().map(|payload| payload["data"]["object"]["payment_status"].clone()).collect();
    assert_eq!(statuses, [json!("processing"), json!("paid")]);
    let held = opens("held", &format!("{TEA}&payment_intent_data[capture_method]=manual"));
    assert_eq!(last(&held.pays(card(), Payment::Authorized))["payment_status"], "unpaid");
}

#[test]
fn the_url_is_the_pages_even_after_the_end_and_the_merchants_where_the_page_is_theirs() {
    let paid = opens("paid", TEA).pays(card(), Payment::Paid);
    assert_eq!(last(&paid)["url"], page(&paid));
    let now = paid.created;
    let embedded = opens("embedded", &format!("{OWN_PAGE}&ui_mode=embedded_page")).expire(now, None).unwrap();
    assert_eq!(
        (last(&embedded)["url"].clone(), last(&embedded)["ui_mode"].clone()),
        (json!(page(&embedded)), json!("embedded"))
    );
    let elements = opens("elements", &format!("{OWN_PAGE}&ui_mode=elements")).expire(now, None).unwrap();
    let (shown, back) = (last(&elements), format!("https://shop.example/back?session={}", elements.id));
    assert_eq!((&shown["url"], &shown["ui_mode"]), (&json!(back), &json!("custom")));
}

#[test]
fn times_are_date_times_and_a_currency_says_its_scale() {
    let paid = opens("paid", TEA).pays(card(), Payment::Paid);
    let shown = last(&paid);
    assert_eq!(shown["currency"], json!({"iso": "EUR", "scale": 2}));
    assert_eq!((paid.created.seconds(), paid.expires_at), (1_795_305_600, 1_795_392_000));
    assert_eq!(shown["created"], "2026-11-22T00:00:00Z");
    assert_eq!(shown["expires_at"], "2026-11-23T00:00:00Z");
    assert_eq!(payloads(&paid)[0]["created"], "2026-11-22T00:01:00Z");
    let yen = opens("yen", &format!("{OWN_PAGE}&ui_mode=embedded_page")).pays(card(), Payment::Paid);
    assert_eq!(last(&yen)["currency"], json!({"iso": "JPY", "scale": 0}));
    let setup = opens("kept", SETUP).pays(card(), Payment::NotRequired);
    assert!(last(&setup).get("amount_total").is_none() && last(&setup).get("line_items").is_none());
}

#[test]
fn lines_come_as_they_were_asked_for_and_metadata_as_it_is() {
    let session = opens("lines", &format!("{TEA}&metadata[currency]=own&metadata[iso]=own"));
    let shown = last(&session.pays(card(), Payment::Paid));
    assert_eq!(shown["metadata"], json!({"currency": "own", "iso": "own"}));
    let line = &shown["line_items"][0];
    assert_eq!((&line["quantity"], &line["price_data"]["unit_amount"]), (&json!(2), &json!(700)));
    assert_eq!(line["price_data"]["currency"], "eur");
    assert_eq!(line["price_data"]["product_data"]["name"], "Tea");
    assert_eq!(line["price_data"]["product"], line["price_data"]["product_data"]["id"]);
}

#[test]
fn what_only_the_seed_has_is_there_where_it_was_given() {
    let plain = last(&opens("plain", TEA).pays(card(), Payment::Paid));
    assert_eq!((&plain["client_customer_id"], &plain["description"]), (&Value::Null, &Value::Null));
    assert!(plain.get("after_completion").is_none() && plain.get("next_action").is_none());
    let form = format!(
        "{TEA}&client_customer_id=c7&description=Tea&after_completion[type]=hosted_confirmation\
         &after_completion[hosted_confirmation][custom_message]=Thanks"
    );
    let given = last(&opens("given", &form).pays(card(), Payment::Paid));
    assert_eq!((&given["client_customer_id"], &given["description"]), (&json!("c7"), &json!("Tea")));
    assert_eq!(given["after_completion"]["hosted_confirmation"]["custom_message"], "Thanks");
}

#[test]
fn a_session_that_waits_for_its_payer_says_what_they_have_to_do() {
    let trying = opens("asked", TEA).tries(card(), None);
    let (id, now) = (trying.id.attempt(1), trying.created.plus_seconds(90));
    let waiting = trying.ask_payer(&id, Action::ThreeDSecure, now, now).unwrap();
    // None of its events is about a session that waits; the words for it are there all the same.
    let event = Event { id: "evt_1".into(), kind: EventType::SessionCompleted, subject: Subject::Session };
    let asked = waiting.outbox.last().unwrap();
    let shown = rendered(&waiting, (asked, &event), EventDialect::EventData).unwrap();
    let action = &shown["data"]["object"]["next_action"];
    assert_eq!(action["type"], "redirect_to_url");
    assert_eq!(action["redirect_to_url"]["url"], format!("{}/bank", page(&waiting)));
}
