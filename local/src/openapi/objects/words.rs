//! What is said of the parameters of these operations, where it is not what a create or a session list says.

use super::catalogue_words;

/// Of what a list is narrowed down by.
const LISTED: &[(&str, &str)] = &[
    ("active", "Whether the link opens sessions; every link does."),
    ("created", "When it was made: a second, or a range of them."),
    ("customer", "Those of this customer."),
    ("email", "Customers with this e-mail address."),
    ("payment_intent", "Those of this payment intent."),
    ("payment_method", "Those with this payment method."),
    ("status", "Those of this status, as it is now."),
    ("subscription", "Those of this subscription."),
    ("type", "Those of this type."),
];

const COMPLETE: &[(&str, &str)] = &[
    ("consent", "Whether the payer wants news. The terms are accepted wherever they are asked for."),
    (
        "custom_fields",
        "The payer's answers, by the keys of your questions; a plausible one wherever an answer is needed and none is given.",
    ),
    ("customer_details", "What the payer says about themselves; a plausible person where nothing is said."),
    (
        "payment_method",
        "A test payment method such as pm_card_visa_chargeDeclined, or a type such as ideal; a good card where nothing is said.",
    ),
    ("settle_after", "After how many seconds a delayed payment settles by itself."),
    ("shipping_details", "Where to ship, if the session asks; a plausible address where nothing is said."),
];

const LINK: &[(&str, &str)] = &[
    ("after_completion", "What follows paying: a confirmation on the page, or a redirect to one of yours."),
    ("custom_fields", "Up to three questions of your own."),
    ("line_items", "What is sold."),
    ("metadata", "Your own key-value pairs, of the link and of every session that it opens."),
];

/// Of customers.
const CUSTOMER: &[(&str, &str)] = &[
    ("address", "Where they live, or an empty text for nowhere."),
    ("business_name", "The name of their business."),
    ("description", "A description of your own. Kept and shown."),
    ("email", "Where they are written to. Sessions that are opened for them know it."),
    ("individual_name", "The name of the person."),
    ("invoice_prefix", "What the numbers of their invoices begin with: 3 to 12 letters and digits."),
    ("metadata", "Your own key-value pairs."),
    ("name", "Their name."),
    ("phone", "Their telephone number."),
    ("preferred_locales", "The languages they read, the best first."),
    ("shipping", "Where to ship, and to whom."),
    ("tax_exempt", "Whether taxes are due. Kept and shown."),
    ("tax_id_data", "Their tax ids. They are checked by nobody."),
];

/// Of what events are narrowed down by, and of sending one again.
const EVENT: &[(&str, &str)] = &[
    ("created", "When it happened: a second, or a range of them."),
    ("delivery_success", "Whether every endpoint that is told of it has answered with 2xx."),
    ("type", "Events of this type; * stands for any part of it, as in invoice.*."),
    ("types", "Events of these types, at most 20 of them. Not together with `type`."),
    ("webhook_endpoint", "The id of the endpoint that it is sent to."),
];

/// Of webhook endpoints.
const ENDPOINT: &[(&str, &str)] = &[
    (
        "api_version",
        "What its events are rendered as: a date, and perhaps a release name. The newest where nothing is said.",
    ),
    ("connect", "Events of connected accounts, which there are none of: only false is taken."),
    ("description", "A description of your own. Kept and shown."),
    (
        "dialect",
        "In whose words it is told: Stripe's events, or the four of a session as camel or event_data have them.",
    ),
    ("disabled", "Whether nothing is sent for now. What it was to be told waits for three days."),
    (
        "enabled_events",
        "What it is told of, * for everything. Names of Stripe's events are taken whether or not they ever happen here, and in the dialects camel and event_data theirs as well.",
    ),
    (
        "expires_in",
        "After how many seconds the secret before it ends to be valid; a day where nothing is said.",
    ),
    ("url", "Where events are posted. In live mode it starts with https://."),
];

/// The words of an operation's parameter, if it has any of its own.
pub fn of(operation: &str, name: &str) -> Option<&'static str> {
    let find = |table: &'static [(&str, &'static str)]| {
        table.iter().find(|(known, _)| *known == name).map(|(_, words)| *words)
    };
    if let Some(words) = catalogue_words::of(operation).and_then(find) {
        return Some(words);
    }
    find(match operation {
        "completeSession" => COMPLETE,
        "failSession" => {
            &[("decline_code", "Why the card is declined; generic_decline where nothing is said.")]
        }
        "settleSession" => &[("outcome", "Whether the money arrives.")],
        "capturePaymentIntent" => {
            &[("amount_to_capture", "In the currency's smallest unit; everything where nothing is said.")]
        }
        "cancelPaymentIntent" => &[("cancellation_reason", "Why. Kept and shown.")],
        "createPaymentLink" => LINK,
        "createCustomer" | "updateCustomer" => CUSTOMER,
        "listEvents" | "retryEvent" => EVENT,
        "createWebhookEndpoint" | "updateWebhookEndpoint" | "rollWebhookEndpointSecret" => ENDPOINT,
        _ => LISTED,
    })
}
