//! Template, crates, samples, handlers and the tables of the documents name the same functions and routes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use paydesk_local::template::Trigger;
use paydesk_model::event::EventType;
use paydesk_service::handlers::{Handler, find};

use crate::world::template;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn document(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// The functions of the template, which everything else is compared with.
fn functions() -> BTreeSet<String> {
    template().functions.into_iter().map(|function| function.name).collect()
}

/// Names of what stands directly in a room and ends so, without that ending.
fn names(room: &str, ending: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(room)).unwrap();
    let name =
        |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().to_string_lossy().into_owned();
    entries.map(name).filter_map(|name| name.strip_suffix(ending).map(str::to_string)).collect()
}

/// The rows of the table below a heading, cell by cell.
fn rows<'d>(document: &'d str, heading: &str) -> Vec<Vec<&'d str>> {
    let section = document.split(&format!("\n## {heading}\n")).nth(1).unwrap();
    let lines =
        section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
    let cells = |line: &'d str| line.trim_matches('|').split('|').map(str::trim).collect();
    lines.skip(2).map(cells).collect()
}

/// What stands between backticks.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_string).collect()
}

#[test]
fn every_function_has_a_crate_and_every_crate_is_a_function() {
    assert_eq!(names("functions", ""), functions());
    for name in functions() {
        let manifest = document(&format!("functions/{name}/Cargo.toml"));
        assert!(manifest.contains(&format!("name = \"{name}\"")), "functions/{name} builds something else");
        let main = document(&format!("functions/{name}/src/main.rs"));
        assert!(main.contains(&format!("handlers::{name}::handle")), "functions/{name} runs another handler");
    }
}

#[test]
fn every_function_has_a_sample_and_every_sample_a_function() {
    assert_eq!(names("events", ".json"), functions());
}

#[test]
fn every_function_has_a_handler_and_every_handler_a_function() {
    for name in functions() {
        assert!(find(&name).is_some(), "{name} has no handler");
    }
    let shared =
        ["answer", "change", "choose", "custom", "due", "mod", "named", "naming", "opening", "visit"]
            .map(String::from)
            .into();
    let handlers = names("shared/service/src/handlers", ".rs");
    assert_eq!(handlers.difference(&shared).cloned().collect::<BTreeSet<_>>(), functions());
}

#[test]
fn the_readme_names_every_route_and_no_other() {
    let mut routes = BTreeSet::new();
    for function in template().functions {
        for trigger in function.triggers {
            if let Trigger::Route { method, path } = trigger {
                routes.insert(format!("{method} {path}"));
            }
        }
    }
    let readme = document("README.md");
    let tables = [rows(&readme, "The API"), rows(&readme, "The checkout page")].concat();
    let documented: Vec<String> = tables.iter().flatten().flat_map(|cell| quoted(cell)).collect();
    assert_eq!(documented.iter().cloned().collect::<BTreeSet<_>>(), routes);
    assert_eq!(documented.len(), routes.len(), "a route stands there twice");
}

#[test]
fn the_architecture_says_of_every_function_what_invokes_it() {
    let architecture = document("ARCHITECTURE.md");
    let documented: Vec<(String, String)> = rows(&architecture, "The functions")
        .iter()
        .map(|row| (quoted(row[0]).concat(), row[1].split([' ', ',']).next().unwrap().to_string()))
        .collect();
    let kind = |name: &str| match find(name).unwrap() {
        Handler::Http(_) => "API",
        Handler::Stream(_) => "stream",
        Handler::Schedule(_) => "schedule",
        Handler::Queue(_) => "queue",
    };
    let functions: Vec<_> =
        template().functions.into_iter().map(|one| (one.name.clone(), kind(&one.name).to_string())).collect();
    assert_eq!(documented, functions, "in the template's order");
}

#[test]
fn the_page_about_webhooks_says_of_every_event_when_it_is_sent() {
    let page = document("docs/webhooks.md");
    let documented: Vec<String> = rows(&page, "Events").iter().flat_map(|row| quoted(row[0])).collect();
    let types: BTreeSet<String> = EventType::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(documented.iter().cloned().collect::<BTreeSet<_>>(), types);
    assert_eq!(documented.len(), types.len(), "a type stands there twice");
}

#[test]
fn the_operations_page_has_every_parameter_with_its_default_and_every_alarm() {
    let page = document("docs/operations.md");
    let documented: Vec<(String, String)> = rows(&page, "Parameters")
        .iter()
        .map(|row| (quoted(row[0]).concat(), quoted(row[1]).concat()))
        .collect();
    let parameters: Vec<_> = template().parameters.into_iter().collect();
    assert_eq!(documented.into_iter().collect::<BTreeSet<_>>(), parameters.into_iter().collect());
    let source = document("template.yaml");
    let alarms: BTreeSet<String> = source
        .split("\n  ")
        .collect::<Vec<_>>()
        .windows(2)
        .filter(|pair| pair[1].trim_start() == "Type: AWS::CloudWatch::Alarm")
        .map(|pair| pair[0].trim_end_matches(':').to_string())
        .collect();
    assert!(alarms.len() > 5);
    let documented = rows(&page, "Alarms").iter().map(|row| quoted(row[0]).concat()).collect::<BTreeSet<_>>();
    assert_eq!(documented, alarms);
}

#[test]
fn the_operations_page_has_every_metric_and_what_is_watched_is_one_of_them() {
    let page = document("docs/operations.md");
    let documented =
        rows(&page, "Metrics").iter().map(|row| quoted(row[0]).concat()).collect::<BTreeSet<_>>();
    let source = document("shared/service/src/metrics.rs");
    let variant = |line: &str| {
        let (variant, name) = line.trim().strip_prefix("Self::")?.split_once(" => ")?;
        (format!("\"{variant}\",") == name).then(|| variant.to_string())
    };
    let emitted: BTreeSet<String> = source.lines().filter_map(variant).collect();
    assert!(emitted.len() >= 5, "metrics.rs no longer says its names as variants: {emitted:?}");
    assert_eq!(emitted, documented);
    let template = document("template.yaml");
    let alarms = template.split("Namespace: Paydesk\n").skip(1);
    let watched: BTreeSet<String> = alarms
        .map(|rest| {
            rest.trim_start().strip_prefix("MetricName: ").unwrap().lines().next().unwrap().to_string()
        })
        .collect();
    assert!(watched.len() > 2 && watched.is_subset(&documented), "{watched:?}, {documented:?}");
}
