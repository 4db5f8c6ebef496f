//! Whatever is sent to whatever route: never a 5xx, always the error shape, always a Request-Id.

use http::Method;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseResult};

use crate::merchant::{Answer, Ask, JSON, Merchant, TEA};
use crate::world::FORM;

fn routes() -> Vec<(Method, String, &'static str)> {
    let mut routes = Vec::new();
    for (sessions, lines, kind) in
        [("/v1/checkout/sessions", "line_items", FORM), ("/checkout-sessions", "line-items", JSON)]
    {
        let one = format!("{sessions}/ID");
        for (method, path) in [
            (Method::POST, sessions.to_string()),
            (Method::GET, sessions.to_string()),
            (Method::GET, one.clone()),
            (Method::POST, one.clone()),
            (Method::POST, format!("{one}/expire")),
            (Method::GET, format!("{one}/{lines}")),
            (Method::POST, format!("{one}/nothing")),
        ] {
            routes.push((method, path, kind));
        }
    }
    routes
}

fn check(answer: &Answer) -> TestCaseResult {
    prop_assert!(answer.status < 500, "{} {}", answer.status, answer.text);
    prop_assert!(answer.header("request-id").is_some_and(|id| id.starts_with("req_")));
    let body = answer.json();
    if answer.status == 200 {
        prop_assert!(body["object"].is_string());
    } else {
        prop_assert!(
            body["error"]["message"].is_string() && body["error"]["type"].is_string(),
            "{}",
            answer.text
        );
    }
    Ok(())
}

struct World {
    runtime: tokio::runtime::Runtime,
    merchant: Merchant,
    id: String,
}

impl World {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let merchant = Merchant::new();
        let id = runtime.block_on(merchant.opens(TEA));
        Self { runtime, merchant, id }
    }

    fn ask(&self, route: usize, query: Option<&str>, body: Vec<u8>) -> Ask<'_> {
        let (method, path, kind) = routes()[route].clone();
        let path = path.replace("ID", &self.id);
        let path = query.map_or(path.clone(), |query| format!("{path}?{query}"));
        self.merchant.ask(method, path, kind, body)
    }

    fn check(&self, ask: Ask<'_>) -> TestCaseResult {
        check(&self.runtime.block_on(ask.into_future()))
    }
}

/// Names that exist, so that a fuzzed form gets past the first look.
const NAMES: &[&str] = &[
    "mode",
    "success_url",
    "line_items",
    "price_data",
    "unit_amount",
    "unit_amount_decimal",
    "quantity",
    "currency",
    "product_data",
    "name",
    "metadata",
    "expires_at",
    "ui_mode",
    "custom_fields",
    "dropdown",
    "options",
    "limit",
    "created",
    "gte",
    "lt",
    "starting_after",
    "expand",
    "customer_details",
    "email",
    "status",
    "shipping_options",
    "payment_method_options",
    "card",
    "subscription_data",
    "adjustable_quantity",
    "enabled",
    "0",
    "1",
    "7",
    "",
];
const VALUES: &[&str] = &[
    "payment",
    "setup",
    "subscription",
    "eur",
    "1",
    "0",
    "-1",
    "9223372036854775807",
    "9223372036854775808",
    "1e9",
    "true",
    "",
    "https://a.example",
    "javascript:x",
    "line_items",
    "open",
    "1.5",
    "999999999999.123456789012",
    "x y",
];

fn pair() -> impl Strategy<Value = String> {
    let step = prop_oneof![8 => prop::sample::select(NAMES).prop_map(String::from), 1 => "[a-z\\[\\]]{0,4}"];
    let value = prop_oneof![8 => prop::sample::select(VALUES).prop_map(String::from), 1 => "\\PC{0,12}"];
    (vec(step, 1..6), value).prop_map(|(steps, value)| {
        let (head, rest) = steps.split_first().unwrap();
        let brackets: String = rest.iter().map(|step| format!("[{step}]")).collect();
        format!("{head}{brackets}={value}")
    })
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::Value;
    let name = || prop_oneof![4 => prop::sample::select(NAMES).prop_map(paydesk_service::wire::camel::to_camel), 1 => "\\PC{0,6}"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(VALUES).prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((name(), inner), 0..6).prop_map(|fields| Value::Object(fields.into_iter().collect()))
        ]
    })
}

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(7),
        ..ProptestConfig::default()
    }
}

#[test]
fn arbitrary_bytes_are_answered_on_every_route() {
    let world = World::new();
    proptest!(settings(300), |(route in 0..routes().len(), body in vec(any::<u8>(), 0..300))| {
        world.check(world.ask(route, None, body))?;
    });
}

#[test]
fn arbitrary_bracket_forms_are_answered_on_every_route() {
    let world = World::new();
    proptest!(settings(300), |(route in 0..routes().len(), pairs in vec(pair(), 0..8), whole in any::<bool>())| {
        let form = pairs.join("&");
        let form = if whole { format!("{TEA}&{form}") } else { form };
        world.check(world.ask(route, None, form.into_bytes()))?;
    });
}

#[test]
fn arbitrary_queries_are_answered_on_every_route() {
    let world = World::new();
    proptest!(settings(300), |(route in 0..routes().len(), pairs in vec(pair(), 0..5))| {
        let plain = |character: char| character.is_ascii_graphic() && !"#<>\"\\^`{|}".contains(character);
        let query: String = pairs.join("&").chars().filter(|character| plain(*character)).collect();
        world.check(world.ask(route, Some(&query), Vec::new()))?;
    });
}

#[test]
fn arbitrary_json_is_answered_on_every_route() {
    let world = World::new();
    proptest!(settings(300), |(route in 0..routes().len(), body in json())| {
        world.check(world.ask(route, None, body.to_string().into_bytes()))?;
    });
}

#[test]
fn arbitrary_paths_ids_and_headers_are_answered() {
    let world = World::new();
    proptest!(settings(200), |(path in "(/v1/checkout/sessions|/checkout-sessions)/[!-~&&[^#?<>\"\\\\^`{|}]]{0,40}", version in "[ -~]{0,20}", key in "[ -~]{0,20}")| {
        let get = world.merchant.get(path.clone());
        world.check(get)?;
        let post = world.merchant.post(path, "");
        world.check(post.with("stripe-version", &version).keyed(&key))?;
    });
}
