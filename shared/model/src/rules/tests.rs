//! Every rule of the contract with a request that breaks it, and the requests that must pass.

use serde_json::json;

use crate::create::{CreateParams, Limits};
use crate::mode::{Mode, UiMode};
use crate::params::sample::tree;
use crate::problem::Problem;
use crate::time::Moment;

const NOW: i64 = 1_800_000_000;
const PAYMENT: &str = "mode=payment&success_url=https://shop.example/ok";
const SUBSCRIPTION: &str = "mode=subscription&success_url=https://shop.example/ok";
const SETUP: &str = "mode=setup&success_url=https://shop.example/ok&currency=usd";
const EMBEDDED: &str = "mode=payment&ui_mode=embedded_page&return_url=https://shop.example/back";
const ELEMENTS: &str = "mode=payment&ui_mode=elements";
const TEA: &str = "line_items[0][quantity]=2&line_items[0][price_data][currency]=usd\
    &line_items[0][price_data][unit_amount]=1000&line_items[0][price_data][product_data][name]=Tea";
const MONTHLY: &str = "line_items[0][price_data][recurring][interval]=month";
const POST: &str = "shipping_options[0][shipping_rate_data][display_name]=Post\
    &shipping_options[0][shipping_rate_data][fixed_amount][amount]=500\
    &shipping_options[0][shipping_rate_data][fixed_amount][currency]=USD";
const OPTION: &str = "optional_items[0][price]=price_1&optional_items[0][quantity]=1";
const FIELD: &str =
    "custom_fields[0][key]=k&custom_fields[0][label][type]=custom&custom_fields[0][label][custom]=L";
const DROPDOWN: &str = "custom_fields[0][type]=dropdown\
    &custom_fields[0][dropdown][options][0][label]=S&custom_fields[0][dropdown][options][0][value]=s";

fn limits() -> Limits {
    Limits::standard(Moment::from_seconds(NOW), false)
}

fn check(parts: &[&str]) -> Result<CreateParams, Problem> {
    CreateParams::check(&tree(&parts.join("&")), &limits())
}

/// A part of a request by its name in refusals.txt.
fn part(word: &str) -> String {
    match word {
        "PAYMENT" => PAYMENT.to_owned(),
        "SUBSCRIPTION" => SUBSCRIPTION.to_owned(),
        "SETUP" => SETUP.to_owned(),
        "EMBEDDED" => EMBEDDED.to_owned(),
        "ELEMENTS" => ELEMENTS.to_owned(),
        "TEA" => TEA.to_owned(),
        "SCONES" => TEA.replace("line_items[0]", "line_items[1]"),
        "MONTHLY" => MONTHLY.to_owned(),
        "POST" => POST.to_owned(),
        "OPTION" => OPTION.to_owned(),
        "FIELD" => FIELD.to_owned(),
        "FIELD1" => FIELD.replace("custom_fields[0]", "custom_fields[1]"),
        "DROPDOWN" => DROPDOWN.to_owned(),
        other => match other.split_once('*') {
            Some((first, count)) => many(count.parse().expect("a count"), &part(first)),
            None => other.to_owned(),
        },
    }
}

/// `count` equal parts for the first numbers of a list.
fn many(count: usize, first: &str) -> String {
    let numbered = (0..count).map(|index| first.replace("s[0]", &format!("s[{index}]")));
    numbered.collect::<Vec<_>>().join("&")
}

/// Code and parameter of a refusal.
fn refused(parts: &[&str]) -> (Option<&'static str>, String) {
    let problem = check(parts).expect_err("a rule is broken");
    (problem.code, problem.param.map(|path| path.to_string()).unwrap_or_default())
}

#[test]
fn every_rule_refuses_what_breaks_it_and_names_the_parameter() {
    let cases = include_str!("../../tests/refusals.txt").lines().filter(|line| !line.starts_with('#'));
    for case in cases {
        let fields: Vec<&str> = case.split(" | ").collect();
        let [rule, request, code, param] = fields[..] else { panic!("four fields: {case}") };
        let form: Vec<String> = request.split(' ').map(part).collect();
        let problem = CreateParams::check(&tree(&form.join("&")), &limits()).expect_err(case);
        let named = problem.param.map_or_else(|| "-".to_owned(), |path| path.to_string());
        assert_eq!(
            (problem.code.unwrap_or("-"), named.as_str()),
            (code, param),
            "{case}: {}",
            problem.message
        );
        let may_pass_later = ["R13", "R21", "R27", "R37", "R38", "debit", "pix"].contains(&rule);
        let of_time = may_pass_later || param.ends_with("[trial_end]") || param.ends_with("_anchor]");
        assert_eq!(problem.of_the_moment, of_time, "{case}");
    }
}

#[test]
fn a_request_with_too_much_is_refused() {
    assert_eq!(refused(&[PAYMENT, TEA, &many(6, POST)]), (None, "shipping_options".to_owned()), "R35");
    assert_eq!(refused(&[PAYMENT, TEA, &many(4, FIELD)]), (None, "custom_fields".to_owned()));
    assert!(check(&[PAYMENT, &many(100, TEA)]).is_ok());
}

#[test]
fn metadata_and_texts_have_their_lengths() {
    let key = |length: usize| format!("metadata[{}]=v", "ä".repeat(length));
    let value = |length: usize| format!("metadata[k]={}", "ä".repeat(length));
    let keys =
        |count: usize| (0..count).map(|key| format!("metadata[k{key}]=v")).collect::<Vec<_>>().join("&");
    for good in [key(40), value(500), keys(50)] {
        assert!(check(&[PAYMENT, TEA, &good]).is_ok(), "{good}");
    }
    let metadata = (None, "metadata".to_owned());
    assert_eq!(refused(&[PAYMENT, TEA, &key(41)]), metadata, "R41");
    assert_eq!(refused(&[PAYMENT, TEA, &keys(51)]), metadata, "R41");
    assert_eq!(refused(&[PAYMENT, TEA, &value(501)]), (None, "metadata[k]".to_owned()), "R41");
    let reference = (None, "client_reference_id".to_owned());
    let long = format!("client_reference_id={}", "x".repeat(201));
    assert_eq!(refused(&[PAYMENT, TEA, &long]), reference, "R44");
    assert_eq!(refused(&[PAYMENT, TEA, "client_reference_id=a\0b"]), reference, "R44");
}

#[test]
fn an_expiry_may_miss_its_bounds_by_a_second() {
    for seconds in [1799, 1800, 86_400, 86_401] {
        let given = check(&[PAYMENT, TEA, &format!("expires_at={}", NOW + seconds)]).unwrap();
        assert_eq!(given.expires_at, Some(NOW + seconds));
    }
}

#[test]
fn adjustable_lines_keep_their_bounds_only_while_adjustable() {
    let bounds = |rest: &str| {
        let params = check(&[PAYMENT, TEA, rest]).unwrap();
        serde_json::to_value(&params.lines[0].adjustable_quantity).unwrap()
    };
    let standard = json!({"enabled": true, "maximum": 99, "minimum": 0});
    assert_eq!(bounds("line_items[0][adjustable_quantity][enabled]=true"), standard);
    let off = json!({"enabled": false, "maximum": null, "minimum": null});
    assert_eq!(
        bounds(
            "line_items[0][adjustable_quantity][enabled]=false&line_items[0][adjustable_quantity][maximum]=5"
        ),
        off
    );
}

#[test]
fn the_second_seeds_parameters_are_taken_only_as_extras() {
    let extras = "description=Order 7&client_customer_id=c7&after_completion[type]=hosted_confirmation";
    let problem = check(&[PAYMENT, TEA, extras]).unwrap_err();
    assert_eq!(problem.code, Some("parameter_unknown"));
    let limits = Limits { extras: true, ..limits() };
    let params = CreateParams::check(&tree(&[PAYMENT, TEA, extras].join("&")), &limits).unwrap();
    assert_eq!(params.settings.description.as_deref(), Some("Order 7"));
    assert_eq!(params.settings.client_customer_id.as_deref(), Some("c7"));
    assert_eq!(params.settings.after_completion.unwrap().kind, "hosted_confirmation");
    let nowhere = [PAYMENT, TEA, "after_completion[type]=redirect"].join("&");
    let problem = CreateParams::check(&tree(&nowhere), &limits).unwrap_err();
    assert_eq!(problem.param.unwrap().to_string(), "after_completion[redirect]");
}

#[test]
fn the_refusals_use_stripes_words() {
    let said = |parts: &[&str]| check(parts).unwrap_err().message;
    assert_eq!(said(&["mode=gift"]), "Invalid `mode`: must be one of payment, setup, or subscription");
    assert_eq!(
        said(&[PAYMENT, TEA, "customer_creation=no"]),
        "Invalid `customer_creation`: must be one of always or if_required"
    );
    assert_eq!(said(&[PAYMENT, TEA, "line_items[0][quantity]=x"]), "Invalid integer: x");
    assert_eq!(
        said(&[PAYMENT, TEA, "expires_at=1800000060"]),
        "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."
    );
    assert_eq!(
        said(&[PAYMENT, TEA, "customer=cus_1&customer_email=a@b.example"]),
        "You may only specify one of these parameters: `customer`, `customer_email`."
    );
}

#[test]
fn a_payment_is_read_with_its_lines_shipping_and_totals() {
    let params = check(&[PAYMENT, TEA, POST, "metadata[order]=7&metadata[none]=&locale="]).unwrap();
    assert_eq!((params.mode, params.ui_mode), (Mode::Payment, UiMode::HostedPage));
    assert_eq!(params.lines.len(), 1);
    assert_eq!(params.totals.unwrap().total, 2500);
    assert_eq!(json!(params.metadata), json!({"order": "7"}));
    assert_eq!(params.terms.shipping[0].display_name, "Post");
    assert_eq!(
        serde_json::to_value(params.settings).unwrap(),
        json!({"success_url": "https://shop.example/ok"})
    );
}

#[test]
fn a_total_may_be_the_least_and_the_most_that_can_be_charged() {
    let total = |unit: i64, currency: &str| {
        let tea =
            TEA.replace("[unit_amount]=1000", &format!("[unit_amount]={unit}")).replace("=usd", currency);
        check(&[PAYMENT, &tea, "line_items[0][quantity]=1"]).map(|params| params.totals.unwrap().total)
    };
    for (currency, least, most) in [
        ("=usd", 50, 99_999_999),
        ("=jpy", 50, 99_999_999),
        ("=huf", 17_500, 99_999_999),
        ("=twd", 1, 99_999_999),
        ("=kwd", 10, 99_999_990),
        ("=isk", 100, 99_999_900),
        ("=ugx", 100, 99_999_900),
        ("=inr", 50, 999_999_999),
        ("=idr", 1, 999_999_999_999),
    ] {
        for amount in [least, most] {
            assert_eq!(total(amount, currency), Ok(amount), "{currency}");
        }
        let (small, large) = (total(least - 1, currency), total(most + 1, currency));
        assert!(small.is_err() || least == 1, "{currency}");
        assert!(large.is_err(), "{currency}");
    }
}

#[test]
fn what_stripe_allows_on_purpose_is_allowed() {
    let free = TEA.replace("unit_amount]=1000", "unit_amount]=0");
    assert_eq!(check(&[PAYMENT, &free]).unwrap().totals.unwrap().total, 0);
    let both = part("SCONES");
    assert_eq!(check(&[SUBSCRIPTION, TEA, MONTHLY, &both]).unwrap().totals.unwrap().total, 4000);
    let trial = check(&[SUBSCRIPTION, TEA, MONTHLY, "subscription_data[trial_period_days]=7"]).unwrap();
    assert_eq!(trial.totals.unwrap().total, 0);
    assert!(check(&[SETUP]).unwrap().totals.is_none());
    assert!(check(&["mode=setup&success_url=https://shop.example&payment_method_types[0]=card"]).is_ok());
    assert_eq!(check(&[EMBEDDED, TEA]).unwrap().ui_mode, UiMode::EmbeddedPage);
    assert!(check(&[ELEMENTS, TEA]).is_ok());
    let kept = "customer=cus_1&tax_id_collection[enabled]=true&automatic_tax[enabled]=true\
        &shipping_address_collection[allowed_countries][0]=DE&customer_update[name]=auto&customer_update[shipping]=auto";
    assert!(check(&[PAYMENT, TEA, kept]).is_ok());
    assert!(check(&["mode=payment&ui_mode=form", TEA]).is_ok());
    let decimal = TEA.replace("unit_amount]=1000", "unit_amount_decimal]=1000.5");
    assert_eq!(check(&[PAYMENT, &decimal]).unwrap().totals.unwrap().total, 2001);
}
