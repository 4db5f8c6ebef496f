//! What a payer pays with, as far as anyone may know it: never a whole number.

use serde::{Deserialize, Serialize};

/// A card, a bank account or an account elsewhere, under the name that its provider gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// What the provider is asked to charge, such as `pm_card_visa`.
    pub token: String,
    /// The payment method type: `card`, `sepa_debit`, `ideal`, …
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Card>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<BankAccount>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// `visa`, `mastercard`, `amex`, …
    pub brand: String,
    pub last4: String,
    pub exp_month: u8,
    /// Four digits.
    pub exp_year: u16,
    /// `credit`, `debit` or `prepaid`.
    pub funding: String,
    /// Of the bank that issued it: two letters.
    pub country: String,
    /// Whether the payer passed 3-D Secure.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub authenticated: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BankAccount {
    pub last4: String,
    /// Two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The bank's own code: of an IBAN, a routing number, or a sort code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_name: Option<String>,
}
