//! Carts of what a merchant's catalogue has: priced with discounts, taxes and shipping, and shown to the last unit.

use serde_json::{Value, json};

use crate::merchant::Merchant;

const PAYMENT: &str = "mode=payment&success_url=https://shop.example/thanks";

/// A shop that sells tea at 5.00 € and scones at 3.33 €, ships for 4.00 €, and takes 10 % off with a coupon.
struct Shop {
    merchant: Merchant,
    tea: String,
    scones: String,
    post: String,
    vat: String,
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

impl Shop {
    async fn new() -> Self {
        let merchant = Merchant::new();
        let price =
            |name: &str, cents: u32| format!("product_data[name]={name}&currency=eur&unit_amount={cents}");
        let tea = id(&merchant.makes("prices", &price("Tea", 500)).await);
        let scones = id(&merchant.makes("prices", &price("Scones", 333)).await);
        let form = "display_name=Post&fixed_amount[amount]=400&fixed_amount[currency]=eur";
        let post = id(&merchant.makes("shipping_rates", form).await);
        let vat = id(&merchant.makes("tax_rates", "display_name=VAT&inclusive=false&percentage=19").await);
        merchant.makes("coupons", "id=TEN&percent_off=10").await;
        Self { merchant, tea, scones, post, vat }
    }

    /// Two teas and three scones.
    fn cart(&self) -> String {
        format!(
            "{PAYMENT}&line_items[0][price]={}&line_items[0][quantity]=2&line_items[1][price]={}\
             &line_items[1][quantity]=3",
            self.tea, self.scones
        )
    }
}

#[tokio::test]
async fn a_session_sells_what_the_catalogue_has_as_it_was_then() {
    let shop = Shop::new().await;
    let session = shop.merchant.create(&shop.cart()).await.done();
    assert_eq!((&session["amount_subtotal"], &session["amount_total"]), (&json!(1999), &json!(1999)));
    let path = format!("/v1/prices/{}", shop.tea);
    shop.merchant.post(&path, "active=false&nickname=Old").await.done();
    let lines = shop.merchant.line_items(session["id"].as_str().unwrap(), "").await.done();
    let tea = &lines["data"][0];
    assert_eq!((&tea["price"]["id"], &tea["description"]), (&json!(shop.tea), &json!("Tea")));
    assert_eq!((&tea["price"]["active"], &tea["price"]["nickname"]), (&json!(true), &Value::Null));
    let refused = shop.merchant.create(&shop.cart()).await;
    let error = refused.json()["error"].clone();
    assert_eq!((refused.status, &error["param"]), (400, &json!("line_items[0][price]")), "R14");
}

#[tokio::test]
async fn every_figure_adds_up() {
    let shop = Shop::new().await;
    let form = format!(
        "{}&line_items[0][tax_rates][]={}&discounts[][coupon]=TEN&shipping_options[][shipping_rate]={}\
         &expand[]=line_items.data.taxes&expand[]=line_items.data.discounts&expand[]=total_details.breakdown",
        shop.cart(),
        shop.vat,
        shop.post
    );
    let session = shop.merchant.create(&form).await.done();
    let line = |index: usize, name: &str| session["line_items"]["data"][index][name].as_i64().unwrap();
    assert_eq!([0, 1].map(|index| line(index, "amount_subtotal")), [1000, 999]);
    assert_eq!([0, 1].map(|index| line(index, "amount_discount")), [100, 100]);
    assert_eq!([0, 1].map(|index| line(index, "amount_tax")), [171, 0]);
    assert_eq!([0, 1].map(|index| line(index, "amount_total")), [1071, 899]);
    let details = &session["total_details"];
    let totals =
        ["amount_discount", "amount_shipping", "amount_tax"].map(|name| details[name].as_i64().unwrap());
    assert_eq!(totals, [200, 400, 171]);
    assert_eq!((&session["amount_subtotal"], &session["amount_total"]), (&json!(1999), &json!(2370)));
    let tax = &details["breakdown"]["taxes"][0];
    assert_eq!(
        (&tax["amount"], &tax["taxable_amount"], &tax["rate"]["id"]),
        (&json!(171), &json!(900), &json!(shop.vat))
    );
    let discount = &details["breakdown"]["discounts"][0];
    assert_eq!(
        (&discount["amount"], &discount["discount"]["source"]["coupon"]),
        (&json!(200), &json!("TEN"))
    );
    assert_eq!(session["discounts"], json!([{"coupon": "TEN", "promotion_code": null}]));
    assert_eq!(session["shipping_cost"]["shipping_rate"], shop.post.as_str());
}

#[tokio::test]
async fn an_update_reprices_with_what_it_names() {
    let shop = Shop::new().await;
    let session = shop.merchant.create(&format!("{}&discounts[][coupon]=TEN", shop.cart())).await.done();
    let of = session["id"].as_str().unwrap();
    let line = shop.merchant.line_items(of, "").await.done()["data"][0]["id"].clone();
    let form = format!(
        "line_items[0][id]={}&line_items[0][quantity]=1&line_items[1][price]={}&line_items[1][quantity]=1",
        line.as_str().unwrap(),
        shop.scones
    );
    let updated = shop.merchant.update(of, &form).await.done();
    assert_eq!((&updated["amount_subtotal"], &updated["amount_total"]), (&json!(833), &json!(750)));
}

#[tokio::test]
async fn what_is_named_must_be_there_in_the_same_mode() {
    let shop = Shop::new().await;
    for (form, param) in [
        ("line_items[0][price]=price_x&line_items[0][quantity]=1", "line_items[0][price]"),
        ("discounts[0][coupon]=X", "discounts[0][coupon]"),
        ("shipping_options[0][shipping_rate]=shr_x", "shipping_options[0][shipping_rate]"),
    ] {
        let form = if form.starts_with("line_items") {
            format!("{PAYMENT}&{form}")
        } else {
            format!("{}&{form}", shop.cart())
        };
        let refused = shop.merchant.create(&form).await;
        let error = refused.json()["error"].clone();
        assert_eq!(
            (refused.status, &error["code"], &error["param"]),
            (400, &json!("resource_missing"), &json!(param))
        );
    }
}

#[tokio::test]
async fn twenty_prices_are_looked_up_in_three_round_trips() {
    let shop = Shop::new().await;
    let mut form = PAYMENT.to_owned();
    for number in 0..20 {
        let price = format!("product_data[name]=Tea {number}&currency=eur&unit_amount=100");
        let price = id(&shop.merchant.makes("prices", &price).await);
        form += &format!("&line_items[{number}][price]={price}&line_items[{number}][quantity]=1");
    }
    shop.merchant.create(&shop.cart()).await.done();
    shop.merchant.deployment.meter().reset();
    shop.merchant.create(&form).await.done();
    let usage = shop.merchant.deployment.meter().reset();
    assert_eq!(usage.of_operation("BatchGetItem").calls, 2, "prices, then their products");
    assert_eq!(usage.of_operation("GetItem").calls, 0, "the key is known");
}
