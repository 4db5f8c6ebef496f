//! Who pays: e-mail, phone, names and tax ids.

use paydesk_model::payment::{FieldError, Submission, known_email};
use serde_json::json;

use super::{and, asking, customer, payer, problem, refused, submitted, tree};

#[test]
fn a_card_payer_who_says_the_least_is_known_by_email_and_country() {
    let details = submitted(&json!({}), &json!({})).customer_details;
    assert_eq!(details.email.as_deref(), Some("ada@example.com"));
    assert_eq!(details.address.unwrap().country.as_deref(), Some("DE"));
    assert_eq!((details.tax_exempt.as_deref(), details.tax_ids), (Some("none"), Some(vec![])));
    assert_eq!(details.name, None);
}

#[test]
fn nothing_at_all_is_answered_with_everything_that_is_missing_from_top_to_bottom() {
    let everything = json!({
        "billing_address_collection": "required",
        "shipping_address_collection": {"allowed_countries": ["DE", "US"]},
        "phone_number_collection": {"enabled": true},
        "name_collection": {"individual": {"enabled": true}, "business": {"enabled": true}},
        "custom_fields": [{"key": "size", "type": "text", "label": {"type": "custom", "custom": "Size"}}],
        "consent_collection": {"terms_of_service": "required", "promotions": "auto"},
    });
    let problems = Submission::check(&asking(&everything), None, &tree(&json!({}))).unwrap_err();
    let fields: Vec<_> = problems.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "email",
            "phone",
            "shipping[name]",
            "shipping[country]",
            "shipping[line1]",
            "shipping[city]",
            "individual_name",
            "business_name",
            "custom_fields[size]",
            "billing[name]",
            "billing[country]",
            "billing[line1]",
            "billing[city]",
            "terms_of_service",
        ]
    );
    assert!(problems[..13].iter().all(|problem| problem.error == FieldError::Missing));
    assert_eq!(problems[13].error, FieldError::NotAccepted);
}

#[test]
fn an_email_address_has_to_look_like_one() {
    let sent = |email: &str| refused(&json!({}), &json!({"email": email}));
    assert_eq!(sent(""), problem("email", FieldError::Missing));
    assert_eq!(sent("   "), problem("email", FieldError::Missing));
    assert_eq!(sent("ada"), problem("email", FieldError::Invalid));
    assert_eq!(sent("ada@example.com\u{0}x"), problem("email", FieldError::Invalid));
    let long = format!("{}@example.com", "a".repeat(800));
    assert_eq!(sent(&long), problem("email", FieldError::TooLong(800)));
    assert_eq!(
        refused(&json!({}), &json!({"email": ["a@b.example"]})),
        problem("email", FieldError::Invalid)
    );
    let trimmed = submitted(&json!({}), &json!({"email": "  ada@example.com\n"}));
    assert_eq!(trimmed.customer_details.email.as_deref(), Some("ada@example.com"));
}

#[test]
fn an_email_address_that_is_known_is_not_asked_for_and_cannot_be_changed() {
    let session = asking(&json!({"customer_email": "shop@example.com"}));
    assert_eq!(known_email(&session, None), Some("shop@example.com"));
    let sent = tree(&and(payer(), &json!({"email": "other@example.com"})));
    let details = Submission::check(&session, None, &sent).unwrap().customer_details;
    assert_eq!(details.email.as_deref(), Some("shop@example.com"));

    let session = asking(&json!({}));
    let (known, unknown) = (customer(Some("ada@example.com")), customer(None));
    let sent = tree(&json!({"billing": {"country": "DE"}}));
    let details = Submission::check(&session, Some(&known), &sent).unwrap().customer_details;
    assert_eq!(details.email.as_deref(), Some("ada@example.com"));
    assert_eq!(details.name.as_deref(), Some("Ada Lovelace"));
    let problems = Submission::check(&session, Some(&unknown), &sent).unwrap_err();
    assert_eq!(problems[0].field, "email");
}

#[test]
fn a_phone_number_is_kept_without_what_people_put_between_its_digits() {
    let asked = json!({"phone_number_collection": {"enabled": true}});
    let kept = |phone: &str| submitted(&asked, &json!({"phone": phone})).customer_details.phone.unwrap();
    assert_eq!(kept("+49 (30) 123-456"), "+4930123456");
    assert_eq!(kept("030 12345"), "03012345");
    let wrong = |phone: &str| refused(&asked, &json!({"phone": phone}));
    assert_eq!(wrong(""), problem("phone", FieldError::Missing));
    assert_eq!(wrong("+49"), problem("phone", FieldError::Incomplete));
    assert_eq!(wrong("1234567890123456"), problem("phone", FieldError::TooLong(15)));
    assert_eq!(wrong("call me"), problem("phone", FieldError::Invalid));
    assert_eq!(wrong("1+234567"), problem("phone", FieldError::Invalid));
    assert_eq!(submitted(&json!({}), &json!({"phone": "+4930123456"})).customer_details.phone, None);
}

#[test]
fn names_are_asked_for_one_by_one_and_optional_ones_may_be_left_out() {
    let asked = json!({"name_collection": {
        "individual": {"enabled": true, "optional": true}, "business": {"enabled": true}
    }});
    assert_eq!(refused(&asked, &json!({})), problem("business_name", FieldError::Missing));
    let submission = submitted(&asked, &json!({"business_name": "Tea & Co"}));
    let collected = submission.collected_information.unwrap();
    assert_eq!(collected.business_name.as_deref(), Some("Tea & Co"));
    assert_eq!((collected.individual_name, collected.shipping_details), (None, None));
    assert_eq!(submission.customer_details.business_name.as_deref(), Some("Tea & Co"));
    let both = submitted(&asked, &json!({"business_name": "Tea & Co", "individual_name": "Ada"}));
    assert_eq!(both.customer_details.name.as_deref(), Some("Ada"));
    let long = json!({"business_name": "x".repeat(256)});
    assert_eq!(refused(&asked, &long), problem("business_name", FieldError::TooLong(255)));
    let unasked = submitted(&json!({}), &json!({"business_name": "Tea & Co", "individual_name": "Ada"}));
    assert_eq!((unasked.collected_information, unasked.customer_details.business_name), (None, None));
}

#[test]
fn a_tax_id_is_a_known_kind_with_a_value() {
    let asked = json!({"tax_id_collection": {"enabled": true}});
    let given = submitted(&asked, &json!({"tax_id": {"type": "eu_vat", "value": " DE123456789 "}}));
    let tax_ids = given.customer_details.tax_ids.unwrap();
    assert_eq!((tax_ids[0].kind.as_str(), tax_ids[0].value.as_deref()), ("eu_vat", Some("DE123456789")));
    for nothing in [json!({}), json!({"tax_id": {"type": "eu_vat", "value": ""}}), json!({"tax_id": ""})] {
        assert_eq!(submitted(&asked, &nothing).customer_details.tax_ids, Some(vec![]), "{nothing}");
    }
    let wrong = |kind: &str, value: &str| refused(&asked, &json!({"tax_id": {"type": kind, "value": value}}));
    assert_eq!(wrong("mars_vat", "1"), problem("tax_id[type]", FieldError::NotOffered));
    assert_eq!(wrong("", "1"), problem("tax_id[type]", FieldError::Missing));
    assert_eq!(wrong("eu_vat", &"1".repeat(51)), problem("tax_id[value]", FieldError::TooLong(50)));
    let unasked = submitted(&json!({}), &json!({"tax_id": {"type": "eu_vat", "value": "1"}}));
    assert_eq!(unasked.customer_details.tax_ids, Some(vec![]));
}

#[test]
fn a_business_gives_its_tax_id_where_its_country_has_them() {
    let asked = json!({
        "tax_id_collection": {"enabled": true, "required": "if_supported"},
        "name_collection": {"business": {"enabled": true, "optional": true}},
    });
    submitted(&asked, &json!({}));
    let business = json!({"business_name": "Tea & Co"});
    assert_eq!(refused(&asked, &business), problem("tax_id[value]", FieldError::Missing));
    submitted(&asked, &and(business.clone(), &json!({"tax_id": {"type": "eu_vat", "value": "DE1"}})));
    submitted(&asked, &and(business, &json!({"billing": {"country": "KI"}})));
}
