//! Names and ids of a catalogue when several want them at once: each has one bearer, and every bearer knows its name.

use futures::future::{join, join_all};
use serde_json::{Value, json};

use crate::merchant::{Answer, Merchant};
use crate::races::offset;

const TEA: &str = "currency=eur&unit_amount=100&product_data[name]=Tea";

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

/// The prices that bear a key, as the list and as the prices say.
async fn bearers(merchant: &Merchant, key: &str) -> (Vec<String>, Vec<String>) {
    let found = merchant.get(format!("/v1/prices?lookup_keys[]={key}&lookup_keys[]={key}")).await.ids();
    let all = merchant.get("/v1/prices?limit=100").await.done();
    let named = all["data"].as_array().unwrap().iter().filter(|price| price["lookup_key"] == key);
    (found, named.map(id).collect())
}

#[tokio::test]
async fn a_price_that_takes_over_a_key_leaves_its_own_free() {
    let merchant = Merchant::new();
    let first = id(&merchant.makes("prices", &format!("{TEA}&lookup_key=old")).await);
    merchant.makes("prices", &format!("{TEA}&lookup_key=new")).await;
    let form = "lookup_key=new&transfer_lookup_key=true";
    merchant.post(format!("/v1/prices/{first}"), form).await.done();
    let third = id(&merchant.makes("prices", &format!("{TEA}&lookup_key=old")).await);
    assert_eq!(bearers(&merchant, "new").await, (vec![first.clone()], vec![first]));
    assert_eq!(bearers(&merchant, "old").await, (vec![third.clone()], vec![third]));
}

#[tokio::test]
async fn a_key_that_many_take_at_once_is_of_one_of_them() {
    let merchant = Merchant::new();
    merchant.makes("prices", &format!("{TEA}&lookup_key=tea")).await;
    let takes = (0..6).map(|turns| {
        offset(
            turns * 3,
            merchant.post("/v1/prices", &format!("{TEA}&lookup_key=tea&transfer_lookup_key=true")),
        )
    });
    for taken in join_all(takes).await {
        taken.done();
    }
    let (found, named) = bearers(&merchant, "tea").await;
    assert_eq!((found.len(), &named), (1, &found));
}

#[tokio::test]
async fn a_product_is_deleted_or_gets_a_price() {
    let merchant = Merchant::new();
    let (mut deleted, mut priced) = (0, 0);
    for (first, second) in (0..12).flat_map(|turns| [(turns, 0), (0, turns)]) {
        let tea = id(&merchant.makes("products", "name=Tea").await);
        let form = format!("currency=eur&unit_amount=100&product={tea}");
        let (drop, make): (Answer, Answer) = join(
            offset(first, async { merchant.drops(&format!("products/{tea}")).await }),
            offset(second, merchant.post("/v1/prices", &form)),
        )
        .await;
        let kept = merchant.get(format!("/v1/products/{tea}")).await.status == 200;
        let prices = merchant.get(format!("/v1/prices?product={tea}")).await.ids();
        let ended = (drop.status == 400, make.status == 200, prices.len());
        assert_eq!(ended, (kept, kept, usize::from(kept)), "{first} {second}");
        if !kept {
            assert_eq!(make.json()["error"]["param"], "product");
        }
        *(if kept { &mut priced } else { &mut deleted }) += 1;
    }
    assert!(deleted > 3 && priced > 3, "{deleted} {priced}");
}

#[tokio::test]
async fn a_product_that_was_made_with_a_price_stays() {
    let merchant = Merchant::new();
    let form = "name=Tea&default_price_data[currency]=eur&default_price_data[unit_amount]=500";
    let tea = id(&merchant.makes("products", form).await);
    merchant.post(format!("/v1/products/{tea}"), "name=Green tea").await.done();
    assert_eq!(merchant.drops(&format!("products/{tea}")).await.status, 400);
}

#[tokio::test]
async fn a_key_is_of_one_create_whatever_id_that_chooses() {
    let merchant = Merchant::new();
    let make = |path: &'static str, form: &'static str| merchant.post(path, form).keyed("once");
    let tea = make("/v1/products", "id=tea&name=Tea").await;
    assert_eq!(make("/v1/products", "id=tea&name=Tea").await.done(), tea.done());
    make("/v1/coupons", "id=TEN&percent_off=10").await.done();
    for (path, form) in [
        ("/v1/products", "id=scones&name=Tea"),
        ("/v1/products", "name=Tea"),
        ("/v1/coupons", "id=ELEVEN&percent_off=10"),
    ] {
        let other = make(path, form).await;
        assert_eq!(
            (other.status, &other.json()["error"]["type"]),
            (400, &json!("idempotency_error")),
            "{path} {form}"
        );
    }
    assert_eq!(merchant.get("/v1/products").await.ids(), ["tea"]);
    assert_eq!(merchant.get("/v1/coupons").await.ids(), ["TEN"]);
}

#[tokio::test]
async fn a_code_that_nobody_can_use_any_more_is_free() {
    let merchant = Merchant::new();
    let now = merchant.makes("coupons", "id=TEN&percent_off=10").await["created"].as_i64().unwrap();
    let form = "coupon=TEN&code=Spring";
    let first = id(&merchant.makes("promotion_codes", &format!("{form}&expires_at={}", now + 1000)).await);
    assert_eq!(merchant.post("/v1/promotion_codes", form).await.status, 400);
    merchant.advance(1001).await;
    let second = id(&merchant.makes("promotion_codes", form).await);
    assert_eq!(
        merchant.get("/v1/promotion_codes?code=spring&active=true").await.ids(),
        std::slice::from_ref(&second)
    );
    assert_eq!(merchant.get(format!("/v1/promotion_codes/{first}")).await.done()["active"], false);
    merchant.drops("coupons/TEN").await.done();
    merchant.makes("coupons", "id=TWENTY&percent_off=20").await;
    let third = id(&merchant.makes("promotion_codes", "coupon=TWENTY&code=SPRING").await);
    assert_eq!(merchant.get("/v1/promotion_codes?code=spring&active=true").await.ids(), [third]);
    for old in [first, second] {
        let metadata = merchant.post(format!("/v1/promotion_codes/{old}"), "metadata[a]=1").await.done();
        assert_eq!((&metadata["active"], &metadata["metadata"]["a"]), (&json!(false), &json!("1")));
    }
}
