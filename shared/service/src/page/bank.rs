//! The test provider's stand-in for a bank: 3-D Secure, or the site of a method that payers are sent to.

use askama::Template;
use paydesk_model::payment::{Action, Attempt};
use paydesk_model::session::Session;

use super::methods;
use super::money::Money;
use super::sheet::Sheet;
use super::show::{Page, Visit};

#[derive(Template)]
#[template(path = "bank.html", whitespace = "minimize")]
struct Bank<'b> {
    sheet: Sheet,
    attempt: &'b str,
    title: String,
    method: String,
    amount: Option<String>,
}

/// The step that `attempt` waits for. Plainly a test: no bank looks like this.
pub fn bank(session: &Session, attempt: &Attempt, visit: &Visit<'_>) -> Page {
    let sheet = Sheet::of(Some(session), visit);
    let money = Money { words: sheet.words, locale: &sheet.locale };
    let card = attempt.instrument.card.as_ref();
    let method = match card {
        Some(card) => format!("\u{2022}\u{2022}\u{2022}\u{2022} {}", card.last4),
        None => methods::named(sheet.words, &attempt.instrument.kind),
    };
    let title = match attempt.action {
        Some(Action::Redirect) => sheet.words.say_with("bank-redirect", &[("method", (&method).into())]),
        _ => sheet.say("bank-three-d-secure"),
    };
    let currency = session.currency.filter(|_| attempt.amount > 0);
    let amount = currency.map(|currency| money.of(currency, attempt.amount));
    let bank = Bank { attempt: &attempt.id, title, method, amount, sheet };
    bank.sheet.page(200, &bank)
}
