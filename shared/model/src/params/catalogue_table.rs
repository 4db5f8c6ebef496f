//! The parameters of what sessions are made of: products, prices, coupons, promotion codes, tax rates and shipping
//! rates. Those of a create and of an update are Stripe's, less what it refuses of updates.

use super::choices::{INTERVALS, TAX_BEHAVIORS, TAX_TYPES};
use super::lines_table::{DELIVERY_ESTIMATE, FIXED_AMOUNT};
use super::list_table::{CREATED, LIMIT};
use super::rule::{
    Param, Rule, TEXT, between, choice, chosen, currency, flag, hash, integer, list, metadata, percent,
    short, some_up_to, text, time, up_to, url,
};

/// The longest id that a merchant may choose.
const LONGEST_ID: usize = 200;
/// The longest code that a payer has to type.
const LONGEST_CODE: usize = 500;
const LONGEST_LOOKUP_KEY: usize = 200;
/// Inches and ounces, with two decimals.
const LONGEST_SIDE: i64 = 1_000_000;

const AFTER: Param = text("starting_after");
const BEFORE: Param = text("ending_before");
const CHANGED_METADATA: Param = Param::new("metadata", Rule::MetadataChange);
const ID: Param = chosen("id", LONGEST_ID);
const TAX_BEHAVIOR: Param = choice("tax_behavior", TAX_BEHAVIORS);

const FEATURES: Param = up_to("marketing_features", 15, &Rule::Hash(&[short("name", 80).required()]));
const IMAGES: Param = up_to("images", 8, &Rule::Url);
const TAX_DETAILS: Param = hash("tax_details", &[text("performance_location"), text("tax_code").clearable()]);
const DIMENSIONS: Param =
    hash("package_dimensions", &[side("height"), side("length"), side("weight"), side("width")]);

const fn side(name: &'static str) -> Param {
    Param::new(name, Rule::Number { most: LONGEST_SIDE, decimals: 2 }).required()
}

pub const PRODUCT: &[Param] = &[
    flag("active"),
    hash("default_price_data", DEFAULT_PRICE),
    short("description", 40_000),
    ID,
    IMAGES,
    FEATURES,
    metadata(),
    text("name").required(),
    DIMENSIONS,
    flag("shippable"),
    short("statement_descriptor", 22),
    text("tax_code"),
    TAX_DETAILS,
    choice("type", &["good", "service"]),
    short("unit_label", 12),
    url("url"),
];

pub const PRODUCT_CHANGE: &[Param] = &[
    flag("active"),
    text("default_price"),
    short("description", 40_000).clearable(),
    IMAGES.clearable(),
    FEATURES.clearable(),
    CHANGED_METADATA,
    text("name"),
    DIMENSIONS.clearable(),
    flag("shippable"),
    short("statement_descriptor", 22),
    text("tax_code").clearable(),
    TAX_DETAILS.clearable(),
    short("unit_label", 12).clearable(),
    url("url").clearable(),
];

pub const PRODUCTS: &[Param] = &[
    flag("active"),
    CREATED,
    BEFORE,
    list("ids", &TEXT),
    LIMIT,
    flag("shippable"),
    AFTER,
    choice("type", &["good", "service"]),
    text("url"),
];

const DEFAULT_PRICE: &[Param] = &[
    currency("currency").required(),
    CURRENCY_OPTIONS,
    CUSTOM_UNIT_AMOUNT,
    metadata(),
    hash("recurring", &[choice("interval", INTERVALS).required(), integer("interval_count", 1)]),
    TAX_BEHAVIOR,
    integer("unit_amount", 0),
    Param::new("unit_amount_decimal", Rule::Decimal),
];

/// What of a price is known and refused: the payer's own amount, tiers, and what needs meters.
const CUSTOM_UNIT_AMOUNT: Param = hash(
    "custom_unit_amount",
    &[flag("enabled").required(), integer("maximum", 0), integer("minimum", 0), integer("preset", 0)],
);
const TIERS: Param = list(
    "tiers",
    &Rule::Hash(&[
        integer("flat_amount", 0),
        Param::new("flat_amount_decimal", Rule::Decimal),
        integer("unit_amount", 0),
        Param::new("unit_amount_decimal", Rule::Decimal),
        text("up_to").required(),
    ]),
);

const CURRENCY_OPTIONS: Param = Param::new("currency_options", Rule::ByCurrency(PRICE_OPTION));
const PRICE_OPTION: &[Param] = &[
    CUSTOM_UNIT_AMOUNT,
    TAX_BEHAVIOR,
    TIERS,
    integer("unit_amount", 0),
    Param::new("unit_amount_decimal", Rule::Decimal),
];

pub const PRICE: &[Param] = &[
    flag("active"),
    choice("billing_scheme", &["per_unit", "tiered"]),
    currency("currency").required(),
    CURRENCY_OPTIONS,
    CUSTOM_UNIT_AMOUNT,
    short("lookup_key", LONGEST_LOOKUP_KEY),
    metadata(),
    text("nickname"),
    text("product"),
    hash("product_data", PRODUCT_OF_PRICE),
    hash("recurring", RECURRING),
    TAX_BEHAVIOR,
    TIERS,
    choice("tiers_mode", &["graduated", "volume"]),
    flag("transfer_lookup_key"),
    hash(
        "transform_quantity",
        &[integer("divide_by", 1).required(), choice("round", &["down", "up"]).required()],
    ),
    integer("unit_amount", 0),
    Param::new("unit_amount_decimal", Rule::Decimal),
];

const PRODUCT_OF_PRICE: &[Param] = &[
    flag("active"),
    ID,
    metadata(),
    text("name").required(),
    short("statement_descriptor", 22),
    text("tax_code"),
    TAX_DETAILS,
    short("unit_label", 12),
];

const RECURRING: &[Param] = &[
    choice("interval", INTERVALS).required(),
    integer("interval_count", 1),
    text("meter"),
    between("trial_period_days", 1, 730),
    choice("usage_type", &["licensed", "metered"]),
];

pub const PRICE_CHANGE: &[Param] = &[
    flag("active"),
    CURRENCY_OPTIONS.clearable(),
    short("lookup_key", LONGEST_LOOKUP_KEY),
    CHANGED_METADATA,
    text("nickname"),
    TAX_BEHAVIOR,
    flag("transfer_lookup_key"),
];

pub const PRICES: &[Param] = &[
    flag("active"),
    CREATED,
    currency("currency"),
    BEFORE,
    LIMIT,
    some_up_to("lookup_keys", 10, &Rule::Text { most: LONGEST_LOOKUP_KEY }),
    text("product"),
    hash(
        "recurring",
        &[choice("interval", INTERVALS), text("meter"), choice("usage_type", &["licensed", "metered"])],
    ),
    AFTER,
    choice("type", &["one_time", "recurring"]),
];

const AMOUNTS_OFF: Param =
    Param::new("currency_options", Rule::ByCurrency(&[integer("amount_off", 1).required()]));

pub const COUPON: &[Param] = &[
    integer("amount_off", 1),
    hash("applies_to", &[some_up_to("products", 100, &TEXT)]),
    currency("currency"),
    AMOUNTS_OFF,
    choice("duration", &["forever", "once", "repeating"]),
    integer("duration_in_months", 1),
    ID,
    integer("max_redemptions", 1),
    metadata(),
    short("name", 40),
    percent("percent_off", 2),
    time("redeem_by"),
];

pub const COUPON_CHANGE: &[Param] = &[AMOUNTS_OFF, CHANGED_METADATA, short("name", 40)];

pub const COUPONS: &[Param] = &[CREATED, BEFORE, LIMIT, AFTER];

const MINIMUM_AMOUNTS: Param =
    Param::new("currency_options", Rule::ByCurrency(&[integer("minimum_amount", 1)]));

pub const PROMOTION_CODE: &[Param] = &[
    flag("active"),
    chosen("code", LONGEST_CODE),
    // Where versions before 2025-09-30 have the coupon.
    text("coupon"),
    text("customer"),
    text("customer_account"),
    time("expires_at"),
    integer("max_redemptions", 1),
    metadata(),
    hash("promotion", &[text("coupon"), choice("type", &["coupon"]).required()]),
    hash(
        "restrictions",
        &[
            MINIMUM_AMOUNTS,
            flag("first_time_transaction"),
            integer("minimum_amount", 1),
            currency("minimum_amount_currency"),
        ],
    ),
];

pub const PROMOTION_CODE_CHANGE: &[Param] =
    &[flag("active"), CHANGED_METADATA, hash("restrictions", &[MINIMUM_AMOUNTS])];

pub const PROMOTION_CODES: &[Param] = &[
    flag("active"),
    text("code"),
    text("coupon"),
    CREATED,
    text("customer"),
    text("customer_account"),
    BEFORE,
    LIMIT,
    AFTER,
];

pub const TAX_RATE: &[Param] = &[
    flag("active"),
    COUNTRY,
    text("description"),
    short("display_name", 50).required(),
    flag("inclusive").required(),
    short("jurisdiction", 200),
    metadata(),
    percent("percentage", 4).required(),
    STATE,
    choice("tax_type", TAX_TYPES),
];

pub const TAX_RATE_CHANGE: &[Param] = &[
    flag("active"),
    COUNTRY,
    text("description"),
    short("display_name", 50),
    short("jurisdiction", 200),
    CHANGED_METADATA,
    STATE,
    choice("tax_type", TAX_TYPES),
];

const COUNTRY: Param = Param::new("country", Rule::Alphanumeric { most: 2 });
const STATE: Param = chosen("state", 3);

pub const TAX_RATES: &[Param] = &[flag("active"), CREATED, BEFORE, flag("inclusive"), LIMIT, AFTER];

pub const SHIPPING_RATE: &[Param] = &[
    hash("delivery_estimate", DELIVERY_ESTIMATE),
    short("display_name", 100).required(),
    hash("fixed_amount", FIXED_AMOUNT).required(),
    metadata(),
    TAX_BEHAVIOR,
    text("tax_code"),
    choice("type", &["fixed_amount"]),
];

pub const SHIPPING_RATE_CHANGE: &[Param] = &[
    flag("active"),
    hash("fixed_amount", &[Param::new("currency_options", Rule::ByCurrency(CHANGED_OPTION))]),
    CHANGED_METADATA,
    TAX_BEHAVIOR,
];

const CHANGED_OPTION: &[Param] = &[integer("amount", 0), TAX_BEHAVIOR];

pub const SHIPPING_RATES: &[Param] = &[flag("active"), CREATED, currency("currency"), BEFORE, LIMIT, AFTER];
