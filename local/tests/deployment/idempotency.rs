//! Once per idempotency key: replays, mismatches, concurrency and late retries.

use std::future::IntoFuture;

use futures::future::join_all;
use paydesk_local::deployment::Options;
use serde_json::json;

use crate::merchant::{Answer, CAMEL, DAY, HOUR, Merchant, SHOP, TEA};
use crate::world::{START, timers};

#[track_caller]
fn assert_mismatch(answer: &Answer, key: &str) {
    assert_eq!(answer.status, 400, "{}", answer.text);
    let error = &answer.json()["error"];
    assert_eq!((&error["type"], error.get("code")), (&json!("idempotency_error"), None));
    assert!(error["message"].as_str().unwrap().contains(key), "{error}");
}

#[tokio::test]
async fn a_repeated_create_is_answered_with_the_session_there_is() {
    let merchant = Merchant::new();
    let first = merchant.create(SHOP).keyed("order-1").await;
    let again = merchant.create(SHOP).keyed("order-1").await;
    assert_eq!((first.replayed(), again.replayed()), (false, true));
    assert_eq!(first.done(), again.done());
    assert_ne!(first.header("request-id"), again.header("request-id"));
    assert_eq!(merchant.listed("").await.len(), 1);
}

#[tokio::test]
async fn order_and_encoding_of_the_form_do_not_make_another_request() {
    let merchant = Merchant::new();
    let first = merchant
        .create("mode=setup&currency=eur&success_url=https://a.example&metadata[a]=x y")
        .keyed("k")
        .await;
    let form = "metadata%5Ba%5D=x+y&success_url=https%3A%2F%2Fa.example&currency=eur&mode=setup&expand[]=setup_intent";
    let again = merchant.create(form).keyed("k").await;
    assert_eq!(again.done()["id"], first.done()["id"]);
    assert!(again.done()["setup_intent"].is_object());
}

#[tokio::test]
async fn a_key_with_other_parameters_is_refused_and_changes_nothing() {
    let merchant = Merchant::new();
    let first = merchant.create(TEA).keyed("order-1").await.done();
    assert_mismatch(&merchant.create(SHOP).keyed("order-1").await, "order-1");
    assert_eq!(merchant.listed("").await, [first["id"].as_str().unwrap()]);
    assert_eq!(merchant.retrieve(first["id"].as_str().unwrap()).await.done(), first);
}

#[tokio::test]
async fn a_refused_create_leaves_its_key_free() {
    let merchant = Merchant::new();
    assert_eq!(merchant.create("mode=gift").keyed("k").await.status, 400);
    assert!(!merchant.create(TEA).keyed("k").await.replayed());
}

#[tokio::test]
async fn fifty_creates_at_once_with_one_key_make_one_session_and_fifty_equal_answers() {
    let merchant = Merchant::new();
    let answers = join_all((0..50).map(|_| merchant.create(SHOP).keyed("rush").into_future())).await;
    let first = answers[0].done();
    assert!(answers.iter().all(|answer| answer.done() == first));
    assert_eq!(answers.iter().filter(|answer| !answer.replayed()).count(), 1);
    assert_eq!(merchant.listed("limit=100").await, [first["id"].as_str().unwrap()]);
    assert_eq!(timers(&merchant.deployment), 1);
}

#[tokio::test]
async fn rivals_with_one_key_and_other_parameters_leave_no_trace_of_the_losers() {
    let merchant = Merchant::hourly(Options::default());
    let carts: Vec<String> = (0..10).map(|cart| format!("{TEA}&client_reference_id=cart-{cart}")).collect();
    let answers = join_all(carts.iter().map(|cart| merchant.create(cart).keyed("rush").into_future())).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!((won.len(), lost.len()), (1, 9));
    lost.iter().for_each(|answer| assert_mismatch(answer, "rush"));
    let winner = won[0].done();
    assert_eq!(merchant.listed("").await, [winner["id"].as_str().unwrap()]);
    for cart in 0..10 {
        let found = merchant.listed(&format!("client_reference_id=cart-{cart}")).await;
        let won = winner["client_reference_id"] == format!("cart-{cart}");
        assert_eq!(found.len(), usize::from(won), "cart-{cart}");
    }
    merchant.advance(HOUR + 60).await;
    assert_eq!(merchant.announced(winner["id"].as_str().unwrap()), ["checkout.session.expired"]);
}

#[tokio::test]
async fn a_late_retry_of_an_old_update_changes_nothing() {
    let merchant = Merchant::new();
    let id = merchant.opens(TEA).await;
    merchant.update(&id, "metadata[state]=old").keyed("one").await.done();
    merchant.update(&id, "metadata[state]=new").keyed("two").await.done();
    let late = merchant.update(&id, "metadata[state]=old").keyed("one").await;
    assert!(late.replayed());
    assert_eq!(late.done()["metadata"]["state"], "new");
    assert_eq!(merchant.retrieve(&id).await.done()["metadata"]["state"], "new");
    assert_mismatch(&merchant.update(&id, "metadata[state]=other").keyed("one").await, "one");
}

#[tokio::test]
async fn a_repeated_expire_is_a_replay_and_not_a_second_one() {
    let merchant = Merchant::new();
    let id = merchant.opens(TEA).await;
    let first = merchant.expire(&id).keyed("end").await;
    let again = merchant.expire(&id).keyed("end").await;
    assert_eq!((first.replayed(), again.replayed()), (false, true));
    assert_eq!(first.done(), again.done());
    assert_eq!(merchant.announced(&id), ["checkout.session.expired"]);
    assert_mismatch(&merchant.update(&id, "metadata[a]=1").keyed("end").await, "end");
}

#[tokio::test]
async fn fifty_expires_at_once_announce_one_expiry() {
    let merchant = Merchant::new();
    let id = merchant.opens(TEA).await;
    let answers = join_all((0..50).map(|_| merchant.expire(&id).keyed("end").into_future())).await;
    assert!(answers.iter().all(|answer| [200, 429].contains(&answer.status)), "{answers:?}");
    assert!(answers.iter().all(|answer| answer.status == 200), "one key, equal answers");
    assert_eq!(merchant.announced(&id), ["checkout.session.expired"]);
}

#[tokio::test]
async fn updates_at_once_are_all_made() {
    let merchant = Merchant::new();
    let id = merchant.opens(TEA).await;
    let forms: Vec<String> = (0..6).map(|number| format!("metadata[k{number}]=v")).collect();
    let answers = join_all(forms.iter().map(|form| merchant.update(&id, form).into_future())).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(merchant.retrieve(&id).await.done()["metadata"].as_object().unwrap().len(), 6);
}

#[tokio::test]
async fn the_last_thirty_two_changes_of_a_session_are_remembered() {
    let merchant = Merchant::new();
    let id = merchant.opens(TEA).await;
    for number in 0..33 {
        merchant.update(&id, &format!("metadata[n]={number}")).keyed(&format!("key-{number}")).await.done();
    }
    for number in [1, 32] {
        let again =
            merchant.update(&id, &format!("metadata[n]={number}")).keyed(&format!("key-{number}")).await;
        assert!(again.replayed(), "{number}");
        assert_eq!(again.done()["metadata"]["n"], "32");
    }
    let forgotten = merchant.update(&id, "metadata[n]=0").keyed("key-0").await;
    assert_eq!((forgotten.replayed(), &forgotten.done()["metadata"]["n"]), (false, &json!("0")));
}

#[tokio::test]
async fn a_changes_key_is_free_again_after_a_day() {
    let merchant = Merchant::new();
    let id = merchant.opens(TEA).await;
    merchant.update(&id, "metadata[a]=1").keyed("k").await.done();
    merchant.deployment.clock().advance_seconds(DAY - 1);
    assert!(merchant.update(&id, "metadata[a]=1").keyed("k").await.replayed());
    merchant.deployment.clock().advance_seconds(2);
    assert!(!merchant.update(&id, "metadata[a]=2").keyed("k").await.replayed());
}

#[tokio::test]
async fn a_create_whose_expiry_has_passed_meanwhile_is_still_a_repeat() {
    let merchant = Merchant::new();
    let form = format!("{TEA}&expires_at={}", START.seconds() + 3600);
    let first = merchant.create(&form).keyed("order-1").await.done();
    merchant.deployment.clock().advance_seconds(7200);
    let again = merchant.create(&form).keyed("order-1").await;
    assert!(again.replayed());
    assert_eq!((&again.done()["id"], &again.done()["status"]), (&first["id"], &json!("expired")));
    assert_eq!(merchant.create(&form).keyed("order-2").await.refusal().2, "expires_at");
    let other = form.replace("700", "800");
    assert_mismatch(&merchant.create(&other).keyed("order-1").await, "order-1");
}

#[tokio::test]
async fn a_replay_shows_the_session_as_it_is_now() {
    let merchant = Merchant::hourly(Options::default());
    let first = merchant.create(TEA).keyed("order-1").await.done();
    let id = first["id"].as_str().unwrap();
    merchant.update(id, "metadata[seen]=yes").await.done();
    merchant.deployment.clock().advance_seconds(3 * HOUR);
    let again = merchant.create(TEA).keyed("order-1").await.done();
    assert_eq!((&again["status"], &again["metadata"]), (&json!("expired"), &json!({"seen": "yes"})));
    merchant.advance(HOUR).await;
    assert_eq!(merchant.announced(id), ["checkout.session.expired"]);
}

#[tokio::test]
async fn one_key_in_two_accounts_and_two_modes_and_two_dialects_is_another_session() {
    let merchant = Merchant::new();
    let neighbour = merchant.neighbour();
    let test = merchant.with_made_key("acct_tea", "sk_test_of_the_account").await;
    let live = merchant.with_made_key("acct_tea", "sk_live_of_the_account").await;
    let mut bodies = Vec::new();
    for shop in [&merchant, &neighbour, &test, &live] {
        let id = shop.create(TEA).keyed("same").await.done()["id"].as_str().unwrap().to_string();
        bodies.push(id.rsplit('_').next().unwrap().to_string());
    }
    let camel = merchant
        .camel_post("", &json!({"mode": "setup", "currency": "eur", "successUrl": "https://a.example"}));
    bodies.push(
        camel.keyed("same").await.done()["id"].as_str().unwrap().rsplit('_').next().unwrap().to_string(),
    );
    bodies.sort();
    bodies.dedup();
    assert_eq!(bodies.len(), 5, "{CAMEL}: {bodies:?}");
}

#[tokio::test]
async fn two_keys_of_one_account_share_its_idempotency() {
    let merchant = Merchant::new();
    let one = merchant.with_made_key("acct_tea", "sk_test_first_of_account").await;
    let two = merchant.with_made_key("acct_tea", "sk_test_second_of_account").await;
    let first = one.create(TEA).keyed("same").await.done();
    let again = two.create(TEA).keyed("same").await;
    assert!(again.replayed());
    assert_eq!(again.done(), first);
}

#[tokio::test]
async fn reads_take_no_notice_of_a_key() {
    let merchant = Merchant::new();
    let id = merchant.opens(TEA).await;
    let read = merchant.retrieve(&id).keyed("k").await;
    merchant.update(&id, "metadata[a]=1").await.done();
    let later = merchant.retrieve(&id).keyed("k").await;
    assert!(!later.replayed() && read.done() != later.done());
}
