//! What single payment methods ask of their options.

use serde_json::Value;

use super::{Checked, Request, Rule, ensure, path};
use crate::mode::Mode;
use crate::path::Path;
use crate::problem::Problem;

pub(super) const RULES: &[Rule] = &[
    some_method_remains,
    acss_currency_is_for_setup,
    payto_fixed_has_amount,
    prefixes_are_free,
    bank_accounts_can_pay,
];

const OPTIONS: &str = "payment_method_options";

/// Cards are the only method of an account that names no others.
fn some_method_remains(request: &Request<'_>) -> Checked {
    let excluded = request.get("excluded_payment_method_types").and_then(Value::as_array);
    let Some(excluded) = excluded else { return Ok(()) };
    let cards = [Value::from("card")];
    let allowed = request.get("allowed_payment_method_types").and_then(Value::as_array);
    let mut allowed = allowed.map_or(&cards[..], Vec::as_slice).iter();
    ensure(allowed.any(|kind| !excluded.contains(kind)), || {
        let message =
            "No valid payment method types remain for this Checkout Session. Exclude fewer of them.";
        Problem::at(Path::of("excluded_payment_method_types"), message)
    })
}

fn acss_currency_is_for_setup(request: &Request<'_>) -> Checked {
    let names = [OPTIONS, "acss_debit", "currency"];
    ensure(request.mode == Mode::Setup || request.at(&names).is_none(), || {
        Problem::at(path(&names), "`currency` of acss_debit can only be used in setup mode.")
    })
}

fn payto_fixed_has_amount(request: &Request<'_>) -> Checked {
    let of = |name| request.at(&[OPTIONS, "payto", "mandate_options", name]);
    let fixed = of("amount_type").and_then(Value::as_str) == Some("fixed");
    ensure(!fixed || of("amount").is_some(), || {
        Problem::missing(path(&[OPTIONS, "payto", "mandate_options", "amount"]))
    })
}

/// Prefixes of mandate references use the banks' characters, and leave the provider's own prefixes alone.
fn prefixes_are_free(request: &Request<'_>) -> Checked {
    let taken: [(&'static str, &[&str]); 2] =
        [("bacs_debit", &["DDIC", "STRIPE"]), ("sepa_debit", &["STRIPE"])];
    taken.into_iter().try_for_each(|(method, taken)| {
        let names = [OPTIONS, method, "mandate_options", "reference_prefix"];
        let prefix = request.at(&names).and_then(Value::as_str).unwrap_or_default();
        let plain =
            |byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b' ' | b'/' | b'_' | b'-' | b'&' | b'.');
        let free = prefix.bytes().all(plain) && !taken.iter().any(|start| prefix.starts_with(start));
        ensure(free, || {
            let taken = taken.join(" or ");
            let message = format!(
                "`reference_prefix` must consist of A-Z, 0-9, spaces and / _ - & . and must not start with \
                 {taken}."
            );
            Problem::at(path(&names), message)
        })
    })
}

fn bank_accounts_can_pay(request: &Request<'_>) -> Checked {
    let names = [OPTIONS, "us_bank_account", "financial_connections", "permissions"];
    let permissions = request.at(&names).and_then(Value::as_array);
    let pays = permissions.is_none_or(|all| all.iter().any(|one| one == "payment_method"));
    ensure(pays, || Problem::at(path(&names), "`permissions` must include payment_method."))
}
