//! A merchant's catalogue: made, found, changed, listed and deleted at Stripe's own paths, by account and mode.

use http::Method;
use serde_json::{Value, json};

use crate::merchant::{Answer, Merchant};
use crate::object_shapes::assert_is;
use crate::world::FORM;

impl Merchant {
    /// Makes an object of a catalogue.
    pub async fn makes(&self, kind: &str, form: &str) -> Value {
        let made = self.post(format!("/v1/{kind}"), form).await.done();
        assert_is(made["object"].as_str().unwrap(), &made);
        made
    }

    pub async fn drops(&self, path: &str) -> Answer {
        let answer = self.ask(Method::DELETE, format!("/v1/{path}"), FORM, "").await;
        if answer.status == 200 {
            assert_is(&format!("deleted_{}", answer.json()["object"].as_str().unwrap()), &answer.json());
        }
        answer
    }

    async fn names(&self, query: &str) -> Vec<String> {
        self.get(format!("/v1/{query}")).await.ids()
    }
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_made_is_found_again_and_shown_as_stripe_shows_it() {
    let merchant = Merchant::new();
    let tea = merchant.makes("products", "name=Tea&description=Green&metadata[leaf]=whole").await;
    let form = format!("product={}&currency=eur&unit_amount=500&recurring[interval]=month", id(&tea));
    let price = merchant.makes("prices", &form).await;
    let coupon = merchant.makes("coupons", "percent_off=12.5&duration=once&max_redemptions=3").await;
    let form = format!("promotion[type]=coupon&promotion[coupon]={}&code=Spring-26", id(&coupon));
    let code = merchant.makes("promotion_codes", &form).await;
    let tax = merchant.makes("tax_rates", "display_name=VAT&inclusive=true&percentage=19.6").await;
    let form = "display_name=Post&fixed_amount[amount]=400&fixed_amount[currency]=eur";
    let post = merchant.makes("shipping_rates", form).await;
    for (kind, made) in [
        ("products", &tea),
        ("prices", &price),
        ("coupons", &coupon),
        ("promotion_codes", &code),
        ("tax_rates", &tax),
        ("shipping_rates", &post),
    ] {
        let found = merchant.get(format!("/v1/{kind}/{}", id(made))).await.done();
        assert_eq!(found, *made, "{kind}");
        assert_eq!(merchant.names(kind).await, [id(made)], "{kind}");
        assert!(made["livemode"] == false && made["created"].is_i64(), "{made}");
    }
    assert_eq!(
        (&price["type"], &price["recurring"]["usage_type"]),
        (&json!("recurring"), &json!("licensed"))
    );
    assert_eq!((&price["unit_amount"], &price["unit_amount_decimal"]), (&json!(500), &json!("500")));
    assert_eq!((&coupon["percent_off"], &coupon["valid"]), (&json!(12.5), &json!(true)));
    assert_eq!(code["promotion"], json!({"coupon": id(&coupon), "type": "coupon"}));
    assert_eq!((&tax["percentage"], &tax["rate_type"]), (&json!(19.6), &json!("percentage")));
    assert_eq!(post["fixed_amount"], json!({"amount": 400, "currency": "eur"}));
}

#[tokio::test]
async fn objects_come_along_where_they_are_asked_for() {
    let merchant = Merchant::new();
    let form = "name=Tea&default_price_data[currency]=eur&default_price_data[unit_amount]=500\
        &default_price_data[currency_options][usd][unit_amount]=600";
    let tea = merchant.makes("products", &format!("{form}&expand[]=default_price")).await;
    assert_eq!(tea["default_price"]["unit_amount"], 500);
    let price = id(&tea["default_price"]);
    let path = format!("/v1/prices/{price}?expand[]=product&expand[]=currency_options");
    let price = merchant.get(path).await.done();
    assert_eq!(price["product"]["name"], "Tea");
    assert_eq!(price["currency_options"]["usd"]["unit_amount"], 600);
    assert_eq!(price["currency_options"]["eur"]["unit_amount"], 500);
}

#[tokio::test]
async fn a_change_changes_what_it_says() {
    let merchant = Merchant::new();
    let tea = id(&merchant.makes("products", "name=Tea&description=Green").await);
    let form = "name=Black tea&description=&active=false&metadata[a]=1";
    let changed = merchant.post(format!("/v1/products/{tea}"), form).await.done();
    assert_eq!((&changed["name"], &changed["description"]), (&json!("Black tea"), &Value::Null));
    assert_eq!((&changed["active"], &changed["metadata"]), (&json!(false), &json!({"a": "1"})));
    assert_eq!(merchant.names("products?active=true").await, [""; 0]);
    assert_eq!(merchant.names("products?active=false").await, std::slice::from_ref(&tea));
    let other = merchant.makes("prices", "currency=eur&unit_amount=1&product_data[name]=Other").await;
    let refused =
        merchant.post(format!("/v1/products/{tea}"), &format!("default_price={}", id(&other))).await;
    assert_eq!((refused.status, refused.json()["error"]["param"].clone()), (400, json!("default_price")));
}

#[tokio::test]
async fn an_id_that_somebody_chose_is_free_once() {
    let merchant = Merchant::new();
    merchant.makes("coupons", "id=SUMMER&percent_off=10").await;
    let again = merchant.post("/v1/coupons", "id=SUMMER&percent_off=20").await;
    assert_eq!(
        (again.status, again.json()["error"]["code"].clone()),
        (400, json!("resource_already_exists"))
    );
    assert_eq!(merchant.get("/v1/coupons/SUMMER").await.done()["percent_off"], 10);
    let gone = merchant.drops("coupons/SUMMER").await.done();
    assert_eq!(gone, json!({"id": "SUMMER", "object": "coupon", "deleted": true}));
    assert_eq!(merchant.get("/v1/coupons/SUMMER").await.status, 404);
    assert_eq!(merchant.names("coupons").await, [""; 0]);
}

#[tokio::test]
async fn a_product_with_prices_stays() {
    let merchant = Merchant::new();
    let price = merchant.makes("prices", "currency=eur&unit_amount=100&product_data[name]=Tea").await;
    let tea = price["product"].as_str().unwrap();
    assert_eq!(merchant.drops(&format!("products/{tea}")).await.status, 400);
    let alone = id(&merchant.makes("products", "name=Scones").await);
    assert_eq!(merchant.drops(&format!("products/{alone}")).await.done()["deleted"], true);
    assert_eq!(merchant.drops(&format!("prices/{}", id(&price))).await.status, 405);
}

#[tokio::test]
async fn a_lookup_key_is_of_one_price_and_can_be_handed_on() {
    let merchant = Merchant::new();
    let form = "currency=eur&unit_amount=100&product_data[name]=Tea&lookup_key=tea";
    let first = id(&merchant.makes("prices", form).await);
    assert_eq!(merchant.post("/v1/prices", form).await.status, 400);
    let second = id(&merchant.makes("prices", &format!("{form}&transfer_lookup_key=true")).await);
    assert_eq!(merchant.names("prices?lookup_keys[]=tea").await, std::slice::from_ref(&second));
    assert_eq!(merchant.get(format!("/v1/prices/{first}")).await.done()["lookup_key"], Value::Null);
    let back = "lookup_key=tea&transfer_lookup_key=true";
    merchant.post(format!("/v1/prices/{first}"), back).await.done();
    assert_eq!(merchant.names("prices?lookup_keys[]=tea").await, [first]);
    merchant.post(format!("/v1/prices/{second}"), "lookup_key=other").await.done();
    assert_eq!(merchant.names("prices?lookup_keys[]=other&lookup_keys[]=none").await, [second]);
}

#[tokio::test]
async fn a_code_is_of_one_active_promotion_whatever_its_case() {
    let merchant = Merchant::new();
    merchant.makes("coupons", "id=TEN&percent_off=10").await;
    let first = id(&merchant.makes("promotion_codes", "coupon=TEN&code=Hello").await);
    let form = "promotion[type]=coupon&promotion[coupon]=TEN&code=HELLO";
    assert_eq!(merchant.post("/v1/promotion_codes", form).await.status, 400);
    merchant.post(format!("/v1/promotion_codes/{first}"), "active=false").await.done();
    let second = id(&merchant.makes("promotion_codes", form).await);
    assert_eq!(merchant.post(format!("/v1/promotion_codes/{first}"), "active=true").await.status, 400);
    let mut found = merchant.names("promotion_codes?code=hello").await;
    found.sort();
    let mut both = vec![first, second.clone()];
    both.sort();
    assert_eq!(found, both);
    assert_eq!(merchant.names("promotion_codes?code=hello&active=true").await, [second]);
}

#[tokio::test]
async fn what_an_object_refers_to_must_be_there() {
    let merchant = Merchant::new();
    for (kind, form, param) in [
        ("prices", "currency=eur&unit_amount=1&product=prod_x", "product"),
        ("coupons", "percent_off=5&applies_to[products][]=prod_x", "applies_to[products][0]"),
        ("promotion_codes", "promotion[type]=coupon&promotion[coupon]=X", "promotion[coupon]"),
        ("promotion_codes", "coupon=X", "coupon"),
    ] {
        let refused = merchant.post(format!("/v1/{kind}"), form).await;
        let error = refused.json()["error"].clone();
        assert_eq!(
            (refused.status, &error["code"], &error["param"]),
            (400, &json!("resource_missing"), &json!(param))
        );
        assert_eq!(merchant.names(kind).await, [""; 0]);
    }
}

#[tokio::test]
async fn the_same_request_with_its_key_makes_one_object() {
    let merchant = Merchant::new();
    let make = |form: &'static str| merchant.post("/v1/prices", form).with("idempotency-key", "once");
    let form = "currency=eur&unit_amount=100&product_data[name]=Tea&lookup_key=tea";
    let (first, again) = (make(form).await, make(form).await);
    assert_eq!(first.done(), again.clone().done());
    assert_eq!(again.headers["idempotent-replayed"], "true");
    let other = make("currency=eur&unit_amount=200&product_data[name]=Tea").await;
    assert_eq!((other.status, other.json()["error"]["type"].clone()), (400, json!("idempotency_error")));
    assert_eq!((merchant.names("prices").await.len(), merchant.names("products").await.len()), (1, 1));
}

#[tokio::test]
async fn lists_are_walked_by_cursors_in_either_direction() {
    let merchant = Merchant::new();
    let mut made = Vec::new();
    for number in 0..5 {
        made.push(id(&merchant.makes("products", &format!("name=Tea {number}&type=good")).await));
        merchant.advance(1).await;
    }
    made.reverse();
    let page = merchant.get("/v1/products?limit=2").await.done();
    assert_eq!((&page["has_more"], &page["url"]), (&json!(true), &json!("/v1/products")));
    let after = merchant.names(&format!("products?limit=2&starting_after={}", made[1])).await;
    assert_eq!(after, made[2..4]);
    let before = merchant.names(&format!("products?limit=2&ending_before={}", made[3])).await;
    assert_eq!(before, made[1..3]);
    assert_eq!(merchant.names("products?type=service").await, [""; 0]);
    let ids = format!("products?ids[]={}&ids[]={}", made[0], made[4]);
    assert_eq!(merchant.names(&ids).await, [made[0].clone(), made[4].clone()]);
}

#[tokio::test]
async fn nobody_sees_anothers_catalogue_nor_that_of_the_other_mode() {
    let merchant = Merchant::new();
    let tea = id(&merchant.makes("products", "name=Tea").await);
    let neighbour = merchant.neighbour();
    assert_eq!(neighbour.get(format!("/v1/products/{tea}")).await.status, 404);
    assert_eq!(neighbour.names("products").await, [""; 0]);
    let test = merchant.with_made_key("acct_tea", "sk_test_of_the_account").await;
    let live = merchant.with_made_key("acct_tea", "sk_live_of_the_account").await;
    for (kind, form) in [("products", "id=tea&name=Tea"), ("coupons", "id=tea&percent_off=5")] {
        assert_eq!(test.makes(kind, form).await["livemode"], false);
        let unknown = live.get(format!("/v1/{kind}/tea")).await;
        let message = unknown.json()["error"]["message"].to_string();
        assert!(unknown.status == 404 && message.contains("exists in test mode"), "{message}");
        assert_eq!(live.names(kind).await, [""; 0]);
    }
    let refused = live.post("/v1/prices", "currency=eur&unit_amount=1&product=tea").await.json();
    assert_eq!(refused["error"]["param"], "product");
    assert!(refused["error"]["message"].to_string().contains("exists in test mode"), "{refused}");
    assert_eq!(live.drops("products/tea").await.status, 404);
    assert_eq!(live.makes("products", "id=tea&name=Tea").await["livemode"], true);
    test.makes("prices", "currency=eur&unit_amount=1&product=tea&lookup_key=tea").await;
    live.makes("prices", "currency=eur&unit_amount=1&product=tea&lookup_key=tea").await;
    assert_eq!((test.names("prices").await.len(), live.names("prices").await.len()), (1, 1));
}

#[tokio::test]
async fn nothing_is_searched_for() {
    let merchant = Merchant::new();
    for kind in ["products", "prices", "customers"] {
        let refused = merchant.get(format!("/v1/{kind}/search?query=active:'true'")).await;
        let message = refused.json()["error"]["message"].to_string();
        assert!(refused.status == 404 && message.contains("Unrecognized request URL"), "{message}");
    }
}
