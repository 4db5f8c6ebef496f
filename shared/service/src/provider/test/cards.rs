//! The test provider's cards: each published number with its brand, and how it behaves.
//!
//! Source: docs.stripe.com/testing, read November 2026. Where Stripe names a payment method for a number, the card's
//! token is that name; the others have names after what they do, because a token never holds digits of a number.

use paydesk_model::payment::{Card, Decline, Instrument};

use super::number::Number;
use super::script::{Authentication, Script, Verdict};

/// One card of the table.
pub(super) struct TestCard {
    digits: &'static str,
    pub(super) token: &'static str,
    funding: &'static str,
    country: &'static str,
    plays: Plays,
}

/// What makes a card special.
#[derive(Clone, Copy)]
enum Plays {
    Success,
    Declines(Reason),
    /// It can be saved, and every charge is declined.
    SavesOnly(Reason),
    /// 3-D Secure, and then it is paid.
    Challenge,
    Frictionless,
    /// 3-D Secure, and then it is declined, charged or saved.
    ChallengeDeclines(Reason),
    /// 3-D Secure, and then it is saved or, if it is charged, declined.
    ChallengeSavesOnly(Reason),
    LookupFails,
    /// 3-D Secure only where the session asks for it.
    ChallengeIfAsked,
    LookupFailsIfAsked,
}

use Plays::{
    Challenge, ChallengeDeclines, ChallengeIfAsked, ChallengeSavesOnly, Declines, Frictionless, LookupFails,
    LookupFailsIfAsked, SavesOnly, Success,
};

#[derive(Clone, Copy)]
struct Reason {
    code: &'static str,
    decline_code: Option<&'static str>,
    message: &'static str,
}

impl Reason {
    const fn card_declined(decline_code: &'static str, message: &'static str) -> Self {
        Self { code: "card_declined", decline_code: Some(decline_code), message }
    }

    const fn coded(code: &'static str, message: &'static str) -> Self {
        Self { code, decline_code: None, message }
    }

    fn decline(self) -> Decline {
        Decline::new(self.code, self.decline_code, self.message)
    }
}

const DECLINED: &str = "Your card was declined.";
const GENERIC: Reason = Reason::card_declined("generic_decline", DECLINED);
const FUNDS: Reason = Reason::card_declined("insufficient_funds", "Your card has insufficient funds.");
const LOST: Reason = Reason::card_declined("lost_card", DECLINED);
const STOLEN: Reason = Reason::card_declined("stolen_card", DECLINED);
const FRAUDULENT: Reason = Reason::card_declined("fraudulent", DECLINED);
const VELOCITY: Reason = Reason::card_declined(
    "card_velocity_exceeded",
    "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
);
const EXPIRED: Reason = Reason::coded("expired_card", "Your card has expired.");
const CVC: Reason = Reason::coded("incorrect_cvc", "Your card's security code is incorrect.");
const PROCESSING: Reason = Reason::coded(
    "processing_error",
    "An error occurred while processing your card. Try again in a little bit.",
);
const NOT_A_TEST_CARD: Reason = Reason::card_declined(
    "test_mode_live_card",
    "Your card was declined. This is a test payment, and only test cards can pay in it. \
     Test cards are listed at https://docs.stripe.com/testing.",
);

const fn us(digits: &'static str, token: &'static str, plays: Plays) -> TestCard {
    TestCard { digits, token, funding: "credit", country: "US", plays }
}

impl TestCard {
    const fn debit(mut self) -> Self {
        self.funding = "debit";
        self
    }

    const fn prepaid(mut self) -> Self {
        self.funding = "prepaid";
        self
    }

    const fn of(mut self, country: &'static str) -> Self {
        self.country = country;
        self
    }
}

/// The first card with a token is the one that the token stands for.
#[rustfmt::skip]
const CARDS: &[TestCard] = &[
    us("4242424242424242", "pm_card_visa", Success),
    us("4000056655665556", "pm_card_visa_debit", Success).debit(),
    us("5555555555554444", "pm_card_mastercard", Success),
    us("2223003122003222", "pm_card_mastercard", Success),
    us("5200828282828210", "pm_card_mastercard_debit", Success).debit(),
    us("5105105105105100", "pm_card_mastercard_prepaid", Success).prepaid(),
    us("378282246310005", "pm_card_amex", Success),
    us("371449635398431", "pm_card_amex", Success),
    us("6011111111111117", "pm_card_discover", Success),
    us("6011000990139424", "pm_card_discover", Success),
    us("3056930009020004", "pm_card_diners", Success),
    us("36227206271667", "pm_card_diners", Success),
    us("3566002020360505", "pm_card_jcb", Success).of("JP"),
    us("6200000000000005", "pm_card_unionpay", Success).of("CN"),
    us("6200000000000047", "pm_card_unionpay_debit", Success).debit().of("CN"),
    us("6205500000000000004", "pm_card_unionpay", Success).of("CN"),

    us("4000000400000008", "pm_card_at", Success).of("AT"),
    us("4000000360000006", "pm_card_au", Success).of("AU"),
    us("4000000560000004", "pm_card_be", Success).of("BE"),
    us("4000000760000002", "pm_card_br", Success).of("BR"),
    us("4000001240000000", "pm_card_ca", Success).of("CA"),
    us("4000007560000009", "pm_card_ch", Success).of("CH"),
    us("4000002760000016", "pm_card_de", Success).of("DE"),
    us("4000007240000007", "pm_card_es", Success).of("ES"),
    us("4000002500000003", "pm_card_fr", Success).of("FR"),
    us("4000008260000000", "pm_card_gb", Success).of("GB"),
    us("4000003720000005", "pm_card_ie", Success).of("IE"),
    us("4000003800000008", "pm_card_it", Success).of("IT"),
    us("4000003920000003", "pm_card_jp", Success).of("JP"),
    us("4000004840008001", "pm_card_mx", Success).of("MX"),
    us("4000005280000002", "pm_card_nl", Success).of("NL"),
    us("4000006200000007", "pm_card_pt", Success).of("PT"),
    us("4000007520000008", "pm_card_se", Success).of("SE"),

    us("4000000000000002", "pm_card_visa_chargeDeclined", Declines(GENERIC)),
    us("4000000000009995", "pm_card_visa_chargeDeclinedInsufficientFunds", Declines(FUNDS)),
    us("4000000000009987", "pm_card_visa_chargeDeclinedLostCard", Declines(LOST)),
    us("4000000000009979", "pm_card_visa_chargeDeclinedStolenCard", Declines(STOLEN)),
    us("4000000000000069", "pm_card_chargeDeclinedExpiredCard", Declines(EXPIRED)),
    us("4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", Declines(CVC)),
    us("4000000000000119", "pm_card_chargeDeclinedProcessingError", Declines(PROCESSING)),
    us("4000000000006975", "pm_card_visa_chargeDeclinedVelocityLimitExceeded", Declines(VELOCITY)),
    us("4000000000000341", "pm_card_chargeCustomerFail", SavesOnly(GENERIC)),

    us("4100000000000019", "pm_card_radarBlock", Declines(FRAUDULENT)),
    us("4000000000004954", "pm_card_riskLevelHighest", Declines(FRAUDULENT)),
    us("4000000000009235", "pm_card_riskLevelElevated", Success),
    us("4000000000000101", "pm_card_cvcCheckFail", Success),
    us("4000000000000036", "pm_card_avsZipFail", Success),
    us("4000000000000028", "pm_card_avsLine1Fail", Success),
    us("4000000000000010", "pm_card_avsFail", Success),
    us("4000000000000044", "pm_card_avsUnchecked", Success),
    us("4000000000001208", "pm_card_captcha", Success),

    us("4000002500003155", "pm_card_authenticationRequiredOnSetup", Challenge).of("FR"),
    us("4000002760003184", "pm_card_authenticationRequired", Challenge).of("DE"),
    us("4000003800000446", "pm_card_authenticationRequiredSetupForOffSession", Challenge).of("IT"),
    us("4000008260003178", "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
        ChallengeSavesOnly(FUNDS)).of("GB"),
    us("4000000000003220", "pm_card_threeDSecure2Required", Challenge).of("IE"),
    us("4000008400000027", "pm_card_us_threeDSecureRequired", Challenge),
    us("4000008400001629", "pm_card_threeDSecureRequiredChargeDeclined", ChallengeDeclines(GENERIC)),
    us("4000008400001280", "pm_card_threeDSecureRequiredProcessingError", LookupFails),
    us("4000000000003055", "pm_card_threeDSecureOptional", ChallengeIfAsked),
    us("4000000000003097", "pm_card_threeDSecureOptionalProcessingError", LookupFailsIfAsked),
    us("4000000032200000", "pm_card_threeDSecureFrictionless", Frictionless).of("IE"),

    us("4000000000000259", "pm_card_createDispute", Success),
    us("4000000000002685", "pm_card_createDisputeProductNotReceived", Success),
    us("4000000000001976", "pm_card_createDisputeInquiry", Success),
    us("4000000000005423", "pm_card_createIssuerFraudRecord", Success),
    us("4000000404000079", "pm_card_createMultipleDisputes", Success),
    us("4000000000000077", "pm_card_bypassPending", Success),
    us("4000003720000278", "pm_card_bypassPendingInternational", Success).of("IE"),
    us("4000000000007726", "pm_card_pendingRefund", Success),
    us("4000000000005126", "pm_card_refundFail", Success),
];

/// Other names that Stripe has for some of them.
#[rustfmt::skip]
const ALIASES: &[(&str, &str)] = &[
    ("pm_card_us", "pm_card_visa"),
    ("pm_card_amex_threeDSecureNotSupported", "pm_card_amex"),
    ("pm_card_chargeDeclined", "pm_card_visa_chargeDeclined"),
    ("pm_card_chargeDeclinedInsufficientFunds", "pm_card_visa_chargeDeclinedInsufficientFunds"),
    ("pm_card_chargeDeclinedLostCard", "pm_card_visa_chargeDeclinedLostCard"),
    ("pm_card_chargeDeclinedStolenCard", "pm_card_visa_chargeDeclinedStolenCard"),
    ("pm_card_visa_chargeDeclinedExpiredCard", "pm_card_chargeDeclinedExpiredCard"),
    ("pm_card_visa_chargeDeclinedIncorrectCvc", "pm_card_chargeDeclinedIncorrectCvc"),
    ("pm_card_visa_chargeDeclinedProcessingError", "pm_card_chargeDeclinedProcessingError"),
    ("pm_card_chargeDeclinedVelocityLimitExceeded", "pm_card_visa_chargeDeclinedVelocityLimitExceeded"),
    ("pm_card_chargeDeclinedFraudulent", "pm_card_radarBlock"),
    ("pm_card_visa_chargeDeclinedFraudulent", "pm_card_radarBlock"),
    ("pm_card_threeDSecureRequired", "pm_card_threeDSecure2Required"),
];

/// The card of a number, or the answer to everything that is not a test card.
pub(super) fn of_number(number: &Number) -> Result<&'static TestCard, Decline> {
    CARDS.iter().find(|card| number.is(card.digits)).ok_or_else(|| NOT_A_TEST_CARD.decline())
}

/// The card that a token stands for, by any of its names.
pub(super) fn of_token(name: &str) -> Option<&'static TestCard> {
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, token)| token);
    CARDS.iter().find(|card| card.token == name)
}

impl TestCard {
    /// The instrument of this card with its expiry.
    pub(super) fn instrument(&self, exp_month: u8, exp_year: u16) -> Instrument {
        let number = Number::published(self.digits);
        let card = Card {
            brand: number.brand().to_owned(),
            last4: number.last4(),
            exp_month,
            exp_year,
            funding: self.funding.to_owned(),
            country: self.country.to_owned(),
            authenticated: false,
        };
        Instrument { token: self.token.to_owned(), kind: "card".to_owned(), card: Some(card), bank: None }
    }

    pub(super) fn script(&self) -> Script {
        let saves_only =
            |reason: Reason| Script { after: Verdict::Decline(reason.decline()), ..Script::approving() };
        let if_asked =
            |authentication| Script { authentication_if_asked: authentication, ..Script::approving() };
        match self.plays {
            Success => Script::approving(),
            Declines(reason) => Script::declining(reason.decline()),
            SavesOnly(reason) => saves_only(reason),
            Challenge => Script::approving().authenticated(Authentication::Required),
            Frictionless => Script::approving().authenticated(Authentication::Frictionless),
            ChallengeDeclines(reason) => {
                Script::declining(reason.decline()).authenticated(Authentication::Required)
            }
            ChallengeSavesOnly(reason) => saves_only(reason).authenticated(Authentication::Required),
            LookupFails => Script::declining(GENERIC.decline()).authenticated(Authentication::Fails),
            ChallengeIfAsked => if_asked(Authentication::Required),
            LookupFailsIfAsked => if_asked(Authentication::Fails),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_card_is_a_possible_number_that_stands_once_under_a_name_without_its_digits() {
        let mut seen = BTreeSet::new();
        for card in CARDS {
            assert!(Number::parse(card.digits).is_ok(), "{}", card.digits);
            assert!(seen.insert(card.digits), "{} stands twice", card.digits);
            assert!(!card.token.contains(&Number::published(card.digits).last4()), "{}", card.token);
            assert!(of_token(card.token).is_some());
        }
        for (alias, token) in ALIASES {
            assert!(CARDS.iter().all(|card| card.token != *alias), "{alias} is a name of its own");
            assert!(of_token(alias).is_some_and(|card| card.token == *token), "{alias}");
        }
    }
}
