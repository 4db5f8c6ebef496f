//! What a typical session costs: three lines and five keys of metadata, in units and round trips. And what prices of a
//! catalogue and a hundred lines cost it more.

use paydesk_local::connector::{Totals, Usage};

use crate::merchant::{Ask, CAMEL, Merchant, SHOP};

/// Runs a call and says what it cost.
async fn cost(merchant: &Merchant, ask: Ask<'_>) -> Usage {
    merchant.deployment.meter().reset();
    ask.await.done();
    merchant.deployment.meter().reset()
}

/// A merchant whose functions have all been called before.
async fn warm() -> (Merchant, String) {
    let merchant = Merchant::new();
    let id = merchant.opens(SHOP).await;
    merchant.retrieve(&id).await.done();
    merchant.list("").await.done();
    merchant.update(&id, "metadata[seen]=1").await.done();
    merchant.expire(&id).await.done();
    let next = merchant.opens(SHOP).await;
    (merchant, next)
}

fn units(totals: &Totals) -> (f64, f64) {
    (totals.read_units, totals.write_units)
}

#[tokio::test]
async fn a_create_is_five_write_units_in_one_round_trip() {
    let (merchant, _) = warm().await;
    for ask in [merchant.create(SHOP), merchant.create(SHOP).keyed("k")] {
        let usage = cost(&merchant, ask).await;
        println!("create: {usage:?}");
        let (read, written) = units(&usage.total());
        assert!(written <= 5.0, "{usage:?}");
        assert_eq!((read, usage.round_trips), (0.0, 1), "{usage:?}");
    }
}

#[tokio::test]
async fn every_reference_costs_a_create_one_write_unit_more() {
    let (merchant, _) = warm().await;
    let plain = cost(&merchant, merchant.create(SHOP)).await.total().write_units;
    for (references, more) in
        [("client_reference_id=c", 1.0), ("client_reference_id=c&customer_email=a@b.example", 2.0)]
    {
        let usage = cost(&merchant, merchant.create(&format!("{SHOP}&{references}"))).await;
        assert!(usage.total().write_units <= plain + more, "{references}: {usage:?}");
        assert_eq!(usage.round_trips, 1, "{references}");
    }
}

#[tokio::test]
async fn a_retrieve_is_one_read_unit_in_one_round_trip() {
    let (merchant, id) = warm().await;
    let usage = cost(&merchant, merchant.retrieve(&id)).await;
    println!("retrieve: {usage:?}");
    assert_eq!((units(&usage.total()), usage.round_trips), ((1.0, 0.0), 1));
}

#[tokio::test]
async fn an_expire_is_four_write_units_in_two_round_trips() {
    let (merchant, id) = warm().await;
    let usage = cost(&merchant, merchant.expire(&id)).await;
    println!("expire: {usage:?}");
    assert!(usage.total().write_units <= 4.0, "{usage:?}");
    assert!(usage.total().read_units <= 1.0, "{usage:?}");
    assert_eq!(usage.round_trips, 2);
}

#[tokio::test]
async fn an_update_is_two_round_trips() {
    let (merchant, id) = warm().await;
    let usage = cost(&merchant, merchant.update(&id, "metadata[a]=1").keyed("k")).await;
    println!("update: {usage:?}");
    assert_eq!(usage.round_trips, 2, "{usage:?}");
    assert!(usage.total().write_units <= 4.0, "{usage:?}");
}

#[tokio::test]
async fn a_refused_create_costs_nothing() {
    let (merchant, _) = warm().await;
    merchant.deployment.meter().reset();
    assert_eq!(merchant.create("mode=gift").await.status, 400);
    assert_eq!(merchant.deployment.meter().reset().total().calls, 0);
}

#[tokio::test]
async fn a_list_of_ten_is_three_round_trips_and_does_not_grow_with_the_table() {
    let (merchant, _) = warm().await;
    let mut costs = Vec::new();
    for size in [20, 120, 320] {
        while merchant.deployment.engine().attributes("S#", ["account", "outbox"]).unwrap().len() < size {
            merchant.opens(SHOP).await;
        }
        let first = cost(&merchant, merchant.list("")).await;
        let cursor = merchant.listed("limit=10").await.pop().unwrap();
        let next = cost(&merchant, merchant.list(&format!("starting_after={cursor}"))).await;
        println!("list of {size}: {first:?} {next:?}");
        assert!(first.round_trips <= 2, "{first:?}");
        assert!(next.round_trips <= 3, "{next:?}");
        costs.push((units(&first.total()), units(&next.total())));
    }
    assert_eq!(costs[1], costs[2], "the cost grows with the table");
    assert!(costs[2].0.0 <= costs[0].0.0 + 4.0, "{costs:?}");
}

#[tokio::test]
async fn the_other_dialect_costs_the_same() {
    let (merchant, id) = warm().await;
    let stripe = cost(&merchant, merchant.retrieve(&id)).await;
    let camel = cost(&merchant, merchant.get(format!("{CAMEL}/{id}"))).await;
    assert_eq!(units(&stripe.total()), units(&camel.total()));
}

const PAYMENT: &str = "mode=payment&success_url=https://shop.example/thanks";

/// The form of a cart of so many prices, each with a product of its own.
async fn of_prices(merchant: &Merchant, count: usize) -> String {
    let mut form = PAYMENT.to_owned();
    for number in 0..count {
        let price = format!("product_data[name]=Tea {number}&currency=eur&unit_amount=100");
        let price = merchant.makes("prices", &price).await["id"].as_str().unwrap().to_owned();
        form += &format!("&line_items[{number}][price]={price}&line_items[{number}][quantity]=1");
    }
    form
}

#[tokio::test]
async fn prices_of_the_catalogue_cost_a_create_two_round_trips_more_however_many_there_are() {
    let (merchant, _) = warm().await;
    for count in [1_u32, 20, 100] {
        let form = of_prices(&merchant, usize::try_from(count).unwrap()).await;
        let usage = cost(&merchant, merchant.create(&form).keyed(&format!("of {count}"))).await;
        println!("create of {count} prices: {usage:?}");
        assert_eq!(usage.round_trips, 3, "{usage:?}");
        // Each price and each product, read as it is now.
        assert_eq!(usage.total().read_units, 2.0 * f64::from(count), "{usage:?}");
    }
}

#[tokio::test]
async fn a_hundred_lines_cost_a_create_one_round_trip_and_a_change_no_more_than_any() {
    let (merchant, _) = warm().await;
    let line = |number: usize| {
        let data = format!("line_items[{number}][price_data]");
        format!(
            "&line_items[{number}][quantity]=1&{data}[currency]=eur&{data}[unit_amount]=100\
             &{data}[product_data][name]=Tea {number}"
        )
    };
    let form = format!("{PAYMENT}{}", (0..100).map(line).collect::<String>());
    let usage = cost(&merchant, merchant.create(&form)).await;
    println!("create of 100 lines: {usage:?}");
    assert_eq!(usage.round_trips, 1, "{usage:?}");
    assert!(usage.total().write_units <= 20.0, "{usage:?}");
    let id = merchant.listed("limit=1").await.remove(0);
    let usage = cost(&merchant, merchant.update(&id, "metadata[a]=1")).await;
    assert!(usage.total().write_units <= 2.0, "{usage:?}");
}

#[tokio::test]
async fn a_page_of_prices_reads_one_more_than_it_shows() {
    let (merchant, _) = warm().await;
    of_prices(&merchant, 30).await;
    merchant.get("/v1/prices?limit=1").await.done();
    let usage = cost(&merchant, merchant.get("/v1/prices?limit=10")).await;
    println!("list of 10 prices: {usage:?}");
    assert_eq!(usage.round_trips, 2, "{usage:?}");
    assert!(usage.total().read_units <= 14.0, "{usage:?}");
}
