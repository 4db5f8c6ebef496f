//! The answer schemas against a merchant's whole day: nothing is described that is never answered.

use std::collections::BTreeSet;

use paydesk_local::openapi;
use paydesk_model::tree::Tree;
use paydesk_service::wire::camel::to_camel;
use paydesk_service::wire::json::to_snake;
use paydesk_service::wire::{Dialect, form};
use serde_json::{Map, Value, json};

use crate::contract::{Contract, contract};
use crate::merchant::{CAMEL, DAY, JSON, Merchant};
use crate::openapi_kept::Kept;
use crate::schema::forms;
use crate::world::{FORM, SESSIONS};

/// What has been seen: `Session.url` with a value, `Session.url?` as null.
#[derive(Default)]
struct Seen(BTreeSet<String>);

impl Seen {
    fn look(&mut self, contract: &Contract, schema: &Value, value: &Value) {
        for branch in schema["anyOf"].as_array().into_iter().flatten() {
            self.look(contract, branch, value);
        }
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap();
            return self.look_at(contract, name, value);
        }
        if schema["additionalProperties"]["$ref"].is_string() {
            let inner = value.as_object().into_iter().flat_map(|map| map.values());
            inner.for_each(|value| self.look(contract, &schema["additionalProperties"], value));
        }
        for item in value.as_array().into_iter().flatten() {
            self.look(contract, &schema["items"], item);
        }
    }

    fn look_at(&mut self, contract: &Contract, name: &str, value: &Value) {
        let properties = contract.document["components"]["schemas"][name]["properties"].as_object();
        for (property, schema) in properties.into_iter().flatten() {
            let Some(value) = value.get(property) else { continue };
            let mark = if value.is_null() { "?" } else { "" };
            self.0.insert(format!("{name}.{}{mark}", to_snake(property)));
            self.look(contract, schema, value);
        }
    }
}

/// Everything that the schemas of answers say there can be, in the same words.
fn described(contract: &Contract) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (name, schema) in contract.document["components"]["schemas"].as_object().unwrap() {
        if schema["properties"].is_object() && !name.ends_with("Session") || name == "Session" {
            for (property, schema) in schema["properties"].as_object().unwrap() {
                let null = json!("null");
                let only_null = schema["type"] == null;
                let branches = schema["anyOf"].as_array().into_iter().flatten();
                let nullable = branches.chain([schema]).any(|schema| {
                    schema["type"] == null || schema["type"].as_array().is_some_and(|all| all.contains(&null))
                });
                if !only_null {
                    found.insert(format!("{name}.{}", to_snake(property)));
                }
                if nullable {
                    found.insert(format!("{name}.{}?", to_snake(property)));
                }
            }
        }
    }
    // What is described by its name and id only has its keys compared with Stripe's own types elsewhere.
    let mut wide = openapi::objects::schemas();
    wide.extend(openapi::objects::bodies());
    found.retain(|one| !wide.contains_key(one.split('.').next().unwrap()));
    // The methods' options are as their table says, and failures are openapi_failures.rs's.
    found.retain(|one| {
        !["PaymentMethodOptions.", "Error.", "GatewayError."].iter().any(|other| one.starts_with(other))
    });
    found
}

/// A merchant who speaks one dialect and sends what forms say.
struct Speaker<'m> {
    merchant: &'m Merchant,
    dialect: Dialect,
    seen: Seen,
}

impl Speaker<'_> {
    async fn post(&mut self, step: &str, sent: &str) -> Value {
        let answer = match self.dialect {
            Dialect::Stripe => self.merchant.ask(http::Method::POST, format!("{SESSIONS}{step}"), FORM, sent),
            Dialect::Camel => {
                let body = in_camel(form::parse(sent.as_bytes()).unwrap(), false).to_string();
                self.merchant.ask(http::Method::POST, format!("{CAMEL}{step}"), JSON, body)
            }
        };
        self.saw("Session", answer.await.done())
    }

    async fn get(&mut self, step: &str, name: &str) -> Value {
        let answer = self.merchant.get(format!("{}{step}", self.dialect.sessions_path())).await;
        self.saw(name, answer.done())
    }

    async fn get_as_of(&mut self, version: &str, step: &str) {
        let asked = self.merchant.get(format!("{}{step}", self.dialect.sessions_path()));
        let answer = asked.with("stripe-version", version).await;
        self.saw("Session", answer.done());
    }

    fn saw(&mut self, name: &str, value: Value) -> Value {
        self.seen.look_at(contract(self.dialect), name, &value);
        value
    }
}

/// A form's tree as JSON in camel case; its texts stay texts.
fn in_camel(tree: Tree, free_form: bool) -> Value {
    match tree {
        Tree::Text(text) => text.into(),
        Tree::List(items) => items.into_iter().map(|item| in_camel(item, false)).collect(),
        Tree::Hash(entries) => {
            let named = entries.into_iter().map(|(name, tree)| {
                let inside = in_camel(tree, name == "metadata");
                (if free_form { name } else { to_camel(&name) }, inside)
            });
            Value::Object(named.collect::<Map<_, _>>())
        }
    }
}

/// More of what can be asked for than the other stories ask.
const FULL: &str = "mode=payment&success_url=https://a.example&adaptive_pricing[enabled]=true&currency=eur\
    &line_items[0][quantity]=2&line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount_decimal]=700.5\
    &line_items[0][price_data][product_data][name]=Tea&line_items[0][price_data][product_data][description]=Green\
    &line_items[0][price_data][product_data][images][0]=https://a.example/tea.png\
    &line_items[0][price_data][product_data][tax_code]=txcd_1&line_items[0][price_data][product_data][unit_label]=bag\
    &line_items[0][adjustable_quantity][enabled]=true&line_items[0][metadata][a]=b\
    &branding_settings[icon][type]=file&branding_settings[icon][file]=file_1\
    &allowed_payment_method_types[0]=card&allowed_payment_method_types[1]=ideal&excluded_payment_method_types[0]=ideal\
    &payment_method_configuration=pmc_1&managed_payments[enabled]=true&integration_identifier=shop-3\
    &automatic_tax[enabled]=true&automatic_tax[liability][type]=account&automatic_tax[liability][account]=acct_1\
    &customer_creation=always&custom_text[submit][message]=Thanks&custom_text[after_submit][message]=Bye\
    &custom_text[shipping_address][message]=Where&custom_text[terms_of_service_acceptance][message]=Agree\
    &consent_collection[payment_method_reuse_agreement][position]=auto&consent_collection[terms_of_service]=required\
    &name_collection[individual][enabled]=true&name_collection[business][enabled]=true&wallet_options[link][display]=auto\
    &saved_payment_method_options[payment_method_save]=enabled&invoice_creation[enabled]=true\
    &invoice_creation[invoice_data][account_tax_ids][0]=txi_1&invoice_creation[invoice_data][custom_fields][0][name]=PO\
    &invoice_creation[invoice_data][custom_fields][0][value]=7&invoice_creation[invoice_data][description]=Tea\
    &invoice_creation[invoice_data][footer]=Thanks&invoice_creation[invoice_data][issuer][type]=self\
    &invoice_creation[invoice_data][rendering_options][amount_tax_display]=exclude_tax\
    &invoice_creation[invoice_data][rendering_options][template]=inrtem_1\
    &custom_fields[0][key]=size&custom_fields[0][type]=dropdown&custom_fields[0][label][type]=custom\
    &custom_fields[0][label][custom]=Size&custom_fields[0][dropdown][options][0][label]=S\
    &custom_fields[0][dropdown][options][0][value]=s&custom_fields[0][dropdown][default_value]=s\
    &custom_fields[1][key]=note&custom_fields[1][type]=text&custom_fields[1][label][type]=custom\
    &custom_fields[1][label][custom]=Note&custom_fields[1][text][default_value]=none\
    &custom_fields[1][text][minimum_length]=1&custom_fields[1][text][maximum_length]=9\
    &custom_fields[2][key]=age&custom_fields[2][type]=numeric&custom_fields[2][label][type]=custom\
    &custom_fields[2][label][custom]=Age\
    &shipping_options[0][shipping_rate_data][display_name]=Post&shipping_options[0][shipping_rate_data][tax_code]=txcd_2\
    &shipping_options[0][shipping_rate_data][delivery_estimate][maximum][unit]=day\
    &shipping_options[0][shipping_rate_data][delivery_estimate][maximum][value]=3\
    &shipping_options[0][shipping_rate_data][fixed_amount][amount]=500\
    &shipping_options[0][shipping_rate_data][fixed_amount][currency]=eur";
const SETUP: &str = "mode=setup&success_url=https://a.example&payment_method_types[0]=card&customer_email=a@b.example\
    &setup_intent_data[description]=Card&setup_intent_data[on_behalf_of]=acct_1";
const EMBEDDED: &str = "mode=payment&ui_mode=embedded_page&return_url=https://a.example\
    &permissions[update_shipping_details]=server_only\
    &branding_settings[logo][type]=url&branding_settings[logo][url]=https://a.example/l.png\
    &after_expiration[recovery][enabled]=true&line_items[0][quantity]=1&line_items[0][price_data][currency]=eur\
    &line_items[0][price_data][unit_amount]=700&line_items[0][price_data][product_data][name]=Tea";
const COLLECTED: &str = "collected_information[shipping_details][name]=Ada\
    &collected_information[shipping_details][address][country]=DE&collected_information[shipping_details][address][line1]=Weg 1";
/// What only camelCase can say, and Stripe's wire shows all the same.
fn own() -> Vec<Value> {
    let mut own = vec![
        json!({
            "uiMode": "embedded_page", "returnUrl": "https://a.example", "permissions": {}, "afterExpiration": {},
            "description": "Tea", "clientCustomerId": "7",
            "afterCompletion": {"type": "redirect", "redirect": {"url": "https://a.example"}},
        }),
        json!({
            "successUrl": "https://a.example", "afterCompletion": {"type": "hosted_confirmation", "hostedConfirmation": {}},
            "invoiceCreation": {"enabled": true, "invoiceData": {"renderingOptions": {}}},
        }),
        json!({
            "successUrl": "https://a.example",
            "afterCompletion": {"type": "hosted_confirmation", "hostedConfirmation": {"customMessage": "Bye"}},
        }),
    ];
    for session in &mut own {
        session["mode"] = "payment".into();
        session["lineItems"] = json!([{
            "quantity": 1, "adjustableQuantity": {"enabled": false},
            "priceData": {"currency": "eur", "unitAmount": 700, "productData": {"name": "Tea"}},
        }]);
    }
    own
}

const EXPAND: &str = "&expand[0]=line_items.data.price.product&expand[1]=line_items.data.discounts\
    &expand[2]=line_items.data.taxes&expand[3]=total_details.breakdown&expand[4]=shipping_cost.taxes\
    &expand[5]=setup_intent&expand[6]=shipping_options.shipping_rate&expand[7]=shipping_cost.shipping_rate";

/// What only paying sets, and what only customers make possible.
const NOT_YET: &[&str] = &[
    "Address.country?",
    "Address.line1?",
    "AppliedDiscount.customer",
    "AutomaticTax.provider",
    "CollectedInformation.business_name",
    "CollectedInformation.individual_name",
    "CollectedInformation.shipping_details?",
    "Consent.promotions",
    "Consent.promotions?",
    "Consent.terms_of_service",
    "Consent.terms_of_service?",
    "CustomerDetails.address",
    "CustomerDetails.business_name",
    "CustomerDetails.email?",
    "CustomerDetails.individual_name",
    "CustomerDetails.name",
    "CustomerDetails.phone",
    "CustomerDetails.tax_exempt?",
    "CustomerDetails.tax_ids",
    "Dropdown.value",
    "Session.consent",
    "Session.customer",
    "Session.customer_account",
    "Session.invoice",
    "Session.payment_intent",
    "Session.payment_link",
    "Session.recovered_from",
    "Session.subscription",
    "SetupIntent.allowed_payment_method_types",
    "SetupIntent.customer",
    "SetupIntent.customer_account",
    "SetupIntent.excluded_payment_method_types",
    "SetupIntent.last_setup_error",
    "SetupIntent.managed_payments",
    "SetupIntent.next_action",
    "SetupIntent.payment_method",
    "SetupIntent.payment_method_configuration_details",
    "TaxId.type",
    "TaxId.value",
    "TaxId.value?",
    "TypedAnswer.value",
];

/// What only an object at its own path shows.
const NOT_IN_CAMEL: &[&str] = &[
    "DeliveryEstimate.maximum?",
    "DeliveryEstimate.minimum",
    "FixedAmount.currency_options",
    "FixedAmountOption.amount",
    "FixedAmountOption.tax_behavior",
    "Price.currency_options",
    "PriceOption.custom_unit_amount?",
    "PriceOption.tax_behavior",
    "PriceOption.unit_amount",
    "PriceOption.unit_amount?",
    "PriceOption.unit_amount_decimal",
    "TaxDetails.performance_location?",
    "TaxDetails.tax_code?",
];

async fn a_day(merchant: &Merchant, dialect: Dialect) -> Seen {
    let mut speaker = Speaker { merchant, dialect, seen: Seen::default() };
    let mut all = forms();
    all.extend([FULL, SETUP, EMBEDDED].map(String::from));
    let kept = Kept::new(merchant).await;
    all.extend(kept.carts);
    // Only Stripe's wire has paths of a catalogue.
    for (name, answer) in kept.answers.into_iter().filter(|_| dialect == Dialect::Stripe) {
        speaker.saw(name, answer);
    }
    for session in own() {
        let made = merchant.camel_post("", &session).await.done();
        let path = format!("/{}?{}", made["id"].as_str().unwrap(), EXPAND.replacen('&', "", 1));
        speaker.get(&path, "Session").await;
    }
    for asked in all {
        speaker.post("", &asked).await;
        let session = speaker.post("", &format!("{asked}{EXPAND}")).await;
        let id = session["id"].as_str().unwrap();
        let lines = format!("/{id}/{}", dialect.line_items_step());
        speaker.get(&lines, "LineItemList").await;
        speaker.get_as_of("2024-06-20", &format!("/{id}")).await;
        if asked.starts_with(EMBEDDED) {
            let place = "&collected_information[shipping_details][address]";
            let more =
                format!("{place}[line2]=Hof{place}[city]=Ulm{place}[postal_code]=89073{place}[state]=BW");
            speaker.post(&format!("/{id}"), COLLECTED).await;
            speaker.post(&format!("/{id}"), &format!("{COLLECTED}{more}")).await;
            speaker.get_as_of("2024-06-20", &format!("/{id}")).await;
        } else {
            speaker.post(&format!("/{id}"), "metadata[a]=1").await;
            speaker.post(&format!("/{id}/expire"), "").await;
            speaker.get(&format!("/{id}?expand[]=setup_intent"), "Session").await;
        }
    }
    speaker.get("?limit=100", "SessionList").await;
    merchant.advance(DAY + 60).await;
    speaker.get("?limit=100", "SessionList").await;
    speaker.seen
}

#[tokio::test]
async fn everything_that_is_described_is_answered_some_day() {
    for dialect in [Dialect::Stripe, Dialect::Camel] {
        let contract = contract(dialect);
        let seen = a_day(&Merchant::new(), dialect).await.0;
        let never: Vec<_> = described(contract).into_iter().filter(|one| !seen.contains(one)).collect();
        let mut not_yet = NOT_YET.to_vec();
        not_yet.extend(if dialect == Dialect::Camel { NOT_IN_CAMEL } else { &["PromotionCode.customer"] });
        not_yet.sort_unstable();
        assert_eq!(never, not_yet, "{dialect:?}");
    }
}
