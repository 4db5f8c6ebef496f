//! What a form wants changed, read from the page's own controls.
//!
//! The form says what is wanted, never what it costs.

use paydesk_model::choices::Choice;
use paydesk_model::session::Session;
use paydesk_model::tree::Tree;

/// What a form wants changed, as far as the session is not so already.
#[derive(Debug, Default, PartialEq)]
pub(in crate::handlers) struct Wish<'f> {
    pub choices: Vec<Choice>,
    /// The promotion code that was typed.
    pub code: Option<&'f str>,
    /// Whether taxes are to be looked up for the address as far as it is filled in.
    pub places: bool,
}

impl<'f> Wish<'f> {
    /// What the page's form says.
    pub fn of_page(session: &Session, sent: &'f Tree) -> Self {
        let mut wish = Self { choices: standing_choices(session, sent), ..Self::default() };
        let code = text(sent, "promotion_code").filter(|code| !code.is_empty() && session.takes_codes());
        match text(sent, "change") {
            Some("lines") => {}
            Some("address") => wish.places = true,
            None | Some("code") => wish.code = code,
            Some("update") => (wish.code, wish.places) = (code, true),
            Some(pressed) => wish.press(pressed),
        }
        wish
    }

    /// What the button that was pressed adds. A button that no page of ours has is for nothing that is on offer.
    fn press(&mut self, pressed: &str) {
        let parts: Vec<&str> = pressed.split('-').collect();
        let choice = match parts.as_slice() {
            ["no", "code"] => Some(Choice::NoCode),
            ["add", index] => index.parse().ok().map(|optional| Choice::Add { optional }),
            ["remove", line] => line.parse().ok().map(|line| Choice::Remove { line }),
            ["quantity", line, quantity] => line
                .parse()
                .ok()
                .zip(quantity.parse().ok())
                .map(|(line, quantity)| Choice::Quantity { line, quantity }),
            _ => None,
        };
        let choice = choice.unwrap_or(Choice::Add { optional: usize::MAX });
        if let Choice::Quantity { line: pressed, .. } | Choice::Remove { line: pressed } = &choice {
            let same = |one: &Choice| matches!(one, Choice::Quantity { line, .. } if line == pressed);
            self.choices.retain(|one| !same(one));
        }
        self.choices.push(choice);
    }

    pub fn is_empty(&self) -> bool {
        self.choices.is_empty() && self.code.is_none() && !self.places
    }
}

/// What the form's own controls say that the session does not.
fn standing_choices(session: &Session, sent: &Tree) -> Vec<Choice> {
    let mut choices = Vec::new();
    for line in session.lines.iter().filter(|line| session.is_adjustable(line)) {
        let typed = text(sent, &format!("quantity-{}", line.number)).filter(|typed| !typed.is_empty());
        // What is no number is no quantity either.
        let quantity = typed.map(|typed| typed.parse().unwrap_or(-1));
        if let Some(quantity) = quantity.filter(|quantity| *quantity != line.asked.quantity) {
            choices.push(Choice::Quantity { line: line.number, quantity });
        }
    }
    let shipping = text(sent, "shipping_option").map(|index| index.parse().unwrap_or(usize::MAX));
    choices.extend(shipping.filter(|index| *index != session.terms.chosen_shipping).map(Choice::Shipping));
    choices
}

pub(super) fn text<'f>(sent: &'f Tree, name: &str) -> Option<&'f str> {
    Some(sent.get(name)?.as_text()?.trim())
}
