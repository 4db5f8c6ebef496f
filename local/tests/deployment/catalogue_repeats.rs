//! The same request twice, and answers that get lost: a catalogue changes once, and tells of it once.

use http::Method;
use paydesk_local::connector::Fault;
use serde_json::json;

use crate::crash::{Span, at_every_operation};
use crate::merchant::Merchant;
use crate::told::{Told, undelivered};
use crate::world::FORM;

/// What a merchant calls, and what that tells.
const CALLS: [(Method, &str, &str, &str); 6] = [
    (Method::POST, "products", "name=Tea", "product.created"),
    (Method::POST, "products/prod_tea", "name=Green tea", "product.updated"),
    (Method::DELETE, "products/prod_tea", "", "product.deleted"),
    (Method::POST, "customers", "name=Ada", "customer.created"),
    (Method::POST, "customers/CUSTOMER", "name=Ada L.", "customer.updated"),
    (Method::DELETE, "customers/CUSTOMER", "", "customer.deleted"),
];

/// A merchant with a product and a customer, whose id it gives.
async fn shop() -> (Told, String) {
    let told = Told::of(undelivered(), &["*"]).await;
    told.merchant.makes("products", "id=prod_tea&name=Old tea").await;
    let customer = told.merchant.makes("customers", "name=Old Ada").await;
    told.advance(1).await;
    (told, customer["id"].as_str().unwrap().to_owned())
}

async fn times_told(merchant: &Merchant, kind: &str) -> usize {
    merchant.deployment.pump().await;
    let events = merchant.all_events().await;
    events.iter().filter(|event| event["type"] == kind).count()
}

#[tokio::test]
async fn an_answer_that_gets_lost_makes_nothing_twice_and_tells_nothing_twice() {
    for (method, path, form, kind) in CALLS {
        let calls = at_every_operation("catalog", Fault::TimeoutAfter, Span::Once, async |strike| {
            let (told, customer) = shop().await;
            let before = times_told(&told.merchant, kind).await;
            let path = format!("/v1/{}", path.replace("CUSTOMER", &customer));
            let asked = told.merchant.ask(method.clone(), path, FORM, form);
            strike.during(&told.merchant, asked).await.done();
            assert_eq!(times_told(&told.merchant, kind).await, before + 1, "{method} {kind}");
        })
        .await;
        assert!(calls > 1, "{method} {kind}");
    }
}

#[tokio::test]
async fn a_change_with_its_key_is_made_once() {
    let (told, customer) = shop().await;
    let merchant = &told.merchant;
    for path in ["/v1/products/prod_tea".to_owned(), format!("/v1/customers/{customer}")] {
        let change = |form: &'static str| merchant.post(path.as_str(), form).keyed("once");
        let first = change("name=First").await;
        assert_eq!((&first.done()["name"], first.replayed()), (&json!("First"), false));
        merchant.post(path.as_str(), "name=Second").await.done();
        let again = change("name=First").await;
        assert_eq!((&again.done()["name"], again.replayed()), (&json!("Second"), true), "as it is now");
        let other = change("name=Third").await.json();
        assert_eq!(other["error"]["type"], "idempotency_error");
        assert_eq!(merchant.get(path.as_str()).await.done()["name"], "Second");
    }
    assert_eq!(times_told(merchant, "product.updated").await, 2);
    assert_eq!(times_told(merchant, "customer.updated").await, 2);
}
