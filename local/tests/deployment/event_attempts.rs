//! What came of telling: how many endpoints an event waits for, every attempt, and sending once more.

use http::Method;
use paydesk_model::delivery::{DeliveryAttempt, Outcome};
use paydesk_model::webhook::EventDialect;
use serde_json::{Value, json};

use crate::events::{id, paid, shop};
use crate::merchant::TEA;
use crate::payer::{GOOD, Payer};
use crate::told::{EVENTS, attempt};
use crate::world::{FORM, START};

#[tokio::test]
async fn an_event_says_how_many_endpoints_have_not_answered_it_well() {
    let merchant = shop();
    let endpoints = [merchant.hears(&["*"]).await, merchant.hears(&["checkout.session.completed"]).await];
    Payer::of(&merchant, TEA).await.pays("a", GOOD).await;
    merchant.deployment.pump().await;
    let completed = id(&merchant.events("type=checkout.session.completed").await.done()["data"][0]);
    let pending = async || merchant.event(&completed).await.done()["pending_webhooks"].clone();
    assert_eq!(pending().await, 2);
    merchant.tried(&completed, &endpoints[0], Outcome::Failed).await;
    assert_eq!(pending().await, 2);
    merchant.deployment.clock().advance_seconds(5);
    merchant.tried(&completed, &endpoints[0], Outcome::Succeeded).await;
    assert_eq!(pending().await, 1);
    assert_eq!(merchant.events("delivery_success=true").await.ids(), [""; 0]);
    merchant.tried(&completed, &endpoints[1], Outcome::Succeeded).await;
    assert_eq!(merchant.events("delivery_success=true").await.ids(), std::slice::from_ref(&completed));
    assert_eq!(merchant.events("delivery_success=false").await.ids().len(), 6);
    assert_eq!(merchant.all_events().await.len(), 7, "attempts are no events");
    let oldest = id(merchant.all_events().await.last().unwrap());
    let back = merchant.events(&format!("delivery_success=true&ending_before={oldest}")).await;
    assert_eq!(back.ids(), [completed]);
}

#[tokio::test]
async fn an_event_does_not_wait_for_an_endpoint_that_was_deleted() {
    let merchant = shop();
    let (gone, off) = (merchant.hears(&["*"]).await, merchant.hears(&["*"]).await);
    Payer::of(&merchant, TEA).await.pays("a", GOOD).await;
    merchant.deployment.pump().await;
    merchant.post(format!("/v1/webhook_endpoints/{off}"), "disabled=true").await.done();
    let pending = async || merchant.all_events().await[0]["pending_webhooks"].clone();
    assert_eq!(pending().await, 2, "who is disabled may be enabled again");
    merchant.ask(Method::DELETE, format!("/v1/webhook_endpoints/{gone}"), FORM, "").await.done();
    assert_eq!(pending().await, 1);
    merchant.ask(Method::DELETE, format!("/v1/webhook_endpoints/{off}"), FORM, "").await.done();
    assert_eq!(pending().await, 0);
    let event = id(&merchant.all_events().await[0]);
    assert_eq!(merchant.event(&event).await.done()["pending_webhooks"], 0);
    assert_eq!(merchant.events("delivery_success=false").await.ids(), [""; 0]);
}

#[tokio::test]
async fn an_attempt_without_an_answer_has_none_and_an_empty_answer_is_empty() {
    let (merchant, events) = paid().await;
    let event = id(&events[0]);
    let store = &merchant.deployment.admin().unwrap().store;
    let account = merchant.account().await;
    for (status, error) in [(None, Some("nobody answered".to_owned())), (Some(204), None)] {
        let attempt = DeliveryAttempt {
            at: merchant.deployment.clock().now(),
            status,
            error,
            answer: String::new(),
            ..attempt(&event, "we_1", Outcome::Failed)
        };
        store.note_attempt(&account, false, &attempt).await.unwrap();
        merchant.deployment.clock().advance_seconds(5);
    }
    let attempts = merchant.get(format!("{EVENTS}/{event}/delivery_attempts")).await.done();
    let body = |at: usize| attempts["data"][at]["response_body"].clone();
    assert_eq!((body(0), body(1)), (json!(""), Value::Null));
}

#[tokio::test]
async fn every_attempt_is_listed_newest_first() {
    let (merchant, events) = paid().await;
    let event = id(&events[1]);
    for outcome in [Outcome::Failed, Outcome::Failed, Outcome::Succeeded] {
        merchant.deployment.clock().advance_seconds(10);
        merchant.tried(&event, "we_1", outcome).await;
    }
    merchant.tried(&id(&events[0]), "we_1", Outcome::Succeeded).await;
    let attempts =
        async |query: &str| merchant.get(format!("{EVENTS}/{event}/delivery_attempts?{query}")).await;
    let all = attempts("").await.done();
    let list = all["data"].as_array().unwrap();
    let statuses: Vec<_> = list.iter().map(|attempt| attempt["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["succeeded", "failed", "failed"]);
    assert_eq!(
        list[0],
        json!({
            "id": list[0]["id"], "object": "delivery_attempt", "created": START.seconds() + 30, "error": null,
            "event": event, "latency_ms": 12, "livemode": false, "next_attempt_at": null,
            "response_body": "so be it", "response_status": 200, "status": "succeeded",
            "url": "https://shop.example/hooks", "webhook_endpoint": "we_1",
        })
    );
    let ids = attempts("").await.ids();
    assert_eq!(attempts(&format!("limit=1&starting_after={}", ids[0])).await.ids(), ids[1..2]);
    assert_eq!(attempts(&format!("ending_before={}", ids[2])).await.ids(), ids[..2]);
    assert_eq!(attempts("starting_after=da_1").await.refusal().1, "resource_missing");
    assert_eq!(attempts("limit=2").await.done()["has_more"], true);
}

#[tokio::test]
async fn an_event_is_sent_again_to_the_endpoint_that_is_named() {
    let (merchant, events) = paid().await;
    let (endpoint, camel) =
        (merchant.hears(&["*"]).await, merchant.hears_in(EventDialect::Camel, &["*"]).await);
    let event = id(&events[1]);
    let retry = async |event: &str, form: &str| merchant.post(format!("{EVENTS}/{event}/retry"), form).await;
    let answer = retry(&event, &format!("webhook_endpoint={endpoint}")).await;
    assert_eq!(answer.done(), events[1]);
    let [message] = &merchant.waiting(&endpoint)[..] else { panic!("{:?}", merchant.messages()) };
    assert_eq!((&message.event, message.again, message.livemode), (&event, true, false));

    let refused = |param: &str, code: &str| (400, code.to_string(), param.to_string());
    assert_eq!(retry(&event, "").await.refusal(), refused("webhook_endpoint", "parameter_missing"));
    let unknown = retry(&event, "webhook_endpoint=we_none").await;
    assert_eq!(unknown.refusal(), refused("webhook_endpoint", "resource_missing"));
    let wordless = retry(&id(&events[0]), &format!("webhook_endpoint={camel}")).await;
    assert_eq!(wordless.refusal(), refused("webhook_endpoint", "-"));
    assert!(wordless.text.contains("has no word for charge.updated"), "{}", wordless.text);
    assert_eq!(retry("evt_1", &format!("webhook_endpoint={endpoint}")).await.status, 404);
    assert_eq!(merchant.messages().len(), 1);
}

#[tokio::test]
async fn who_may_only_read_sees_events_and_sends_none() {
    let (merchant, events) = paid().await;
    let endpoint = merchant.hears(&["*"]).await;
    let account = merchant.account().await;
    let reader = merchant.with_made_key(&account, "rk_test_the_bookkeeper").await;
    assert_eq!(reader.all_events().await, events);
    let path = format!("{EVENTS}/{}/retry", id(&events[0]));
    assert_eq!(reader.post(path, &format!("webhook_endpoint={endpoint}")).await.status, 403);
    assert!(merchant.messages().is_empty());
}
