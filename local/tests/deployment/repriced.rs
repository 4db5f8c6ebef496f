//! A merchant who changes what a session costs while its page is open.

use futures::future::join;
use serde_json::json;

use crate::merchant::{Merchant, TEA};
use crate::payer::{CHALLENGED, GOOD, Payer, by_card, entries, leads_to, shop};
use crate::races::{at_every_offset, offset};

const NOT_PAID: &str = "The payment did not go through.";

/// What the page said the session costs.
fn shown(text: &str) -> &str {
    let (_, after) = text.split_once("name=\"amount\" value=\"").expect("the form says what it shows");
    after.split('"').next().unwrap()
}

#[tokio::test]
async fn nobody_pays_what_they_did_not_see() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    let page = payer.looks().await;
    let session = payer.session().await;
    assert_eq!(shown(&page.text), session["amount_total"].to_string());

    let lines = merchant.get(format!("/v1/checkout/sessions/{}/line_items", payer.id)).await.done();
    let line = lines["data"][0]["id"].as_str().unwrap();
    merchant.update(&payer.id, &format!("line_items[0][id]={line}&line_items[0][quantity]=7")).await.done();

    let old = format!("amount={}&{}", shown(&page.text), by_card(GOOD));
    let again = payer.sends("a", &old).await;
    assert!(again.text.contains("The amount has changed"), "{}", again.text);
    assert_eq!((payer.status().await.as_str(), payer.announced().len()), ("open", 0));

    let new = format!("amount={}&{}", shown(&again.text), by_card(GOOD));
    leads_to(&payer.sends("b", &new).await);
    let paid = payer.session().await;
    assert_eq!(paid["payment_status"], "paid");
    assert_eq!(paid["amount_total"].to_string(), shown(&again.text));
}

#[tokio::test]
async fn a_payer_at_their_bank_is_not_charged_what_the_session_cost_before() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TEA).await;
    leads_to(&payer.pays("a", CHALLENGED).await);
    let lines = merchant.get(format!("/v1/checkout/sessions/{}/line_items", payer.id)).await.done();
    let line = lines["data"][0]["id"].as_str().unwrap();
    merchant.update(&payer.id, &format!("line_items[0][id]={line}&line_items[0][quantity]=7")).await.done();

    let back = payer.comes_back(&payer.answers(true).await).await;
    let session = payer.session().await;
    assert_eq!(
        (&session["status"], shown(&back.text)),
        (&"open".into(), session["amount_total"].to_string().as_str())
    );
    assert!(back.text.contains(NOT_PAID), "they read what became of it: {}", back.text);
    leads_to(&payer.sends("b", &format!("amount={}&{}", shown(&back.text), by_card(GOOD))).await);
    payer.assert_ends_true().await;
}

const TWO: &str = "mode=payment&success_url=https://shop.example/thanks&line_items[0][quantity]=2\
    &line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=1000\
    &line_items[0][price_data][product_data][name]=Tea";

/// A code of ten per cent for orders of 20 € and more, in dollars of 30; its id.
async fn code_for_much(merchant: &Merchant) -> String {
    merchant.makes("coupons", "id=TEN&percent_off=10").await;
    let form = "promotion[type]=coupon&promotion[coupon]=TEN&code=TEN&restrictions[minimum_amount]=3000\
        &restrictions[minimum_amount_currency]=usd&restrictions[currency_options][eur][minimum_amount]=2000";
    let code = merchant.makes("promotion_codes", form).await;
    code["id"].as_str().unwrap().to_owned()
}

/// Its only line, so often.
async fn sold(merchant: &Merchant, id: &str, quantity: u32) -> String {
    let lines = merchant.line_items(id, "").await.done();
    format!(
        "line_items[0][id]={}&line_items[0][quantity]={quantity}",
        lines["data"][0]["id"].as_str().unwrap()
    )
}

#[tokio::test]
async fn a_payers_code_goes_when_the_lines_come_to_less_than_it_asks_for() {
    let merchant = shop();
    let code = code_for_much(&merchant).await;
    let payer = Payer::of(&merchant, &format!("{TWO}&allow_promotion_codes=true")).await;
    let with = payer.sends("a", "change=code&promotion_code=ten").await;
    assert_eq!(shown(&with.text), "1800");
    // They are at their bank meanwhile: the use that is held is given back.
    leads_to(&payer.sends("b", &format!("amount=1800&{}", by_card(CHALLENGED))).await);
    let path = format!("/v1/promotion_codes/{code}");
    assert_eq!(merchant.get(&path).await.done()["times_redeemed"], 1);
    let more = merchant.update(&payer.id, &sold(&merchant, &payer.id, 3).await).await.done();
    assert_eq!(
        (&more["amount_total"], &more["discounts"][0]["promotion_code"]),
        (&2700.into(), &code.into())
    );
    let fewer = merchant.update(&payer.id, &sold(&merchant, &payer.id, 1).await).await.done();
    assert_eq!((&fewer["amount_total"], &fewer["discounts"]), (&1000.into(), &json!([])));
    assert_eq!(merchant.get(&path).await.done()["times_redeemed"], 0);

    let back = payer.comes_back(&payer.answers(true).await).await;
    assert_eq!(shown(&back.text), "1000", "nobody pays what they did not see");
    leads_to(&payer.sends("c", &format!("amount=1000&{}", by_card(GOOD))).await);
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn lines_that_the_merchants_own_code_is_not_for_are_refused() {
    let merchant = shop();
    let code = code_for_much(&merchant).await;
    let id = merchant.opens(&format!("{TWO}&discounts[0][promotion_code]={code}")).await;
    let refused = merchant.update(&id, &sold(&merchant, &id, 1).await).await;
    assert_eq!(refused.refusal(), (400, "-".into(), "line_items".into()));
    assert!(refused.text.contains("at least 2000"), "{}", refused.text);
    let session = merchant.retrieve(&id).await.done();
    assert_eq!((&session["amount_total"], &session["amount_subtotal"]), (&1800.into(), &2000.into()));
    let more = merchant.update(&id, &sold(&merchant, &id, 4).await).await.done();
    assert_eq!(more["amount_total"], 3600);
}

#[tokio::test]
async fn a_rate_that_changed_meanwhile_is_one_rate() {
    let merchant = shop();
    let rate = merchant.makes("tax_rates", "display_name=VAT&inclusive=false&percentage=19").await;
    let rate = rate["id"].as_str().unwrap();
    let id = merchant.opens(&format!("{TWO}&line_items[0][tax_rates][]={rate}")).await;
    merchant.post(format!("/v1/tax_rates/{rate}"), "display_name=MwSt.").await.done();
    let form = format!(
        "{}&line_items[1][quantity]=1&line_items[1][tax_rates][]={rate}&line_items[1][price_data][currency]=eur\
         &line_items[1][price_data][unit_amount]=500&line_items[1][price_data][product_data][name]=Cup\
         &expand[]=total_details.breakdown",
        sold(&merchant, &id, 2).await
    );
    let session = merchant.update(&id, &form).await.done();
    let taxes = session["total_details"]["breakdown"]["taxes"].as_array().unwrap().clone();
    assert_eq!(taxes.len(), 1, "{taxes:?}");
    assert_eq!((&taxes[0]["amount"], &taxes[0]["taxable_amount"]), (&475.into(), &2500.into()));
}

const TRIAL: &str = "mode=subscription&success_url=https://shop.example/thanks&line_items[0][quantity]=2\
    &subscription_data[trial_period_days]=7&line_items[0][price_data][currency]=eur\
    &line_items[0][price_data][unit_amount]=500&line_items[0][price_data][recurring][interval]=month\
    &line_items[0][price_data][product_data][name]=Tea&line_items[0][adjustable_quantity][enabled]=true";

/// What the page said is charged again and again.
fn renews(text: &str) -> &str {
    let from = text.split_once("name=\"renewal\" value=\"").unwrap().1;
    from.split_once('"').unwrap().0
}

#[tokio::test]
async fn nobody_subscribes_for_more_than_they_saw_though_nothing_is_due_today() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TRIAL).await;
    merchant.update(&payer.id, &sold(&merchant, &payer.id, 20).await).await.done();
    let saw = format!("amount=0&renewal=1000&{}", by_card(GOOD));
    let again = payer.sends("a", &saw).await;
    assert_eq!(
        (shown(&again.text), renews(&again.text), payer.status().await.as_str()),
        ("0", "10000", "open")
    );
    assert!(again.text.contains("The amount has changed"), "{}", again.text);
    leads_to(&payer.sends("b", &saw.replace("1000", "10000")).await);
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn who_takes_more_of_what_is_free_today_sees_what_it_will_cost() {
    let merchant = shop();
    let payer = Payer::of(&merchant, TRIAL).await;
    let more = |renewal: u32| format!("amount=0&renewal={renewal}&quantity-1=3&{}", by_card(GOOD));
    let again = payer.sends("a", &more(1000)).await;
    assert_eq!((renews(&again.text), payer.status().await.as_str()), ("1500", "open"));
    leads_to(&payer.sends("b", &more(1500)).await);
    payer.assert_ends_true().await;
}

#[tokio::test]
async fn an_amount_that_nobody_can_have_seen_is_not_paid() {
    let merchant = shop();
    for amount in ["7,00", "7.00", "-700", "99999999999999999999", "seven"] {
        let payer = Payer::of(&merchant, TEA).await;
        let again = payer.sends("a", &format!("amount={amount}&{}", by_card(GOOD))).await;
        assert_eq!((shown(&again.text), payer.status().await.as_str()), ("700", "open"), "{amount}");
        assert!(entries(&merchant, &payer.id).is_empty(), "nobody was asked for money");
    }
}

#[tokio::test]
async fn who_pays_beside_an_update_pays_what_they_saw_or_nothing() {
    let merchant = shop();
    for amount in ["amount=700&", ""] {
        let counts = std::cell::Cell::new((0, 0));
        at_every_offset(async |first, second| {
            let payer = Payer::of(&merchant, TEA).await;
            let lines = merchant.line_items(&payer.id, "").await.done();
            let line = lines["data"][0]["id"].as_str().unwrap();
            let seven = format!("line_items[0][id]={line}&line_items[0][quantity]=7");
            let pays = payer.sends("a", &format!("{amount}{}", by_card(GOOD)));
            let (_, update) =
                join(offset(first, pays), offset(second, merchant.update(&payer.id, &seven))).await;
            let session = payer.session().await;
            let (paid, unpaid) = counts.get();
            if session["status"] == "complete" {
                // Whoever does not say what they saw pays what it cost when they came.
                let late = amount.is_empty() && second < first;
                assert!(session["amount_total"] == 700 || late, "{first} {second}: {session}");
                counts.set((paid + 1, unpaid));
            } else {
                assert_eq!((update.status, &session["amount_total"]), (200, &json!(4900)));
                counts.set((paid, unpaid + 1));
            }
            payer.assert_true().await;
        })
        .await;
        let (paid, unpaid) = counts.get();
        assert!(paid > 3 && (unpaid > 0 || amount.is_empty()), "{amount}: {paid} {unpaid}");
    }
}
