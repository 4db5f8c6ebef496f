//! The test provider's IBANs: the same set of outcomes in every country, under the same names.
//!
//! Source: docs.stripe.com/payments/sepa-debit/accept-a-payment, read November 2026. It lists one Dutch IBAN twice; the
//! second is replaced here by the one that fits the pattern. Italy has no published set: its two are the registry's
//! example and the one that is in common use with Stripe, and both succeed.

use super::accounts::{COULD_NOT, FUNDS, Plays, WEEKLY_TRANSACTIONS, WEEKLY_VOLUME};

/// What the refusal of any other IBAN names.
pub(super) const EXAMPLE: &str = "DE89370400440532013000";

/// The outcomes, in the order in which a country's IBANs stand.
const OUTCOMES: &[(&str, Plays)] = &[
    ("success", Plays::Arrives),
    ("successDelayed", Plays::ArrivesLate),
    ("failed", Plays::Fails(COULD_NOT)),
    ("failedDelayed", Plays::FailsLate(COULD_NOT)),
    ("disputed", Plays::Arrives),
    ("exceedsWeeklyVolumeLimit", Plays::Refused(WEEKLY_VOLUME)),
    ("exceedsWeeklyTransactionLimit", Plays::Refused(WEEKLY_TRANSACTIONS)),
    ("insufficientFunds", Plays::Fails(FUNDS)),
];

#[rustfmt::skip]
const IBANS: &[(&str, &[&str])] = &[
    ("at", &["AT611904300234573201", "AT321904300235473204", "AT861904300235473202", "AT051904300235473205",
        "AT591904300235473203", "AT981904300000343434", "AT601904300000121212", "AT981904300002222227"]),
    ("be", &["BE62510007547061", "BE78510007547064", "BE68539007547034", "BE51510007547065",
        "BE08510007547063", "BE90510000343434", "BE52510000121212", "BE90510002222227"]),
    ("de", &["DE89370400440532013000", "DE08370400440532013003", "DE62370400440532013001",
        "DE78370400440532013004", "DE35370400440532013002", "DE65370400440000343434",
        "DE27370400440000121212", "DE65370400440002222227"]),
    ("es", &["ES0700120345030000067890", "ES2300120345030000067893", "ES9121000418450200051332",
        "ES9300120345030000067894", "ES5000120345030000067892", "ES1700120345000000343434",
        "ES7600120345000000121212", "ES1700120345000002222227"]),
    ("fi", &["FI2112345600000785", "FI3712345600000788", "FI9112345600000786", "FI1012345600000789",
        "FI6412345600000787", "FI6712345600343434", "FI2912345600121212", "FI6712345602222227"]),
    ("fr", &["FR1420041010050500013M02606", "FR3020041010050500013M02609", "FR8420041010050500013M02607",
        "FR7920041010050500013M02600", "FR5720041010050500013M02608", "FR9720041010050000000343434",
        "FR5920041010050000000121212", "FR9720041010050000002222227"]),
    ("ie", &["IE29AIBK93115212345678", "IE24AIBK93115212345671", "IE02AIBK93115212345679",
        "IE94AIBK93115212345672", "IE51AIBK93115212345670", "IE10AIBK93115200343434",
        "IE69AIBK93115200121212", "IE10AIBK93115202222227"]),
    ("it", &["IT40S0542811101000000123456"]),
    ("lu", &["LU280019400644750000", "LU440019400644750003", "LU980019400644750001", "LU170019400644750004",
        "LU710019400644750002", "LU900010000000343434", "LU520010000000121212", "LU900010000002222227"]),
    ("nl", &["NL39RABO0300065264", "NL55RABO0300065267", "NL91ABNA0417164300", "NL28RABO0300065268",
        "NL82RABO0300065266", "NL27RABO0000343434", "NL86RABO0000121212", "NL27RABO0002222227"]),
    ("pt", &["PT50000201231234567890154", "PT66000201231234567890157", "PT23000201231234567890155",
        "PT39000201231234567890158", "PT93000201231234567890156", "PT05000201230000000343434",
        "PT64000201230000000121212", "PT05000201230000002222227"]),
];

/// Another one of a country, that behaves as the first.
const SPARE: (&str, &str) = ("IT60X0542811101000000123456", "it");

/// The token of an IBAN in its electronic form.
pub(super) fn token_of(iban: &str) -> Option<String> {
    let place = |(country, ibans): &(&str, &[&str])| {
        let at = ibans.iter().position(|known| *known == iban)?;
        Some(format!("pm_{}_{country}", OUTCOMES.get(at)?.0))
    };
    let spare = || (iban == SPARE.0).then(|| format!("pm_{}_{}", OUTCOMES[0].0, SPARE.1));
    IBANS.iter().find_map(place).or_else(spare)
}

/// The IBAN of a token.
pub(super) fn of_token(token: &str) -> Option<&'static str> {
    let (outcome, country) = parts(token)?;
    let at = OUTCOMES.iter().position(|(name, _)| *name == outcome)?;
    let (_, ibans) = IBANS.iter().find(|(name, _)| *name == country)?;
    ibans.get(at).copied()
}

/// What becomes of a debit from the account of a token.
pub(super) fn plays(token: &str) -> Option<Plays> {
    of_token(token)?;
    let (outcome, _) = parts(token)?;
    OUTCOMES.iter().find(|(name, _)| *name == outcome).map(|(_, plays)| *plays)
}

fn parts(token: &str) -> Option<(&str, &str)> {
    token.strip_prefix("pm_")?.rsplit_once('_')
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_iban_is_one_and_stands_once_and_leads_to_its_token_and_back() {
        let mut seen = BTreeSet::new();
        for (country, ibans) in IBANS {
            assert!(ibans.len() == OUTCOMES.len() || *country == SPARE.1, "{country}");
            for iban in *ibans {
                assert!(iban.parse::<iban::Iban>().is_ok(), "{iban}");
                assert!(seen.insert(iban), "{iban} stands twice");
                assert!(iban.to_lowercase().starts_with(country), "{iban}");
                let token = token_of(iban).unwrap_or_default();
                assert_eq!(of_token(&token), Some(*iban), "{token}");
                assert!(plays(&token).is_some());
            }
        }
        assert!(EXAMPLE.parse::<iban::Iban>().is_ok() && SPARE.0.parse::<iban::Iban>().is_ok());
    }
}
