//! What a test may have happen to a session, and what the payer says then by default.

use serde_json::{Map, Value};

use crate::nested::CustomField;
use crate::params::rule::{Param, Rule, choice, hash, integer, short, text};
use crate::params::{self};
use crate::path::Path;
use crate::payment::{FieldError, FieldProblem};
use crate::problem::Problem;
use crate::session::Session;
use crate::tree::Tree;

const ADDRESS: &[Param] =
    &[text("city"), text("country"), text("line1"), text("line2"), text("postal_code"), text("state")];

/// The parameters of `…/complete`.
pub const COMPLETE: &[Param] = &[
    hash("consent", &[choice("promotions", &["opt_in", "opt_out"])]),
    Param::new("custom_fields", Rule::Metadata),
    hash(
        "customer_details",
        &[
            hash("address", ADDRESS),
            text("business_name"),
            Param::new("email", Rule::Email),
            text("individual_name"),
            text("name"),
            text("phone"),
            hash("tax_id", &[text("type").required(), text("value").required()]),
        ],
    ),
    short("payment_method", 100),
    integer("settle_after", 0),
    hash("shipping_details", &[hash("address", ADDRESS), text("name")]),
];

/// The parameters of `…/fail`.
pub const FAIL: &[Param] = &[short("decline_code", 50)];

/// The parameters of `…/settle`.
pub const SETTLE: &[Param] = &[choice("outcome", &["succeeded", "failed"]).required()];

/// A checked `…/complete`.
#[derive(Clone, Debug, PartialEq)]
pub struct CompleteParams {
    /// A test token such as `pm_card_visa`, or a method type; none for a good card.
    pub payment_method: Option<String>,
    /// Seconds until a delayed payment settles.
    pub settle_after: Option<i64>,
    said: Map<String, Value>,
}

impl CompleteParams {
    /// Checks a request whose `expand` has been taken out.
    pub fn check(tree: &Tree) -> Result<Self, Problem> {
        let mut said = params::check(COMPLETE, tree)?;
        Ok(Self {
            payment_method: said.remove("payment_method").map(params::read).transpose()?,
            settle_after: said.remove("settle_after").map(params::read).transpose()?,
            said,
        })
    }

    /// The form that a payer would send, with plausible answers wherever the test gave none.
    pub fn form(&self, session: &Session) -> Tree {
        let details = self.said.get("customer_details");
        let of = |name: &str| text_at(details, name);
        let name = of("name").unwrap_or("Jenny Rosen");
        let shipping = self.said.get("shipping_details");
        let tax_id = details.and_then(|details| details.get("tax_id"));
        let mut form = vec![
            entry("email", of("email").unwrap_or("jenny.rosen@example.com")),
            entry("phone", of("phone").unwrap_or("+14155550132")),
            entry("individual_name", of("individual_name").unwrap_or(name)),
            entry("business_name", of("business_name").unwrap_or("Rosen Imports")),
            entry("terms_of_service", "accepted"),
            entry("promotions", text_at(self.said.get("consent"), "promotions").unwrap_or("opt_out")),
            group("billing", address(details, "US"), name),
            group("shipping", address(shipping, country(session)), text_at(shipping, "name").unwrap_or(name)),
            ("custom_fields".to_owned(), self.answers(session)),
        ];
        if let Some(tax_id) = tax_id {
            let part = |name| entry(name, text_at(Some(tax_id), name).unwrap_or_default());
            form.push(("tax_id".to_owned(), Tree::Hash(vec![part("type"), part("value")])));
        }
        Tree::Hash(form)
    }

    /// Every answer that was given, and one for each question that was not answered.
    fn answers(&self, session: &Session) -> Tree {
        let given = self.said.get("custom_fields").and_then(Value::as_object);
        let mut answers: Vec<(String, Tree)> = Vec::new();
        for (key, value) in given.into_iter().flatten() {
            answers.push(entry(key, value.as_str().unwrap_or_default()));
        }
        for field in session.settings.custom_fields.iter().flatten() {
            if !field.optional && answers.iter().all(|(key, _)| *key != field.key) {
                answers.push(entry(&field.key, &answer(field)));
            }
        }
        Tree::Hash(answers)
    }
}

/// A checked `…/fail`: with which decline code, if one was chosen.
pub fn decline_code(tree: &Tree) -> Result<Option<String>, Problem> {
    let code = params::check(FAIL, tree)?.remove("decline_code").map(params::read::<String>).transpose()?;
    let word =
        |code: &String| !code.is_empty() && code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'_'));
    match code {
        Some(code) if !word(&code) => {
            let message = "Invalid `decline_code`: it consists of small letters and underscores.";
            Err(Problem::at(Path::of("decline_code"), message))
        }
        code => Ok(code),
    }
}

/// A checked `…/settle`: whether the funds arrive.
pub fn succeeds(tree: &Tree) -> Result<bool, Problem> {
    let outcome = params::check(SETTLE, tree)?.remove("outcome");
    Ok(outcome.as_ref().and_then(Value::as_str) == Some("succeeded"))
}

/// The first problem of a submission, under the name of this API's parameter.
pub fn problem(problems: &[FieldProblem]) -> Problem {
    let Some(FieldProblem { field, error }) = problems.first() else {
        return Problem::general("The session cannot be completed with these details.");
    };
    let param = param_of(field);
    let wrong = match error {
        FieldError::Missing => "it is required here".to_owned(),
        FieldError::Incomplete | FieldError::Invalid => "it is not valid".to_owned(),
        FieldError::InThePast => "it has passed".to_owned(),
        FieldError::TooLong(most) => format!("at most {most} characters are accepted"),
        FieldError::TooShort(least) => format!("at least {least} characters are needed"),
        FieldError::NotANumber => "only digits are accepted".to_owned(),
        FieldError::NotOffered => "it is none of the choices".to_owned(),
        FieldError::NotAccepted => "it has to be accepted".to_owned(),
    };
    Problem::at(param.clone(), format!("Invalid `{param}`: {wrong}."))
}

fn param_of(field: &str) -> Path {
    let (group, name) = field.split_once('[').map_or((field, ""), |(group, name)| (group, name));
    let name = name.trim_end_matches(']').to_owned();
    match (group, name.as_str()) {
        ("billing", "name") => Path::of("customer_details").key("name"),
        ("billing", _) => Path::of("customer_details").key("address").key(name),
        ("shipping", "name") => Path::of("shipping_details").key("name"),
        ("shipping", _) => Path::of("shipping_details").key("address").key(name),
        ("tax_id", _) => Path::of("customer_details").key("tax_id").key(name),
        ("custom_fields", _) => Path::of("custom_fields").key(name),
        ("promotions", _) => Path::of("consent").key("promotions"),
        (alone, "") => Path::of("customer_details").key(alone.to_owned()),
        _ => Path::of(group.to_owned()).key(name),
    }
}

/// Where the session ships to by default.
fn country(session: &Session) -> &str {
    let allowed = session.settings.shipping_address_collection.as_ref();
    let countries = allowed.map(|allowed| allowed.allowed_countries.as_slice()).unwrap_or_default();
    countries.iter().find(|code| *code == "US").or(countries.first()).map_or("US", String::as_str)
}

/// An address as it was given, or a plausible one in `country`.
fn address<'a>(details: Option<&'a Value>, country: &'a str) -> Vec<(String, Tree)> {
    const PLAUSIBLE: &[(&str, &str)] = &[
        ("line1", "354 Oyster Point Blvd"),
        ("city", "South San Francisco"),
        ("state", "CA"),
        ("postal_code", "94080"),
    ];
    let given = details.and_then(|details| details.get("address"));
    if given.is_some() {
        let names = ADDRESS.iter().filter_map(|param| Some((param.name, text_at(given, param.name)?)));
        return names.map(|(name, value)| entry(name, value)).collect();
    }
    let mut address = vec![entry("country", country)];
    address.extend(PLAUSIBLE.iter().map(|(name, value)| entry(name, value)));
    address
}

/// An answer that a question of the merchant's takes.
fn answer(field: &CustomField) -> String {
    if let Some(dropdown) = &field.dropdown {
        let first = dropdown.options.first().map(|option| option.value.clone());
        return dropdown.default_value.clone().or(first).unwrap_or_default();
    }
    let bounds = field.numeric.as_ref().or(field.text.as_ref());
    let length = |bound: Option<i64>| bound.and_then(|bound| usize::try_from(bound).ok());
    let least = length(bounds.and_then(|bounds| bounds.minimum_length)).unwrap_or(0);
    let most = length(bounds.and_then(|bounds| bounds.maximum_length)).unwrap_or(255);
    let example = if field.numeric.is_some() { "12345" } else { "Example" };
    if let Some(standard) = bounds.and_then(|bounds| bounds.default_value.clone()) {
        return standard;
    }
    example.chars().cycle().take(example.len().max(least).min(most)).collect()
}

fn text_at<'v>(value: Option<&'v Value>, name: &str) -> Option<&'v str> {
    value?.get(name)?.as_str()
}

fn entry(name: &str, value: &str) -> (String, Tree) {
    (name.to_owned(), Tree::Text(value.to_owned()))
}

fn group(name: &str, mut address: Vec<(String, Tree)>, person: &str) -> (String, Tree) {
    address.push(entry("name", person));
    (name.to_owned(), Tree::Hash(address))
}
