//! What may be said of a catalogue's objects, and what comes of it.

use serde_json::{Value, json};

use super::*;
use crate::currency::Currency;
use crate::money::Decimal;
use crate::params::sample::tree;
use crate::pricing::Discount;

const NOW: Moment = Moment::from_seconds(1_795_305_600);

fn birth() -> Birth {
    Birth { id: "made_1".into(), livemode: false, now: NOW }
}

fn refused<T: std::fmt::Debug>(made: Result<T, Problem>) -> (Option<&'static str>, String) {
    let problem = made.unwrap_err();
    (problem.code, problem.param.unwrap().to_string())
}

fn price(form: &str) -> Result<NewPrice, Problem> {
    NewPrice::check(&tree(form), &birth(), "prod_made")
}

fn coupon(form: &str) -> Result<Coupon, Problem> {
    Coupon::create(&tree(form), &birth())
}

fn code(form: &str) -> Result<PromotionCode, Problem> {
    PromotionCode::create(&tree(form), &birth(), "SPRING")
}

#[test]
fn a_product_may_choose_its_id_and_brings_a_price_along() {
    let form = "id=tea-1&name=Tea&default_price_data[currency]=eur&default_price_data[unit_amount]=500\
        &images[0]=https://shop.example/tea.png&package_dimensions[height]=1.5&package_dimensions[length]=2\
        &package_dimensions[weight]=3&package_dimensions[width]=4";
    let NewProduct { product, default_price } = Product::create(&tree(form), &birth(), "price_made").unwrap();
    assert_eq!((product.id.as_str(), product.kind.as_str(), product.active), ("tea-1", "service", true));
    assert_eq!(product.default_price.as_deref(), Some("price_made"));
    assert_eq!(
        product.package_dimensions,
        Some(json!({"height": 1.5, "length": 2.0, "weight": 3.0, "width": 4.0}))
    );
    let price = default_price.unwrap();
    assert_eq!((price.price.product.as_str(), price.product), ("tea-1", OfProduct::Known("tea-1".into())));
}

#[test]
fn an_update_sets_unsets_and_merges() {
    let form =
        "name=Tea&description=Green&metadata[a]=1&metadata[b]=2&images[0]=https://shop.example/tea.png";
    let product = Product::create(&tree(form), &birth(), "").unwrap().product;
    let later = NOW.plus_seconds(60);
    let form = "description=&metadata[a]=&metadata[c]=3&images=&active=false";
    let changed = product.change(&tree(form), later).unwrap();
    assert_eq!((changed.description, changed.active, changed.updated), (None, false, later.seconds()));
    assert_eq!(serde_json::to_value(changed.metadata).unwrap(), json!({"b": "2", "c": "3"}));
    assert_eq!((changed.images.len(), changed.name.as_str()), (0, "Tea"));
    assert_eq!(refused(product.change(&tree("id=other"), later)).0, Some("parameter_unknown"));
}

#[test]
fn a_price_has_one_amount_and_one_product() {
    let made = price("currency=eur&unit_amount_decimal=12.50&product_data[name]=Tea").unwrap();
    assert_eq!(made.price.unit_amount.to_string(), "12.5");
    let OfProduct::New(product) = &made.product else { panic!("{made:?}") };
    assert_eq!((product.id.as_str(), made.price.product.as_str()), ("prod_made", "prod_made"));
    for (form, code, param) in [
        ("currency=eur&unit_amount=1", "parameter_missing", "product"),
        ("currency=eur&product=p", "parameter_missing", "unit_amount"),
        ("currency=eur&product=p&unit_amount=1&unit_amount_decimal=1", "parameters_exclusive", "unit_amount"),
        ("product=p&unit_amount=1", "parameter_missing", "currency"),
        ("currency=eur&product=p&unit_amount=100000000", "amount_too_large", "unit_amount"),
    ] {
        assert_eq!(refused(price(form)), (Some(code), param.to_owned()), "{form}");
    }
}

#[test]
fn what_is_known_of_prices_and_not_supported_is_refused_by_name() {
    for (more, param) in [
        ("billing_scheme=tiered", "billing_scheme"),
        ("tiers[0][up_to]=inf&tiers[0][unit_amount]=1", "tiers"),
        ("tiers_mode=volume", "tiers_mode"),
        ("custom_unit_amount[enabled]=true", "custom_unit_amount"),
        ("transform_quantity[divide_by]=2&transform_quantity[round]=up", "transform_quantity"),
        ("recurring[interval]=month&recurring[usage_type]=metered", "recurring[usage_type]"),
        ("currency_options[usd][tiers][0][up_to]=inf", "currency_options[usd][tiers]"),
    ] {
        let form = format!("currency=eur&product=prod_1&unit_amount=100&{more}");
        assert_eq!(refused(price(&form)), (None, param.to_owned()), "{form}");
    }
}

#[test]
fn a_price_has_amounts_in_other_currencies() {
    let form = "currency=eur&product=prod_1&unit_amount=100&currency_options[usd][unit_amount]=120\
        &currency_options[jpy][unit_amount_decimal]=160.5&currency_options[jpy][tax_behavior]=inclusive";
    let made = price(form).unwrap().price;
    let amount =
        |code: &str| made.in_currency(Currency::parse(code).unwrap()).map(|one| one.unit_amount.to_string());
    assert_eq!(
        ["eur", "usd", "jpy", "gbp"].map(amount),
        [Some("100"), Some("120"), Some("160.5"), None].map(|one| one.map(str::to_owned))
    );
    let (changed, _) = made.change(&tree("currency_options[gbp][unit_amount]=90")).unwrap();
    assert_eq!(changed.currency_options.len(), 3);
    assert_eq!(changed.currency_options["gbp"].unit_amount, Decimal::from_minor(90));
    let own = "currency=eur&product=prod_1&unit_amount=100&currency_options[eur][unit_amount]=120";
    assert_eq!(refused(price(own)).1, "currency_options[eur]");
}

#[test]
fn how_a_price_is_taxed_is_said_once() {
    let made = price("currency=eur&product=prod_1&unit_amount=100").unwrap().price;
    let (inclusive, _) = made.change(&tree("tax_behavior=inclusive")).unwrap();
    assert!(inclusive.change(&tree("tax_behavior=inclusive&nickname=Big")).is_ok());
    assert_eq!(refused(inclusive.change(&tree("tax_behavior=exclusive"))).1, "tax_behavior");
}

#[test]
fn a_coupon_takes_off_a_percentage_or_an_amount() {
    let percent = coupon("percent_off=33.33&id=SUMMER-26").unwrap();
    let eur = Currency::parse("eur").unwrap();
    assert_eq!(serde_json::to_value(&percent).unwrap()["percent_off"], json!(33.33));
    assert!(matches!(percent.discount(eur), Some(Discount::Percent(_))));
    let amount = coupon("amount_off=500&currency=eur&currency_options[usd][amount_off]=600").unwrap();
    assert_eq!(amount.discount(eur), Some(Discount::Amount(500)));
    assert_eq!(amount.discount(Currency::parse("usd").unwrap()), Some(Discount::Amount(600)));
    assert_eq!(amount.discount(Currency::parse("gbp").unwrap()), None);
    for (form, code, param) in [
        ("", Some("parameter_missing"), "percent_off"),
        ("percent_off=10&amount_off=1", Some("parameters_exclusive"), "percent_off"),
        ("percent_off=0", None, "percent_off"),
        ("percent_off=100.5", None, "percent_off"),
        ("percent_off=1.234", None, "percent_off"),
        ("amount_off=5", Some("parameter_missing"), "currency"),
        ("percent_off=5&currency=eur", None, "currency"),
        ("percent_off=5&duration=repeating", Some("parameter_missing"), "duration_in_months"),
        ("percent_off=5&duration_in_months=3", None, "duration_in_months"),
        ("percent_off=5&redeem_by=1795305600", None, "redeem_by"),
        ("percent_off=5&id=a b", None, "id"),
    ] {
        assert_eq!(refused(coupon(form)), (code, param.to_owned()), "{form}");
    }
}

#[test]
fn a_coupon_is_valid_until_it_ends_or_is_used_up() {
    let made = coupon("percent_off=5&redeem_by=1795305700&max_redemptions=2").unwrap();
    let end = Moment::from_seconds(1_795_305_700);
    assert_eq!([0, 1, 2].map(|times| made.is_valid(end, times)), [true, true, false]);
    assert!(!made.is_valid(end.plus_seconds(1), 0));
    let some = coupon("percent_off=5&applies_to[products][0]=prod_1").unwrap();
    assert_eq!(["prod_1", "prod_2"].map(|id| some.is_for(id)), [true, false]);
}

#[test]
fn a_promotion_code_is_for_those_it_names() {
    let made = code(
        "promotion[type]=coupon&promotion[coupon]=SUMMER&customer=cus_1&max_redemptions=3\
        &restrictions[minimum_amount]=1000&restrictions[minimum_amount_currency]=eur\
        &restrictions[first_time_transaction]=true",
    )
    .unwrap();
    assert_eq!((made.code.as_str(), made.coupon.as_str()), ("SPRING", "SUMMER"));
    let eur = Currency::parse("eur").unwrap();
    let fits = Use {
        now: NOW,
        customer: Some("cus_1"),
        currency: eur,
        subtotal: 1000,
        has_paid: false,
        times_redeemed: 2,
    };
    assert_eq!(made.check(&fits), Ok(()));
    for (asked, why) in [
        (Use { customer: None, ..fits }, Unusable::ForAnotherCustomer),
        (Use { subtotal: 999, ..fits }, Unusable::BelowMinimum(1000)),
        (Use { times_redeemed: 3, ..fits }, Unusable::UsedUp),
        (Use { has_paid: true, ..fits }, Unusable::NotTheFirst),
        (Use { currency: Currency::parse("usd").unwrap(), ..fits }, Unusable::OtherCurrency),
    ] {
        assert_eq!(made.check(&asked), Err(why));
    }
    let off = made.change(&tree("active=false")).unwrap();
    assert_eq!(off.check(&fits), Err(Unusable::Inactive));
}

#[test]
fn older_versions_name_the_coupon_beside_the_rest() {
    assert_eq!(code("coupon=SUMMER&code=Spring-26").unwrap().key(), "SPRING-26");
    assert_eq!(refused(code("code=X")), (Some("parameter_missing"), "promotion".to_owned()));
    let both = "coupon=A&promotion[type]=coupon&promotion[coupon]=B";
    assert_eq!(refused(code(both)).0, Some("parameters_exclusive"));
    assert_eq!(refused(code("coupon=A&code=Frühling")).1, "code");
}

#[test]
fn a_tax_rate_keeps_its_percentage() {
    let form = "display_name=VAT&inclusive=true&percentage=19.6&country=FR&tax_type=vat";
    let rate = TaxRate::create(&tree(form), &birth()).unwrap();
    let shown: Value = serde_json::to_value(&rate).unwrap();
    assert_eq!((&shown["percentage"], &shown["inclusive"]), (&json!(19.6), &json!(true)));
    assert_eq!(serde_json::from_value::<TaxRate>(shown).unwrap(), rate);
    assert_eq!(refused(rate.change(&tree("percentage=20"))).0, Some("parameter_unknown"));
    assert!(!rate.change(&tree("active=false")).unwrap().active);
}

#[test]
fn a_shipping_rate_costs_a_fixed_amount_in_each_currency() {
    let form = "display_name=Post&fixed_amount[amount]=500&fixed_amount[currency]=eur\
        &fixed_amount[currency_options][usd][amount]=600&type=fixed_amount";
    let rate = ShippingRate::create(&tree(form), &birth()).unwrap();
    let changed =
        rate.change(&tree("fixed_amount[currency_options][gbp][amount]=400&metadata[a]=1")).unwrap();
    let amount = |code: &str| changed.in_currency(Currency::parse(code).unwrap()).map(|one| one.amount);
    assert_eq!(["eur", "usd", "gbp", "jpy"].map(amount), [Some(500), Some(600), Some(400), None]);
    let missing = ShippingRate::create(&tree("display_name=Post"), &birth());
    assert_eq!(refused(missing), (Some("parameter_missing"), "fixed_amount".to_owned()));
}
