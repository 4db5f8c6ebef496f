//! The rules of lines where an update, an optional item or a payment link brings them in.

use super::catalogue_tests::{NOW, PAYMENT, TEA, check, price, refused, shop};
use crate::catalogue::{Coupon, Found, Redeemed};
use crate::create::Limits;
use crate::ids::SessionId;
use crate::link::LinkDraft;
use crate::params::sample::tree;
use crate::problem::Problem;
use crate::session::{Birth, Session};
use crate::update::UpdateDraft;

const CLUB: &str = "mode=subscription&success_url=https://shop.example/ok&line_items[0][price]=price_paper\
    &line_items[0][quantity]=1";

/// The shop with a monthly paper and a price in yen.
fn larger_shop() -> Found {
    let mut found = shop();
    for (id, form) in [
        ("price_monthly", "currency=eur&unit_amount=900&product=prod_paper&recurring[interval]=month"),
        ("price_yen", "currency=jpy&unit_amount=900&product=prod_tea"),
    ] {
        found.prices.insert(id.into(), price(id, form));
    }
    found
}

fn open(parts: &[&str]) -> Session {
    let birth = Birth {
        id: SessionId::new(false, "a1"),
        account: "acct_1".into(),
        token: "t".into(),
        now: NOW,
        default_life: 86_400,
    };
    Session::open(check(parts, &larger_shop()).unwrap(), birth)
}

fn update(session: &Session, form: &str) -> Result<Session, Problem> {
    let update = UpdateDraft::check(&tree(form))?.settle(&larger_shop(), session.currency)?;
    session.clone().update(update, NOW, None)
}

#[track_caller]
fn not_updated(session: &Session, form: &str) -> (Option<&'static str>, String) {
    let problem = update(session, form).expect_err(form);
    (problem.code, problem.param.map(|path| path.to_string()).unwrap_or_default())
}

fn line(index: usize, price: &str) -> String {
    format!("line_items[{index}][price]={price}&line_items[{index}][quantity]=1")
}

#[test]
fn an_update_lets_no_line_in_that_a_create_would_refuse() {
    let (tea, club) = (open(&[PAYMENT, TEA]), open(&[CLUB]));
    let kept = "line_items[0][id]=li_a1_1";
    let named = |price: &str| format!("{kept}&{}", line(1, price));
    let at = |place: &str| (None, place.to_owned());
    let missing = Some("resource_missing");
    assert_eq!(not_updated(&tea, &named("price_x")), (missing, "line_items[1][price]".into()), "R13");
    assert_eq!(not_updated(&tea, &named("price_old")), at("line_items[1][price]"), "R14");
    assert_eq!(not_updated(&tea, &named("price_paper")), at("line_items[1][price]"), "R15");
    assert_eq!(not_updated(&club, &line(0, "price_tea")), at("line_items"), "R16");
    assert_eq!(not_updated(&club, &named("price_monthly")), at("line_items"), "R17");
    assert_eq!(not_updated(&tea, &named("price_yen")), at("line_items[1][price]"), "R18");
    let inline = "line_items[0][quantity]=1&line_items[0][price_data][currency]=usd\
        &line_items[0][price_data][unit_amount]=900&line_items[0][price_data][product_data][name]=Tea";
    assert_eq!(not_updated(&tea, inline), at("line_items[0][price_data][currency]"), "R18");
    let recurring = inline.replace("=usd", "=eur") + "&line_items[0][price_data][recurring][interval]=day";
    assert_eq!(not_updated(&tea, &recurring), at("line_items[0][price_data][recurring]"), "R15");
    let both = format!("{inline}&line_items[0][price]=price_tea");
    assert_eq!(not_updated(&tea, &both), (Some("parameters_exclusive"), "line_items[0]".into()), "R10");
    let many: Vec<String> = (0..101).map(|index| line(index, "price_tea")).collect();
    assert_eq!(not_updated(&tea, &many.join("&")), at("line_items"), "R9");
    let little = format!("{kept}&{}", inline.replace("=usd", "=eur").replace("=900", "=49"));
    assert_eq!(not_updated(&tea, &little.replacen(kept, "", 1)).0, Some("amount_too_small"), "R39");
    let large = "line_items[0][id]=li_a1_1&line_items[0][quantity]=999999";
    assert_eq!(not_updated(&tea, large).0, Some("amount_too_large"), "R40");
}

#[test]
fn an_update_counts_the_optional_items_of_the_session() {
    let items: Vec<String> = (0..10)
        .map(|index| format!("optional_items[{index}][price]=price_tea&optional_items[{index}][quantity]=1"))
        .collect();
    let tea = open(&[PAYMENT, TEA, &items.join("&")]);
    let lines = |count: usize| (0..count).map(|index| line(index, "price_tea")).collect::<Vec<_>>().join("&");
    assert!(update(&tea, &lines(90)).is_ok());
    assert_eq!(not_updated(&tea, &lines(91)), (None, "line_items".into()), "R9");
    let weekly = open(&[CLUB, "optional_items[0][price]=price_paper&optional_items[0][quantity]=1"]);
    assert_eq!(not_updated(&weekly, &line(0, "price_monthly")), (None, "line_items".into()), "R17");
}

#[test]
fn lines_have_no_rates_of_their_own_where_tax_is_automatic() {
    let taxed = open(&[PAYMENT, TEA, "automatic_tax[enabled]=true"]);
    let form = "line_items[0][id]=li_a1_1&line_items[0][tax_rates][0]=txr_vat";
    assert_eq!(not_updated(&taxed, form), (None, "line_items".into()), "R45");
    assert!(update(&open(&[PAYMENT, TEA]), form).is_ok());
}

#[test]
fn a_quantity_stays_within_what_the_payer_may_choose() {
    let tea = open(&[PAYMENT, TEA, "line_items[0][adjustable_quantity][enabled]=true"]);
    let bounds = tea.lines[0].asked.adjustable_quantity.clone().unwrap();
    assert_eq!((bounds.minimum, bounds.maximum), (Some(0), Some(99)), "what holds where nothing is said");
    let form = "line_items[0][id]=li_a1_1&line_items[0][quantity]=100";
    assert_eq!(not_updated(&tea, form), (None, "line_items[0][quantity]".into()));
    let freed = format!("{form}&line_items[0][adjustable_quantity][enabled]=false");
    assert_eq!(update(&tea, &freed).unwrap().lines[0].asked.adjustable_quantity, None);
}

#[test]
fn optional_items_keep_the_rules_of_lines() {
    let found = larger_shop();
    let item = |price: &str| format!("optional_items[0][price]={price}&optional_items[0][quantity]=1");
    let at = |place: &str| (None, place.to_owned(), false);
    assert_eq!(refused(&[PAYMENT, TEA, &item("price_paper")], &found), at("optional_items[0][price]"), "R15");
    assert_eq!(refused(&[CLUB, &item("price_monthly")], &found), at("line_items"), "R17");
    assert_eq!(refused(&[PAYMENT, TEA, &item("price_yen")], &found), at("optional_items[0][price]"), "R18");
    let lines: Vec<String> = (0..100).map(|index| line(index, "price_tea")).collect();
    assert!(check(&[PAYMENT, &lines.join("&")], &found).is_ok());
    assert_eq!(refused(&[PAYMENT, &lines.join("&"), &item("price_tea")], &found), at("line_items"), "R9");
    let params = check(&[CLUB, &item("price_paper")], &found).unwrap();
    assert_eq!((params.optional.len(), params.totals.unwrap().total), (1, 300));
}

#[test]
fn a_link_keeps_the_rules_of_lines() {
    let limits = Limits::standard(NOW, false);
    let link = |form: &str| {
        let settled = LinkDraft::check(&tree(form), &limits)?.settle(&larger_shop(), &limits);
        settled.map(drop)
    };
    let refused = |form: &str| {
        let problem: Problem = link(form).expect_err(form);
        problem.param.map(|path| path.to_string()).unwrap_or_default()
    };
    let (weekly, monthly) = (line(0, "price_paper"), line(1, "price_monthly"));
    assert!(link(&weekly).is_ok() && link(&line(0, "price_tea")).is_ok());
    assert_eq!(refused(&format!("{weekly}&{monthly}")), "line_items", "R17");
    assert_eq!(refused(&format!("{weekly}&{}", line(1, "price_yen"))), "line_items[1][price]", "R18");
    assert_eq!(refused(&line(0, "price_old")), "line_items[0][price]", "R14");
    let taxed = "&line_items[0][tax_rates][0]=txr_vat&automatic_tax[enabled]=true";
    assert_eq!(refused(&format!("{weekly}{taxed}")), "line_items", "R45");
    assert_eq!(refused(&format!("{weekly}&discounts[0][coupon]=TEN")), "discounts");
}

#[test]
fn what_is_taken_off_ends_in_digits_that_the_currency_has() {
    let mut found = shop();
    let form = "percent_off=33.33";
    let birth = crate::catalogue::Birth { id: "THIRD".into(), livemode: false, now: NOW };
    let object = Coupon::create(&tree(form), &birth).unwrap();
    found.coupons.insert("THIRD".into(), Redeemed { object, times: 0 });
    for (currency, unit, discount, tax) in
        [("kwd", 12_350, 4_120, 1_560), ("ugx", 123_500, 41_200, 15_600), ("jpy", 1235, 412, 156)]
    {
        let form = format!(
            "line_items[0][quantity]=1&line_items[0][price_data][currency]={currency}\
             &line_items[0][price_data][unit_amount]={unit}&line_items[0][price_data][product]=prod_tea\
             &line_items[0][tax_rates][0]=txr_vat&discounts[0][coupon]=THIRD"
        );
        let totals = check(&[PAYMENT, &form], &found).unwrap().totals.unwrap();
        assert_eq!((totals.discount, totals.tax), (discount, tax), "{currency}");
        assert_eq!(totals.total, unit - discount + tax, "{currency}");
    }
}

#[test]
fn a_discount_leaves_nothing_or_what_can_be_charged() {
    let mut found = shop();
    for (id, form) in [("MOST", "amount_off=460&currency=eur"), ("ALL", "amount_off=9900&currency=eur")] {
        let birth = crate::catalogue::Birth { id: id.into(), livemode: false, now: NOW };
        let object = Coupon::create(&tree(form), &birth).unwrap();
        found.coupons.insert(id.into(), Redeemed { object, times: 0 });
    }
    let one = line(0, "price_tea");
    let most = refused(&[PAYMENT, &one, "discounts[0][coupon]=MOST"], &found);
    assert_eq!(most, (Some("amount_too_small"), String::new(), false), "R39");
    let all = check(&[PAYMENT, &one, "discounts[0][coupon]=ALL"], &found).unwrap().totals.unwrap();
    assert_eq!((all.discount, all.total), (500, 0));
}

#[test]
fn a_subscription_is_free_until_the_day_that_it_is_counted_from() {
    let anchor =
        "subscription_data[billing_cycle_anchor]=1801000000&subscription_data[proration_behavior]=none";
    let mug = "line_items[1][price]=price_tea&line_items[1][quantity]=1";
    let totals = check(&[CLUB, mug, anchor], &shop()).unwrap().totals.unwrap();
    assert_eq!((totals.subtotal, totals.total), (500, 500));
}

#[test]
fn a_line_on_trial_costs_no_more_than_can_be_charged_later() {
    let trial = open(&[CLUB, "subscription_data[trial_period_days]=7"]);
    let many = "line_items[0][id]=li_a1_1&line_items[0][quantity]=999999";
    assert_eq!(not_updated(&trial, many), (Some("amount_too_large"), String::new()), "R40");
    assert!(update(&trial, &many.replace("999999", "333333")).is_ok());
}

/// The shop whose code takes a euro off 10 € and more.
const CODE: &str = "discounts[0][promotion_code]=promo_1";
const FEWER: &str = "line_items[0][id]=li_a1_1&line_items[0][quantity]=1";

#[test]
fn the_merchants_code_asks_for_its_minimum_of_an_update_too() {
    let tea = open(&[PAYMENT, TEA, CODE]);
    assert_eq!(tea.amount_due(), 900);
    let problem = update(&tea, FEWER).unwrap_err();
    assert_eq!(problem.param.map(|path| path.to_string()).as_deref(), Some("line_items"));
    assert!(problem.message.contains("at least 1000"), "{}", problem.message);
    let more = update(&tea, &FEWER.replace("quantity]=1", "quantity]=3")).unwrap();
    assert_eq!(more.amount_due(), 1400);
}

#[test]
fn the_payers_code_goes_with_what_it_was_for() {
    let mut tea = open(&[PAYMENT, TEA, "allow_promotion_codes=true"]);
    tea.terms = open(&[PAYMENT, TEA, CODE]).terms;
    let tea = tea.priced_anew().unwrap();
    let same = update(&tea, "line_items[0][id]=li_a1_1").unwrap();
    assert_eq!((same.amount_due(), same.has_payers_code()), (900, true));
    let fewer = update(&tea, FEWER).unwrap();
    assert_eq!((fewer.amount_due(), fewer.terms.discount), (500, None));
}

#[test]
fn no_total_falls_below_what_is_transferred_of_it() {
    let transfer =
        "payment_intent_data[transfer_data][destination]=a&payment_intent_data[transfer_data][amount]=600";
    let tea = open(&[PAYMENT, TEA, transfer]);
    assert_eq!(not_updated(&tea, FEWER), (Some("amount_too_small"), String::new()));
    assert!(update(&tea, "line_items[0][id]=li_a1_1").is_ok());
}

#[test]
fn no_line_of_an_update_is_taxed_twice_by_a_rate() {
    let twice =
        "line_items[0][id]=li_a1_1&line_items[0][tax_rates][0]=txr_vat&line_items[0][tax_rates][1]=txr_vat";
    assert_eq!(not_updated(&open(&[PAYMENT, TEA]), twice), (None, "line_items[0][tax_rates][1]".into()));
}

#[test]
fn no_discount_makes_a_cart_chargeable_that_is_too_large_for_its_currency() {
    let gold = "line_items[1][quantity]=1&line_items[1][price_data][currency]=eur\
        &line_items[1][price_data][unit_amount]=99999999&line_items[1][price_data][product]=prod_tea";
    let half = refused(&[PAYMENT, TEA, gold, "discounts[0][coupon]=TEN"], &shop());
    assert_eq!(half, (Some("amount_too_large"), String::new(), false), "R40");
}
