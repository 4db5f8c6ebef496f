//! What a catalogue refuses, and that a refusal changes nothing.

use serde_json::{Value, json};

use crate::merchant::Merchant;

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap().to_owned()
}

/// Sends each form to the object and sees it refused for its parameter; the object stays as it was.
async fn refuses(merchant: &Merchant, path: &str, asked: &[(&str, &str)]) {
    let before = merchant.get(path).await.done();
    for (form, param) in asked {
        let refused = merchant.post(path, form).await;
        assert_eq!((refused.status, &refused.json()["error"]["param"]), (400, &json!(param)), "{form}");
    }
    assert_eq!(merchant.get(path).await.done(), before);
}

async fn coupon(merchant: &Merchant, form: &str) -> String {
    id(&merchant.makes("coupons", &format!("percent_off=10&{form}")).await)
}

#[tokio::test]
async fn a_price_keeps_its_own_amount() {
    let merchant = Merchant::new();
    let form = "currency=eur&unit_amount=500&product_data[name]=Tea&currency_options[usd][unit_amount]=600\
        &currency_options[usd][tax_behavior]=inclusive&recurring[interval]=month&recurring[trial_period_days]=7";
    let price = merchant.makes("prices", form).await;
    assert_eq!(price["recurring"]["trial_period_days"], 7);
    let path = format!("/v1/prices/{}", id(&price));
    refuses(
        &merchant,
        &path,
        &[
            ("unit_amount=1", "unit_amount"),
            ("currency_options[eur][unit_amount]=1", "currency_options[eur]"),
            ("currency_options[chf][tax_behavior]=inclusive", "currency_options[chf][unit_amount]"),
        ],
    )
    .await;
    let form = "currency_options[usd][unit_amount]=700&currency_options[jpy][unit_amount_decimal]=80.5";
    let changed =
        merchant.post(format!("{path}?"), &format!("{form}&expand[]=currency_options")).await.done();
    let usd = &changed["currency_options"]["usd"];
    assert_eq!((&usd["unit_amount"], &usd["tax_behavior"]), (&json!(700), &json!("inclusive")));
    assert_eq!(changed["currency_options"]["jpy"]["unit_amount_decimal"], "80.5");
    let form = "currency_options[jpy][tax_behavior]=exclusive&expand[]=currency_options";
    let jpy = merchant.post(path.as_str(), form).await.done()["currency_options"]["jpy"].clone();
    assert_eq!((&jpy["unit_amount_decimal"], &jpy["tax_behavior"]), (&json!("80.5"), &json!("exclusive")));
}

#[tokio::test]
async fn a_default_price_stays_active_until_there_is_another() {
    let merchant = Merchant::new();
    let form = "name=Tea&default_price_data[currency]=eur&default_price_data[unit_amount]=500";
    let tea = merchant.makes("products", form).await;
    let first = format!("/v1/prices/{}", tea["default_price"].as_str().unwrap());
    refuses(&merchant, &first, &[("active=false", "active")]).await;
    let form = format!("currency=eur&unit_amount=600&product={}", id(&tea));
    let second = id(&merchant.makes("prices", &form).await);
    let product = format!("/v1/products/{}", id(&tea));
    merchant.post(product.as_str(), &format!("default_price={second}")).await.done();
    assert_eq!(merchant.post(first.as_str(), "active=false").await.done()["active"], false);
    refuses(&merchant, &product, &[(&format!("default_price={}", &first[11..]), "default_price")]).await;
}

#[tokio::test]
async fn a_shipping_rate_has_one_amount_for_each_currency() {
    let merchant = Merchant::new();
    let form = "display_name=Post&fixed_amount[amount]=400&fixed_amount[currency]=eur\
        &delivery_estimate[minimum][unit]=day&delivery_estimate[minimum][value]=2";
    let own = format!("{form}&fixed_amount[currency_options][eur][amount]=1");
    let refused = merchant.post("/v1/shipping_rates", &own).await;
    assert_eq!(refused.json()["error"]["param"], "fixed_amount[currency_options][eur]");
    let form = format!("{form}&fixed_amount[currency_options][usd][amount]=500");
    let post = merchant.makes("shipping_rates", &form).await;
    let two_days = json!({"maximum": null, "minimum": {"unit": "day", "value": 2}});
    assert_eq!(post["delivery_estimate"], two_days);
    let path = format!("/v1/shipping_rates/{}", id(&post));
    let options = "fixed_amount[currency_options]";
    refuses(
        &merchant,
        &path,
        &[
            (&format!("{options}[eur][amount]=1"), &format!("{options}[eur]")),
            (&format!("{options}[chf][tax_behavior]=inclusive"), &format!("{options}[chf][amount]")),
        ],
    )
    .await;
    let form = format!("{options}[usd][tax_behavior]=inclusive&expand[]=fixed_amount.currency_options");
    let changed = merchant.post(path.as_str(), &form).await.done();
    let usd = json!({"amount": 500, "tax_behavior": "inclusive"});
    assert_eq!(changed["fixed_amount"]["currency_options"]["usd"], usd);
}

#[tokio::test]
async fn a_code_lasts_no_longer_and_counts_no_further_than_its_coupon() {
    let merchant = Merchant::new();
    let now = merchant.makes("coupons", "percent_off=5").await["created"].as_i64().unwrap();
    let coupon = coupon(&merchant, &format!("max_redemptions=3&redeem_by={}", now + 1000)).await;
    let form = |more: &str| format!("promotion[type]=coupon&promotion[coupon]={coupon}&{more}");
    for (more, param) in [
        ("max_redemptions=4".to_owned(), "max_redemptions"),
        (format!("expires_at={}", now + 1001), "expires_at"),
        (
            "restrictions[minimum_amount]=5&restrictions[minimum_amount_currency]=eur\
             &restrictions[currency_options][eur][minimum_amount]=1"
                .to_owned(),
            "restrictions[currency_options][eur]",
        ),
    ] {
        let refused = merchant.post("/v1/promotion_codes", &form(&more)).await;
        assert_eq!((refused.status, &refused.json()["error"]["param"]), (400, &json!(param)), "{more}");
    }
    let most = form(&format!("max_redemptions=3&expires_at={}", now + 1000));
    assert_eq!(merchant.makes("promotion_codes", &most).await["max_redemptions"], 3);
    let late = format!("percent_off=5&redeem_by={}", now + 6 * 365 * 24 * 60 * 60);
    assert_eq!(merchant.post("/v1/coupons", &late).await.json()["error"]["param"], "redeem_by");
}

#[tokio::test]
async fn a_code_is_active_again_only_while_it_can_be_used() {
    let merchant = Merchant::new();
    let now = merchant.makes("coupons", "percent_off=5").await["created"].as_i64().unwrap();
    let (dated, open) =
        (coupon(&merchant, &format!("redeem_by={}", now + 1000)).await, coupon(&merchant, "").await);
    let mut codes = Vec::new();
    for (coupon, more) in [(&dated, ""), (&open, &*format!("&expires_at={}", now + 1000)), (&open, "")] {
        let code = id(&merchant.makes("promotion_codes", &format!("coupon={coupon}{more}")).await);
        let path = format!("/v1/promotion_codes/{code}");
        merchant.post(path.as_str(), "active=false").await.done();
        assert_eq!(merchant.post(path.as_str(), "active=true").await.done()["active"], true);
        merchant.post(path.as_str(), "active=false").await.done();
        codes.push(path);
    }
    merchant.advance(1001).await;
    for expired in &codes[..2] {
        refuses(&merchant, expired, &[("active=true", "active")]).await;
    }
    assert_eq!(merchant.post(codes[2].as_str(), "active=true").await.done()["active"], true);
    merchant.post(codes[2].as_str(), "active=false").await.done();
    merchant.drops(&format!("coupons/{open}")).await.done();
    refuses(&merchant, &codes[2], &[("active=true", "active")]).await;
}

#[tokio::test]
async fn what_is_asked_for_comes_along_however_deep_it_is() {
    let merchant = Merchant::new();
    let form = "name=Tea&default_price_data[currency]=eur&default_price_data[unit_amount]=500\
        &default_price_data[currency_options][usd][unit_amount]=600&tax_details[tax_code]=txcd_1";
    let tea = merchant.makes("products", form).await;
    assert_eq!(tea["tax_details"], json!({"performance_location": null, "tax_code": "txcd_1"}));
    let coupon = coupon(&merchant, &format!("applies_to[products][]={}", id(&tea))).await;
    let ada = id(&merchant.makes("customers", "name=Ada").await);
    merchant.makes("promotion_codes", &format!("coupon={coupon}&customer={ada}&code=ADA")).await;
    let path = format!(
        "/v1/products/{}?expand[]=default_price.product.default_price&expand[]=default_price.currency_options",
        id(&tea)
    );
    let price = merchant.get(path).await.done()["default_price"].clone();
    assert_eq!(price["currency_options"]["usd"]["unit_amount"], 600);
    assert_eq!(price["product"]["default_price"]["id"], tea["default_price"]);
    let path = "/v1/promotion_codes?expand[]=data.customer.tax_ids&expand[]=data.promotion.coupon.applies_to";
    let code = merchant.get(path).await.done()["data"][0].clone();
    assert_eq!(
        (&code["customer"]["name"], &code["customer"]["tax_ids"]["data"]),
        (&json!("Ada"), &json!([]))
    );
    assert_eq!(code["promotion"]["coupon"]["applies_to"]["products"], json!([id(&tea)]));
    let form = format!(
        "mode=payment&success_url=https://shop.example&line_items[0][price]={}&line_items[0][quantity]=1\
         &discounts[0][coupon]={coupon}&expand[]=discounts.coupon.applies_to",
        tea["default_price"].as_str().unwrap()
    );
    let session = merchant.create(&form).await.done();
    assert_eq!(session["discounts"][0]["coupon"]["applies_to"]["products"], json!([id(&tea)]));
}
