//! What a session looks like: whole wire objects of every mode, in both dialects.

use insta::assert_json_snapshot;
use serde_json::{Value, json};

use crate::merchant::{Merchant, SHOP, TEA};
use crate::snapshot::told;

const SUBSCRIPTION: &str = "mode=subscription&success_url=https://shop.example/thanks&customer_email=ada@example.com\
    &line_items[0][quantity]=1&line_items[0][price_data][currency]=usd\
    &line_items[0][price_data][unit_amount]=2000&line_items[0][price_data][recurring][interval]=month\
    &line_items[0][price_data][product_data][name]=Tea%20club";
const EMBEDDED: &str = "mode=payment&ui_mode=embedded_page&return_url=https://shop.example/back\
    &client_reference_id=cart-7&line_items[0][quantity]=1&line_items[0][price_data][currency]=eur\
    &line_items[0][price_data][unit_amount]=700&line_items[0][price_data][product_data][name]=Tea";
const SETUP: &str = "mode=setup&currency=eur&success_url=https://shop.example/thanks";

fn line(currency: &str, unit_amount: &str, quantity: u32) -> String {
    format!(
        "mode=payment&success_url=https://shop.example&line_items[0][quantity]={quantity}\
         &line_items[0][price_data][currency]={currency}&line_items[0][price_data]{unit_amount}\
         &line_items[0][price_data][product_data][name]=Tea"
    )
}

#[tokio::test]
async fn a_payment_session_is_shown_whole_in_stripes_words() {
    let merchant = Merchant::new();
    let created = merchant.create(SHOP).await.done();
    assert_json_snapshot!("payment", told(&created));
    assert_eq!(merchant.retrieve(created["id"].as_str().unwrap()).await.done(), created);
}

#[tokio::test]
async fn a_payment_session_is_shown_whole_in_the_first_seeds_words() {
    let merchant = Merchant::new();
    let id = merchant.opens(SHOP).await;
    let shown = merchant.camel_get(&format!("/{id}")).await.done();
    assert_json_snapshot!("payment_camel", told(&shown));
}

#[tokio::test]
async fn a_subscription_session_is_shown_whole() {
    let merchant = Merchant::new();
    assert_json_snapshot!("subscription", told(&merchant.create(SUBSCRIPTION).await.done()));
}

#[tokio::test]
async fn a_setup_session_is_shown_whole_with_its_setup_intent() {
    let merchant = Merchant::new();
    let asked = format!("{SETUP}&expand[]=setup_intent");
    assert_json_snapshot!("setup", told(&merchant.create(&asked).await.done()));
}

#[tokio::test]
async fn an_embedded_session_has_a_client_secret_and_no_url() {
    let merchant = Merchant::new();
    let created = merchant.create(EMBEDDED).await.done();
    assert_eq!((&created["url"], &created["success_url"]), (&Value::Null, &Value::Null));
    assert_json_snapshot!("embedded", told(&created));
}

#[tokio::test]
async fn expanded_lines_are_shown_whole_with_price_and_product() {
    let merchant = Merchant::new();
    let asked = format!("{SHOP}&expand[]=line_items.data.price.product&expand[]=total_details.breakdown");
    let created = merchant.create(&asked).await.done();
    assert_json_snapshot!("expanded", told(&created["line_items"]));
    assert_eq!(created["total_details"]["breakdown"], json!({"discounts": [], "taxes": []}));
    let listed =
        merchant.line_items(created["id"].as_str().unwrap(), "expand[]=data.price.product").await.done();
    assert_eq!(listed, created["line_items"]);
}

#[tokio::test]
async fn an_expired_session_keeps_everything_but_its_url() {
    let merchant = Merchant::new();
    let mut open = merchant.create(SHOP).await.done();
    let expired = merchant.expire(open["id"].as_str().unwrap()).await.done();
    open["status"] = json!("expired");
    open["url"] = Value::Null;
    assert_eq!(expired, open);
}

#[tokio::test]
async fn a_list_is_an_envelope_around_whole_sessions() {
    let merchant = Merchant::new();
    let created = merchant.create(SHOP).await.done();
    let listed = merchant.list("").await.done();
    let envelope =
        json!({"object": "list", "data": [created], "has_more": false, "url": "/v1/checkout/sessions"});
    assert_eq!(listed, envelope);
}

#[tokio::test]
async fn an_update_merges_metadata_and_removes_what_is_sent_empty() {
    let merchant = Merchant::new();
    let mut session = merchant.create(SHOP).await.done();
    let id = session["id"].as_str().unwrap().to_string();
    let updated = merchant.update(&id, "metadata[shop]=&metadata[order_id]=1&metadata[new]=2").await.done();
    session["metadata"] =
        json!({"order_id": "1", "cart": "c-99", "channel": "web", "lang": "de", "new": "2"});
    assert_eq!(updated, session);
    assert_eq!(merchant.update(&id, "metadata=").await.done()["metadata"], json!({}));
}

#[tokio::test]
async fn an_update_of_lines_names_the_ones_that_stay() {
    let merchant = Merchant::new();
    let session = merchant.create(&format!("{SHOP}&expand[]=line_items")).await.done();
    let id = session["id"].as_str().unwrap();
    let first = session["line_items"]["data"][0]["id"].as_str().unwrap();
    let form = format!("line_items[0][id]={first}&line_items[0][quantity]=3&expand[]=line_items");
    let updated = merchant.update(id, &form).await.done();
    assert_eq!((&updated["amount_total"], &updated["amount_subtotal"]), (&json!(3750), &json!(3750)));
    assert_eq!(updated["line_items"]["data"].as_array().unwrap().len(), 1);
    assert_eq!(merchant.retrieve(id).await.done()["amount_total"], 3750);
}

#[tokio::test]
async fn currencies_of_no_and_of_three_decimals_are_counted_in_their_smallest_unit() {
    let merchant = Merchant::new();
    for (currency, unit_amount, quantity, total) in [
        ("jpy", "[unit_amount]=500", 3, 1500),
        ("kwd", "[unit_amount]=5120", 2, 10240),
        ("eur", "[unit_amount_decimal]=12.345", 100, 1235),
        ("eur", "[unit_amount_decimal]=0.4", 1000, 400),
        ("usd", "[unit_amount_decimal]=1050", 1, 1050),
        ("usd", "[unit_amount]=0", 1, 0),
    ] {
        let session = merchant.create(&line(currency, unit_amount, quantity)).await.done();
        assert_eq!(session["amount_total"], total, "{currency} {unit_amount}");
        assert_eq!((&session["amount_subtotal"], &session["currency"]), (&json!(total), &json!(currency)));
        assert_eq!(session["payment_status"], "unpaid");
    }
}

#[tokio::test]
async fn a_decimal_price_comes_back_as_it_was_given() {
    let merchant = Merchant::new();
    for (sent, unit_amount, decimal) in
        [("12.345", Value::Null, "12.345"), ("1050", json!(1050), "1050"), ("1050.0", json!(1050), "1050")]
    {
        let form = line("usd", &format!("[unit_amount_decimal]={sent}"), 100);
        let session = merchant.create(&format!("{form}&expand[]=line_items")).await.done();
        let price = &session["line_items"]["data"][0]["price"];
        assert_eq!(
            (&price["unit_amount"], &price["unit_amount_decimal"]),
            (&unit_amount, &json!(decimal)),
            "{sent}"
        );
    }
}

#[tokio::test]
async fn a_hundred_lines_are_paged_ten_at_a_time() {
    let merchant = Merchant::new();
    let mut form = "mode=payment&success_url=https://shop.example".to_string();
    for line in 0..100 {
        form.push_str(&format!(
            "&line_items[{line}][quantity]=1&line_items[{line}][price_data][currency]=eur\
             &line_items[{line}][price_data][unit_amount]=100&line_items[{line}][price_data][product_data][name]=Tea{line}"
        ));
    }
    let created = merchant.create(&format!("{form}&expand[]=line_items")).await.done();
    assert_eq!(
        (&created["amount_total"], &created["line_items"]["has_more"]),
        (&json!(10_000), &json!(true))
    );
    let id = created["id"].as_str().unwrap();
    let (mut names, mut query) = (Vec::new(), "limit=30".to_string());
    loop {
        let page = merchant.line_items(id, &query).await.done();
        let lines = page["data"].as_array().unwrap().clone();
        names.extend(lines.iter().map(|line| line["description"].as_str().unwrap().to_string()));
        if page["has_more"] == false {
            break;
        }
        query = format!("limit=30&starting_after={}", lines.last().unwrap()["id"].as_str().unwrap());
    }
    assert_eq!(names, (0..100).map(|line| format!("Tea{line}")).collect::<Vec<_>>());
    let refused =
        merchant.create(&format!("{form}&{}", TEA.replace("line_items[0]", "line_items[100]"))).await;
    assert_eq!(refused.status, 400, "{}", refused.text);
}

#[tokio::test]
async fn an_old_api_version_gets_its_own_names_back() {
    let merchant = Merchant::new();
    let old = merchant.create(TEA).with("stripe-version", "2024-06-20").await;
    assert_eq!(old.header("stripe-version"), Some("2024-06-20"));
    assert_eq!(old.done()["ui_mode"], "hosted");
    assert!(old.done().get("shipping_details").is_some());
    let new = merchant.create(TEA).await;
    assert_eq!(new.header("stripe-version"), Some("2026-10-28.endive"));
    assert_eq!(new.done()["ui_mode"], "hosted_page");
    assert!(new.done().get("shipping_details").is_none());
}
