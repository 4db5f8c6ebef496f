//! What a payer may choose beside the form: quantities, optional items, a promotion code, a way of shipping.

use paydesk_model::choices::Unchosen;
use paydesk_model::line::{Line, NewLine};
use paydesk_model::session::Session;

use super::control::Asking;
use super::errors;
use super::estimate::estimate;
use super::lines::{Item, image};
use super::money::Money;

/// The quantity of a line, and the buttons around it.
pub(super) struct Stepper {
    pub label: String,
    pub quantity: i64,
    pub least: i64,
    pub most: i64,
    pub fewer: Press,
    pub more: Press,
}

/// A button that makes a choice.
pub(super) struct Press {
    pub value: String,
    /// What it is called where its own word does not say it.
    pub label: String,
    /// Whether there is nothing to press.
    pub idle: bool,
}

/// An optional item that is not in the cart.
pub(super) struct Extra {
    pub name: String,
    pub image: Option<String>,
    pub note: Option<String>,
    pub amount: String,
    pub add: Press,
}

/// Where a promotion code is typed, or the one that is used.
pub(super) struct Code {
    /// What was typed, and why it is not used. Then the field is empty again: what is refused must not stop a payment.
    pub typed: String,
    pub error: Option<String>,
    /// What is used, and the button that takes it back.
    pub used: Option<(String, Press)>,
}

/// A way of shipping to choose.
pub(super) struct Shipping {
    pub index: usize,
    pub name: String,
    pub estimate: Option<String>,
    pub amount: String,
    pub chosen: bool,
}

/// All that there is to choose.
#[derive(Default)]
pub(super) struct Choosing {
    pub extras: Vec<Extra>,
    pub code: Option<Code>,
    /// None where there is nothing to choose between.
    pub shipping: Vec<Shipping>,
    /// Why what was chosen is not so, where no field of its own can say it.
    pub error: Option<String>,
    /// Whether taxes hang on an address that is not known yet.
    pub places: bool,
    /// The line whose quantity was refused, which the error is about.
    refused: Option<u32>,
    any_line: bool,
}

impl Choosing {
    pub fn of(asking: &Asking<'_>, money: Money<'_>) -> Self {
        let session = asking.show.session;
        let any_line =
            session.lines.iter().any(|line| session.is_adjustable(line) || session.is_removable(line));
        let code = session.takes_codes().then(|| code(asking, money));
        let error = asking.show.unchosen.filter(|why| code.is_none() || !is_of_code(*why));
        Self {
            extras: session.addable().map(|(index, item)| extra(index, item, money)).collect(),
            code,
            shipping: shipping(session, money),
            error: error.map(|why| errors::unchosen(money, session.currency, why)),
            places: session.awaits_location(),
            refused: match asking.show.unchosen {
                Some(Unchosen::Quantity { line, .. }) => Some(line),
                _ => None,
            },
            any_line,
        }
    }

    /// Whether the error is about the quantity of this line.
    pub fn refuses(&self, line: &Item) -> bool {
        self.refused == Some(line.number)
    }

    /// Whether the form has other buttons than the one that pays.
    pub fn any(&self) -> bool {
        self.any_line
            || self.places
            || !self.extras.is_empty()
            || self.code.is_some()
            || !self.shipping.is_empty()
    }

    /// Whether something is chosen without a button of its own, which only a script then sends.
    pub fn needs_update(&self) -> bool {
        self.any_line || self.places || !self.shipping.is_empty()
    }
}

fn is_of_code(why: Unchosen) -> bool {
    matches!(why, Unchosen::NoSuchCode | Unchosen::Code(_) | Unchosen::NothingOff | Unchosen::TooLittle)
}

/// How many of a line there are, where that is for the payer to say.
pub(super) fn stepper(session: &Session, line: &Line, money: Money<'_>) -> Option<Stepper> {
    let (least, most) = line.asked.bounds().filter(|_| session.is_adjustable(line))?;
    let (quantity, least) = (line.asked.quantity, session.least_of(line, least));
    let about =
        |key: &str| money.words.say_with(key, &[("name", (&line.asked.price_data.product.name).into())]);
    let press = |quantity: i64, key: &str, idle: bool| Press {
        value: format!("quantity-{}-{quantity}", line.number),
        label: about(key),
        idle,
    };
    Some(Stepper {
        label: about("quantity-of"),
        quantity,
        least,
        most,
        fewer: press(quantity - 1, "quantity-fewer", quantity - 1 < least.max(1)),
        more: press(quantity + 1, "quantity-more", quantity + 1 > most),
    })
}

/// The button that takes a line out, where that is for the payer to do.
pub(super) fn removal(session: &Session, line: &Line, money: Money<'_>) -> Option<Press> {
    let name = &line.asked.price_data.product.name;
    session.is_removable(line).then(|| Press {
        value: format!("remove-{}", line.number),
        label: money.words.say_with("remove-item", &[("name", name.into())]),
        idle: false,
    })
}

fn extra(index: usize, item: &NewLine, money: Money<'_>) -> Extra {
    let price = &item.price_data;
    let amount = item.amount_today(false).unwrap_or_default();
    let amount = money.of(price.currency, amount);
    let every = price.recurring.as_ref().map(|recurring| money.every(recurring));
    let amount = match &every {
        Some(every) => {
            let values = [("amount", (&amount).into()), ("every", every.into())];
            money.words.say_with("amount-every", &values)
        }
        None => amount,
    };
    let several = item.quantity != 1;
    Extra {
        name: price.product.name.clone(),
        image: image(item),
        note: several.then(|| money.words.say_with("quantity", &[("count", item.quantity.into())])),
        amount,
        add: Press {
            value: format!("add-{index}"),
            label: money.words.say_with("add-item", &[("name", (&price.product.name).into())]),
            idle: false,
        },
    }
}

fn code(asking: &Asking<'_>, money: Money<'_>) -> Code {
    let session = asking.show.session;
    let why = asking.show.unchosen.filter(|why| is_of_code(*why));
    let applied = session.terms.discount.as_ref();
    let used = applied.map(|applied| {
        let name = applied.promotion_code.as_ref().map(|code| code.code.clone());
        let name = name.or_else(|| applied.coupon.name.clone()).unwrap_or_else(|| applied.coupon.id.clone());
        let label = money.words.say_with("remove-code", &[("code", (&name).into())]);
        (name, Press { value: "no-code".to_owned(), label, idle: false })
    });
    Code {
        typed: asking.show.filled.get("promotion_code").unwrap_or_default().to_owned(),
        error: why.map(|why| errors::unchosen(money, session.currency, why)),
        used,
    }
}

fn shipping(session: &Session, money: Money<'_>) -> Vec<Shipping> {
    let options = &session.terms.shipping;
    if options.len() < 2 {
        return Vec::new();
    }
    let shown = options.iter().enumerate().map(|(index, option)| Shipping {
        index,
        name: option.display_name.clone(),
        estimate: estimate(money.words, option.delivery_estimate.as_ref()),
        amount: money.or_free(option.currency, option.amount),
        chosen: index == session.terms.chosen_shipping,
    });
    shown.collect()
}
