//! The catalogue: objects that merchants keep, and that sessions are made of.

use paydesk_model::catalogue::Kind;
use paydesk_model::params::catalogue_table as table;
use paydesk_model::params::rule::Param;
use paydesk_service::wire::Dialect;
use paydesk_service::wire::expand::Subject;
use serde_json::{Map, Value, json};

use super::kind::page_of;
use super::{Operation, asked, link};
use crate::openapi::expand;

/// A kind of objects, and what can be said of one.
pub struct Kept {
    pub schema: &'static str,
    kind: Kind,
    create: &'static [Param],
    change: &'static [Param],
    listed_by: &'static [Param],
    /// What is to be known of making one, and of changing it.
    words: [&'static str; 2],
}

const PRODUCTS: &str =
    "What is sold, whatever it costs. With `default_price_data` a price is made along with it.";
const PRICES: &str = "What a product costs, once or again and again. With `product_data` the product is made along with it. \
    Tiers, metered use and amounts that customers choose are refused.";
const COUPONS: &str =
    "Either `percent_off` or `amount_off` with its `currency`. A payment has it once, whatever its duration.";
const CODES: &str = "What customers type to have a coupon. Two active ones never have the same code, whatever its case. It lasts no longer \
    and counts no further than its coupon.";
const PRICE_CHANGES: &str = "Its own amount never changes: make a new price, and make this one inactive. The default price \
    of a product stays active until the product has another.";
const CODE_CHANGES: &str = "One that is not active gives its code free, and so does one that is expired or used up, or whose \
    coupon is, when another wants it. It is active again only while it can be used.";
const TAX_RATES: &str = "So much of a hundred, in or on top of prices.";
const SHIPPING_RATES: &str = "A way of shipping, in one currency or in several.";
const SOLD: &str = "What was sold before stays as it was.";
const LISTED: &str = "Newest first. Filters can be combined; `starting_after` and `ending_before` move the page, one of them at a time.";

pub const KEPT: [Kept; 6] = [
    Kept {
        schema: "Product",
        kind: Kind::Product,
        create: table::PRODUCT,
        change: table::PRODUCT_CHANGE,
        listed_by: table::PRODUCTS,
        words: [PRODUCTS, SOLD],
    },
    Kept {
        schema: "Price",
        kind: Kind::Price,
        create: table::PRICE,
        change: table::PRICE_CHANGE,
        listed_by: table::PRICES,
        words: [PRICES, PRICE_CHANGES],
    },
    Kept {
        schema: "Coupon",
        kind: Kind::Coupon,
        create: table::COUPON,
        change: table::COUPON_CHANGE,
        listed_by: table::COUPONS,
        words: [COUPONS, "What it takes off never changes: make a new one, and delete this one."],
    },
    Kept {
        schema: "PromotionCode",
        kind: Kind::PromotionCode,
        create: table::PROMOTION_CODE,
        change: table::PROMOTION_CODE_CHANGE,
        listed_by: table::PROMOTION_CODES,
        words: [CODES, CODE_CHANGES],
    },
    Kept {
        schema: "TaxRate",
        kind: Kind::TaxRate,
        create: table::TAX_RATE,
        change: table::TAX_RATE_CHANGE,
        listed_by: table::TAX_RATES,
        words: [TAX_RATES, "Its percentage never changes: make a new one, and make this one inactive."],
    },
    Kept {
        schema: "ShippingRate",
        kind: Kind::ShippingRate,
        create: table::SHIPPING_RATE,
        change: table::SHIPPING_RATE_CHANGE,
        listed_by: table::SHIPPING_RATES,
        words: [SHIPPING_RATES, SOLD],
    },
];

pub fn all() -> impl Iterator<Item = Operation> {
    KEPT.iter().flat_map(|kept| {
        let always = [kept.create(), kept.list(), kept.retrieve(), kept.update()];
        always.into_iter().chain(kept.kind.can_be_deleted().then(|| kept.delete()))
    })
}

/// Pages of them.
pub fn pages() -> impl Iterator<Item = (String, Value)> {
    KEPT.iter().map(|kept| (format!("{}List", kept.schema), page_of(kept.schema, &kept.words())))
}

impl Kept {
    fn words(&self) -> String {
        self.kind.name().replace('_', " ")
    }

    fn create(&self) -> Operation {
        Operation {
            path: format!("/v1/{}", self.kind.step()),
            parameters: Vec::new(),
            body: Some(self.create),
            words: self.words[0],
            ..self.one("create", "Create a")
        }
    }

    fn list(&self) -> Operation {
        let id = format!("list{}s", self.schema);
        let first =
            ("first".to_owned(), link(&format!("retrieve{}", self.schema), "$response.body#/data/0/id"));
        Operation {
            path: format!("/v1/{}", self.kind.step()),
            parameters: asked(&id, self.listed_by),
            summary: format!("List {}s", self.words()),
            words: LISTED,
            expand: expandable(Subject::ObjectList(self.kind.into())),
            answer: format!("{}List", self.schema),
            links: [first].into_iter().collect(),
            id,
            ..self.one("list", "")
        }
    }

    fn retrieve(&self) -> Operation {
        self.one("retrieve", "Retrieve a")
    }

    fn update(&self) -> Operation {
        Operation { body: Some(self.change), words: self.words[1], ..self.one("update", "Update a") }
    }

    fn delete(&self) -> Operation {
        let words = match self.kind {
            Kind::Product => {
                "One that has prices cannot be deleted, only made inactive. Its id is never free again."
            }
            _ => {
                "Nobody can use it any more. What was sold with it stays as it was. Its id is never free again."
            }
        };
        Operation {
            deletes: true,
            expand: None,
            words,
            answer: format!("Deleted{}", self.schema),
            links: Map::new(),
            ..self.one("delete", "Delete a")
        }
    }

    /// About one of them.
    fn one(&self, does: &str, summary: &str) -> Operation {
        let leads_to =
            ["retrieve", "update"].into_iter().chain(self.kind.can_be_deleted().then_some("delete"));
        let links = leads_to
            .map(|does| (does.to_owned(), link(&format!("{does}{}", self.schema), "$response.body#/id")));
        Operation {
            id: format!("{does}{}", self.schema),
            path: format!("/v1/{}/{{id}}", self.kind.step()),
            tag: "Catalogue",
            summary: format!("{summary} {}", self.words()),
            words: "As it is now.",
            parameters: vec![self.id_in_path()],
            expand: expandable(Subject::Object(self.kind.into())),
            body: None,
            deletes: false,
            pays: false,
            answer: self.schema.to_owned(),
            links: links.collect(),
        }
    }

    fn id_in_path(&self) -> Value {
        let is_chosen = self.create.iter().any(|param| param.name == "id");
        let (begins, longest) = if is_chosen { ("", 200) } else { (self.kind.prefix(), 80) };
        json!({
            "name": "id", "in": "path", "required": true, "description": format!("The {}.", self.words()),
            "schema": {
                "type": "string", "pattern": format!("^{begins}[A-Za-z0-9_-]+$"), "maxLength": longest,
            },
        })
    }
}

/// What can be brought along, if anything.
fn expandable(subject: Subject) -> Option<Value> {
    let schema = expand::schema(Dialect::Stripe, subject);
    let none = schema["items"]["enum"].as_array().is_some_and(Vec::is_empty);
    (!none).then_some(schema)
}
