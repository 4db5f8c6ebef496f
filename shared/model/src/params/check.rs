//! The one evaluator: reads a request by a table, and says of the first thing that does not fit what it is.

use serde_json::{Map, Number, Value};

use super::date;
use super::rule::{Param, Rule};
use super::text::{has_control, is_color, is_email, is_longer, is_web_url, quoted};
use crate::currency::Currency;
use crate::money::Decimal;
use crate::path::Path;
use crate::problem::Problem;
use crate::tree::Tree;

/// URLs and other texts without a length of their own.
pub const LONGEST: usize = 5000;
pub const LONGEST_EMAIL: usize = 800;

/// Reads `tree` by `params` into typed values. An unset parameter that may be unset is null.
pub fn check(params: &'static [Param], tree: &Tree) -> Result<Map<String, Value>, Problem> {
    hash(params, tree, &Place::Root)
}

/// Where the evaluator stands. Borrowed and linked, because a [`Path`] is only needed for an error.
pub(super) enum Place<'a> {
    Root,
    Key(&'a Place<'a>, &'a str),
    Index(&'a Place<'a>, usize),
}

impl Place<'_> {
    pub(super) fn path(&self) -> Path {
        match self {
            Self::Root => Path::root(),
            Self::Key(parent, key) => parent.path().key(quoted(key)),
            Self::Index(parent, index) => parent.path().index(*index),
        }
    }

    fn problem(&self, message: String) -> Problem {
        Problem::at(self.path(), message)
    }

    fn wrong_type(&self, expected: &str, must: &str) -> Problem {
        let path = self.path();
        let message = match path.is_root() {
            true => "Invalid request: send named parameters.".to_owned(),
            false => format!("Invalid {expected}: `{path}` must be {must}."),
        };
        Problem::at(path, message)
    }
}

fn hash(params: &'static [Param], tree: &Tree, place: &Place<'_>) -> Result<Map<String, Value>, Problem> {
    let Tree::Hash(entries) = tree else {
        return Err(place.wrong_type("object", "an object with named fields"));
    };
    let mut checked = Map::new();
    for (name, tree) in entries {
        let place = Place::Key(place, name);
        let param = params.iter().find(|param| param.name == name);
        let param = param.ok_or_else(|| Problem::unknown(place.path()))?;
        checked.insert(name.clone(), field(param, tree, &place)?);
    }
    for param in params.iter().filter(|param| param.required) {
        if !checked.contains_key(param.name) {
            return Err(Problem::missing(Place::Key(place, param.name).path()));
        }
    }
    Ok(checked)
}

fn field(param: &Param, tree: &Tree, place: &Place<'_>) -> Result<Value, Problem> {
    match tree {
        Tree::Text(text) if text.is_empty() && param.clearable => Ok(Value::Null),
        _ => value(&param.rule, tree, place),
    }
}

fn value(rule: &Rule, tree: &Tree, place: &Place<'_>) -> Result<Value, Problem> {
    match (rule, tree) {
        (Rule::Metadata | Rule::MetadataChange, _) => super::check_map::metadata(rule, tree, place),
        (_, Tree::Text(text)) if text.is_empty() => Err(empty(place)),
        (Rule::Hash(params), _) => hash(params, tree, place).map(Value::Object),
        (Rule::Or(_, params), Tree::Hash(_)) => hash(params, tree, place).map(Value::Object),
        (Rule::Or(scalar, _), _) => value(scalar, tree, place),
        (Rule::ByCurrency(params), _) => by_currency(params, tree, place),
        (Rule::List { of, least, most }, Tree::List(items)) => list(of, *least, *most, items, place),
        (Rule::List { .. }, _) => Err(place.wrong_type("array", "a list")),
        (_, Tree::Text(text)) => scalar(rule, text, place),
        _ => Err(place.wrong_type(kind(rule), &format!("a single {}", kind(rule)))),
    }
}

const fn kind(rule: &Rule) -> &'static str {
    match rule {
        Rule::Integer { .. } => "integer",
        Rule::Flag => "boolean",
        Rule::Decimal | Rule::Number { .. } => "decimal",
        _ => "string",
    }
}

fn empty(place: &Place<'_>) -> Problem {
    let path = place.path();
    let message = format!(
        "You passed an empty string for `{path}`. We assume empty values are an attempt to unset a \
         parameter; however `{path}` cannot be unset. You should remove `{path}` from your request or supply \
         a non-empty value."
    );
    Problem::at(path, message).code("parameter_invalid_empty")
}

fn list(of: &Rule, least: usize, most: usize, items: &[Tree], place: &Place<'_>) -> Result<Value, Problem> {
    if items.len() < least {
        return Err(Problem::missing(place.path()));
    }
    if items.len() > most {
        let (path, count) = (place.path(), items.len());
        let entries = if most == 1 { "entry" } else { "entries" };
        return Err(
            place.problem(format!("Invalid array: `{path}` may have at most {most} {entries}, not {count}."))
        );
    }
    let items = items.iter().enumerate().map(|(index, item)| value(of, item, &Place::Index(place, index)));
    items.collect::<Result<Vec<_>, _>>().map(Value::Array)
}

fn by_currency(params: &'static [Param], tree: &Tree, place: &Place<'_>) -> Result<Value, Problem> {
    let Tree::Hash(entries) = tree else {
        return Err(place.wrong_type("object", "an object with a field per currency"));
    };
    let mut checked = Map::new();
    for (code, options) in entries {
        let place = Place::Key(place, code);
        let code = currency(code, &place)?;
        checked.insert(code.as_str().to_owned(), Value::Object(hash(params, options, &place)?));
    }
    Ok(Value::Object(checked))
}

fn scalar(rule: &Rule, text: &str, place: &Place<'_>) -> Result<Value, Problem> {
    let keep = || Ok(Value::String(text.to_owned()));
    match rule {
        Rule::Text { most } => string(text, *most, place).and_then(|()| keep()),
        Rule::Alphanumeric { most } => alphanumeric(text, *most, place).and_then(|()| keep()),
        Rule::Name { most } => chosen(text, *most, place).and_then(|()| keep()),
        Rule::Choice(values) => choice(values, text, place).and_then(|()| keep()),
        Rule::Flag => flag(text, place),
        Rule::Integer { least, most } => integer(*least, *most, text, place),
        Rule::Currency => Ok(Value::String(currency(text, place)?.as_str().to_owned())),
        Rule::Url => web_url(text, place).and_then(|()| keep()),
        Rule::Email => email(text, place).and_then(|()| keep()),
        Rule::Decimal if Decimal::parse(text).is_some() => keep(),
        Rule::Number { most, decimals } => number(*most, *decimals, text).ok_or_else(|| {
            let must = format!("a number from 0 to {most} with at most {decimals} decimals");
            misfit("decimal", text, &must, place)
        }),
        Rule::Color if is_color(text) => keep(),
        Rule::Date if date::days(text).is_some() => keep(),
        Rule::Decimal => {
            Err(misfit("decimal", text, "a positive number with at most 12 decimals, such as 12.5", place))
        }
        Rule::Color => {
            Err(misfit("color", text, "a # and three or six hexadecimal digits, such as #0074d4", place))
        }
        _ => Err(misfit("date", text, "a day written as YYYY-MM-DD", place)),
    }
}

fn misfit(kind: &str, text: &str, must: &str, place: &Place<'_>) -> Problem {
    place.problem(format!("Invalid {kind}: {}; must be {must}", quoted(text)))
}

pub(super) fn string(text: &str, most: usize, place: &Place<'_>) -> Result<(), Problem> {
    if is_longer(text, most) {
        return Err(misfit("string", text, &format!("at most {most} characters"), place));
    }
    if has_control(text) {
        return Err(misfit("string", text, "free of control characters", place));
    }
    Ok(())
}

fn alphanumeric(text: &str, most: usize, place: &Place<'_>) -> Result<(), Problem> {
    string(text, most, place)?;
    match text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        true => Ok(()),
        false => Err(misfit("string", text, "alphanumeric (letters a-z, A-Z and digits)", place)),
    }
}

fn chosen(text: &str, most: usize, place: &Place<'_>) -> Result<(), Problem> {
    string(text, most, place)?;
    match text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        true => Ok(()),
        false => Err(misfit("string", text, "letters (a-z, A-Z), digits, - and _", place)),
    }
}

/// R2: the refusal lists what is allowed, the last one after "or".
fn choice(values: &[&str], text: &str, place: &Place<'_>) -> Result<(), Problem> {
    if values.contains(&text) {
        return Ok(());
    }
    let path = place.path();
    let listed = match values {
        [only] => (*only).to_owned(),
        [one, other] => format!("one of {one} or {other}"),
        [most @ .., last] => format!("one of {}, or {last}", most.join(", ")),
        [] => String::new(),
    };
    Err(Problem::at(path.clone(), format!("Invalid `{path}`: must be {listed}")))
}

fn flag(text: &str, place: &Place<'_>) -> Result<Value, Problem> {
    match text {
        "true" => Ok(Value::Bool(true)),
        "false" => Ok(Value::Bool(false)),
        _ => Err(misfit("boolean", text, "true or false", place)),
    }
}

fn integer(least: i64, most: i64, text: &str, place: &Place<'_>) -> Result<Value, Problem> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.then(|| text.parse::<i64>().ok()).flatten();
    let problem = match number {
        None => format!("Invalid integer: {}", quoted(text)),
        Some(number) if number < least => format!("This value must be greater than or equal to {least}."),
        Some(number) if number > most => format!("This value must be less than or equal to {most}."),
        Some(number) => return Ok(Value::Number(number.into())),
    };
    Err(place.problem(problem).code("parameter_invalid_integer"))
}

/// It is no money: a float of so few digits carries it and is written with the same.
fn number(most: i64, decimals: usize, text: &str) -> Option<Value> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > decimals.max(1) {
        return None;
    }
    let above = match whole.parse::<i64>().ok()?.cmp(&most) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => fraction.bytes().any(|digit| digit != b'0'),
        std::cmp::Ordering::Greater => true,
    };
    let number = text.parse::<f64>().ok().filter(|_| !above)?;
    Number::from_f64(number).map(Value::Number)
}

fn currency(text: &str, place: &Place<'_>) -> Result<Currency, Problem> {
    Currency::parse(text).ok_or_else(|| {
        let supported: Vec<_> = Currency::supported().collect();
        place.problem(format!(
            "Invalid currency: {}. These currencies are supported: {}",
            quoted(text),
            supported.join(", ")
        ))
    })
}

/// R7: an absolute http(s) URL; it is kept as written, template token and all.
fn web_url(text: &str, place: &Place<'_>) -> Result<(), Problem> {
    string(text, LONGEST, place)?;
    if is_web_url(text) {
        return Ok(());
    }
    let path = place.path();
    let message = format!(
        "Invalid URL: `{path}` must be an absolute URL with an explicit scheme, starting with http:// or \
         https://, and without spaces."
    );
    Err(Problem::at(path, message).code("url_invalid"))
}

fn email(text: &str, place: &Place<'_>) -> Result<(), Problem> {
    if !is_longer(text, LONGEST_EMAIL) && is_email(text) {
        return Ok(());
    }
    Err(place.problem(format!("Invalid email address: {}", quoted(text))).code("email_invalid"))
}
