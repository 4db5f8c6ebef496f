//! Which parts of an address a country has, as far as a form may insist on them.
//!
//! Sources: the Universal Postal Union's country sheets and Google's libaddressinput data. Where they differ, or a
//! part is customary but not needed to deliver, the form does not insist.

/// Countries and territories whose addresses have no postal code, or get by without one.
#[rustfmt::skip]
const WITHOUT_POSTAL_CODE: &[&str] = &[
    "AC", "AE", "AG", "AO", "AQ", "AW", "BF", "BI", "BJ", "BO", "BQ", "BS", "BV", "BW", "BZ", "CD", "CF",
    "CG", "CI", "CK", "CM", "CW", "DJ", "DM", "ER", "FJ", "GA", "GD", "GH", "GM", "GN", "GQ", "GY", "HK",
    "IE", "JM", "KI", "KM", "KN", "LC", "LY", "ML", "MO", "MR", "MW", "NR", "NU", "PA", "QA", "RW", "SB",
    "SC", "SL", "SO", "SR", "SS", "ST", "SX", "TA", "TD", "TF", "TG", "TK", "TL", "TO", "TT", "TV",
    "UG", "VC", "VU", "WS", "XK", "YE", "ZW", "ZZ",
];

/// Countries where mail is not delivered without the state, province, prefecture or emirate.
const WITH_STATE: &[&str] = &["AE", "AU", "BR", "CA", "CN", "IN", "JP", "KR", "MX", "US"];

/// Countries that are one city.
const ONE_CITY: &[&str] = &["AQ", "GI", "HK", "MC", "MO", "SG", "VA", "ZZ"];

/// Countries whose banks compare a card's postal code.
const WITH_POSTAL_CHECK: &[&str] = &["CA", "GB", "US"];

/// Whether an address there has to have a postal code.
pub fn needs_postal_code(country: &str) -> bool {
    !WITHOUT_POSTAL_CODE.contains(&country)
}

/// Whether an address there has to have a state.
pub fn needs_state(country: &str) -> bool {
    WITH_STATE.contains(&country)
}

/// Whether an address there has to have a city.
pub fn needs_city(country: &str) -> bool {
    !ONE_CITY.contains(&country)
}

/// Whether a card is asked for its postal code there, even where no whole address is.
pub fn checks_postal_code(country: &str) -> bool {
    WITH_POSTAL_CHECK.contains(&country)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::choices::COUNTRIES;

    #[test]
    fn an_address_has_the_parts_that_its_country_has() {
        assert!(needs_postal_code("DE") && needs_city("DE") && !needs_state("DE"));
        assert!(needs_postal_code("US") && needs_city("US") && needs_state("US"));
        assert!(!needs_postal_code("HK") && !needs_city("HK") && !needs_state("HK"));
        assert!(!needs_postal_code("IE") && needs_city("IE") && !needs_state("IE"));
        assert!(checks_postal_code("GB") && !checks_postal_code("DE"));
    }

    #[test]
    fn the_tables_name_countries_in_order_and_once() {
        for table in [WITHOUT_POSTAL_CODE, WITH_STATE, ONE_CITY, WITH_POSTAL_CHECK] {
            assert!(table.is_sorted_by(|one, next| one < next), "{table:?}");
            let unknown: Vec<_> = table.iter().filter(|country| !COUNTRIES.contains(country)).collect();
            assert_eq!(unknown, Vec::<&&str>::new());
        }
    }
}
