//! An object that is described again: the same, changed as a change may change it, or refused.

use serde_json::{Map, Value};

use super::{Kind, Object};
use crate::params::catalogue_table::{
    COUPON_CHANGE, PRICE_CHANGE, PRODUCT_CHANGE, PROMOTION_CODE_CHANGE, SHIPPING_RATE_CHANGE, TAX_RATE_CHANGE,
};
use crate::params::rule::Param;
use crate::path::Path;
use crate::problem::Problem;

/// What is never described: when it was made and changed.
const TIMES: [&str; 2] = ["created", "updated"];

impl Kind {
    const fn changes(self) -> &'static [Param] {
        match self {
            Self::Coupon => COUPON_CHANGE,
            Self::Price => PRICE_CHANGE,
            Self::Product => PRODUCT_CHANGE,
            Self::PromotionCode => PROMOTION_CODE_CHANGE,
            Self::ShippingRate => SHIPPING_RATE_CHANGE,
            Self::TaxRate => TAX_RATE_CHANGE,
        }
    }
}

/// What becomes of the object `there` when it is to be as `wanted` is: nothing, or one that is as old as it was.
pub fn seeded(there: &Object, wanted: &Object) -> Result<Option<Object>, Problem> {
    let (before, mut after) = (fields(there), fields(wanted));
    for name in TIMES {
        if let Some(time) = before.get(name) {
            after.insert(name.to_owned(), time.clone());
        }
    }
    // A product gets its default price once there are prices, which no description of it can say.
    if let (Some(default), Some(Value::Null)) = (before.get("default_price"), after.get("default_price")) {
        after.insert("default_price".to_owned(), default.clone());
    }
    if before == after {
        return Ok(None);
    }
    let differs = |name: &&String| before.get(*name) != after.get(*name);
    let can_change = |name: &str| wanted.kind().changes().iter().any(|param| param.name == name);
    if let Some(fixed) = before.keys().chain(after.keys()).filter(differs).find(|name| !can_change(name)) {
        let message = format!(
            "`{fixed}` cannot be changed once the object is made: give it another id, or start with fresh data."
        );
        return Err(Problem::at(Path::of(fixed.clone()), message));
    }
    let text = Value::Object(after).to_string();
    let object = Object::parse(wanted.kind(), &text);
    object.map(Some).map_err(|error| Problem::general(format!("Invalid request: {error}.")))
}

fn fields(object: &Object) -> Map<String, Value> {
    match serde_json::to_value(object) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Birth, Coupon, Product};
    use crate::params::sample::tree;
    use crate::time::Moment;

    fn birth(seconds: i64) -> Birth {
        Birth { id: "TEA".into(), livemode: false, now: Moment::from_seconds(seconds) }
    }

    fn coupon(form: &str, seconds: i64) -> Object {
        Coupon::create(&tree(form), &birth(seconds)).unwrap().into()
    }

    #[test]
    fn the_same_description_changes_nothing_however_late_it_comes() {
        let there = coupon("percent_off=10&metadata[a]=1", 1000);
        assert_eq!(seeded(&there, &coupon("percent_off=10&metadata[a]=1", 2000)), Ok(None));
    }

    #[test]
    fn what_an_update_may_change_is_changed_and_the_object_is_no_younger() {
        let there = coupon("percent_off=10&metadata[a]=1", 1000);
        let changed = seeded(&there, &coupon("percent_off=10&name=Ten", 2000)).unwrap().unwrap();
        assert_eq!(changed, coupon("percent_off=10&name=Ten", 1000));
    }

    #[test]
    fn what_no_update_may_change_is_refused_by_name() {
        let there = coupon("percent_off=10", 1000);
        let refused = seeded(&there, &coupon("percent_off=20", 1000)).unwrap_err();
        assert_eq!(refused.param.unwrap().to_string(), "percent_off");
    }

    #[test]
    fn a_products_default_price_outlives_a_description_that_knows_none() {
        let product =
            |seconds| Product::create(&tree("name=Tea"), &birth(seconds), "price_1").unwrap().product;
        let there = Product { default_price: Some("price_2".into()), ..product(1000) };
        assert_eq!(seeded(&there.into(), &product(2000).into()), Ok(None));
    }
}
