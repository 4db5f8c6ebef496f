//! Products: what is sold, whatever it costs.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Birth, NewPrice, born, changed, unset, yes};
use crate::line::Metadata;
use crate::params::catalogue_table::{PRODUCT, PRODUCT_CHANGE};
use crate::params::{self};
use crate::path::Path;
use crate::problem::Problem;
use crate::time::Moment;
use crate::tree::Tree;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Product {
    pub id: String,
    pub livemode: bool,
    /// Unix seconds.
    pub created: i64,
    #[serde(default)]
    pub updated: i64,
    #[serde(default = "yes")]
    pub active: bool,
    #[serde(default)]
    pub default_price: Option<String>,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default, deserialize_with = "unset")]
    pub images: Vec<String>,
    #[serde(default, deserialize_with = "unset")]
    pub marketing_features: Vec<Value>,
    #[serde(default)]
    pub metadata: Metadata,
    pub name: String,
    #[serde(default)]
    pub package_dimensions: Option<Value>,
    #[serde(default)]
    pub shippable: Option<bool>,
    #[serde(default)]
    pub statement_descriptor: Option<String>,
    #[serde(default)]
    pub tax_code: Option<String>,
    #[serde(default)]
    pub tax_details: Option<Value>,
    #[serde(default = "service", rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub unit_label: Option<String>,
    #[serde(default)]
    pub url: Option<String>,
}

fn service() -> String {
    "service".to_owned()
}

/// A product to be made, and the price that is made with it.
#[derive(Clone, Debug, PartialEq)]
pub struct NewProduct {
    pub product: Product,
    pub default_price: Option<NewPrice>,
}

impl Product {
    /// Checks a create whose `expand` has been taken out. `price_id` is for the price that is made with it.
    pub fn create(tree: &Tree, birth: &Birth, price_id: &str) -> Result<NewProduct, Problem> {
        let mut sent = params::check(PRODUCT, tree)?;
        let default_price = sent.remove("default_price_data");
        let mut product: Self = born(sent, birth)?;
        product.updated = product.created;
        let Some(Value::Object(mut data)) = default_price else {
            return Ok(NewProduct { product, default_price: None });
        };
        data.insert("product".into(), product.id.clone().into());
        let birth = Birth { id: price_id.to_owned(), ..birth.clone() };
        let price = NewPrice::of(data, &birth, &Path::of("default_price_data"))?;
        product.default_price = Some(price.price.id.clone());
        Ok(NewProduct { product, default_price: Some(price) })
    }

    /// The product after an update whose `expand` has been taken out. Whether a new default price is one of its own is
    /// the catalogue's to say.
    pub fn change(&self, tree: &Tree, now: Moment) -> Result<Self, Problem> {
        let product: Self = changed(self, params::check(PRODUCT_CHANGE, tree)?)?;
        Ok(Self { updated: now.seconds(), ..product })
    }
}
