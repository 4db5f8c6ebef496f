//! Objects against the types that Stripe's own SDK declares: every key that they require, and no key that they lack.

use paydesk_model::lifecycle::Settlement;
use paydesk_model::payment::{Action, Decline};
use paydesk_model::session::{Payment, Session};
use serde_json::{Value, json};

use crate::till::{CLUB, Happening, SETUP, TEA, Till, card, open, other};

const SCHEMA: &str = include_str!("../fixtures/objects.schema.json");

#[track_caller]
pub fn assert_is(kind: &str, value: &Value) {
    let mut schema: Value = serde_json::from_str(SCHEMA).unwrap();
    schema["$ref"] = json!(format!("#/$defs/{kind}"));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{kind}: {wrong:#?}");
}

const DELAYED: &str = "&payment_method_types[]=sepa_debit&invoice_creation[enabled]=true\
    &invoice_creation[invoice_data][footer]=Bye&invoice_creation[invoice_data][metadata][a]=b\
    &invoice_creation[invoice_data][custom_fields][0][name]=PO&invoice_creation[invoice_data][custom_fields][0][value]=7\
    &shipping_options[0][shipping_rate_data][display_name]=Post\
    &shipping_options[0][shipping_rate_data][type]=fixed_amount\
    &shipping_options[0][shipping_rate_data][fixed_amount][amount]=500\
    &shipping_options[0][shipping_rate_data][fixed_amount][currency]=eur&automatic_tax[enabled]=true";
const INTENT: &str = "&payment_intent_data[description]=Tea&payment_intent_data[metadata][a]=b\
    &payment_intent_data[receipt_email]=ada@example.com&payment_intent_data[setup_future_usage]=off_session\
    &payment_intent_data[shipping][name]=Ada&payment_intent_data[shipping][address][line1]=Weg%201\
    &payment_intent_data[statement_descriptor]=TEA%20SHOP&payment_intent_data[transfer_group]=g\
    &payment_intent_data[transfer_data][destination]=acct_9&payment_method_data[allow_redisplay]=always\
    &payment_method_options[card][request_three_d_secure]=any&managed_payments[enabled]=true";
const TRIAL: &str = "&subscription_data[trial_period_days]=7&subscription_data[description]=Club\
    &subscription_data[metadata][a]=b&subscription_data[trial_settings][end_behavior][missing_payment_method]=cancel\
    &subscription_data[invoice_settings][issuer][type]=self&subscription_data[billing_mode][type]=classic";

fn failed(session: Session) -> Session {
    let reason = Decline::new("insufficient_funds", None, "There was not enough.");
    session.pays(other("sepa_debit"), Payment::Processing).settles(Settlement::Failed(Some(reason)))
}

/// Sessions of every mode and every outcome.
fn everything() -> Vec<Session> {
    let tea = |body: &str| open(body, TEA, 0);
    let club = |body: &str| open(body, CLUB, 0);
    vec![
        tea("tried").declined("card_declined", Some("insufficient_funds")),
        tea("blocked").declined("card_declined", Some("fraudulent")),
        tea("unproven").declined("payment_intent_authentication_failure", None),
        tea("waiting").tries(card(), Some(Action::ThreeDSecure)),
        tea("moving").tries(card(), None),
        tea("paid").declined("expired_card", None).pays(card(), Payment::Paid),
        tea("held").pays(card(), Payment::Authorized),
        open("asked", &format!("{TEA}{INTENT}"), 0).pays(card(), Payment::Paid),
        open("coming", &format!("{TEA}{DELAYED}"), 0).pays(other("sepa_debit"), Payment::Processing),
        failed(open("bounced", &format!("{TEA}{DELAYED}"), 0)),
        tea("over").declined("card_declined", None).at(crate::world::START.plus_seconds(100_000)),
        club("member").pays(card(), Payment::Paid),
        open("trying", &format!("{CLUB}{TRIAL}"), 0).pays(card(), Payment::Paid),
        club("late").pays(other("sepa_debit"), Payment::Processing),
        failed(club("never")),
        open("fresh", SETUP, 0),
        open("kept", SETUP, 0).pays(card(), Payment::NotRequired),
        open("refused", SETUP, 0).declined("card_declined", None),
    ]
}

#[tokio::test]
async fn every_object_of_every_outcome_is_what_stripes_types_say() {
    let till = Till::new().await;
    for session in everything() {
        till.keep(&session).await;
    }
    let mut seen = 0;
    for (path, kind) in [
        ("payment_intents", "payment_intent"),
        ("setup_intents", "setup_intent"),
        ("charges", "charge"),
        ("payment_methods", "payment_method"),
        ("subscriptions", "subscription"),
        ("invoices", "invoice"),
    ] {
        let all = if kind == "subscription" { "&status=all" } else { "" };
        let list = till.get(&format!("/v1/{path}?limit=100{all}")).await.done();
        for object in list["data"].as_array().unwrap() {
            assert_is(kind, object);
            let id = object["id"].as_str().unwrap();
            assert_eq!(till.get(&format!("/v1/{path}/{id}")).await.done(), *object);
            seen += 1;
        }
    }
    assert!(seen > 50, "{seen}");
}

#[tokio::test]
async fn what_is_expanded_is_what_stripes_types_say_too() {
    let till = Till::new().await;
    let member = open("member", CLUB, 0).pays(card(), Payment::Paid);
    till.keep(&member).await;
    let customer = till.keep_customer(&member).await;
    let asked = "expand[]=latest_invoice.payments&expand[]=customer.tax_ids&expand[]=default_payment_method.customer\
        &expand[]=items.data.price.product";
    let subscription = till.get(&format!("/v1/subscriptions/sub_member?{asked}")).await.done();
    assert_is("subscription", &subscription);
    assert_is("invoice", &subscription["latest_invoice"]);
    assert_is("invoice_payment", &subscription["latest_invoice"]["payments"]["data"][0]);
    assert_is("customer", &subscription["customer"]);
    assert_is("tax_id", &subscription["customer"]["tax_ids"]["data"][0]);
    assert_eq!(subscription["items"]["data"][0]["price"]["product"]["name"], "Club");
    assert_is("customer", &till.get(&format!("/v1/customers/{}", customer.id)).await.done());
}

#[tokio::test]
async fn every_payment_method_type_has_the_keys_of_its_own() {
    let till = Till::new().await;
    for kind in paydesk_model::params::choices::PAYMENT_METHODS.iter().filter(|kind| **kind != "card") {
        let body = kind.replace('_', "");
        till.keep(&open(&body, TEA, 0).pays(other(kind), Payment::Paid)).await;
        let method = till.get(&format!("/v1/payment_methods/pm_{body}_1")).await.done();
        assert_is("payment_method", &method);
        assert!(method[*kind].is_object(), "{method}");
        let charge = till.get(&format!("/v1/charges/ch_{body}_1")).await.done();
        assert_is("charge", &charge);
        assert!(charge["payment_method_details"][*kind].is_object(), "{charge}");
    }
}
