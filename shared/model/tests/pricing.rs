//! What holds of every cart there can be. CI looks at millions (`PROPTEST_CASES`); what breaks is cut down to the
//! smallest cart that does.

use paydesk_model::pricing::{Bill, Cart, Charge, Discount, Percentage, Priced, Rate, Shipping};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Small amounts, where each unit shows, and those that are as large as any currency has.
fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![0_i64..20, 0_i64..10_000, 0_i64..=99_999_999, 0_i64..=999_999_999_999]
}

/// Percentages of so many decimals; among them none, all, and the whole ones that taxes mostly are.
fn percentage(decimals: usize) -> impl Strategy<Value = Percentage> {
    let whole = prop_oneof![Just(0), Just(100), 0..=25, 0..100];
    (whole, option::of(vec(0_u8..10, decimals))).prop_filter_map("at most 100", move |(whole, digits)| {
        let digits: String = digits.iter().flatten().map(|digit| char::from(b'0' + digit)).collect();
        let exact = Percentage::parse(&format!("{whole}.{digits}"), decimals);
        exact.or_else(|| Percentage::parse(&whole.to_string(), decimals))
    })
}

fn rates() -> impl Strategy<Value = Vec<Rate>> {
    let rate = (percentage(4), any::<bool>());
    vec(rate.prop_map(|(percentage, inclusive)| Rate { percentage, inclusive }), 0..=5)
}

fn charge() -> impl Strategy<Value = Charge> {
    let parts = (amount(), prop::bool::weighted(0.8), rates());
    parts.prop_map(|(amount, discountable, rates)| Charge { amount, discountable, rates })
}

fn discount() -> impl Strategy<Value = Discount> {
    prop_oneof![percentage(2).prop_map(Discount::Percent), amount().prop_map(Discount::Amount)]
}

/// A cart in any currency: all amounts are multiples of what it can charge.
fn cart() -> impl Strategy<Value = Cart> {
    let shipping = (amount(), rates()).prop_map(|(amount, rates)| Shipping { amount, rates });
    let step = prop_oneof![3 => Just(1), 1 => Just(10), 1 => Just(100)];
    let parts = (vec(charge(), 0..12), option::of(discount()), option::of(shipping), step);
    parts.prop_map(|(charges, discount, shipping, step)| {
        let mut cart = Cart { charges, discount, shipping, step };
        let amounts = cart.charges.iter_mut().map(|charge| &mut charge.amount);
        for amount in amounts.chain(cart.shipping.as_mut().map(|shipping| &mut shipping.amount)) {
            *amount -= *amount % step;
        }
        if let Some(Discount::Amount(amount)) = &mut cart.discount {
            *amount -= *amount % step;
        }
        cart
    })
}

/// A cart of few cents, whose lines often are owed equal parts of an amount off.
fn tied_cart() -> impl Strategy<Value = Cart> {
    let half =
        |inclusive| vec![Rate { percentage: Percentage::parse("50", 4).unwrap_or_default(), inclusive }];
    let charge = (1_i64..5, prop::sample::select(vec![vec![], half(false), half(true)]));
    let charge = charge.prop_map(|(amount, rates)| Charge { amount, discountable: true, rates });
    (vec(charge, 2..4), 1_i64..6).prop_map(|(charges, off)| Cart {
        charges,
        discount: Some(Discount::Amount(off)),
        ..Cart::default()
    })
}

/// A cart, and the same with its lines in another order.
fn in_two_orders(cart: impl Strategy<Value = Cart>) -> impl Strategy<Value = (Cart, Cart)> {
    cart.prop_flat_map(|cart| {
        let charges = Just(cart.charges.clone()).prop_shuffle();
        charges.prop_map(move |charges| (cart.clone(), Cart { charges, ..cart.clone() }))
    })
}

fn figures(cart: &Cart) -> [i64; 5] {
    let bill = cart.price();
    [bill.subtotal(), bill.discount(), bill.tax(), bill.shipping(), bill.total()]
}

fn parts(bill: &Bill) -> impl Iterator<Item = &Priced> {
    bill.lines.iter().chain(&bill.shipping)
}

fn rates_of(cart: &Cart) -> Vec<&[Rate]> {
    let lines = cart.charges.iter().map(|charge| charge.rates.as_slice());
    lines.chain(cart.shipping.iter().map(|shipping| shipping.rates.as_slice())).collect()
}

fn tax_where(part: &Priced, rates: &[Rate], inclusive: bool) -> i64 {
    let of = part.taxes.iter().zip(rates).filter(|(_, rate)| rate.inclusive == inclusive);
    of.map(|(tax, _)| tax.amount).sum()
}

fn without(cart: &Cart, inclusive: bool) -> Cart {
    let left = |rates: &[Rate]| rates.iter().copied().filter(|rate| rate.inclusive != inclusive).collect();
    let mut cart = cart.clone();
    for charge in &mut cart.charges {
        charge.rates = left(&charge.rates);
    }
    if let Some(shipping) = &mut cart.shipping {
        shipping.rates = left(&shipping.rates);
    }
    cart
}

proptest! {
    #[test]
    fn sums_of_lines_are_the_sessions_figures(cart in cart()) {
        let bill = cart.price();
        let exclusive: i64 = parts(&bill).zip(rates_of(&cart)).map(|(part, rates)| tax_where(part, rates, false)).sum();
        prop_assert_eq!(bill.subtotal(), cart.charges.iter().map(|charge| charge.amount).sum::<i64>());
        prop_assert_eq!(bill.total(), bill.subtotal() - bill.discount() + exclusive + bill.shipping());
        prop_assert_eq!(bill.lines.len(), cart.charges.len());
        for (part, rates) in parts(&bill).zip(rates_of(&cart)) {
            prop_assert_eq!(part.taxes.len(), rates.len());
            prop_assert_eq!(part.total, part.subtotal - part.discount + tax_where(part, rates, false));
        }
    }

    #[test]
    fn no_figure_has_digits_that_the_currency_lacks(cart in cart()) {
        for part in parts(&cart.price()) {
            let taxes = part.taxes.iter().flat_map(|tax| [tax.amount, tax.taxable]);
            for figure in taxes.chain([part.subtotal, part.discount, part.total]) {
                prop_assert_eq!(figure % cart.step, 0);
            }
        }
    }

    #[test]
    fn a_discount_never_exceeds_what_it_is_for(cart in cart()) {
        let bill = cart.price();
        let mut eligible = 0;
        for (line, charge) in bill.lines.iter().zip(&cart.charges) {
            let base = if charge.discountable { charge.amount } else { 0 };
            prop_assert!(line.discount >= 0 && line.discount <= base);
            eligible += base;
        }
        if let Some(Discount::Amount(amount)) = cart.discount {
            prop_assert_eq!(bill.discount(), amount.min(eligible), "no unit is lost");
        }
        prop_assert_eq!(bill.shipping.map_or(0, |shipping| shipping.discount), 0);
    }

    #[test]
    fn inclusive_tax_never_changes_the_total(cart in cart()) {
        let (with, without) = (cart.price(), without(&cart, true).price());
        prop_assert_eq!(with.total(), without.total());
        for (part, rates) in parts(&with).zip(rates_of(&cart)) {
            let within = tax_where(part, rates, true);
            prop_assert!(0 <= within && within <= part.subtotal - part.discount);
        }
    }

    #[test]
    fn nothing_is_negative_and_every_tax_is_of_what_is_left(cart in cart()) {
        let bill = cart.price();
        for (part, rates) in parts(&bill).zip(rates_of(&cart)) {
            let base = part.subtotal - part.discount;
            prop_assert!(part.total >= base);
            for (tax, rate) in part.taxes.iter().zip(rates) {
                prop_assert!(tax.amount >= 0 && tax.taxable >= 0);
                prop_assert!(rate.inclusive || tax.taxable == base);
                prop_assert!(tax.amount <= base);
            }
        }
    }

    #[test]
    fn a_whole_discount_leaves_exactly_nothing(cart in cart()) {
        let mut cart = Cart { discount: Percentage::parse("100", 2).map(Discount::Percent), shipping: None, ..cart };
        cart.charges.iter_mut().for_each(|charge| charge.discountable = true);
        let bill = cart.price();
        prop_assert_eq!((bill.total(), bill.tax()), (0, 0));
        prop_assert_eq!(bill.discount(), bill.subtotal());
    }

    #[test]
    fn the_order_of_lines_does_not_matter((one, other) in in_two_orders(cart())) {
        prop_assert_eq!(figures(&one), figures(&other));
    }

    /// Who gets a unit that is left over may change a tax.
    #[test]
    fn not_even_the_order_of_lines_that_are_owed_the_same_matters((one, other) in in_two_orders(tied_cart())) {
        prop_assert_eq!(figures(&one), figures(&other));
    }
}
