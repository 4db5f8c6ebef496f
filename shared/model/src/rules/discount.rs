//! The discount that a request names: whether it can be used now, and by whom (R27).

use serde_json::Value;

use super::{Checked, Fields, get, hashes};
use crate::catalogue::{Found, Redeemed, Use};
use crate::currency::Currency;
use crate::money::Decimal;
use crate::path::Path;
use crate::problem::Problem;
use crate::terms::Applied;
use crate::time::Moment;

/// Under this name the discount goes on beside the parameters.
pub(super) const APPLIED: &str = "applied discount";

/// R27, and what a promotion code asks of who uses it.
pub(super) fn apply_discount(
    sent: &mut Fields,
    found: &Found,
    currency: Option<Currency>,
    now: Moment,
) -> Checked {
    let Some((_, asked)) = hashes(sent, "discounts").next() else { return Ok(()) };
    let (place, code) = match get(asked, "promotion_code").and_then(Value::as_str) {
        Some(id) => (Path::of("discounts").index(0).key("promotion_code"), found.promotion_codes.get(id)),
        None => (Path::of("discounts").index(0).key("coupon"), None),
    };
    let coupon =
        code.map(|code| code.object.coupon.as_str()).or(get(asked, "coupon").and_then(Value::as_str));
    let coupon = coupon.and_then(|id| found.coupons.get(id));
    let expired = || {
        let message = "This coupon has expired or has been redeemed as often as it can be.";
        Problem::at(place.clone(), message).code("coupon_expired").of_the_moment()
    };
    let coupon = coupon.filter(|coupon| coupon.object.is_valid(now, coupon.times)).ok_or_else(expired)?;
    let Some(currency) = currency else { return Ok(()) };
    if coupon.object.discount(currency).is_none() {
        let message = format!("The coupon takes nothing off in {}.", currency.as_str());
        return Err(Problem::at(place, message));
    }
    if let Some(Redeemed { object, times }) = code {
        let asked = Use {
            now,
            customer: get(sent, "customer").and_then(Value::as_str),
            currency,
            subtotal: subtotal(sent),
            has_paid: found.has_paid,
            times_redeemed: *times,
        };
        object.check(&asked).map_err(|why| Problem::at(place, why.message()).of_the_moment())?;
    }
    let applied = Applied {
        coupon: coupon.object.clone(),
        promotion_code: code.map(|code| Box::new(code.object.clone())),
        at: now.seconds(),
    };
    sent.remove("discounts");
    sent.insert(APPLIED.into(), serde_json::to_value(applied).unwrap_or_default());
    Ok(())
}

/// What the lines come to before anything is taken off; their amounts are checked after this.
fn subtotal(sent: &Fields) -> i64 {
    let amount = |line: &Fields| {
        let data = line.get("price_data")?;
        let unit = match data.get("unit_amount_decimal").and_then(Value::as_str) {
            Some(text) => Decimal::parse(text)?,
            None => Decimal::from_minor(data.get("unit_amount")?.as_i64()?),
        };
        unit.times(line.get("quantity")?.as_i64()?)
    };
    hashes(sent, "line_items").filter_map(|(_, line)| amount(line)).fold(0, i64::saturating_add)
}
