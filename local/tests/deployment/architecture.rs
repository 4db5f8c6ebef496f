//! Who may know whom, how long a file may be, and that every sample goes through its handler.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use lambda_http::request::from_str;
use paydesk_service::app::App;
use paydesk_service::config::Config;
use paydesk_service::handlers::{Handler, find};

use crate::merchant::Merchant;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Every Rust file below `room`, with its text.
fn sources(room: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut rooms = vec![root().join(room)];
    while let Some(room) = rooms.pop() {
        for entry in fs::read_dir(&room).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                rooms.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

fn everything() -> Vec<(PathBuf, String)> {
    ["functions", "shared", "local", "bench"].into_iter().flat_map(sources).collect()
}

/// The text without its comments.
fn code(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_model_needs_serde_and_url_and_nothing_that_acts() {
    let manifest = fs::read_to_string(root().join("shared/model/Cargo.toml")).unwrap();
    let section = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let known = |line: &&str| line.contains('.') || line.contains('=');
    let crates: BTreeSet<&str> =
        section.lines().filter(known).map(|line| line.split(['.', ' ', '=']).next().unwrap()).collect();
    assert_eq!(crates, BTreeSet::from(["serde", "serde_json", "url"]));
    let acting = [
        "std::env",
        "std::fs",
        "std::net",
        "std::thread",
        "SystemTime",
        "Instant",
        "tokio",
        "aws_",
        "getrandom",
        "rand::",
    ];
    for (path, text) in sources("shared/model/src") {
        let code = code(&text);
        let found = acting.iter().find(|name| code.contains(**name));
        assert_eq!(found, None, "{}", path.display());
    }
}

#[test]
fn wire_and_store_never_meet() {
    for (room, other) in [("wire", "store"), ("store", "wire")] {
        for (path, text) in sources(&format!("shared/service/src/{room}")) {
            let code = code(&text);
            let named =
                code.contains(&format!("crate::{other}")) || code.contains(&format!("super::super::{other}"));
            assert!(!named, "{} names {other}", path.display());
        }
    }
}

#[test]
fn only_the_store_speaks_to_dynamodb() {
    for (path, text) in sources("shared/service/src") {
        let allowed =
            ["store", "lambda/aws.rs", "app.rs"].iter().any(|room| path.to_string_lossy().contains(room));
        assert!(allowed || !code(&text).contains("aws_sdk_dynamodb"), "{}", path.display());
    }
}

#[test]
fn a_main_only_wires() {
    for (path, text) in sources("functions").into_iter().filter(|(path, _)| path.ends_with("main.rs")) {
        assert!(text.lines().count() <= 10, "{}", path.display());
    }
}

#[test]
fn every_file_says_whose_room_it_is_and_fits_a_sitting() {
    for (path, text) in everything() {
        assert!(text.starts_with("//! "), "{} has no opening sentence", path.display());
        assert!(text.lines().count() <= 400, "{} has {} lines", path.display(), text.lines().count());
    }
}

#[test]
fn no_lint_is_allowed_and_no_test_ignored() {
    let forbidden = [concat!("#[all", "ow("), concat!("#![all", "ow("), concat!("#[ign", "ore")];
    for (path, text) in everything() {
        let found = forbidden.iter().find(|attribute| text.contains(**attribute));
        assert_eq!(found, None, "{}", path.display());
    }
}

#[tokio::test]
async fn every_sample_goes_through_its_handler_with_the_functions_own_rights() {
    let merchant = Merchant::new();
    for function in &merchant.deployment.template().functions {
        let config = Config::from_vars(&|name| function.variables.get(name).cloned()).unwrap();
        let client = merchant.deployment.client(&function.name).unwrap().clone();
        let app = App::new(config, client, merchant.deployment.clock().clone());
        let sample = fs::read_to_string(root().join(format!("events/{}.json", function.name))).unwrap();
        match find(&function.name).unwrap() {
            Handler::Http(handler) => {
                let answer = handler(app, from_str(&sample).unwrap()).await;
                assert!(answer.status().as_u16() < 500, "{}: {answer:?}", function.name);
                assert!(answer.headers().contains_key("request-id"), "{}", function.name);
            }
            Handler::Stream(handler) => {
                let answer = handler(app, serde_json::from_str(&sample).unwrap()).await;
                assert!(answer.batch_item_failures.is_empty(), "{}", function.name);
            }
            Handler::Schedule(handler) => handler(app, serde_json::from_str(&sample).unwrap()).await.unwrap(),
            Handler::Queue(handler) => {
                let answer = handler(app, serde_json::from_str(&sample).unwrap()).await;
                assert!(answer.batch_item_failures.is_empty(), "{}", function.name);
            }
        }
    }
}
