//! What paying costs: round trips and units of the page, of a payment by card, of captures, links and objects.

use paydesk_local::connector::Usage;

use crate::merchant::{Answer, Ask, Merchant, SHOP, TEA};
use crate::payer::{CHALLENGED, GOOD, POOR, Payer, by_card};
use crate::told::undelivered;

async fn cost(merchant: &Merchant, ask: Ask<'_>) -> (Answer, Usage) {
    merchant.deployment.meter().reset();
    let answer = ask.await;
    (answer, merchant.deployment.meter().reset())
}

/// Round trips, read units and write units; the answer must be one of success.
async fn costs(what: &str, merchant: &Merchant, ask: Ask<'_>) -> (usize, f64, f64) {
    let (answer, usage) = cost(merchant, ask).await;
    assert!([200, 303, 402].contains(&answer.status), "{what}: {}", answer.text);
    let total = usage.total();
    println!("{what}: {} trips, {} read, {} written", usage.round_trips, total.read_units, total.write_units);
    (usage.round_trips, total.read_units, total.write_units)
}

/// A merchant with functions that were all called before.
async fn warm() -> Merchant {
    let merchant = Merchant::new();
    let payer = Payer::of(&merchant, SHOP).await;
    payer.looks().await;
    payer.pays("a", GOOD).await;
    merchant.get(payer.intent()).await.done();
    Payer::of(&merchant, TEA).await.plays("complete", "").await.done();
    merchant
}

#[tokio::test]
async fn a_page_is_one_read_in_one_round_trip_and_one_more_with_a_customer() {
    let merchant = warm().await;
    let payer = Payer::of(&merchant, SHOP).await;
    assert_eq!(costs("page", &merchant, merchant.follow(&payer.path)).await, (1, 1.0, 0.0));
    let member = Payer::of(&merchant, &format!("{TEA}&customer_creation=always")).await;
    member.pays("a", GOOD).await;
    let customer = member.session().await["customer"].as_str().unwrap().to_string();
    let known = Payer::of(&merchant, &format!("{TEA}&customer={customer}")).await;
    assert_eq!(costs("page of a customer", &merchant, merchant.follow(&known.path)).await, (2, 2.0, 0.0));
    merchant.deployment.meter().reset();
    merchant.follow("/c/pay/nobody/token").await;
    assert_eq!(merchant.deployment.meter().reset().total().calls, 0, "what is no id is not looked for");
}

#[tokio::test]
async fn a_payment_by_card_is_four_round_trips() {
    let merchant = warm().await;
    let payer = Payer::of(&merchant, SHOP).await;
    let (trips, read, written) = costs("pay", &merchant, payer.pays("a", GOOD)).await;
    assert_eq!((trips, read), (4, 1.0));
    assert!(written <= PAID, "{written}");
    let declined = Payer::of(&merchant, SHOP).await;
    let (trips, _, written) = costs("decline", &merchant, declined.pays("a", POOR)).await;
    assert_eq!(trips, 4);
    assert!(written <= PAID, "{written}");
    let kept = Payer::of(&merchant, &format!("{SHOP}&customer_creation=always")).await;
    let (trips, _, written) = costs("pay, with a customer", &merchant, kept.pays("a", GOOD)).await;
    assert_eq!(trips, 4);
    assert!(written <= PAID_BY_A_CUSTOMER, "{written}");
}

#[tokio::test]
async fn a_payment_at_the_bank_is_four_round_trips_before_and_six_after() {
    let merchant = warm().await;
    let payer = Payer::of(&merchant, SHOP).await;
    let (trips, _, _) = costs("pay, asked by the bank", &merchant, payer.pays("a", CHALLENGED)).await;
    assert_eq!(trips, 4);
    let (trips, _, written) = costs("answer", &merchant, payer.answers(true)).await;
    // The session, where timers are kept, session and timer, what the provider knows and says, the session.
    assert_eq!(trips, 6);
    assert!(written <= PAID, "{written}");
}

#[tokio::test]
async fn a_discount_costs_no_round_trip_and_twice_the_writes_of_the_attempt() {
    let merchant = warm().await;
    merchant.limits("FEW", 5).await;
    let code = merchant.makes("promotion_codes", "coupon=FEW&code=HERE&max_redemptions=5").await;
    let code = format!("{SHOP}&discounts[0][promotion_code]={}", code["id"].as_str().unwrap());
    let coupon = format!("{SHOP}&discounts[0][coupon]=FEW");
    for (what, form, (paid, given_back)) in [("coupon", coupon, BY_COUPON), ("code", code, BY_CODE)] {
        let payer = Payer::of(&merchant, &form).await;
        let what = format!("pay, with a {what}");
        let (trips, read, written) = costs(&what, &merchant, payer.pays("a", GOOD)).await;
        assert!((trips, read) == (4, 1.0) && written <= paid, "{trips} {read} {written}");
        let declined = Payer::of(&merchant, &form).await;
        let (trips, _, written) =
            costs(&format!("{what}, declined"), &merchant, declined.pays("a", POOR)).await;
        // Taken in one transaction, given back in another.
        assert!(trips == 4 && written <= given_back, "{trips} {written}");
    }
}

#[tokio::test]
async fn a_form_with_a_mistake_is_one_read() {
    let merchant = warm().await;
    let payer = Payer::of(&merchant, SHOP).await;
    let wrong = by_card("4242424242424241");
    assert_eq!(costs("mistake", &merchant, payer.sends("a", &wrong)).await, (1, 1.0, 0.0));
}

#[tokio::test]
async fn what_tests_and_merchants_do_costs_little_more() {
    let merchant = warm().await;
    let played = Payer::of(&merchant, SHOP).await;
    let (trips, _, written) = costs("complete", &merchant, played.plays("complete", "")).await;
    assert!(trips <= 4 && written <= PAID, "{trips} {written}");
    let authorised = format!("{SHOP}&payment_intent_data[capture_method]=manual");
    let authorised = Payer::of(&merchant, &authorised).await;
    authorised.pays("a", GOOD).await;
    authorised.captures("").await.done();
    let next = format!("{SHOP}&payment_intent_data[capture_method]=manual");
    let next = Payer::of(&merchant, &next).await;
    next.pays("a", GOOD).await;
    let (trips, read, written) = costs("capture", &merchant, next.captures("")).await;
    assert!(trips <= 5 && read <= 3.0 && written <= 5.0, "{trips} {read} {written}");
    assert_eq!(costs("payment intent", &merchant, merchant.get(next.intent())).await, (1, 1.0, 0.0));
}

#[tokio::test]
async fn what_is_announced_costs_a_write_for_each_announcement_and_a_read_for_its_audience() {
    let merchant = Merchant::on(undelivered());
    merchant.hears(&["*"]).await;
    Payer::of(&merchant, SHOP).await.pays("a", GOOD).await;
    merchant.deployment.pump().await;
    let told = async |what: &str| {
        merchant.deployment.meter().reset();
        merchant.deployment.pump().await;
        let usage = merchant.deployment.meter().reset();
        let table = usage.of_function("announce");
        println!("{what}: {usage:?}");
        (usage.round_trips, table.read_units, table.write_units)
    };
    let payer = Payer::of(&merchant, SHOP).await;
    // Who is there to be told, the announcement, the queue.
    let (trips, read, written) = told("opened").await;
    assert!(trips == 3 && read <= 1.0 && written <= OPENED, "{trips} {read} {written}");
    payer.pays("a", GOOD).await;
    let (trips, read, written) = told("paid by card").await;
    assert!(trips == 3 && read <= 1.0 && written <= TOLD, "{trips} {read} {written}");
}

/// Write units of the announcement of three lines, each with a product and a price; and of a payment.
const OPENED: f64 = 2.0;
const TOLD: f64 = 3.0;
/// Write units of a payment: session, timer and row when it begins, the provider's entry, the session again.
const PAID: f64 = 7.0;
/// Beginning is a transaction, and so is giving back: twice the session's units, and two for each count; two for the timer
/// that goes along with the first. The session keeps what it was discounted by, and is the larger for it.
const BY_COUPON: (f64, f64) = (15.0, 20.0);
const BY_CODE: (f64, f64) = (17.0, 24.0);
/// A customer doubles what a write of both costs, and is listed.
const PAID_BY_A_CUSTOMER: f64 = 14.0;
