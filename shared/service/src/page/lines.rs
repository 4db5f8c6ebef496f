//! What is bought: a line each, and the rows below them down to the total.

use paydesk_model::line::{Line, NewLine};
use paydesk_model::mode::Mode;
use paydesk_model::session::Session;

use super::choosing::{self, Press, Stepper};
use super::money::Money;
use super::{origin, sums};

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
    pub number: u32,
    pub name: String,
    pub image: Option<String>,
    pub notes: Vec<String>,
    pub quantity: Option<String>,
    pub amount: String,
    pub below: Option<String>,
    pub stepper: Option<Stepper>,
    pub removal: Option<Press>,
}

impl Item {
    /// Whether the payer may change something about it.
    pub fn can_change(&self) -> bool {
        self.stepper.is_some() || self.removal.is_some()
    }

    /// Where there is no form, nothing can be chosen.
    pub fn fix(&mut self) {
        (self.stepper, self.removal) = (None, None);
    }
}

/// A row of the sum.
pub(super) struct Row {
    pub label: String,
    pub note: Option<String>,
    /// How long it takes, which may be read in another direction than the note.
    pub time: Option<String>,
    pub amount: String,
}

/// From so many lines on they scroll in a box of their own, so that the form is not pushed away.
pub(super) const MANY: usize = 6;

impl Summary {
    pub fn of(session: &Session, money: Money<'_>, merchant: Option<&str>) -> Self {
        let trial = money.trial(session);
        Self {
            lead: lead(session, money, merchant),
            due: trial.clone().or_else(|| money.due(session)),
            then: then(session, money),
            description: session.settings.description.clone(),
            lines: session.lines.iter().map(|line| item(session, line, money, trial.as_deref())).collect(),
            rows: sums::rows(session, money),
            total: total(session, money),
        }
    }

    pub fn is_long(&self) -> bool {
        self.lines.len() >= MANY
    }
}

/// What is charged again and again after today, or from now on where that is all.
fn then(session: &Session, money: Money<'_>) -> Option<String> {
    let (every, amount) = session.renewal()?;
    let totals = session.totals.as_ref()?;
    let regularly = money.amount_every(totals.currency, amount, every);
    let all = session.lines.len() == 1 && amount == totals.total && money.trial(session).is_none();
    Some(if all { regularly } else { money.words.say_with("then", &[("amount", (&regularly).into())]) })
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

fn item(session: &Session, line: &Line, money: Money<'_>, trial: Option<&str>) -> Item {
    let price = &line.asked.price_data;
    let whole = money.of(price.currency, line.amount);
    let regularly = money.regularly(line);
    let (amount, below) = match (trial, regularly) {
        (Some(trial), Some(regularly)) => {
            (trial.to_owned(), Some(money.words.say_with("then", &[("amount", (&regularly).into())])))
        }
        // It is charged from another day on.
        (None, Some(regularly)) if session.settings.starts_free() => {
            (whole, Some(money.words.say_with("then", &[("amount", (&regularly).into())])))
        }
        (_, Some(_)) => (whole, price.recurring.as_ref().map(|recurring| money.every(recurring))),
        (_, None) => (whole, None),
    };
    Item {
        number: line.number,
        name: price.product.name.clone(),
        image: image(&line.asked),
        notes: price.product.description.iter().cloned().collect(),
        quantity: quantity(line, money),
        amount,
        below,
        stepper: choosing::stepper(session, line, money),
        removal: choosing::removal(session, line, money),
    }
}

/// The picture of what is sold.
pub(super) fn image(sold: &NewLine) -> Option<String> {
    sold.price_data.product.images.first().filter(|url| origin::of(url).is_some()).cloned()
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

fn total(session: &Session, money: Money<'_>) -> Option<Row> {
    let amount = money.due(session)?;
    let key = if session.mode == Mode::Subscription { "total-due-today" } else { "total" };
    Some(Row { label: money.words.say(key), note: None, time: None, amount })
}
