//! The ways to pay that are offered, each with what it asks for.

use paydesk_model::payment::methods::{Flow, Method};

use super::control::{Asking, Control};
use super::words::Words;

/// One way to pay.
pub(super) struct Way {
    pub kind: &'static str,
    pub name: String,
    pub chosen: bool,
    pub controls: Vec<Control>,
    /// What happens next, where that is not obvious.
    pub note: Option<String>,
    flow: Flow,
}

impl Way {
    /// What it asks beside its own fields hangs on this.
    pub fn flow(&self) -> &'static str {
        match self.flow {
            Flow::Card => "card",
            Flow::Debit => "debit",
            Flow::Redirect => "redirect",
        }
    }
}

/// The session's ways to pay; the first is chosen until the payer chooses another.
pub(super) fn offered(asking: &Asking<'_>) -> Vec<Way> {
    let methods = asking.show.session.offered_methods();
    let sent = asking.show.filled.get("payment_method");
    let chosen = methods.iter().find(|method| Some(method.kind) == sent).or(methods.first()).copied();
    methods.iter().map(|method| way(asking, method, Some(*method) == chosen)).collect()
}

fn way(asking: &Asking<'_>, method: &Method, chosen: bool) -> Way {
    let note = match method.flow {
        Flow::Card => None,
        Flow::Debit => Some(asking.say("debit-note")),
        Flow::Redirect => Some(asking.say("redirect-note")),
    };
    Way {
        kind: method.kind,
        name: named(asking.words, method.kind),
        chosen,
        controls: controls(asking, method),
        note,
        flow: method.flow,
    }
}

fn controls(asking: &Asking<'_>, method: &Method) -> Vec<Control> {
    let field = |name: &str, key: &str| asking.text(name, asking.say(key), None).required();
    let holder = |name: &str| field(name, "account-holder").stored_as("name").at_most(255);
    // Real numbers are never typed into a page of ours.
    if asking.show.session.livemode() {
        return Vec::new();
    }
    match method.kind {
        "card" => card(asking),
        "sepa_debit" => vec![
            field("sepa_debit[iban]", "iban")
                .typed("text", "")
                .at_most(42)
                .like("DE00 0000 0000 0000 0000 00"),
            holder("sepa_debit[name]"),
        ],
        "us_bank_account" => vec![
            field("us_bank_account[routing_number]", "routing-number")
                .typed("text", "numeric")
                .at_most(9)
                .of_class("half"),
            account("us_bank_account[account_number]", asking),
            holder("us_bank_account[name]"),
        ],
        "bacs_debit" => vec![
            field("bacs_debit[sort_code]", "sort-code")
                .typed("text", "numeric")
                .at_most(8)
                .like("00-00-00")
                .of_class("half"),
            account("bacs_debit[account_number]", asking),
            holder("bacs_debit[name]"),
        ],
        _ => Vec::new(),
    }
}

fn account(name: &str, asking: &Asking<'_>) -> Control {
    let label = asking.say("account-number");
    asking.text(name, label, None).required().typed("text", "numeric").at_most(17).of_class("half")
}

fn card(asking: &Asking<'_>) -> Vec<Control> {
    let field = |name: &str, key: &str| asking.text(name, asking.say(key), None);
    let digits = |name: &str, key: &str| field(name, key).required().typed("text", "numeric");
    let holder = asking.show.customer.and_then(|customer| customer.name.as_deref());
    vec![
        digits("card[number]", "card-number")
            .stored_as("cc-number")
            .like("1234 1234 1234 1234")
            .at_most(23)
            .of_class("number")
            .marked(&["Visa", "Mastercard", "Amex"])
            .saying("data-error", asking.say("error-card-number")),
        digits("card[expiry]", "card-expiry")
            .stored_as("cc-exp")
            .like(asking.say("card-expiry-example"))
            .at_most(9)
            .of_class("half")
            .saying("data-error", asking.say("error-card-expiry"))
            .saying("data-past", asking.say("error-card-expired")),
        digits("card[cvc]", "card-cvc")
            .stored_as("cc-csc")
            .like("123")
            .at_most(4)
            .of_class("half")
            .saying("data-error", asking.say("error-card-cvc")),
        asking.text("card[name]", asking.say("card-name"), holder).stored_as("cc-name").at_most(255),
    ]
}

/// What people call it. Names of companies and schemes are the same in every language.
pub(super) fn named(words: &Words, kind: &str) -> String {
    match NAMES.iter().find(|(known, _)| *known == kind) {
        Some((_, name)) => (*name).to_owned(),
        None => words.say(key(kind)),
    }
}

/// Methods whose name is a word.
fn key(kind: &str) -> &'static str {
    match kind {
        "card" | "kr_card" => "card",
        "customer_balance" => "method-bank-transfer",
        "pay_by_bank" => "method-pay-by-bank",
        "crypto" => "method-crypto",
        _ => "method-bank-debit",
    }
}

#[rustfmt::skip]
const NAMES: &[(&str, &str)] = &[
    ("acss_debit", "Pre-authorized debit (PAD)"), ("affirm", "Affirm"), ("afterpay_clearpay", "Afterpay / Clearpay"),
    ("alipay", "Alipay"), ("alma", "Alma"), ("amazon_pay", "Amazon Pay"), ("au_becs_debit", "BECS Direct Debit"),
    ("bacs_debit", "Bacs Direct Debit"), ("bancontact", "Bancontact"), ("billie", "Billie"), ("bizum", "Bizum"),
    ("blik", "BLIK"), ("boleto", "Boleto"), ("cashapp", "Cash App Pay"), ("eps", "EPS"), ("fpx", "FPX"),
    ("giropay", "giropay"), ("grabpay", "GrabPay"), ("ideal", "iDEAL"), ("kakao_pay", "Kakao Pay"),
    ("klarna", "Klarna"), ("konbini", "Konbini"), ("link", "Link"), ("mb_way", "MB WAY"),
    ("mobilepay", "MobilePay"), ("multibanco", "Multibanco"), ("naver_pay", "Naver Pay"), ("oxxo", "OXXO"),
    ("p24", "Przelewy24"), ("payco", "PAYCO"), ("paynow", "PayNow"), ("paypal", "PayPal"), ("paypay", "PayPay"),
    ("payto", "PayTo"), ("pix", "Pix"), ("promptpay", "PromptPay"), ("revolut_pay", "Revolut Pay"),
    ("samsung_pay", "Samsung Pay"), ("satispay", "Satispay"), ("scalapay", "Scalapay"),
    ("sepa_debit", "SEPA Direct Debit"), ("sequra", "seQura"), ("sofort", "Sofort"), ("sunbit", "Sunbit"),
    ("swish", "Swish"), ("twint", "TWINT"), ("upi", "UPI"), ("us_bank_account", "ACH Direct Debit"),
    ("wechat_pay", "WeChat Pay"), ("zip", "Zip"),
];
