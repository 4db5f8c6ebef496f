//! A catalogue with everything that can be said of its objects, and carts that are made of it.

use http::Method;
use serde_json::Value;

use crate::merchant::Merchant;
use crate::world::{FORM, START};

/// What was answered, by the name of its schema, and sessions to be asked for.
#[derive(Default)]
pub struct Kept {
    pub answers: Vec<(&'static str, Value)>,
    pub carts: Vec<String>,
}

const TEA: &str = "name=Tea&description=Green&images[0]=https://a.example/tea.png&marketing_features[0][name]=Fair\
    &package_dimensions[height]=1&package_dimensions[length]=2&package_dimensions[weight]=3.5\
    &package_dimensions[width]=4&shippable=true&statement_descriptor=TEA SHOP&tax_code=txcd_1&type=good\
    &tax_details[performance_location]=loc_1&tax_details[tax_code]=txcd_2&unit_label=bag&url=https://a.example\
    &default_price_data[currency]=eur&default_price_data[unit_amount]=500";
const OF_TEA: &str = "currency=eur&unit_amount=500&lookup_key=tea&nickname=Old&tax_behavior=exclusive\
    &currency_options[usd][unit_amount]=600&currency_options[gbp][unit_amount_decimal]=412.5\
    &expand[]=product&expand[]=currency_options";
const MONTHLY: &str = "currency=eur&unit_amount_decimal=99.5&product_data[name]=Club&recurring[interval]=month\
    &recurring[trial_period_days]=7";
const WITH_A_MINIMUM: &str = "restrictions[minimum_amount]=100&restrictions[minimum_amount_currency]=eur\
    &restrictions[currency_options][usd][minimum_amount]=110&expand[]=restrictions.currency_options\
    &expand[]=promotion.coupon";
const VAT: &str = "display_name=VAT&inclusive=false&percentage=19.6&country=DE&description=German&jurisdiction=DE\
    &state=BW&tax_type=vat";
const POST: &str = "display_name=Post&fixed_amount[amount]=400&fixed_amount[currency]=eur&tax_code=txcd_3\
    &fixed_amount[currency_options][usd][amount]=440&delivery_estimate[maximum][unit]=day\
    &delivery_estimate[maximum][value]=3&expand[]=fixed_amount.currency_options";

const SLOW: &str = "display_name=Ship&fixed_amount[amount]=100&fixed_amount[currency]=eur\
    &delivery_estimate[minimum][unit]=week&delivery_estimate[minimum][value]=3";
const ADA: &str = "name=Ada&email=ada@example.com&shipping[name]=Ada&shipping[address][line1]=Weg 1";

impl Kept {
    pub async fn new(merchant: &Merchant) -> Self {
        let mut kept = Self::default();
        let tea = kept.makes(merchant, "Product", "products", TEA).await;
        let price = kept.makes(merchant, "Price", "prices", &format!("product={tea}&{OF_TEA}")).await;
        let monthly = kept.makes(merchant, "Price", "prices", MONTHLY).await;
        let scones = kept.makes(merchant, "Product", "products", "name=Scones&tax_details[tax_code]=").await;
        kept.drops(merchant, "DeletedProduct", &format!("products/{scones}")).await;
        kept.offers(merchant, &tea).await;
        let vat = kept.makes(merchant, "TaxRate", "tax_rates", VAT).await;
        let plain = "display_name=Plain&inclusive=true&percentage=7";
        let plain = kept.makes(merchant, "TaxRate", "tax_rates", plain).await;
        let post = kept.makes(merchant, "ShippingRate", "shipping_rates", POST).await;
        kept.makes(merchant, "ShippingRate", "shipping_rates", SLOW).await;
        let ada = kept.makes(merchant, "Customer", "customers", ADA).await;
        kept.drops(merchant, "DeletedCustomer", &format!("customers/{ada}")).await;
        for (name, step) in [("ProductList", "products"), ("PriceList", "prices"), ("CouponList", "coupons")]
        {
            kept.answers.push((name, merchant.get(format!("/v1/{step}")).await.done()));
        }
        let cart = format!(
            "mode=payment&success_url=https://a.example&line_items[0][price]={price}&line_items[0][quantity]=2\
             &line_items[0][tax_rates][0]={vat}&line_items[0][tax_rates][1]={plain}\
             &shipping_options[0][shipping_rate]={post}&optional_items[0][price]={price}\
             &optional_items[0][quantity]=1&optional_items[1][price]={price}&optional_items[1][quantity]=1\
             &optional_items[1][adjustable_quantity][enabled]=true"
        );
        let club = format!("mode=subscription&success_url=https://a.example&line_items[0][price]={monthly}");
        kept.carts =
            vec![format!("{club}&line_items[0][quantity]=1"), format!("{cart}&discounts[0][coupon]=PART")];
        let code = kept.answers.iter().find(|(name, _)| *name == "PromotionCode").unwrap().1["id"].clone();
        kept.carts.push(format!("{cart}&discounts[0][promotion_code]={}", code.as_str().unwrap()));
        kept
    }

    /// Coupons and codes.
    async fn offers(&mut self, merchant: &Merchant, tea: &str) {
        let until = START.seconds() + 90 * 24 * 60 * 60;
        let amount = format!(
            "id=AMOUNT&amount_off=100&currency=eur&currency_options[usd][amount_off]=110&duration=repeating\
             &duration_in_months=3&max_redemptions=5&redeem_by={until}&applies_to[products][0]={tea}\
             &name=A euro&expand[]=applies_to&expand[]=currency_options"
        );
        let amount = self.makes(merchant, "Coupon", "coupons", &amount).await;
        let part = "id=PART&percent_off=12.5&expand[]=applies_to";
        let part = self.makes(merchant, "Coupon", "coupons", part).await;
        let gone = self.makes(merchant, "Coupon", "coupons", "percent_off=1").await;
        self.drops(merchant, "DeletedCoupon", &format!("coupons/{gone}")).await;
        let limited = format!(
            "promotion[type]=coupon&promotion[coupon]={amount}&code=EURO&max_redemptions=3&expires_at={until}\
             &{WITH_A_MINIMUM}"
        );
        self.makes(merchant, "PromotionCode", "promotion_codes", &limited).await;
        let older = merchant.post("/v1/promotion_codes", &format!("coupon={part}&expand[]=coupon"));
        self.answers.push(("PromotionCode", older.with("stripe-version", "2024-06-20").await.done()));
    }

    async fn makes(&mut self, merchant: &Merchant, name: &'static str, step: &str, form: &str) -> String {
        let made = merchant.post(format!("/v1/{step}"), form).await.done();
        let id = made["id"].as_str().unwrap().to_owned();
        self.answers.push((name, made));
        id
    }

    async fn drops(&mut self, merchant: &Merchant, name: &'static str, path: &str) {
        let gone = merchant.ask(Method::DELETE, format!("/v1/{path}"), FORM, "").await.done();
        self.answers.push((name, gone));
    }
}
