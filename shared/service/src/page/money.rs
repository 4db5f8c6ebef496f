//! Amounts and intervals in the reader's way.

use paydesk_model::currency::Currency;
use paydesk_model::line::{Interval, Line, Recurring};
use paydesk_model::session::Session;
use paydesk_model::time::Moment;

use super::amount::amount;
use super::dates::date;
use super::locale::Locale;
use super::words::Words;

/// What amounts are written with.
#[derive(Clone, Copy)]
pub(super) struct Money<'m> {
    pub words: &'m Words,
    pub locale: &'m Locale,
}

impl Money<'_> {
    pub fn of(&self, currency: Currency, minor: i64) -> String {
        amount(self.locale, currency, minor)
    }

    /// The same, where nothing is a word.
    pub fn or_free(&self, currency: Currency, minor: i64) -> String {
        if minor == 0 { self.words.say("free") } else { self.of(currency, minor) }
    }

    /// What is due today; none in setup mode.
    pub fn due(&self, session: &Session) -> Option<String> {
        let totals = session.totals.as_ref()?;
        Some(self.of(totals.currency, totals.total))
    }

    /// `per month`, `every 3 months`
    pub fn every(&self, recurring: &Recurring) -> String {
        let key = match recurring.interval {
            Interval::Day => "every-day",
            Interval::Week => "every-week",
            Interval::Month => "every-month",
            Interval::Year => "every-year",
        };
        self.words.say_with(key, &[("count", recurring.interval_count.into())])
    }

    /// `€12.00 per month` for all of a recurring line.
    pub fn regularly(&self, line: &Line) -> Option<String> {
        let price = &line.asked.price_data;
        let whole = price.unit_amount.times(line.asked.quantity)?;
        Some(self.amount_every(price.currency, whole, price.recurring.as_ref()?))
    }

    pub fn amount_every(&self, currency: Currency, minor: i64, recurring: &Recurring) -> String {
        let (amount, every) = (self.of(currency, minor), self.every(recurring));
        self.words.say_with("amount-every", &[("amount", (&amount).into()), ("every", (&every).into())])
    }

    /// `14 days free`, or until when it is.
    pub fn trial(&self, session: &Session) -> Option<String> {
        let data = session.settings.subscription_data.as_ref()?;
        let days = data.get("trial_period_days").and_then(serde_json::Value::as_i64);
        if let Some(days) = days {
            return Some(self.words.say_with("trial-days", &[("days", days.into())]));
        }
        let end = data.get("trial_end").and_then(serde_json::Value::as_i64)?;
        let date = date(self.locale, Moment::from_seconds(end));
        Some(self.words.say_with("trial-until", &[("date", (&date).into())]))
    }
}
