//! Answers against the schema of Stripe's own objects, which the project keeps as a fixture.

use serde_json::{Value, json};

use crate::merchant::{Merchant, SHOP, TEA};

const SCHEMA: &str = include_str!("../fixtures/checkout-session.schema.json");

#[track_caller]
pub fn assert_is(kind: &str, value: &Value) {
    let mut schema: Value = serde_json::from_str(SCHEMA).unwrap();
    schema["$ref"] = json!(format!("#/$defs/{kind}"));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{kind}: {wrong:#?}");
}

#[track_caller]
pub fn assert_session(value: &Value) {
    assert_is("session", value);
    assert_is("stripes_own", value);
}

const MONTHLY: &str = "line_items[0][price_data][recurring][interval]=month";

/// Requests of every mode and with most of what can be set.
pub fn forms() -> Vec<String> {
    let own_page = "mode=payment&return_url=https://a.example&line_items[0][quantity]=1\
        &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=700\
        &line_items[0][price_data][product_data][name]=Tea";
    vec![
        SHOP.into(),
        TEA.into(),
        TEA.replace("mode=payment", "mode=subscription") + "&" + MONTHLY,
        "mode=setup&currency=eur&success_url=https://a.example".into(),
        format!("{own_page}&ui_mode=embedded_page&redirect_on_completion=if_required"),
        format!("{own_page}&ui_mode=elements"),
        format!(
            "{SHOP}&customer_email=ada@example.com&client_reference_id=c&locale=de&submit_type=book\
             &after_expiration[recovery][enabled]=true&allow_promotion_codes=true&automatic_tax[enabled]=true\
             &billing_address_collection=required&consent_collection[promotions]=auto\
             &phone_number_collection[enabled]=true&tax_id_collection[enabled]=true\
             &shipping_address_collection[allowed_countries][]=DE&invoice_creation[enabled]=true\
             &name_collection[business][enabled]=true&branding_settings[button_color]=%23ff0000\
             &payment_method_options[card][request_three_d_secure]=any&payment_method_types[]=card\
             &custom_text[submit][message]=Thanks&wallet_options[link][display]=never&origin_context=web"
        ),
        format!(
            "{TEA}&custom_fields[0][key]=size&custom_fields[0][type]=dropdown&custom_fields[0][label][type]=custom\
             &custom_fields[0][label][custom]=Size&custom_fields[0][dropdown][options][0][label]=S\
             &custom_fields[0][dropdown][options][0][value]=s&custom_fields[1][key]=note\
             &custom_fields[1][type]=text&custom_fields[1][label][type]=custom&custom_fields[1][label][custom]=Note\
             &shipping_options[0][shipping_rate_data][display_name]=Post\
             &shipping_options[0][shipping_rate_data][type]=fixed_amount\
             &shipping_options[0][shipping_rate_data][fixed_amount][amount]=500\
             &shipping_options[0][shipping_rate_data][fixed_amount][currency]=eur\
             &line_items[0][adjustable_quantity][enabled]=true"
        ),
    ]
}

#[tokio::test]
async fn every_session_is_what_stripes_schema_says_open_and_expired() {
    let merchant = Merchant::new();
    for form in forms() {
        let created = merchant.create(&form).await.done();
        assert_session(&created);
        let id = created["id"].as_str().unwrap();
        assert_session(&merchant.update(id, "metadata[a]=1").await.done());
        assert_session(&merchant.expire(id).await.done());
    }
    assert_is("checkout.session.list", &merchant.list("limit=3").await.done());
}

#[tokio::test]
async fn expanded_parts_are_what_the_schema_says() {
    let merchant = Merchant::new();
    let paths = [
        "line_items.data.price.product",
        "line_items.data.discounts",
        "line_items.data.taxes",
        "customer",
        "invoice",
        "payment_intent",
        "payment_link",
        "setup_intent",
        "subscription",
        "total_details.breakdown",
        "shipping_cost.shipping_rate",
        "shipping_cost.taxes",
        "shipping_options.shipping_rate",
        "discounts.coupon",
    ];
    let expand: String = paths.iter().map(|path| format!("&expand[]={path}")).collect();
    for form in forms() {
        let created = merchant.create(&format!("{form}{expand}")).await.done();
        assert_session(&created);
        assert!(
            created["mode"] == "setup"
                || created["line_items"]["data"][0]["price"]["product"]["name"].is_string()
        );
        let id = created["id"].as_str().unwrap();
        assert_is("line_item_list", &merchant.line_items(id, "limit=1").await.done());
    }
    let listed: String =
        paths[..1].iter().map(|_| "expand[]=data.line_items&expand[]=data.setup_intent").collect();
    assert_is("checkout.session.list", &merchant.list(&listed).await.done());
}

#[tokio::test]
async fn refusals_are_what_the_schema_says() {
    let merchant = Merchant::new();
    let id = merchant.opens(TEA).await;
    merchant.expire(&id).await.done();
    for answer in [
        merchant.create("mode=gift").await,
        merchant.create("").await,
        merchant.expire(&id).await,
        merchant.retrieve("cs_test_none").await,
        merchant.get("/nothing").await,
        merchant.list("").without("authorization").await,
        merchant.list("").with("authorization", "Bearer pk_test_1").await,
    ] {
        assert_is("error", &answer.json());
        assert_eq!(answer.json().as_object().unwrap().len(), 1);
    }
}
