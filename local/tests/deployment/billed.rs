//! What a cart comes to, on everything that paying for it makes: intents and charges, invoices, subscriptions, events.

use serde_json::{Value, json};

use crate::merchant::Merchant;
use crate::object_shapes::assert_is;
use crate::payer::{GOOD, Payer, entries, leads_to, path_of, shop};
use crate::told::undelivered;

const PAYMENT: &str = "mode=payment&success_url=https://shop.example/thanks";
const CLUB: &str = "mode=subscription&success_url=https://shop.example/thanks";
const TRIAL: &str = "&subscription_data[trial_period_days]=7";

/// Tea at 5.00 €, scones at 3.33 €, a club at 20.00 € a month; 19 % on top and 7 % within; the post at 4.00 €; coupons of
/// 10 % once, of a quarter for ever and of everything.
struct Shop {
    merchant: Merchant,
    tea: String,
    scones: String,
    club: String,
    post: String,
    vat: String,
    reduced: String,
}

impl Shop {
    async fn new() -> Self {
        Self::of(shop()).await
    }

    async fn of(merchant: Merchant) -> Self {
        let made = async |kind: &str, form: &str| {
            merchant.makes(kind, form).await["id"].as_str().unwrap().to_owned()
        };
        let price =
            |name: &str, cents: u32| format!("product_data[name]={name}&currency=eur&unit_amount={cents}");
        let tea = made("prices", &price("Tea", 500)).await;
        let scones = made("prices", &price("Scones", 333)).await;
        let club = made("prices", &format!("{}&recurring[interval]=month", price("Club", 2000))).await;
        let form = "display_name=Post&fixed_amount[amount]=400&fixed_amount[currency]=eur";
        let post = made("shipping_rates", form).await;
        let vat = made("tax_rates", "display_name=VAT&inclusive=false&percentage=19").await;
        let reduced = made("tax_rates", "display_name=Food&inclusive=true&percentage=7").await;
        made("coupons", "id=TEN&percent_off=10").await;
        made("coupons", "id=QUARTER&percent_off=25&duration=forever").await;
        made("coupons", "id=ALL&percent_off=100").await;
        Self { merchant, tea, scones, club, post, vat, reduced }
    }

    /// Two teas and three scones, each with its tax, 10 % off and shipped.
    fn cart(&self) -> String {
        let Self { tea, scones, post, vat, reduced, .. } = self;
        format!(
            "{PAYMENT}&line_items[0][price]={tea}&line_items[0][quantity]=2&line_items[0][tax_rates][]={vat}\
             &line_items[1][price]={scones}&line_items[1][quantity]=3&line_items[1][tax_rates][]={reduced}\
             &discounts[][coupon]=TEN&shipping_options[][shipping_rate]={post}"
        )
    }

    /// A month of the club.
    fn month(&self) -> String {
        format!("{CLUB}&line_items[0][price]={}&line_items[0][quantity]=1", self.club)
    }

    /// A month of the club and a tea, a quarter off and taxed.
    fn membership(&self) -> String {
        format!(
            "{}&line_items[1][price]={}&line_items[1][quantity]=1&discounts[][coupon]=QUARTER\
             &subscription_data[default_tax_rates][]={}",
            self.month(),
            self.tea,
            self.vat
        )
    }

    /// The session that was opened by this form and paid.
    async fn sold(&self, form: &str) -> Value {
        let payer = Payer::of(&self.merchant, form).await;
        payer.plays("complete", "").await.done();
        payer.session().await
    }

    async fn get(&self, kind: &str, id: &Value) -> Value {
        self.merchant.get(format!("/v1/{kind}/{}", id.as_str().unwrap())).await.done()
    }
}

fn amounts<const N: usize>(object: &Value, names: [&str; N]) -> [i64; N] {
    names.map(|name| object[name].as_i64().unwrap_or_else(|| panic!("{name} of {object}")))
}

#[tokio::test]
async fn a_payment_takes_what_the_cart_comes_to_and_its_invoice_says_how() {
    let shop = Shop::new().await;
    let session = shop.sold(&format!("{}&invoice_creation[enabled]=true", shop.cart())).await;
    assert_eq!(amounts(&session, ["amount_subtotal", "amount_total"]), [1999, 2370]);
    let intent = shop.get("payment_intents", &session["payment_intent"]).await;
    assert_eq!(amounts(&intent, ["amount", "amount_received"]), [2370, 2370]);
    let charge = shop.get("charges", &intent["latest_charge"]).await;
    assert_eq!(amounts(&charge, ["amount", "amount_captured"]), [2370, 2370]);
    let invoice = shop.get("invoices", &session["invoice"]).await;
    assert_is("invoice", &invoice);
    assert_eq!(
        amounts(&invoice, ["subtotal", "total", "amount_paid", "amount_shipping"]),
        [1999, 2370, 2370, 400]
    );
    // Of the scones' 9.99, 7 of 107 parts are tax: 0.65. Of what is left of them after the discount, 0.59.
    assert_eq!(
        amounts(&invoice, ["subtotal_excluding_tax", "total_excluding_tax"]),
        [1999 - 65, 2370 - 171 - 59]
    );
    let discount = invoice["discounts"][0].as_str().unwrap();
    assert!(discount.starts_with("di_"), "{discount}");
    assert_eq!(invoice["total_discount_amounts"], json!([{"amount": 200, "discount": discount}]));
    let taxes: Vec<_> = invoice["total_taxes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tax| {
            (
                tax["amount"].clone(),
                tax["taxable_amount"].clone(),
                tax["tax_rate_details"]["tax_rate"].clone(),
            )
        })
        .collect();
    let expected = [(171, 900, &shop.vat), (59, 840, &shop.reduced)];
    assert_eq!(taxes, expected.map(|(tax, of, rate)| (json!(tax), json!(of), json!(rate))));
    let lines = &invoice["lines"]["data"];
    assert_eq!([0, 1].map(|index| lines[index]["amount"].clone()), [json!(1000), json!(999)]);
    assert_eq!(lines[1]["discount_amounts"], json!([{"amount": 100, "discount": discount}]));
    assert_eq!(lines[1]["taxes"][0]["tax_behavior"], "inclusive");
    assert_eq!(lines[0]["pricing"]["price_details"]["price"], shop.tea);
    assert_eq!(invoice["shipping_cost"]["shipping_rate"], shop.post);
}

#[tokio::test]
async fn a_subscription_keeps_the_discount_and_the_taxes_it_began_with() {
    let shop = Shop::new().await;
    let session = shop.sold(&shop.membership()).await;
    // 20.00 and 5.00, a quarter off: 15.00 and 3.75, and 19 % of each: 2.85 and 0.71.
    assert_eq!(amounts(&session, ["amount_subtotal", "amount_total"]), [2500, 2231]);
    let subscription = shop.get("subscriptions", &session["subscription"]).await;
    assert_is("subscription", &subscription);
    let item = &subscription["items"]["data"][0];
    assert_eq!((&item["price"]["id"], &item["plan"]["id"]), (&json!(shop.club), &json!(shop.club)));
    assert_eq!(
        (&item["plan"]["product"], &item["plan"]["active"]),
        (&item["price"]["product"], &json!(true))
    );
    assert_eq!(subscription["default_tax_rates"][0]["id"], shop.vat);
    let invoice = shop.get("invoices", &session["invoice"]).await;
    assert_is("invoice", &invoice);
    assert_eq!(subscription["discounts"], invoice["discounts"]);
    assert_eq!(amounts(&invoice, ["subtotal", "total", "total_excluding_tax"]), [2500, 2231, 1875]);
    assert_eq!(invoice["default_tax_rates"][0]["id"], shop.vat);
    let once = shop.sold(&format!("{}&discounts[][coupon]=TEN", shop.month())).await;
    assert_eq!(once["amount_total"], 1800);
    let subscription = shop.get("subscriptions", &once["subscription"]).await;
    assert_eq!(subscription["discounts"], json!([]), "the first invoice used it up");
}

#[tokio::test]
async fn on_trial_only_what_is_sold_once_is_paid_for() {
    let shop = Shop::new().await;
    let form = format!("{}{TRIAL}&line_items[0][tax_rates][]={}", shop.membership(), shop.reduced);
    let session = shop.sold(&form).await;
    assert_eq!(amounts(&session, ["amount_subtotal", "amount_total"]), [500, 375 + 71]);
    assert_eq!(session["payment_status"], "paid");
    let lines = shop.merchant.line_items(session["id"].as_str().unwrap(), "").await.done();
    assert_eq!([0, 1].map(|index| lines["data"][index]["amount_total"].clone()), [json!(0), json!(446)]);
    let subscription = shop.get("subscriptions", &session["subscription"]).await;
    let [start, end] = amounts(&subscription, ["trial_start", "trial_end"]);
    assert_eq!((&subscription["status"], end - start), (&json!("trialing"), 7 * 86_400));
    assert_eq!(subscription["items"]["data"][0]["tax_rates"][0]["id"], shop.reduced);
    let invoice = shop.get("invoices", &session["invoice"]).await;
    assert_eq!([0, 1].map(|index| invoice["lines"]["data"][index]["amount"].clone()), [json!(0), json!(500)]);
    assert_eq!(invoice["total"], 446);
}

#[tokio::test]
async fn a_trial_asks_for_a_card_unless_that_is_left_to_what_is_due() {
    let shop = Shop::new().await;
    let form = format!("{}{TRIAL}", shop.month());
    let asked = Payer::of(&shop.merchant, &form).await;
    assert!(asked.looks().await.text.contains("card[number]"));
    leads_to(&asked.pays("a", GOOD).await);
    let payer = Payer::of(&shop.merchant, &format!("{form}&payment_method_collection=if_required")).await;
    assert!(!payer.looks().await.text.contains("card[number]"));
    leads_to(&payer.sends("a", "").await);
    for payer in [asked, payer] {
        let session = payer.session().await;
        assert_eq!((&session["amount_total"], &session["status"]), (&json!(0), &json!("complete")));
        assert_eq!(session["payment_status"], "no_payment_required");
        let invoice = shop.get("invoices", &session["invoice"]).await;
        assert_eq!((&invoice["status"], &invoice["total"]), (&json!("paid"), &json!(0)));
    }
}

#[tokio::test]
async fn a_subscription_is_free_until_the_day_that_it_is_counted_from() {
    let shop = Shop::new().await;
    let anchor = "&subscription_data[billing_cycle_anchor_config][day_of_month]=1\
        &subscription_data[proration_behavior]=none";
    let session = shop.sold(&format!("{}{anchor}", shop.month())).await;
    assert_eq!(
        (&session["amount_total"], &session["payment_status"]),
        (&json!(0), &json!("no_payment_required"))
    );
    let subscription = shop.get("subscriptions", &session["subscription"]).await;
    assert_eq!((&subscription["status"], &subscription["trial_end"]), (&json!("active"), &Value::Null));
    let [anchor, start] = amounts(&subscription, ["billing_cycle_anchor", "start_date"]);
    assert!(anchor > start && anchor <= start + 31 * 86_400);
    assert_eq!(subscription["items"]["data"][0]["current_period_end"], anchor);
}

#[tokio::test]
async fn what_is_wholly_discounted_is_free_and_asks_for_nothing() {
    let shop = Shop::new().await;
    let form = format!(
        "{PAYMENT}&line_items[0][price]={}&line_items[0][quantity]=2&discounts[][coupon]=ALL",
        shop.tea
    );
    let payer = Payer::of(&shop.merchant, &form).await;
    assert!(!payer.looks().await.text.contains("card[number]"));
    leads_to(&payer.sends("a", "").await);
    let session = payer.session().await;
    assert_eq!(amounts(&session, ["amount_subtotal", "amount_total"]), [1000, 0]);
    assert_eq!(session["total_details"]["amount_discount"], 1000);
    assert_eq!(
        (&session["payment_status"], &session["payment_intent"]),
        (&json!("no_payment_required"), &Value::Null)
    );
    assert!(entries(&shop.merchant, &payer.id).is_empty());
}

#[tokio::test]
async fn events_tell_the_figures_as_they_were() {
    let shop = Shop::of(Merchant::hourly(undelivered())).await;
    let session = shop.sold(&format!("{}&invoice_creation[enabled]=true", shop.cart())).await;
    shop.merchant.post(format!("/v1/prices/{}", shop.tea), "active=false&nickname=Old").await.done();
    shop.merchant.post("/v1/coupons/TEN", "name=Spring").await.done();
    shop.merchant.deployment.pump().await;
    let events = shop.merchant.all_events().await;
    let of = |kind: &str| {
        let found = events.iter().find(|event| event["type"] == kind);
        found.unwrap_or_else(|| panic!("no {kind}"))["data"]["object"].clone()
    };
    let completed = of("checkout.session.completed");
    for name in ["amount_subtotal", "amount_total", "total_details", "shipping_cost", "discounts"] {
        assert_eq!(completed[name], session[name], "{name}");
    }
    assert_eq!(of("payment_intent.succeeded")["amount"], 2370);
    let invoice = of("invoice.paid");
    assert_eq!(amounts(&invoice, ["subtotal", "total"]), [1999, 2370]);
    assert_eq!(invoice["total_discount_amounts"][0]["amount"], 200);
}

#[tokio::test]
async fn a_link_sells_what_the_catalogue_had_when_it_was_made() {
    let shop = Shop::new().await;
    let Shop { merchant, tea, vat, post, .. } = &shop;
    let form = format!(
        "line_items[0][price]={tea}&line_items[0][quantity]=2&line_items[0][tax_rates][]={vat}\
         &shipping_options[][shipping_rate]={post}&optional_items[0][price]={}&optional_items[0][quantity]=1",
        shop.scones
    );
    let link = merchant.post("/v1/payment_links", &format!("{form}&expand[]=line_items")).await.done();
    assert_eq!(link["shipping_options"], json!([{"shipping_amount": 400, "shipping_rate": post}]));
    assert_eq!(link["optional_items"][0]["price"], shop.scones);
    let line = &link["line_items"]["data"][0];
    assert_eq!((&line["amount_total"], &line["price"]["id"]), (&json!(1190), &json!(tea)));
    merchant.post(format!("/v1/prices/{tea}"), "active=false").await.done();
    let opened = merchant.follow(&path_of(link["url"].as_str().unwrap())).await;
    let id = path_of(&leads_to(&opened)).split('/').nth(3).unwrap().to_owned();
    let session = merchant.retrieve(&id).await.done();
    assert_eq!(amounts(&session, ["amount_subtotal", "amount_total"]), [1000, 1590]);
    assert_eq!(
        session["total_details"],
        json!({"amount_discount": 0, "amount_shipping": 400, "amount_tax": 190})
    );
}

#[tokio::test]
async fn optional_items_are_shown_as_they_were_offered() {
    let shop = Shop::new().await;
    let form = format!(
        "{}&optional_items[0][price]={}&optional_items[0][quantity]=2\
         &optional_items[0][adjustable_quantity][enabled]=true&optional_items[1][price]={}&optional_items[1][quantity]=1",
        shop.cart(),
        shop.scones,
        shop.tea
    );
    let session = shop.merchant.create(&form).await.done();
    let offered = json!([
        {"adjustable_quantity": {"enabled": true, "maximum": 99, "minimum": 0}, "price": shop.scones, "quantity": 2},
        {"adjustable_quantity": null, "price": shop.tea, "quantity": 1},
    ]);
    assert_eq!((&session["optional_items"], &session["amount_total"]), (&offered, &json!(2370)));
}

#[tokio::test]
async fn a_customer_subscribes_in_one_currency() {
    let shop = Shop::new().await;
    let customer = shop.sold(&shop.month()).await["customer"].as_str().unwrap().to_owned();
    let dollars = |mode: &str, interval: &str| {
        format!(
            "mode={mode}&success_url=https://shop.example/thanks&customer={customer}&line_items[0][quantity]=1\
             &line_items[0][price_data][currency]=usd&line_items[0][price_data][unit_amount]=2000\
             &line_items[0][price_data][product_data][name]=Club{interval}"
        )
    };
    let monthly = "&line_items[0][price_data][recurring][interval]=month";
    let refused = shop.merchant.create(&dollars("subscription", monthly)).await;
    assert_eq!(refused.refusal(), (400, "-".into(), "customer".into()), "R22");
    assert!(refused.text.contains("subscription in eur"), "{}", refused.text);
    shop.merchant.create(&dollars("payment", "")).await.done();
    shop.merchant.create(&format!("{}&customer={customer}", shop.month())).await.done();
}

#[tokio::test]
async fn what_is_of_the_other_mode_is_named_as_such() {
    let shop = Shop::new().await;
    let account = shop.merchant.account().await;
    let live = shop.merchant.with_made_key(&account, "sk_live_of_the_account").await;
    let customer = shop.sold(&shop.month()).await["customer"].as_str().unwrap().to_owned();
    let inline = "line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=500\
        &line_items[0][price_data][product_data][name]=Tea&line_items[0][quantity]=1";
    for (form, param) in [
        (format!("line_items[0][price]={}&line_items[0][quantity]=1", shop.tea), "line_items[0][price]"),
        (format!("{inline}&discounts[0][coupon]=TEN"), "discounts[0][coupon]"),
        (format!("{inline}&line_items[0][tax_rates][0]={}", shop.vat), "line_items[0][tax_rates][0]"),
        (
            format!("{inline}&shipping_options[0][shipping_rate]={}", shop.post),
            "shipping_options[0][shipping_rate]",
        ),
        (format!("{inline}&customer={customer}"), "customer"),
    ] {
        let refused = live.create(&format!("{PAYMENT}&{form}")).await;
        assert_eq!(refused.refusal(), (400, "resource_missing".into(), param.into()), "R48");
        let message = refused.json()["error"]["message"].to_string();
        assert!(message.contains("a similar object exists in test mode, but a live mode key"), "{message}");
    }
}
