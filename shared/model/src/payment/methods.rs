//! Ways to pay: in which currencies each can, what the payer does for it, and whether its money comes later.
//!
//! Source of the currencies: docs.stripe.com/payments/payment-methods/payment-method-support, read November 2026.

use super::FieldError;
use crate::currency::Currency;
use crate::mode::Mode;
use crate::session::Session;
use crate::tree::Tree;

/// What a payer does to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Types a card in.
    Card,
    /// Types a bank account in.
    Debit,
    /// Authorises at the method's own site.
    Redirect,
}

/// One payment method type.
#[derive(Debug, PartialEq, Eq)]
pub struct Method {
    /// Its name in the API: `card`, `sepa_debit`, …
    pub kind: &'static str,
    /// Codes separated by spaces; empty where every currency is taken.
    currencies: &'static str,
    pub flow: Flow,
    /// Whether the money is only on its way when the session completes.
    pub delayed: bool,
    /// Whether it can be kept and charged again: what subscriptions and setups need.
    pub reusable: bool,
}

const fn method(kind: &'static str, currencies: &'static str, flow: Flow) -> Method {
    Method { kind, currencies, flow, delayed: false, reusable: false }
}

const fn redirect(kind: &'static str, currencies: &'static str) -> Method {
    method(kind, currencies, Flow::Redirect)
}

impl Method {
    const fn delayed(mut self) -> Self {
        self.delayed = true;
        self
    }

    const fn reusable(mut self) -> Self {
        self.reusable = true;
        self
    }

    pub fn takes(&self, currency: Currency) -> bool {
        self.currencies.is_empty() || self.currencies.split(' ').any(|code| code == currency.as_str())
    }

    /// Whether its money can be authorised first and captured later.
    pub fn can_be_captured_later(&self) -> bool {
        !self.delayed
    }
}

const WIDELY: &str = "aud cad chf czk dkk eur gbp nok nzd pln ron sek usd";

#[rustfmt::skip]
const METHODS: &[Method] = &[
    method("card", "", Flow::Card).reusable(),
    method("sepa_debit", "eur", Flow::Debit).delayed().reusable(),
    method("us_bank_account", "usd", Flow::Debit).delayed().reusable(),
    method("bacs_debit", "gbp", Flow::Debit).delayed().reusable(),
    redirect("acss_debit", "cad usd").delayed().reusable(),
    redirect("affirm", "cad usd"),
    redirect("afterpay_clearpay", "aud cad eur gbp nzd usd"),
    redirect("alipay", "aud cad cny eur gbp hkd jpy myr nzd sgd usd"),
    redirect("alma", "eur"),
    redirect("amazon_pay", "aud chf dkk eur gbp hkd jpy nok nzd sek usd zar").reusable(),
    redirect("au_becs_debit", "aud").delayed().reusable(),
    redirect("bancontact", "eur").reusable(),
    redirect("billie", "eur gbp sek"),
    redirect("bizum", "eur"),
    redirect("blik", "pln"),
    redirect("boleto", "brl").delayed().reusable(),
    redirect("cashapp", "usd").reusable(),
    redirect("crypto", "usd"),
    redirect("customer_balance", "eur gbp jpy mxn usd").delayed(),
    redirect("eps", "eur"),
    redirect("fpx", "myr"),
    redirect("giropay", "eur"),
    redirect("grabpay", "myr sgd"),
    redirect("ideal", "eur").reusable(),
    redirect("kakao_pay", "krw").reusable(),
    redirect("klarna", WIDELY).reusable(),
    redirect("konbini", "jpy").delayed(),
    redirect("kr_card", "krw").reusable(),
    redirect("link", "").reusable(),
    redirect("mb_way", "eur"),
    redirect("mobilepay", "dkk eur nok sek"),
    redirect("multibanco", "eur").delayed(),
    redirect("naver_pay", "krw").reusable(),
    redirect("nz_bank_account", "nzd").delayed().reusable(),
    redirect("oxxo", "mxn").delayed(),
    redirect("p24", "eur pln"),
    redirect("pay_by_bank", "eur gbp"),
    redirect("payco", "krw"),
    redirect("paynow", "sgd"),
    redirect("paypal", "aud cad chf czk dkk eur gbp hkd nok nzd pln sek sgd usd").reusable(),
    redirect("paypay", "jpy"),
    redirect("payto", "aud").delayed().reusable(),
    redirect("pix", "brl"),
    redirect("promptpay", "thb"),
    redirect("revolut_pay", "eur gbp").reusable(),
    redirect("samsung_pay", "krw"),
    redirect("satispay", "eur"),
    redirect("scalapay", "eur"),
    redirect("sequra", "eur"),
    redirect("sofort", "eur").delayed().reusable(),
    redirect("sunbit", "usd"),
    redirect("swish", "sek"),
    redirect("twint", "chf"),
    redirect("upi", "inr").reusable(),
    redirect("wechat_pay", "aud cad chf cny dkk eur gbp hkd jpy nok sek sgd usd"),
    redirect("zip", "aud usd"),
];

/// The method of this type.
pub fn find(kind: &str) -> Option<&'static Method> {
    METHODS.iter().find(|method| method.kind == kind)
}

impl Session {
    /// What the payer may choose from: the session's methods that take its currency and, where something is kept
    /// for later, can be kept. In the merchant's order.
    pub fn offered_methods(&self) -> Vec<&'static Method> {
        let types = self.settings.payment_method_types();
        types.into_iter().filter_map(find).filter(|method| self.permits(method)).collect()
    }

    /// The method that the payer chose; a method that is the only one needs no choosing.
    pub fn chosen_method(&self, sent: &Tree) -> Result<&'static Method, FieldError> {
        let offered = self.offered_methods();
        let chosen =
            sent.get("payment_method").map_or(Ok(""), |tree| tree.as_text().ok_or(FieldError::Invalid));
        match (chosen?.trim(), offered.as_slice()) {
            ("", [only]) => Ok(only),
            ("", _) => Err(FieldError::Missing),
            (kind, _) => offered.into_iter().find(|method| method.kind == kind).ok_or(FieldError::NotOffered),
        }
    }

    /// Whether this method can pay or be saved here, offered or not.
    pub fn permits(&self, method: &Method) -> bool {
        let currency = self.currency.is_none_or(|currency| method.takes(currency));
        let kept = self.mode != Mode::Payment || self.settings.saves_payment_method();
        let later = self.mode == Mode::Payment && self.settings.manual_capture();
        currency && (!kept || method.reusable) && (!later || method.can_be_captured_later())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::choices::PAYMENT_METHODS;

    #[test]
    fn every_payment_method_that_a_session_may_name_is_known_and_no_other() {
        let mut known: Vec<_> = METHODS.iter().map(|method| method.kind).collect();
        known.sort_unstable();
        assert_eq!(known, PAYMENT_METHODS);
        for method in METHODS {
            for code in method.currencies.split_terminator(' ') {
                assert!(Currency::parse(code).is_some(), "{}: {code}", method.kind);
            }
        }
    }

    #[test]
    fn a_method_pays_in_its_own_currencies_only() {
        let (eur, usd) = (Currency::parse("eur").unwrap(), Currency::parse("usd").unwrap());
        assert!(find("card").unwrap().takes(usd) && find("sepa_debit").unwrap().takes(eur));
        assert!(!find("sepa_debit").unwrap().takes(usd) && !find("us_bank_account").unwrap().takes(eur));
    }
}
