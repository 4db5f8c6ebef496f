//! Events of catalogues and customers: what a merchant changes is told to every endpoint once, as it was then.

use paydesk_local::deployment::Options;
use serde_json::{Value, json};

use crate::object_shapes::assert_is;
use crate::told::{Told, undelivered};

impl Told {
    async fn makes(&self, kind: &str, form: &str) -> String {
        self.merchant.makes(kind, form).await["id"].as_str().unwrap().to_owned()
    }

    async fn changes_object(&self, path: &str, form: &str) {
        self.merchant.post(format!("/v1/{path}"), form).await.done();
    }

    async fn drops(&self, path: &str) {
        self.merchant.drops(path).await.done();
    }

    /// What was told, in the order in which it happened.
    async fn heard(&self) -> Vec<Value> {
        self.merchant.deployment.pump().await;
        let mut events = self.merchant.all_events().await;
        events.reverse();
        events
    }
}

fn types(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["type"].as_str().unwrap()).collect()
}

/// Has each kind made, changed and deleted, a second apart.
async fn a_busy_day(told: &Told) {
    let step = async || told.advance(1).await;
    let tea = told.makes("products", "name=Tea").await;
    step().await;
    told.changes_object(&format!("products/{tea}"), "name=Green tea&metadata[a]=1").await;
    step().await;
    let price = told.makes("prices", &format!("product={tea}&currency=eur&unit_amount=100")).await;
    step().await;
    told.changes_object(&format!("prices/{price}"), "nickname=small").await;
    step().await;
    told.makes("coupons", "id=my-coupon_1&percent_off=10&name=Ten").await;
    step().await;
    told.changes_object("coupons/my-coupon_1", "name=Tenth").await;
    step().await;
    let code = told.makes("promotion_codes", "coupon=my-coupon_1&code=TEN").await;
    step().await;
    told.changes_object(&format!("promotion_codes/{code}"), "active=false").await;
    step().await;
    let vat = told.makes("tax_rates", "display_name=VAT&inclusive=true&percentage=19").await;
    step().await;
    told.changes_object(&format!("tax_rates/{vat}"), "active=false").await;
    step().await;
    let post = "display_name=Post&fixed_amount[amount]=400&fixed_amount[currency]=eur";
    let post = told.makes("shipping_rates", post).await;
    told.changes_object(&format!("shipping_rates/{post}"), "active=false").await;
    let ada = told.makes("customers", "name=Ada&email=ada@example.com").await;
    step().await;
    told.changes_object(&format!("customers/{ada}"), "name=Ada L.").await;
    step().await;
    told.drops(&format!("customers/{ada}")).await;
    step().await;
    told.drops("coupons/my-coupon_1").await;
    step().await;
    let scones = told.makes("products", "name=Scones").await;
    step().await;
    told.drops(&format!("products/{scones}")).await;
}

#[tokio::test]
async fn every_change_of_a_catalogue_is_told_as_it_was_then() {
    let told = Told::of(undelivered(), &["*"]).await;
    a_busy_day(&told).await;
    let events = told.heard().await;
    let all = [
        ("product.created", json!(null)),
        ("product.updated", json!({"name": "Tea", "metadata": {"a": null}})),
        ("price.created", json!(null)),
        ("price.updated", json!({"nickname": null})),
        ("coupon.created", json!(null)),
        ("coupon.updated", json!({"name": "Ten"})),
        ("promotion_code.created", json!(null)),
        ("promotion_code.updated", json!({"active": true})),
        ("tax_rate.created", json!(null)),
        ("tax_rate.updated", json!({"active": true})),
        ("customer.created", json!(null)),
        ("customer.updated", json!({"name": "Ada"})),
        ("customer.deleted", json!(null)),
        ("coupon.deleted", json!(null)),
        ("product.created", json!(null)),
        ("product.deleted", json!(null)),
    ];
    assert_eq!(types(&events), all.each_ref().map(|(kind, _)| *kind));
    for (event, (kind, previous)) in events.iter().zip(all) {
        let mut replaced = event["data"].get("previous_attributes").cloned().unwrap_or_default();
        // A product says when it was changed, and that has changed.
        if let Some(replaced) = replaced.as_object_mut() {
            assert_eq!(replaced.remove("updated").is_some(), kind == "product.updated");
        }
        assert_eq!(replaced, previous, "{kind}");
        assert!(event["request"]["id"].as_str().unwrap().starts_with("req_"), "{event}");
    }
    let object = |at: usize| &events[at]["data"]["object"];
    assert_eq!((&object(0)["name"], &object(1)["name"]), (&json!("Tea"), &json!("Green tea")));
    assert_eq!((&object(12)["name"], &object(12)["email"]), (&json!("Ada L."), &json!("ada@example.com")));
    assert_eq!((&object(13)["name"], &object(13)["valid"]), (&json!("Tenth"), &json!(true)));
    for event in &events {
        let object = &event["data"]["object"];
        assert_is(object["object"].as_str().unwrap(), object);
    }
    assert_eq!(told.merchant.messages().len(), events.len(), "a message for each");
}

#[tokio::test]
async fn an_endpoint_hears_of_a_coupon_once_even_where_its_id_is_a_merchants_own_text() {
    let told = Told::of(Options::default(), &["coupon.created"]).await;
    for (id, product) in [("my-coupon_1", "my-coupon_1"), ("tea_for-two", "tea_for-two")] {
        told.makes("coupons", &format!("id={id}&percent_off=10")).await;
        told.makes("products", &format!("id={product}&name=Tea")).await;
    }
    told.merchant.deployment.pump().await;
    told.merchant.deployment.deliver_webhooks().await;
    told.assert_done();
    let taken = told.receiver.taken();
    let mut heard: Vec<Value> =
        taken.iter().map(|taken| taken.json()["data"]["object"]["id"].clone()).collect();
    heard.sort_by_key(ToString::to_string);
    assert_eq!(heard, ["my-coupon_1", "tea_for-two"]);
    for taken in taken {
        let event = told.merchant.event(&taken.event()).await.done();
        assert_eq!((&event["pending_webhooks"], &event["type"]), (&json!(0), &json!("coupon.created")));
        let attempts = told.attempts(&taken.event()).await;
        assert_eq!(attempts.len(), 1);
    }
    let found = told.merchant.events("type=coupon.created&delivery_success=true").await.ids();
    assert_eq!(found.len(), 2);
}

#[tokio::test]
async fn a_price_that_loses_its_lookup_key_is_told_of_beside_the_one_that_takes_it() {
    let told = Told::of(undelivered(), &["price.*"]).await;
    let form = "currency=eur&unit_amount=100&product_data[name]=Tea&lookup_key=tea";
    let first = told.makes("prices", form).await;
    told.advance(1).await;
    let second = told.makes("prices", &format!("{form}&transfer_lookup_key=true")).await;
    let events = told.heard().await;
    let of = |id: &str| -> Vec<(String, Value)> {
        let own = events.iter().filter(|event| event["data"]["object"]["id"] == id);
        own.map(|event| {
            (event["type"].as_str().unwrap().into(), event["data"]["object"]["lookup_key"].clone())
        })
        .collect()
    };
    assert_eq!(of(&first), [("price.created".into(), json!("tea")), ("price.updated".into(), Value::Null)]);
    assert_eq!(of(&second), [("price.created".into(), json!("tea"))]);
}

#[tokio::test]
async fn a_repeated_request_tells_nothing_anew() {
    let told = Told::of(undelivered(), &["*"]).await;
    for _ in 0..3 {
        told.merchant.post("/v1/coupons", "percent_off=10").keyed("once").await.done();
        told.merchant.post("/v1/customers", "name=Ada").keyed("once").await.done();
    }
    let events = told.heard().await;
    let mut heard = types(&events);
    heard.sort_unstable();
    assert_eq!(heard, ["coupon.created", "customer.created"]);
    assert_eq!(events[0]["request"]["idempotency_key"], "once");
}
