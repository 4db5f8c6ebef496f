//! Codes for a customer's first payment: there is one first payment, however many of them begin at once, and what comes
//! to nothing was none.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;

use futures::future::join;
use paydesk_local::connector::Fault;

use crate::merchant::{Merchant, TEA};
use crate::payer::{CHALLENGED, GOOD, POOR, Payer, by_iban, entries, goes_on, leads_to, shop};
use crate::races::{at_every_offset, offset};

const USED_UP: &str = "used up or is no longer valid. You have not been charged.";

/// What sells to newcomers for less.
struct Welcome<'m> {
    merchant: &'m Merchant,
    code: String,
}

impl<'m> Welcome<'m> {
    async fn of(merchant: &'m Merchant) -> Self {
        merchant.makes("coupons", "id=HELLO&percent_off=10").await;
        let form = "coupon=HELLO&code=FIRST&restrictions[first_time_transaction]=true";
        let code = merchant.makes("promotion_codes", form).await["id"].as_str().unwrap().to_owned();
        Self { merchant, code }
    }

    async fn newcomer(&self) -> String {
        let customer = self.merchant.makes("customers", "email=ada@lovelace.example").await;
        customer["id"].as_str().unwrap().to_owned()
    }

    /// A session that a customer has the code in.
    async fn sold_to(&self, customer: &str, wishes: &str) -> Payer<'m> {
        let form = format!("{TEA}&customer={customer}&discounts[0][promotion_code]={}{wishes}", self.code);
        Payer::of(self.merchant, &form).await
    }
}

#[tokio::test]
async fn of_two_first_payments_at_once_one_is_the_first() {
    let merchant = shop();
    let welcome = Welcome::of(&merchant).await;
    at_every_offset(async |first, second| {
        let ada = welcome.newcomer().await;
        let payers = [welcome.sold_to(&ada, "").await, welcome.sold_to(&ada, "").await];
        let (one, two) =
            join(offset(first, payers[0].pays("a", GOOD)), offset(second, payers[1].pays("a", GOOD))).await;
        assert_ne!(goes_on(&one), goes_on(&two), "{} {}", one.text, two.text);
        let (late, answer) = if goes_on(&one) { (&payers[1], &two) } else { (&payers[0], &one) };
        assert!(answer.text.contains(USED_UP), "{}", answer.text);
        assert!(entries(&merchant, &late.id).is_empty(), "nobody was asked for money");
        for payer in &payers {
            payer.assert_true().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_not_told_that_its_own_payment_was_the_first() {
    let merchant = shop();
    let welcome = Welcome::of(&merchant).await;
    for (turns, late) in (1..16).flat_map(|turns| [1, 2, 3].map(|late| (turns, late))) {
        let ada = welcome.newcomer().await;
        let payer = welcome.sold_to(&ada, "").await;
        let looks = AtomicUsize::new(0);
        // One of them is slow to look for payments of the customer, and the other has made one by then.
        merchant.deployment.faults().set(move |call| {
            let slow = call.function == "pay" && call.name == "Query" && looks.fetch_add(1, SeqCst) == late;
            if slow { Fault::Throttle } else { Fault::None }
        });
        let (one, two) = (payer.pays("a", GOOD), payer.pays("a", GOOD));
        let (one, two) = join(offset(0, one), offset(turns, two)).await;
        merchant.deployment.faults().clear();
        assert_eq!((goes_on(&one), goes_on(&two)), (true, true), "{} {}", one.text, two.text);
        payer.assert_true().await;
    }
}

#[tokio::test]
async fn a_payment_that_comes_to_nothing_was_not_the_first() {
    let merchant = shop();
    let welcome = Welcome::of(&merchant).await;
    let ada = welcome.newcomer().await;
    let next = welcome.sold_to(&ada, "").await;

    welcome.sold_to(&ada, "").await.pays("a", POOR).await;
    let away = welcome.sold_to(&ada, "").await;
    away.pays("a", CHALLENGED).await;
    let early = next.pays("a", GOOD).await;
    assert!(early.text.contains(USED_UP), "{}", early.text);
    away.answers(false).await;

    let released = welcome.sold_to(&ada, "&payment_intent_data[capture_method]=manual").await;
    released.pays("a", GOOD).await;
    released.cancels().await.done();

    let bounced = welcome.sold_to(&ada, "&payment_method_types[0]=sepa_debit").await;
    leads_to(&bounced.sends("a", &by_iban("DE62370400440532013001")).await);
    let early = next.pays("b", GOOD).await;
    assert!(early.text.contains(USED_UP), "{}", early.text);
    merchant.advance(120).await;

    leads_to(&next.pays("c", GOOD).await);
    for payer in [&away, &released, &bounced, &next] {
        payer.assert_ends_true().await;
    }
}

#[tokio::test]
async fn a_customer_whom_a_payment_makes_has_had_the_first() {
    let merchant = shop();
    let welcome = Welcome::of(&merchant).await;
    let form = format!("{TEA}&customer_creation=always&discounts[0][promotion_code]={}", welcome.code);
    let payer = Payer::of(&merchant, &form).await;
    leads_to(&payer.pays("a", GOOD).await);
    let ada = payer.session().await["customer"].as_str().unwrap().to_owned();
    let form = format!("{TEA}&customer={ada}&discounts[0][promotion_code]={}", welcome.code);
    let refused = merchant.create(&form).await;
    assert_eq!((refused.status, refused.refusal().2.as_str()), (400, "discounts[0][promotion_code]"));
}
