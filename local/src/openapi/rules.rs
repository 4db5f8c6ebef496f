//! The rules between parameters in words: what a schema cannot say and a create refuses all the same.
//!
//! `shared/model/tests/refusals.txt` has a request that breaks each rule of a create, by the same names, and
//! `local/tests/deployment/openapi_rules.rs` one for each of an update.

/// A rule: the names it goes by among the refusals, and what it says. Parameters stand in backticks.
pub struct Rule {
    pub names: &'static [&'static str],
    pub words: &'static str,
}

const fn rule(names: &'static [&'static str], words: &'static str) -> Rule {
    Rule { names, words }
}

/// In the order in which a request is told of them.
#[rustfmt::skip]
pub const CREATE: &[(&str, &[Rule])] = &[
    ("Every parameter", &[
        rule(&["R1", "R2"], "What is needed must be there, and a choice must be one of its values."),
        rule(&["R7"], "URLs are absolute and start with http:// or https://."),
        rule(&["R41"], "Metadata is flat: a value is text."),
        rule(&["R42"], "A parameter that does not exist is refused by name."),
        rule(&["R43"], "An empty value unsets what can be unset and is refused otherwise."),
        rule(&["R44"], "Numbers are whole and within their limits, switches are true or false, lists and objects are what they should be. No text has control characters but line breaks and tabs."),
        rule(&["country"], "`allowed_countries` are countries that can be shipped to."),
        rule(&["client"], "What an option of a payment method needs must be there, such as the `client` of WeChat Pay."),
    ]),
    ("What excludes what", &[
        rule(&["R10"], "A line has either `price` or `price_data`."),
        rule(&["R11"], "`price_data` has either `product` or `product_data`."),
        rule(&["R12"], "`price_data` has either `unit_amount` or `unit_amount_decimal`."),
        rule(&["R20"], "Only one of `customer`, `customer_account` and `customer_email`."),
        rule(&["R24"], "`customer_update` needs a customer."),
        rule(&["kept"], "With `customer`, `tax_id_collection` needs `customer_update[name]=auto`, and `automatic_tax` needs `customer_update[shipping]=auto` beside `shipping_address_collection`; a customer without an address needs that or `customer_update[address]=auto`."),
        rule(&["R25"], "Only one of `allow_promotion_codes` and `discounts`."),
        rule(&["R26"], "At most one discount, which is either a `coupon` or a `promotion_code`."),
        rule(&["R45"], "Only one of `automatic_tax` and `tax_rates` of lines or `default_tax_rates`."),
        rule(&["rates"], "A line names each of its `tax_rates` once, and a subscription each of its `default_tax_rates`."),
        rule(&["dynamic"], "`dynamic_tax_rates` are not supported: `automatic_tax` taxes by the customer's place."),
        rule(&["types"], "Only one of `payment_method_types` and `allowed_payment_method_types`, and some way to pay must remain after `excluded_payment_method_types`."),
        rule(&["configuration"], "Only one of `payment_method_types` and `payment_method_configuration`."),
    ]),
    ("What one object asks of itself", &[
        rule(&["issuer"], "A `liability` or an `issuer` that is another account names it."),
        rule(&["icon", "logo"], "An `icon` or a `logo`, not both, and of it the `file` or the `url` that its `type` says."),
        rule(&["field"], "Custom fields have keys of their own; one has only what its `type` is called; options of a dropdown have values of their own; a default is an answer that the field accepts."),
        rule(&["quantity"], "A line has a `quantity`, within the bounds of `adjustable_quantity`."),
        rule(&["delivery"], "The longest delivery is no shorter than the shortest."),
        rule(&["pending"], "`pending_invoice_item_interval` is at most a year."),
        rule(&["descriptor"], "`statement_descriptor` has at least five characters with a letter, and none of < > \\ ' \" *."),
    ]),
    ("Ids", &[
        rule(&["R13", "R21", "R27"], "Every id of a price, product, customer, coupon, promotion code, shipping rate or tax rate must exist in the key's own mode, and be active where it can be; a coupon and its code must be ones that can be used now."),
    ]),
    ("What belongs to which `ui_mode`", &[
        rule(&["R3"], "The hosted page needs `success_url`."),
        rule(&["R4"], "`success_url` and `cancel_url` are for the hosted page only."),
        rule(&["R5"], "An embedded page needs `return_url` unless `redirect_on_completion` is never; elements need it when a way to pay redirects."),
        rule(&["R6"], "`return_url` is not for the hosted page, and not for one that never redirects."),
        rule(&["redirect"], "`redirect_on_completion` is for embedded pages only."),
        rule(&["R46"], "Elements take nothing that only a page shows: `after_expiration`, `branding_settings`, `custom_fields`, `custom_text`, `origin_context`, `submit_type`, `optional_items`, `tax_id_collection[required]`, `payment_method_options[card][restrictions]`. A form takes no `optional_items`."),
        rule(&["R47"], "`permissions` are for embedded pages and elements only."),
    ]),
    ("What belongs to which `mode`", &[
        rule(&["R8"], "Payment and subscription mode need lines; setup mode takes none."),
        rule(&["R9"], "At most 100 lines in payment mode, and in subscription mode 20 that recur and 20 that do not; optional items count."),
        rule(&["R15", "R16"], "Recurring prices are for subscription mode, which needs at least one."),
        rule(&["R17"], "Recurring prices share one interval."),
        rule(&["years"], "A price recurs at least every three years."),
        rule(&["R19"], "Setup mode needs `currency` or ways to pay."),
        rule(&["R23", "R28", "R34", "R35"], "`customer_creation`, `payment_intent_data`, `invoice_creation` and `shipping_options` are for payment mode only."),
        rule(&["R29", "R31"], "`subscription_data` and `payment_method_collection` are for subscription mode only."),
        rule(&["R30"], "`setup_intent_data` is for setup mode only."),
        rule(&["R32", "R33", "ship"], "`submit_type`, `phone_number_collection`, `saved_payment_method_options`, `shipping_address_collection` and `tax_id_collection` are not for setup mode."),
        rule(&["setup"], "`discounts`, `optional_items`, promotion codes and automatic tax are not for setup mode."),
        rule(&["acss"], "The `currency` of acss_debit is for setup mode only."),
    ]),
    ("Ways to pay", &[
        rule(&["payto"], "A fixed PayTo mandate has an `amount`."),
        rule(&["prefix"], "A `reference_prefix` consists of A-Z, 0-9, spaces and / _ - & . and does not start with STRIPE (for Bacs not with DDIC either)."),
        rule(&["permissions"], "The `permissions` of us_bank_account include payment_method."),
    ]),
    ("Amounts", &[
        rule(&["R18", "shipping"], "Lines, shipping and session share one currency, and so do the subscriptions of a customer."),
        rule(&["R39"], "The total is 0 or at least what the currency can charge, such as 50 USD cents."),
        rule(&["R40"], "No amount, line or total is above what the currency can charge: 99999999 in its smallest unit, 999999999 in INR, 999999999999 in IDR."),
        rule(&["step"], "Amounts in BHD, JOD, KWD, OMR and TND are multiples of 10, in ISK and UGX of 100."),
        rule(&["transfer"], "The `amount` of `transfer_data` is no more than the total."),
    ]),
    ("Time", &[
        rule(&["R36"], "A trial has either `trial_period_days`, from 1 to 730, or `trial_end`, at least two days ahead, after the session expires and within five years."),
        rule(&["anchor"], "`billing_cycle_anchor` comes after the session expires and within five years, and excludes `billing_cycle_anchor_config`."),
        rule(&["prorations"], "Prorations are not supported: with either anchor, `proration_behavior` is none, and the time up to the anchor is free."),
        rule(&["R37", "R38"], "`expires_at` lies within the deployment's limits: 30 minutes to 24 hours ahead, unless it says otherwise."),
        rule(&["debit"], "A `target_date` is 3 to 15 days ahead."),
        rule(&["pix"], "The `start_date` of a Pix mandate is at least 3 days ahead."),
    ]),
];

/// What an update refuses beside what a create would.
#[rustfmt::skip]
pub const UPDATE: &[Rule] = &[
    rule(&["open"], "Everything but `metadata` can be changed only while the session is open and no payment is being made."),
    rule(&["keys"], "`metadata` is merged by key; the session then has at most 50 keys."),
    rule(&["lines"], "`line_items` is the whole list again: at least one line, lines that stay named by their `id`, all in the session's currency."),
    rule(&["shipping"], "`shipping_options` can be changed only in embedded pages and elements whose `permissions[update_shipping_details]` is server_only; so can `collected_information`, whatever the permissions."),
    rule(&["code"], "`line_items` come to what the promotion code of the session asks for. A code that the payer gave is taken back instead."),
    rule(&["transfer"], "The total is no less than the `amount` of `transfer_data`."),
    rule(&["intent"], "`payment_intent_data` can be changed only in payment mode with elements."),
];
