//! The table of taxes that a deployment's owner supplies: fixed rates by country, and by state within a country.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::catalogue::TaxRate;
use crate::nested::Address;
use crate::params;
use crate::params::choices::COUNTRIES;
use crate::params::taxes_table::TAXES;
use crate::path::Path;
use crate::pricing::Percentage;
use crate::problem::Problem;
use crate::terms::Located;
use crate::time::Moment;
use crate::tree::Tree;

/// What is due where; an empty table is due nowhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxTable {
    places: Vec<Place>,
}

/// A country, or a state of one, and the rate that is due there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    country: String,
    /// The code of ISO 3166-2 without the country's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    /// What payers may write for the state besides its code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    state_names: Vec<String>,
    /// Whether the state's rate is due in place of its country's; else it is due besides.
    #[serde(default)]
    replaces_country: bool,
    display_name: String,
    percentage: Percentage,
    /// Whether it is within prices that do not say so themselves.
    inclusive: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    jurisdiction: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tax_type: Option<String>,
    /// Unix seconds: since when it stands in the table.
    #[serde(default)]
    since: i64,
}

impl TaxTable {
    /// Checks a table as it is written: a hash whose list `taxes` names each place once.
    pub fn check(tree: &Tree, now: Moment) -> Result<Self, Problem> {
        let mut checked = params::check(TAXES, tree)?;
        let places: Vec<Place> = params::read(checked.remove("taxes").unwrap_or_default())?;
        let mut known = BTreeSet::new();
        for (index, place) in places.iter().enumerate() {
            let at = Path::of("taxes").index(index);
            place.check(&at)?;
            for name in place.names() {
                if !known.insert((place.country.clone(), name)) {
                    return Err(Problem::at(at, format!("{} stands in the table twice.", place.title())));
                }
            }
        }
        Ok(Self { places: places.into_iter().map(|place| place.since(now)).collect() })
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The same table, whose rates that were there before are as old as they were.
    #[must_use]
    pub fn after(mut self, before: &Self) -> Self {
        for place in &mut self.places {
            let known = before.places.iter().find(|known| known.id(true) == place.id(true));
            place.since = known.map_or(place.since, |known| known.since);
        }
        self
    }

    /// What is due at an address: its country's rate, then its state's. Nothing can be said of one without a country.
    /// Merchants say in either case where their customers are.
    pub fn at(&self, address: &Address, livemode: bool) -> Option<Located> {
        let country = address.country.as_ref()?.to_uppercase();
        let here = || self.places.iter().filter(|place| place.country == country);
        let written = address.state.as_deref().map(folded);
        let state = here().find(|place| {
            place.state.is_some() && written.as_ref().is_some_and(|state| place.names().contains(state))
        });
        let replaced = state.is_some_and(|state| state.replaces_country);
        let national = here().find(|place| place.state.is_none() && !replaced);
        let rates = national.into_iter().chain(state).map(|place| place.rate(livemode)).collect();
        Some(Located { country, state: address.state.clone(), rates })
    }

    /// The rate with this id, as it is or as prices make it that say whether tax is within them.
    pub fn rate(&self, id: &str, livemode: bool) -> Option<TaxRate> {
        let both = |place: &Place| {
            let own = place.rate(livemode);
            [within(&own, true), within(&own, false)]
        };
        self.places.iter().flat_map(both).find(|rate| rate.id == id)
    }

    /// A line for each place, as people read it.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.places.iter().map(|place| {
            let how = if place.inclusive { "inclusive" } else { "exclusive" };
            let instead = if place.replaces_country { ", in place of the country's" } else { "" };
            format!("{}  {} %  {how}  {}{instead}", place.title(), place.percentage, place.display_name)
        })
    }
}

impl Place {
    fn check(&self, at: &Path) -> Result<(), Problem> {
        let country = &self.country;
        if !COUNTRIES.contains(&country.as_str()) {
            let message = format!(
                "There is no country '{country}': write its ISO 3166 code in capital letters, such as DE."
            );
            return Err(Problem::at(at.key("country"), message));
        }
        let of_a_state =
            [("state_names", !self.state_names.is_empty()), ("replaces_country", self.replaces_country)];
        match of_a_state.into_iter().find(|(_, given)| *given && self.state.is_none()) {
            Some((name, _)) => {
                Err(Problem::at(at.key(name), format!("`{name}` is said of a state: add `state`.")))
            }
            None => Ok(()),
        }
    }

    fn since(self, now: Moment) -> Self {
        Self { since: now.seconds(), ..self }
    }

    fn title(&self) -> String {
        self.state.as_ref().map_or_else(|| self.country.clone(), |state| format!("{}-{state}", self.country))
    }

    /// What an address may say of its state here; a country's own rate is that of no state.
    fn names(&self) -> BTreeSet<String> {
        let Some(state) = &self.state else { return BTreeSet::from([String::new()]) };
        std::iter::once(state).chain(&self.state_names).map(|name| folded(name)).collect()
    }

    /// Made of what cannot change about a rate, so that the same rate has the same id in every deployment.
    fn id(&self, inclusive: bool) -> String {
        let state = self.state.as_ref().map_or_else(String::new, |state| format!("_{state}"));
        let percentage = self.percentage.to_string().replace('.', "_");
        format!("txr_{}{state}_{percentage}{}", self.country, ending(inclusive))
    }

    fn rate(&self, livemode: bool) -> TaxRate {
        TaxRate {
            id: self.id(self.inclusive),
            livemode,
            created: self.since,
            active: true,
            country: Some(self.country.clone()),
            description: self.description.clone(),
            display_name: self.display_name.clone(),
            inclusive: self.inclusive,
            jurisdiction: self.jurisdiction.clone(),
            metadata: std::collections::BTreeMap::new(),
            percentage: self.percentage,
            state: self.state.clone(),
            tax_type: self.tax_type.clone(),
        }
    }
}

/// A table's rate within prices or on top of them: these are two rates, with an id each.
pub fn within(rate: &TaxRate, inclusive: bool) -> TaxRate {
    let stem = rate.id.strip_suffix(ending(rate.inclusive));
    let id = stem.map_or_else(|| rate.id.clone(), |stem| format!("{stem}{}", ending(inclusive)));
    TaxRate { id, inclusive, ..rate.clone() }
}

const fn ending(inclusive: bool) -> &'static str {
    if inclusive { "_inclusive" } else { "_exclusive" }
}

fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::params::sample::tree;

    const NOW: Moment = Moment::from_seconds(1_795_305_600);
    /// Germany, Spain with its islands, and Canada with one of its provinces.
    const TABLE: &str = "taxes[0][country]=DE&taxes[0][display_name]=MwSt.&taxes[0][percentage]=19&taxes[0][inclusive]=true\
        &taxes[1][country]=ES&taxes[1][display_name]=IVA&taxes[1][percentage]=21&taxes[1][inclusive]=true\
        &taxes[2][country]=ES&taxes[2][display_name]=IGIC&taxes[2][percentage]=7&taxes[2][inclusive]=true\
        &taxes[2][state]=CN&taxes[2][replaces_country]=true\
        &taxes[3][country]=CA&taxes[3][display_name]=GST&taxes[3][percentage]=5&taxes[3][inclusive]=false\
        &taxes[4][country]=CA&taxes[4][display_name]=QST&taxes[4][percentage]=9.975&taxes[4][inclusive]=false\
        &taxes[4][state]=QC&taxes[4][state_names][0]=Quebec&taxes[4][state_names][1]=Québec";

    fn table() -> TaxTable {
        TaxTable::check(&tree(TABLE), NOW).unwrap()
    }

    /// What is due there, by name.
    fn due(country: &str, state: Option<&str>) -> Vec<String> {
        let address = Address {
            country: Some(country.to_owned()),
            state: state.map(str::to_owned),
            ..Address::default()
        };
        let located = table().at(&address, false).unwrap();
        located.rates.into_iter().map(|rate| rate.display_name).collect()
    }

    #[test]
    fn a_states_rate_is_due_besides_its_countrys_or_in_its_place() {
        assert_eq!(due("DE", Some("BE")), ["MwSt."]);
        assert_eq!((due("ES", None), due("ES", Some("CN"))), (vec!["IVA".into()], vec!["IGIC".into()]));
        assert_eq!(due("CA", Some("ON")), ["GST"]);
        for written in ["QC", "qc", " Quebec", "QUÉBEC"] {
            assert_eq!(due("CA", Some(written)), ["GST", "QST"], "{written}");
        }
        assert_eq!(due("US", Some("NY")), Vec::<String>::new());
        assert_eq!(table().at(&Address::default(), false), None);
    }

    #[test]
    fn a_rate_is_found_by_its_id_as_prices_make_it() {
        let table = table();
        let canadian = table.rate("txr_CA_QC_9_975_exclusive", true).unwrap();
        assert_eq!(
            (canadian.inclusive, canadian.livemode, canadian.state.as_deref()),
            (false, true, Some("QC"))
        );
        let german = table.rate("txr_DE_19_inclusive", false).unwrap();
        let on_top = within(&german, false);
        assert_eq!((on_top.id.as_str(), on_top.inclusive), ("txr_DE_19_exclusive", false));
        assert_eq!(table.rate("txr_DE_19_exclusive", false), Some(on_top));
        assert_eq!(table.rate("txr_DE_7_inclusive", false), None);
        let merchants = TaxRate { id: "txr_theirs".into(), ..german };
        assert_eq!(within(&merchants, false).id, "txr_theirs");
    }

    #[test]
    fn a_table_that_is_loaded_again_keeps_its_rates_ages() {
        let later = TaxTable::check(&tree(TABLE), NOW.plus_seconds(60)).unwrap();
        assert_ne!(later, table());
        assert_eq!(later.after(&table()), table());
    }

    #[test]
    fn what_a_table_cannot_mean_is_refused_at_its_place() {
        let german = "taxes[0][country]=DE&taxes[0][display_name]=MwSt.&taxes[0][inclusive]=true";
        let whole = format!("{german}&taxes[0][percentage]=19");
        for (form, place, why) in [
            (format!("{german}&taxes[0][percentage]=101"), "taxes[0][percentage]", "from 0 to 100"),
            (format!("{german}&taxes[0][percentage]=1.23456"), "taxes[0][percentage]", "4 decimals"),
            (german.to_owned(), "taxes[0][percentage]", "Missing"),
            (whole.replace("=DE", "=XX"), "taxes[0][country]", "There is no country 'XX'"),
            (format!("{whole}&{}", whole.replace("[0]", "[1]")), "taxes[1]", "DE stands in the table twice"),
            (format!("{whole}&taxes[0][replaces_country]=true"), "taxes[0][replaces_country]", "add `state`"),
            (format!("{whole}&taxes[0][rate]=19"), "taxes[0][rate]", "unknown parameter"),
            (String::new(), "taxes", "Missing"),
        ] {
            let refused = TaxTable::check(&tree(&form), NOW).expect_err(&form);
            assert_eq!(refused.param.unwrap().to_string(), place, "{form}");
            assert!(refused.message.contains(why), "{form}: {}", refused.message);
        }
    }
}
