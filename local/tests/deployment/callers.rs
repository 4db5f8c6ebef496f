//! Who may call what: keys, routes, methods, versions and the headers of every answer.

use http::Method;
use paydesk_local::deployment::Options;

use crate::errors::assert_refusal;
use crate::merchant::{CAMEL, Merchant, TEA};
use crate::world::{FORM, SESSIONS, START};

#[tokio::test]
async fn a_key_is_asked_for_and_a_wrong_one_is_not_told_back() {
    let merchant = Merchant::new();
    for (key, status) in [
        (None, 401),
        (Some("Bearer "), 401),
        (Some("Bearer sk_test_"), 401),
        (Some("Bearer sk_live_unknown_to_us"), 401),
        (Some("Bearer rk_test_unknown_to_us"), 401),
        (Some("Bearer something_else_entirely"), 401),
        (Some("Basic !!!"), 401),
        (Some("Digest username=x"), 401),
        (Some("Bearer pk_test_a_publishable_key"), 403),
    ] {
        let ask = merchant.list("").without("authorization");
        let answer = match key {
            Some(key) => ask.with("authorization", key).await,
            None => ask.await,
        };
        assert_refusal(&answer, key.unwrap_or("no key"));
        assert_eq!(answer.status, status, "{key:?}");
        assert_eq!(answer.header("www-authenticate").is_some(), status == 401, "{key:?}");
        assert!(!answer.text.contains("unknown_to") && !answer.text.contains("entirely"), "{}", answer.text);
    }
}

#[tokio::test]
async fn basic_authentication_is_as_good_as_bearer() {
    let merchant = Merchant::new();
    let id = merchant.opens(TEA).await;
    // sk_test_the_tea_shop: with an empty password.
    let basic = "Basic c2tfdGVzdF90aGVfdGVhX3Nob3A6";
    assert_eq!(merchant.retrieve(&id).with("authorization", basic).await.done()["id"], id.as_str());
}

#[tokio::test]
async fn a_restricted_key_reads_and_does_not_write() {
    let merchant = Merchant::new();
    let owner = merchant.with_made_key("acct_tea", "sk_test_full_rights_key").await;
    let reader = merchant.with_made_key("acct_tea", "rk_test_reading_only_key").await;
    let id = owner.opens(TEA).await;
    assert_eq!(reader.status(&id).await, "open");
    assert_eq!(reader.listed("").await, std::slice::from_ref(&id));
    for answer in
        [reader.create(TEA).await, reader.expire(&id).await, reader.update(&id, "metadata[a]=1").await]
    {
        assert_refusal(&answer, "restricted");
        assert_eq!(answer.status, 403);
    }
    assert_eq!(owner.status(&id).await, "open");
}

#[tokio::test]
async fn without_test_mode_a_test_key_is_refused_whoever_has_it() {
    let parameters = [("TestMode".to_string(), "false".to_string())].into();
    let test = Merchant::on(Options { parameters, ..Options::default() });
    let live = test.with_made_key("acct_tea", "sk_live_of_the_account").await;
    let made = test.with_made_key("acct_tea", "sk_test_of_the_account").await;
    for refused in [test.create(TEA).await, made.create(TEA).await, made.list("").await] {
        assert_refusal(&refused, "a test key");
        assert_eq!(refused.status, 403);
        let message = refused.json()["error"]["message"].to_string();
        assert!(
            message.contains("this deployment has no test mode") && message.contains("sk_live_"),
            "{message}"
        );
        assert!(!message.contains("of_the_account"), "{message}");
    }
    assert!(live.opens(TEA).await.starts_with("cs_live_"));
}

#[tokio::test]
async fn test_and_live_never_meet() {
    let merchant = Merchant::new();
    let test = merchant.with_made_key("acct_tea", "sk_test_of_the_account").await;
    let live = merchant.with_made_key("acct_tea", "sk_live_of_the_account").await;
    let (in_test, in_live) = (test.opens(TEA).await, live.opens(TEA).await);
    assert!(in_test.starts_with("cs_test_") && in_live.starts_with("cs_live_"));
    assert_eq!(
        (test.listed("").await, live.listed("").await),
        (vec![in_test.clone()], vec![in_live.clone()])
    );
    assert_eq!(live.retrieve(&in_live).await.done()["livemode"], true);
    let other = live.retrieve(&in_test).await;
    assert_eq!((other.status, other.json()["error"]["code"].as_str()), (404, Some("resource_missing")));
    assert!(other.text.contains("similar object exists in test mode"), "{}", other.text);
    assert_eq!(test.expire(&in_live).await.status, 404);
    assert_eq!(test.list(&format!("starting_after={in_live}")).await.status, 400);
}

#[tokio::test]
async fn what_belongs_to_another_account_does_not_exist() {
    let merchant = Merchant::new();
    let id = merchant.opens(TEA).await;
    let neighbour = merchant.neighbour();
    let unknown = neighbour.retrieve("cs_test_000000000000000000000000000").await;
    for answer in [
        neighbour.retrieve(&id).await,
        neighbour.expire(&id).await,
        neighbour.update(&id, "metadata[a]=1").await,
        neighbour.line_items(&id, "").await,
        neighbour.get(format!("{CAMEL}/{id}")).await,
    ] {
        assert_eq!(answer.refusal(), unknown.refusal());
    }
    assert!(neighbour.listed("").await.is_empty());
    assert_eq!(merchant.status(&id).await, "open");
}

#[tokio::test]
async fn an_unknown_route_and_a_wrong_method_say_so() {
    let merchant = Merchant::new();
    for path in [
        "/",
        "/v1/checkout",
        "/v1/checkout/session",
        "/v1/checkout/sessions/a/b",
        "/checkout-sessions/a/line_items",
    ] {
        let answer = merchant.get(path).await;
        assert_refusal(&answer, path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text.contains(&format!("GET: {path}")), "{}", answer.text);
    }
    for (method, path, allow) in [
        (Method::DELETE, SESSIONS, "GET, POST"),
        (Method::PUT, "/v1/checkout/sessions/cs_test_1", "GET, POST"),
        (Method::PATCH, "/checkout-sessions/cs_test_1", "GET, POST"),
        (Method::GET, "/v1/checkout/sessions/cs_test_1/expire", "POST"),
        (Method::POST, "/v1/checkout/sessions/cs_test_1/line_items", "GET"),
        (Method::POST, "/checkout-sessions/cs_test_1/line-items", "GET"),
    ] {
        let answer = merchant.ask(method, path, FORM, "").await;
        assert_refusal(&answer, path);
        assert_eq!((answer.status, answer.header("allow")), (405, Some(allow)), "{path}");
    }
}

#[tokio::test]
async fn an_id_in_a_path_is_looked_at_before_it_is_looked_for() {
    let merchant = Merchant::new();
    for id in
        ["cs_test_", "cs_test_%00", "cs_test_%2F", "pi_1", "..", "%ff", &"x".repeat(3000), "cs_test_a%20b"]
    {
        let answer = merchant.retrieve(id).await;
        assert_refusal(&answer, id);
        assert_eq!(answer.status, 404, "{id}");
    }
}

#[tokio::test]
async fn versions_and_idempotency_keys_are_checked_and_echoed() {
    let merchant = Merchant::new();
    for version in ["latest", "2026-13", "2026/10/28", "x"] {
        let answer = merchant.list("").with("stripe-version", version).await;
        assert_refusal(&answer, version);
        assert_eq!(answer.status, 400, "{version}");
    }
    for key in ["", &"k".repeat(256)] {
        let answer = merchant.create(TEA).keyed(key).await;
        assert_refusal(&answer, "key");
        assert_eq!(answer.status, 400);
    }
    let longest = "k".repeat(255);
    let answer = merchant.create(TEA).keyed(&longest).await;
    assert_eq!((answer.status, answer.header("idempotency-key")), (200, Some(longest.as_str())));
    let read = merchant.list("").keyed(&"k".repeat(300)).await;
    assert_eq!((read.status, read.header("idempotency-key")), (200, None));
}

#[tokio::test]
async fn parameters_in_the_query_of_a_post_are_refused() {
    let merchant = Merchant::new();
    let answer = merchant.post(format!("{SESSIONS}?mode=payment"), TEA).await;
    assert_eq!((answer.status, answer.refusal().2.as_str()), (400, "mode"));
}

#[tokio::test]
async fn every_answer_is_dated_by_its_own_request_id() {
    let merchant = Merchant::new();
    let (one, two) = (merchant.create(TEA).await, merchant.create(TEA).await);
    assert_ne!(one.header("request-id"), two.header("request-id"));
    assert_eq!(one.done()["created"], START.seconds());
    assert!(one.header("cache-control").is_some_and(|value| value.contains("no-store")));
}
