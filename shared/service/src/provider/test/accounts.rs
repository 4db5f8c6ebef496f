//! The test provider's bank accounts: each published one with its scheme, and how its money comes or fails to.
//!
//! Source: docs.stripe.com/payments/{sepa-debit,ach-direct-debit,bacs-debit}/accept-a-payment, read November 2026. The
//! tokens are Stripe's own names.

use paydesk_model::lifecycle::Settlement;
use paydesk_model::payment::{BankAccount, Decline, Instrument};

use super::ibans;
use super::script::{Delay, Script};

/// The routing number and the sort code of all test accounts.
pub(super) const ROUTING_NUMBER: &str = "110000000";
pub(super) const SORT_CODE: &str = "108800";

/// What becomes of a debit.
#[derive(Clone, Copy)]
pub(super) enum Plays {
    Arrives,
    ArrivesLate,
    Fails(Reason),
    FailsLate(Reason),
    /// The provider itself declines to ask the bank.
    Refused(Reason),
    Stays,
}

use Plays::{Arrives, ArrivesLate, Fails, FailsLate, Refused, Stays};

/// A failure code and what it means.
pub(super) type Reason = (&'static str, &'static str);

pub(super) const COULD_NOT: Reason =
    ("generic_could_not_process", "The bank could not process this payment.");
pub(super) const FUNDS: Reason =
    ("insufficient_funds", "The account has insufficient funds to cover this payment.");
pub(super) const WEEKLY_VOLUME: Reason =
    ("charge_exceeds_source_limit", "This payment exceeds what may be debited from the account in a week.");
pub(super) const WEEKLY_TRANSACTIONS: Reason =
    ("charge_exceeds_weekly_limit", "This payment exceeds how often the account may be debited in a week.");
const TRANSACTION: Reason = (
    "charge_exceeds_transaction_limit",
    "This payment exceeds what may be debited from the account at once.",
);
const CLOSED: Reason = ("account_closed", "The bank account has been closed.");
const NO_ACCOUNT: Reason = ("no_account", "The bank account could not be located.");
const UNAUTHORIZED: Reason = ("debit_not_authorized", "The account holder has not authorized this debit.");
const CURRENCY: Reason = ("invalid_currency", "The bank account does not take debits in this currency.");
const MICRODEPOSITS: Reason =
    ("payment_method_microdeposit_failed", "The bank account could not be verified by microdeposits.");

#[rustfmt::skip]
const US: &[(&str, &str, Plays)] = &[
    ("000123456789", "pm_usBankAccount_success", Arrives),
    ("000111111113", "pm_usBankAccount_accountClosed", Fails(CLOSED)),
    ("000111111116", "pm_usBankAccount_noAccount", Fails(NO_ACCOUNT)),
    ("000222222227", "pm_usBankAccount_insufficientFunds", Fails(FUNDS)),
    ("000333333335", "pm_usBankAccount_debitNotAuthorized", Fails(UNAUTHORIZED)),
    ("000444444440", "pm_usBankAccount_invalidCurrency", Fails(CURRENCY)),
    ("000555555559", "pm_usBankAccount_dispute", Arrives),
    ("000666666661", "pm_usBankAccount_failMicrodeposits", Refused(MICRODEPOSITS)),
    ("000777777771", "pm_usBankAccount_weeklyLimitExceeded", Refused(WEEKLY_VOLUME)),
    ("000000000009", "pm_usBankAccount_processing", Stays),
];

#[rustfmt::skip]
const BACS: &[(&str, &str, Plays)] = &[
    ("00012345", "pm_bacsDebit_success", Arrives),
    ("90012345", "pm_bacsDebit_successDelayed", ArrivesLate),
    ("33333335", "pm_bacsDebit_debitNotAuthorized", Fails(UNAUTHORIZED)),
    ("93333335", "pm_bacsDebit_debitNotAuthorizedDelayed", FailsLate(UNAUTHORIZED)),
    ("22222227", "pm_bacsDebit_insufficientFunds", Fails(FUNDS)),
    ("92222227", "pm_bacsDebit_insufficientFundsDelayed", FailsLate(FUNDS)),
    ("55555559", "pm_bacsDebit_dispute", ArrivesLate),
    ("00033333", "pm_bacsDebit_mandateRefused", Fails(UNAUTHORIZED)),
    ("34343434", "pm_bacsDebit_exceedsWeeklyLimit", Refused(WEEKLY_VOLUME)),
    ("12121212", "pm_bacsDebit_exceedsTransactionLimit", Refused(TRANSACTION)),
];

/// A scheme's account that cannot be debited here, in words that say what can.
fn unusable(scheme: &str, example: &str) -> Decline {
    let message = format!(
        "This bank account cannot be used. This is a test payment, and only test accounts can pay in it, such as \
         {scheme} {example}."
    );
    Decline::new("bank_account_unusable", None, &message)
}

pub(super) fn of_us(routing: &str, account: &str) -> Result<Instrument, Decline> {
    let known = US.iter().filter(|_| routing == ROUTING_NUMBER).find(|(number, ..)| *number == account);
    known.map(us).ok_or_else(|| unusable("routing number 110000000 with account number", US[0].0))
}

pub(super) fn of_bacs(sort_code: &str, account: &str) -> Result<Instrument, Decline> {
    let known = BACS.iter().filter(|_| sort_code == SORT_CODE).find(|(number, ..)| *number == account);
    known.map(bacs).ok_or_else(|| unusable("sort code 10-88-00 with account number", BACS[0].0))
}

pub(super) fn of_iban(iban: &iban::Iban) -> Result<Instrument, Decline> {
    use iban::IbanLike;
    let token = ibans::token_of(iban.electronic_str()).ok_or_else(|| unusable("IBAN", ibans::EXAMPLE))?;
    Ok(sepa(&token, iban))
}

/// The instrument of a token of this module's.
pub(super) fn of_token(name: &str) -> Option<Instrument> {
    let named = |(_, token, _): &&(&str, &str, Plays)| *token == name;
    let iban = || ibans::of_token(name)?.parse::<iban::Iban>().ok();
    US.iter().find(named).map(us).or_else(|| BACS.iter().find(named).map(bacs)).or_else(|| {
        let iban = iban()?;
        Some(sepa(name, &iban))
    })
}

/// How a token of this module's behaves.
pub(super) fn script(token: &str) -> Option<Script> {
    let known = US.iter().chain(BACS).find(|(_, name, _)| *name == token).map(|(_, _, plays)| *plays);
    known.or_else(|| ibans::plays(token)).map(play)
}

fn play(plays: Plays) -> Script {
    let failed = |(code, message): Reason| Settlement::Failed(Some(Decline::new(code, None, message)));
    let on_its_way = |delay, outcome| Script::approving().settling(delay, outcome);
    match plays {
        Arrives => on_its_way(Delay::Standard, Settlement::Succeeded),
        ArrivesLate => on_its_way(Delay::AtLeast3Minutes, Settlement::Succeeded),
        Fails(reason) => on_its_way(Delay::Standard, failed(reason)),
        FailsLate(reason) => on_its_way(Delay::AtLeast3Minutes, failed(reason)),
        Refused((code, message)) => Script::declining(Decline::new(code, None, message)),
        Stays => on_its_way(Delay::Never, Settlement::Succeeded),
    }
}

fn us((number, token, _): &(&str, &str, Plays)) -> Instrument {
    debit("us_bank_account", token, number, "US", Some(ROUTING_NUMBER))
}

fn bacs((number, token, _): &(&str, &str, Plays)) -> Instrument {
    debit("bacs_debit", token, number, "GB", Some(SORT_CODE))
}

fn sepa(token: &str, iban: &iban::Iban) -> Instrument {
    use iban::IbanLike;
    debit("sepa_debit", token, iban.electronic_str(), iban.country_code(), iban.bank_identifier())
}

fn debit(kind: &str, token: &str, number: &str, country: &str, bank_code: Option<&str>) -> Instrument {
    let bank = BankAccount {
        last4: number.get(number.len().saturating_sub(4)..).unwrap_or_default().to_owned(),
        country: Some(country.to_owned()),
        bank_code: bank_code.map(str::to_owned),
        bank_name: Some("Test Bank".to_owned()),
    };
    Instrument { token: token.to_owned(), kind: kind.to_owned(), card: None, bank: Some(bank) }
}
