//! The rows between the lines and the total: what is taken off, what shipping costs, what taxes come to.

use paydesk_model::catalogue::TaxRate;
use paydesk_model::pricing::Priced;
use paydesk_model::session::Session;
use paydesk_model::totals::Totals;

use super::estimate::estimate;
use super::lines::Row;
use super::money::Money;

/// None where the total says it all.
pub(super) fn rows(session: &Session, money: Money<'_>) -> Vec<Row> {
    let Some(totals) = &session.totals else { return Vec::new() };
    let parts = [discount(session, totals, money), shipping(session, totals, money)];
    let between: Vec<Row> = parts.into_iter().flatten().chain(taxes(session, totals, money)).collect();
    if between.is_empty() {
        return between;
    }
    let subtotal = row(money, "subtotal", None, money.of(totals.currency, totals.subtotal));
    std::iter::once(subtotal).chain(between).collect()
}

fn row(money: Money<'_>, key: &str, note: Option<String>, amount: String) -> Row {
    Row { label: money.words.say(key), note, time: None, amount }
}

fn discount(session: &Session, totals: &Totals, money: Money<'_>) -> Option<Row> {
    let applied = session.terms.discount.as_ref()?;
    let code = applied.promotion_code.as_ref().map(|code| code.code.clone());
    let note = code.or_else(|| applied.coupon.name.clone());
    Some(row(money, "discount", note, money.of(totals.currency, -totals.discount)))
}

fn shipping(session: &Session, totals: &Totals, money: Money<'_>) -> Option<Row> {
    let chosen = session.terms.chosen()?;
    let time = estimate(money.words, chosen.delivery_estimate.as_ref());
    let amount = money.or_free(totals.currency, totals.shipping);
    Some(Row { time, ..row(money, "shipping", Some(chosen.display_name.clone()), amount) })
}

/// A row for each rate, or for what is not known yet.
fn taxes(session: &Session, totals: &Totals, money: Money<'_>) -> Vec<Row> {
    if session.awaits_location() {
        return vec![row(money, "tax", None, money.words.say("tax-later"))];
    }
    let taxes = by_rate(session);
    if taxes.is_empty() && session.settings.taxes_automatically() {
        return vec![row(money, "tax", None, money.of(totals.currency, 0))];
    }
    let rows = taxes.into_iter().map(|(rate, amount)| {
        let key = if rate.inclusive { "tax-included" } else { "tax-rate" };
        let percent = rate.percentage.to_string();
        let values = [("name", (&rate.display_name).into()), ("percent", (&percent).into())];
        let label = money.words.say_with(key, &values);
        Row { label, note: None, time: None, amount: money.of(totals.currency, amount) }
    });
    rows.collect()
}

/// What each rate comes to, over all lines and shipping.
fn by_rate(session: &Session) -> Vec<(TaxRate, i64)> {
    let bill = session.bill();
    let rates = session.lines.iter().map(|line| session.terms.rates_of(&line.asked, &session.settings));
    let lines = rates.zip(&bill.lines);
    let option = session.terms.chosen();
    let shipped = option.map(|option| session.terms.rates_of_shipping(option, &session.settings));
    let mut taxes: Vec<(TaxRate, i64)> = Vec::new();
    for (rates, priced) in lines.chain(shipped.into_iter().zip(&bill.shipping)) {
        add(&mut taxes, rates, priced);
    }
    taxes
}

fn add(taxes: &mut Vec<(TaxRate, i64)>, rates: Vec<TaxRate>, priced: &Priced) {
    for (rate, tax) in rates.into_iter().zip(&priced.taxes) {
        match taxes.iter_mut().find(|(known, _)| *known == rate) {
            Some((_, amount)) => *amount += tax.amount,
            None => taxes.push((rate, tax.amount)),
        }
    }
}
