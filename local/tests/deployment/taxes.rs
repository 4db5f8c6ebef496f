//! Automatic tax: fixed rates by where the payer is, from a table that the deployment's owner supplies.

use paydesk_local::connector::Fault;
use paydesk_service::wire::form;
use serde_json::{Value, json};

use crate::merchant::{Merchant, TEA};
use crate::world::s;

/// Germany's rate is within prices that say nothing; Canada's, and that of one of its provinces, are on top.
pub const TABLE: &str = "taxes[0][country]=DE&taxes[0][display_name]=MwSt.&taxes[0][percentage]=19&taxes[0][inclusive]=true\
    &taxes[1][country]=CA&taxes[1][display_name]=GST&taxes[1][percentage]=5&taxes[1][inclusive]=false\
    &taxes[2][country]=CA&taxes[2][state]=QC&taxes[2][display_name]=QST&taxes[2][percentage]=9.975\
    &taxes[2][inclusive]=false";
const AUTOMATIC: &str = "&automatic_tax[enabled]=true";
const BREAKDOWN: &str = "&expand[]=total_details.breakdown";

/// Tea for 7.00 € on a page of the merchant's own, taxed by where it is shipped to.
fn cart(more: &str) -> String {
    let own_page = TEA.replace(
        "success_url=https://shop.example/thanks",
        "ui_mode=elements&return_url=https://shop.example",
    );
    format!("{own_page}{AUTOMATIC}{more}")
}

fn shipped_to(country: &str, state: &str) -> String {
    let state = if state.is_empty() { String::new() } else { format!("&{DETAILS}[address][state]={state}") };
    format!(
        "{DETAILS}[name]=Ada&{DETAILS}[address][line1]=Weg 1&{DETAILS}[address][country]={country}{state}"
    )
}

const DETAILS: &str = "collected_information[shipping_details]";

pub async fn supply(merchant: &Merchant, table: &str) {
    let table = form::parse(table.as_bytes()).unwrap();
    merchant.deployment.admin().unwrap().supply_taxes(&table).await.unwrap();
}

async fn merchant_with_taxes() -> Merchant {
    let merchant = Merchant::new();
    supply(&merchant, TABLE).await;
    merchant
}

/// Status, tax and total.
fn figures(session: &Value) -> (&str, i64, i64) {
    let status = session["automatic_tax"]["status"].as_str().unwrap_or("-");
    (
        status,
        session["total_details"]["amount_tax"].as_i64().unwrap(),
        session["amount_total"].as_i64().unwrap(),
    )
}

#[tokio::test]
async fn tax_waits_for_an_address_and_is_due_from_then_on() {
    let merchant = merchant_with_taxes().await;
    let session = merchant.create(&cart("")).await.done();
    assert_eq!(figures(&session), ("requires_location_inputs", 0, 700));
    assert_eq!(session["automatic_tax"]["liability"], json!({"type": "self"}));
    let id = session["id"].as_str().unwrap();

    let located = merchant.update(id, &(shipped_to("DE", "") + BREAKDOWN)).await.done();
    assert_eq!(figures(&located), ("complete", 112, 700), "it is within the price");
    let tax = &located["total_details"]["breakdown"]["taxes"][0];
    assert_eq!((&tax["amount"], &tax["taxable_amount"]), (&json!(112), &json!(588)));
    assert_eq!(
        (&tax["rate"]["id"], &tax["rate"]["display_name"]),
        (&json!("txr_DE_19_inclusive"), &json!("MwSt."))
    );

    let moved = merchant.update(id, &(shipped_to("CA", "qc") + BREAKDOWN)).await.done();
    assert_eq!(figures(&moved), ("complete", 105, 805), "35 + 70 are on top");
    let taxes = moved["total_details"]["breakdown"]["taxes"].as_array().unwrap().clone();
    let names: Vec<&Value> = taxes.iter().map(|tax| &tax["rate"]["display_name"]).collect();
    assert_eq!(names, ["GST", "QST"]);

    let untaxed = merchant.update(id, &shipped_to("CH", "")).await.done();
    assert_eq!(figures(&untaxed), ("complete", 0, 700), "the table knows nothing of it");
    assert_eq!(merchant.retrieve(id).await.done(), untaxed);
}

#[tokio::test]
async fn a_price_says_whether_tax_is_within_it() {
    let merchant = merchant_with_taxes().await;
    for (behavior, place, due, id) in [
        ("exclusive", "DE", (133, 833), "txr_DE_19_exclusive"),
        ("inclusive", "CA", (33, 700), "txr_CA_5_inclusive"),
        ("unspecified", "CA", (35, 735), "txr_CA_5_exclusive"),
    ] {
        let form = cart(&format!("&line_items[0][price_data][tax_behavior]={behavior}"));
        let session = merchant.opens(&form).await;
        let located = merchant.update(&session, &(shipped_to(place, "") + BREAKDOWN)).await.done();
        assert_eq!(figures(&located), ("complete", due.0, due.1), "{behavior} in {place}");
        assert_eq!(located["total_details"]["breakdown"]["taxes"][0]["rate"]["id"], id);
    }
}

#[tokio::test]
async fn lines_and_address_of_one_update_are_priced_together() {
    let merchant = merchant_with_taxes().await;
    let session = merchant.opens(&cart("")).await;
    let line = merchant.line_items(&session, "").await.done()["data"][0]["id"].clone();
    let lines = format!("&line_items[0][id]={}&line_items[0][quantity]=3", line.as_str().unwrap());
    let updated = merchant.update(&session, &(shipped_to("CA", "ON") + &lines)).await.done();
    assert_eq!(figures(&updated), ("complete", 105, 2205));
    // What was located stays so when the lines change again.
    let updated = merchant.update(&session, &lines.replace("quantity]=3", "quantity]=1")).await.done();
    assert_eq!(figures(&updated), ("complete", 35, 735));
}

#[tokio::test]
async fn a_customer_whose_address_is_known_is_taxed_at_once() {
    let merchant = merchant_with_taxes().await;
    let first =
        merchant.opens(&format!("{TEA}&customer_creation=always&billing_address_collection=required")).await;
    let address = "customer_details[address][country]=CA&customer_details[address][state]=QC\
        &customer_details[address][line1]=1 Rue&customer_details[address][city]=Montreal\
        &customer_details[address][postal_code]=H2X";
    let path = format!("/v1/test_helpers/checkout/sessions/{first}/complete");
    let customer = merchant.post(path, address).await.done()["customer"].as_str().unwrap().to_owned();
    merchant.deployment.meter().reset();
    let form = format!("{TEA}{AUTOMATIC}&customer={customer}");
    assert_eq!(figures(&merchant.create(&form).await.done()), ("complete", 105, 805));
    let cold = merchant.deployment.meter().reset();
    assert_eq!(figures(&merchant.create(&form).await.done()), ("complete", 105, 805));
    let warm = merchant.deployment.meter().reset();
    let reads = |usage: &paydesk_local::connector::Usage| usage.of_operation("GetItem").calls;
    assert_eq!(reads(&cold), reads(&warm) + 1, "the table is read once a minute");
    let untaxed = merchant.create(&format!("{TEA}&customer={customer}")).await.done();
    assert_eq!(figures(&untaxed), ("-", 0, 700));
}

#[tokio::test]
async fn without_automatic_tax_nobody_asks_what_is_due() {
    let merchant = merchant_with_taxes().await;
    let session = merchant.opens(&cart("").replace(AUTOMATIC, "&automatic_tax[enabled]=false")).await;
    merchant.update(&session, "metadata[warm]=1").await.done();
    merchant.deployment.meter().reset();
    let updated = merchant.update(&session, &shipped_to("DE", "")).await.done();
    assert_eq!(merchant.deployment.meter().reset().of_operation("GetItem").calls, 1, "the session alone");
    assert_eq!(figures(&updated), ("-", 0, 700));
    assert_eq!(
        updated["automatic_tax"],
        json!({"enabled": false, "liability": null, "provider": null, "status": null})
    );
}

#[tokio::test]
async fn without_a_table_nothing_is_due_anywhere() {
    let merchant = Merchant::new();
    let session = merchant.opens(&cart("")).await;
    let located = merchant.update(&session, &shipped_to("DE", "")).await.done();
    assert_eq!(figures(&located), ("complete", 0, 700));
}

#[tokio::test]
async fn another_table_is_in_force_within_a_minute_and_leaves_what_was_priced() {
    let merchant = merchant_with_taxes().await;
    let before = merchant.opens(&cart("")).await;
    merchant.update(&before, &shipped_to("CA", "")).await.done();
    supply(&merchant, &TABLE.replace("percentage]=5", "percentage]=10")).await;
    merchant.advance(61).await;
    let after = merchant.opens(&cart("")).await;
    let located = merchant.update(&after, &shipped_to("CA", "")).await.done();
    assert_eq!(figures(&located), ("complete", 70, 770));
    assert_eq!(figures(&merchant.retrieve(&before).await.done()), ("complete", 35, 735));
    merchant.deployment.admin().unwrap().clear_taxes().await.unwrap();
    merchant.advance(61).await;
    let located = merchant.update(&after, &shipped_to("CA", "")).await.done();
    assert_eq!(figures(&located), ("complete", 0, 700));
}

#[tokio::test]
async fn a_rate_of_the_table_is_retrieved_like_the_merchants_own() {
    let merchant = merchant_with_taxes().await;
    let rate = merchant.get("/v1/tax_rates/txr_CA_QC_9_975_exclusive").await.done();
    assert_eq!(
        (&rate["percentage"], &rate["country"], &rate["state"], &rate["inclusive"]),
        (&json!(9.975), &json!("CA"), &json!("QC"), &json!(false))
    );
    let refused = merchant.get("/v1/tax_rates/txr_CA_QC_9_exclusive").await.refusal();
    assert_eq!((refused.0, refused.1.as_str()), (404, "resource_missing"));
}

/// Taxes that are due and not known are never left out: the call is refused, and is right when it comes again.
#[tokio::test]
async fn nothing_is_priced_without_a_tax_that_could_not_be_learnt() {
    let merchant = merchant_with_taxes().await;
    let session = merchant.opens(&cart("")).await;
    merchant.update(&session, "metadata[warm]=1").await.done();
    // The session is read, and then nothing more.
    merchant.deployment.faults().set(|call| match (call.name, call.index) {
        ("GetItem", 1..) => Fault::Throttle,
        _ => Fault::None,
    });
    let refused = merchant.update(&session, &shipped_to("CA", "")).await;
    merchant.deployment.faults().clear();
    assert_eq!((refused.status, refused.header("stripe-should-retry")), (503, Some("true")));
    assert!(refused.json()["error"]["message"].as_str().unwrap().contains("Send the same request again"));
    let untouched = merchant.retrieve(&session).await.done();
    assert_eq!(figures(&untouched), ("requires_location_inputs", 0, 700));
    assert_eq!(untouched["collected_information"]["shipping_details"], Value::Null);
    let located = merchant.update(&session, &shipped_to("CA", "")).await.done();
    assert_eq!(figures(&located), ("complete", 35, 735));
}

/// Somebody wrote the item otherwise than by the command.
async fn spoil(merchant: &Merchant) {
    let client = merchant.deployment.client("create").unwrap();
    let put = client.put_item().table_name(&merchant.deployment.template().table.name);
    let put = put.item("pk", s("DEPLOYMENT")).item("sk", s("TAXES")).item("body", s("{\"places\": 7}"));
    put.send().await.unwrap();
}

#[tokio::test]
async fn a_table_that_cannot_be_read_stops_only_what_needs_it() {
    let merchant = merchant_with_taxes().await;
    let (taxed, plain) =
        (merchant.opens(&cart("")).await, merchant.opens(&cart("").replace(AUTOMATIC, "")).await);
    spoil(&merchant).await;
    assert_eq!(merchant.update(&taxed, &shipped_to("CA", "")).await.status, 503);
    assert_eq!(figures(&merchant.retrieve(&taxed).await.done()), ("requires_location_inputs", 0, 700));
    merchant.update(&plain, &shipped_to("CA", "")).await.done();
}

#[tokio::test]
async fn nobody_is_charged_while_it_is_not_known_what_they_owe() {
    let merchant = merchant_with_taxes().await;
    let id = merchant.opens(&format!("{TEA}{AUTOMATIC}&billing_address_collection=required")).await;
    let path = format!("/v1/test_helpers/checkout/sessions/{id}/complete");
    let payer = "customer_details[address][country]=CA&customer_details[address][state]=ON\
        &customer_details[address][line1]=1 Bay St&customer_details[address][city]=Toronto\
        &customer_details[address][postal_code]=M5H";
    spoil(&merchant).await;
    assert_eq!(merchant.post(&path, payer).await.status, 503);
    let waiting = merchant.retrieve(&id).await.done();
    assert_eq!((&waiting["status"], &waiting["payment_status"]), (&json!("open"), &json!("unpaid")));
    assert_eq!(figures(&waiting), ("requires_location_inputs", 0, 700));
    assert_eq!(waiting["payment_intent"], Value::Null);

    supply(&merchant, TABLE).await;
    let paid = merchant.post(&path, payer).await.done();
    assert_eq!((&paid["status"], &paid["payment_status"]), (&json!("complete"), &json!("paid")));
    assert_eq!(figures(&paid), ("complete", 35, 735));
}

#[tokio::test]
async fn a_customer_who_is_exempt_pays_the_price_and_no_tax() {
    let merchant = merchant_with_taxes().await;
    for (exemption, due) in [("exempt", 0), ("reverse", 0), ("none", 105)] {
        let form = format!("tax_exempt={exemption}&address[country]=CA&address[state]=QC");
        let customer = merchant.makes("customers", &form).await["id"].as_str().unwrap().to_owned();
        let session = merchant.create(&format!("{TEA}{AUTOMATIC}&customer={customer}")).await.done();
        assert_eq!(figures(&session), ("complete", due, 700 + due), "{exemption}");
        assert_eq!(session["customer_details"]["tax_exempt"], exemption);
    }
}

#[tokio::test]
async fn a_country_that_nobody_knows_is_refused_and_not_free_of_tax() {
    let merchant = merchant_with_taxes().await;
    let session = merchant.opens(&cart("")).await;
    merchant.update(&session, &shipped_to("DE", "")).await.done();
    for country in ["Germany", "D", "XX"] {
        let refused = merchant.update(&session, &shipped_to(country, "")).await.refusal();
        assert_eq!(refused, (400, "-".into(), format!("{DETAILS}[address][country]")), "{country}");
        for place in ["address", "shipping[address]"] {
            let name = if place == "address" { "" } else { "&shipping[name]=Ada" };
            let form = format!("{place}[country]={country}{name}");
            let refused = merchant.post("/v1/customers", &form).await.refusal();
            assert_eq!(refused, (400, "-".into(), format!("{place}[country]")), "{country}");
        }
    }
    assert_eq!(figures(&merchant.retrieve(&session).await.done()), ("complete", 112, 700));
    let located = merchant.update(&session, &shipped_to("de", "")).await.done();
    assert_eq!(figures(&located), ("complete", 112, 700), "in either case");
}

#[tokio::test]
async fn a_customer_who_lives_nowhere_yet_is_taxed_where_the_payer_says_if_that_is_kept() {
    let merchant = merchant_with_taxes().await;
    let customer =
        merchant.makes("customers", "email=ada@example.com").await["id"].as_str().unwrap().to_owned();
    let form = format!("{TEA}{AUTOMATIC}&customer={customer}");
    let refused = merchant.create(&form).await.refusal();
    assert_eq!(refused, (400, "customer_tax_location_invalid".into(), "customer".into()));
    let never = merchant.create(&format!("{form}&customer_update[address]=never")).await.refusal();
    assert_eq!(never, refused);
    for kept in ["address", "shipping"] {
        let session = merchant.create(&format!("{form}&customer_update[{kept}]=auto")).await.done();
        assert_eq!(figures(&session), ("requires_location_inputs", 0, 700), "{kept}");
    }
    merchant.create(&format!("{TEA}&customer={customer}")).await.done();
}
