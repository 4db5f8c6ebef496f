//! What cargo lambda is told in Cargo.toml, beside template.yaml: neither may say what the other does not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use paydesk_local::template::{SOURCE, Trigger};
use paydesk_service::config::Config;
use serde_json::{Map, Value};

use crate::world::template;

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(arguments).arg("--offline").current_dir(root()).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn metadata() -> Value {
    serde_json::from_str(&cargo(&["metadata", "--format-version", "1", "--no-deps"])).unwrap()
}

fn binaries(package: &Value) -> Vec<&str> {
    let targets = package["targets"].as_array().unwrap().iter();
    targets
        .filter(|target| target["kind"][0] == "bin")
        .map(|target| target["name"].as_str().unwrap())
        .collect()
}

fn names() -> BTreeSet<String> {
    template().functions.into_iter().map(|function| function.name).collect()
}

/// The packages that `cargo lambda build` leaves out.
fn left_out(metadata: &Value) -> Vec<&str> {
    let build = &metadata["metadata"]["lambda"]["build"];
    assert_eq!(build["workspace"], true);
    build["exclude"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect()
}

#[test]
fn cargo_lambda_builds_the_functions_and_nothing_else() {
    let metadata = metadata();
    let left_out = left_out(&metadata);
    let packages = metadata["packages"].as_array().unwrap().iter();
    let built = packages.filter(|package| !left_out.contains(&package["name"].as_str().unwrap()));
    let built: BTreeSet<String> = built.flat_map(binaries).map(String::from).collect();
    assert_eq!(built, names());
}

#[test]
fn no_function_carries_the_embedded_engine_or_what_the_runner_switches_on() {
    let tree = |exclude: &[&str]| {
        let mut arguments =
            vec!["tree", "--workspace", "-e", "normal", "--prefix", "none", "-f", "{p} [{f}]"];
        arguments.extend(exclude.iter().flat_map(|name| ["--exclude", *name]));
        cargo(&arguments)
    };
    let has = |tree: &str, name: &str| tree.lines().any(|line| line.starts_with(&format!("{name} v")));
    let signals = |tree: &str| tree.lines().any(|l| l.starts_with("tokio v") && l.contains(",signal"));
    let (everything, metadata) = (tree(&[]), metadata());
    let functions = tree(&left_out(&metadata));
    for name in ["paydesk-local", "dynoxide-rs", "rusqlite", "libsqlite3-sys"] {
        assert!(has(&everything, name), "{name} has another name by now");
        assert!(!has(&functions, name), "{name} is in a function");
    }
    assert!(signals(&everything) && !signals(&functions));
    assert!(has(&functions, "paydesk-service"));
}

#[test]
fn watch_routes_as_the_template_does() {
    let mut expected: BTreeMap<(String, String), String> = BTreeMap::new();
    for function in template().functions {
        for trigger in function.triggers {
            if let Trigger::Route { method, path } = trigger {
                for other in METHODS {
                    expected.entry((path.clone(), other.into())).or_insert_with(|| "unknown".into());
                }
                expected.insert((path, method), function.name.clone());
            }
        }
    }
    for everything_else in ["/", "/{*rest}"] {
        expected.insert((everything_else.into(), "any".into()), "unknown".into());
    }
    let mut routed = BTreeMap::new();
    for route in metadata()["metadata"]["lambda"]["watch"]["router"].as_array().unwrap() {
        let text = |value: &Value| value.as_str().unwrap().to_string();
        let methods = route.get("methods").and_then(Value::as_array).cloned().unwrap_or(vec!["any".into()]);
        for method in methods {
            let before = routed.insert((text(&route["path"]), text(&method)), text(&route["function"]));
            assert_eq!(before, None, "{route}");
        }
    }
    assert_eq!(routed, expected);
}

/// The resources of the template that are functions: their name, and their properties over the Globals.
fn deployed() -> BTreeMap<String, serde_yaml_ng::Mapping> {
    let document: serde_yaml_ng::Value = serde_yaml_ng::from_str(SOURCE).unwrap();
    let globals = document["Globals"]["Function"].as_mapping().unwrap();
    let resources = document["Resources"].as_mapping().unwrap().values();
    let functions = resources.filter(|resource| resource["Type"] == "AWS::Serverless::Function");
    let properties = |function: &serde_yaml_ng::Value| {
        let mut all = globals.clone();
        all.extend(function["Properties"].as_mapping().unwrap().clone());
        (function["Metadata"]["BuildProperties"]["Binary"].as_str().unwrap().to_string(), all)
    };
    functions.map(properties).collect()
}

/// What cargo lambda deploys a function with: the workspace's settings, and over them its own.
fn settings(metadata: &Value) -> BTreeMap<String, Map<String, Value>> {
    let common = metadata["metadata"]["lambda"]["deploy"].as_object().unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let functions =
        packages.iter().filter(|package| package["manifest_path"].as_str().unwrap().contains("/functions/"));
    let settings = |package: &Value| {
        let mut all = common.clone();
        all.extend(package["metadata"]["lambda"]["deploy"].as_object().cloned().unwrap_or_default());
        (binaries(package)[0].to_string(), all)
    };
    functions.map(settings).collect()
}

#[test]
fn deploy_has_the_templates_settings() {
    let expected = deployed().into_iter().map(|(name, properties)| {
        let property = |name: &str| serde_json::to_value(&properties[name]).unwrap();
        let mut settings = Map::new();
        settings.insert("memory".into(), property("MemorySize"));
        settings.insert("timeout".into(), property("Timeout"));
        settings.insert("tracing".into(), property("Tracing"));
        // What the stack's parameters say stays as it is.
        settings.insert("merge_env".into(), true.into());
        let variables = properties["Environment"]["Variables"].as_mapping().unwrap();
        let constant = |(name, value): (&serde_yaml_ng::Value, &serde_yaml_ng::Value)| match value {
            serde_yaml_ng::Value::Tagged(_) | serde_yaml_ng::Value::Mapping(_) => None,
            constant => Some((name.as_str()?.to_string(), serde_json::to_value(constant).unwrap())),
        };
        let constants: Map<String, Value> = variables.iter().filter_map(constant).collect();
        if !constants.is_empty() {
            settings.insert("env".into(), constants.into());
        }
        (name, settings)
    });
    assert_eq!(settings(&metadata()), expected.collect());
}

#[test]
fn a_panic_ends_a_request_and_not_a_warm_function() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let profiles = manifest.split("\n[profile.").skip(1).map(|part| part.split("\n[").next().unwrap());
    let profiles: BTreeMap<&str, &str> = profiles.map(|part| part.split_once("]\n").unwrap()).collect();
    let panics = |name: &str| profiles[name].lines().find(|line| line.starts_with("panic"));
    // Unless it is said here, cargo lambda says "abort".
    assert_eq!(panics("release"), Some(r#"panic = "unwind""#));
    // The runner's profiles leave it so: one request's panic must not take the server with it.
    assert!(profiles["fast"].lines().any(|line| line == r#"inherits = "release""#), "{}", profiles["fast"]);
    assert_eq!((panics("fast"), panics("dev")), (None, None));
}

#[test]
fn lambdas_tools_are_pointed_at_the_runners_table() {
    let name = template().table.name;
    let text = fs::read_to_string(root().join("local/lambda.env")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let watch: BTreeMap<&str, &str> = lines.map(|line| line.split_once('=').unwrap()).collect();
    let text = fs::read_to_string(root().join("local/sam-env.json")).unwrap();
    let sam: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(&text).unwrap();
    assert_eq!((watch["TABLE_NAME"], &sam["Parameters"]["TABLE_NAME"]), (name.as_str(), &name));
    assert_eq!(watch["AWS_ENDPOINT_URL_SQS"], watch["AWS_ENDPOINT_URL_DYNAMODB"]);
    let telling = template().functions.into_iter().find(|one| one.name == "events").unwrap().variables;
    for queue in ["DELIVERIES_URL", "UNDELIVERED_URL"] {
        assert_eq!(watch[queue], telling[queue]);
    }
    // SAM hands a function only the variables that the template has.
    for function in template().functions {
        let unknown = sam["Parameters"].keys().find(|name| !function.variables.contains_key(*name));
        assert_eq!(unknown, None, "{}", function.name);
        // What lambda.env leaves out is as it is by default.
        let here = Config::from_vars(&|name| watch.get(name).map(ToString::to_string)).unwrap();
        let there = Config::from_vars(&|name| function.variables.get(name).cloned()).unwrap();
        // Where the API is, only a stack knows.
        let there = Config { open_keys: true, public_url: None, ..there };
        assert_eq!(format!("{here:?}"), format!("{there:?}"));
    }
}
