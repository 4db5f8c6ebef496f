//! What excludes what, and what cannot come alone.

use serde_json::Value;

use super::{Checked, Request, Rule, ensure, exactly_one, hashes, line, only_one_of, path};
use crate::path::Path;
use crate::problem::Problem;
use crate::settings::is_anchored;

pub(super) const RULES: &[Rule] = &[
    lines_are_whole,
    default_rates_are_named_once,
    customer_is_given_once,
    customer_update_needs_customer,
    what_a_customer_is_asked_is_kept,
    codes_or_discounts,
    one_code_per_discount,
    tax_is_automatic_or_by_rates,
    method_types_are_given_once,
    method_types_are_fixed_or_configured,
    shipping_options_are_whole,
    trial_is_given_once,
    anchor_is_given_once,
    nothing_is_prorated,
    fee_or_transfer_amount,
];

/// R10, R11 and R12 for every line.
fn lines_are_whole(request: &Request<'_>) -> Checked {
    hashes(request.sent, "line_items").try_for_each(|(index, line)| line::is_whole(line, index))
}

fn default_rates_are_named_once(request: &Request<'_>) -> Checked {
    let names = ["subscription_data", "default_tax_rates"];
    line::rates_are_named_once(request.at(&names), || path(&names))
}

fn not_both(request: &Request<'_>, param: &'static str, other: &'static str) -> Checked {
    ensure(!(request.has(param) && request.has(other)), || only_one_of(Path::of(param), other, param))
}

/// R20: a customer is an id, an account or an e-mail address.
fn customer_is_given_once(request: &Request<'_>) -> Checked {
    not_both(request, "customer_email", "customer")?;
    not_both(request, "customer_account", "customer")?;
    not_both(request, "customer_email", "customer_account")
}

/// R24.
fn customer_update_needs_customer(request: &Request<'_>) -> Checked {
    let customer = request.has("customer") || request.has("customer_account");
    ensure(customer || !request.has("customer_update"), || {
        let message = "`customer_update` can only be used with `customer`. Remove it or name a customer.";
        Problem::at(Path::of("customer_update"), message)
    })
}

/// A customer's tax id stands beside a name, and taxes follow where things are shipped: both have to be the customer's own.
fn what_a_customer_is_asked_is_kept(request: &Request<'_>) -> Checked {
    let enabled = |name: &'static str| request.at(&[name, "enabled"]).and_then(Value::as_bool) == Some(true);
    let ships_taxed = enabled("automatic_tax") && request.has("shipping_address_collection");
    let asked = [
        ("tax_id_collection", "name", enabled("tax_id_collection")),
        ("automatic_tax", "shipping", ships_taxed),
    ];
    let kept = |part| request.at(&["customer_update", part]).is_some_and(|how| how == "auto");
    let lost = asked.into_iter().find(|(_, part, asked)| *asked && !kept(part));
    let Some((what, part, _)) = lost.filter(|_| request.has("customer")) else { return Ok(()) };
    let at = Path::of("customer_update").key(part);
    Err(Problem::at(at.clone(), format!("With `customer` and `{what}`, `{at}` must be auto.")))
}

/// R25.
fn codes_or_discounts(request: &Request<'_>) -> Checked {
    not_both(request, "allow_promotion_codes", "discounts")
}

/// R26: the table allows one discount; it is a coupon or a promotion code.
fn one_code_per_discount(request: &Request<'_>) -> Checked {
    hashes(request.sent, "discounts").try_for_each(|(_, discount)| {
        let given = exactly_one(discount, "coupon", "promotion_code", || Path::of("discounts"));
        given.map_err(|problem| Problem { code: None, ..problem })
    })
}

/// R45; default rates are of lines, too.
fn tax_is_automatic_or_by_rates(request: &Request<'_>) -> Checked {
    let automatic = request.at(&["automatic_tax", "enabled"]).and_then(Value::as_bool) == Some(true);
    let by_rates = hashes(request.sent, "line_items").any(|(_, line)| line.contains_key("tax_rates"));
    ensure(!(automatic && by_rates), || {
        let message =
            "You can not use `automatic_tax` together with `tax_rates` on a line item. Remove one of them.";
        Problem::at(Path::of("line_items"), message)
    })?;
    let defaults = ["subscription_data", "default_tax_rates"];
    ensure(!(automatic && request.at(&defaults).is_some()), || {
        let message =
            "You can not use `automatic_tax` together with `default_tax_rates`. Remove one of them.";
        Problem::at(path(&defaults), message)
    })
}

/// `payment_method_types` and its newer name.
fn method_types_are_given_once(request: &Request<'_>) -> Checked {
    not_both(request, "payment_method_types", "allowed_payment_method_types")
}

/// A fixed list leaves nothing to exclude or to configure.
fn method_types_are_fixed_or_configured(request: &Request<'_>) -> Checked {
    not_both(request, "excluded_payment_method_types", "payment_method_types")?;
    not_both(request, "payment_method_configuration", "payment_method_types")
}

/// Each option names a rate or brings its data.
fn shipping_options_are_whole(request: &Request<'_>) -> Checked {
    hashes(request.sent, "shipping_options").try_for_each(|(index, option)| {
        exactly_one(option, "shipping_rate", "shipping_rate_data", || {
            Path::of("shipping_options").index(index)
        })
    })
}

/// R36: a trial ends on a day or after a number of days.
fn trial_is_given_once(request: &Request<'_>) -> Checked {
    not_both_in(request, "subscription_data", "trial_period_days", "trial_end")
}

fn anchor_is_given_once(request: &Request<'_>) -> Checked {
    not_both_in(request, "subscription_data", "billing_cycle_anchor_config", "billing_cycle_anchor")
}

/// The time up to the anchor is free or cannot be sold: how much of a period is left is known only when somebody pays.
fn nothing_is_prorated(request: &Request<'_>) -> Checked {
    let data = request.get("subscription_data");
    let free = request.at(&["subscription_data", "proration_behavior"]).is_some_and(|how| how == "none");
    ensure(free || !data.is_some_and(is_anchored), || {
        let message = "Prorations are not supported: with a `billing_cycle_anchor`, `proration_behavior` must be none, \
                       and the time up to the anchor is free.";
        Problem::at(path(&["subscription_data", "proration_behavior"]), message)
    })
}

fn not_both_in(
    request: &Request<'_>,
    parent: &'static str,
    param: &'static str,
    other: &'static str,
) -> Checked {
    let both = request.at(&[parent, param]).is_some() && request.at(&[parent, other]).is_some();
    ensure(!both, || only_one_of(path(&[parent, param]), other, param))
}

/// A Connect platform takes its share as a fee, or by transferring less.
fn fee_or_transfer_amount(request: &Request<'_>) -> Checked {
    let fee = request.at(&["payment_intent_data", "application_fee_amount"]).is_some();
    let transfer = request.at(&["payment_intent_data", "transfer_data", "amount"]).is_some();
    ensure(!(fee && transfer), || {
        let param = path(&["payment_intent_data", "application_fee_amount"]);
        only_one_of(param, "application_fee_amount", "transfer_data[amount]")
    })
}
