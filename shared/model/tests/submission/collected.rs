//! Where the payer lives and where the goods go.

use paydesk_model::nested::{Address, CollectedInformation, Permissions, ShippingDetails};
use paydesk_model::payment::{FieldError, Submission};
use paydesk_model::session::Session;
use serde_json::{Value, json};

use super::{and, asking, payer, problem, refused, submitted, tree};

fn berlin() -> Value {
    json!({
        "name": "Ada Lovelace", "country": "DE", "line1": "Weg 1", "line2": "Hof", "city": "Berlin",
        "postal_code": "10115"
    })
}

fn new_york() -> Value {
    json!({
        "name": "Bob", "country": "US", "line1": "5th Ave", "city": "New York", "state": "NY",
        "postal_code": "10001"
    })
}

fn without(mut place: Value, part: &str) -> Value {
    place.as_object_mut().unwrap().remove(part);
    place
}

#[test]
fn a_required_billing_address_is_whole_as_its_country_has_it() {
    let asked = json!({"billing_address_collection": "required"});
    let details = submitted(&asked, &json!({"billing": berlin()})).customer_details;
    assert_eq!(details.name.as_deref(), Some("Ada Lovelace"));
    let address = details.address.unwrap();
    assert_eq!((address.line2.as_deref(), address.postal_code.as_deref()), (Some("Hof"), Some("10115")));
    for part in ["name", "country", "line1", "city", "postal_code"] {
        let field = format!("billing[{part}]");
        let first = refused(&asked, &json!({"billing": without(berlin(), part)})).remove(0);
        assert_eq!(first, (field, FieldError::Missing));
    }
    let stateless = json!({"billing": without(new_york(), "state")});
    assert_eq!(refused(&asked, &stateless), problem("billing[state]", FieldError::Missing));
    let dublin = json!({"name": "Ada", "country": "IE", "line1": "1 Quay", "city": "Dublin"});
    submitted(&asked, &json!({"billing": dublin}));
    let singapore = json!({"name": "Ada", "country": "SG", "line1": "1 Road", "postal_code": "018956"});
    submitted(&asked, &json!({"billing": singapore}));
}

#[test]
fn a_card_is_asked_for_its_country_and_where_banks_check_it_for_its_postal_code() {
    let billing = |billing: Value| refused(&json!({}), &json!({"billing": billing}));
    assert_eq!(billing(json!({})), problem("billing[country]", FieldError::Missing));
    assert_eq!(billing(json!({"country": "XX"})), problem("billing[country]", FieldError::NotOffered));
    for country in ["US", "GB", "CA"] {
        let missing = billing(json!({"country": country}));
        assert_eq!(missing, problem("billing[postal_code]", FieldError::Missing), "{country}");
    }
    submitted(&json!({}), &json!({"billing": {"country": "FR"}}));
}

#[test]
fn other_methods_and_free_orders_are_not_asked_for_an_address() {
    let methods = json!({"payment_method_types": ["card", "ideal"]});
    let sent = json!({"email": "ada@example.com", "payment_method": "ideal", "billing": {"name": "Ada"}});
    let details = Submission::check(&asking(&methods), None, &tree(&sent)).unwrap().customer_details;
    assert_eq!((details.address, details.name.as_deref()), (None, Some("Ada")));
    let mut free = asking(&json!({}));
    free.totals.as_mut().unwrap().total = 0;
    Submission::check(&free, None, &tree(&json!({"email": "ada@example.com"}))).unwrap();
}

#[test]
fn goods_go_to_the_countries_that_the_merchant_ships_to() {
    let asked = json!({"shipping_address_collection": {"allowed_countries": ["DE"]}});
    let submission = submitted(&asked, &json!({"shipping": berlin()}));
    let shipping = submission.collected_information.unwrap().shipping_details.unwrap();
    assert_eq!((shipping.name.as_str(), shipping.address.city.as_deref()), ("Ada Lovelace", Some("Berlin")));
    assert_eq!(submission.customer_details.name.as_deref(), Some("Ada Lovelace"));
    assert_eq!(
        refused(&asked, &json!({"shipping": new_york()})),
        problem("shipping[country]", FieldError::NotOffered)
    );
    let nameless = json!({"shipping": without(berlin(), "name")});
    assert_eq!(refused(&asked, &nameless), problem("shipping[name]", FieldError::Missing));
    let unasked = submitted(&json!({}), &json!({"shipping": berlin()}));
    assert_eq!(unasked.collected_information, None);
}

#[test]
fn a_payer_who_lives_where_the_goods_go_says_so_once() {
    let asked = json!({
        "billing_address_collection": "required", "shipping_address_collection": {"allowed_countries": ["DE"]}
    });
    let sent = json!({"shipping": berlin(), "same_address": "true", "billing": {"country": "US"}});
    let submission = submitted(&asked, &sent);
    let shipping = submission.collected_information.unwrap().shipping_details.unwrap();
    assert_eq!(submission.customer_details.address, Some(shipping.address));
    assert_eq!(submission.customer_details.name.as_deref(), Some("Ada Lovelace"));
    let incomplete = json!({"shipping": without(berlin(), "city"), "same_address": "true"});
    assert_eq!(refused(&asked, &incomplete), problem("shipping[city]", FieldError::Missing));
    let elsewhere = submitted(&asked, &json!({"shipping": berlin(), "billing": new_york()}));
    assert_eq!(elsewhere.customer_details.name.as_deref(), Some("Bob"));
    let unshipped = json!({"same_address": "true", "billing": {}});
    assert_eq!(refused(&json!({}), &unshipped), problem("billing[country]", FieldError::Missing));
}

#[test]
fn where_the_merchant_said_where_the_goods_go_the_payer_need_not() {
    let mut session = asking(&json!({"shipping_address_collection": {"allowed_countries": ["DE"]}}));
    let address = Address { country: Some("DE".into()), ..Address::default() };
    let given = ShippingDetails { address, name: "Grace".into() };
    let known = CollectedInformation { shipping_details: Some(given.clone()), ..Default::default() };
    session.gathered.collected_information = Some(known);
    let shipped = |session: &Session, sent: &Value| {
        let submission = Submission::check(session, None, &tree(sent)).unwrap();
        submission.collected_information.unwrap().shipping_details.unwrap()
    };
    let sent = and(payer(), &json!({"shipping": berlin()}));
    assert_eq!(shipped(&session, &payer()), given);
    assert_eq!(shipped(&session, &sent).name, "Ada Lovelace");
    session.settings.permissions = Some(Permissions { update_shipping_details: Some("server_only".into()) });
    assert_eq!(shipped(&session, &sent), given);
}

#[test]
fn the_name_is_the_first_that_was_said_of_billing_card_person_and_parcel() {
    let asked = json!({
        "shipping_address_collection": {"allowed_countries": ["DE"]},
        "name_collection": {"individual": {"enabled": true, "optional": true}},
    });
    let mut sent = json!({
        "billing": {"country": "DE", "name": "Billing"}, "card": {"name": "Card"},
        "individual_name": "Person", "shipping": berlin()
    });
    let name = |sent: &Value| submitted(&asked, sent).customer_details.name.unwrap();
    assert_eq!(name(&sent), "Billing");
    sent["billing"] = json!({"country": "DE"});
    assert_eq!(name(&sent), "Card");
    sent["card"] = json!({});
    assert_eq!(name(&sent), "Person");
    sent["individual_name"] = json!("");
    assert_eq!(name(&sent), "Ada Lovelace");
}

#[test]
fn a_line_is_text_of_one_line_and_not_too_long() {
    let billing = |name: Value| refused(&json!({}), &json!({"billing": {"country": "DE", "line1": name}}));
    assert_eq!(billing(json!("a\u{0}b")), problem("billing[line1]", FieldError::Invalid));
    assert_eq!(billing(json!("a\nb")), problem("billing[line1]", FieldError::Invalid));
    assert_eq!(billing(json!(["a"])), problem("billing[line1]", FieldError::Invalid));
    assert_eq!(billing(json!("ä".repeat(256))), problem("billing[line1]", FieldError::TooLong(255)));
    let kept = submitted(&json!({}), &json!({"billing": {"country": "DE", "line1": "ä".repeat(255)}}));
    assert!(kept.customer_details.address.unwrap().line1.is_some());
    let list = refused(&json!({}), &json!({"billing": ["DE"]}));
    assert!(list.contains(&("billing[country]".to_owned(), FieldError::Invalid)));
}
