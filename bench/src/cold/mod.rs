//! Cold starts: from exec to the first poll, the first invocation, warm ones, memory and size, side by side in one run.

mod figures;
mod package;
mod process;
mod report;
mod runtime_api;
mod samples;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use figures::{Figures, Run};
use package::Package;
use paydesk_local::template::{Function, Template};
use process::{Process, Program};
use runtime_api::RuntimeApi;
use samples::Sample;
use table::Table;

pub use report::Report;

/// The function that peers and levers are measured as.
const BESIDE: &str = "retrieve";
/// Warm invocations of each start.
const WARM: u32 = 20;

/// What is measured: a program, and the sample it is handed.
struct Subject {
    name: String,
    /// Its figures are not a function's: peers of other makes.
    peer: bool,
    program: Program,
    package: Package,
    sample: Sample,
}

/// What the functions are measured beside: the bare runtime, and a bundle for Node.
pub struct Peers<'p> {
    pub hello: &'p Path,
    pub node: &'p Path,
    pub bundle: &'p Path,
}

/// Every function of template.yaml that was built in `functions`, beside the peers; for people, and for `cost`.
pub async fn functions(runs: u32, functions: &Path, peers: Peers<'_>, data: &Path) -> Result<(), String> {
    let template = embedded()?;
    let mut subjects = vec![Subject::peer("hello", &template, peers.hello, None)?];
    for function in &template.functions {
        subjects.push(Subject::new(&function.name, function, &functions.join(&function.name))?);
    }
    subjects.push(Subject::peer("node20", &template, peers.node, Some(peers.bundle))?);
    let report = measure(runs, &template, &subjects).await?;
    let json = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
    fs::write(data, json + "\n").map_err(|error| format!("{}: {error}", data.display()))?;
    report.print();
    println!();
    report.print_targets();
    Ok(())
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

impl Subject {
    fn new(name: &str, function: &Function, file: &Path) -> Result<Self, String> {
        let variables = function.variables.clone();
        Ok(Self {
            name: name.to_owned(),
            peer: false,
            program: Program { file: file.to_owned(), arguments: Vec::new(), variables },
            package: Package::of("bootstrap", file)?,
            sample: Sample::of(&function.name)?,
        })
    }

    /// A program of another make, handed the same events; `script` is what it runs, if it is an interpreter.
    fn peer(name: &str, template: &Template, file: &Path, script: Option<&Path>) -> Result<Self, String> {
        let beside = function(template)?;
        let package = match script {
            Some(script) => Package::of("index.mjs", script)?,
            None => Package::of("bootstrap", file)?,
        };
        Ok(Self {
            name: name.to_owned(),
            peer: true,
            program: Program {
                file: file.to_owned(),
                arguments: script.into_iter().map(Path::to_owned).collect(),
                variables: beside.variables.clone(),
            },
            package,
            sample: Sample::of(&beside.name)?,
        })
    }

    /// One cold start, its first invocation, and some more.
    async fn start(&self, table: &Table) -> Result<Run, String> {
        let mut api = RuntimeApi::start().await?;
        let mut events = Vec::new();
        for _ in 0..=WARM {
            events.push(self.sample.event(table).await?);
        }
        let (process, began) = Process::start(&self.program, &api.address, &table.url)?;
        let init = api.polled().await? - began;
        let at_init = process.taken()?;
        let mut invocations = Vec::with_capacity(events.len());
        let mut after_first = at_init;
        for event in events {
            let (took, answer) = api.invoke(event).await?;
            api.polled().await?;
            self.check(&answer)?;
            if invocations.is_empty() {
                after_first = process.taken()?;
            }
            invocations.push(took);
        }
        let peak_kilobytes = process.peak_kilobytes()?;
        Ok(Run::new(init, &invocations, [at_init, after_first, process.taken()?], peak_kilobytes))
    }

    fn check(&self, answer: &[u8]) -> Result<(), String> {
        if self.name == "hello" { Ok(()) } else { self.sample.check(answer) }
    }
}

/// Takes turns, so that what else the machine does meets everybody alike.
async fn measure(runs: u32, template: &Template, subjects: &[Subject]) -> Result<Report, String> {
    let table = Table::serve(template, samples::KEY).await?;
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
