//! What a payer says besides how to pay, and the customer it becomes: where each answer ends up, and whose it is.

use http::Method;
use serde_json::{Value, json};

use crate::merchant::{Merchant, TEA};
use crate::payer::{GOOD, Payer, by_card, leads_to, shop};
use crate::world::FORM;

/// Everything that a session can ask.
const ASKING: &str = "&phone_number_collection[enabled]=true&tax_id_collection[enabled]=true\
    &billing_address_collection=required&shipping_address_collection[allowed_countries][0]=DE\
    &consent_collection[promotions]=auto&consent_collection[terms_of_service]=required\
    &custom_fields[0][key]=gift&custom_fields[0][type]=text&custom_fields[0][label][type]=custom\
    &custom_fields[0][label][custom]=Gift&custom_fields[1][key]=size&custom_fields[1][type]=dropdown\
    &custom_fields[1][label][type]=custom&custom_fields[1][label][custom]=Size\
    &custom_fields[1][dropdown][options][0][label]=Large&custom_fields[1][dropdown][options][0][value]=l\
    &custom_fields[2][key]=floor&custom_fields[2][type]=numeric&custom_fields[2][optional]=true\
    &custom_fields[2][label][type]=custom&custom_fields[2][label][custom]=Floor\
    &name_collection[individual][enabled]=true&customer_creation=always";
const ANSWERS: &str = "&phone=%2B4930123456&tax_id[type]=eu_vat&tax_id[value]=DE123456789\
    &billing[name]=Ada&billing[line1]=Weg+1&billing[city]=Berlin&shipping[name]=Grace&shipping[country]=DE\
    &shipping[line1]=Allee+2&shipping[city]=Potsdam&shipping[postal_code]=14467&promotions=opt_in\
    &terms_of_service=accepted&custom_fields[gift]=Yes&custom_fields[size]=l&custom_fields[floor]=3\
    &individual_name=Ada+Lovelace&business_name=Engines";

async fn customer_of(payer: &Payer<'_>) -> Value {
    let id = payer.session().await["customer"].as_str().unwrap().to_string();
    payer.merchant.get(format!("/v1/customers/{id}")).await.done()
}

async fn returning(merchant: &Merchant) -> Value {
    let payer = Payer::of(merchant, &format!("{TEA}&customer_creation=always")).await;
    leads_to(&payer.pays("a", GOOD).await);
    customer_of(&payer).await
}

#[tokio::test]
async fn every_answer_ends_where_the_api_shows_it() {
    let merchant = shop();
    let payer = Payer::of(&merchant, &format!("{TEA}{ASKING}")).await;
    leads_to(&payer.sends("a", &format!("{}{ANSWERS}", by_card(GOOD))).await);
    let session = payer.session().await;
    let details = &session["customer_details"];
    assert_eq!((&details["phone"], &details["name"]), (&json!("+4930123456"), &json!("Ada")));
    assert_eq!(
        (&details["address"]["line1"], &details["address"]["country"]),
        (&json!("Weg 1"), &json!("DE"))
    );
    assert_eq!(details["tax_ids"], json!([{"type": "eu_vat", "value": "DE123456789"}]));
    let shipping = &session["collected_information"]["shipping_details"];
    assert_eq!((&shipping["name"], &shipping["address"]["city"]), (&json!("Grace"), &json!("Potsdam")));
    assert_eq!(session["collected_information"]["individual_name"], "Ada Lovelace");
    assert_eq!(session["consent"], json!({"promotions": "opt_in", "terms_of_service": "accepted"}));
    let answers: Vec<&Value> = session["custom_fields"].as_array().unwrap().iter().collect();
    assert_eq!(answers[0]["text"]["value"], "Yes");
    assert_eq!(answers[1]["dropdown"]["value"], "l");
    assert_eq!(answers[2]["numeric"]["value"], "3");
    let charge =
        merchant.get(format!("{}?expand[]=latest_charge", payer.intent())).await.done()["latest_charge"]
            .clone();
    assert_eq!(charge["billing_details"]["address"]["city"], "Berlin");
    assert_eq!(charge["shipping"]["address"]["line1"], "Allee 2");
    let customer = customer_of(&payer).await;
    assert_eq!(
        (&customer["email"], &customer["phone"]),
        (&json!("ada@lovelace.example"), &json!("+4930123456"))
    );
    assert_eq!(customer["shipping"]["address"]["city"], "Potsdam");
}

#[tokio::test]
async fn every_answer_that_is_needed_and_missing_is_asked_for_again() {
    let merchant = shop();
    let payer = Payer::of(&merchant, &format!("{TEA}{ASKING}")).await;
    let whole = format!("{}{ANSWERS}", by_card(GOOD));
    for (field, sent) in [
        ("phone", "&phone=%2B4930123456"),
        ("terms_of_service", "&terms_of_service=accepted"),
        ("custom_fields-gift", "&custom_fields[gift]=Yes"),
        ("custom_fields-size", "&custom_fields[size]=l"),
        ("shipping-line1", "&shipping[line1]=Allee+2"),
        ("billing-line1", "&billing[line1]=Weg+1"),
        ("individual_name", "&individual_name=Ada+Lovelace"),
    ] {
        assert!(whole.contains(sent), "{sent}");
        let again = payer.sends("a", &whole.replace(sent, "")).await;
        assert!(again.text.contains(&format!("id=\"{field}-error\"")), "{field}: {}", again.text);
    }
    let elsewhere = payer.sends("a", &whole.replace("shipping[country]=DE", "shipping[country]=FR")).await;
    assert!(elsewhere.text.contains("id=\"shipping-country-error\""));
    assert_eq!(payer.status().await, "open");
    leads_to(&payer.sends("a", &whole).await);
}

#[tokio::test]
async fn a_customer_is_made_where_one_is_asked_for_and_found_by_its_sessions() {
    let merchant = shop();
    let guest = Payer::of(&merchant, TEA).await;
    leads_to(&guest.pays("a", GOOD).await);
    assert_eq!(guest.session().await["customer"], Value::Null);
    merchant.advance(1).await;
    let payer = Payer::of(&merchant, &format!("{TEA}&customer_creation=always")).await;
    leads_to(&payer.pays("a", GOOD).await);
    let customer = customer_of(&payer).await;
    let id = customer["id"].as_str().unwrap();
    assert_eq!(merchant.listed(&format!("customer={id}")).await, std::slice::from_ref(&payer.id));
    let intent = payer.session().await["payment_intent"].as_str().unwrap().to_string();
    assert_eq!(merchant.listed(&format!("payment_intent={intent}")).await, std::slice::from_ref(&payer.id));
    let by_email = merchant.listed("customer_details[email]=ada@lovelace.example").await;
    assert_eq!(by_email, [payer.id.clone(), guest.id.clone()]);
    let invoiced = Payer::of(&merchant, &format!("{TEA}&invoice_creation[enabled]=true")).await;
    leads_to(&invoiced.pays("a", GOOD).await);
    let session = invoiced.session().await;
    let invoice = format!("/v1/invoices/{}", session["invoice"].as_str().unwrap());
    let invoice = merchant.get(invoice).await.done();
    assert_eq!((&invoice["status"], &invoice["customer"]), (&json!("paid"), &session["customer"]));
}

#[tokio::test]
async fn a_returning_customer_is_known_and_changed_only_where_that_was_asked_for() {
    let merchant = shop();
    let customer = returning(&merchant).await;
    let id = customer["id"].as_str().unwrap();
    let known = format!("{TEA}&customer={id}&billing_address_collection=required");
    let fields = format!("{}&billing[name]=Augusta&billing[line1]=Weg+9&billing[city]=Bonn", by_card(GOOD));
    let payer = Payer::of(&merchant, &known).await;
    let page = payer.looks().await;
    assert!(
        page.text.contains("ada@lovelace.example") && !page.text.contains("name=\"email\""),
        "{}",
        page.text
    );
    let other = format!("form=a&email=else@lovelace.example&{fields}");
    leads_to(&merchant.ask(Method::POST, payer.path.clone(), FORM, other).without("authorization").await);
    let session = payer.session().await;
    assert_eq!(
        (&session["customer"], &session["customer_details"]["email"]),
        (&json!(id), &customer["email"])
    );
    assert_eq!(customer_of(&payer).await, customer);
    let updating = format!("{known}&customer_update[address]=auto&customer_update[name]=auto");
    let payer = Payer::of(&merchant, &updating).await;
    leads_to(&payer.sends("a", &fields).await);
    let changed = customer_of(&payer).await;
    assert_eq!((&changed["name"], &changed["address"]["city"]), (&json!("Augusta"), &json!("Bonn")));
    assert_eq!((&changed["email"], &changed["id"]), (&customer["email"], &customer["id"]));
    assert_eq!(merchant.listed(&format!("customer={id}")).await.len(), 3);
}

#[tokio::test]
async fn a_customer_of_another_account_or_mode_is_refused_at_create() {
    let merchant = shop();
    let test = merchant.with_made_key("acct_tea", "sk_test_of_the_account").await;
    let live = merchant.with_made_key("acct_tea", "sk_live_of_the_account").await;
    let id = returning(&test).await["id"].as_str().unwrap().to_string();
    let naming = format!("{TEA}&customer={id}");
    test.create(&naming).await.done();
    let unknown = merchant.create(&naming).await;
    assert_eq!(unknown.refusal(), (400, "resource_missing".into(), "customer".into()));
    let message =
        |answer: &crate::merchant::Answer| answer.json()["error"]["message"].as_str().unwrap().to_string();
    assert_eq!(message(&unknown), format!("No such customer: '{id}'"));
    let other_mode = live.create(&naming).await;
    assert_eq!(other_mode.refusal(), (400, "resource_missing".into(), "customer".into()));
    assert!(message(&other_mode).contains("a similar object exists in test mode"));
    let nobody = merchant.create(&format!("{TEA}&customer=cus_nobody")).await;
    assert_eq!(nobody.refusal().1, "resource_missing");
}
