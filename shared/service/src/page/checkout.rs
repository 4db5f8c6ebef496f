//! The page with the form.

use askama::Template;
use paydesk_model::mode::{Mode, UiMode};
use paydesk_model::nested::Message;
use paydesk_model::payment::bills_whole;
use paydesk_model::session::Session;

use super::choosing::Choosing;
use super::control::{Asking, Control, Section, Tick, id_of};
use super::lines::{Item, Summary};
use super::methods::{self, Way};
use super::money::Money;
use super::sheet::Sheet;
use super::show::{Page, Show};
use super::{address, errors, origin, sections};

#[derive(Template)]
#[template(path = "checkout.html", whitespace = "minimize")]
struct Checkout<'s> {
    sheet: Sheet,
    summary: Summary,
    choosing: Choosing,
    /// What the payer is told aloud once a choice has changed it.
    told: Option<String>,
    form: &'s str,
    /// Minor units: what the payer is shown, and nothing that is believed of them.
    amount: i64,
    /// Minor units of what is charged again and again, to be agreed on with it.
    renewal: Option<i64>,
    back: Option<&'s str>,
    known: Vec<(String, String)>,
    sections: Vec<Section>,
    ways: Vec<Way>,
    /// What is wrong with the choice of a way to pay.
    ways_error: Option<String>,
    billing: Option<Section>,
    ticks: Vec<Tick>,
    agreement: Option<String>,
    above: Option<&'s Message>,
    below: Option<&'s Message>,
    alert: Option<Alert>,
    button: String,
    /// Why there is nothing to press.
    closed: Option<String>,
    /// Whether taxes hang on the address.
    taxed: bool,
    /// What is asked to pay with: it changes where an order comes to cost nothing, or something after all.
    means: String,
    states: &'static str,
    no_postal_codes: &'static str,
}

/// What the payer has to know before they go on.
struct Alert {
    title: String,
    fields: Vec<Wrong>,
    /// The keyboard is led here, where no field is wrong.
    first: bool,
}

/// A field that is wrong, and where it is.
struct Wrong {
    id: Option<String>,
    label: String,
    error: String,
}

/// The form as it is now: new, or with what was sent, what is wrong with it, and what the provider said.
pub fn checkout(show: &Show<'_>) -> Page {
    let sheet = Sheet::of(Some(show.session), &show.visit);
    let status = if show.decline.is_some() { 402 } else { 200 };
    let asking = Asking { show, words: sheet.words };
    let page = Checkout::of(&asking, sheet);
    page.sheet.page(status, &page)
}

impl<'s> Checkout<'s> {
    fn of(asking: &Asking<'s>, sheet: Sheet) -> Self {
        let session = asking.show.session;
        let locale = sheet.locale;
        let money = Money { words: sheet.words, locale: &locale };
        let merchant = sheet.brand.name.clone();
        let closed = closed(asking);
        let asks_method = session.needs_method() && closed.is_none();
        let sections = [
            Some(sections::contact(asking)),
            sections::shipping(asking, &locale),
            Some(sections::details(asking)),
        ];
        let text = session.settings.custom_text.as_ref();
        let (states, no_postal_codes) = address::habits();
        let mut page = Self {
            summary: Summary::of(session, money, merchant.as_deref()),
            choosing: Choosing::of(asking, money),
            told: money
                .due(session)
                .map(|due| money.words.say_with("total-now", &[("amount", (&due).into())])),
            form: asking.show.form,
            amount: session.amount_due(),
            renewal: session.renewal().map(|(_, amount)| amount),
            back: back(session),
            known: sections::known(asking),
            sections: sections.into_iter().flatten().collect(),
            ways: if asks_method { methods::offered(asking) } else { Vec::new() },
            ways_error: errors::at(sheet.words, asking.show.problems, "payment_method", true),
            billing: (asks_method || bills_whole(session)).then(|| sections::billing(asking, &locale)),
            ticks: sections::ticks(asking, merchant.as_deref()),
            agreement: agreement(session, &sheet),
            above: text.and_then(|text| text.submit.as_ref()),
            below: text.and_then(|text| text.after_submit.as_ref()),
            alert: None,
            button: button(session, money),
            closed,
            taxed: session.settings.taxes_automatically(),
            means: String::new(),
            states,
            no_postal_codes,
            sheet,
        };
        page.alert = page.alert(asking);
        page.means = page
            .ways
            .iter()
            .map(|way| way.kind)
            .chain(page.billing.iter().map(|_| "billing"))
            .collect::<Vec<_>>()
            .join(" ");
        if page.closed.is_some() {
            page.choosing = Choosing::default();
            page.summary.lines.iter_mut().for_each(Item::fix);
        }
        page
    }

    fn alert(&self, asking: &Asking<'_>) -> Option<Alert> {
        let wrong = asking.show.problems.iter().map(|problem| self.wrong(&problem.field, asking));
        let fields: Vec<Wrong> = wrong.collect();
        if let Some(decline) = asking.show.decline {
            let title = errors::decline(asking.words, decline);
            return Some(Alert { title, fields, first: true });
        }
        let found = !fields.is_empty();
        let first = fields.first().is_some_and(|wrong| wrong.id.is_none());
        found.then(|| Alert { title: asking.say("check-fields"), fields, first })
    }

    fn wrong(&self, field: &str, asking: &Asking<'_>) -> Wrong {
        let error = errors::at(asking.words, asking.show.problems, field, false).unwrap_or_default();
        let control = self.controls().find(|control| control.name == field);
        if let Some(control) = control {
            let error = control.error.clone().unwrap_or(error);
            return Wrong { id: Some(control.id.clone()), label: control.label.clone(), error };
        }
        let inside = self.billing.iter().filter_map(|section| section.tick.as_ref());
        if let Some(tick) = self.ticks.iter().chain(inside).find(|tick| tick.name == field) {
            return Wrong { id: Some(tick.id.clone()), label: String::new(), error };
        }
        let group = (field == "payment_method" && !self.ways.is_empty()).then(|| id_of(field));
        Wrong { id: group, label: String::new(), error }
    }

    fn controls(&self) -> impl Iterator<Item = &Control> {
        let sections = self.sections.iter().chain(&self.billing).flat_map(|section| &section.controls);
        sections.chain(self.ways.iter().flat_map(|way| &way.controls))
    }
}

/// Why nobody can pay here, if that is so.
fn closed(asking: &Asking<'_>) -> Option<String> {
    let session = asking.show.session;
    if !session.needs_method() {
        return None;
    }
    if !asking.show.payable {
        return Some(asking.say("not-payable"));
    }
    session.offered_methods().is_empty().then(|| asking.say("no-way-to-pay"))
}

fn back(session: &Session) -> Option<&str> {
    let hosted = session.ui_mode == UiMode::HostedPage;
    session.settings.cancel_url.as_deref().filter(|url| hosted && origin::of(url).is_some())
}

/// What paying here allows the merchant later.
fn agreement(session: &Session, sheet: &Sheet) -> Option<String> {
    let consent = session.settings.consent_collection.as_ref();
    let asked = consent.and_then(|consent| consent.payment_method_reuse_agreement.as_ref());
    let kept = session.mode != Mode::Payment || session.settings.saves_payment_method();
    if asked.is_some_and(|asked| asked.position == "hidden") || !kept || !session.needs_method() {
        return None;
    }
    let (with, without) = match session.mode {
        Mode::Subscription => ("agreement-subscription", "agreement-subscription-nameless"),
        _ => ("agreement-kept", "agreement-kept-nameless"),
    };
    Some(sheet.about_merchant(with, without))
}

/// What pressing the button does, with the amount.
fn button(session: &Session, money: Money<'_>) -> String {
    let due = money.due(session).filter(|_| session.amount_due() > 0);
    let key = match (session.mode, session.settings.submit_type.as_deref(), &due) {
        (Mode::Setup, _, _) => return money.words.say("save-card"),
        (Mode::Subscription, _, None) if session.settings.has_trial() => {
            return money.words.say("start-trial");
        }
        (Mode::Subscription, None | Some("auto"), None) => return money.words.say("subscribe"),
        (_, _, None) => return money.words.say("complete-order"),
        (_, Some("book"), _) => "book-amount",
        (_, Some("donate"), _) => "donate-amount",
        (_, Some("subscribe"), _) | (Mode::Subscription, None | Some("auto"), _) => "subscribe-amount",
        _ => "pay-amount",
    };
    let due = due.unwrap_or_default();
    money.words.say_with(key, &[("amount", (&due).into())])
}
