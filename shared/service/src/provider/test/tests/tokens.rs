//! Instruments by name, methods at other sites, and what a session does not take.

use paydesk_model::payment::{Action, FieldError};
use paydesk_model::session::Session;
use serde_json::json;

use super::super::{Authentication, Delay, Verdict, instrument_of_token};
use super::{cards, problems, said, script, session, typed};

fn usd() -> Session {
    session("usd", &json!({}))
}

#[test]
fn the_test_tokens_are_the_cards_that_they_name() {
    for (name, brand, last4) in [
        ("pm_card_visa", "visa", "4242"),
        ("pm_card_mastercard", "mastercard", "4444"),
        ("pm_card_amex", "amex", "0005"),
        ("pm_card_discover", "discover", "1117"),
        ("pm_card_diners", "diners", "0004"),
        ("pm_card_jcb", "jcb", "0505"),
        ("pm_card_unionpay", "unionpay", "0005"),
        ("pm_card_chargeDeclined", "visa", "0002"),
        ("card", "visa", "4242"),
    ] {
        let card = instrument_of_token(&usd(), name).unwrap().card.unwrap();
        assert_eq!((card.brand.as_str(), card.last4.as_str()), (brand, last4), "{name}");
    }
    for (name, expected) in [
        ("pm_card_visa_chargeDeclined", ("card_declined", "generic_decline")),
        ("pm_card_chargeDeclined", ("card_declined", "generic_decline")),
        ("pm_card_chargeDeclinedInsufficientFunds", ("card_declined", "insufficient_funds")),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", ("card_declined", "insufficient_funds")),
        ("pm_card_chargeDeclinedExpiredCard", ("expired_card", "")),
        ("pm_card_chargeDeclinedIncorrectCvc", ("incorrect_cvc", "")),
        ("pm_card_chargeDeclinedProcessingError", ("processing_error", "")),
        ("pm_card_chargeDeclinedFraudulent", ("card_declined", "fraudulent")),
        ("pm_card_visa", ("", "")),
    ] {
        let script = script(&instrument_of_token(&usd(), name).unwrap().token);
        assert_eq!(said(&script.after), expected, "{name}");
    }
    let challenged = script(&instrument_of_token(&usd(), "pm_card_threeDSecure2Required").unwrap().token);
    assert_eq!(challenged.authentication, Authentication::Required);
}

#[test]
fn accounts_are_named_by_their_tokens_and_by_their_method() {
    let eur = cards();
    for (name, token) in [
        ("sepa_debit", "pm_success_de"),
        ("pm_failed_at", "pm_failed_at"),
        ("pm_insufficientFunds_nl", "pm_insufficientFunds_nl"),
    ] {
        let instrument = instrument_of_token(&eur, name).unwrap();
        assert_eq!((instrument.token.as_str(), instrument.kind.as_str()), (token, "sepa_debit"));
        assert!(instrument.bank.is_some() && script(token).settlement.is_some());
    }
    let ach = instrument_of_token(&usd(), "us_bank_account").unwrap();
    assert_eq!(ach.token, "pm_usBankAccount_success");
    let bacs = instrument_of_token(&session("gbp", &json!({})), "bacs_debit").unwrap();
    assert_eq!(bacs.token, "pm_bacsDebit_success");
}

#[test]
fn a_name_that_names_nothing_here_is_refused_in_clear_words() {
    for name in ["pm_card_gold", "tok_visa", "", "pm_success_xx", "pm_success_it_", "4242424242424242"] {
        let problem = instrument_of_token(&usd(), name).unwrap_err();
        assert_eq!(problem.code, Some("resource_missing"), "{name}");
        assert_eq!(problem.param.unwrap().to_string(), "payment_method");
        assert!(problem.message.contains("No such test payment method"), "{}", problem.message);
    }
    let wrong_currency = instrument_of_token(&usd(), "sepa_debit").unwrap_err();
    assert!(wrong_currency.message.contains("sepa_debit cannot be used for a payment in usd"));
    let later = session("eur", &json!({"payment_intent_data": {"capture_method": "manual"}}));
    let refused = instrument_of_token(&later, "sepa_debit").unwrap_err();
    assert!(refused.message.contains("captured later"), "{}", refused.message);
}

#[test]
fn a_method_at_another_site_needs_nothing_typed_and_sends_the_payer_there() {
    let ideal = session("eur", &json!({"payment_method_types": ["card", "ideal", "multibanco"]}));
    let instrument = typed(&ideal, &json!({"payment_method": "ideal"})).unwrap();
    assert_eq!((instrument.token.as_str(), instrument.kind.as_str()), ("ideal", "ideal"));
    let played = script("ideal");
    assert_eq!(played.authentication.action(), Some(Action::Redirect));
    assert!(!played.authentication.authenticates());
    assert_eq!((played.after, played.settlement), (Verdict::Approve, None));
    assert_eq!(script("multibanco").settlement.unwrap().delay, Delay::Standard);
}

#[test]
fn a_payer_chooses_among_what_is_offered() {
    let both = session("eur", &json!({"payment_method_types": ["card", "ideal"]}));
    let choice = |error| [("payment_method".to_owned(), error)];
    assert_eq!(problems(&both, &json!({})), choice(FieldError::Missing));
    assert_eq!(problems(&both, &json!({"payment_method": "paypal"})), choice(FieldError::NotOffered));
    assert_eq!(problems(&both, &json!({"payment_method": ["card"]})), choice(FieldError::Invalid));
    let card = json!({"card": {"number": "4242424242424242", "expiry": "12/34", "cvc": "123"}});
    typed(&cards(), &card).unwrap();
}

#[test]
fn a_live_session_is_none_of_the_test_providers_business() {
    let mut live = cards();
    live.id = paydesk_model::ids::SessionId::new(true, "abc");
    let card = json!({"card": {"number": "4242424242424242", "expiry": "12/34", "cvc": "123"}});
    assert_eq!(problems(&live, &card), [("payment_method".to_owned(), FieldError::NotOffered)]);
    assert!(instrument_of_token(&live, "pm_card_visa").is_err());
}

#[test]
fn a_token_of_nobodys_is_declined() {
    assert_eq!(said(&script("pm_unknown").after).0, "resource_missing");
}
