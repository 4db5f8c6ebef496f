//! The figures of docs/money.md, row by row: each is what the cart beside it comes to.

use paydesk_model::currency::Currency;
use paydesk_model::money::Decimal;
use paydesk_model::pricing::{Cart, Charge, Discount, Percentage, Priced, Rate, Shipping};

const PAGE: &str = include_str!("../../../docs/money.md");

/// The rows of the table with this head, cell by cell.
fn rows(head: &str) -> Vec<Vec<&'static str>> {
    let table =
        PAGE.lines().skip_while(|line| !line.starts_with(head)).take_while(|line| line.starts_with('|'));
    let cells = |line: &'static str| {
        let line = line.strip_prefix('|')?.strip_suffix('|')?;
        Some(line.split('|').map(str::trim).collect())
    };
    table.skip(2).filter_map(cells).collect()
}

fn each(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(", ").filter(|one| !one.is_empty())
}

fn percentage(text: &str) -> Option<Percentage> {
    Percentage::parse(text.strip_suffix('%')?, 4)
}

/// `+19%` comes on top, `19%` is within.
fn rates(cell: &str) -> Option<Vec<Rate>> {
    let rate = |text: &str| {
        let exclusive = text.strip_prefix('+');
        let percentage = percentage(exclusive.unwrap_or(text))?;
        Some(Rate { percentage, inclusive: exclusive.is_none() })
    };
    each(cell).map(rate).collect()
}

/// `500×2, 12.5×3`, each with these rates.
fn charges(cell: &str, rates: &[Rate]) -> Option<Vec<Charge>> {
    let charge = |line: &str| {
        let (unit, quantity) = line.split_once('×')?;
        let amount = Decimal::parse(unit)?.times(quantity.parse().ok()?)?;
        Some(Charge { amount, discountable: true, rates: rates.to_vec() })
    };
    each(cell).map(charge).collect()
}

fn discount(cell: &str) -> Option<Discount> {
    match percentage(cell) {
        Some(percentage) => Some(Discount::Percent(percentage)),
        None => Some(Discount::Amount(cell.parse().ok()?)),
    }
}

/// Lines, coupon, taxes and shipping, as the first cells of a row say them.
fn cart(row: &[&str]) -> Option<Cart> {
    Some(Cart {
        charges: charges(row[0], &rates(row[2])?)?,
        discount: discount(row[1]),
        shipping: row[3].parse().ok().map(|amount| Shipping { amount, rates: Vec::new() }),
        ..Cart::default()
    })
}

fn listed(lines: &[Priced], figure: impl Fn(&Priced) -> i64) -> String {
    lines.iter().map(|line| figure(line).to_string()).collect::<Vec<_>>().join(", ")
}

#[test]
fn every_example_comes_to_what_the_page_says() {
    let examples = rows("| lines | coupon");
    assert!(examples.len() > 10, "{examples:?}");
    for row in examples {
        let cart = cart(&row).unwrap_or_else(|| panic!("not a cart: {row:?}"));
        assert_eq!(cart.discount.is_some(), !row[1].is_empty(), "{row:?}");
        let bill = cart.price();
        let figures = [
            bill.subtotal().to_string(),
            listed(&bill.lines, |line| line.discount),
            listed(&bill.lines, Priced::tax),
            bill.total().to_string(),
        ];
        assert_eq!(figures, row[4..8], "{row:?}");
    }
}

#[test]
fn every_least_total_is_the_currencys() {
    let told = rows("| least total");
    let least = |code: &str| {
        let row = told.iter().find(|row| each(row[1]).any(|one| one.eq_ignore_ascii_case(code)));
        row.map_or("1", |row| row[0]).to_owned()
    };
    assert!(told.len() > 5, "{told:?}");
    for code in Currency::supported() {
        let currency = Currency::parse(code).unwrap();
        assert_eq!(currency.minimum().to_string(), least(code), "{code}");
    }
}

#[test]
fn every_currency_counts_and_ends_as_the_page_says() {
    let limits = rows("| what | limit");
    let row = |begin: &str| limits.iter().find(|row| row[0].starts_with(begin)).unwrap()[1];
    let of = |limit: &str| limits.iter().find(|row| row[1] == limit).unwrap()[0];
    for code in Currency::supported() {
        let currency = Currency::parse(code).unwrap();
        let named = |step: &i64| of(&format!("multiples of {step}")).contains(&code.to_uppercase());
        let step = [10, 100].into_iter().find(named).unwrap_or(1);
        assert_eq!(currency.step(), step, "{code}");
        let most = row("a line");
        let most = match most.split_once(&format!("in {} ", code.to_uppercase())) {
            Some((_, own)) => own.split([',', ';']).next().unwrap(),
            None => most.split([' ', ',']).nth(2).unwrap(),
        };
        assert_eq!(currency.maximum().to_string(), most, "{code}");
    }
}
