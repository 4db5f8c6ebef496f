//! Who pays: e-mail, phone, names and tax ids, each read if the session asks for it.

use super::FieldError;
use super::address::{LINE, line};
use super::form::{Form, field, within};
use super::tax_ids::{TAX_ID_TYPES, has_tax_ids};
use crate::nested::{NameToCollect, TaxId};
use crate::params::check::LONGEST_EMAIL;
use crate::params::text::is_email;
use crate::settings::Settings;

/// The longest value of a tax id.
const LONGEST_TAX_ID: usize = 50;
/// Digits of a phone number: E.164 has at most fifteen, with the country's.
const FEWEST_DIGITS: usize = 5;
const MOST_DIGITS: usize = 15;

pub(super) fn email(form: &mut Form<'_>, known: Option<&str>) -> Option<String> {
    if let Some(known) = known {
        return Some(known.to_owned());
    }
    let email = form.required(field("email"), LONGEST_EMAIL)?;
    if !is_email(email) {
        form.note(field("email"), FieldError::Invalid);
    }
    Some(email.to_owned())
}

/// A phone number without what people put between its digits.
pub(super) fn phone(form: &mut Form<'_>, settings: &Settings) -> Option<String> {
    settings.phone_number_collection.filter(|phone| phone.enabled)?;
    let written = form.required(field("phone"), LINE)?;
    let between = |character: char| character.is_whitespace() || "-()".contains(character);
    let number: String = written.chars().filter(|character| !between(*character)).collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    let error = match digits.len() {
        _ if !digits.bytes().all(|byte| byte.is_ascii_digit()) => FieldError::Invalid,
        length if length < FEWEST_DIGITS => FieldError::Incomplete,
        length if length > MOST_DIGITS => FieldError::TooLong(MOST_DIGITS),
        _ => return Some(number),
    };
    form.note(field("phone"), error);
    None
}

/// The names of the person and of the business.
pub(super) fn names(form: &mut Form<'_>, settings: &Settings) -> (Option<String>, Option<String>) {
    let asked = settings.name_collection.as_ref();
    let individual = name(form, "individual_name", asked.and_then(|asked| asked.individual));
    let business = name(form, "business_name", asked.and_then(|asked| asked.business));
    (individual, business)
}

fn name(form: &mut Form<'_>, name: &str, asked: Option<NameToCollect>) -> Option<String> {
    let asked = asked.filter(|asked| asked.enabled)?;
    line(form, field(name), !asked.optional)
}

/// The tax id that was given, if any. A business has to give one where that is asked and its country has them.
pub(super) fn tax_ids(
    form: &mut Form<'_>,
    settings: &Settings,
    business: Option<&str>,
    country: Option<&str>,
) -> Vec<TaxId> {
    let Some(asked) = settings.tax_id_collection.as_ref().filter(|asked| asked.enabled) else {
        return Vec::new();
    };
    let required = asked.required == "if_supported" && business.is_some() && country.is_none_or(has_tax_ids);
    let (kind, value) = (within("tax_id", "type"), within("tax_id", "value"));
    // A list always has a choice, so a kind alone says nothing.
    let given = form.asked(value, LONGEST_TAX_ID, required);
    let Some(chosen) = form.asked(kind, LINE, given.is_some()) else { return Vec::new() };
    if !TAX_ID_TYPES.contains(&chosen) {
        form.note(kind, FieldError::NotOffered);
    }
    let tax_id = |value: &str| TaxId { kind: chosen.to_owned(), value: Some(value.to_owned()) };
    given.map(tax_id).into_iter().collect()
}
