//! Seed files: catalogues with ids that somebody chose, there before anybody asks, and the same however often they load.

use std::path::{Path, PathBuf};

use paydesk_local::deployment::Deployment;
use paydesk_local::seed::Seeds;
use serde_json::json;
use tempfile::TempDir;

use crate::merchant::Merchant;
use crate::world::{kept_at, started};

const SHOP: &str = r#"
[[products]]
id = "prod_tea"
name = "Tea"

[[prices]]
id = "price_tea"
product = "prod_tea"
currency = "eur"
unit_amount = 500
lookup_key = "tea"

[[prices]]
id = "price_mug"
product_data = { name = "Mug" }
currency = "eur"
unit_amount_decimal = 99.5

[[customers]]
id = "cus_ada"
email = "ada@example.com"
name = "Ada"
address = { country = "DE", line1 = "Weg 1" }

[[coupons]]
id = "TEN"
percent_off = 12.5

[[promotion_codes]]
id = "promo_ten"
coupon = "TEN"
code = "Spring"
customer = "cus_ada"
"#;

/// A directory that seed files are written to.
struct Desk {
    directory: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let file = self.directory.path().join(name);
        std::fs::write(&file, text).unwrap();
        file
    }

    /// A deployment whose data outlive it.
    fn deployment(&self) -> Deployment {
        started(kept_at(&self.directory.path().join("paydesk.db")))
    }
}

async fn load(deployment: &Deployment, file: &Path) -> Result<String, String> {
    let seeds = Seeds::read(Some(file), None, "sk_test_the_tea_shop")?;
    Box::pin(seeds.load(deployment)).await
}

fn merchant(deployment: &Deployment) -> Merchant {
    Merchant::of(deployment, "sk_test_the_tea_shop")
}

#[tokio::test]
async fn what_is_seeded_is_sold_by_the_ids_that_were_chosen() {
    let (desk, merchant) = (Desk::new(), Merchant::new());
    let said = load(&merchant.deployment, &desk.file("shop.toml", SHOP)).await.unwrap();
    assert!(said.ends_with("shop.toml: 7 made, 0 changed, 0 as they were"), "{said}");
    let form = "mode=payment&success_url=https://shop.example&line_items[0][price]=price_tea\
        &line_items[0][quantity]=2&line_items[1][price]=price_mug&line_items[1][quantity]=2\
        &discounts[0][coupon]=TEN&customer=cus_ada";
    let session = merchant.create(form).await.done();
    assert_eq!((&session["amount_subtotal"], &session["amount_total"]), (&json!(1199), &json!(1049)));
    let by_key = merchant.get("/v1/prices?lookup_keys[]=tea").await.ids();
    assert_eq!(by_key, ["price_tea"]);
    assert_eq!(merchant.get("/v1/promotion_codes?code=SPRING").await.ids(), ["promo_ten"]);
    assert_eq!(merchant.neighbour().get("/v1/prices").await.ids(), Vec::<String>::new());
}

#[tokio::test]
async fn a_seed_that_is_loaded_again_changes_nothing() {
    let desk = Desk::new();
    let file = desk.file("shop.toml", SHOP);
    let deployment = desk.deployment();
    load(&deployment, &file).await.unwrap();
    let before = merchant(&deployment).get("/v1/prices/price_tea").await.done();
    drop(deployment);
    let deployment = desk.deployment();
    deployment.advance(3600).await.unwrap();
    let said = load(&deployment, &file).await.unwrap();
    assert!(said.ends_with("0 made, 0 changed, 7 as they were"), "{said}");
    assert_eq!(merchant(&deployment).get("/v1/prices/price_tea").await.done(), before);
    assert_eq!(merchant(&deployment).get("/v1/prices").await.ids().len(), 2);
}

#[tokio::test]
async fn what_ends_on_a_day_that_has_passed_is_as_it_was() {
    let (desk, merchant) = (Desk::new(), Merchant::new());
    let soon = merchant.deployment.clock().now().plus_seconds(3600).seconds();
    let ending = SHOP
        .replace("percent_off = 12.5", &format!("percent_off = 12.5\nredeem_by = {soon}"))
        .replace("code = \"Spring\"", &format!("code = \"Spring\"\nexpires_at = {soon}"));
    let file = desk.file("shop.toml", &ending);
    load(&merchant.deployment, &file).await.unwrap();
    merchant.advance(7200).await;
    let said = load(&merchant.deployment, &file).await.unwrap();
    assert!(said.ends_with("0 made, 0 changed, 7 as they were"), "{said}");
    let (other, late) = (Merchant::new(), ending.replace(&soon.to_string(), "1000"));
    let refused = load(&other.deployment, &desk.file("late.toml", &late)).await.unwrap_err();
    assert!(refused.contains("must be in the future"), "{refused}");
}

#[tokio::test]
async fn a_seed_that_was_changed_changes_what_an_update_may_change() {
    let (desk, merchant) = (Desk::new(), Merchant::new());
    load(&merchant.deployment, &desk.file("shop.toml", SHOP)).await.unwrap();
    let renamed = SHOP.replace("\"Tea\"", "\"Green tea\"").replace("\"Ada\"", "\"Ada L.\"");
    let renamed = renamed.replace("lookup_key = \"tea\"", "lookup_key = \"leaf\"");
    let said = load(&merchant.deployment, &desk.file("shop.toml", &renamed)).await.unwrap();
    assert!(said.ends_with("0 made, 3 changed, 4 as they were"), "{said}");
    assert_eq!(merchant.get("/v1/customers/cus_ada").await.done()["name"], "Ada L.");
    assert_eq!(merchant.get("/v1/products/prod_tea").await.done()["name"], "Green tea");
    assert_eq!(merchant.get("/v1/prices?lookup_keys[]=leaf").await.ids(), ["price_tea"]);
    assert_eq!(merchant.get("/v1/prices?lookup_keys[]=tea").await.ids(), Vec::<String>::new());

    // What cannot change is said, and the rest of that file is not loaded either.
    let dearer = SHOP.replace("unit_amount = 500", "unit_amount = 600");
    let refused = load(&merchant.deployment, &desk.file("shop.toml", &dearer)).await.unwrap_err();
    assert!(
        refused.contains("shop.toml: prices[0] (price_tea): `unit_amount` cannot be changed"),
        "{refused}"
    );
    assert_eq!(merchant.get("/v1/products/prod_tea").await.done()["name"], "Green tea");
}

#[tokio::test]
async fn what_was_deleted_or_changed_by_a_call_is_as_the_seed_says_again() {
    let (desk, merchant) = (Desk::new(), Merchant::new());
    let file = desk.file("shop.toml", SHOP);
    load(&merchant.deployment, &file).await.unwrap();
    merchant.post("/v1/prices/price_tea", "active=false").await.done();
    let path = "/v1/coupons/TEN";
    for path in [path, "/v1/customers/cus_ada"] {
        merchant.ask(http::Method::DELETE, path, crate::world::FORM, "").await.done();
    }
    let said = load(&merchant.deployment, &file).await.unwrap();
    assert!(said.ends_with("0 made, 3 changed, 4 as they were"), "{said}");
    assert_eq!(merchant.get("/v1/customers?email=ada@example.com").await.ids(), ["cus_ada"]);
    assert_eq!(merchant.get("/v1/prices/price_tea").await.done()["active"], true);
    assert_eq!(merchant.get(path).await.done()["valid"], true);
    assert_eq!(merchant.get("/v1/coupons").await.ids(), ["TEN"]);
}

#[tokio::test]
async fn a_seed_that_is_wrong_says_where_and_loads_nothing() {
    let (desk, merchant) = (Desk::new(), Merchant::new());
    let price =
        "\n[[prices]]\nid = \"price_1\"\ncurrency = \"eur\"\nunit_amount = 1\nproduct = \"prod_tea\"\n";
    for (text, why) in [
        ("[[prices]\n".to_owned(), "line 1"),
        (
            "[[price]]\nid = \"price_1\"\n".to_owned(),
            "there is no 'price'; there are api_key, customers, taxes,",
        ),
        ("prices = \"tea\"\n".to_owned(), "prices: write [[prices]]"),
        ("api_key = \"sk_live_of_the_tea_shop\"\n".to_owned(), "api_key: it must be a test key"),
        ("api_key = \"sk_test_?\"\n[[products]]\n".to_owned(), "api_key: Invalid API Key provided"),
        (format!("{SHOP}[[products]]\nname = \"Cup\"\n"), "products[1]: Missing required param: `id`."),
        (
            format!("{SHOP}[[products]]\nid = \"prod_tea\"\nname = \"Cup\"\n"),
            "products[1] (prod_tea): id: 'prod_tea' is described twice",
        ),
        (
            format!("{SHOP}{}", price.replace("price_1", "tea")),
            "prices[2] (tea): id: Invalid id: it must begin with",
        ),
        (format!("{SHOP}{}", price.replace("eur", "xyz")), "prices[2] (price_1): "),
        (format!("{SHOP}{}", price.replace("prod_tea", "prod_cup")), "product: No such product: 'prod_cup'"),
        (format!("{SHOP}{price}lookup_key = \"tea\"\n"), "prices[2] (price_1): lookup_key: "),
        (format!("{SHOP}[[customers]]\nid = \"cus_1\"\nbalance = 5\n"), "customers[1] (cus_1): "),
        (
            format!("{SHOP}[[customers]]\nid = \"cus_ada\"\n"),
            "customers[1] (cus_ada): id: 'cus_ada' is described twice",
        ),
        (format!("{SHOP}{price}made = 1979-05-27\n"), "prices[2][made]: 1979-05-27 is a date"),
        (format!("{SHOP}[[taxes]]\ncountry = \"DE\"\n"), "taxes[0][display_name]"),
    ] {
        let file = desk.file("shop.toml", &text);
        let refused = load(&merchant.deployment, &file).await.expect_err(&text);
        assert!(refused.contains(&format!("{}: ", file.display())), "{refused}");
        assert!(refused.contains(why), "{refused} has no '{why}'");
        assert_eq!(merchant.get("/v1/products").await.ids(), Vec::<String>::new(), "{why}");
    }
}

#[tokio::test]
async fn json_says_the_same_and_a_tax_file_goes_before_the_seeds() {
    let (desk, merchant) = (Desk::new(), Merchant::new());
    let taxes = |percentage: &str| {
        json!([{"country": "DE", "display_name": "VAT", "percentage": percentage.parse::<f64>().unwrap(),
            "inclusive": true}])
    };
    let shop = json!({
        "products": [{"id": "prod_tea", "name": "Tea", "metadata": {"shelf": "B2"}}],
        "taxes": taxes("7"),
    });
    let file = desk.file("shop.json", &shop.to_string());
    let tax = desk.file("tax.json", &json!({"taxes": taxes("8.875")}).to_string());
    let load = async |tax: Option<&Path>| {
        let seeds = Seeds::read(Some(&file), tax, &merchant.key).unwrap();
        Box::pin(seeds.load(&merchant.deployment)).await.unwrap()
    };
    let table = async || {
        let table = merchant.deployment.admin().unwrap().tax_table().await.unwrap();
        table.lines().collect::<Vec<_>>()
    };
    assert!(load(None).await.ends_with("shop.json: 1 place"));
    assert_eq!(table().await, ["DE  7 %  inclusive  VAT"]);
    assert!(load(Some(&tax)).await.ends_with("tax.json: 1 place"));
    assert_eq!(table().await, ["DE  8.875 %  inclusive  VAT"]);
    assert_eq!(merchant.get("/v1/products/prod_tea").await.done()["metadata"], json!({"shelf": "B2"}));
    for (text, why) in [
        ("[]", "wrong.json: it must be an object"),
        (r#"{"prices": [{"id": "price_1", "nickname": null}]}"#, "prices[0][nickname]: null says nothing"),
    ] {
        let refused = Seeds::read(Some(&desk.file("wrong.json", text)), None, &merchant.key).err().unwrap();
        assert!(refused.contains(why), "{refused}");
    }
    let twice = desk.file("twice.json", r#"{"products": [], "products": []}"#);
    let refused = Seeds::read(Some(&twice), None, &merchant.key).err().unwrap();
    assert!(refused.contains("twice.json: 'products' is given more than once"), "{refused}");
}
