//! Bank accounts: every published one settles as it says, and others are refused.

use paydesk_model::lifecycle::Settlement;
use paydesk_model::payment::FieldError;
use paydesk_model::session::Session;
use serde_json::{Value, json};

use super::super::{Delay, Settles};
use super::{decline, problems, said, script, session, typed};

/// How a payment from an account ends: the failure code or nothing, and how long it takes.
fn ends(session: &Session, sent: &Value) -> (String, Option<Delay>) {
    let script = script(&typed(session, sent).unwrap().token);
    match script.settlement {
        Some(Settles { delay, outcome: Settlement::Succeeded }) => (String::new(), Some(delay)),
        Some(Settles { delay, outcome: Settlement::Failed(why) }) => (why.unwrap().code, Some(delay)),
        None => (said(&script.after).0.to_owned(), None),
    }
}

fn sepa() -> Session {
    session("eur", &json!({"payment_method_types": ["sepa_debit"]}))
}

fn iban(iban: &str) -> Value {
    json!({"sepa_debit": {"iban": iban, "name": "Ada"}})
}

fn us() -> Session {
    session("usd", &json!({"payment_method_types": ["us_bank_account"]}))
}

fn us_account(routing: &str, account: &str) -> Value {
    json!({"us_bank_account": {"routing_number": routing, "account_number": account, "name": "Ada"}})
}

fn bacs() -> Session {
    session("gbp", &json!({"payment_method_types": ["bacs_debit"]}))
}

fn bacs_account(sort_code: &str, account: &str) -> Value {
    json!({"bacs_debit": {"sort_code": sort_code, "account_number": account, "name": "Ada"}})
}

const SOON: Option<Delay> = Some(Delay::Standard);
const LATE: Option<Delay> = Some(Delay::AtLeast3Minutes);

#[test]
fn ibans_settle_as_they_say_in_every_country() {
    for (number, code, delay) in [
        ("DE89370400440532013000", "", SOON),
        ("DE08370400440532013003", "", LATE),
        ("DE62370400440532013001", "generic_could_not_process", SOON),
        ("DE78370400440532013004", "generic_could_not_process", LATE),
        ("DE35370400440532013002", "", SOON),
        ("DE65370400440000343434", "charge_exceeds_source_limit", None),
        ("DE27370400440000121212", "charge_exceeds_weekly_limit", None),
        ("DE65370400440002222227", "insufficient_funds", SOON),
        ("AT611904300234573201", "", SOON),
        ("AT861904300235473202", "generic_could_not_process", SOON),
        ("FR1420041010050500013M02606", "", SOON),
        ("FR9720041010050000002222227", "insufficient_funds", SOON),
        ("BE62510007547061", "", SOON),
        ("NL39RABO0300065264", "", SOON),
        ("NL55RABO0300065267", "", LATE),
        ("ES0700120345030000067890", "", SOON),
        ("IT40S0542811101000000123456", "", SOON),
        ("IT60X0542811101000000123456", "", SOON),
    ] {
        assert_eq!(ends(&sepa(), &iban(number)), (code.to_owned(), delay), "{number}");
    }
}

#[test]
fn an_iban_is_known_by_its_country_its_bank_and_its_end() {
    let instrument = typed(&sepa(), &iban(" de89 3704 0044 0532 0130 00 ")).unwrap();
    assert_eq!((instrument.token.as_str(), instrument.kind.as_str()), ("pm_success_de", "sepa_debit"));
    let shown = format!("{instrument:?} {}", serde_json::to_string(&instrument).unwrap());
    assert!(!shown.contains("0532013"), "{shown}");
    let bank = instrument.bank.unwrap();
    assert_eq!((bank.last4.as_str(), bank.country.as_deref()), ("3000", Some("DE")));
    assert_eq!(bank.bank_code.as_deref(), Some("37040044"));
}

#[test]
fn an_iban_is_mended_or_refused() {
    let field = |error| vec![("sepa_debit[iban]".to_owned(), error)];
    assert_eq!(problems(&sepa(), &iban("")), field(FieldError::Missing));
    assert_eq!(problems(&sepa(), &iban("DE89 3704")), field(FieldError::Incomplete));
    assert_eq!(problems(&sepa(), &iban("DE88370400440532013000")), field(FieldError::Invalid));
    assert_eq!(problems(&sepa(), &iban("DE8937040044053201300000")), field(FieldError::Invalid));
    assert_eq!(problems(&sepa(), &iban("not an iban")), field(FieldError::Invalid));
    let nameless = json!({"sepa_debit": {"iban": "DE89370400440532013000"}});
    assert_eq!(problems(&sepa(), &nameless), [("sepa_debit[name]".to_owned(), FieldError::Missing)]);
    let named = json!({"sepa_debit": {"iban": "DE89370400440532013000"}, "billing": {"name": "Ada"}});
    typed(&sepa(), &named).unwrap();
    let refused = decline(&sepa(), &iban("DE44500105175407324931"));
    assert_eq!(refused.code, "bank_account_unusable");
    assert!(refused.message.contains("DE89370400440532013000") && !refused.message.contains("DE44"));
}

#[test]
fn american_accounts_settle_as_they_say() {
    for (account, code, delay) in [
        ("000123456789", "", SOON),
        ("000111111113", "account_closed", SOON),
        ("000111111116", "no_account", SOON),
        ("000222222227", "insufficient_funds", SOON),
        ("000333333335", "debit_not_authorized", SOON),
        ("000444444440", "invalid_currency", SOON),
        ("000555555559", "", SOON),
        ("000000000009", "", Some(Delay::Never)),
        ("000666666661", "payment_method_microdeposit_failed", None),
        ("000777777771", "charge_exceeds_source_limit", None),
    ] {
        assert_eq!(ends(&us(), &us_account("110000000", account)), (code.to_owned(), delay), "{account}");
    }
    let instrument = typed(&us(), &us_account("110000000", "000123456789")).unwrap();
    assert!(!format!("{instrument:?}").contains("12345"));
    let bank = instrument.bank.unwrap();
    assert_eq!((bank.last4.as_str(), bank.bank_code.as_deref()), ("6789", Some("110000000")));
}

#[test]
fn american_accounts_are_mended_or_refused() {
    let field = |name: &str, error| vec![(format!("us_bank_account[{name}]"), error)];
    let wrong = |routing: &str, account: &str| problems(&us(), &us_account(routing, account));
    assert_eq!(wrong("11000000", "000123456789"), field("routing_number", FieldError::Incomplete));
    assert_eq!(wrong("110000001", "000123456789"), field("routing_number", FieldError::Invalid));
    assert_eq!(wrong("110000000", "000"), field("account_number", FieldError::Incomplete));
    assert_eq!(wrong("110000000", "123456789012345678"), field("account_number", FieldError::Invalid));
    let refused = decline(&us(), &us_account("021000021", "000123456789"));
    assert_eq!(refused.code, "bank_account_unusable");
    assert!(refused.message.contains("110000000"), "{}", refused.message);
    assert_eq!(decline(&us(), &us_account("110000000", "000999999999")).code, "bank_account_unusable");
}

#[test]
fn british_accounts_settle_as_they_say() {
    for (account, code, delay) in [
        ("00012345", "", SOON),
        ("90012345", "", LATE),
        ("33333335", "debit_not_authorized", SOON),
        ("93333335", "debit_not_authorized", LATE),
        ("22222227", "insufficient_funds", SOON),
        ("92222227", "insufficient_funds", LATE),
        ("55555559", "", LATE),
        ("00033333", "debit_not_authorized", SOON),
        ("34343434", "charge_exceeds_source_limit", None),
        ("12121212", "charge_exceeds_transaction_limit", None),
    ] {
        assert_eq!(ends(&bacs(), &bacs_account("10-88-00", account)), (code.to_owned(), delay), "{account}");
    }
    let field = |name: &str, error| vec![(format!("bacs_debit[{name}]"), error)];
    let wrong = |sort_code: &str, account: &str| problems(&bacs(), &bacs_account(sort_code, account));
    assert_eq!(wrong("1088", "00012345"), field("sort_code", FieldError::Incomplete));
    assert_eq!(wrong("108800", "0001234"), field("account_number", FieldError::Incomplete));
    assert_eq!(wrong("108800", "00044444"), field("account_number", FieldError::Invalid));
    assert_eq!(decline(&bacs(), &bacs_account("200000", "00012345")).code, "bank_account_unusable");
}
