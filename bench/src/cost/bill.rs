//! From what happens to what is paid for: quantities by the name of their price, and their sum in dollars.

use std::collections::BTreeMap;

use super::data::{Assumptions, Measured, Prices, Scenarios, Step};

/// How much of each priced thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quantities {
    by_price: BTreeMap<&'static str, f64>,
    /// What is billed of Lambda's time.
    pub lambda_ms: f64,
}

impl Quantities {
    pub fn get(&self, price: &str) -> f64 {
        self.by_price.get(price).copied().unwrap_or_default()
    }

    pub fn add(&mut self, price: &'static str, quantity: f64) {
        *self.by_price.entry(price).or_default() += quantity;
    }

    /// Takes in as many times what happens elsewhere.
    pub fn add_all(&mut self, other: &Self, times: f64) {
        for (price, quantity) in &other.by_price {
            self.add(price, quantity * times);
        }
        self.lambda_ms += other.lambda_ms * times;
    }

    /// Only what these prices are for.
    pub fn only(&self, prices: &[&str]) -> Self {
        let by_price = self.by_price.iter().filter(|(price, _)| prices.contains(price));
        Self { by_price: by_price.map(|(price, quantity)| (*price, *quantity)).collect(), lambda_ms: 0.0 }
    }

    /// What is left to pay for when each month's allowance is used up.
    pub fn beyond_allowance(&self, prices: &Prices) -> Result<Self, String> {
        let mut left = self.clone();
        for (price, quantity) in &mut left.by_price {
            *quantity = (*quantity - prices.get(price)?.free).max(0.0);
        }
        Ok(left)
    }

    pub fn dollars(&self, prices: &Prices, region: &str) -> Result<f64, String> {
        self.by_price.iter().try_fold(0.0, |sum, (name, quantity)| {
            let price = prices.get(name)?;
            let usd = price.usd.get(region).ok_or_else(|| format!("{name} has no price in {region}"))?;
            Ok(sum + quantity / price.per * usd)
        })
    }
}

/// What some steps, one after another, come to.
pub fn quantities(steps: &[Step], scenarios: &Scenarios, measured: &Measured) -> Result<Quantities, String> {
    let mut all = Quantities::default();
    for step in steps {
        all.add_all(&of_step(step, &scenarios.assumptions, measured)?, 1.0);
    }
    Ok(all)
}

fn of_step(step: &Step, assumed: &Assumptions, measured: &Measured) -> Result<Quantities, String> {
    let mut quantities = Quantities::default();
    let mut round_trips = step.round_trips.unwrap_or_default();
    if let Some(name) = &step.action {
        let action = measured.action(name)?;
        quantities.add("write_units", action.write_units);
        quantities.add("read_units", action.read_units);
        if step.round_trips.is_none() {
            let counted = action.round_trips.and_then(|count| u32::try_from(count).ok());
            round_trips = f64::from(counted.ok_or_else(|| format!("'{name}' needs round_trips of its own"))?);
        }
    }
    let like = step.works_like.as_ref().unwrap_or(&step.function);
    let figures = measured.cold.find(like).ok_or_else(|| format!("no cold start of {like} was measured"))?;
    let cpu_ms = figures.cpu_warm.median / 1000.0;
    let memory_mb = measured.stack.memory_of(&step.function)?;
    let share_of_core = memory_mb / assumed.mb_of_a_full_core;
    let busy_ms = cpu_ms / share_of_core + step.waits_ms;
    quantities.lambda_ms = lambda_ms(busy_ms, round_trips, step.invocations, assumed);
    quantities.add("gb_seconds", quantities.lambda_ms / 1000.0 * memory_mb / 1024.0);
    quantities.add("invocations", step.invocations);
    let requests = if step.api { step.invocations } else { 0.0 };
    quantities.add("api_requests", requests);
    quantities.add("log_bytes", figures.logged.median + requests * assumed.access_log_bytes);
    quantities.add("sqs_requests", step.sqs_requests);
    quantities.add("bus_events", step.bus_events);
    quantities.add("traces", step.invocations * assumed.traced_share);
    Ok(quantities)
}

/// `busy_ms` is the CPU at the function's share of a core, and what it waits for others than the table. An invocation of one's own is billed in whole milliseconds;
/// a share of another's is not rounded again.
fn lambda_ms(busy_ms: f64, round_trips: f64, invocations: f64, assumed: &Assumptions) -> f64 {
    let took = busy_ms + round_trips * assumed.store_latency_ms;
    let warm = if invocations < 1.0 { took } else { took.ceil() };
    warm + invocations * assumed.cold_share * assumed.cold_start_ms
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assumed() -> Assumptions {
        Scenarios::read().map(|scenarios| scenarios.assumptions).unwrap()
    }

    #[test]
    fn an_invocation_is_billed_in_whole_milliseconds_and_a_share_of_one_is_not() {
        let assumed = Assumptions { cold_share: 0.0, store_latency_ms: 4.0, ..assumed() };
        let close = |one: f64, other: f64| (one - other).abs() < 1e-9;
        // Nine and a half milliseconds of work and two round trips of four: 17.5, which is rounded up.
        assert!(close(lambda_ms(9.5, 2.0, 1.0, &assumed), 18.0));
        assert!(close(lambda_ms(9.5, 2.0, 0.0, &assumed), 17.5));
    }

    #[test]
    fn more_memory_is_more_of_a_core_and_as_much_dearer() {
        let steps: Vec<Step> = serde_json::from_str(r#"[{"function": "unknown"}]"#).unwrap();
        let bill = |memory_mb: u32, cpu_ms: f64| {
            let mut measured = Measured::committed().unwrap();
            measured.stack.memory_mb.insert("unknown".into(), memory_mb);
            let unknown = measured.cold.rows.iter_mut().find(|row| row.name == "unknown").unwrap();
            unknown.cpu_warm.median = cpu_ms * 1000.0;
            let assumptions = Assumptions { cold_share: 0.0, mb_of_a_full_core: 2000.0, ..assumed() };
            of_step(&steps[0], &assumptions, &measured).unwrap()
        };
        // Ten milliseconds of a whole core are forty of a quarter.
        let (whole, quarter) = (bill(2000, 10.0), bill(500, 10.0));
        assert!((whole.lambda_ms - 10.0).abs() < 1e-9 && (quarter.lambda_ms - 40.0).abs() < 1e-9);
        assert!((whole.get("gb_seconds") - quarter.get("gb_seconds")).abs() < 1e-9);
    }

    #[test]
    fn cold_starts_are_billed_as_often_as_they_happen() {
        let assumed = Assumptions { cold_share: 0.25, cold_start_ms: 80.0, ..assumed() };
        let warm = Assumptions { cold_share: 0.0, ..self::assumed() };
        let extra = lambda_ms(0.1, 1.0, 1.0, &assumed) - lambda_ms(0.1, 1.0, 1.0, &warm);
        assert!((extra - 20.0).abs() < 1e-9);
    }

    #[test]
    fn a_sum_is_each_quantity_at_its_price() {
        let prices = Prices::read().unwrap();
        let mut quantities = Quantities::default();
        quantities.add("write_units", 2_000_000.0);
        quantities.add("invocations", 3_000_000.0);
        let region = prices.regions[0].clone();
        let (write, invocation) = (prices.get("write_units").unwrap(), prices.get("invocations").unwrap());
        let expected = 2.0 * write.usd[&region] + 3.0 * invocation.usd[&region];
        assert!((quantities.dollars(&prices, &region).unwrap() - expected).abs() < 1e-9);
        let paid = quantities.beyond_allowance(&prices).unwrap();
        assert!((paid.get("invocations") - (3_000_000.0 - invocation.free)).abs() < 1e-9);
        quantities.add("a thing without a price", 1.0);
        assert!(quantities.dollars(&prices, &region).is_err());
    }
}
