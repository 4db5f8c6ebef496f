//! Requests that name what a catalogue has: what becomes of the names, and when they are refused.

use crate::catalogue::{
    Birth, Coupon, Found, Kind, NewPrice, Price, Product, PromotionCode, Redeemed, ShippingRate, TaxRate,
};
use crate::create::{CreateParams, Draft, Limits};
use crate::ids::SessionId;
use crate::params::sample::tree;
use crate::problem::Problem;
use crate::session::{self, Session};
use crate::time::Moment;
use crate::update::UpdateDraft;

pub(super) const NOW: Moment = Moment::from_seconds(1_800_000_000);
pub(super) const PAYMENT: &str = "mode=payment&success_url=https://shop.example/ok";
pub(super) const TEA: &str = "line_items[0][price]=price_tea&line_items[0][quantity]=2";

fn birth(id: &str) -> Birth {
    Birth { id: id.into(), livemode: false, now: NOW }
}

pub(super) fn price(id: &str, form: &str) -> Price {
    NewPrice::check(&tree(form), &birth(id), "").unwrap().price
}

/// Tea at 5 € or 6 $, a weekly paper, a coupon of 10 % and one of 1 €, a code for the latter, a tax, and the post.
pub(super) fn shop() -> Found {
    let mut found = Found::default();
    for (id, form) in [
        ("price_tea", "currency=eur&unit_amount=500&product=prod_tea&currency_options[usd][unit_amount]=600"),
        ("price_paper", "currency=eur&unit_amount=300&product=prod_paper&recurring[interval]=week"),
        ("price_old", "currency=eur&unit_amount=1&product=prod_tea&active=false"),
    ] {
        found.prices.insert(id.into(), price(id, form));
    }
    for id in ["prod_tea", "prod_paper"] {
        let product = Product::create(&tree(&format!("name=The {id}&description=Good")), &birth(id), "");
        found.products.insert(id.into(), product.unwrap().product);
    }
    for (id, form) in [
        ("TEN", "percent_off=10"),
        ("EURO", "amount_off=100&currency=eur&max_redemptions=1"),
        ("PAPER", "percent_off=50&applies_to[products][0]=prod_paper"),
    ] {
        let object = Coupon::create(&tree(form), &birth(id)).unwrap();
        found.coupons.insert(id.into(), Redeemed { object, times: 0 });
    }
    let form = "coupon=EURO&restrictions[minimum_amount]=1000&restrictions[minimum_amount_currency]=eur";
    let object = PromotionCode::create(&tree(form), &birth("promo_1"), "HELLO").unwrap();
    found.promotion_codes.insert("promo_1".into(), Redeemed { object, times: 0 });
    let form = "display_name=VAT&inclusive=false&percentage=19";
    found.tax_rates.insert("txr_vat".into(), TaxRate::create(&tree(form), &birth("txr_vat")).unwrap());
    let form = "display_name=Post&fixed_amount[amount]=400&fixed_amount[currency]=eur";
    found
        .shipping_rates
        .insert("shr_post".into(), ShippingRate::create(&tree(form), &birth("shr_post")).unwrap());
    found
}

fn limits() -> Limits {
    Limits::standard(NOW, false)
}

pub(super) fn check(parts: &[&str], found: &Found) -> Result<CreateParams, Problem> {
    Draft::check(&tree(&parts.join("&")), &limits())?.settle(found, &limits())
}

fn totals(parts: &[&str]) -> [i64; 5] {
    let totals = check(parts, &shop()).unwrap().totals.unwrap();
    [totals.subtotal, totals.discount, totals.shipping, totals.tax, totals.total]
}

pub(super) fn refused(parts: &[&str], found: &Found) -> (Option<&'static str>, String, bool) {
    let problem = check(parts, found).unwrap_err();
    (problem.code, problem.param.map(|path| path.to_string()).unwrap_or_default(), problem.of_the_moment)
}

#[test]
fn a_request_says_what_has_to_be_looked_up() {
    let form = "line_items[1][price_data][product]=prod_tea&line_items[1][price_data][currency]=eur\
        &line_items[1][price_data][unit_amount]=1&line_items[1][quantity]=1&line_items[1][tax_rates][0]=txr_vat\
        &discounts[0][promotion_code]=promo_1&shipping_options[0][shipping_rate]=shr_post";
    let draft = Draft::check(&tree(&[PAYMENT, TEA, form].join("&")), &limits()).unwrap();
    let names: Vec<_> =
        draft.names().into_iter().map(|name| (name.kind, name.id, name.place.to_string())).collect();
    let expected = [
        (Kind::Price, "price_tea", "line_items[0][price]"),
        (Kind::Product, "prod_tea", "line_items[1][price_data][product]"),
        (Kind::TaxRate, "txr_vat", "line_items[1][tax_rates][0]"),
        (Kind::PromotionCode, "promo_1", "discounts[0][promotion_code]"),
        (Kind::ShippingRate, "shr_post", "shipping_options[0][shipping_rate]"),
    ];
    assert_eq!(names, expected.map(|(kind, id, place)| (kind, id.to_owned(), place.to_owned())));
    let mut found = Found::default();
    found.prices.insert("price_tea".into(), shop().prices["price_tea"].clone());
    found.promotion_codes = shop().promotion_codes;
    let further = found.further();
    assert_eq!(further, [(Kind::Coupon, "EURO".into()), (Kind::Product, "prod_tea".into())]);
}

#[test]
fn a_line_is_what_its_price_and_product_are() {
    let params = check(&[PAYMENT, TEA], &shop()).unwrap();
    let line = &params.lines[0];
    assert_eq!(
        (line.product.as_deref(), line.price_data.product.name.as_str()),
        (Some("prod_tea"), "The prod_tea")
    );
    let price = line.price.as_ref().unwrap();
    assert_eq!((price.id.as_str(), price.currency_options.len()), ("price_tea", 0));
    assert_eq!(params.totals.unwrap().total, 1000);
    let dollars = check(&[PAYMENT, TEA, "currency=usd"], &shop()).unwrap();
    assert_eq!((dollars.currency.unwrap().as_str(), dollars.totals.unwrap().total), ("usd", 1200));
}

#[test]
fn a_cart_is_priced_on_its_terms() {
    let (post, vat) = ("shipping_options[0][shipping_rate]=shr_post", "line_items[0][tax_rates][0]=txr_vat");
    assert_eq!(totals(&[PAYMENT, TEA, post]), [1000, 0, 400, 0, 1400]);
    assert_eq!(totals(&[PAYMENT, TEA, vat]), [1000, 0, 0, 190, 1190]);
    assert_eq!(totals(&[PAYMENT, TEA, vat, post, "discounts[0][coupon]=TEN"]), [1000, 100, 400, 171, 1471]);
    assert_eq!(totals(&[PAYMENT, TEA, "discounts[0][promotion_code]=promo_1"]), [1000, 100, 0, 0, 900]);
    assert_eq!(totals(&[PAYMENT, TEA, "discounts[0][coupon]=PAPER"]), [1000, 0, 0, 0, 1000]);
    let subscription = "mode=subscription&success_url=https://shop.example/ok";
    let paper = "line_items[1][price]=price_paper&line_items[1][quantity]=1";
    assert_eq!(totals(&[subscription, TEA, paper, "discounts[0][coupon]=PAPER"]), [1300, 150, 0, 0, 1150]);
    let defaults = "subscription_data[default_tax_rates][0]=txr_vat";
    assert_eq!(totals(&[subscription, TEA, paper, defaults]), [1300, 0, 0, 247, 1547]);
    let trial = "subscription_data[trial_period_days]=7";
    assert_eq!(totals(&[subscription, TEA, paper, trial]), [1000, 0, 0, 0, 1000]);
}

#[test]
fn what_is_not_there_or_not_for_sale_is_refused() {
    let gone = |place: &str| (Some("resource_missing"), place.to_owned(), true);
    let inactive = |place: &str| (None, place.to_owned(), true);
    let line = |price: &str| format!("line_items[0][price]={price}&line_items[0][quantity]=1");
    assert_eq!(refused(&[PAYMENT, &line("price_x")], &shop()), gone("line_items[0][price]"), "R13");
    assert_eq!(refused(&[PAYMENT, &line("price_old")], &shop()), inactive("line_items[0][price]"), "R14");
    let mut closed = shop();
    closed.products.get_mut("prod_tea").unwrap().active = false;
    assert_eq!(refused(&[PAYMENT, TEA], &closed), inactive("line_items[0][price]"), "R14");
    let recurs = (None, "line_items[0][price]".to_owned(), false);
    assert_eq!(refused(&[PAYMENT, &line("price_paper")], &shop()), recurs, "R15");
    let yen = (None, "line_items[0][price]".to_owned(), false);
    assert_eq!(refused(&[PAYMENT, TEA, "currency=jpy"], &shop()), yen, "R18");
    let item = "optional_items[0][price]=price_x&optional_items[0][quantity]=1";
    assert_eq!(refused(&[PAYMENT, TEA, item], &shop()), gone("optional_items[0][price]"), "R13");
}

#[test]
fn a_discount_that_cannot_be_had_is_refused() {
    let euro = [PAYMENT, TEA, "discounts[0][coupon]=EURO"];
    let mut used = shop();
    used.coupons.get_mut("EURO").unwrap().times = 1;
    assert_eq!(refused(&euro, &used), (Some("coupon_expired"), "discounts[0][coupon]".into(), true), "R27");
    let mut late = shop();
    late.coupons.get_mut("EURO").unwrap().object.redeem_by = Some(NOW.seconds() - 1);
    assert_eq!(refused(&euro, &late), (Some("coupon_expired"), "discounts[0][coupon]".into(), true), "R27");
    late.coupons.get_mut("EURO").unwrap().object.redeem_by = Some(NOW.seconds());
    assert!(check(&euro, &late).is_ok());
    let dollars = [PAYMENT, TEA, "discounts[0][coupon]=EURO", "currency=usd"];
    assert_eq!(refused(&dollars, &shop()), (None, "discounts[0][coupon]".into(), false));
    let little = [
        PAYMENT,
        "line_items[0][price]=price_tea&line_items[0][quantity]=1",
        "discounts[0][promotion_code]=promo_1",
    ];
    assert_eq!(refused(&little, &shop()), (None, "discounts[0][promotion_code]".into(), true));
    let most = "line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=120\
        &line_items[0][price_data][product]=prod_tea&line_items[0][quantity]=1";
    let too_small = (Some("amount_too_small"), String::new(), false);
    assert_eq!(refused(&[PAYMENT, most, "discounts[0][coupon]=EURO"], &shop()), too_small, "R39");
}

#[test]
fn nothing_is_sold_while_setting_up() {
    let setup = "mode=setup&success_url=https://shop.example/ok&currency=eur";
    let item = "optional_items[0][price]=price_tea&optional_items[0][quantity]=1";
    for (more, param) in [("discounts[0][coupon]=TEN", "discounts"), (item, "optional_items")] {
        assert_eq!(refused(&[setup, more], &shop()), (None, param.to_owned(), false), "{more}");
    }
    for harmless in ["automatic_tax[enabled]=false", "allow_promotion_codes=false"] {
        assert!(check(&[setup, harmless], &shop()).is_ok(), "{harmless}");
    }
}

#[test]
fn optional_items_are_ready_to_be_added_and_count_for_nothing_yet() {
    let item = "optional_items[0][price]=price_tea&optional_items[0][quantity]=1";
    let params = check(&[PAYMENT, TEA, item], &shop()).unwrap();
    assert_eq!((params.optional.len(), params.totals.unwrap().total), (1, 1000));
    assert_eq!(params.optional[0].price_data.product.name, "The prod_tea");
    assert_eq!(params.settings.optional_items.unwrap()[0].price, "price_tea");
}

#[test]
fn an_update_reprices_with_what_it_names() {
    let birth = session::Birth {
        id: SessionId::new(false, "a1"),
        account: "acct_1".into(),
        token: "t".into(),
        now: NOW,
        default_life: 86_400,
    };
    let vat = "line_items[0][tax_rates][0]=txr_vat";
    let open =
        Session::open(check(&[PAYMENT, TEA, vat, "discounts[0][coupon]=TEN"], &shop()).unwrap(), birth);
    let form = "line_items[0][id]=li_a1_1&line_items[0][quantity]=1&line_items[1][price]=price_tea\
        &line_items[1][quantity]=3&line_items[1][tax_rates]=";
    let draft = UpdateDraft::check(&tree(form)).unwrap();
    let update = draft.settle(&shop(), open.currency).unwrap();
    let changed = open.update(update, NOW, None).unwrap();
    let totals = changed.totals.as_ref().unwrap();
    assert_eq!((totals.subtotal, totals.discount, totals.tax, totals.total), (2000, 200, 86, 1886));
    let cleared = UpdateDraft::check(&tree("line_items[0][id]=li_a1_1&line_items[0][tax_rates]=")).unwrap();
    let changed = changed.update(cleared.settle(&shop(), None).unwrap(), NOW, None).unwrap();
    assert_eq!((changed.lines[0].asked.tax_rates.len(), changed.totals.unwrap().tax), (0, 0));
}
