//! What is bought: a line each, and the rows below them down to the total.

use paydesk_model::line::Line;
use paydesk_model::mode::Mode;
use paydesk_model::session::Session;

use super::money::Money;
use super::origin;

/// What stands beside the form.
pub(super) struct Summary {
    /// What the payer is here for.
    pub lead: String,
    /// The amount that matters most.
    pub due: Option<String>,
    /// What comes after it.
    pub then: Option<String>,
    pub description: Option<String>,
    pub lines: Vec<Item>,
    pub rows: Vec<Row>,
    pub total: Option<Row>,
}

pub(super) struct Item {
    pub name: String,
    pub image: Option<String>,
    pub notes: Vec<String>,
    pub quantity: Option<String>,
    pub amount: String,
    pub below: Option<String>,
}

/// A row of the sum.
pub(super) struct Row {
    pub label: String,
    pub note: Option<String>,
    pub amount: String,
}

/// From so many lines on they scroll in a box of their own, so that the form is not pushed away.
pub(super) const MANY: usize = 6;

impl Summary {
    pub fn of(session: &Session, money: Money<'_>, merchant: Option<&str>) -> Self {
        let trial = money.trial(session);
        let regularly = only_regular(session).and_then(|line| money.regularly(line));
        let then = match (&trial, regularly) {
            (Some(_), Some(regularly)) => {
                Some(money.words.say_with("then", &[("amount", (&regularly).into())]))
            }
            (_, regularly) => regularly.filter(|_| session.lines.len() == 1),
        };
        Self {
            lead: lead(session, money, merchant),
            due: trial.clone().or_else(|| money.due(session)),
            then,
            description: session.settings.description.clone(),
            lines: session.lines.iter().map(|line| item(line, money, trial.as_deref())).collect(),
            rows: rows(session, money),
            total: total(session, money),
        }
    }

    pub fn is_long(&self) -> bool {
        self.lines.len() >= MANY
    }
}

/// The one line that is charged again and again, if there is one.
fn only_regular(session: &Session) -> Option<&Line> {
    let mut regular = session.lines.iter().filter(|line| line.asked.price_data.recurring.is_some());
    regular.next().filter(|_| regular.next().is_none())
}

fn lead(session: &Session, money: Money<'_>, merchant: Option<&str>) -> String {
    let key = match (session.mode, session.settings.submit_type.as_deref()) {
        (Mode::Setup, _) => "lead-setup",
        (Mode::Subscription, _) => "lead-subscribe",
        (_, Some("donate")) => "lead-donate",
        (_, Some("book")) => "lead-book",
        _ => "lead-pay",
    };
    match merchant {
        Some(merchant) => money.words.say_with(key, &[("merchant", merchant.into())]),
        None => money.words.say("lead"),
    }
}

fn item(line: &Line, money: Money<'_>, trial: Option<&str>) -> Item {
    let price = &line.asked.price_data;
    let whole = money.of(price.currency, line.amount);
    let regularly = money.regularly(line);
    let (amount, below) = match (trial, regularly) {
        (Some(trial), Some(regularly)) => {
            (trial.to_owned(), Some(money.words.say_with("then", &[("amount", (&regularly).into())])))
        }
        (_, Some(_)) => (whole, price.recurring.as_ref().map(|recurring| money.every(recurring))),
        (_, None) => (whole, None),
    };
    let image = price.product.images.first().filter(|url| origin::of(url).is_some()).cloned();
    Item {
        name: price.product.name.clone(),
        image,
        notes: price.product.description.iter().cloned().collect(),
        quantity: quantity(line, money),
        amount,
        below,
    }
}

/// How many, and what each of them costs, where that is an amount that can be paid.
fn quantity(line: &Line, money: Money<'_>) -> Option<String> {
    let count = line.asked.quantity;
    if count == 1 {
        return None;
    }
    let price = &line.asked.price_data;
    let Some(each) = price.unit_amount.as_minor().map(|minor| money.of(price.currency, minor)) else {
        return Some(money.words.say_with("quantity", &[("count", count.into())]));
    };
    Some(money.words.say_with("quantity-each", &[("count", count.into()), ("amount", (&each).into())]))
}

fn rows(session: &Session, money: Money<'_>) -> Vec<Row> {
    let Some(totals) = &session.totals else { return Vec::new() };
    let Some(shipping) = session.terms.chosen() else { return Vec::new() };
    let free = || money.words.say("free");
    let price = |minor: i64| if minor == 0 { free() } else { money.of(totals.currency, minor) };
    vec![
        Row {
            label: money.words.say("subtotal"),
            note: None,
            amount: money.of(totals.currency, totals.subtotal),
        },
        Row {
            label: money.words.say("shipping"),
            note: Some(shipping.display_name.clone()),
            amount: price(totals.shipping),
        },
    ]
}

fn total(session: &Session, money: Money<'_>) -> Option<Row> {
    let amount = money.due(session)?;
    let key = if session.mode == Mode::Subscription { "total-due-today" } else { "total" };
    Some(Row { label: money.words.say(key), note: None, amount })
}
