//! What belongs to which mode: lines, prices that recur, and the data of what the session makes.

use serde_json::Value;

use super::discount::APPLIED;
use super::ids::OPTIONAL;
use super::{Checked, Request, Rule, ensure, hashes};
use crate::limits::{self, LINES_OF_A_KIND};
use crate::mode::Mode::{self, Payment, Setup, Subscription};
use crate::path::Path;
use crate::problem::Problem;

pub(super) const RULES: &[Rule] = &[
    lines_are_there,
    lines_are_few_enough,
    payments_do_not_recur,
    subscriptions_recur,
    recurring_prices_share_an_interval,
    setup_needs_currency,
    customer_creation_is_for_payments,
    intent_data_is_for_its_mode,
    payment_method_collection_is_for_subscriptions,
    setup_has_no_button_to_name,
    setup_collects_no_phone_and_saves_by_itself,
    invoice_creation_is_for_payments,
    shipping_options_are_for_payments,
    setup_ships_nothing_and_taxes_nothing,
    setup_has_nothing_to_take_off_or_to_add,
];

/// Refuses a parameter outside its modes.
fn only_in(request: &Request<'_>, modes: &[Mode], name: &'static str) -> Checked {
    only_where(request, modes, name, request.has(name))
}

/// Refuses what is asked for by a parameter outside its modes.
fn only_where(request: &Request<'_>, modes: &[Mode], name: &'static str, asked: bool) -> Checked {
    ensure(modes.contains(&request.mode) || !asked, || {
        let names: Vec<_> = modes.iter().map(|mode| mode.as_str()).collect();
        let (mode, names) = (request.mode.as_str(), names.join(" or "));
        let message =
            format!("You can not pass `{name}` in {mode} mode. It can only be used in {names} mode.");
        Problem::at(Path::of(name), message)
    })
}

/// R8; and nothing is sold while setting up.
fn lines_are_there(request: &Request<'_>) -> Checked {
    let some = hashes(request.sent, "line_items").next().is_some();
    match request.mode {
        Setup if some => only_in(request, &[Payment, Subscription], "line_items"),
        Setup => Ok(()),
        Payment | Subscription => ensure(some, || Problem::missing(Path::of("line_items"))),
    }
}

/// R9. Optional items count as lines.
fn lines_are_few_enough(request: &Request<'_>) -> Checked {
    let lines = hashes(request.sent, "line_items").count() + hashes(request.sent, "optional_items").count();
    let refuse = |message: &str| Err(Problem::at(Path::of("line_items"), message));
    if request.mode == Payment && lines > limits::LINES {
        return refuse("You can pass at most 100 line items in payment mode, optional items included.");
    }
    let recurring = recurring(request, "line_items").count() + recurring(request, OPTIONAL).count();
    if request.mode == Subscription && (recurring > LINES_OF_A_KIND || lines - recurring > LINES_OF_A_KIND) {
        return refuse("You can pass at most 20 recurring and 20 one-time line items in subscription mode.");
    }
    Ok(())
}

/// The lines of a list with a recurring price: where that stands, and what recurs.
fn recurring<'r>(
    request: &'r Request<'_>,
    list: &'static str,
) -> impl Iterator<Item = (Path, &'r Value)> + use<'r> {
    let shown = if list == OPTIONAL { "optional_items" } else { list };
    hashes(request.sent, list).filter_map(move |(index, line)| {
        let recurs = line.get("price_data")?.get("recurring")?;
        let line_at = Path::of(shown).index(index);
        let named = line.contains_key("price");
        Some((if named { line_at.key("price") } else { line_at.key("price_data").key("recurring") }, recurs))
    })
}

/// R15.
fn payments_do_not_recur(request: &Request<'_>) -> Checked {
    let mut all = recurring(request, "line_items").chain(recurring(request, OPTIONAL));
    let first = all.next().filter(|_| request.mode == Payment);
    first.map_or(Ok(()), |(place, _)| {
        let message = "You specified payment mode but passed a recurring price. Either switch to subscription \
                       mode or use only one-time prices.";
        Err(Problem::at(place, message))
    })
}

/// R16.
fn subscriptions_recur(request: &Request<'_>) -> Checked {
    let missing = request.mode == Subscription && recurring(request, "line_items").next().is_none();
    ensure(!missing, || {
        let message = "You must provide at least one recurring price in subscription mode when using prices.";
        Problem::at(Path::of("line_items"), message)
    })
}

/// R17.
fn recurring_prices_share_an_interval(request: &Request<'_>) -> Checked {
    let count = |recurs: &Value| recurs.get("interval_count").and_then(Value::as_i64).unwrap_or(1);
    let all = recurring(request, "line_items").chain(recurring(request, OPTIONAL));
    let mut intervals = all.map(|(_, recurs)| (recurs.get("interval"), count(recurs)));
    let first = intervals.next();
    ensure(intervals.all(|interval| Some(interval) == first), || {
        let message = "Checkout does not support multiple prices with different billing intervals.";
        Problem::at(Path::of("line_items"), message)
    })
}

/// R19.
fn setup_needs_currency(request: &Request<'_>) -> Checked {
    let chosen = ["currency", "payment_method_types", "allowed_payment_method_types"];
    let missing = request.mode == Setup && !chosen.into_iter().any(|name| request.has(name));
    ensure(!missing, || Problem::missing(Path::of("currency")))
}

/// R23. Stripe's SDK says setup too, but it refuses it there (C26).
fn customer_creation_is_for_payments(request: &Request<'_>) -> Checked {
    only_in(request, &[Payment], "customer_creation")
}

/// R28, R29 and R30.
fn intent_data_is_for_its_mode(request: &Request<'_>) -> Checked {
    only_in(request, &[Payment], "payment_intent_data")?;
    only_in(request, &[Subscription], "subscription_data")?;
    only_in(request, &[Setup], "setup_intent_data")
}

/// R31.
fn payment_method_collection_is_for_subscriptions(request: &Request<'_>) -> Checked {
    only_in(request, &[Subscription], "payment_method_collection")
}

/// R32.
fn setup_has_no_button_to_name(request: &Request<'_>) -> Checked {
    only_in(request, &[Payment, Subscription], "submit_type")
}

/// R33.
fn setup_collects_no_phone_and_saves_by_itself(request: &Request<'_>) -> Checked {
    only_in(request, &[Payment, Subscription], "phone_number_collection")?;
    only_in(request, &[Payment, Subscription], "saved_payment_method_options")
}

/// R34.
fn invoice_creation_is_for_payments(request: &Request<'_>) -> Checked {
    only_in(request, &[Payment], "invoice_creation")
}

/// R35; the table allows five.
fn shipping_options_are_for_payments(request: &Request<'_>) -> Checked {
    only_in(request, &[Payment], "shipping_options")
}

fn setup_ships_nothing_and_taxes_nothing(request: &Request<'_>) -> Checked {
    only_in(request, &[Payment, Subscription], "shipping_address_collection")?;
    only_in(request, &[Payment, Subscription], "tax_id_collection")?;
    let taxed = request.at(&["automatic_tax", "enabled"]).and_then(Value::as_bool) == Some(true);
    only_where(request, &[Payment, Subscription], "automatic_tax", taxed)
}

fn setup_has_nothing_to_take_off_or_to_add(request: &Request<'_>) -> Checked {
    let codes = request.get("allow_promotion_codes").and_then(Value::as_bool) == Some(true);
    only_where(request, &[Payment, Subscription], "allow_promotion_codes", codes)?;
    only_where(request, &[Payment, Subscription], "discounts", request.has(APPLIED))?;
    only_in(request, &[Payment, Subscription], "discounts")?;
    only_in(request, &[Payment, Subscription], "optional_items")
}
