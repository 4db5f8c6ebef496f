//! What a checkout costs: what was measured, times what AWS asks for it.

mod bill;
mod data;
mod stack;
mod tables;

use std::path::Path;

use data::{Measured, Prices, Scenarios};

/// Prints the tables, from the files that `units` and `cold` wrote.
pub fn run(units: &Path, cold: &Path) -> Result<(), String> {
    let measured = Measured::read(units, cold)?;
    print!("{}", tables::page(&Scenarios::read()?, &measured, &Prices::read()?)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use paydesk_local::template::Template;

    use super::bill::{Quantities, quantities};
    use super::tables::{MILLION, PARTS};
    use super::*;

    fn steps(scenarios: &Scenarios) -> impl Iterator<Item = &data::Step> {
        let chosen = scenarios.scenarios.iter().flat_map(|scenario| &scenario.steps);
        chosen.chain(&scenarios.every_minute)
    }

    #[test]
    fn every_function_is_in_a_scenario_and_every_scenario_names_functions() {
        let template = Template::embedded(&BTreeMap::new()).unwrap();
        let functions: BTreeSet<String> =
            template.functions.into_iter().map(|function| function.name).collect();
        let scenarios = Scenarios::read().unwrap();
        let billed: BTreeSet<String> = steps(&scenarios).map(|step| step.function.clone()).collect();
        assert_eq!(billed, functions, "bench/scenarios.json says what each function costs");
        let cold = Measured::committed().unwrap().cold;
        for like in steps(&scenarios).filter_map(|step| step.works_like.as_ref()) {
            assert!(cold.find(like).is_some_and(|row| !row.peer), "{like}");
        }
    }

    #[test]
    fn every_price_is_known_in_every_region_with_its_page_and_date() {
        let prices = Prices::read().unwrap();
        for (name, price) in &prices.prices {
            for region in &prices.regions {
                assert!(price.usd.get(region).is_some_and(|usd| *usd >= 0.0), "{name} in {region}");
                assert!(price.known.get(region).is_some_and(|date| date.starts_with("20")), "{name}");
            }
            assert!(price.source.starts_with("https://aws.amazon.com/"), "{name}");
        }
        for name in PARTS.iter().flat_map(|(_, names)| names.iter()) {
            assert!(prices.get(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn every_bill_is_the_sum_of_its_columns() {
        let (scenarios, prices) = (Scenarios::read().unwrap(), Prices::read().unwrap());
        let measured = Measured::committed().unwrap();
        for scenario in &scenarios.scenarios {
            let mut million = Quantities::default();
            million.add_all(&quantities(&scenario.steps, &scenarios, &measured).unwrap(), MILLION);
            for region in &prices.regions {
                let part = |names: &[&str]| million.only(names).dollars(&prices, region).unwrap();
                let parts: f64 = PARTS.iter().map(|(_, names)| part(names)).sum();
                let whole = million.dollars(&prices, region).unwrap();
                assert!(whole > 0.0 && (parts - whole).abs() < 1e-6, "{} in {region}", scenario.name);
            }
        }
    }

    /// What must be billed, by the functions that there are.
    fn asked_for(functions: &BTreeSet<String>) -> Vec<&'static str> {
        let any = |names: &[&str]| names.iter().any(|name| functions.contains(*name));
        let mut asked = Vec::new();
        if any(&["pay", "settle"]) {
            asked.push("completed checkout");
        }
        if any(&["deliver"]) {
            asked.push("webhook");
        }
        asked
    }

    #[test]
    fn a_completed_checkout_and_a_webhook_are_billed_as_soon_as_functions_bring_them_about() {
        let some = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        assert_eq!(asked_for(&some(&["create", "settle"])), ["completed checkout"]);
        assert_eq!(asked_for(&some(&["deliver", "pay"])), ["completed checkout", "webhook"]);
        let template = Template::embedded(&BTreeMap::new()).unwrap();
        let functions = template.functions.into_iter().map(|function| function.name).collect();
        let scenarios = Scenarios::read().unwrap().scenarios;
        for name in asked_for(&functions) {
            assert!(scenarios.iter().any(|scenario| scenario.name == name), "scenarios.json has no '{name}'");
        }
    }

    fn committed(path: &str) -> String {
        let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    #[test]
    fn the_committed_bill_is_what_the_committed_figures_come_to() {
        let page = committed("results/cost.md");
        let (date, tables) = page.split_once("\n\n").unwrap();
        assert!(date.starts_with("*Reckoned 20"), "{date}");
        let measured = Measured::committed().unwrap();
        let now = tables::page(&Scenarios::read().unwrap(), &measured, &Prices::read().unwrap()).unwrap();
        assert_eq!(tables, now, "bench/run cost reckons it anew");
        assert!(committed("RESULTS.md").contains(&now), "bench/run cost writes bench/RESULTS.md anew");
    }
}
