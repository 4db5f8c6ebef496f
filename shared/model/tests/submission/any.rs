//! Any page and any payer: what passes answers everything that was asked, and nothing makes the check stumble.

use std::cell::Cell;

use paydesk_model::payment::{FieldError, Submission, TAX_ID_TYPES, places};
use paydesk_model::session::Session;
use paydesk_model::tree::Tree;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngSeed, TestCaseResult, TestRunner};
use serde_json::{Value, json};

use super::{asking, tree};

/// What a page may ask: each of these or not.
fn settings() -> impl Strategy<Value = Value> {
    let question = |key: &str, kind: &str, optional: bool| json!({"key": key, "type": kind, "optional": optional, "label": {"type": "custom", "custom": key}});
    let pieces = vec![
        json!({"billing_address_collection": "required"}),
        json!({"shipping_address_collection": {"allowed_countries": ["DE", "US", "HK"]}}),
        json!({"phone_number_collection": {"enabled": true}}),
        json!({"name_collection": {"individual": {"enabled": true}, "business": {"enabled": true, "optional": true}}}),
        json!({"tax_id_collection": {"enabled": true, "required": "if_supported"}}),
        json!({"custom_fields": [question("note", "text", true), question("badge", "numeric", false)]}),
        json!({"consent_collection": {"terms_of_service": "required", "promotions": "auto"}}),
        json!({"payment_method_types": ["card", "ideal", "sepa_debit"]}),
        json!({"customer_email": "shop@example.com"}),
    ];
    vec(any::<bool>(), pieces.len()).prop_map(move |asked| {
        let mut all = json!({});
        for (piece, _) in pieces.iter().zip(asked).filter(|(_, asked)| *asked) {
            all.as_object_mut().unwrap().extend(piece.as_object().unwrap().clone());
        }
        all
    })
}

/// A field mostly answered well, sometimes not at all, sometimes with anything.
fn value(good: &'static [&'static str]) -> impl Strategy<Value = Tree> {
    let text = |text: &str| Tree::Text(text.to_owned());
    prop_oneof![
        90 => select(good).prop_map(text),
        2 => Just(text("")),
        1 => any::<String>().prop_map(Tree::Text),
        1 => Just(Tree::List(vec![])),
        1 => Just(tree(&json!({"a": ["b"]}))),
    ]
}

fn group(fields: &[(&'static str, &'static [&'static str])]) -> BoxedStrategy<Tree> {
    let entries: Vec<_> = fields.iter().map(|(name, good)| (Just((*name).to_owned()), value(good))).collect();
    prop_oneof![
        90 => entries.prop_map(Tree::Hash),
        1 => value(&["x"]),
    ]
    .boxed()
}

const PLACE: &[(&str, &[&str])] = &[
    ("name", &["Ada", " Bob "]),
    ("country", &["DE", "US", "HK", "KI"]),
    ("line1", &["Weg 1"]),
    ("line2", &["", "Hof"]),
    ("city", &["Berlin"]),
    ("state", &["NY"]),
    ("postal_code", &["10115"]),
];

fn form() -> impl Strategy<Value = Tree> {
    let named = |name: &str, value: BoxedStrategy<Tree>| {
        let name = name.to_owned();
        value.prop_map(move |value| (name.clone(), value))
    };
    let entries = vec![
        named("email", value(&["ada@example.com"]).boxed()),
        named("payment_method", value(&["card", "card", "ideal", "sepa_debit"]).boxed()),
        named("billing", group(PLACE)),
        named("shipping", group(PLACE)),
        named("same_address", value(&["true", "", "false"]).boxed()),
        named("phone", value(&["+49 30 12345", "(030) 12345"]).boxed()),
        named("individual_name", value(&["Ada"]).boxed()),
        named("business_name", value(&["Tea & Co", ""]).boxed()),
        named("tax_id", group(&[("type", &["eu_vat", "us_ein"]), ("value", &["DE1", ""])])),
        named("custom_fields", group(&[("note", &["", "Hi"]), ("badge", &["42"])])),
        named("terms_of_service", value(&["accepted"]).boxed()),
        named("promotions", value(&["opt_in", "opt_out", ""]).boxed()),
        named("card", group(&[("name", &["", "Ada"])])),
    ];
    entries.prop_map(Tree::Hash)
}

/// Everything that `session` asks for is in `submission`.
fn answers_everything(session: &Session, submission: &Submission) -> TestCaseResult {
    let (settings, details) = (&session.settings, &submission.customer_details);
    prop_assert!(details.email.as_deref().is_some_and(|email| email.contains('@')));
    let whole = settings.billing_address_collection.as_deref() == Some("required");
    if whole {
        let address = details.address.as_ref().unwrap();
        let country = address.country.as_deref().unwrap();
        prop_assert!(details.name.is_some() && address.line1.is_some());
        prop_assert!(address.city.is_some() || !places::needs_city(country));
        prop_assert!(address.state.is_some() || !places::needs_state(country));
        prop_assert!(address.postal_code.is_some() || !places::needs_postal_code(country));
    }
    let collected = submission.collected_information.clone().unwrap_or_default();
    if let Some(asked) = &settings.shipping_address_collection {
        let shipping = collected.shipping_details.unwrap();
        prop_assert!(asked.allowed_countries.contains(shipping.address.country.as_ref().unwrap()));
        prop_assert!(!shipping.name.is_empty() && shipping.address.line1.is_some());
    }
    prop_assert_eq!(details.phone.is_some(), settings.phone_number_collection.is_some());
    prop_assert_eq!(details.individual_name.is_some(), settings.name_collection.is_some());
    for tax_id in details.tax_ids.as_ref().unwrap() {
        prop_assert!(settings.tax_id_collection.is_some() && TAX_ID_TYPES.contains(&&*tax_id.kind));
    }
    for question in settings.custom_fields.iter().flatten().filter(|question| !question.optional) {
        prop_assert!(submission.custom_field_values.contains_key(&question.key));
    }
    let accepted = submission.consent.as_ref().is_some_and(|consent| {
        consent.terms_of_service.as_deref() == Some("accepted") && consent.promotions.is_some()
    });
    prop_assert_eq!(accepted, settings.consent_collection.is_some());
    Ok(())
}

#[test]
fn what_passes_answers_everything_that_was_asked() {
    let config =
        Config { cases: 1500, failure_persistence: None, rng_seed: RngSeed::Fixed(11), ..Config::default() };
    let (passed, refused) = (Cell::new(0), Cell::new(0));
    let outcome = TestRunner::new(config).run(&(settings(), form()), |(settings, sent)| {
        let session = asking(&settings);
        match Submission::check(&session, None, &sent) {
            Ok(submission) => {
                passed.set(passed.get() + 1);
                answers_everything(&session, &submission)
            }
            Err(problems) => {
                refused.set(refused.get() + 1);
                prop_assert!(!problems.is_empty());
                let mut fields: Vec<_> = problems.iter().map(|problem| &problem.field).collect();
                fields.sort_unstable();
                fields.dedup();
                prop_assert_eq!(
                    fields.len(),
                    problems.len(),
                    "a field is complained of once: {:?}",
                    problems
                );
                Ok(())
            }
        }
    });
    outcome.unwrap();
    assert!(passed.get() > 100 && refused.get() > 100, "{} passed, {} refused", passed.get(), refused.get());
}

/// Anything that a request can be.
fn anything() -> impl Strategy<Value = Tree> {
    let names = ["email", "billing", "country", "shipping", "custom_fields", "tax_id", "card", "x"];
    let leaf = any::<String>().prop_map(Tree::Text);
    leaf.prop_recursive(3, 24, 6, move |inner| {
        let entries = vec((select(names.to_vec()), inner.clone()), 0..6);
        prop_oneof![
            vec(inner, 0..4).prop_map(Tree::List),
            entries.prop_map(|entries| {
                Tree::Hash(entries.into_iter().map(|(name, tree)| (name.to_owned(), tree)).collect())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(Config { cases: 1000, failure_persistence: None, rng_seed: RngSeed::Fixed(12), ..Config::default() })]

    #[test]
    fn nothing_that_is_sent_makes_the_check_stumble(settings in settings(), sent in anything()) {
        let problems = Submission::check(&asking(&settings), None, &sent).err().unwrap_or_default();
        prop_assert!(problems.iter().all(|problem| problem.error != FieldError::InThePast));
    }
}
