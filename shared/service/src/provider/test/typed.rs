//! What a payer types into the page's payment fields, read into an instrument.

use paydesk_model::params::date;
use paydesk_model::payment::form::{Form, within};
use paydesk_model::payment::methods::Flow;
use paydesk_model::payment::{FieldError, Instrument};
use paydesk_model::session::Session;
use paydesk_model::time::Moment;
use paydesk_model::tree::Tree;

use super::number::Number;
use super::{accounts, cards, redirect};
use crate::provider::MethodProblem;

/// The longest that any of these fields is read; each says for itself what it holds.
const LINE: usize = 255;
/// Cards are not issued for longer than this.
const LONGEST_LIFE: i64 = 50;

/// What the payer typed or chose, as an instrument of the test provider's.
pub fn read_method(session: &Session, sent: &Tree, now: Moment) -> Result<Instrument, MethodProblem> {
    let not_offered = |error| MethodProblem::field("payment_method", error);
    if session.livemode() {
        return Err(not_offered(FieldError::NotOffered));
    }
    let method = session.chosen_method(sent).map_err(not_offered)?;
    let form = Form::new(sent);
    match (method.flow, method.kind) {
        (Flow::Redirect, _) => Ok(redirect::instrument(method)),
        (Flow::Card, _) => card(form, now),
        (Flow::Debit, "us_bank_account") => us_bank_account(form),
        (Flow::Debit, "bacs_debit") => bacs_debit(form),
        (Flow::Debit, _) => sepa_debit(form),
    }
}

/// Whatever is missing was noted as it was read, here and in the debits.
fn card(mut form: Form<'_>, now: Moment) -> Result<Instrument, MethodProblem> {
    let number = parsed(&mut form, "card", "number", Number::parse);
    let expiry = parsed(&mut form, "card", "expiry", |typed| expiry(typed, now));
    let cvc_length = number.as_ref().map(Number::cvc_length);
    parsed(&mut form, "card", "cvc", |typed| cvc(typed, cvc_length));
    form.text(within("card", "name"), LINE);
    let read = form.finish(number.zip(expiry)).map_err(MethodProblem::Fields)?;
    let (number, (month, year)) =
        read.ok_or_else(|| MethodProblem::field("card[number]", FieldError::Missing))?;
    let card = cards::of_number(&number).map_err(MethodProblem::Decline)?;
    Ok(card.instrument(month, year))
}

fn sepa_debit(mut form: Form<'_>) -> Result<Instrument, MethodProblem> {
    let iban = parsed(&mut form, "sepa_debit", "iban", iban);
    holder(&mut form, "sepa_debit");
    let iban = form.finish(iban).map_err(MethodProblem::Fields)?;
    let iban = iban.ok_or_else(|| MethodProblem::field("sepa_debit[iban]", FieldError::Missing))?;
    accounts::of_iban(&iban).map_err(MethodProblem::Decline)
}

fn us_bank_account(mut form: Form<'_>) -> Result<Instrument, MethodProblem> {
    const GROUP: &str = "us_bank_account";
    let routing = parsed(&mut form, GROUP, "routing_number", routing_number);
    let account = parsed(&mut form, GROUP, "account_number", |typed| digits(typed, 4, 17));
    holder(&mut form, GROUP);
    let read = form.finish(routing.zip(account)).map_err(MethodProblem::Fields)?;
    let (routing, account) =
        read.ok_or_else(|| MethodProblem::field("us_bank_account[account_number]", FieldError::Missing))?;
    accounts::of_us(&routing, &account).map_err(MethodProblem::Decline)
}

fn bacs_debit(mut form: Form<'_>) -> Result<Instrument, MethodProblem> {
    /// Stripe's example of an account that does not exist.
    const NO_ACCOUNT: &str = "00044444";
    const GROUP: &str = "bacs_debit";
    let sort_code = parsed(&mut form, GROUP, "sort_code", |typed| digits(typed, 6, 6));
    let account = parsed(&mut form, GROUP, "account_number", |typed| match digits(typed, 8, 8)?.as_str() {
        NO_ACCOUNT => Err(FieldError::Invalid),
        account => Ok(account.to_owned()),
    });
    holder(&mut form, GROUP);
    let read = form.finish(sort_code.zip(account)).map_err(MethodProblem::Fields)?;
    let (sort_code, account) =
        read.ok_or_else(|| MethodProblem::field("bacs_debit[account_number]", FieldError::Missing))?;
    accounts::of_bacs(&sort_code, &account).map_err(MethodProblem::Decline)
}

/// The account holder's name, which a mandate needs: beside the account or in the billing address.
fn holder(form: &mut Form<'_>, group: &str) {
    let billed = form.peek(within("billing", "name"), LINE).is_some();
    form.asked(within(group, "name"), LINE, !billed);
}

fn parsed<T>(
    form: &mut Form<'_>,
    group: &str,
    name: &str,
    parse: impl FnOnce(&str) -> Result<T, FieldError>,
) -> Option<T> {
    let typed = form.required(within(group, name), LINE)?;
    parse(typed).map_err(|error| form.note(within(group, name), error)).ok()
}

/// `MM / YY`, with or without the space, the stroke and the century.
fn expiry(typed: &str, now: Moment) -> Result<(u8, u16), FieldError> {
    let compact: String = typed.chars().filter(|character| !character.is_whitespace()).collect();
    let (month, year) = match compact.split_once('/') {
        Some(parts) => parts,
        None => compact.split_at_checked(2).ok_or(FieldError::Incomplete)?,
    };
    if ![month, year].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(FieldError::Invalid);
    }
    let year = match year.len() {
        2 => format!("20{year}"),
        4 => year.to_owned(),
        0 | 1 | 3 => return Err(FieldError::Incomplete),
        _ => return Err(FieldError::Invalid),
    };
    let month: u8 = month.parse().map_err(|_| FieldError::Invalid)?;
    let year: u16 = year.parse().map_err(|_| FieldError::Invalid)?;
    // A card is good until its month is over.
    let (next_month, its_year) = if month == 12 { (1, year + 1) } else { (month + 1, year) };
    let over = date::days(&format!("{its_year:04}-{next_month:02}-01")).filter(|_| month > 0);
    let days_left = over.ok_or(FieldError::Invalid)? - now.seconds().div_euclid(86_400);
    match days_left {
        ..=0 => Err(FieldError::InThePast),
        left if left > LONGEST_LIFE * 366 => Err(FieldError::Invalid),
        _ => Ok((month, year)),
    }
}

/// A security code is looked at for its length and forgotten; of an unknown card, either length will do.
fn cvc(typed: &str, length: Option<usize>) -> Result<(), FieldError> {
    digits(typed, length.unwrap_or(3), length.unwrap_or(4)).map(drop)
}

/// Digits of a number that is written in groups.
fn digits(typed: &str, least: usize, most: usize) -> Result<String, FieldError> {
    let digits: String =
        typed.chars().filter(|character| !character.is_whitespace() && *character != '-').collect();
    match digits.len() {
        _ if !digits.bytes().all(|byte| byte.is_ascii_digit()) => Err(FieldError::Invalid),
        length if length < least => Err(FieldError::Incomplete),
        length if length > most => Err(FieldError::Invalid),
        _ => Ok(digits),
    }
}

/// Nine digits with the checksum of the American Bankers Association.
fn routing_number(typed: &str) -> Result<String, FieldError> {
    let number = digits(typed, 9, 9)?;
    let weighed = number.bytes().zip([3, 7, 1].into_iter().cycle());
    let sum: u32 = weighed.map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    if sum.is_multiple_of(10) { Ok(number) } else { Err(FieldError::Invalid) }
}

fn iban(typed: &str) -> Result<iban::Iban, FieldError> {
    /// The shortest there is, in Norway.
    const SHORTEST: usize = 15;
    let compact: String = typed.chars().filter(|character| !character.is_whitespace()).collect();
    let begun = compact.bytes().enumerate().all(|(place, byte)| match place {
        0 | 1 => byte.is_ascii_alphabetic(),
        2 | 3 => byte.is_ascii_digit(),
        _ => byte.is_ascii_alphanumeric(),
    });
    let error = if begun && compact.len() < SHORTEST { FieldError::Incomplete } else { FieldError::Invalid };
    compact.to_ascii_uppercase().parse().map_err(|_: iban::ParseIbanError| error)
}
