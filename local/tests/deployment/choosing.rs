//! A payer who chooses on the page: quantities, optional items, codes, shipping. The server prices, whatever is sent.

use serde_json::{Value, json};

use crate::merchant::{Answer, Merchant, SHOP};
use crate::payer::{CHALLENGED, GOOD, Payer, by_card, goes_on, leads_to, notice, shop};

const PAYMENT: &str = "mode=payment&success_url=https://shop.example/thanks&allow_promotion_codes=true";

/// Tea at 5.00 € of which the payer may have up to nine or none, and a strainer; a cup may be added for 8.00 €.
pub async fn cart(merchant: &Merchant) -> String {
    let cup = merchant.makes("prices", "product_data[name]=Cup&currency=eur&unit_amount=800").await;
    let line = |index: usize, name: &str, amount: u32| {
        format!(
            "&line_items[{index}][quantity]=2&line_items[{index}][price_data][currency]=eur\
             &line_items[{index}][price_data][unit_amount]={amount}\
             &line_items[{index}][price_data][product_data][name]={name}"
        )
    };
    let way = |index: usize, name: &str, amount: u32| {
        format!(
            "&shipping_options[{index}][shipping_rate_data][display_name]={name}\
             &shipping_options[{index}][shipping_rate_data][fixed_amount][currency]=eur\
             &shipping_options[{index}][shipping_rate_data][fixed_amount][amount]={amount}"
        )
    };
    format!(
        "{PAYMENT}{}&line_items[0][adjustable_quantity][enabled]=true\
         &line_items[0][adjustable_quantity][maximum]=9{}{}{}&optional_items[0][price]={}\
         &optional_items[0][quantity]=1",
        line(0, "Tea", 500),
        line(1, "Strainer", 890),
        way(0, "Post", 400),
        way(1, "Courier", 1200),
        cup["id"].as_str().unwrap()
    )
}

/// What the cart costs as it is created.
pub const CART: i64 = 2 * 500 + 2 * 890 + 400;

pub async fn payer(merchant: &Merchant) -> Payer<'_> {
    let form = cart(merchant).await;
    Payer::of(merchant, &form).await
}

/// What the page said the session costs.
#[track_caller]
pub fn shown(answer: &Answer) -> i64 {
    let text = &answer.text;
    let Some((_, after)) = text.split_once("name=\"amount\" value=\"") else { panic!("no form: {text}") };
    after.split('"').next().unwrap().parse().unwrap()
}

impl Payer<'_> {
    /// Presses a button of a choice, with what else stands in the form.
    pub async fn chooses(&self, change: &str, fields: &str) -> Answer {
        self.sends("a", &format!("change={change}{fields}")).await
    }

    pub async fn due(&self) -> i64 {
        self.session().await["amount_total"].as_i64().unwrap()
    }

    pub async fn lines(&self) -> Vec<(String, i64)> {
        let lines = self.merchant.line_items(&self.id, "").await.done();
        let line = |line: &Value| {
            (line["description"].as_str().unwrap().to_owned(), line["quantity"].as_i64().unwrap())
        };
        lines["data"].as_array().unwrap().iter().map(line).collect()
    }
}

pub fn cart_of(lines: &[(&str, i64)]) -> Vec<(String, i64)> {
    lines.iter().map(|(name, quantity)| ((*name).to_owned(), *quantity)).collect()
}

#[tokio::test]
async fn a_quantity_is_chosen_and_the_server_says_what_it_costs() {
    let merchant = shop();
    let payer = payer(&merchant).await;
    assert_eq!(shown(&payer.looks().await), CART);
    // The amount in the form is nobody's word.
    let answer = payer.chooses("quantity-1-5", "&amount=1&phone=12345").await;
    assert_eq!((answer.status, shown(&answer), payer.due().await), (200, CART + 1500, CART + 1500));
    assert!(answer.text.contains("value=\"ada@lovelace.example\""), "what was typed stays: {}", answer.text);
    assert_eq!(payer.lines().await, cart_of(&[("Tea", 5), ("Strainer", 2)]));
    // Typed, and then any button of a choice.
    let typed = payer.chooses("lines", "&quantity-1=3&promotion_code=later").await;
    assert_eq!(shown(&typed), CART + 500);
    assert!(typed.text.contains("value=\"later\""), "a code that waits to be applied stays: {}", typed.text);
    assert_eq!(shown(&payer.chooses("remove-1", "&quantity-1=9").await), 2180);
    assert_eq!(payer.lines().await, cart_of(&[("Strainer", 2)]));
}

#[tokio::test]
async fn what_is_not_on_offer_is_refused_and_changes_nothing() {
    let merchant = shop();
    let payer = payer(&merchant).await;
    let before = payer.session().await;
    for (change, fields, words) in [
        ("quantity-1-10", "", "Choose a quantity from 0 to 9."),
        ("quantity-1-10", "", "aria-invalid=\"true\" aria-describedby=\"choice-error\""),
        ("quantity-1--1", "", "not offered"),
        ("lines", "&quantity-1=-1", "Choose a quantity"),
        ("lines", "&quantity-1=many", "Choose a quantity"),
        ("quantity-2-1", "", "not offered"),
        ("quantity-7-1", "", "not offered"),
        ("remove-2", "", "not offered"),
        ("add-1", "", "not offered"),
        ("add-99999999999999999999", "", "not offered"),
        ("no-code", "", "not offered"),
        ("anything", "", "not offered"),
        ("lines", "&shipping_option=2", "not offered"),
        ("lines", "&shipping_option=-1", "not offered"),
        ("code", "&promotion_code=NOBODY", "no such code"),
    ] {
        let answer = payer.chooses(change, fields).await;
        assert_eq!((answer.status, shown(&answer)), (200, CART), "{change}");
        assert!(answer.text.contains(words), "{change}{fields}: {}", answer.text);
    }
    // Fields of what is not the payer's to change say nothing.
    assert_eq!(shown(&payer.chooses("lines", "&quantity-2=1&unit_amount=1").await), CART);
    assert_eq!(payer.session().await, before);
}

#[tokio::test]
async fn only_who_has_the_token_chooses_and_only_on_the_page_itself() {
    let merchant = shop();
    let payer = payer(&merchant).await;
    let body = "form=a&change=quantity-1-5";
    let (path, _) = payer.path.rsplit_once('/').unwrap();
    let other = Payer::of(&merchant, SHOP).await;
    for token in ["nobody", other.path.rsplit('/').next().unwrap()] {
        let foreign = merchant.post(format!("{path}/{token}"), body).without("authorization").await;
        assert_eq!(foreign.status, 404);
    }
    let elsewhere = payer.sends("a", "change=quantity-1-5").with("origin", "https://evil.example").await;
    assert_eq!((elsewhere.status, payer.due().await), (403, CART));
}

#[tokio::test]
async fn an_optional_item_comes_in_and_goes_again() {
    let merchant = shop();
    let payer = payer(&merchant).await;
    assert!(payer.looks().await.text.contains("Add to your order"));
    let with = payer.chooses("add-0", "").await;
    assert_eq!((shown(&with), with.text.contains("Add to your order")), (CART + 800, false));
    assert_eq!(payer.lines().await, cart_of(&[("Tea", 2), ("Strainer", 2), ("Cup", 1)]));
    assert!(payer.chooses("add-0", "").await.text.contains("not offered"), "it is there once");
    assert_eq!(shown(&payer.chooses("remove-3", "").await), CART);
    assert_eq!(shown(&payer.chooses("add-0", "").await), CART + 800);
    let lines = merchant.line_items(&payer.id, "").await.done();
    assert!(lines["data"][2]["id"].as_str().unwrap().ends_with("_4"), "no number is given twice");
}

#[tokio::test]
async fn a_code_is_used_in_any_case_and_taken_back() {
    let merchant = shop();
    merchant.makes("coupons", "id=TEN&percent_off=10").await;
    let code =
        merchant.makes("promotion_codes", "promotion[type]=coupon&promotion[coupon]=TEN&code=Spring").await;
    let payer = payer(&merchant).await;
    let with = payer.chooses("code", "&promotion_code=+sPRing+").await;
    assert_eq!(shown(&with), CART - 278);
    assert!(with.text.contains("Remove the code Spring"), "{}", with.text);
    let session = payer.session().await;
    assert_eq!(session["discounts"], json!([{"coupon": null, "promotion_code": code["id"]}]));
    assert_eq!(session["total_details"]["amount_discount"], 278);
    assert_eq!(shown(&payer.chooses("no-code", "").await), CART);
    assert_eq!(payer.session().await["discounts"], json!([]));
}

#[tokio::test]
async fn a_code_that_cannot_be_used_says_why() {
    let merchant = shop();
    merchant.makes("coupons", "id=TEN&percent_off=10").await;
    merchant.makes("coupons", "id=ALL&amount_off=5180&currency=eur").await;
    merchant.makes("coupons", "id=USD&amount_off=100&currency=usd").await;
    let made = async |more: &str| {
        merchant.makes("promotion_codes", &format!("promotion[type]=coupon&promotion[{more}")).await
    };
    made(
        "coupon]=TEN&code=LARGE&restrictions[minimum_amount]=2781&restrictions[minimum_amount_currency]=eur",
    )
    .await;
    made("coupon]=USD&code=DOLLARS").await;
    let soon = crate::world::START.seconds() + 60;
    made(&format!("coupon]=TEN&code=BRIEF&expires_at={soon}")).await;
    let off = made("coupon]=TEN&code=OFF").await;
    merchant
        .post(format!("/v1/promotion_codes/{}", off["id"].as_str().unwrap()), "active=false")
        .await
        .done();
    let neighbour = merchant.neighbour();
    neighbour.makes("coupons", "id=THEIRS&percent_off=50").await;
    neighbour.makes("promotion_codes", "promotion[type]=coupon&promotion[coupon]=THEIRS&code=NEXTDOOR").await;
    let payer = payer(&merchant).await;
    merchant.advance(61).await;
    for (code, words) in [
        ("LARGE", "needs items for at least €27.81"),
        ("DOLLARS", "cannot be used in this currency"),
        ("BRIEF", "has expired"),
        ("OFF", "no such code"),
        ("NEXTDOOR", "no such code"),
        ("<script>", "&#60;script&#62;</bdi>: There is no such code"),
    ] {
        let answer = payer.chooses("code", &format!("&promotion_code={code}")).await;
        assert_eq!(shown(&answer), CART, "{code}");
        assert!(answer.text.contains(words), "{code}: {}", answer.text);
    }
    made("coupon]=ALL&code=ALL").await;
    let payer = Payer::of(&merchant, &format!("{SHOP}&allow_promotion_codes=true")).await;
    let low = payer.chooses("code", "&promotion_code=ALL").await;
    assert!(low.text.contains("less than can be paid"), "{}", low.text);
    assert_eq!((shown(&low), payer.session().await["discounts"].clone()), (5190, json!([])));
}

#[tokio::test]
async fn no_code_is_taken_where_none_is_asked_for() {
    let merchant = shop();
    merchant.makes("coupons", "id=TEN&percent_off=10").await;
    merchant.makes("promotion_codes", "promotion[type]=coupon&promotion[coupon]=TEN&code=TEN").await;
    let payer = Payer::of(&merchant, SHOP).await;
    let due = payer.due().await;
    assert!(!payer.looks().await.text.contains("promotion_code"));
    assert_eq!(shown(&payer.chooses("code", "&promotion_code=TEN").await), due);
    assert_eq!(payer.due().await, due);
}

#[tokio::test]
async fn an_order_that_a_code_makes_free_asks_for_no_card_and_is_completed() {
    let merchant = shop();
    merchant.makes("coupons", "id=FREE&percent_off=100").await;
    merchant.makes("promotion_codes", "promotion[type]=coupon&promotion[coupon]=FREE&code=FREE").await;
    let payer = Payer::of(&merchant, &format!("{SHOP}&allow_promotion_codes=true")).await;
    let free = payer.chooses("code", "&promotion_code=free").await;
    assert_eq!((shown(&free), free.text.contains("card[number]")), (0, false));
    leads_to(&payer.sends("b", "amount=0").await);
    let session = payer.session().await;
    assert_eq!(
        (&session["payment_status"], &session["payment_intent"]),
        (&json!("no_payment_required"), &Value::Null)
    );
}

#[tokio::test]
async fn a_way_of_shipping_is_chosen() {
    let merchant = shop();
    let payer = payer(&merchant).await;
    assert_eq!(shown(&payer.chooses("lines", "&shipping_option=1").await), CART + 800);
    let session = payer.session().await;
    assert_eq!(
        (&session["shipping_cost"]["amount_total"], &session["amount_total"]),
        (&json!(1200), &json!(CART + 800))
    );
    assert_eq!(shown(&payer.chooses("lines", "&shipping_option=0").await), CART);
}

#[tokio::test]
async fn who_pays_with_something_changed_sees_the_new_amount_first() {
    let merchant = shop();
    merchant.makes("coupons", "id=TEN&percent_off=10").await;
    merchant.makes("promotion_codes", "promotion[type]=coupon&promotion[coupon]=TEN&code=TEN").await;
    let payer = payer(&merchant).await;
    let mut due = CART;
    for (changed, more) in [
        ("&quantity-1=3", 500),
        ("&shipping_option=1&quantity-1=3", 800),
        ("&promotion_code=ten&shipping_option=1&quantity-1=3", -328),
    ] {
        let again = payer.sends("a", &format!("amount={due}{changed}&{}", by_card(GOOD))).await;
        due += more;
        assert!(again.text.contains("The amount has changed"), "{changed}: {}", again.text);
        assert_eq!((shown(&again), payer.status().await.as_str()), (due, "open"), "{changed}");
    }
    // A page that is older than the order changes nothing about it.
    let old = payer.sends("a", &format!("amount={CART}&quantity-1=9&{}", by_card(GOOD))).await;
    assert!(old.text.contains("The amount has changed"), "{}", old.text);
    assert_eq!(shown(&old), due);
    leads_to(
        &payer.sends("b", &format!("amount={due}&quantity-1=3&shipping_option=1&{}", by_card(GOOD))).await,
    );
    let session = payer.session().await;
    assert_eq!((&session["payment_status"], &session["amount_total"]), (&json!("paid"), &json!(due)));
}

#[tokio::test]
async fn a_payer_at_their_bank_who_chooses_in_another_tab_starts_the_payment_anew() {
    let merchant = shop();
    let payer = payer(&merchant).await;
    payer.pays("a", CHALLENGED).await;
    let attempt = payer.attempt();
    assert_eq!(shown(&payer.chooses("quantity-1-3", "").await), CART + 500);
    let late = payer.answers_for(&attempt, true).await;
    assert!(!goes_on(&late), "{}", late.text);
    assert_eq!(payer.status().await, "open");
    payer.assert_true().await;
    leads_to(&payer.sends("b", &format!("amount={}&{}", CART + 500, by_card(GOOD))).await);
    payer.assert_true().await;
}

#[tokio::test]
async fn nothing_is_chosen_of_an_order_that_has_ended() {
    let merchant = shop();
    let paid = payer(&merchant).await;
    leads_to(&paid.pays("a", GOOD).await);
    assert_eq!(notice(&paid.chooses("quantity-1-3", "").await), Some("complete"));
    let expired = payer(&merchant).await;
    merchant.expire(&expired.id).await.done();
    assert_eq!(notice(&expired.chooses("add-0", "").await), Some("expired"));
    assert_eq!((paid.due().await, expired.due().await), (CART, CART));
}
