//! Cold starts: from exec to the first poll, the first invocation, warm ones, memory and size, side by side in one run.

mod figures;
mod package;
mod process;
mod report;
mod request;
mod runtime_api;
mod samples;
mod subject;
mod table;
mod told;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use figures::{Figures, Run};
use paydesk_local::template::{Function, Template};
use subject::Subject;
use table::Table;

pub use report::Report;

/// The function that peers and levers are measured as.
const BESIDE: &str = "retrieve";

/// What the functions are measured beside: the bare runtime, and a bundle for Node.
pub struct Peers<'p> {
    pub hello: &'p Path,
    pub node: &'p Path,
    pub bundle: &'p Path,
}

/// Every function of template.yaml that was built in `functions`, beside the peers; for people, and for `cost`.
/// Whether everything is as it was aimed at.
pub async fn functions(runs: u32, functions: &Path, peers: Peers<'_>, data: &Path) -> Result<bool, String> {
    let template = embedded()?;
    let beside = function(&template)?;
    let mut subjects = vec![Subject::hello(beside, peers.hello)?];
    for function in &template.functions {
        subjects.extend(Subject::all(function, &functions.join(&function.name))?);
    }
    subjects.extend(Subject::node(beside, peers.node, peers.bundle)?);
    let report = measure(runs, &template, &subjects).await?;
    let json = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
    fs::write(data, json + "\n").map_err(|error| format!("{}: {error}", data.display()))?;
    report.print();
    println!();
    let aims = report.aims();
    println!("| aim | measured | |\n|---|---|---|");
    aims.iter().for_each(|aim| println!("{aim}"));
    Ok(aims.iter().all(|aim| aim.met != Some(false)))
}

/// Builds of one function, beside each other.
pub async fn levers(runs: u32, builds: &[&str]) -> Result<(), String> {
    let template = embedded()?;
    let beside = function(&template)?;
    let subject = |build: &&str| {
        let (name, file) =
            build.split_once('=').ok_or_else(|| format!("expected NAME=PROGRAM, not {build}"))?;
        Subject::new(name, beside, Path::new(file))
    };
    let subjects = builds.iter().map(subject).collect::<Result<Vec<_>, _>>()?;
    measure(runs, &template, &subjects).await?.print();
    Ok(())
}

fn embedded() -> Result<Template, String> {
    Template::embedded(&BTreeMap::new())
}

fn function(template: &Template) -> Result<&Function, String> {
    let mut functions = template.functions.iter();
    functions
        .find(|function| function.name == BESIDE)
        .ok_or_else(|| format!("template.yaml has no function {BESIDE}"))
}

/// Takes turns, so that what else the machine does meets everybody alike.
async fn measure(runs: u32, template: &Template, subjects: &[Subject]) -> Result<Report, String> {
    let table = Table::serve(template).await?;
    let mut taken: Vec<Vec<Run>> = subjects.iter().map(|_| Vec::new()).collect();
    // The first turn brings the files into memory, and does not count.
    for turn in 0..=runs {
        for (subject, taken) in subjects.iter().zip(&mut taken) {
            let run =
                subject.start(&table).await.map_err(|problem| format!("{}: {problem}", subject.name))?;
            if turn > 0 {
                taken.push(run);
            }
        }
    }
    let rows = subjects.iter().zip(&taken);
    Ok(Report {
        runs,
        rows: rows
            .map(|(subject, taken)| Figures::of(&subject.name, subject.peer, subject.package, taken))
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    /// The lines of a manifest's release profile.
    fn release_profile(manifest: &str) -> Vec<String> {
        let path = format!("{}/{manifest}", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let (_, section) = text.split_once("[profile.release]\n").unwrap();
        let lines = section.lines().take_while(|line| !line.starts_with('['));
        lines.filter(|line| line.contains('=')).map(str::to_owned).collect()
    }

    #[test]
    fn the_bare_runtime_is_built_as_the_functions_are() {
        let own = release_profile("../Cargo.toml");
        assert!(!own.is_empty());
        assert_eq!(release_profile("peers/hello/Cargo.toml"), own);
    }
}
