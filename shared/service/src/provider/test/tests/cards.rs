//! Cards: every number does what is published of it, and no number is ever seen again.

use paydesk_model::payment::{Action, FieldError};
use serde_json::{Value, json};

use super::super::Authentication;
use super::{Verdict, cards, decline, problems, said, script, session, typed};

fn card(number: &str) -> Value {
    let cvc = if number.starts_with("37") { "1234" } else { "123" };
    json!({"payment_method": "card", "card": {"number": number, "expiry": "12 / 34", "cvc": cvc}})
}

const DECLINED: &str = "card_declined";

#[rustfmt::skip]
const PAID: &[(&str, &str)] = &[
    ("4242424242424242", "visa"), ("5555555555554444", "mastercard"), ("378282246310005", "amex"),
    ("6011111111111117", "discover"), ("3056930009020004", "diners"), ("3566002020360505", "jcb"),
    ("6200000000000005", "unionpay"), ("4000056655665556", "visa"), ("4000000000009235", "visa"),
    ("4000000000000101", "visa"), ("4000000000000036", "visa"), ("4000000000003055", "visa"),
    ("4000000000003097", "visa"), ("4000000000000259", "visa"), ("4000000000000077", "visa"),
    ("4000000000001208", "visa"), ("4000002760000016", "visa"), ("2223003122003222", "mastercard"),
];

#[rustfmt::skip]
const REFUSED: &[(&str, &str, &str, &str)] = &[
    ("4000000000000002", DECLINED, "generic_decline", "Your card was declined."),
    ("4000000000009995", DECLINED, "insufficient_funds", "Your card has insufficient funds."),
    ("4000000000009987", DECLINED, "lost_card", "Your card was declined."),
    ("4000000000009979", DECLINED, "stolen_card", "Your card was declined."),
    ("4000000000000069", "expired_card", "", "Your card has expired."),
    ("4000000000000127", "incorrect_cvc", "", "Your card's security code is incorrect."),
    ("4000000000000119", "processing_error", "",
        "An error occurred while processing your card. Try again in a little bit."),
    ("4000000000006975", DECLINED, "card_velocity_exceeded",
        "Your card was declined for making repeated attempts too frequently or exceeding its amount limit."),
    ("4000000000000341", DECLINED, "generic_decline", "Your card was declined."),
    ("4100000000000019", DECLINED, "fraudulent", "Your card was declined."),
    ("4000000000004954", DECLINED, "fraudulent", "Your card was declined."),
];

#[test]
fn cards_that_pay_pay_without_further_ado() {
    for (number, brand) in PAID {
        let instrument = typed(&cards(), &card(number)).unwrap();
        let script = script(&instrument.token);
        assert_eq!(script.authentication, Authentication::None, "{number}");
        assert_eq!((script.after, script.saved), (Verdict::Approve, Verdict::Approve), "{number}");
        assert_eq!(script.settlement, None);
        let card = instrument.card.unwrap();
        assert_eq!((card.brand.as_str(), card.last4.as_str()), (*brand, &number[number.len() - 4..]));
        assert_eq!((card.exp_month, card.exp_year, card.authenticated), (12, 2034, false));
    }
    let of = |number: &str| typed(&cards(), &card(number)).unwrap().card.unwrap();
    assert_eq!(
        (of("4000056655665556").funding.as_str(), of("4242424242424242").funding.as_str()),
        ("debit", "credit")
    );
    assert_eq!(
        (of("4000002760000016").country.as_str(), of("4242424242424242").country.as_str()),
        ("DE", "US")
    );
}

#[test]
fn cards_that_are_declined_say_why() {
    for (number, code, decline_code, message) in REFUSED {
        let script = script(&typed(&cards(), &card(number)).unwrap().token);
        assert_eq!(script.authentication, Authentication::None, "{number}");
        assert_eq!(said(&script.after), (*code, *decline_code), "{number}");
        let Verdict::Decline(decline) = script.after else { panic!("{number} pays") };
        assert_eq!((decline.message.as_str(), decline.was_charged()), (*message, true));
    }
}

#[test]
fn a_card_is_saved_as_it_is_charged_except_those_that_fail_only_later() {
    for (number, ..) in REFUSED {
        let script = script(&typed(&cards(), &card(number)).unwrap().token);
        let saved = said(&script.saved);
        let expected = if *number == "4000000000000341" { ("", "") } else { said(&script.after) };
        assert_eq!(saved, expected, "{number}");
    }
}

#[test]
fn three_d_secure_is_asked_for_and_then_the_bank_decides() {
    use Authentication::{Fails, Frictionless, Required};
    for (number, authentication, then) in [
        ("4000002500003155", Required, ("", "")),
        ("4000002760003184", Required, ("", "")),
        ("4000003800000446", Required, ("", "")),
        ("4000008260003178", Required, (DECLINED, "insufficient_funds")),
        ("4000000000003220", Required, ("", "")),
        ("4000008400000027", Required, ("", "")),
        ("4000008400001629", Required, (DECLINED, "generic_decline")),
        ("4000008400001280", Fails, (DECLINED, "generic_decline")),
        ("4000000032200000", Frictionless, ("", "")),
    ] {
        let script = script(&typed(&cards(), &card(number)).unwrap().token);
        assert_eq!((script.authentication, said(&script.after)), (authentication, then), "{number}");
    }
    assert_eq!(Required.action(), Some(Action::ThreeDSecure));
    assert!(Required.authenticates() && Frictionless.authenticates() && !Fails.authenticates());
}

#[test]
fn a_merchant_who_asks_for_three_d_secure_gets_it_where_the_card_has_it() {
    let options = json!({"payment_method_options": {"card": {"request_three_d_secure": "any"}}});
    let (asking, not_asking) = (session("eur", &options), cards());
    for (number, asked) in [
        ("4000000000003055", Authentication::Required),
        ("4000000000003097", Authentication::Fails),
        ("4242424242424242", Authentication::None),
    ] {
        let script = script(&typed(&asking, &card(number)).unwrap().token);
        assert_eq!(script.authentication_for(&asking), asked, "{number}");
        assert_eq!(script.authentication_for(&not_asking), Authentication::None, "{number}");
    }
    let always = script("pm_card_authenticationRequired");
    assert_eq!(always.authentication_for(&asking), Authentication::Required);
}

#[test]
fn a_number_is_never_seen_again() {
    let numbers = PAID.iter().map(|row| row.0).chain(REFUSED.iter().map(|row| row.0));
    for number in numbers {
        let instrument = typed(&cards(), &card(number)).unwrap();
        let shown = format!("{instrument:?} {}", serde_json::to_string(&instrument).unwrap());
        assert!(
            !shown.contains(number) && !instrument.token.contains(&number[number.len() - 4..]),
            "{shown}"
        );
    }
    let mistyped = typed(&cards(), &card("4242424242424241")).unwrap_err();
    let unknown = typed(&cards(), &card("4111111111111111")).unwrap_err();
    assert!(!format!("{mistyped:?} {unknown:?}").contains("111"), "{unknown:?}");
}

#[test]
fn a_card_that_is_no_test_card_does_not_pay_a_test() {
    let refused = decline(&cards(), &card("4111 1111 1111 1111"));
    assert_eq!(
        (refused.code.as_str(), refused.decline_code.as_deref()),
        (DECLINED, Some("test_mode_live_card"))
    );
    assert!(refused.message.contains("test cards"), "{}", refused.message);
}

#[test]
fn a_card_is_mended_field_by_field() {
    let nothing = json!({"payment_method": "card"});
    let missing = |field: &str| (field.to_owned(), FieldError::Missing);
    assert_eq!(
        problems(&cards(), &nothing),
        [missing("card[number]"), missing("card[expiry]"), missing("card[cvc]")]
    );
    for (field, typed, error) in [
        ("number", "4242 4242", FieldError::Incomplete),
        ("number", "4242424242424241", FieldError::Invalid),
        ("number", "four two four two", FieldError::Invalid),
        ("expiry", "12", FieldError::Incomplete),
        ("expiry", "12/3", FieldError::Incomplete),
        ("expiry", "13/30", FieldError::Invalid),
        ("expiry", "00/30", FieldError::Invalid),
        ("expiry", "ab/cd", FieldError::Invalid),
        ("expiry", "12/2999", FieldError::Invalid),
        ("expiry", "12/26", FieldError::InThePast),
        ("expiry", "12/1999", FieldError::InThePast),
        ("cvc", "12", FieldError::Incomplete),
        ("cvc", "1234", FieldError::Invalid),
        ("cvc", "12x", FieldError::Invalid),
        ("cvc", "", FieldError::Missing),
        ("name", "Ada\u{0}", FieldError::Invalid),
    ] {
        let mut sent = card("4242424242424242");
        sent["card"][field] = json!(typed);
        assert_eq!(problems(&cards(), &sent), [(format!("card[{field}]"), error)], "{typed}");
    }
    let mut amex = card("378282246310005");
    amex["card"]["cvc"] = json!("123");
    assert_eq!(problems(&cards(), &amex), [("card[cvc]".to_owned(), FieldError::Incomplete)]);
}

#[test]
fn an_expiry_is_read_however_it_is_written_and_lasts_to_the_end_of_its_month() {
    for written in ["01 / 27", "01/27", "0127", "01/2027", "012027", "1/27", " 01 / 2027 "] {
        let mut sent = card("4242424242424242");
        sent["card"]["expiry"] = json!(written);
        let card = typed(&cards(), &sent).unwrap().card.unwrap();
        assert_eq!((card.exp_month, card.exp_year), (1, 2027), "{written}");
    }
}
