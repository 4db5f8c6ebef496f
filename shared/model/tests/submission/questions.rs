//! The merchant's own questions, consent, and keeping the method.

use paydesk_model::payment::FieldError;
use serde_json::{Value, json};

use super::{problem, refused, submitted};

fn question(key: &str, kind: &str, more: Value) -> Value {
    let label = json!({"type": "custom", "custom": key});
    let mut question = json!({"key": key, "type": kind, "label": label});
    if more != json!({}) {
        question[kind] = more;
    }
    question
}

fn asked() -> Value {
    let sizes = json!([{"label": "Small", "value": "s"}, {"label": "Large", "value": "l"}]);
    let mut engraving = question("engraving", "text", json!({"minimum_length": 2, "maximum_length": 5}));
    engraving["optional"] = json!(true);
    json!({"custom_fields": [
        engraving,
        question("badge", "numeric", json!({"minimum_length": 2, "maximum_length": 4})),
        question("size", "dropdown", json!({"options": sizes, "default_value": "s"})),
    ]})
}

fn answers(answers: &Value) -> Value {
    json!({"custom_fields": answers})
}

#[test]
fn questions_are_answered_by_their_keys() {
    let submission =
        submitted(&asked(), &answers(&json!({"badge": "0042", "size": "l", "engraving": " Hi "})));
    let values = submission.custom_field_values;
    assert_eq!((values["badge"].as_str(), values["size"].as_str()), ("0042", "l"));
    assert_eq!(values["engraving"], "Hi");
    let without = submitted(&asked(), &answers(&json!({"badge": "42", "size": "s"}))).custom_field_values;
    assert_eq!(without.len(), 2);
}

#[test]
fn a_default_is_no_answer_until_it_is_sent() {
    assert_eq!(
        refused(&asked(), &answers(&json!({"badge": "42"}))),
        problem("custom_fields[size]", FieldError::Missing)
    );
}

#[test]
fn an_answer_is_what_its_question_takes() {
    let wrong = |key: &str, value: &str| {
        let mut sent = json!({"badge": "42", "size": "s"});
        sent[key] = json!(value);
        refused(&asked(), &answers(&sent)).remove(0)
    };
    let field = |key: &str, error| (format!("custom_fields[{key}]"), error);
    assert_eq!(wrong("badge", "4x"), field("badge", FieldError::NotANumber));
    assert_eq!(wrong("badge", "-42"), field("badge", FieldError::NotANumber));
    assert_eq!(wrong("badge", "٤٢"), field("badge", FieldError::NotANumber));
    assert_eq!(wrong("badge", "4"), field("badge", FieldError::TooShort(2)));
    assert_eq!(wrong("badge", "42424"), field("badge", FieldError::TooLong(4)));
    assert_eq!(wrong("engraving", "Hello!"), field("engraving", FieldError::TooLong(5)));
    assert_eq!(wrong("engraving", "x"), field("engraving", FieldError::TooShort(2)));
    assert_eq!(wrong("size", "m"), field("size", FieldError::NotOffered));
    assert_eq!(wrong("size", ""), field("size", FieldError::Missing));
    assert_eq!(wrong("colour", "red"), field("colour", FieldError::NotOffered));
    let unasked = refused(&json!({}), &answers(&json!({"colour": "red"})));
    assert_eq!(unasked, vec![field("colour", FieldError::NotOffered)]);
    assert_eq!(refused(&json!({}), &answers(&json!("x"))), problem("custom_fields", FieldError::Invalid));
}

#[test]
fn a_key_that_is_a_number_is_a_key_all_the_same() {
    let asked = json!({"custom_fields": [question("0", "text", json!({}))]});
    let values = submitted(&asked, &answers(&json!(["here"]))).custom_field_values;
    assert_eq!(values["0"], "here");
}

#[test]
fn terms_are_accepted_and_promotions_are_a_choice() {
    let asked = json!({"consent_collection": {"terms_of_service": "required", "promotions": "auto"}});
    for answer in [json!({}), json!({"terms_of_service": "no"}), json!({"terms_of_service": ""})] {
        assert_eq!(refused(&asked, &answer), problem("terms_of_service", FieldError::NotAccepted));
    }
    let quiet = submitted(&asked, &json!({"terms_of_service": "accepted"})).consent.unwrap();
    assert_eq!(quiet.terms_of_service.as_deref(), Some("accepted"));
    assert_eq!(quiet.promotions.as_deref(), Some("opt_out"));
    let keen = submitted(&asked, &json!({"terms_of_service": "accepted", "promotions": "opt_in"}));
    assert_eq!(keen.consent.unwrap().promotions.as_deref(), Some("opt_in"));
    assert_eq!(submitted(&json!({}), &json!({"promotions": "opt_in"})).consent, None);
}

#[test]
fn a_method_is_kept_where_that_is_offered_and_wanted() {
    let offered = json!({"saved_payment_method_options": {"payment_method_save": "enabled"}});
    let wanted = json!({"save_payment_method": "true"});
    assert!(submitted(&offered, &wanted).save_payment_method);
    assert!(!submitted(&offered, &json!({})).save_payment_method);
    assert!(!submitted(&json!({}), &wanted).save_payment_method);
}
