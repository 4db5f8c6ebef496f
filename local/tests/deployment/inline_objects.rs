//! What inline data of a session made: found at its own path, brought along with the session, and hardly to be used again.

use serde_json::{Value, json};

use crate::merchant::{Merchant, TEA};
use crate::object_shapes::assert_is;

const SHIPPED: &str = "&shipping_options[0][shipping_rate_data][display_name]=Post\
    &shipping_options[0][shipping_rate_data][fixed_amount][amount]=400\
    &shipping_options[0][shipping_rate_data][fixed_amount][currency]=eur\
    &shipping_options[0][shipping_rate_data][type]=fixed_amount";
const CART: &str = "mode=payment&success_url=https://shop.example/thanks&line_items[0][quantity]=1";

fn id(object: &Value) -> &str {
    object["id"].as_str().unwrap()
}

/// The price, the product and the shipping rate that a session made.
async fn made(merchant: &Merchant) -> (Value, [String; 3]) {
    let expand = "&expand[]=line_items.data.price.product&expand[]=shipping_options.shipping_rate";
    let session = merchant.create(&format!("{TEA}{SHIPPED}{expand}")).await.done();
    let price = &session["line_items"]["data"][0]["price"];
    let rate = &session["shipping_options"][0]["shipping_rate"];
    let ids = [id(price), id(&price["product"]), id(rate)].map(str::to_owned);
    (session, ids)
}

#[tokio::test]
async fn what_a_session_made_is_found_at_its_own_path_as_the_session_shows_it() {
    let merchant = Merchant::new();
    let (session, [price, product, rate]) = made(&merchant).await;
    let shown = merchant.get(format!("/v1/prices/{price}?expand[]=product")).await.done();
    assert_eq!(shown, session["line_items"]["data"][0]["price"]);
    assert_eq!((&shown["active"], &shown["product"]["name"]), (&json!(false), &json!("Tea")));
    let found = merchant.get(format!("/v1/products/{product}")).await.done();
    assert_eq!(found, shown["product"]);
    let post = merchant.get(format!("/v1/shipping_rates/{rate}")).await.done();
    assert_eq!(post, session["shipping_options"][0]["shipping_rate"]);
    for (kind, object) in [("product", &found), ("shipping_rate", &post)] {
        assert_is(kind, object);
    }
    assert_is("price", &merchant.get(format!("/v1/prices/{price}")).await.done());
    for list in ["prices", "products", "shipping_rates"] {
        assert_eq!(merchant.get(format!("/v1/{list}")).await.ids(), [""; 0], "{list}");
    }
}

#[tokio::test]
async fn what_a_session_made_cannot_be_changed_and_is_nobody_elses() {
    let merchant = Merchant::new();
    let (_, [price, product, rate]) = made(&merchant).await;
    let neighbour = merchant.neighbour();
    for path in [format!("prices/{price}"), format!("products/{product}"), format!("shipping_rates/{rate}")] {
        let refused = merchant.post(format!("/v1/{path}"), "metadata[a]=1").await;
        assert_eq!(refused.status, 400, "{}", refused.text);
        assert!(refused.text.contains("was made inline"), "{}", refused.text);
        let theirs = neighbour.get(format!("/v1/{path}")).await;
        assert_eq!(theirs.refusal(), (404, "resource_missing".into(), "-".into()), "{path}");
        let other = merchant.get(format!("/v1/{path}1")).await;
        assert_eq!(other.status, 404, "{path}1");
    }
    assert_eq!(merchant.drops(&format!("products/{product}")).await.status, 400);
}

#[tokio::test]
async fn an_inline_price_is_its_sessions_own_and_an_inline_way_of_shipping_may_be_used_again() {
    let merchant = Merchant::new();
    let (_, [price, product, rate]) = made(&merchant).await;
    let refusal = async |form: String| merchant.create(&form).await;
    let refused = refusal(format!("{CART}&line_items[0][price]={price}")).await;
    assert_eq!(refused.refusal(), (400, "-".into(), "line_items[0][price]".into()));
    assert!(refused.text.contains("only accepts active prices"), "{}", refused.text);
    let data = format!(
        "{CART}&line_items[0][price_data][product]={product}&line_items[0][price_data][currency]=eur"
    );
    let refused = refusal(format!("{data}&line_items[0][price_data][unit_amount]=100")).await;
    assert_eq!(refused.refusal(), (400, "-".into(), "line_items[0][price_data][product]".into()));
    let again = merchant.create(&format!("{TEA}&shipping_options[0][shipping_rate]={rate}")).await.done();
    assert_eq!(
        (&again["shipping_options"][0]["shipping_rate"], &again["amount_total"]),
        (&json!(rate), &json!(1100))
    );
    let refused = merchant.post("/v1/prices", &format!("product={product}&currency=eur&unit_amount=5")).await;
    assert_eq!(refused.refusal(), (400, "resource_missing".into(), "product".into()));
    let theirs =
        merchant.neighbour().create(&format!("{TEA}&shipping_options[0][shipping_rate]={rate}")).await;
    assert_eq!(theirs.refusal().1, "resource_missing");
}

#[tokio::test]
async fn what_a_session_names_of_the_catalogue_comes_along_as_it_is_now() {
    let merchant = Merchant::new();
    let tea = merchant.makes("products", "name=Tea&url=https://shop.example/tea").await;
    let price = merchant.makes("prices", &format!("product={}&currency=eur&unit_amount=500", id(&tea))).await;
    let post = "display_name=Post&fixed_amount[amount]=400&fixed_amount[currency]=eur";
    let post = merchant.makes("shipping_rates", post).await;
    merchant.makes("coupons", "id=TEN&percent_off=10").await;
    let code = merchant.makes("promotion_codes", "coupon=TEN&code=TEN").await;
    let form = format!(
        "{CART}&line_items[0][price]={}&shipping_options[0][shipping_rate]={}&discounts[0][promotion_code]={}",
        id(&price),
        id(&post),
        id(&code)
    );
    let session = merchant.create(&form).await.done();
    merchant.post(format!("/v1/products/{}", id(&tea)), "name=Green tea").await.done();
    let expand = "expand[]=line_items.data.price.product&expand[]=discounts.promotion_code\
        &expand[]=discounts.promotion_code.promotion.coupon&expand[]=shipping_cost.shipping_rate\
        &expand[]=shipping_options.shipping_rate&expand[]=discounts.coupon";
    let whole = merchant.get(format!("/v1/checkout/sessions/{}?{expand}", id(&session))).await.done();
    let product = &whole["line_items"]["data"][0]["price"]["product"];
    assert_eq!((&product["name"], &product["url"]), (&json!("Green tea"), &tea["url"]));
    assert_eq!(whole["line_items"]["data"][0]["description"], "Tea", "the line stays as it was sold");
    assert_eq!(
        (&whole["shipping_cost"]["shipping_rate"], &whole["shipping_options"][0]["shipping_rate"]),
        (&post, &post)
    );
    let discount = &whole["discounts"][0];
    assert_eq!((&discount["coupon"], &discount["promotion_code"]["code"]), (&Value::Null, &json!("TEN")));
    assert_eq!(discount["promotion_code"]["promotion"]["coupon"]["percent_off"], 10);
    let lines = format!("/v1/checkout/sessions/{}/line_items?expand[]=data.price.product", id(&session));
    assert_eq!(merchant.get(lines).await.done()["data"][0]["price"]["product"], *product);
    assert_is("product", product);
    assert_is("promotion_code", &discount["promotion_code"]);
    let listed =
        merchant.list("expand[]=data.line_items&expand[]=data.discounts.promotion_code").await.done();
    assert_eq!(listed["data"][0]["discounts"][0]["promotion_code"]["code"], "TEN");
    merchant
        .get("/checkout-sessions/".to_owned() + id(&session) + "?expand[]=lineItems.data.price.product")
        .await
        .done();
}

#[tokio::test]
async fn only_what_a_session_made_itself_is_told_of_as_made() {
    let merchant = Merchant::on(crate::told::undelivered());
    let price = merchant.makes("prices", "currency=eur&unit_amount=500&product_data[name]=Tea").await;
    merchant.deployment.pump().await;
    let before = merchant.all_events().await.len();
    assert_eq!(before, 2);
    let of_catalogue = merchant.opens(&format!("{CART}&line_items[0][price]={}", id(&price))).await;
    let of_product = format!(
        "{CART}&line_items[0][price_data][product]={}&line_items[0][price_data][currency]=eur\
         &line_items[0][price_data][unit_amount]=100",
        price["product"].as_str().unwrap()
    );
    let of_product = merchant.opens(&of_product).await;
    let inline = merchant.opens(TEA).await;
    merchant.deployment.pump().await;
    assert_eq!(merchant.told_of(&of_catalogue).await, [""; 0]);
    assert_eq!(merchant.told_of(&of_product).await, ["price.created"]);
    assert_eq!(merchant.told_of(&inline).await, ["product.created", "price.created"]);
}
