//! Coupons that run out: five uses are five payments however many want to pay, and what comes to nothing gives its use back.

use futures::future::{join, join_all};
use paydesk_local::deployment::Options;
use serde_json::{Value, json};

use crate::merchant::{Answer, Merchant, TEA};
use crate::payer::{CHALLENGED, GOOD, POOR, Payer, approved, by_iban, entries, goes_on, leads_to, shop};
use crate::races::{at_every_offset, offset};

const USED_UP: &str = "used up or is no longer valid. You have not been charged.";
const DEBITED: &str = "&payment_method_types[0]=sepa_debit";
const COMES: &str = "DE89370400440532013000";
const BOUNCES: &str = "DE62370400440532013001";

/// A session with this coupon, without further wishes.
pub fn with(coupon: &str) -> String {
    format!("{TEA}&discounts[0][coupon]={coupon}")
}

impl Merchant {
    /// A coupon of ten per cent that can be redeemed so often.
    pub async fn limits(&self, id: &str, most: i64) {
        self.makes("coupons", &format!("id={id}&percent_off=10&max_redemptions={most}")).await;
    }

    pub async fn redeemed(&self, path: &str) -> i64 {
        self.get(format!("/v1/{path}")).await.done()["times_redeemed"].as_i64().unwrap()
    }
}

impl Payer<'_> {
    /// Whether the session is being paid, or complete with money that came or may still come.
    pub fn holds(&self) -> bool {
        let stored =
            self.merchant.deployment.engine().attributes(&format!("S#{}", self.id), ["body"]).unwrap();
        let bodies = stored.into_iter().filter_map(|(_, [body])| body);
        let bodies = bodies.map(|body| serde_json::from_str::<Value>(&body).unwrap());
        let state = bodies.map(|body| body["session"]["state"].clone()).find(Value::is_object).unwrap();
        match state["status"].as_str().unwrap() {
            "open" => state["attempt"].is_object(),
            "complete" => state["payment"] != "failed",
            other => other != "expired",
        }
    }

    #[track_caller]
    fn assert_refused(&self, answer: &Answer) {
        assert!(answer.text.contains(USED_UP), "{}: {}", answer.status, answer.text);
        assert!(entries(self.merchant, &self.id).is_empty(), "nobody was asked for money");
    }
}

/// As many uses as payers that hold one.
pub async fn assert_counted(merchant: &Merchant, coupon: &str, payers: &[&Payer<'_>]) {
    let held = payers.iter().filter(|payer| payer.holds()).count();
    let counted = merchant.get(format!("/v1/coupons/{coupon}")).await.done();
    assert_eq!(counted["times_redeemed"], held, "{counted}");
    assert!(counted["max_redemptions"].as_i64().is_none_or(|most| held <= usize::try_from(most).unwrap()));
}

async fn payers<'m>(merchant: &'m Merchant, form: &str, count: usize) -> Vec<Payer<'m>> {
    join_all((0..count).map(|_| Payer::of(merchant, form))).await
}

#[tokio::test]
async fn a_coupon_with_five_uses_is_used_five_times_by_twelve_who_pay_at_once() {
    let merchant = shop();
    for stride in 0..12 {
        let coupon = format!("FIVE{stride}");
        merchant.limits(&coupon, 5).await;
        let payers = payers(&merchant, &with(&coupon), 12).await;
        let each = payers.iter().enumerate();
        let answers =
            join_all(each.map(|(place, payer)| offset(place * stride, payer.pays("a", GOOD)))).await;
        let mut complete = 0;
        for (payer, answer) in payers.iter().zip(&answers) {
            payer.assert_true().await;
            if goes_on(answer) {
                complete += 1;
                assert_eq!(payer.session().await["amount_total"], 630);
            } else {
                payer.assert_refused(answer);
                assert_eq!(payer.status().await, "open");
            }
        }
        let coupon = merchant.get(format!("/v1/coupons/{coupon}")).await.done();
        assert_eq!((complete, &coupon["times_redeemed"], &coupon["valid"]), (5, &json!(5), &json!(false)));
    }
}

#[tokio::test]
async fn the_last_use_is_one_payers_whoever_comes_when() {
    let merchant = shop();
    at_every_offset(async |first, second| {
        let coupon = format!("LAST{first}-{second}");
        merchant.limits(&coupon, 1).await;
        let payers = payers(&merchant, &with(&coupon), 2).await;
        let (one, two) =
            join(offset(first, payers[0].pays("a", GOOD)), offset(second, payers[1].pays("a", POOR))).await;
        assert_eq!(two.status, 402, "{}", two.text);
        assert_counted(&merchant, &coupon, &[&payers[0], &payers[1]]).await;
        // Whom the declined card was in the way of pays now.
        if !goes_on(&one) {
            payers[0].assert_refused(&one);
            leads_to(&payers[0].pays("a", GOOD).await);
        }
        payers[0].assert_true().await;
        assert_eq!(merchant.redeemed(&format!("coupons/{coupon}")).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_decline_gives_the_use_back_to_whoever_pays_next() {
    let merchant = shop();
    merchant.limits("ONE", 1).await;
    let [first, second] =
        [Payer::of(&merchant, &with("ONE")).await, Payer::of(&merchant, &with("ONE")).await];
    assert_eq!(first.pays("a", POOR).await.status, 402);
    assert_eq!(merchant.redeemed("coupons/ONE").await, 0);
    leads_to(&second.pays("a", GOOD).await);
    let late = first.pays("b", GOOD).await;
    assert!(late.text.contains(USED_UP), "{}", late.text);
    assert_eq!((first.status().await.as_str(), entries(&merchant, &first.id).len()), ("open", 1));
    assert_eq!(merchant.redeemed("coupons/ONE").await, 1);
    first.assert_ends_true().await;
    second.assert_ends_true().await;
    assert_eq!(merchant.redeemed("coupons/ONE").await, 1);
}

#[tokio::test]
async fn a_payer_at_their_bank_holds_a_use_until_they_answer_leave_or_are_given_up() {
    let merchant = shop();
    merchant.limits("ONE", 1).await;
    let form = with("ONE");
    let [no, away, anew, gone] = [
        Payer::of(&merchant, &form).await,
        Payer::of(&merchant, &form).await,
        Payer::of(&merchant, &form).await,
        Payer::of(&merchant, &form).await,
    ];
    no.pays("a", CHALLENGED).await;
    assert_eq!(merchant.redeemed("coupons/ONE").await, 1);
    away.assert_refused(&away.pays("a", GOOD).await);
    no.answers(false).await;
    assert_eq!(merchant.redeemed("coupons/ONE").await, 0);
    away.pays("a", CHALLENGED).await;
    merchant.advance(20 * 60).await;
    assert_eq!(merchant.redeemed("coupons/ONE").await, 0);
    gone.pays("a", CHALLENGED).await;
    merchant.expire(&gone.id).await.done();
    assert_eq!(merchant.redeemed("coupons/ONE").await, 0);
    anew.pays("a", CHALLENGED).await;
    leads_to(&anew.pays("b", GOOD).await);
    assert_eq!((anew.status().await.as_str(), merchant.redeemed("coupons/ONE").await), ("complete", 1));
    assert_counted(&merchant, "ONE", &[&no, &away, &anew, &gone]).await;
}

#[tokio::test]
async fn funds_that_do_not_come_give_the_use_back() {
    let merchant = shop();
    merchant.limits("ONE", 1).await;
    let form = format!("{}{DEBITED}", with("ONE"));
    let [bounced, came] = [Payer::of(&merchant, &form).await, Payer::of(&merchant, &form).await];
    leads_to(&bounced.sends("a", &by_iban(BOUNCES)).await);
    assert_eq!(merchant.redeemed("coupons/ONE").await, 1);
    came.assert_refused(&came.sends("a", &by_iban(COMES)).await);
    merchant.advance(120).await;
    assert_eq!(bounced.announced().len(), 2);
    assert_eq!(merchant.redeemed("coupons/ONE").await, 0);
    leads_to(&came.sends("a", &by_iban(COMES)).await);
    merchant.advance(120).await;
    assert_eq!(came.session().await["payment_status"], "paid");
    assert_counted(&merchant, "ONE", &[&bounced, &came]).await;
    assert_eq!(merchant.redeemed("coupons/ONE").await, 1);
}

#[tokio::test]
async fn an_authorisation_that_is_given_back_keeps_its_use() {
    let merchant = shop();
    merchant.limits("ONE", 1).await;
    let form = format!("{}&payment_intent_data[capture_method]=manual", with("ONE"));
    let payer = Payer::of(&merchant, &form).await;
    payer.pays("a", GOOD).await;
    payer.cancels().await.done();
    assert_eq!(merchant.redeemed("coupons/ONE").await, 1);
}

#[tokio::test]
async fn a_free_order_takes_a_use_when_it_is_confirmed() {
    let merchant = shop();
    merchant.makes("coupons", "id=FREE&percent_off=100&max_redemptions=1").await;
    at_every_offset(async |first, second| {
        let coupon = format!("FREE{first}-{second}");
        merchant.makes("coupons", &format!("id={coupon}&percent_off=100&max_redemptions=1")).await;
        let payers = payers(&merchant, &with(&coupon), 2).await;
        assert_eq!(merchant.redeemed(&format!("coupons/{coupon}")).await, 0);
        let fields = "billing[country]=DE";
        let (one, two) =
            join(offset(first, payers[0].sends("a", fields)), offset(second, payers[1].sends("a", fields)))
                .await;
        assert_ne!(goes_on(&one), goes_on(&two), "{} {}", one.text, two.text);
        let (refused, answer) = if goes_on(&one) { (&payers[1], &two) } else { (&payers[0], &one) };
        refused.assert_refused(answer);
        assert_counted(&merchant, &coupon, &[&payers[0], &payers[1]]).await;
        assert_eq!(merchant.redeemed(&format!("coupons/{coupon}")).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_code_is_redeemed_with_its_coupon_or_not_at_all() {
    let merchant = shop();
    merchant.limits("THREE", 3).await;
    let code = |code: &str| format!("coupon=THREE&code={code}&max_redemptions=1");
    let once = merchant.makes("promotion_codes", &code("ONCE")).await["id"].as_str().unwrap().to_owned();
    let form = format!("{TEA}&discounts[0][promotion_code]={once}");
    let [first, second] = [Payer::of(&merchant, &form).await, Payer::of(&merchant, &form).await];
    leads_to(&first.pays("a", GOOD).await);
    second.assert_refused(&second.pays("a", GOOD).await);
    let counts = async || {
        let code = merchant.redeemed(&format!("promotion_codes/{once}")).await;
        (code, merchant.redeemed("coupons/THREE").await)
    };
    assert_eq!(counts().await, (1, 1));
    let refused = merchant.create(&form).await;
    assert_eq!((refused.status, refused.refusal().2.as_str()), (400, "discounts[0][promotion_code]"));
    let plain = Payer::of(&merchant, &with("THREE")).await;
    leads_to(&plain.pays("a", GOOD).await);
    assert_eq!(counts().await, (1, 2));
}

#[tokio::test]
async fn a_discount_without_a_limit_is_counted_all_the_same() {
    let merchant = shop();
    merchant.makes("coupons", "id=TEN&percent_off=10").await;
    for count in 1..=3 {
        let payer = Payer::of(&merchant, &with("TEN")).await;
        payer.pays("a", POOR).await;
        leads_to(&payer.pays("b", GOOD).await);
        assert_eq!(merchant.redeemed("coupons/TEN").await, count);
    }
}

#[tokio::test]
async fn what_the_merchant_withdraws_or_what_expires_is_not_redeemed_any_more() {
    let merchant = shop();
    let soon = crate::world::START.seconds() + 600;
    merchant.makes("coupons", "id=GONE&percent_off=10").await;
    merchant.makes("coupons", &format!("id=SOON&percent_off=10&redeem_by={soon}")).await;
    let code =
        merchant.makes("promotion_codes", "coupon=SOON&code=HERE").await["id"].as_str().unwrap().to_owned();
    let gone = Payer::of(&merchant, &with("GONE")).await;
    let soon = Payer::of(&merchant, &with("SOON")).await;
    let coded = Payer::of(&merchant, &format!("{TEA}&discounts[0][promotion_code]={code}")).await;
    let waiting = Payer::of(&merchant, &with("SOON")).await;
    merchant.ask(http::Method::DELETE, "/v1/coupons/GONE", crate::world::FORM, "").await.done();
    gone.assert_refused(&gone.pays("a", GOOD).await);
    merchant.post(format!("/v1/promotion_codes/{code}"), "active=false").await.done();
    coded.assert_refused(&coded.pays("a", GOOD).await);
    merchant.post(format!("/v1/promotion_codes/{code}"), "active=true").await.done();
    waiting.pays("a", CHALLENGED).await;
    merchant.deployment.clock().advance_seconds(601);
    soon.assert_refused(&soon.pays("a", GOOD).await);
    // Who began in time has it.
    leads_to(&waiting.answers(true).await);
    assert_eq!(merchant.redeemed("coupons/SOON").await, 1);
}

#[tokio::test]
async fn what_the_merchant_withdraws_while_it_is_held_is_kept_or_given_back_all_the_same() {
    let merchant = shop();
    merchant.limits("ONE", 2).await;
    let code = merchant.makes("promotion_codes", "coupon=ONE&code=HERE&max_redemptions=2").await;
    let code = code["id"].as_str().unwrap();
    let form = format!("{TEA}&discounts[0][promotion_code]={code}");
    let [yes, no] = [Payer::of(&merchant, &form).await, Payer::of(&merchant, &form).await];
    yes.pays("a", CHALLENGED).await;
    no.pays("a", CHALLENGED).await;
    let path = format!("promotion_codes/{code}");
    assert_eq!(merchant.redeemed(&path).await, 2);
    merchant.post(format!("/v1/{path}"), "active=false").await.done();
    merchant.ask(http::Method::DELETE, "/v1/coupons/ONE", crate::world::FORM, "").await.done();
    leads_to(&yes.answers(true).await);
    leads_to(&no.answers(false).await);
    assert_eq!(merchant.redeemed(&path).await, 1);
    let again = no.pays("b", GOOD).await;
    assert!(again.text.contains(USED_UP), "{}", again.text);
    for payer in [&yes, &no] {
        payer.assert_ends_true().await;
    }
    assert_eq!(merchant.redeemed(&path).await, 1);
}

#[tokio::test]
async fn pages_of_the_merchants_own_and_tests_are_told_why() {
    let merchant = shop();
    merchant.limits("ONE", 1).await;
    let own = with("ONE").replace("success_url", "return_url");
    let session = merchant.create(&format!("{own}&ui_mode=elements")).await.done();
    let (id, token) = session["client_secret"].as_str().unwrap().split_once("_secret_").unwrap();
    let played = Payer::of(&merchant, &with("ONE")).await;
    leads_to(&Payer::of(&merchant, &with("ONE")).await.pays("a", GOOD).await);
    let fields = format!("email=ada@lovelace.example&{}", crate::payer::by_card(GOOD));
    let confirmed = merchant.confirm(&format!("/c/api/{id}/{token}"), &fields).await;
    assert_eq!((confirmed.status, confirmed.refusal().1.as_str()), (409, "coupon_expired"));
    for outcome in ["complete", "fail"] {
        let answer = played.plays(outcome, "").keyed(outcome).await;
        assert_eq!((answer.status, answer.refusal().1.as_str()), (400, "coupon_expired"), "{outcome}");
    }
    assert_eq!(merchant.redeemed("coupons/ONE").await, 1);
}

#[tokio::test]
async fn a_code_for_a_first_payment_is_not_for_a_customer_who_has_paid() {
    let merchant = shop();
    merchant.makes("coupons", "id=HELLO&percent_off=10").await;
    let form = "coupon=HELLO&code=FIRST&restrictions[first_time_transaction]=true";
    let code = merchant.makes("promotion_codes", form).await["id"].as_str().unwrap().to_owned();
    let first = |customer: &str| format!("{TEA}&customer={customer}&discounts[0][promotion_code]={code}");
    let customer = async |form: &str| {
        let payer = Payer::of(&merchant, &format!("{form}&customer_creation=always")).await;
        leads_to(&payer.sends("a", "billing[country]=DE&billing[postal_code]=10115").await);
        payer.session().await["customer"].as_str().unwrap().to_owned()
    };
    // A customer who got something for nothing has not paid.
    let member = customer(&TEA.replace("unit_amount]=700", "unit_amount]=0")).await;
    for _ in 0..2 {
        merchant.opens(&first(&member)).await;
    }
    let payer = Payer::of(&merchant, &first(&member)).await;
    let hopeful = Payer::of(&merchant, &first(&member)).await;
    payer.pays("a", POOR).await;
    merchant.opens(&first(&member)).await;
    leads_to(&payer.pays("b", GOOD).await);
    hopeful.assert_refused(&hopeful.pays("a", GOOD).await);
    let refused = merchant.create(&first(&member)).await;
    assert_eq!((refused.status, refused.refusal().2.as_str()), (400, "discounts[0][promotion_code]"));
    let other = customer(&TEA.replace("unit_amount]=700", "unit_amount]=0")).await;
    merchant.opens(&first(&other)).await;
}

#[tokio::test]
async fn a_change_of_a_coupon_and_a_redemption_at_once_lose_neither() {
    let merchant = shop();
    merchant.makes("coupons", "id=TEN&percent_off=10").await;
    for turns in 0..24 {
        // Each at every distance from the other.
        let (late, later) = (12_usize.saturating_sub(turns), turns.saturating_sub(12));
        let payer = Payer::of(&merchant, &with("TEN")).await;
        let change = merchant.post("/v1/coupons/TEN", &format!("name=Ten {turns}"));
        let (pay, change) = join(offset(late, payer.pays("a", GOOD)), offset(later, change)).await;
        leads_to(&pay);
        change.done();
        let coupon = merchant.get("/v1/coupons/TEN").await.done();
        assert_eq!(coupon["name"], format!("Ten {turns}"));
        assert_eq!(coupon["times_redeemed"], turns + 1, "{coupon}");
    }
}

#[tokio::test]
async fn a_change_of_a_coupon_that_is_redeemed_all_the_time_is_made_at_once() {
    let merchant = Merchant::hourly(Options::default());
    merchant.makes("coupons", "id=TEN&percent_off=10").await;
    let payers = payers(&merchant, &with("TEN"), 24).await;
    let changes = async {
        for count in 0..12 {
            merchant.post("/v1/coupons/TEN", &format!("metadata[count]={count}")).await.done();
        }
    };
    merchant.deployment.meter().reset();
    let each = payers.iter().enumerate();
    let (answers, ()) =
        join(join_all(each.map(|(place, payer)| offset(place * 3, payer.pays("a", GOOD)))), changes).await;
    let usage = merchant.deployment.meter().reset();
    assert!(answers.iter().all(goes_on));
    assert_eq!(usage.of_function("catalog").failed_conditions, 0, "a redemption is nothing to a change");
    let coupon = merchant.get("/v1/coupons/TEN").await.done();
    assert_eq!((&coupon["times_redeemed"], &coupon["metadata"]["count"]), (&json!(24), &json!("11")));
    let approvals: usize = payers.iter().map(|payer| approved(&entries(&merchant, &payer.id))).sum();
    assert_eq!(approvals, 24);
}
