//! What only the time decides; the same request may be right at another moment.

use serde_json::Value;

use super::{Checked, Request, ensure, path};
use crate::create::default_life;
use crate::params::date;
use crate::path::Path;
use crate::problem::Problem;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const FIVE_YEARS: i64 = 5 * 366 * DAY;
/// Clocks and latency eat a second: Stripe takes a session of exactly 1799 seconds.
const SLACK: i64 = 1;

pub(crate) fn of_the_moment(request: &Request<'_>) -> Checked {
    let rules = [
        trial_lasts_two_days,
        anchor_is_ahead,
        expiry_is_in_range,
        nothing_begins_to_cost_while_it_is_sold,
        target_dates_are_ahead,
        pix_starts_later,
    ];
    rules.into_iter().try_for_each(|rule| rule(request)).map_err(Problem::of_the_moment)
}

fn ahead(request: &Request<'_>, names: &[&str]) -> Option<i64> {
    let seconds = request.at(names).and_then(Value::as_i64)?;
    Some(seconds - request.limits.now.seconds())
}

/// R36.
fn trial_lasts_two_days(request: &Request<'_>) -> Checked {
    let names = ["subscription_data", "trial_end"];
    ensure(ahead(request, &names).is_none_or(|seconds| seconds + SLACK >= 2 * DAY), || {
        Problem::at(path(&names), "The `trial_end` date has to be at least 2 days in the future.")
    })
}

fn anchor_is_ahead(request: &Request<'_>) -> Checked {
    let names = ["subscription_data", "billing_cycle_anchor"];
    ensure(ahead(request, &names).is_none_or(|seconds| seconds > 0), || {
        Problem::at(path(&names), "The `billing_cycle_anchor` date has to be in the future.")
    })
}

/// What was free when the page was opened would be free for a whole period to whoever pays after that day.
fn nothing_begins_to_cost_while_it_is_sold(request: &Request<'_>) -> Checked {
    let limits = request.limits;
    let life = default_life(limits.shortest_expiry, limits.longest_expiry);
    let life = ahead(request, &["expires_at"]).unwrap_or(life);
    ["trial_end", "billing_cycle_anchor"].into_iter().try_for_each(|name| {
        let names = ["subscription_data", name];
        let Some(seconds) = ahead(request, &names) else { return Ok(()) };
        ensure(seconds > life, || {
            let message = format!(
                "The `{name}` date has to be after the Checkout Session expires. Choose a later date, or an earlier `expires_at`."
            );
            Problem::at(path(&names), message)
        })?;
        ensure(seconds <= FIVE_YEARS, || {
            Problem::at(path(&names), format!("The `{name}` date can be no more than five years in the future."))
        })
    })
}

/// R37 and R38.
fn expiry_is_in_range(request: &Request<'_>) -> Checked {
    let Some(seconds) = ahead(request, &["expires_at"]) else { return Ok(()) };
    let (least, most) = (request.limits.shortest_expiry, request.limits.longest_expiry);
    let refuse = |message: String| Problem::at(Path::of("expires_at"), message);
    ensure(seconds + SLACK >= least, || {
        let least = span(least);
        refuse(format!("The `expires_at` timestamp must be at least {least} from Checkout Session creation."))
    })?;
    ensure(seconds - SLACK <= most, || {
        let most = span(most);
        refuse(format!("The `expires_at` timestamp must be less than {most} from Checkout Session creation."))
    })
}

fn span(seconds: i64) -> String {
    match seconds {
        _ if seconds % HOUR == 0 => format!("{} hours", seconds / HOUR),
        _ if seconds % 60 == 0 => format!("{} minutes", seconds / 60),
        _ => format!("{seconds} seconds"),
    }
}

/// Methods that debit a bank account on a day of the merchant's choice.
const DEBITS: &[&str] = &["acss_debit", "au_becs_debit", "bacs_debit", "sepa_debit", "us_bank_account"];

fn target_dates_are_ahead(request: &Request<'_>) -> Checked {
    DEBITS.iter().try_for_each(|method| {
        let names = ["payment_method_options", method, "target_date"];
        ensure(days_ahead(request, &names).is_none_or(|days| (3..=15).contains(&days)), || {
            Problem::at(path(&names), "The `target_date` must be 3 to 15 days in the future.")
        })
    })
}

fn pix_starts_later(request: &Request<'_>) -> Checked {
    let names = ["payment_method_options", "pix", "mandate_options", "start_date"];
    ensure(days_ahead(request, &names).is_none_or(|days| days >= 3), || {
        Problem::at(path(&names), "The `start_date` must be at least 3 days in the future.")
    })
}

fn days_ahead(request: &Request<'_>, names: &[&str]) -> Option<i64> {
    let day = date::days(request.at(names)?.as_str()?)?;
    Some(day - request.limits.now.seconds().div_euclid(DAY))
}
