//! What there is to say of a parameter beside its type: by its path, or by its name wherever it stands.
//!
//! Names of parameters stand in backticks; each dialect spells them its own way.

/// Every parameter at the top of a request has its words here.
#[rustfmt::skip]
pub const BY_PATH: &[(&str, &str)] = &[
    ("adaptive_pricing", "Whether the customer may pay in a currency of their own."),
    ("after_completion", "What the customer sees after paying. Kept and shown."),
    ("after_expiration", "Whether an expired session can be opened again as a copy."),
    ("allow_promotion_codes", "Whether the customer may enter promotion codes."),
    ("allowed_payment_method_types", "The ways to pay to choose from; the newer name of `payment_method_types`."),
    ("automatic_tax", "Whether tax is calculated, and who is liable for it."),
    ("billing_address_collection", "Whether the page always asks for a billing address."),
    ("branding_settings", "How the page looks."),
    ("cancel_url", "Where the customer goes who turns back."),
    ("client_customer_id", "Your own name for the customer. Kept and shown."),
    ("client_reference_id", "Your own name for this session: a cart, an order. Sessions can be listed by it."),
    ("collected_information", "What you have collected yourself."),
    ("consent_collection", "What the customer is asked to agree to."),
    ("created", "When the session was created: a second, or a range of them."),
    ("currency", "The currency of the session. Needed in setup mode unless ways to pay are named; otherwise the lines say it."),
    ("custom_fields", "Up to three questions of your own."),
    ("custom_text", "Texts beside the page's own."),
    ("customer", "The id of a customer whom an earlier payment made."),
    ("customer_account", "The id of a customer's account. There are none yet, so every id is resource_missing."),
    ("customer_creation", "Whether paying makes a customer."),
    ("customer_details", "Sessions whose customer has this e-mail address."),
    ("customer_email", "Fills in the customer's e-mail address."),
    ("customer_update", "What paying changes about the customer."),
    ("description", "A description of your own. Kept and shown."),
    ("discounts", "A coupon or a promotion code that takes something off."),
    ("ending_before", "The id of the first of a page: what comes right before it is listed."),
    ("excluded_payment_method_types", "Ways to pay that are not offered."),
    ("expires_at", "When the session expires: 30 minutes to 24 hours from now, and 24 hours where nothing is said. A deployment may allow other limits."),
    ("integration_identifier", "A name of the integration that made the session. Kept and shown."),
    ("invoice_creation", "Whether paying makes an invoice, and what it says."),
    ("limit", "How many to list at most; 10 where nothing is said."),
    ("line_items", "What is sold. An update sends the whole list again: lines named by `id` stay, others are new or go."),
    ("locale", "The page's language; auto follows the browser."),
    ("managed_payments", "Whether payments are managed for you."),
    ("metadata", "Up to 50 of your own key-value pairs: keys of up to 40 characters, values of up to 500."),
    ("mode", "Whether the customer pays, subscribes, or saves a payment method for later."),
    ("name_collection", "Which names the page asks for."),
    ("optional_items", "Up to ten prices that the customer may add."),
    ("origin_context", "Whether the customer comes from a website or from an app."),
    ("payment_intent", "The session of this payment intent."),
    ("payment_intent_data", "What the payment intent is made with."),
    ("payment_link", "Sessions of this payment link."),
    ("payment_method_collection", "Whether a payment method is asked for when nothing is due today."),
    ("payment_method_configuration", "The id of a configuration of ways to pay."),
    ("payment_method_data", "How a new payment method may be shown again."),
    ("payment_method_options", "Options of the ways to pay, by their name."),
    ("payment_method_types", "The ways to pay to choose from; cards where nothing is said."),
    ("permissions", "Who may change what while the session is open."),
    ("phone_number_collection", "Whether the page asks for a phone number."),
    ("redirect_on_completion", "Whether an embedded page goes to `return_url` at the end."),
    ("return_url", "Where the customer comes back to from an embedded page or from a bank. {CHECKOUT_SESSION_ID} in it becomes the session's id."),
    ("saved_payment_method_options", "Which saved payment methods are offered, and whether new ones can be saved."),
    ("setup_intent_data", "What the setup intent is made with."),
    ("shipping_address_collection", "Whether the page asks where to ship, and the countries to choose from."),
    ("shipping_options", "Up to five ways of shipping; the first is preselected."),
    ("starting_after", "The id of the last of a page: what comes right after it is listed."),
    ("status", "Sessions of this status, as it is now."),
    ("submit_type", "What the page's button says."),
    ("subscription", "The session of this subscription."),
    ("subscription_data", "What the subscription is made with."),
    ("success_url", "Where the customer goes after paying. {CHECKOUT_SESSION_ID} in it becomes the session's id."),
    ("tax_id_collection", "Whether the page asks for a tax id."),
    ("ui_mode", "Where the customer meets the session: on the hosted page, on one embedded in yours, or in elements or a form of your own. hosted, embedded and custom are the names from before 2026-03-25."),
    ("wallet_options", "Which wallets the page shows."),
];

/// Said wherever a parameter of this name stands, unless its path says more.
const BY_NAME: &[(&str, &str)] = &[
    ("account", "Needed when the type is account."),
    ("adjustable_quantity", "Whether the customer may change the quantity, and within which bounds."),
    ("amount", "In the currency's smallest unit."),
    ("application_fee_amount", "In the currency's smallest unit."),
    ("destination", "The id of an account."),
    ("dynamic_tax_rates", "Not supported: use `automatic_tax`, or `tax_rates`."),
    ("interval_count", "How many intervals lie between two charges."),
    ("maximum", "99 where nothing is said."),
    ("default_tax_rates", "The ids of tax rates, of lines that have none of their own."),
    ("price", "The id of a price."),
    ("price_data", "A price made inline."),
    ("product", "The id of a product."),
    ("product_data", "A product made inline."),
    ("recurring", "How often the price is charged; subscription mode only."),
    ("shipping_rate", "The id of a shipping rate."),
    ("shipping_rate_data", "A shipping rate made inline."),
    (
        "statement_descriptor",
        "What the customer's bank statement says: at least five characters with a letter.",
    ),
    ("tax_rates", "The ids of tax rates."),
    ("trial_period_days", "Free days before the first charge."),
    ("unit_amount", "In the currency's smallest unit: 1250 is 12.50 EUR, 500 is 500 JPY."),
];

/// The words for a path such as `line_items[].price_data.unit_amount`; empty where the type says it all.
pub fn of(path: &str) -> &'static str {
    let find = |table: &[(&str, &'static str)], wanted: &str| {
        table.iter().find(|(name, _)| *name == wanted).map(|(_, words)| *words)
    };
    let name = path.rsplit('.').next().unwrap_or(path);
    find(BY_PATH, path).or_else(|| find(BY_NAME, name)).unwrap_or_default()
}
