//! The rules in words: each is one that refuses, and each that refuses is told.

use std::collections::BTreeSet;

use paydesk_local::openapi::rules;

use crate::merchant::{Merchant, TEA};

/// A request for each; the model's own tests send them.
const REFUSALS: &str = include_str!("../../../shared/model/tests/refusals.txt");

#[test]
fn every_rule_of_a_create_is_told_in_words_and_refuses() {
    let told: BTreeSet<&str> =
        rules::CREATE.iter().flat_map(|(_, rules)| *rules).flat_map(|rule| rule.names).copied().collect();
    let kept: BTreeSet<&str> = REFUSALS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split(" | ").next().unwrap())
        .collect();
    assert_eq!(told, kept, "tell the rule in local/src/openapi/rules.rs");
}

const ELEMENTS: &str = "mode=payment&ui_mode=elements&line_items[0][quantity]=1\
    &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=700\
    &line_items[0][price_data][product_data][name]=Tea";
const POST: &str = "shipping_options[0][shipping_rate_data][display_name]=Post\
    &shipping_options[0][shipping_rate_data][fixed_amount][amount]=500\
    &shipping_options[0][shipping_rate_data][fixed_amount][currency]=eur";
const PLACE: &str = "collected_information[shipping_details][name]=Ada\
    &collected_information[shipping_details][address][country]=DE\
    &collected_information[shipping_details][address][line1]=Weg%201";
const IN_DOLLARS: &str = "line_items[0][quantity]=1&line_items[0][price_data][currency]=usd\
    &line_items[0][price_data][unit_amount]=700&line_items[0][price_data][product_data][name]=Tea";

const CODE: &str = "mode=payment&success_url=https://shop.example&line_items[0][quantity]=1&line_items[0][price_data][currency]=eur\
    &line_items[0][price_data][unit_amount]=1000&line_items[0][price_data][product_data][name]=Tea\
    &discounts[0][promotion_code]=MUCH";
const TRANSFER: &str = "mode=payment&success_url=https://shop.example&line_items[0][quantity]=1\
    &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=1000\
    &line_items[0][price_data][product_data][name]=Tea&payment_intent_data[transfer_data][destination]=acct_2\
    &payment_intent_data[transfer_data][amount]=900";
const CHEAP: &str = "line_items[0][quantity]=1&line_items[0][price_data][currency]=eur\
    &line_items[0][price_data][unit_amount]=700&line_items[0][price_data][product_data][name]=Tea";

/// A rule of an update, the session, and a change that breaks the rule, with the parameter it names.
const CHANGES: &[(&str, &str, &str, &str)] = &[
    ("open", ELEMENTS, "payment_intent_data[description]=Tea", "payment_intent_data"),
    ("keys", TEA, "MANY KEYS", "metadata"),
    ("lines", TEA, "line_items=", "line_items"),
    ("lines", TEA, "line_items[0][id]=li_none", "line_items[0][id]"),
    ("lines", TEA, IN_DOLLARS, "line_items[0][price_data][currency]"),
    ("shipping", TEA, POST, "shipping_options"),
    ("shipping", ELEMENTS, POST, "shipping_options"),
    ("shipping", TEA, PLACE, "collected_information"),
    ("code", CODE, CHEAP, "line_items"),
    ("transfer", TRANSFER, CHEAP, "-"),
    ("intent", TEA, "payment_intent_data[description]=Tea", "payment_intent_data"),
];

#[tokio::test]
async fn every_rule_of_an_update_is_told_in_words_and_refuses() {
    let told: BTreeSet<&str> = rules::UPDATE.iter().flat_map(|rule| rule.names).copied().collect();
    let kept: BTreeSet<&str> = CHANGES.iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(told, kept, "tell the rule in local/src/openapi/rules.rs");
    let merchant = Merchant::new();
    let keys =
        |from: u32| (from..from + 30).map(|key| format!("metadata[k{key}]=v")).collect::<Vec<_>>().join("&");
    merchant.makes("coupons", "id=TEN&percent_off=10").await;
    let much = "promotion[type]=coupon&promotion[coupon]=TEN&restrictions[minimum_amount]=1000\
        &restrictions[minimum_amount_currency]=eur";
    let much = merchant.makes("promotion_codes", much).await;
    for (rule, session, change, param) in CHANGES {
        let session = session.replace("MUCH", much["id"].as_str().unwrap());
        let id = merchant.opens(&session).await;
        merchant.update(&id, &keys(0)).await.done();
        if *rule == "open" {
            merchant.update(&id, change).await.done();
            merchant.expire(&id).await.done();
        }
        let change = if *rule == "keys" { keys(30) } else { (*change).to_owned() };
        let refused = merchant.update(&id, &change).await;
        assert_eq!((refused.status, refused.refusal().2.as_str()), (400, *param), "{rule}: {}", refused.text);
        assert_eq!(merchant.retrieve(&id).await.done()["metadata"].as_object().unwrap().len(), 30, "{rule}");
    }
}
