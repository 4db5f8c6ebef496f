//! The options of each payment method: what may be sent under `payment_method_options`, kept as a tree.

use super::choices::INTERVALS;
use super::rule::{
    Param, Rule, between, choice, currency, date, flag, hash, integer, list, short, text, time, url,
};

/// Options that are sent and never shown.
pub const WRITE_ONLY: &[(&str, &str)] =
    &[("klarna", "subscriptions"), ("p24", "tos_shown_and_accepted"), ("paypal", "risk_correlation_id")];

const NONE: &[&str] = &["none"];
const NONE_OR_OFF: &[&str] = &["none", "off_session"];
const ANY_USAGE: &[&str] = &["none", "off_session", "on_session"];
const IF_AVAILABLE: &[&str] = &["if_available", "never"];
const AMOUNT_TYPE: &[&str] = &["fixed", "maximum"];

const MANUAL: Param = choice("capture_method", &["manual"]);
/// 3 to 15 days ahead, which is a rule of its own.
const TARGET_DATE: Param = date("target_date");

const fn usage(values: &'static [&'static str]) -> Param {
    choice("setup_future_usage", values)
}

/// Every method, sorted.
pub const METHODS: &[Param] = &[
    hash("acss_debit", ACSS_DEBIT),
    hash("affirm", &[MANUAL, usage(NONE)]),
    hash("afterpay_clearpay", &[MANUAL, usage(NONE)]),
    hash("alipay", &[usage(NONE)]),
    hash("alma", &[MANUAL]),
    hash("amazon_pay", &[MANUAL, usage(NONE_OR_OFF)]),
    hash("au_becs_debit", &[usage(NONE), TARGET_DATE]),
    hash("bacs_debit", BACS_DEBIT),
    hash("bancontact", &[usage(NONE_OR_OFF)]),
    hash("billie", &[MANUAL]),
    hash("blik", &[hash("mandate_options", &[integer("expires_at", 0)]), usage(NONE_OR_OFF).clearable()]),
    hash("boleto", &[integer("expires_after_days", 0), usage(ANY_USAGE)]),
    hash("card", CARD),
    hash("cashapp", &[MANUAL, usage(ANY_USAGE)]),
    hash("crypto", &[usage(NONE)]),
    hash("customer_balance", CUSTOMER_BALANCE),
    hash("demo_pay", &[usage(NONE_OR_OFF)]),
    hash("eps", &[usage(NONE)]),
    hash("fpx", &[usage(NONE)]),
    hash("giropay", &[usage(NONE)]),
    hash("grabpay", &[usage(NONE)]),
    hash("ideal", &[usage(NONE)]),
    hash("kakao_pay", &[MANUAL, usage(NONE_OR_OFF)]),
    hash("klarna", KLARNA),
    hash("konbini", &[between("expires_after_days", 1, 60), usage(NONE)]),
    hash("kr_card", &[MANUAL, usage(NONE_OR_OFF)]),
    hash("link", &[MANUAL, usage(NONE_OR_OFF)]),
    hash("mobilepay", &[MANUAL, usage(NONE)]),
    hash("multibanco", &[usage(NONE)]),
    hash("naver_pay", &[MANUAL, usage(NONE_OR_OFF)]),
    hash("oxxo", &[integer("expires_after_days", 0), usage(NONE)]),
    hash("p24", &[usage(NONE), flag("tos_shown_and_accepted")]),
    hash("pay_by_bank", &[]),
    hash("payco", &[MANUAL, usage(NONE)]),
    hash("paynow", &[usage(NONE)]),
    hash("paypal", PAYPAL),
    hash("payto", PAYTO),
    hash("pix", PIX),
    hash("revolut_pay", &[MANUAL, usage(NONE_OR_OFF)]),
    hash("samsung_pay", &[MANUAL, usage(NONE)]),
    hash("satispay", &[MANUAL]),
    hash("scalapay", &[MANUAL]),
    hash("sepa_debit", SEPA_DEBIT),
    hash("sequra", &[MANUAL]),
    hash("sofort", &[usage(NONE)]),
    hash("sunbit", &[MANUAL, usage(NONE)]),
    hash("swish", &[text("reference")]),
    hash("twint", &[usage(NONE_OR_OFF)]),
    hash("upi", UPI),
    hash("us_bank_account", US_BANK_ACCOUNT),
    hash("wechat_pay", WECHAT_PAY),
];

const ACSS_DEBIT: &[Param] = &[
    choice("currency", &["cad", "usd"]),
    hash(
        "mandate_options",
        &[
            url("custom_mandate_url").clearable(),
            list("default_for", &Rule::Choice(&["invoice", "subscription"])),
            short("interval_description", 500),
            choice("payment_schedule", &["combined", "interval", "sporadic"]),
            choice("transaction_type", &["business", "personal"]),
        ],
    ),
    usage(ANY_USAGE),
    TARGET_DATE,
    choice("verification_method", &["automatic", "instant", "microdeposits"]),
];

const BACS_DEBIT: &[Param] =
    &[hash("mandate_options", &[short("reference_prefix", 12).clearable()]), usage(ANY_USAGE), TARGET_DATE];

const CARD: &[Param] = &[
    MANUAL,
    hash("installments", &[flag("enabled")]),
    choice("request_extended_authorization", IF_AVAILABLE),
    choice("request_incremental_authorization", IF_AVAILABLE),
    choice("request_multicapture", IF_AVAILABLE),
    choice("request_overcapture", IF_AVAILABLE),
    choice("request_three_d_secure", &["any", "automatic", "challenge"]),
    hash(
        "restrictions",
        &[
            list(
                "brands_blocked",
                &Rule::Choice(&["american_express", "discover_global_network", "mastercard", "visa"]),
            ),
            list("funding_types_blocked", &Rule::Choice(&["credit", "debit", "prepaid"])),
        ],
    ),
    choice("setup_future_usage", &["off_session", "on_session"]),
    short("statement_descriptor_suffix_kana", 22),
    short("statement_descriptor_suffix_kanji", 17),
];

const CUSTOMER_BALANCE: &[Param] = &[
    hash(
        "bank_transfer",
        &[
            hash("eu_bank_transfer", &[text("country").required()]),
            list(
                "requested_address_types",
                &Rule::Choice(&["aba", "iban", "sepa", "sort_code", "spei", "swift", "zengin"]),
            ),
            choice(
                "type",
                &[
                    "eu_bank_transfer",
                    "gb_bank_transfer",
                    "jp_bank_transfer",
                    "mx_bank_transfer",
                    "us_bank_transfer",
                ],
            )
            .required(),
        ],
    ),
    choice("funding_type", &["bank_transfer"]),
    usage(NONE),
];

const KLARNA: &[Param] = &[
    MANUAL,
    usage(NONE),
    list(
        "subscriptions",
        &Rule::Hash(&[
            choice("interval", INTERVALS).required(),
            integer("interval_count", 1),
            short("name", 255),
            hash("next_billing", &[integer("amount", 0).required(), date("date").required()]),
            short("reference", 255).required(),
        ]),
    )
    .clearable(),
];

const PAYPAL: &[Param] = &[
    MANUAL.clearable(),
    choice(
        "preferred_locale",
        &[
            "cs-CZ", "da-DK", "de-AT", "de-DE", "de-LU", "el-GR", "en-GB", "en-US", "es-ES", "fi-FI",
            "fr-BE", "fr-FR", "fr-LU", "hu-HU", "it-IT", "nl-BE", "nl-NL", "pl-PL", "pt-PT", "sk-SK",
            "sv-SE",
        ],
    ),
    short("reference", 127),
    short("risk_correlation_id", 32),
    usage(NONE_OR_OFF).clearable(),
];

const PAYTO: &[Param] = &[
    hash(
        "mandate_options",
        &[
            integer("amount", 0).clearable(),
            choice("amount_type", AMOUNT_TYPE).clearable(),
            date("end_date").clearable(),
            choice(
                "payment_schedule",
                &["adhoc", "annual", "daily", "fortnightly", "monthly", "quarterly", "semi_annual", "weekly"],
            )
            .clearable(),
            integer("payments_per_period", 0).clearable(),
            choice(
                "purpose",
                &[
                    "dependant_support",
                    "government",
                    "loan",
                    "mortgage",
                    "other",
                    "pension",
                    "personal",
                    "retail",
                    "salary",
                    "tax",
                    "utility",
                ],
            )
            .clearable(),
            date("start_date").clearable(),
        ],
    ),
    usage(NONE_OR_OFF),
];

const PIX: &[Param] = &[
    choice("amount_includes_iof", &["always", "never"]),
    between("expires_after_seconds", 60, 1_209_600),
    hash(
        "mandate_options",
        &[
            integer("amount", 0),
            choice("amount_includes_iof", &["always", "never"]),
            choice("amount_type", AMOUNT_TYPE),
            currency("currency"),
            date("end_date"),
            choice("payment_schedule", &["halfyearly", "monthly", "quarterly", "weekly", "yearly"]),
            short("reference", 35),
            date("start_date"),
        ],
    ),
    usage(NONE_OR_OFF),
];

const SEPA_DEBIT: &[Param] =
    &[hash("mandate_options", &[short("reference_prefix", 12).clearable()]), usage(ANY_USAGE), TARGET_DATE];

const UPI: &[Param] = &[
    hash(
        "mandate_options",
        &[
            integer("amount", 0),
            choice("amount_type", AMOUNT_TYPE),
            short("description", 20),
            time("end_date"),
        ],
    ),
    usage(ANY_USAGE).clearable(),
];

const US_BANK_ACCOUNT: &[Param] = &[
    hash(
        "financial_connections",
        &[
            list("permissions", &Rule::Choice(&["balances", "ownership", "payment_method", "transactions"])),
            list("prefetch", &Rule::Choice(&["balances", "ownership", "transactions"])),
        ],
    ),
    usage(ANY_USAGE),
    TARGET_DATE,
    choice("verification_method", &["automatic", "instant"]),
];

const WECHAT_PAY: &[Param] =
    &[text("app_id"), choice("client", &["android", "ios", "web"]).required(), usage(NONE)];
