//! Addresses and names: who the payer is, where to ship, whom to bill.

use paydesk_model::nested::{Address, ShippingDetails};
use paydesk_model::params::choices::COUNTRIES;

use super::control::{Asking, Control};
use super::locale::Locale;
use super::places;

/// Where addresses name a state, a province or the like.
const WITH_STATES: &str = "AE AR AU BR CA CL CN CO EG ES HK ID IE IN IT JP KR MX MY NG PE PH TH TW US VE";
/// Where they have no postal code.
const WITHOUT_POSTAL_CODES: &str = "AE AG AO AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM DJ DM ER FJ GA GD GH GM GQ GY \
HK JM KI KM KN LC LY ML MO MR MW NR NU QA RW SB SC SL SR SS ST SX TD TG TK TL TO TT TV UG VC VU WS YE ZW";

/// The countries that a script hides fields for.
pub(super) fn habits() -> (&'static str, &'static str) {
    (WITH_STATES, WITHOUT_POSTAL_CODES)
}

/// Every country that somebody may be billed in.
pub(super) fn everywhere() -> Vec<&'static str> {
    COUNTRIES.iter().copied().filter(|code| *code != "ZZ").collect()
}

/// The country of the browser's first language, if that names one.
pub(super) fn likely_country(accept_language: Option<&str>) -> Option<String> {
    let first = accept_language?.split([',', ';']).next()?.trim();
    let region = first.split('-').skip(1).find(|part| part.len() == 2)?.to_ascii_uppercase();
    everywhere().contains(&region.as_str()).then_some(region)
}

/// A whole address of `group` (`billing` or `shipping`), name first.
pub(super) fn whole(
    asking: &Asking<'_>,
    locale: &Locale,
    group: &str,
    known: (Option<&str>, Option<&Address>),
    countries: &[&str],
) -> Vec<Control> {
    let (name, address) = known;
    let none = Address::default();
    let address = address.unwrap_or(&none);
    let field = |part: &str, label: &str, stored: &str, value: Option<&str>| {
        let control = asking.text(&format!("{group}[{part}]"), asking.say(label), value);
        control.stored_as(&format!("{group} {stored}")).at_most(255)
    };
    vec![
        field("name", "address-name", "name", name).required(),
        country(asking, locale, group, address.country.as_deref(), countries).required(),
        field("line1", "address-line1", "address-line1", address.line1.as_deref()).required(),
        field("line2", "address-line2", "address-line2", address.line2.as_deref()).optional(),
        field("postal_code", "address-postal-code", "postal-code", address.postal_code.as_deref())
            .of_class("half postal"),
        field("city", "address-city", "address-level2", address.city.as_deref()).required().of_class("half"),
        field("state", "address-state", "address-level1", address.state.as_deref()).of_class("state"),
    ]
}

/// What a bank checks a card with.
pub(super) fn short(asking: &Asking<'_>, locale: &Locale, address: Option<&Address>) -> Vec<Control> {
    let countries = everywhere();
    let known = address.and_then(|address| address.country.as_deref());
    let postal = address.and_then(|address| address.postal_code.as_deref());
    let label = asking.say("address-postal-code");
    vec![
        country(asking, locale, "billing", known, &countries).required().of_class("half for-card"),
        asking
            .text("billing[postal_code]", label, postal)
            .stored_as("billing postal-code")
            .at_most(255)
            .of_class("half postal for-card"),
    ]
}

fn country(
    asking: &Asking<'_>,
    locale: &Locale,
    group: &str,
    known: Option<&str>,
    countries: &[&str],
) -> Control {
    let likely = likely_country(asking.show.visit.accept_language);
    let only = (countries.len() == 1).then(|| countries.first().copied()).flatten();
    let first = known.or(likely.as_deref()).filter(|code| countries.contains(code)).or(only);
    let name = format!("{group}[country]");
    let label = asking.say("country");
    asking.list(&name, label, first, named(locale, countries)).stored_as(&format!("{group} country"))
}

/// A name and an address in one line.
pub(super) fn written(place: &ShippingDetails) -> String {
    let Address { line1, line2, postal_code, city, state, country } = &place.address;
    let parts = [line1, line2, postal_code, city, state, country].into_iter().flatten();
    std::iter::once(&place.name).chain(parts).map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// Codes and names, in the language's order.
fn named(locale: &Locale, countries: &[&str]) -> Vec<(String, String)> {
    let offered = places::countries(locale).filter(|(code, _)| countries.contains(code));
    offered.map(|(code, name)| (code.to_owned(), name.to_owned())).collect()
}
