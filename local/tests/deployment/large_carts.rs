//! Carts as large as they can be: what fits is sold, and what does not is refused before anything is written.

use crate::merchant::{Answer, Merchant};

const LINES: usize = 100;
/// Of a product's description, so that a hundred of them fit.
const FITS: usize = 3_300;
const OUTGROWS: usize = 3_900;
/// DynamoDB's own limit of an item.
const ITEM: usize = 400 * 1024;

/// Lines whose products are described in so many characters.
fn cart(lines: usize, characters: usize) -> String {
    let description = "x".repeat(characters);
    let line = |number: usize| {
        let data = format!("line_items[{number}][price_data]");
        format!(
            "&line_items[{number}][quantity]=1&{data}[currency]=eur&{data}[unit_amount]={}\
             &{data}[product_data][name]=Tea {number}&{data}[product_data][description]={description}",
            100 + number
        )
    };
    let lines: String = (0..lines).map(line).collect();
    format!("mode=payment&success_url=https://shop.example/thanks{lines}")
}

/// Lines that each say as much as metadata can.
fn annotated(lines: usize) -> String {
    let value = "v".repeat(500);
    let pair = |number: usize| move |key: usize| format!("&line_items[{number}][metadata][key-{key}]=");
    let pairs = (0..lines).flat_map(|number| (0..50).map(pair(number)));
    cart(lines, 1) + &pairs.map(|pair| pair + &value).collect::<String>()
}

#[track_caller]
fn assert_outgrown(refused: &Answer) {
    assert_eq!(refused.refusal(), (400, "-".into(), "-".into()), "{}", refused.text);
    let said = refused.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(said.contains("too large") && said.contains("fewer line items"), "{said}");
}

#[tokio::test]
async fn a_hundred_lines_with_long_descriptions_are_sold() {
    let merchant = Merchant::new();
    let form = cart(LINES, FITS);
    assert!(form.len() > ITEM * 3 / 4);
    let id = merchant.opens(&form).await;
    merchant.update(&id, "metadata[a]=1").await.done();
    let path = format!("/v1/test_helpers/checkout/sessions/{id}/complete");
    let paid = merchant.post(path, "").await.done();
    let total: usize = (0..LINES).map(|number| 100 + number).sum();
    assert_eq!((&paid["status"], &paid["amount_total"]), (&"complete".into(), &total.into()));
    let lines = merchant.line_items(&id, "limit=100").await.done();
    assert_eq!(lines["data"].as_array().unwrap().len(), LINES);
}

#[tokio::test]
async fn a_cart_that_outgrows_an_item_is_refused_long_before_and_nothing_is_written() {
    let merchant = Merchant::new();
    merchant.create(&cart(1, 1)).await.done();
    for form in [cart(LINES, OUTGROWS), annotated(15)] {
        assert!(form.len() < ITEM * 5 / 4, "it is not the request that is too large");
        merchant.deployment.meter().reset();
        assert_outgrown(&merchant.create(&form).await);
        assert_eq!(merchant.deployment.meter().reset().total().calls, 0);
    }
    assert_eq!(merchant.listed("").await.len(), 1);
}

#[tokio::test]
async fn an_update_that_makes_a_cart_outgrow_an_item_is_refused_and_changes_nothing() {
    let merchant = Merchant::new();
    let id = merchant.opens(&cart(2, 10)).await;
    let before = merchant.retrieve(&id).await.done();
    for form in [cart(LINES, OUTGROWS), annotated(15)] {
        let lines = form.split_once("thanks&").unwrap().1.to_owned();
        assert_outgrown(&merchant.update(&id, &format!("metadata[a]=1&{lines}")).await);
    }
    assert_eq!(merchant.retrieve(&id).await.done(), before);
    assert_eq!(merchant.line_items(&id, "").await.ids().len(), 2);
    let fits = cart(LINES, FITS).split_once("thanks&").unwrap().1.to_owned();
    merchant.update(&id, &fits).await.done();
    assert_eq!(merchant.line_items(&id, "limit=100").await.ids().len(), LINES);
}
