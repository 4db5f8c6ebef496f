//! The answers to a merchant's own questions, held against what each question takes.

use super::FieldError;
use super::form::{Form, single_line, within};
use crate::line::Metadata;
use crate::nested::{CustomField, TypedAnswer};
use crate::params::text::quoted;
use crate::tree::Tree;

const GROUP: &str = "custom_fields";
/// The longest answer where the question sets no bound; Stripe's own.
const LONGEST: usize = 255;

/// Reads the answer to every question; a default is none until it is sent.
pub(super) fn read(form: &mut Form<'_>, questions: &[CustomField]) -> Metadata {
    let sent = by_key(form);
    let mut answers = Metadata::new();
    for question in questions {
        let tree = sent.iter().find(|(key, _)| *key == question.key).map(|(_, tree)| *tree);
        match answer(question, tree) {
            Ok(Some(text)) => drop(answers.insert(question.key.clone(), text.to_owned())),
            Ok(None) => {}
            Err(error) => form.note(within(GROUP, &question.key), error),
        }
    }
    for (key, _) in &sent {
        if !questions.iter().any(|question| question.key == *key) {
            form.note(within(GROUP, &quoted(key)), FieldError::NotOffered);
        }
    }
    answers
}

/// What was sent, by key. Keys that are numbers arrive as a list's indexes.
fn by_key<'a>(form: &mut Form<'a>) -> Vec<(String, &'a Tree)> {
    match form.sent(GROUP) {
        Some(Tree::Hash(entries)) => entries.iter().map(|(key, tree)| (key.clone(), tree)).collect(),
        Some(Tree::List(items)) => {
            items.iter().enumerate().map(|(index, tree)| (index.to_string(), tree)).collect()
        }
        Some(Tree::Text(text)) if !text.is_empty() => {
            form.note(super::form::field(GROUP), FieldError::Invalid);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn answer<'a>(question: &CustomField, sent: Option<&'a Tree>) -> Result<Option<&'a str>, FieldError> {
    let text = sent.map_or(Ok(None), |tree| single_line(tree, LONGEST))?;
    let Some(text) = text else {
        return if question.optional { Ok(None) } else { Err(FieldError::Missing) };
    };
    match question.kind.as_str() {
        "dropdown" => {
            let options = question.dropdown.as_ref().map(|dropdown| dropdown.options.as_slice());
            let offered = options.unwrap_or_default().iter().any(|option| option.value == text);
            if offered { Ok(Some(text)) } else { Err(FieldError::NotOffered) }
        }
        "numeric" if !text.bytes().all(|byte| byte.is_ascii_digit()) => Err(FieldError::NotANumber),
        "numeric" => within_bounds(text, question.numeric.as_ref()),
        _ => within_bounds(text, question.text.as_ref()),
    }
}

fn within_bounds<'a>(text: &'a str, bounds: Option<&TypedAnswer>) -> Result<Option<&'a str>, FieldError> {
    let bound = |length: Option<i64>| length.and_then(|length| usize::try_from(length).ok());
    let least = bounds.and_then(|bounds| bound(bounds.minimum_length)).unwrap_or(0);
    let most = bounds.and_then(|bounds| bound(bounds.maximum_length)).unwrap_or(LONGEST);
    match text.chars().count() {
        length if length < least => Err(FieldError::TooShort(least)),
        length if length > most => Err(FieldError::TooLong(most)),
        _ => Ok(Some(text)),
    }
}
