//! What went wrong, in the payer's language.

use paydesk_model::catalogue::Unusable;
use paydesk_model::choices::Unchosen;
use paydesk_model::currency::Currency;
use paydesk_model::payment::{Decline, FieldError, FieldProblem};

use super::money::Money;
use super::words::{Value, Words};

/// What is wrong at the field of that name; a list is chosen from, anything else is filled in.
pub(super) fn at(words: &Words, problems: &[FieldProblem], name: &str, list: bool) -> Option<String> {
    let problem = problems.iter().find(|problem| problem.field == name)?;
    Some(of(words, problem, list))
}

fn of(words: &Words, problem: &FieldProblem, list: bool) -> String {
    match (own(problem), problem.error) {
        (Some(key), _) => words.say(key),
        (None, FieldError::TooLong(most)) => words.say_with("error-too-long", &[("count", number(most))]),
        (None, FieldError::TooShort(least)) => words.say_with("error-too-short", &[("count", number(least))]),
        (None, FieldError::Missing) if list => words.say("error-choose"),
        (None, error) => words.say(general(error)),
    }
}

/// Fields that payers stumble at have words of their own.
fn own(problem: &FieldProblem) -> Option<&'static str> {
    use FieldError::{InThePast, TooLong, TooShort};
    Some(match (problem.field.as_str(), problem.error) {
        (_, TooLong(_) | TooShort(_)) => return None,
        ("email", _) => "error-email",
        ("phone", _) => "error-phone",
        ("card[number]", _) => "error-card-number",
        ("card[expiry]", InThePast) => "error-card-expired",
        ("card[expiry]", _) => "error-card-expiry",
        ("card[cvc]", _) => "error-card-cvc",
        ("sepa_debit[iban]", _) => "error-iban",
        ("payment_method", _) => "error-payment-method",
        ("terms_of_service", _) => "error-terms",
        _ => return None,
    })
}

fn general(error: FieldError) -> &'static str {
    match error {
        FieldError::Missing => "error-required",
        FieldError::Incomplete => "error-incomplete",
        FieldError::InThePast => "error-past",
        FieldError::NotANumber => "error-not-a-number",
        FieldError::NotOffered => "error-choose",
        FieldError::NotAccepted => "error-not-accepted",
        FieldError::Invalid | FieldError::TooLong(_) | FieldError::TooShort(_) => "error-invalid",
    }
}

/// Why nothing was paid. A bank's suspicions are not for the page.
pub(super) fn decline(words: &Words, decline: &Decline) -> String {
    let key = match (decline.code.as_str(), decline.decline_code.as_deref()) {
        (_, Some("insufficient_funds")) => "decline-insufficient-funds",
        (_, Some("test_mode_live_card")) => "decline-test-mode",
        ("expired_card", _) => "decline-expired-card",
        ("incorrect_cvc" | "invalid_cvc", _) => "decline-incorrect-cvc",
        ("incorrect_number" | "invalid_number", _) => "decline-incorrect-number",
        ("processing_error", _) => "decline-processing-error",
        ("payment_intent_authentication_failure" | "authentication_required", _) => "decline-authentication",
        ("amount_changed", _) => "decline-amount-changed",
        ("amount_out_of_bounds", _) => "no-way-to-pay",
        ("promotion_code_expired", _) => "decline-promotion-code",
        ("coupon_expired", _) => "decline-coupon",
        ("card_declined", _) => "decline-card",
        _ => "decline-other",
    };
    words.say(key)
}

/// Why what was chosen is not so.
pub(super) fn unchosen(money: Money<'_>, currency: Option<Currency>, why: Unchosen) -> String {
    let key = match why {
        Unchosen::Quantity { least, most, .. } => {
            let values = [("least", least.into()), ("most", most.into())];
            return money.words.say_with("choice-quantity", &values);
        }
        Unchosen::Code(Unusable::BelowMinimum(least)) => {
            let least = currency.map(|currency| money.of(currency, least)).unwrap_or_default();
            return money.words.say_with("code-minimum", &[("amount", (&least).into())]);
        }
        Unchosen::NotNow => "choice-not-now",
        Unchosen::NotOffered => "choice-not-offered",
        Unchosen::LastLine => "choice-last",
        Unchosen::TooLittle => "choice-too-little",
        Unchosen::TooMuch => "choice-too-much",
        Unchosen::NoSuchCode => "code-unknown",
        Unchosen::NothingOff => "code-nothing-off",
        Unchosen::Code(Unusable::Inactive) => "code-inactive",
        Unchosen::Code(Unusable::Expired) => "code-expired",
        Unchosen::Code(Unusable::UsedUp) => "code-used-up",
        Unchosen::Code(Unusable::ForAnotherCustomer) => "code-customer",
        Unchosen::Code(Unusable::OtherCurrency) => "code-currency",
        Unchosen::Code(Unusable::NotTheFirst) => "code-first",
    };
    money.words.say(key)
}

fn number(count: usize) -> Value<'static> {
    i64::try_from(count).unwrap_or(i64::MAX).into()
}
