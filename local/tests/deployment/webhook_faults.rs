//! Chosen faults of delivery: what a merchant's handler gets to see of them.

use paydesk_local::queues::WebhookFaults;
use serde_json::json;

use crate::forwarding::{EXPIRED, expires, forwarding, told};
use crate::front::served;
use crate::merchant::Merchant;

const KEY: &str = "sk_test_the_tea_shop";

#[tokio::test]
async fn a_delayed_webhook_comes_later() {
    let (receiver, deployment, _) = forwarding(&[EXPIRED]).await;
    deployment.queues().set_faults("delay=5".parse().unwrap());
    let session = expires(&Merchant::of(&deployment, KEY)).await;
    deployment.deliver_webhooks().await;
    deployment.advance(4).await.unwrap();
    assert_eq!(receiver.count(), 0);
    deployment.advance(1).await.unwrap();
    assert_eq!(told(&receiver), [session]);
}

#[tokio::test]
async fn a_duplicate_is_the_same_event_once_more() {
    let (receiver, deployment, _) = forwarding(&[EXPIRED]).await;
    deployment.queues().set_faults("duplicate".parse().unwrap());
    let session = expires(&Merchant::of(&deployment, KEY)).await;
    deployment.deliver_webhooks().await;
    assert_eq!(told(&receiver), [session.clone(), session]);
    let ids: Vec<String> = receiver.taken().iter().map(crate::receiver::Taken::event).collect();
    assert_eq!(ids[0], ids[1]);
    deployment.advance(60).await.unwrap();
    assert_eq!((receiver.count(), deployment.backlog().unwrap()), (2, Default::default()));
}

#[tokio::test]
async fn webhooks_that_change_places_all_come() {
    let (receiver, deployment, _) = forwarding(&[EXPIRED]).await;
    deployment.queues().set_faults("reorder".parse().unwrap());
    let merchant = Merchant::of(&deployment, KEY);
    let mut sessions = Vec::new();
    // Twenty of them are in order by chance once in 10^18 times.
    for _ in 0..20 {
        sessions.push(expires(&merchant).await);
    }
    deployment.deliver_webhooks().await;
    assert_eq!(receiver.count(), 0);
    deployment.advance(1).await.unwrap();
    let mut heard = told(&receiver);
    assert_ne!(heard, sessions);
    heard.sort();
    sessions.sort();
    assert_eq!(heard, sessions);
}

#[tokio::test]
async fn a_first_attempt_that_is_dropped_failed_and_the_second_arrives() {
    let (receiver, deployment, _) = forwarding(&[EXPIRED]).await;
    deployment.queues().set_faults("drop-first-attempt".parse().unwrap());
    let merchant = Merchant::of(&deployment, KEY);
    let session = expires(&merchant).await;
    deployment.deliver_webhooks().await;
    assert_eq!((receiver.count(), deployment.backlog().unwrap().put_off.len()), (0, 1));
    deployment.advance(5).await.unwrap();
    assert_eq!(told(&receiver), [session]);
    let event = receiver.taken()[0].event();
    let attempts = merchant.get(format!("/v1/events/{event}/delivery_attempts")).await.done();
    let [second, first] = &attempts["data"].as_array().unwrap()[..] else { panic!("{attempts:#}") };
    assert_eq!((&first["status"], &second["status"]), (&json!("failed"), &json!("succeeded")));
    assert_eq!(first["url"], receiver.url);
    assert!(first["error"].as_str().unwrap().starts_with("dropped on purpose"), "{first:#}");
    // What somebody sends again had its first attempt.
    let form = "webhook_endpoint=we_forward";
    merchant.post(format!("/v1/events/{event}/retry"), form).await;
    deployment.deliver_webhooks().await;
    assert_eq!(deployment.backlog().unwrap(), Default::default());
}

#[tokio::test]
async fn faults_can_be_chosen_while_it_runs() {
    let (_, deployment, _) = forwarding(&[EXPIRED]).await;
    let front = served(deployment).await;
    let none = json!({"delay": 0, "duplicate": false, "reorder": false, "drop_first_attempt": false});
    assert_eq!(front.get("/_local/webhooks/faults").await.json(), none);
    let chosen = front.post("/_local/webhooks/faults", "", br#"{"delay": 3, "reorder": true}"#).await;
    assert_eq!((chosen.json()["delay"].clone(), chosen.json()["reorder"].clone()), (json!(3), json!(true)));
    for wrong in [r#"{"lose": true}"#, r#"{"delay": -1}"#, "reorder", ""] {
        let refused = front.post("/_local/webhooks/faults", "", wrong.as_bytes()).await;
        assert_eq!(refused.status, 400, "{wrong}");
    }
    assert_eq!(
        front.deployment.queues().faults(),
        WebhookFaults { delay: 3, reorder: true, ..WebhookFaults::default() }
    );
    assert_eq!(front.post("/_local/webhooks/faults", "", b"{}").await.json(), none);
}

#[tokio::test]
async fn the_queue_can_be_looked_at_and_what_was_given_up_redriven() {
    let (receiver, deployment, _) = forwarding(&[EXPIRED]).await;
    let merchant = Merchant::of(&deployment, KEY);
    let session = expires(&merchant).await;
    let front = served(deployment.clone()).await;
    let queue = front.get("/_local/queue").await.json();
    let waiting = &queue["waiting"][0];
    assert_eq!((&waiting["webhook_endpoint"], &waiting["received"]), (&json!("we_forward"), &json!(0)));
    let body = &waiting["body"];
    for empty in ["in_flight", "put_off", "dead"] {
        assert_eq!(queue[empty], json!([]), "{empty}");
    }
    // As one that was given up.
    let dead = deployment.template().queues.iter().find(|queue| queue.url.ends_with("Undelivered")).unwrap();
    deployment.queues().send(&dead.arn, &[("we_forward", &body.to_string())]).unwrap();
    deployment.deliver_webhooks().await;
    assert_eq!(told(&receiver), [session]);
    assert_eq!(front.get("/_local/queue").await.json()["dead"].as_array().unwrap().len(), 1);
    assert_eq!(front.get("/_local/redrive").await.status, 405);
    assert_eq!(front.post("/_local/redrive", "", b"").await.json(), json!({"redriven": 1}));
    let queue = front.get("/_local/queue").await.json();
    assert_eq!((queue["dead"].clone(), queue["waiting"].as_array().unwrap().len()), (json!([]), 1));
}

#[tokio::test]
async fn what_was_put_on_the_bus_can_be_looked_at() {
    let parameters = [("EventBus".to_owned(), "shop".to_owned())].into();
    let options = paydesk_local::deployment::Options { parameters, ..Default::default() };
    let merchant = Merchant::on(options);
    let session = expires(&merchant).await;
    let front = served(merchant.deployment.clone()).await;
    let entries = front.get("/_local/bus").await.json()["data"].as_array().unwrap().clone();
    let expired = entries.iter().find(|entry| entry["detail-type"] == EXPIRED).unwrap();
    assert_eq!((&expired["bus"], &expired["source"]), (&json!("shop"), &json!("paydesk")));
    assert_eq!(expired["detail"]["data"]["object"]["id"], session.as_str());
}
