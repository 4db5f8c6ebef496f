//! What somebody supplies to the binary: seed files, as the README has them, and the table of taxes by its command.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::runner::{Paydesk, command};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// A section of the README.
fn section(heading: &str) -> String {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let after = readme.split_once(&format!("\n## {heading}\n")).unwrap().1.to_owned();
    after.split("\n## ").next().unwrap().to_owned()
}

/// A `curl` of a document: its path, the key it names, and its form.
fn curl(text: &str) -> (String, String, String) {
    let command = text.split_once("$ curl ").unwrap().1.split_once("\n{").unwrap().0.replace("\\\n", " ");
    let words: Vec<&str> = command.split_whitespace().map(|word| word.trim_matches('\'')).collect();
    let after = |flag: &str| {
        words.windows(2).filter(|pair| pair[0] == flag).map(|pair| pair[1].to_owned()).collect::<Vec<_>>()
    };
    let path = words[0].strip_prefix("http://127.0.0.1:12111").unwrap();
    (path.to_owned(), after("-u").concat(), after("-d").join("&"))
}

#[tokio::test]
async fn the_readmes_seed_has_the_prices_that_the_readme_sells() {
    let (directory, text) = (tempfile::tempdir().unwrap(), section("Known prices"));
    let seed = text.split_once("cargo run -- --seed ").unwrap().1.lines().next().unwrap();
    let seed = root().join(seed);
    let data = directory.path().join("paydesk.db");
    let paydesk = Paydesk::start(&data, &["--seed", seed.to_str().unwrap()]).await;
    assert!(paydesk.greeted("seed").ends_with("paydesk.example.toml: 9 made, 0 changed, 0 as they were"));
    assert!(paydesk.greeted("taxes").ends_with("paydesk.example.toml: 3 places"));
    let (path, user, form) = curl(&text);
    assert_eq!(user, "sk_test_paydesk_local:", "the key that the seed is for");
    let session = paydesk.post(&path, &form).await;
    let shown = text.split_once("\n{").unwrap().1.lines().next().unwrap();
    for amount in ["amount_subtotal", "amount_total"] {
        let shown = shown.split_once(&format!("\"{amount}\":")).unwrap().1.split(',').next().unwrap();
        assert_eq!(session[amount].to_string(), shown, "{session}");
    }
}

#[tokio::test]
async fn a_paydesk_toml_is_loaded_where_the_runner_is_started() {
    let directory = tempfile::tempdir().unwrap();
    let seed = "[[products]]\nid = \"prod_tea\"\nname = \"Tea\"\n";
    std::fs::write(directory.path().join("paydesk.toml"), seed).unwrap();
    let data = directory.path().join("paydesk.db");
    for expected in ["1 made, 0 changed, 0 as they were", "0 made, 0 changed, 1 as they were"] {
        let paydesk = Paydesk::of(command(&data, &[]).current_dir(directory.path())).await;
        assert_eq!(paydesk.greeted("seed"), format!("paydesk.toml: {expected}"));
        assert!(!paydesk.greeting.contains("taxes"));
    }
}

#[test]
fn the_table_of_taxes_is_set_shown_and_cleared_by_a_command() {
    let directory = tempfile::tempdir().unwrap();
    let data = directory.path().join("paydesk.db");
    let taxes = |arguments: &[&str]| -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_paydesk"));
        command.arg("taxes").args(arguments).arg("--data").arg(&data).output().unwrap()
    };
    let said = |arguments: &[&str]| {
        let output = taxes(arguments);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let example = root().join("docs/paydesk.example.toml");
    assert!(said(&["show"]).contains("There is no table"));
    assert!(said(&["set", example.to_str().unwrap()]).starts_with("The table has 3 places."));
    assert_eq!(
        said(&["show"]),
        "DE  19 %  inclusive  VAT\nCA  5 %  exclusive  GST\nCA-QC  9.975 %  exclusive  QST\n"
    );
    let wrong = directory.path().join("wrong.toml");
    std::fs::write(&wrong, "[[taxes]]\ncountry = \"Germany\"\n").unwrap();
    let refused = taxes(&["set", wrong.to_str().unwrap()]);
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(
        !refused.status.success() && why.contains("wrong.toml: ") && why.contains("taxes[0][country]"),
        "{why}"
    );
    assert!(said(&["show"]).starts_with("DE  19 %"), "the table before it stays");
    said(&["clear"]);
    assert!(said(&["show"]).contains("There is no table"));
}
