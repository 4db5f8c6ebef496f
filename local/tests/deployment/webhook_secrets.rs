//! The secrets of webhook endpoints: shown once, rolled without a gap, and never twice for one idempotency key.

use std::future::IntoFuture;
use std::sync::atomic::{AtomicBool, Ordering};

use futures::future::{join, join_all};
use paydesk_local::connector::Fault;
use paydesk_service::app::App;
use paydesk_service::config::Config;
use paydesk_service::webhooks::circuit::{Circuit, Sign};
use serde_json::Value;

use crate::errors::assert_refusal;
use crate::merchant::{Answer, Ask, DAY, HOUR, Merchant};
use crate::webhook_endpoints::{ENDPOINTS, HOOK, id};
use crate::world::START;

impl Merchant {
    fn rolls(&self, id: &str, form: &str) -> Ask<'_> {
        self.post(format!("{ENDPOINTS}/{id}/roll_secret"), form)
    }

    /// What the function has, to look at what no answer tells.
    fn of_endpoints(&self) -> App {
        let table = self.deployment.template().table.name.clone();
        let config = Config::from_vars(&|name| (name == "TABLE_NAME").then(|| table.clone())).unwrap();
        let client = self.deployment.client("endpoints").unwrap().clone();
        App::new(config, client, self.deployment.clock().clone())
    }

    /// The secrets that requests to this endpoint are signed with now, newest first.
    async fn signs_with(&self, id: &str) -> Vec<String> {
        let app = self.of_endpoints();
        let stored = app.store.endpoint("acct_tea", false, id).await.unwrap().unwrap();
        stored.endpoint.valid_secrets(app.clock.now()).map(str::to_owned).collect()
    }
}

/// A merchant of the account acct_tea.
async fn shop() -> Merchant {
    Merchant::new().with_made_key("acct_tea", "sk_test_of_the_account").await
}

#[track_caller]
fn secret(answer: &Answer) -> String {
    let secret = answer.done()["secret"].as_str().unwrap_or_else(|| panic!("{}", answer.text)).to_string();
    // 32 bytes are 43 digits of base64, and one to fill up.
    let digits = secret.strip_prefix("whsec_").unwrap().strip_suffix('=').unwrap();
    let digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/".contains(&byte);
    assert!(digits.len() == 43 && digits.bytes().all(digit), "{} digits", digits.len());
    secret
}

#[track_caller]
fn assert_mismatch(answer: &Answer, key: &str) {
    let error = answer.json()["error"].clone();
    assert_eq!((answer.status, &error["type"]), (400, &Value::from("idempotency_error")), "{error}");
    assert!(error["message"].as_str().unwrap().contains(key), "{error}");
}

#[tokio::test]
async fn a_secret_is_shown_to_who_made_it_and_to_nobody_after() {
    let merchant = shop().await;
    let made = merchant.registers(HOOK).await;
    let (first, id) = (secret(&made), id(&made.done()));
    assert_eq!(merchant.signs_with(&id).await, std::slice::from_ref(&first));
    let rolled = merchant.rolls(&id, "").await;
    assert_ne!(secret(&rolled), first);
    let list = merchant.get(ENDPOINTS).await;
    for answer in [
        merchant.endpoint(&id).await,
        merchant.changes(&id, "disabled=true").await,
        list,
        merchant.endpoint(&id).await,
        merchant.deletes(&id).await,
    ] {
        answer.done();
        assert!(!answer.text.contains("whsec_") && !answer.text.contains("secret"), "{}", answer.text);
    }
}

#[tokio::test]
async fn the_same_key_makes_one_endpoint_and_tells_its_secret_for_a_day() {
    let merchant = shop().await;
    let first = merchant.registers(HOOK).keyed("till").await;
    let again = merchant.registers(HOOK).keyed("till").await;
    assert_eq!((first.replayed(), again.replayed()), (false, true));
    assert_eq!(first.done(), again.done());
    let id = id(&first.done());
    merchant.changes(&id, "disabled=true").await.done();
    let changed = merchant.registers(HOOK).keyed("till").await.done();
    assert_eq!((changed["status"].as_str(), &changed["secret"]), (Some("disabled"), &first.done()["secret"]));
    let other = merchant.registers(&HOOK.replace("shop", "other")).keyed("till").await;
    assert_mismatch(&other, "till");
    merchant.advance(DAY).await;
    let later = merchant.registers(HOOK).keyed("till").await;
    assert_eq!((later.replayed(), later.done()["id"].as_str()), (true, Some(id.as_str())));
    assert!(!later.text.contains("whsec_"), "whoever repeats it a day later has the secret");
    assert_eq!(merchant.get(ENDPOINTS).await.ids(), [id]);
    let elsewhere = merchant.neighbour().registers(HOOK).keyed("till").await.done();
    assert_ne!((&elsewhere["id"], &elsewhere["secret"]), (&first.done()["id"], &first.done()["secret"]));
}

#[tokio::test]
async fn the_same_key_at_the_same_time_makes_one_endpoint() {
    let merchant = shop().await;
    let asked = (0..8).map(|_| merchant.registers(HOOK).keyed("till").into_future());
    let answers = join_all(asked).await;
    let secrets: Vec<String> = answers.iter().map(secret).collect();
    assert!(secrets.iter().all(|one| *one == secrets[0]));
    assert_eq!(answers.iter().filter(|answer| !answer.replayed()).count(), 1);
    assert_eq!(merchant.get(ENDPOINTS).await.ids().len(), 1);
}

#[tokio::test]
async fn a_key_does_not_bring_back_what_was_deleted() {
    let merchant = shop().await;
    let gone = id(&merchant.registers(HOOK).keyed("till").await.done());
    merchant.deletes(&gone).await.done();
    for _ in 0..2 {
        let refused = merchant.registers(HOOK).keyed("till").await;
        assert_refusal(&refused, "a repeat");
        assert!(refused.text.contains("has been deleted since"), "{}", refused.text);
        assert_mismatch(&merchant.registers(&HOOK.replace("shop", "other")).keyed("till").await, "till");
    }
    assert!(merchant.get(ENDPOINTS).await.ids().is_empty());
    merchant.registers(HOOK).keyed("another").await.done();
    merchant.advance(DAY).await;
    assert!(!merchant.registers(HOOK).keyed("till").await.replayed(), "the key is new again");
}

#[tokio::test]
async fn who_moved_or_is_enabled_again_is_tried_at_once() {
    let merchant = shop().await;
    let (id, store) = (merchant.registered(HOOK).await, &merchant.of_endpoints().store);
    let mut trouble = Circuit::default();
    for (form, forgotten) in [
        ("metadata[a]=1", false),
        ("disabled=true", false),
        ("disabled=false", true),
        ("url=https://b.example", true),
    ] {
        trouble = trouble.after(Sign::Failed, None, START);
        let over = store.health("acct_tea", false, &id).await.unwrap().version;
        assert!(store.put_health(("acct_tea", false, &id), &trouble, over, START).await.unwrap());
        merchant.changes(&id, form).await.done();
        let health = store.health("acct_tea", false, &id).await.unwrap();
        assert_eq!(health.circuit == Circuit::default(), forgotten, "{form}");
    }
    assert!(store.put_health(("acct_tea", false, &id), &trouble, 0, START).await.unwrap());
    merchant.deletes(&id).await.done();
    assert_eq!(store.health("acct_tea", false, &id).await.unwrap().version, 0);
}

#[tokio::test]
async fn a_refused_endpoint_leaves_its_key_free() {
    let merchant = shop().await;
    assert_eq!(merchant.registers("url=https://a.example").keyed("till").await.status, 400);
    assert!(!merchant.registers(HOOK).keyed("till").await.replayed());
}

#[tokio::test]
async fn a_rolled_secret_signs_for_a_day_or_as_long_as_is_said() {
    let merchant = shop().await;
    let made = merchant.registers(HOOK).await;
    let (first, id) = (secret(&made), id(&made.done()));
    let second = secret(&merchant.rolls(&id, "").await);
    assert_eq!(merchant.signs_with(&id).await, [second.clone(), first.clone()]);
    let third = secret(&merchant.rolls(&id, "expires_in=3600").await);
    merchant.advance(HOUR - 1).await;
    assert_eq!(merchant.signs_with(&id).await, [third.clone(), second, first.clone()]);
    merchant.advance(1).await;
    assert_eq!(merchant.signs_with(&id).await, std::slice::from_ref(&third), "the first ends no later");
    let fourth = secret(&merchant.rolls(&id, "expires_in=0").await);
    assert_eq!(merchant.signs_with(&id).await, std::slice::from_ref(&fourth));
    let fifth = secret(&merchant.rolls(&id, "").await);
    merchant.advance(DAY - 1).await;
    assert_eq!(merchant.signs_with(&id).await, [fifth.clone(), fourth]);
    merchant.advance(1).await;
    assert_eq!(merchant.signs_with(&id).await, [fifth]);
}

#[tokio::test]
async fn five_secrets_sign_at_once_and_no_more() {
    let merchant = shop().await;
    let id = merchant.registered(HOOK).await;
    for _ in 0..4 {
        secret(&merchant.rolls(&id, "").await);
    }
    let valid = merchant.signs_with(&id).await;
    assert_eq!(valid.len(), 5);
    let refused = merchant.rolls(&id, "").await;
    assert_eq!(refused.status, 400);
    assert!(refused.text.contains("5 secrets") && !refused.text.contains("whsec_"), "{}", refused.text);
    assert_eq!(merchant.signs_with(&id).await, valid);
    let only = secret(&merchant.rolls(&id, "expires_in=0").await);
    assert_eq!(merchant.signs_with(&id).await, [only]);
}

#[tokio::test]
async fn a_secret_is_rolled_once_per_key() {
    let merchant = shop().await;
    let made = merchant.registers(HOOK).await;
    let (first, id) = (secret(&made), id(&made.done()));
    let rolled = merchant.rolls(&id, "expires_in=60").keyed("roll").await;
    let again = merchant.rolls(&id, "expires_in=60").keyed("roll").await;
    assert_eq!((rolled.replayed(), again.replayed()), (false, true));
    assert_eq!(rolled.done(), again.done());
    assert_eq!(merchant.signs_with(&id).await, [secret(&rolled), first]);
    assert_mismatch(&merchant.rolls(&id, "expires_in=61").keyed("roll").await, "roll");
    assert_mismatch(&merchant.changes(&id, "disabled=true").keyed("roll").await, "roll");
    assert_eq!(merchant.signs_with(&id).await[0], secret(&rolled));
    merchant.advance(DAY).await;
    assert_ne!(secret(&merchant.rolls(&id, "expires_in=60").keyed("roll").await), secret(&rolled));
}

#[tokio::test]
async fn a_change_is_made_once_per_key() {
    let merchant = shop().await;
    let id = merchant.registered(HOOK).await;
    let change = || merchant.changes(&id, "disabled=true&metadata[a]=1").keyed("pause");
    assert_eq!(change().await.done()["status"], "disabled");
    merchant.changes(&id, "disabled=false&metadata[a]=2").await.done();
    let repeated = change().await;
    assert!(repeated.replayed());
    assert_eq!(
        (&repeated.done()["status"], &repeated.done()["metadata"]["a"]),
        (&"enabled".into(), &"2".into())
    );
}

#[tokio::test]
async fn of_changes_at_the_same_time_none_is_lost() {
    let merchant = shop().await;
    let id = merchant.registered(HOOK).await;
    for round in 0..10 {
        let (one, other) = (format!("metadata[one]={round}"), format!("metadata[other]={round}"));
        let changes =
            join(merchant.changes(&id, &one).into_future(), merchant.changes(&id, &other).into_future());
        let (one, other) = changes.await;
        assert_eq!((one.status, other.status), (200, 200), "{} {}", one.text, other.text);
        let metadata = merchant.endpoint(&id).await.done()["metadata"].clone();
        let round = Value::from(round.to_string());
        assert_eq!((&metadata["one"], &metadata["other"]), (&round, &round));
    }
    let rolls = join(merchant.rolls(&id, "").into_future(), merchant.rolls(&id, "").into_future()).await;
    let (one, other) = (secret(&rolls.0), secret(&rolls.1));
    let valid = merchant.signs_with(&id).await;
    assert_eq!(valid.len(), 3);
    assert!(one != other && valid.contains(&one) && valid.contains(&other));
}

/// The put gets through, its answer does not, and the SDK's next try meets it.
#[tokio::test]
async fn what_was_written_is_answered_with_its_secret_also_when_the_tables_answer_was_lost() {
    let merchant = shop().await;
    let lose_one = || {
        let once = AtomicBool::new(true);
        merchant.deployment.faults().set(move |call| match call.name {
            "PutItem" if once.swap(false, Ordering::SeqCst) => Fault::TimeoutAfter,
            _ => Fault::None,
        });
    };
    lose_one();
    let made = merchant.registers(HOOK).keyed("till").await;
    let (first, id) = (secret(&made), id(&made.done()));
    assert!(!made.replayed());
    lose_one();
    let rolled = merchant.rolls(&id, "").await;
    merchant.deployment.faults().clear();
    assert_eq!(merchant.signs_with(&id).await, [secret(&rolled), first]);
    assert_eq!(merchant.get(ENDPOINTS).await.ids(), [id]);
}

#[tokio::test]
async fn a_deleted_endpoint_is_not_brought_back_by_a_change_that_was_under_way() {
    let merchant = shop().await;
    for _ in 0..10 {
        let id = merchant.registered(HOOK).await;
        let change = merchant.changes(&id, "metadata[a]=1").into_future();
        let (changed, deleted) = join(change, merchant.deletes(&id).into_future()).await;
        assert!([200, 404].contains(&changed.status), "{}", changed.text);
        deleted.done();
        assert_eq!(merchant.endpoint(&id).await.status, 404);
    }
}
