//! A merchant who changes lines and shipping: what the session costs changes with them, in one write, or not at all.

use futures::future::join;
use paydesk_local::connector::Fault;
use serde_json::{Value, json};

use crate::crash::{CRASHES, Span, Strike, at_every_operation, quiet};
use crate::merchant::Merchant;
use crate::races::{at_every_offset, offset};

const OWN_PAGE: &str = "mode=payment&ui_mode=elements&permissions[update_shipping_details]=server_only";
const FEWER: &str = "line_items[0][quantity]=1";
/// How a call of the table can fail to be seen to succeed.
const LOST: [Fault; 2] = [Fault::TimeoutBefore, Fault::TimeoutAfter];

/// A session of two teas at 5.00 € with 19 % on top, 10 % off, and the post at 4.00 €.
struct Sold<'m> {
    merchant: &'m Merchant,
    scones: String,
    id: String,
    line: String,
}

impl<'m> Sold<'m> {
    async fn on(merchant: &'m Merchant) -> Self {
        let made = async |kind: &str, form: &str| {
            merchant.makes(kind, form).await["id"].as_str().unwrap().to_owned()
        };
        let tea = made("prices", "product_data[name]=Tea&currency=eur&unit_amount=500").await;
        let scones = made("prices", "product_data[name]=Scones&currency=eur&unit_amount=333").await;
        let vat = made("tax_rates", "display_name=VAT&inclusive=false&percentage=19").await;
        let ten = made("coupons", "percent_off=10").await;
        let form = format!(
            "{OWN_PAGE}&line_items[0][price]={tea}&line_items[0][quantity]=2&line_items[0][tax_rates][]={vat}\
             &discounts[][coupon]={ten}&{}",
            post("Post", 400)
        );
        let id = merchant.opens(&form).await;
        let lines = merchant.line_items(&id, "").await.done();
        let line = lines["data"][0]["id"].as_str().unwrap().to_owned();
        let sold = Self { merchant, scones, id, line };
        sold.assert_costs([1000, 100, 400, 171, 1471]).await;
        sold
    }

    /// The line that is there, with this change, and three scones that are new.
    fn with_scones(&self) -> String {
        let Self { line, scones, .. } = self;
        format!("line_items[0][id]={line}&line_items[1][price]={scones}&line_items[1][quantity]=3")
    }

    fn fewer(&self) -> String {
        format!("line_items[0][id]={}&{FEWER}", self.line)
    }

    /// Subtotal, discount, shipping, tax and total, which the lines add up to.
    async fn costs(&self) -> [i64; 5] {
        let session = self.merchant.retrieve(&self.id).await.done();
        let lines = self.merchant.line_items(&self.id, "").await.done();
        let figure = |value: &Value| value.as_i64().unwrap();
        let sum = |name: &str| lines["data"].as_array().unwrap().iter().map(|line| figure(&line[name])).sum();
        let details = &session["total_details"];
        let figures = [
            &session["amount_subtotal"],
            &details["amount_discount"],
            &details["amount_shipping"],
            &details["amount_tax"],
            &session["amount_total"],
        ]
        .map(figure);
        let [subtotal, discount, shipping, tax, total] = figures;
        let of_lines: [i64; 4] =
            ["amount_subtotal", "amount_discount", "amount_tax", "amount_total"].map(sum);
        assert_eq!(of_lines, [subtotal, discount, tax, total - shipping], "{session} {lines}");
        figures
    }

    async fn assert_costs(&self, figures: [i64; 5]) {
        assert_eq!(self.costs().await, figures);
    }
}

fn post(name: &str, cents: u32) -> String {
    format!(
        "shipping_options[0][shipping_rate_data][display_name]={name}\
         &shipping_options[0][shipping_rate_data][fixed_amount][amount]={cents}\
         &shipping_options[0][shipping_rate_data][fixed_amount][currency]=eur"
    )
}

#[tokio::test]
async fn new_lines_and_another_way_of_shipping_are_priced_with_the_discount_and_the_taxes() {
    let merchant = Merchant::new();
    let sold = Sold::on(&merchant).await;
    let form = format!("{}&{}", sold.with_scones(), post("Courier", 900));
    merchant.deployment.meter().reset();
    let updated = merchant.update(&sold.id, &form).await.done();
    let usage = merchant.deployment.meter().reset();
    assert_eq!(usage.of_operation("PutItem").calls, 1, "one conditional write");
    assert_eq!(usage.of_operation("UpdateItem").calls + usage.of_operation("TransactWriteItems").calls, 0);
    // 10 % of 10.00 and of 9.99; 19 % of 9.00.
    sold.assert_costs([1999, 200, 900, 171, 2870]).await;
    assert_eq!(
        (&updated["amount_total"], &updated["shipping_cost"]["amount_total"]),
        (&json!(2870), &json!(900))
    );
    merchant.update(&sold.id, "shipping_options=").await.done();
    sold.assert_costs([1999, 200, 0, 171, 1970]).await;
    merchant.update(&sold.id, &format!("{}&line_items[0][tax_rates]=", sold.fewer())).await.done();
    sold.assert_costs([500, 50, 0, 0, 450]).await;
}

#[tokio::test]
async fn what_cannot_be_sold_changes_nothing() {
    let merchant = Merchant::new();
    let sold = Sold::on(&merchant).await;
    for (form, code, param) in [
        (sold.with_scones().replace(&sold.scones, "price_x"), "resource_missing", "line_items[1][price]"),
        (format!("line_items[0][id]={}&line_items[0][quantity]=999999", sold.line), "amount_too_large", "-"),
        (
            format!("{}&{}", sold.fewer(), post("Post", 400).replace("=eur", "=usd")),
            "-",
            "shipping_options[0][shipping_rate_data][fixed_amount][currency]",
        ),
        ("line_items[0][id]=li_x&line_items[0][quantity]=1".into(), "resource_missing", "line_items[0][id]"),
    ] {
        let refused = merchant.update(&sold.id, &format!("{form}&metadata[a]=b")).await;
        assert_eq!(refused.refusal(), (400, code.into(), param.into()), "{form}");
        sold.assert_costs([1000, 100, 400, 171, 1471]).await;
        assert_eq!(merchant.retrieve(&sold.id).await.done()["metadata"], json!({}));
    }
}

#[tokio::test]
async fn two_updates_at_once_are_made_one_after_the_other() {
    let merchant = Merchant::new();
    let sold = Sold::on(&merchant).await;
    let mut seen = std::collections::BTreeSet::new();
    let ends = std::cell::RefCell::new(&mut seen);
    at_every_offset(async |first, second| {
        let begin =
            format!("line_items[0][id]={}&line_items[0][quantity]=2&{}", sold.line, post("Post", 400));
        merchant.update(&sold.id, &begin).await.done();
        let (scones, fewer) = (sold.with_scones(), sold.fewer());
        let more = merchant.update(&sold.id, &scones);
        let (more, fewer) =
            join(offset(first, more), offset(second, merchant.update(&sold.id, &fewer))).await;
        assert_eq!((more.status, fewer.status), (200, 200), "{} {}", more.text, fewer.text);
        let costs = sold.costs().await;
        // A tea and three scones where the tea went first, else a tea.
        let expected = [[1499, 150, 400, 86, 1835], [500, 50, 400, 86, 936]];
        assert!(expected.contains(&costs), "{costs:?}");
        ends.borrow_mut().insert(costs);
    })
    .await;
    assert_eq!(seen.len(), 2, "either may be the first");
}

async fn survives(strike: Strike) {
    let merchant = quiet(false, false);
    let sold = Sold::on(&merchant).await;
    let form = sold.with_scones();
    let answer = strike.during(&merchant, merchant.update(&sold.id, &form).keyed("change")).await;
    strike.assert_answer(&answer);
    let made = sold.costs().await == [1999, 200, 400, 171, 2370];
    if !made {
        sold.assert_costs([1000, 100, 400, 171, 1471]).await;
    }
    let again = merchant.update(&sold.id, &form).keyed("change").await;
    assert_eq!((again.status, again.replayed()), (200, made), "{}", again.text);
    sold.assert_costs([1999, 200, 400, 171, 2370]).await;
}

#[tokio::test]
async fn an_update_that_fails_anywhere_is_made_whole_or_not_at_all() {
    for fault in CRASHES.into_iter().chain(LOST) {
        let operations = at_every_operation("update", fault, Span::UntilCleared, survives).await;
        assert!(operations >= 4, "key, names, session and write: {operations}");
    }
}
