//! What is said of the parameters of the catalogue's operations.

use super::catalogue::KEPT;

type Words = &'static [(&'static str, &'static str)];

/// Of what a list is narrowed down by.
const FILTERS: Words = &[
    ("active", "Those that can be used, or those that cannot."),
    ("code", "Those with this code, whatever its case."),
    ("coupon", "Those of this coupon."),
    ("currency", "Those in this currency."),
    ("customer", "Those that are for this customer only."),
    ("customer_account", "Those that are for this account only. There are none."),
    ("ids", "Those with these ids."),
    ("inclusive", "Those that prices include, or those that come on top."),
    ("lookup_keys", "Those with these lookup keys, at most ten of them."),
    ("product", "Those of this product."),
    ("recurring", "Those that recur like this."),
    ("shippable", "Those that can be shipped, or those that cannot."),
    ("url", "Those with this page."),
];

const ACTIVE: (&str, &str) = ("active", "Whether new sessions can use it; they can where nothing is said.");
const DISPLAY_NAME: (&str, &str) = ("display_name", "What customers read.");
const TAX_BEHAVIOR: (&str, &str) =
    ("tax_behavior", "Whether the amount includes tax. Once it is inclusive or exclusive it stays so.");
const TAX_CODE: (&str, &str) = ("tax_code", "The id of a tax code. Kept and shown.");
const ID: (&str, &str) = ("id", "An id that you choose; one is made up where none is given.");
const MAX_REDEMPTIONS: (&str, &str) = ("max_redemptions", "How often it can be used in all.");

const PRODUCT: Words = &[
    ACTIVE,
    ("default_price", "The id of one of its own active prices."),
    ("default_price_data", "A price to make along with it. It becomes the default price."),
    ("description", "What customers read about it."),
    ID,
    ("images", "Up to eight pictures of it."),
    ("marketing_features", "Up to 15 things that speak for it. Kept and shown."),
    ("name", "What customers read."),
    ("package_dimensions", "Height, length and width in inches, weight in ounces. Kept and shown."),
    ("shippable", "Whether it can be shipped. Kept and shown."),
    ("statement_descriptor", "What bank statements might say. Kept and shown."),
    TAX_CODE,
    ("tax_details", "Where and as what it is taxed. Kept and shown."),
    ("type", "service where nothing is said."),
    ("unit_label", "What one of it is called."),
    ("url", "Your page about it. Kept and shown."),
];

const PRICE: Words = &[
    ACTIVE,
    ("billing_scheme", "Tiers are refused: only per_unit is taken."),
    ("currency", "What it is paid in."),
    ("currency_options", "What it costs in other currencies."),
    ("custom_unit_amount", "Refused: customers never choose what to pay."),
    ("lookup_key", "A name of your own for it. No two prices have the same."),
    ("nickname", "A description of your own. Kept and shown."),
    ("product", "The id of its product."),
    ("product_data", "A product to make along with it."),
    (
        "recurring",
        "How often it is charged; once where nothing is said. Its trial is kept and shown: the free days of a session are \
         those of its `subscription_data`.",
    ),
    TAX_BEHAVIOR,
    ("tiers", "Refused: make a price for each amount."),
    ("tiers_mode", "Refused: make a price for each amount."),
    ("transfer_lookup_key", "Whether the lookup key is taken from the price that has it."),
    ("transform_quantity", "Refused: a price is that of a single unit."),
];

const COUPON: Words = &[
    ("amount_off", "What it takes off, in the smallest unit of `currency`."),
    ("applies_to", "The products that it takes something off; all of them where nothing is said."),
    ("currency", "Of `amount_off`."),
    ("currency_options", "What it takes off in other currencies."),
    ("duration", "For how long a subscription has it; once where nothing is said."),
    ("duration_in_months", "How many months it lasts, if it is repeating."),
    ID,
    MAX_REDEMPTIONS,
    ("name", "What customers read."),
    ("percent_off", "What it takes off, of a hundred: more than 0, with at most two decimals."),
    ("redeem_by", "The last second in which it can be used."),
];

const PROMOTION_CODE: Words = &[
    ("active", "Whether it can be used; it can where nothing is said."),
    ("code", "What customers type, in either case. One is made up where none is given."),
    ("coupon", "The coupon's id, as API versions before 2025-09-30 say it."),
    ("customer", "The id of the only customer who may use it."),
    ("customer_account", "The id of a customer's account. There are none, so every id is resource_missing."),
    ("expires_at", "The last second in which it can be used."),
    MAX_REDEMPTIONS,
    ("promotion", "What it is for: a coupon, by its id."),
    ("restrictions", "What a session must come up to."),
];

const TAX_RATE: Words = &[
    ACTIVE,
    ("country", "Two letters. Kept and shown."),
    ("description", "A description of your own. Kept and shown."),
    DISPLAY_NAME,
    ("inclusive", "Whether prices include it, or it comes on top."),
    ("jurisdiction", "Who asks for it. Kept and shown."),
    ("percentage", "So much of a hundred, with at most four decimals."),
    ("state", "Kept and shown."),
    ("tax_type", "Kept and shown."),
];

const SHIPPING_RATE: Words = &[
    ACTIVE,
    ("delivery_estimate", "How long it takes."),
    DISPLAY_NAME,
    ("fixed_amount", "What it costs, in one currency or in several."),
    TAX_BEHAVIOR,
    TAX_CODE,
    ("type", "Only fixed_amount."),
];

/// The table of an operation, if it is one of the catalogue's.
pub fn of(operation: &str) -> Option<Words> {
    if let Some(listed) = operation.strip_prefix("list").and_then(|listed| listed.strip_suffix('s')) {
        return KEPT.iter().any(|kept| kept.schema == listed).then_some(FILTERS);
    }
    let made = operation.strip_prefix("create").or(operation.strip_prefix("update"))?;
    match made {
        "Product" => Some(PRODUCT),
        "Price" => Some(PRICE),
        "Coupon" => Some(COUPON),
        "PromotionCode" => Some(PROMOTION_CODE),
        "TaxRate" => Some(TAX_RATE),
        "ShippingRate" => Some(SHIPPING_RATE),
        _ => None,
    }
}
