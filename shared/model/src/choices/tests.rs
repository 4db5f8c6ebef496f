//! Stories of what a payer may choose, and what they may not.

use serde_json::json;

use super::*;
use crate::create::{CreateParams, Limits};
use crate::ids::SessionId;
use crate::params::sample::tree;
use crate::session::Birth;

const NOON: Moment = Moment::from_seconds(1_800_000_000);

fn line(index: usize, name: &str, amount: u32, more: &str) -> String {
    format!(
        "&line_items[{index}][quantity]=2&line_items[{index}][price_data][currency]=eur\
         &line_items[{index}][price_data][unit_amount]={amount}\
         &line_items[{index}][price_data][product_data][name]={name}{more}"
    )
}

/// Tea whose quantity is the payer's, from 0 to 5, and scones by the pair.
fn cart() -> String {
    let adjustable =
        "&line_items[0][adjustable_quantity][enabled]=true&line_items[0][adjustable_quantity][maximum]=5";
    format!("{}{}", line(0, "Tea", 500, adjustable), line(1, "Scones", 300, ""))
}

fn open(more: &str) -> Session {
    let form = format!("mode=payment&success_url=https://shop.example/{}{more}", cart());
    let params = CreateParams::check(&tree(&form), &Limits::standard(NOON, false)).unwrap();
    let birth = Birth {
        id: SessionId::new(false, "cart"),
        account: "acct_1".into(),
        token: "t".into(),
        now: NOON,
        default_life: 86_400,
    };
    let mut session = Session::open(params, birth);
    let mut cup = session.lines[1].asked.clone();
    (cup.quantity, cup.price_data.product.name) = (1, "Cup".into());
    session.optional = vec![cup];
    session
}

fn offer(coupon: serde_json::Value, code: serde_json::Value) -> Choice {
    let made = |kind: serde_json::Value, more: serde_json::Value| {
        let mut made = kind;
        made.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        made
    };
    let born = json!({"id": "x", "livemode": false, "created": 1});
    let code = made(made(born.clone(), json!({"code": "Spring", "coupon": "x"})), code);
    let code = Redeemed { object: serde_json::from_value(code).unwrap(), times: 0 };
    let coupon = Redeemed { object: serde_json::from_value(made(born, coupon)).unwrap(), times: 2 };
    Choice::Code(Box::new(Offer { code, coupon, has_paid: false }))
}

fn tenth() -> Choice {
    offer(json!({"percent_off": 10}), json!({}))
}

fn due(session: Result<Session, Unchosen>) -> i64 {
    session.unwrap().amount_due()
}

const CODES: &str = "&allow_promotion_codes=true";

#[test]
fn a_quantity_is_chosen_within_its_bounds_and_prices_the_session() {
    let choose = |line, quantity| open("").choose(&[Choice::Quantity { line, quantity }], NOON);
    assert_eq!(due(choose(1, 5)), 3100);
    assert_eq!(choose(1, 5).unwrap().lines[0].amount, 2500);
    for quantity in [6, -1, i64::MAX] {
        assert_eq!(choose(1, quantity).unwrap_err(), Unchosen::Quantity { line: 1, least: 0, most: 5 });
    }
    assert_eq!(choose(2, 1).unwrap_err(), Unchosen::NotOffered, "scones come by the pair");
    assert_eq!(choose(3, 1).unwrap_err(), Unchosen::NotOffered);
}

#[test]
fn none_of_a_line_takes_it_out_but_the_last_line_stays() {
    let gone = open("").choose(&[Choice::Quantity { line: 1, quantity: 0 }], NOON).unwrap();
    assert_eq!((gone.lines.len(), gone.lines[0].number, gone.amount_due()), (1, 2, 600));
    let mut alone = open("");
    alone.lines.remove(1);
    for choice in [Choice::Quantity { line: 1, quantity: 0 }, Choice::Remove { line: 1 }] {
        assert_eq!(alone.clone().choose(&[choice], NOON).unwrap_err(), Unchosen::LastLine);
    }
    assert_eq!(alone.least_of(&alone.lines[0], 0), 1);
    assert!(!alone.is_removable(&alone.lines[0]));
    assert_eq!(open("").choose(&[Choice::Remove { line: 2 }], NOON).unwrap_err(), Unchosen::NotOffered);
}

#[test]
fn what_is_optional_comes_in_once_and_goes_again_and_no_number_is_given_twice() {
    let add = [Choice::Add { optional: 0 }];
    let with = open("").choose(&add, NOON).unwrap();
    let cup = with.lines.last().unwrap();
    assert_eq!((cup.number, cup.optional, cup.amount, with.amount_due()), (3, Some(0), 300, 1900));
    assert_eq!(with.addable().count(), 0);
    assert_eq!(with.clone().choose(&add, NOON).unwrap_err(), Unchosen::NotOffered);
    let without = with.choose(&[Choice::Remove { line: 3 }], NOON).unwrap();
    assert_eq!((without.amount_due(), without.addable().count()), (1600, 1));
    let again = without.choose(&add, NOON).unwrap();
    assert_eq!(again.lines.last().unwrap().number, 4);
    assert_eq!(again.choose(&[Choice::Add { optional: 1 }], NOON).unwrap_err(), Unchosen::NotOffered);
}

#[test]
fn a_code_takes_off_what_its_coupon_says_until_it_is_taken_back() {
    let with = open(CODES).choose(&[tenth()], NOON).unwrap();
    assert_eq!((with.amount_due(), with.totals.as_ref().unwrap().discount), (1440, 160));
    assert_eq!(with.terms.discount.as_ref().unwrap().promotion_code.as_ref().unwrap().code, "Spring");
    let without = with.choose(&[Choice::NoCode], NOON).unwrap();
    assert_eq!(without, open(CODES));
    assert_eq!(without.choose(&[Choice::NoCode], NOON).unwrap_err(), Unchosen::NotOffered);
    assert_eq!(open("").choose(&[tenth()], NOON).unwrap_err(), Unchosen::NotOffered);
}

#[test]
fn a_code_that_cannot_be_used_says_why() {
    let asked = |coupon, code| open(CODES).choose(&[offer(coupon, code)], NOON).unwrap_err();
    let tenth = || json!({"percent_off": 10});
    let minimum = json!({"restrictions": {"minimum_amount": 1601, "minimum_amount_currency": "eur"}});
    let dollars = json!({"amount_off": 100, "currency": "usd"});
    for (coupon, code, why) in [
        (tenth(), json!({"active": false}), Unusable::Inactive),
        (tenth(), json!({"expires_at": NOON.seconds() - 1}), Unusable::Expired),
        (tenth(), json!({"customer": "cus_1"}), Unusable::ForAnotherCustomer),
        (tenth(), minimum, Unusable::BelowMinimum(1601)),
        (json!({"percent_off": 10, "max_redemptions": 2}), json!({}), Unusable::UsedUp),
        (json!({"percent_off": 10, "redeem_by": NOON.seconds() - 1}), json!({}), Unusable::Expired),
        (dollars, json!({}), Unusable::OtherCurrency),
    ] {
        assert_eq!(asked(coupon, code), Unchosen::Code(why));
    }
    let others = json!({"percent_off": 10, "applies_to": {"products": ["prod_1"]}});
    assert_eq!(asked(others, json!({})), Unchosen::NothingOff);
    assert_eq!(asked(json!({"amount_off": 1590, "currency": "eur"}), json!({})), Unchosen::TooLittle);
    let free = offer(json!({"amount_off": 9000, "currency": "eur"}), json!({}));
    assert_eq!(due(open(CODES).choose(&[free], NOON)), 0);
}

#[test]
fn a_code_that_asks_for_so_much_asks_for_it_as_long_as_it_is_used() {
    let minimum = json!({"restrictions": {"minimum_amount": 1500, "minimum_amount_currency": "eur"}});
    let code = offer(json!({"percent_off": 10}), minimum);
    let fewer = Choice::Quantity { line: 1, quantity: 1 };
    let with = open(CODES).choose(std::slice::from_ref(&code), NOON).unwrap();
    let refused = Unchosen::Code(Unusable::BelowMinimum(1500));
    assert_eq!(with.choose(std::slice::from_ref(&fewer), NOON).unwrap_err(), refused);
    assert_eq!(open(CODES).choose(&[code, fewer], NOON).unwrap_err(), refused, "in whatever order");
}

#[test]
fn a_way_of_shipping_is_one_of_those_on_offer() {
    let option = |index: usize, amount: u32| {
        format!(
            "&shipping_options[{index}][shipping_rate_data][display_name]=Post\
             &shipping_options[{index}][shipping_rate_data][fixed_amount][amount]={amount}\
             &shipping_options[{index}][shipping_rate_data][fixed_amount][currency]=eur"
        )
    };
    let session = open(&format!("{}{}", option(0, 400), option(1, 900)));
    assert_eq!(session.amount_due(), 2000);
    assert_eq!(due(session.clone().choose(&[Choice::Shipping(1)], NOON)), 2500);
    assert_eq!(session.choose(&[Choice::Shipping(2)], NOON).unwrap_err(), Unchosen::NotOffered);
}

#[test]
fn a_place_is_asked_for_only_where_taxes_hang_on_it() {
    let place = [Choice::Place(Located { country: "DE".into(), ..Located::default() })];
    assert_eq!(open("").choose(&place, NOON).unwrap_err(), Unchosen::NotOffered);
    let taxed = open("&automatic_tax[enabled]=true");
    assert!(taxed.awaits_location());
    assert!(!taxed.choose(&place, NOON).unwrap().awaits_location());
}

#[test]
fn amounts_stay_within_what_can_be_charged() {
    let form = "&line_items[2][adjustable_quantity][enabled]=true";
    let session = open(&line(2, "Gold", 40_000_000, form));
    let most = [Choice::Quantity { line: 3, quantity: 99 }];
    assert_eq!(session.choose(&most, NOON).unwrap_err(), Unchosen::TooMuch);
}

#[test]
fn nothing_is_chosen_of_what_has_ended() {
    let choice = [Choice::Quantity { line: 1, quantity: 1 }];
    let late = NOON.plus_seconds(86_400);
    assert_eq!(open("").choose(&choice, late).unwrap_err(), Unchosen::NotNow);
    let expired = open("").expire(NOON, None).unwrap();
    assert_eq!(expired.choose(&choice, NOON).unwrap_err(), Unchosen::NotNow);
}
