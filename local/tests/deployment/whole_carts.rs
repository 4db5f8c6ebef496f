//! Whole carts in six currencies: every figure by a sum done by hand, and the whole answer as a snapshot.
//!
//! Three teas with a tax of 8.875 % on top, two mugs with 20 % within, and 251 g of honey made inline with 5 % and 9.975 %
//! on top, each of the same base. A coupon takes 12.5 % off, or an amount that is spread over the lines. Then it is shipped.

use insta::assert_json_snapshot;
use serde_json::{Value, json};

use crate::merchant::Merchant;
use crate::snapshot::told;

const CART: &str = "mode=payment&success_url=https://shop.example/thanks\
    &expand[]=line_items.data.discounts&expand[]=line_items.data.taxes&expand[]=total_details.breakdown\
    &expand[]=shipping_cost.taxes";

/// The shop's prices in one currency, and what the cart comes to: of tea, mugs and honey, and of all.
struct Expected {
    currency: &'static str,
    discount: &'static str,
    subtotals: [i64; 3],
    discounts: [i64; 3],
    /// Of tea; of mugs; the two of honey.
    taxes: [i64; 4],
    totals: [i64; 3],
    shipping: i64,
    total: i64,
}

const CURRENCIES: &[Expected] = &[
    // 12.5 % of 37.50 is 4.6875: 4.69. 8.875 % of 32.81 is 2.9119, 20 of 120 parts of 17.41 are 2.9017, and of 2.71 it is
    // 0.1355 and 0.2703.
    Expected {
        currency: "usd",
        discount: "discounts[0][coupon]=SPRING",
        subtotals: [3750, 1990, 310],
        discounts: [469, 249, 39],
        taxes: [291, 290, 14, 27],
        totals: [3572, 1741, 312],
        shipping: 599,
        total: 6224,
    },
    // 10.00 of 56.72 are 6.3417, 3.1699 and 0.4884 of the lines: two cents are left over for those that were cut by most.
    Expected {
        currency: "eur",
        discount: "discounts[0][promotion_code]=HELLO",
        subtotals: [3597, 1798, 277],
        discounts: [634, 317, 49],
        taxes: [263, 247, 11, 23],
        totals: [3226, 1481, 262],
        shipping: 490,
        total: 5459,
    },
    // 251 g at 1.5 yen are 376.5: 377.
    Expected {
        currency: "jpy",
        discount: "discounts[0][coupon]=SPRING",
        subtotals: [5400, 2666, 377],
        discounts: [675, 333, 47],
        taxes: [419, 389, 17, 33],
        totals: [5144, 2333, 380],
        shipping: 800,
        total: 8657,
    },
    Expected {
        currency: "krw",
        discount: "discounts[0][coupon]=BONUS",
        subtotals: [49_500, 25_000, 3356],
        discounts: [3179, 1606, 215],
        taxes: [4111, 3899, 157, 313],
        totals: [50_432, 23_394, 3611],
        shipping: 3000,
        total: 80_437,
    },
    // Of three decimals the last is 0: 12.5 % of 11.250 are 1.40625, which is 1.410.
    Expected {
        currency: "kwd",
        discount: "discounts[0][coupon]=SPRING",
        subtotals: [11_250, 5980, 2510],
        discounts: [1410, 750, 310],
        taxes: [870, 870, 110, 220],
        totals: [10_710, 5230, 2530],
        shipping: 1500,
        total: 19_970,
    },
    // Shillings have no cents and are sent with two: 10000 of 201851 are 6688.10, 3299.46 and 12.43.
    Expected {
        currency: "ugx",
        discount: "discounts[0][promotion_code]=HELLO",
        subtotals: [13_500_000, 6_660_000, 25_100],
        discounts: [668_800, 330_000, 1200],
        taxes: [1_138_800, 1_055_000, 1200, 2400],
        totals: [13_970_000, 6_330_000, 27_500],
        shipping: 1_500_000,
        total: 21_827_500,
    },
];

/// What a gram of honey costs.
const HONEY: [(&str, &str); 6] =
    [("usd", "1.237"), ("eur", "1.105"), ("jpy", "1.5"), ("krw", "13.37"), ("kwd", "10"), ("ugx", "100")];

/// A shop that sells in all of them.
struct Shop {
    merchant: Merchant,
    /// The ids of its catalogue by the words that stand for them.
    ids: Vec<(&'static str, String)>,
}

fn in_all(name: &str, amounts: [i64; 6], what: &str) -> String {
    let (currencies, own) = (["usd", "eur", "jpy", "krw", "kwd", "ugx"], format!("{name}[currency]=usd"));
    let first = if name.is_empty() {
        format!("currency=usd&{what}={}", amounts[0])
    } else {
        format!("{own}&{name}[{what}]={}", amounts[0])
    };
    let others = currencies.iter().zip(amounts).skip(1).map(|(currency, amount)| {
        let options =
            if name.is_empty() { "currency_options".into() } else { format!("{name}[currency_options]") };
        format!("&{options}[{currency}][{what}]={amount}")
    });
    first + &others.collect::<String>()
}

impl Shop {
    async fn new() -> Self {
        let mut shop = Self { merchant: Merchant::new(), ids: Vec::new() };
        let tea = in_all("", [1250, 1199, 1800, 16_500, 3750, 4_500_000], "unit_amount");
        shop.keeps("TEA", "prices", &format!("product_data[name]=Tea&nickname=Caddy&{tea}")).await;
        let mug = in_all("", [995, 899, 1333, 12_500, 2990, 3_330_000], "unit_amount");
        shop.keeps("MUG", "prices", &format!("product_data[name]=Mug&{mug}")).await;
        shop.keeps("SALES", "tax_rates", "display_name=Sales&inclusive=false&percentage=8.875&country=US")
            .await;
        shop.keeps("VAT", "tax_rates", "display_name=VAT&inclusive=true&percentage=20").await;
        shop.keeps("GST", "tax_rates", "display_name=GST&inclusive=false&percentage=5").await;
        shop.keeps("QST", "tax_rates", "display_name=QST&inclusive=false&percentage=9.975").await;
        let post = in_all("fixed_amount", [599, 490, 800, 3000, 1500, 1_500_000], "amount");
        shop.keeps("POST", "shipping_rates", &format!("display_name=Post&{post}")).await;
        shop.merchant.makes("coupons", "id=SPRING&percent_off=12.5").await;
        let off = in_all("", [1000, 1000, 1000, 5000, 1000, 1_000_000], "amount_off");
        shop.merchant.makes("coupons", &format!("id=BONUS&{off}")).await;
        shop.keeps("HELLO", "promotion_codes", "promotion[type]=coupon&promotion[coupon]=BONUS&code=HELLO")
            .await;
        shop
    }

    async fn keeps(&mut self, word: &'static str, kind: &str, form: &str) {
        let made = self.merchant.makes(kind, form).await;
        self.ids.push((word, made["id"].as_str().unwrap().to_owned()));
        if let Some(product) = made["product"].as_str() {
            self.ids.push(if word == "TEA" { ("LEAVES", product.into()) } else { ("CHINA", product.into()) });
        }
    }

    fn id(&self, word: &str) -> &str {
        &self.ids.iter().find(|(known, _)| *known == word).unwrap().1
    }

    fn cart(&self, currency: &str, discount: &str) -> String {
        let (_, honey) = HONEY.iter().find(|(known, _)| *known == currency).unwrap();
        let honey = format!(
            "line_items[2][price_data][currency]={currency}&line_items[2][price_data][unit_amount_decimal]={honey}\
             &line_items[2][price_data][product_data][name]=Honey&line_items[2][quantity]=251"
        );
        let lines = [("TEA", 3, "SALES"), ("MUG", 2, "VAT")];
        let named = lines.iter().enumerate().map(|(index, (price, quantity, rate))| {
            let line = format!("line_items[{index}]");
            let (price, rate) = (self.id(price), self.id(rate));
            format!("&{line}[price]={price}&{line}[quantity]={quantity}&{line}[tax_rates][0]={rate}")
        });
        let (gst, qst, post) = (self.id("GST"), self.id("QST"), self.id("POST"));
        format!(
            "{CART}{}&{honey}&line_items[2][tax_rates][0]={gst}&line_items[2][tax_rates][1]={qst}\
             &currency={currency}&{}&shipping_options[0][shipping_rate]={post}",
            named.collect::<String>(),
            discount.replace("HELLO", self.id("HELLO")),
        )
    }

    /// The answer with words for what was chosen by chance, after a look at its shape.
    fn told(&self, answer: &Value) -> Value {
        let mut text = told(answer).to_string();
        for (word, id) in &self.ids {
            let (kind, body) = id.split_once('_').unwrap();
            assert!(["price", "prod", "txr", "shr", "promo"].contains(&kind), "{id}");
            assert!(body.len() >= 14 && body.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
            text = text.replace(id.as_str(), &format!("{kind}_{word}"));
        }
        serde_json::from_str(&text).unwrap()
    }
}

fn figures<const N: usize>(lines: &Value, name: &str) -> [i64; N] {
    std::array::from_fn(|index| lines[index][name].as_i64().unwrap())
}

#[track_caller]
fn assert_figures(session: &Value, expected: &Expected) {
    let (currency, lines) = (expected.currency, &session["line_items"]["data"]);
    assert_eq!(figures(lines, "amount_subtotal"), expected.subtotals, "{currency}");
    assert_eq!(figures(lines, "amount_discount"), expected.discounts, "{currency}");
    let [tea, mugs, gst, qst] = expected.taxes;
    assert_eq!(figures(lines, "amount_tax"), [tea, mugs, gst + qst], "{currency}");
    assert_eq!(figures(lines, "amount_total"), expected.totals, "{currency}");
    assert_eq!(figures(&lines[2]["taxes"], "amount"), [gst, qst], "{currency}");
    assert_eq!(session["currency"], currency);
    assert_eq!(session["amount_subtotal"], expected.subtotals.iter().sum::<i64>(), "{currency}");
    let details = &session["total_details"];
    let off: i64 = expected.discounts.iter().sum();
    assert_eq!(details["amount_discount"], off, "{currency}");
    assert_eq!(details["amount_tax"], expected.taxes.iter().sum::<i64>(), "{currency}");
    assert_eq!(details["amount_shipping"], expected.shipping, "{currency}");
    assert_eq!(figures(&details["breakdown"]["taxes"], "amount"), expected.taxes, "{currency}");
    assert_eq!(details["breakdown"]["discounts"][0]["amount"], off, "{currency}");
    assert_eq!(session["shipping_cost"]["amount_total"], expected.shipping, "{currency}");
    assert_eq!(session["amount_total"], expected.total, "{currency}");
    assert_eq!(expected.totals.iter().sum::<i64>() + expected.shipping, expected.total, "{currency}");
}

#[tokio::test]
async fn a_cart_in_each_of_six_currencies_is_right_to_the_last_unit() {
    let shop = Shop::new().await;
    for expected in CURRENCIES {
        let created = shop.merchant.create(&shop.cart(expected.currency, expected.discount)).await.done();
        assert_figures(&created, expected);
        assert_json_snapshot!(format!("cart_{}", expected.currency), shop.told(&created));
        let query = "expand[]=data.discounts&expand[]=data.taxes";
        let lines = shop.merchant.line_items(created["id"].as_str().unwrap(), query).await.done();
        assert_eq!(lines, created["line_items"], "{}", expected.currency);
    }
}

#[tokio::test]
async fn the_first_seeds_words_have_the_same_figures() {
    let shop = Shop::new().await;
    let id = shop.merchant.opens(&shop.cart("usd", "discounts[0][coupon]=SPRING")).await;
    let query = "expand[]=lineItems.data.taxes&expand[]=totalDetails.breakdown";
    let shown = shop.merchant.camel_get(&format!("/{id}?{query}")).await.done();
    let details = &shown["totalDetails"];
    assert_eq!((&shown["amountSubtotal"], &shown["amountTotal"]), (&json!(6050), &json!(6224)));
    assert_eq!((&details["amountDiscount"], &details["amountTax"]), (&json!(757), &json!(622)));
    let sales = &details["breakdown"]["taxes"][0];
    assert_eq!((&sales["amount"], &sales["rate"]["displayName"]), (&json!(291), &json!("Sales")));
    assert_eq!(shown["lineItems"]["data"][0]["amountDiscount"], 469);
    assert_eq!(shown["discounts"], json!([{"coupon": "SPRING", "promotionCode": null}]));
    assert_eq!(shown["shippingCost"]["amountTotal"], 599);
}
