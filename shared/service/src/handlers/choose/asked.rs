//! What a page of the merchant's own wants changed, by the ids that it was shown.

use paydesk_model::choices::Choice;
use paydesk_model::payment::{FieldError, FieldProblem};
use paydesk_model::session::Session;
use paydesk_model::tree::Tree;

use super::wish::{Wish, text};

/// The field that each choice came in, with what is chosen if that is on offer.
type Read = (String, Result<Choice, FieldError>);

impl<'f> Wish<'f> {
    /// What the fields of the JSON's form say. What is not on offer by now is a choice that is refused.
    pub fn of_api(session: &Session, sent: &'f Tree) -> Self {
        let code = text(sent, "promotion_code").filter(|code| !code.is_empty() && !is_used(session, code));
        let choices = read(session, sent).into_iter();
        let choices = choices.map(|(_, choice)| choice.unwrap_or(Choice::Shipping(usize::MAX)));
        let choices = choices.filter(|choice| !is_so(session, choice));
        let places = ["billing", "shipping"].into_iter().any(|group| sent.get(group).is_some());
        Self { choices: choices.collect(), code, places: places && session.settings.taxes_automatically() }
    }
}

/// Whether the session is as this choice would make it: a payment at the bank is not given up for that.
fn is_so(session: &Session, choice: &Choice) -> bool {
    match choice {
        Choice::Shipping(index) => *index == session.terms.chosen_shipping,
        Choice::Quantity { line: number, quantity } => {
            session.lines.iter().any(|line| line.number == *number && line.asked.quantity == *quantity)
        }
        _ => false,
    }
}

/// Whether it is the code that the session has.
fn is_used(session: &Session, typed: &str) -> bool {
    let used = session.terms.discount.as_ref().and_then(|discount| discount.promotion_code.as_ref());
    used.is_some_and(|used| used.code.eq_ignore_ascii_case(typed))
}

/// The fields that name nothing that the session offers.
pub(in crate::handlers) fn unknown_fields(session: &Session, sent: &Tree) -> Vec<FieldProblem> {
    let read = read(session, sent).into_iter();
    read.filter_map(|(field, choice)| Some(FieldProblem::new(field, choice.err()?))).collect()
}

fn read(session: &Session, sent: &Tree) -> Vec<Read> {
    let mut all = quantities(session, sent);
    all.extend(text(sent, "shipping_option").map(|id| ("shipping_option".to_owned(), shipping(session, id))));
    let none = text(sent, "promotion_code").is_some_and(str::is_empty) && session.has_payers_code();
    all.extend(none.then(|| ("promotion_code".to_owned(), Ok(Choice::NoCode))));
    all
}

/// `quantities[li_…]`; 0 takes the line out.
fn quantities(session: &Session, sent: &Tree) -> Vec<Read> {
    let Some(Tree::Hash(asked)) = sent.get("quantities") else { return Vec::new() };
    let read = asked.iter().map(|(id, typed)| {
        let choice = quantity(session, id, typed.as_text().unwrap_or_default().trim());
        (format!("quantities[{id}]"), choice)
    });
    read.collect()
}

fn quantity(session: &Session, id: &str, typed: &str) -> Result<Choice, FieldError> {
    let line = session.lines.iter().find(|line| session.id.line(line.number) == id);
    let line = line.ok_or(FieldError::NotOffered)?;
    let quantity: i64 = typed.parse().map_err(|_| FieldError::NotANumber)?;
    match quantity {
        0 if session.is_removable(line) => Ok(Choice::Remove { line: line.number }),
        _ if session.is_adjustable(line) => Ok(Choice::Quantity { line: line.number, quantity }),
        _ => Err(FieldError::NotOffered),
    }
}

fn shipping(session: &Session, id: &str) -> Result<Choice, FieldError> {
    let mut offered = (0..).map_while(|index| session.shipping_rate_id(index));
    offered.position(|offered| offered == id).map(Choice::Shipping).ok_or(FieldError::NotOffered)
}
