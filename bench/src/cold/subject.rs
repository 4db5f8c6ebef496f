//! What is started and measured: a program, and the sample it is handed.

use std::path::Path;
use std::process::Command;

use paydesk_local::template::Function;

use super::figures::Run;
use super::package::Package;
use super::process::{Process, Program};
use super::runtime_api::RuntimeApi;
use super::samples::Sample;
use super::table::Table;

/// Warm invocations of each start.
const WARM: u32 = 20;

/// One row of the figures.
pub struct Subject {
    pub name: String,
    /// Its figures are not a function's: peers of other makes.
    pub peer: bool,
    pub package: Package,
    program: Program,
    timeout_seconds: u32,
    sample: Sample,
    /// Whether it does anything with what it is handed.
    works: bool,
}

impl Subject {
    /// A build of a function, handed the function's sample.
    pub fn new(name: &str, function: &Function, file: &Path) -> Result<Self, String> {
        Ok(Self {
            name: name.to_owned(),
            peer: false,
            package: Package::of("bootstrap", file)?,
            program: Program {
                file: file.to_owned(),
                arguments: Vec::new(),
                variables: function.variables.clone(),
                memory_mb: function.memory_mb,
            },
            timeout_seconds: function.timeout_seconds,
            sample: Sample::of(&function.name)?,
            works: true,
        })
    }

    /// A function with its sample, and with what else it is handed.
    pub fn all(function: &Function, file: &Path) -> Result<Vec<Self>, String> {
        let mut all = vec![Self::new(&function.name, function, file)?];
        for (name, sample) in Sample::others(&function.name)? {
            all.push(Self { sample, ..Self::new(name, function, file)? });
        }
        Ok(all)
    }

    /// The bare runtime, started as `beside` is; it answers everything with nothing.
    pub fn hello(beside: &Function, file: &Path) -> Result<Self, String> {
        Ok(Self { peer: true, works: false, ..Self::new("hello", beside, file)? })
    }

    /// The same action as `beside`, as a bundle for Node; and with one read.
    pub fn node(beside: &Function, node: &Path, bundle: &Path) -> Result<[Self; 2], String> {
        let name = node_name(node)?;
        let subject = |name: &str| {
            let mut subject = Self::new(name, beside, bundle)?;
            (subject.peer, subject.package) = (true, Package::of("index.mjs", bundle)?);
            node.clone_into(&mut subject.program.file);
            subject.program.arguments = vec![bundle.to_owned()];
            Ok::<_, String>(subject)
        };
        let mut stranger = subject(&format!("{name}, one read"))?;
        stranger.sample = stranger.sample.of_a_stranger();
        Ok([subject(&name)?, stranger])
    }

    /// One cold start, its first invocation, and some more.
    pub async fn start(&self, table: &Table) -> Result<Run, String> {
        let mut api = RuntimeApi::start(self.timeout_seconds).await?;
        let (process, began) = Process::start(&self.program, &api.address, &table.url)?;
        let init = api.polled().await? - began;
        let at_init = process.taken()?;
        let mut invocations = Vec::new();
        let mut after_first = at_init;
        for _ in 0..=WARM {
            let event = self.sample.event(table).await?;
            let (took, answer) = api.invoke(event.text.clone()).await?;
            api.polled().await?;
            if invocations.is_empty() {
                after_first = process.taken()?;
            }
            if self.works {
                self.sample.check(&event, &answer, table).await?;
            }
            invocations.push(took);
        }
        let peak_kilobytes = process.peak_kilobytes()?;
        Ok(Run::new(init, &invocations, [at_init, after_first, process.taken()?], peak_kilobytes))
    }
}

/// `node20`, of whichever version it is.
fn node_name(node: &Path) -> Result<String, String> {
    let failed = |problem: &dyn std::fmt::Display| format!("{}: {problem}", node.display());
    let said = Command::new(node).arg("--version").output().map_err(|error| failed(&error))?;
    let said = String::from_utf8_lossy(&said.stdout);
    let major = said.trim().strip_prefix('v').and_then(|version| version.split('.').next());
    Ok(format!("node{}", major.ok_or_else(|| failed(&format!("'{said}' is no version")))?))
}
