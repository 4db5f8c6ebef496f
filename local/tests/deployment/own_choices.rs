//! A payer who chooses on a page of the merchant's own, by its JSON: the same choices as on ours, and the same refusals.

use futures::future::join;
use paydesk_local::connector::Fault;
use serde_json::{Value, json};

use crate::choosing::{CART, cart};
use crate::merchant::{Answer, Merchant};
use crate::payer::{CHALLENGED, GOOD, Payer, by_card, shop};
use crate::races::{at_every_offset, offset};
use crate::taxes::{TABLE, supply};
use crate::world::FORM;

/// A merchant's own page of a session.
struct Own<'m> {
    merchant: &'m Merchant,
    id: String,
    path: String,
    /// The id of its first line.
    line: String,
}

impl<'m> Own<'m> {
    async fn of(merchant: &'m Merchant, form: &str) -> Self {
        // These pages have no optional items.
        let (form, _) = form.split_once("&optional_items").unwrap_or((form, ""));
        let form = form.replace("success_url", "return_url");
        let session = merchant.create(&format!("{form}&ui_mode=elements")).await.done();
        let (id, token) = session["client_secret"].as_str().unwrap().split_once("_secret_").unwrap();
        let path = format!("/c/api/{id}/{token}");
        let shown = merchant.follow_json(&path).await.done();
        let line = shown["line_items"][0]["id"].as_str().unwrap().to_owned();
        Self { merchant, id: id.to_owned(), path, line }
    }

    async fn looks(&self) -> Value {
        self.merchant.follow_json(&self.path).await.done()
    }

    async fn chooses(&self, fields: &str) -> Answer {
        let path = format!("{}/choose", self.path);
        self.merchant.ask(http::Method::POST, path, FORM, fields).without("authorization").await
    }

    /// The form that takes three of the first line, which costs 5.00 € more than the cart did.
    fn three(&self) -> String {
        format!("quantities[{}]=3", self.line)
    }

    /// What it is refused with: the status, the code, and the fields with what is wrong with each.
    async fn is_refused(&self, fields: &str) -> (u16, String) {
        let before = self.looks().await;
        let answer = self.chooses(fields).await;
        assert_eq!(self.looks().await, before, "{fields}");
        let error = &answer.json()["error"];
        let listed = error["fields"].as_array().map(|fields| {
            let said = |field: &Value| format!("{} {}", field["param"], field["reason"]).replace('"', "");
            fields.iter().map(said).collect::<Vec<_>>().join(", ")
        });
        let code = || error["code"].as_str().unwrap_or_default().to_owned();
        (answer.status, listed.unwrap_or_else(code))
    }
}

#[track_caller]
fn total(shown: &Value) -> i64 {
    shown["totals"]["total"]["minor_units"].as_i64().unwrap_or_else(|| panic!("no total: {shown}"))
}

#[tokio::test]
async fn what_may_be_chosen_is_shown_and_every_choice_is_priced() {
    let merchant = shop();
    let own = Own::of(&merchant, &cart(&merchant).await).await;
    let shown = own.looks().await;
    let (tea, strainer) = (&shown["line_items"][0], &shown["line_items"][1]);
    assert_eq!(tea["adjustable_quantity"], json!({"minimum": 0, "maximum": 9}));
    assert_eq!(strainer["adjustable_quantity"], Value::Null);
    let [post, courier] = [&shown["shipping_options"][0], &shown["shipping_options"][1]];
    assert_eq!((&post["chosen"], &courier["chosen"]), (&json!(true), &json!(false)));
    assert_eq!((&courier["name"], &courier["amount"]["minor_units"]), (&json!("Courier"), &json!(1200)));
    assert_eq!((&shown["takes_promotion_codes"], &shown["promotion_code"]), (&json!(true), &Value::Null));
    let tea = &own.line;

    let more = own.chooses(&format!("quantities[{tea}]=5&amount=1")).await.done();
    assert_eq!(total(&more), CART + 1500, "the amount is nobody's word");
    let all = format!("quantities[{tea}]=1&shipping_option={}", courier["id"].as_str().unwrap());
    let all = own.chooses(&all).await.done();
    assert_eq!(total(&all), CART - 500 + 800);
    assert_eq!(all["shipping_options"][1]["chosen"], true);
    assert_eq!(own.looks().await, all);
    assert_eq!(own.chooses("").await.done(), all, "nothing is wanted, nothing is changed");
    assert_eq!(total(&own.chooses(&format!("quantities[{tea}]=0")).await.done()), CART - 1000 + 800);
    let paid = merchant
        .confirm(&own.path, &format!("amount={}&email=ada@lovelace.example&{}", CART - 200, by_card(GOOD)));
    assert_eq!(paid.await.done()["status"], "complete");
}

#[tokio::test]
async fn a_code_is_used_taken_back_and_refused_with_a_reason() {
    let merchant = shop();
    merchant.makes("coupons", "id=TENTH&percent_off=10").await;
    merchant.makes("promotion_codes", "coupon=TENTH&code=Spring").await;
    let eve = merchant.makes("customers", "name=Eve").await;
    let hers = format!("coupon=TENTH&code=EVES&customer={}", eve["id"].as_str().unwrap());
    merchant.makes("promotion_codes", &hers).await;
    merchant.makes(
        "promotion_codes",
        "coupon=TENTH&code=MUCH&restrictions[minimum_amount]=9000&restrictions[minimum_amount_currency]=eur",
    )
    .await;
    let own = Own::of(&merchant, &cart(&merchant).await).await;
    for (typed, code) in [
        ("NOBODYS", "promotion_code_unknown"),
        ("EVES", "promotion_code_for_another_customer"),
        ("MUCH", "promotion_code_below_minimum"),
    ] {
        assert_eq!(own.is_refused(&format!("promotion_code={typed}")).await, (400, code.into()));
    }
    let used = own.chooses("promotion_code=SPRING").await.done();
    assert_eq!((&used["promotion_code"], total(&used)), (&json!("Spring"), CART - 278));
    assert_eq!(used["totals"]["discount"]["minor_units"], 278);
    assert_eq!(own.chooses("promotion_code=spring").await.done(), used, "it is used already");
    let without = own.chooses("promotion_code=").await.done();
    assert_eq!((&without["promotion_code"], total(&without)), (&Value::Null, CART));
    let refused = own.chooses("promotion_code=EVES").await.json();
    assert!(refused["error"]["message"].as_str().unwrap().contains("code"), "{refused}");
}

#[tokio::test]
async fn what_is_not_on_offer_names_its_field_and_changes_nothing() {
    let merchant = shop();
    let own = Own::of(&merchant, &cart(&merchant).await).await;
    let shown = own.looks().await;
    let (tea, strainer) = (&own.line, shown["line_items"][1]["id"].as_str().unwrap());
    for (fields, problem) in [
        (format!("quantities[{strainer}]=1"), format!("quantities[{strainer}] not_offered")),
        (
            "quantities[li_none]=1&shipping_option=".to_owned(),
            "quantities[li_none] not_offered, shipping_option not_offered".to_owned(),
        ),
        (format!("quantities[{tea}]=many"), format!("quantities[{tea}] not_a_number")),
        (format!("quantities[{tea}]=3&shipping_option=shr_none"), "shipping_option not_offered".to_owned()),
        (format!("quantities[{tea}]=10"), format!("quantities[{tea}] out_of_bounds")),
        (format!("quantities[{tea}]=-1"), format!("quantities[{tea}] out_of_bounds")),
    ] {
        assert_eq!(own.is_refused(&fields).await, (400, problem), "{fields}");
    }
    let plain = Own::of(&merchant, crate::merchant::TEA).await;
    assert_eq!(plain.is_refused("promotion_code=SPRING").await.0, 400, "it takes none");
}

#[tokio::test]
async fn taxes_are_known_as_soon_as_the_address_is() {
    let merchant = shop();
    supply(&merchant, TABLE).await;
    let form = format!("{}&automatic_tax[enabled]=true", crate::merchant::TEA);
    let own = Own::of(&merchant, &form).await;
    let before = own.looks().await;
    assert_eq!(
        (&before["awaits_address"], &before["totals"]["tax"]["minor_units"]),
        (&json!(true), &json!(0))
    );
    let after = own.chooses("billing[country]=CA&billing[state]=QC").await.done();
    assert_eq!(after["awaits_address"], false);
    let tax = after["totals"]["tax"]["minor_units"].as_i64().unwrap();
    assert_eq!((tax > 0, total(&after)), (true, total(&before) + tax));
}

#[tokio::test]
async fn only_the_merchants_own_page_may_choose() {
    let merchant = shop();
    let own = Own::of(&merchant, &cart(&merchant).await).await;
    let ask = |path: String, from: &'static str| {
        merchant
            .ask(http::Method::POST, path, FORM, own.three())
            .without("authorization")
            .with("origin", from)
    };
    let choose = format!("{}/choose", own.path);
    let foreign = ask(choose.clone(), "https://evil.example").await;
    assert_eq!((foreign.status, foreign.header("access-control-allow-origin")), (403, None));
    assert_eq!(total(&own.looks().await), CART);
    let answer = ask(choose.clone(), "https://shop.example").await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://shop.example"));
    assert_eq!(total(&answer.done()), CART + 500);
    let (path, _) = choose.rsplit_once('/').unwrap();
    let other = format!("{}x/choose", &path[..path.len() - 1]);
    assert_eq!(ask(other, "https://shop.example").await.status, 404, "the token opens it");
    let hosted = Payer::of(&merchant, &cart(&merchant).await).await;
    let hosted = format!("{}/choose", hosted.path.replace("/c/pay/", "/c/api/"));
    assert_eq!(ask(hosted, "https://shop.example").await.status, 404);
}

#[tokio::test]
async fn what_has_ended_stays_and_a_payment_at_the_bank_is_given_up_for_a_choice() {
    let merchant = shop();
    let own = Own::of(&merchant, &cart(&merchant).await).await;
    let fields = |form: &str, amount: i64| {
        format!("form={form}&amount={amount}&email=ada@lovelace.example&{}", by_card(CHALLENGED))
    };
    let asked = merchant.confirm(&own.path, &fields("a", CART)).await.done();
    assert_eq!(asked["next_action"]["type"], "redirect_to_url");
    let same = own.chooses(&format!("quantities[{}]=2", own.line)).await.done();
    assert_eq!(same["next_action"], asked["next_action"], "nothing changes");
    let chosen = own.chooses(&own.three()).await.done();
    assert_eq!((&chosen["next_action"], total(&chosen)), (&Value::Null, CART + 500));
    for (form, amount, code) in [("a", CART, "given_up"), ("b", CART, "amount_changed")] {
        let stale = merchant.confirm(&own.path, &fields(form, amount)).await;
        assert_eq!((stale.status, stale.refusal().1.as_str()), (409, code), "{}", stale.text);
    }
    let again = merchant.confirm(&own.path, &fields("c", CART + 500)).await.done();
    assert_eq!(again["next_action"]["type"], "redirect_to_url");
    merchant.expire(&own.id).await.done();
    let ended = own.chooses(&own.three()).await.done();
    assert_eq!((&ended["status"], &ended["line_items"]), (&json!("expired"), &Value::Null));
    assert_eq!(ended, own.looks().await);
}

#[tokio::test]
async fn a_choice_beside_an_update_loses_neither() {
    let merchant = shop();
    let form = cart(&merchant).await;
    at_every_offset(async |first, second| {
        let own = Own::of(&merchant, &form).await;
        let (chosen, updated) = join(
            offset(first, own.chooses(&own.three())),
            offset(second, merchant.update(&own.id, "metadata[note]=kept")),
        )
        .await;
        assert_eq!((chosen.status, updated.status), (200, 200), "{} {}", chosen.text, updated.text);
        let session = merchant.retrieve(&own.id).await.done();
        assert_eq!(
            (&session["amount_total"], &session["metadata"]["note"]),
            (&json!(CART + 500), &json!("kept"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_way_of_shipping_that_was_replaced_is_not_taken_for_another() {
    let merchant = shop();
    let form = format!("{}&permissions[update_shipping_details]=server_only", cart(&merchant).await);
    let (lines, permissions) =
        (form.split("&optional_items").next().unwrap(), form.rsplit('&').next().unwrap());
    let own = Own::of(&merchant, &format!("{lines}&{permissions}")).await;
    let courier = own.looks().await["shipping_options"][1]["id"].as_str().unwrap().to_owned();
    let rate = format!("/v1/shipping_rates/{courier}");
    assert_eq!(merchant.get(&rate).await.done()["display_name"], "Courier");
    let way = |index: usize, amount: u32| {
        let data = format!("&shipping_options[{index}][shipping_rate_data]");
        format!(
            "{data}[display_name]=Slow{data}[fixed_amount][currency]=eur{data}[fixed_amount][amount]={amount}"
        )
    };
    let updated =
        merchant.update(&own.id, format!("{}{}", way(0, 100), way(1, 9900)).trim_start_matches('&'));
    let ids = updated.await.done()["shipping_options"].clone();
    assert_ne!(ids[1]["shipping_rate"], json!(courier), "an id is given once");
    assert_eq!(merchant.get(&rate).await.status, 404);
    let chosen = format!("shipping_option={courier}");
    assert_eq!(own.is_refused(&chosen).await, (400, "shipping_option not_offered".into()));
    assert_eq!(
        merchant
            .get(format!("/v1/shipping_rates/{}", ids[1]["shipping_rate"].as_str().unwrap()))
            .await
            .done()["fixed_amount"]["amount"],
        9900
    );
    let paid =
        own.chooses(&format!("shipping_option={}", ids[1]["shipping_rate"].as_str().unwrap())).await.done();
    assert_eq!(total(&paid), CART - 400 + 9900);
    let session = merchant.retrieve(&own.id).await.done();
    assert_eq!(session["shipping_cost"]["shipping_rate"], ids[1]["shipping_rate"]);
}

#[tokio::test]
async fn what_goes_wrong_is_told_in_json() {
    let merchant = shop();
    let own = Own::of(&merchant, &cart(&merchant).await).await;
    assert_eq!(own.is_refused("quantities[=%%").await, (400, String::new()));
    merchant.deployment.faults().set(
        |call| {
            if call.function == "pay" { Fault::Unavailable } else { Fault::None }
        },
    );
    let failed = own.chooses(&own.three()).await;
    assert_eq!((failed.status, &failed.json()["error"]["type"]), (503, &json!("api_error")));
    merchant.deployment.faults().clear();
    assert_eq!(total(&own.looks().await), CART);
}
